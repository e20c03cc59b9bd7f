"""Small helpers for views."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

page = require_safe
"""A view that only reads."""

action = require_POST
"""A view that writes through one service, then redirects or answers a fragment."""

form_page = require_http_methods(["GET", "HEAD", "POST"])
"""An ordinary form: shown when read, stored through one service when sent."""

PAGE_SIZE = 50
"""Rows on one page of a list."""

Trail = list[tuple[str, str]]
"""Where a page hangs: label and address of the pages above it, and at the end the page itself, without an address."""


FOREIGN_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of a file that somebody sent: no browser runs it."""


def download(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """A file made here; `name` is ours as well."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def here(trail: Trail) -> Trail:
    """The last place is the page itself."""
    return [*trail[:-1], (trail[-1][0], "")]


def other_query(request: HttpRequest) -> str:
    """Everything but the number of the page, for links to other pages of a list."""
    query = request.GET.copy()
    query.pop("halaman", None)
    return query.urlencode()


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> dict[str, object]:
    """One page of a list, for the context: `?halaman=` of these rows and the rest of the query."""
    page_obj = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("halaman"))
    return {"page_obj": page_obj, "query": other_query(request)}


def came_from(request: HttpRequest) -> str:
    """Where `?next=` leads back to, when that is a page of this portal."""
    address = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours and address.startswith("/") else ""


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asked for a fragment; otherwise a browser asked for a page."""
    return bool(getattr(request, "htmx", False))
