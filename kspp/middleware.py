"""What surrounds every request: its id, one line in the log, and the headers no library sets."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string

log = structlog.get_logger("kspp.request")
Answer = Callable[[HttpRequest], HttpResponse]

WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,35}")
NAMELESS = ("/adu/", "/lacak/")
"""Addresses of the citizens' pages: an id that a proxy gave could tell it later whose request it was."""
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def accepted_id(offered: str | None) -> str:
    """The id a proxy gave the request when it is well formed, else a new one."""
    return offered if offered and WELL_FORMED.fullmatch(offered) else str(uuid.uuid4())


def request_id(get_response: Answer) -> Answer:
    """Bind the request's id to every log line and history event it causes, and log how it ended."""

    def middleware(request: HttpRequest) -> HttpResponse:
        offered = None if request.path_info.startswith(NAMELESS) else request.headers.get("X-Request-ID")
        identity = accepted_id(offered)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=identity)
        begun = time.perf_counter()
        response = get_response(request)
        response["X-Request-ID"] = identity
        log.info(
            "request",
            method=request.method,
            route=_route(request),
            status=response.status_code,
            ms=round((time.perf_counter() - begun) * 1000, 1),
        )
        structlog.contextvars.clear_contextvars()
        return response

    return middleware


def readable(get_response: Answer) -> Answer:
    """Answers 400 to what Django itself fails on; our own pages check what they read.

    A form that is not UTF-8 raises wherever it is looked at, also while the page of the error is made. The admin hands
    a NUL in a query on to PostgreSQL, which stores none.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_foreign = (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8"
        has_nul = "%00" in request.META.get("QUERY_STRING", "") and request.path_info.startswith("/admin/")
        if is_foreign or has_nul:
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Django's looks up who is signed in before it looks whether the page asks. A citizen's page must not need to know,
    also when sessions cannot be read."""

    def process_view(self, request: HttpRequest, view_func: Any, *arguments: Any) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        answer: HttpResponseBase | None = super().process_view(request, view_func, *arguments)
        return answer


class CompressedPages(GZipMiddleware):
    """A full checklist is 260 kB of text and 20 kB compressed. Files are sent as they are."""

    kinds = ("text/html", "application/json")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith(self.kinds):
            return response
        return super().process_response(request, response)


def permissions_policy(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def log_exception(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Receiver of `got_request_exception`: where it happened, without what the exception says."""
    log.error("request failed", route=_route(request) if request else "", exc_info=True)


def _route(request: HttpRequest) -> str:
    """The pattern, never the path: paths carry tokens, and query strings carry what people typed."""
    match = request.resolver_match
    return match.route if match else "-"
