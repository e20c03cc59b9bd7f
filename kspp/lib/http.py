"""Small helpers for views."""

from django.http import HttpRequest
from django.views.decorators.http import require_POST, require_safe

page = require_safe
"""A view that only reads."""

action = require_POST
"""A view that writes through one service, then redirects or answers a fragment."""


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asked for a fragment; otherwise a browser asked for a page."""
    return bool(getattr(request, "htmx", False))
