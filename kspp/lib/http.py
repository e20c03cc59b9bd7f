"""Small helpers for views."""

from django.views.decorators.http import require_POST, require_safe

page = require_safe
"""A view that only reads."""

action = require_POST
"""A view that writes through one service, then redirects or answers a fragment."""
