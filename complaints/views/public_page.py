"""What all citizens' pages share: how they are shown, the opening of a form, the crowd at the door, files.

These pages look at nobody: not at the session, not at the account, not at the cache. They are drawn without the
context of a request, so that a signed-in officer sees what everybody sees and Redis may be down.
"""

import secrets
import time
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from complaints.abuse import BusyAddresses, SendingVerdict, SentForm, judge, number_for
from complaints.forms.public import MOST_MEGABYTES, uploads_of
from complaints.sentences import public as sentences
from kspp.lib.uploads import CheckedFile, UploadRefused, inspect

KEPT_BY_NOBODY = {"Cache-Control": "no-store", "Referrer-Policy": "strict-origin"}
"""No page with somebody's words stays in a browser, and no address of a page goes along when it is left.

`no-referrer` would make browsers send forms with the origin "null", which the check against forged forms refuses.
"""
UNLISTED = {**KEPT_BY_NOBODY, "X-Robots-Tag": "noindex, nofollow"}
TRAP = "situs"
"""A field that people do not see."""
_signer = Signer(salt="complaints.opening")


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, unlisted: bool = False
) -> HttpResponse:
    content = render_to_string(template, {**context, "csrf_token": get_token(request)})
    return HttpResponse(content, status=status, headers=UNLISTED if unlisted else KEPT_BY_NOBODY)


@dataclass(frozen=True, slots=True)
class HandedOutForm:
    """When a form was handed out, and its key. `token` carries both, signed, in the form itself."""

    key: uuid.UUID
    at: int

    @classmethod
    def now(cls, now: datetime) -> "HandedOutForm":
        return cls(uuid.uuid4(), int(now.timestamp()))

    @classmethod
    def sent(cls, request: HttpRequest) -> "HandedOutForm | None":
        try:
            key, at = _signer.unsign_object(request.POST.get("opening", ""))
            return cls(uuid.UUID(hex=key), int(at))
        except (BadSignature, ValueError, TypeError):
            return None

    @property
    def token(self) -> str:
        return _signer.sign_object([self.key.hex, self.at])

    @property
    def number(self) -> int:
        return number_for(self.key, settings.SECRET_KEY)

    @property
    def question(self) -> str:
        return sentences.in_words(self.number)


def verdict_on(request: HttpRequest, opening: HandedOutForm | None, now: datetime, *, is_busy: bool) -> SendingVerdict:
    sending = SentForm(
        seconds_open=now.timestamp() - opening.at if opening else None,
        is_trapped=bool(request.POST.get(TRAP)),
        is_busy=is_busy,
        expected=opening.number if opening else 0,
        answer=request.POST.get("answer", ""),
    )
    return judge(sending)


class FormTraffic:
    """The crowd at one door, as this process knows it."""

    def __init__(self) -> None:
        self.crowd = BusyAddresses(secrets.token_bytes(32))

    def is_busy(self, request: HttpRequest) -> bool:
        return self.crowd.is_busy(_address(request), time.monotonic())

    def note(self, request: HttpRequest) -> None:
        self.crowd.note(_address(request), time.monotonic())


def _address(request: HttpRequest) -> str:
    """Where the request comes from, behind the trusted proxy if there is one. Only Crowd ever sees it."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def refuse_oversized(form: forms.Form) -> None:
    form.add_error("files", sentences.TOO_MUCH.format(MOST_MEGABYTES))


def checked_files(form: forms.Form, *, is_anonymous: bool) -> list[CheckedFile]:
    """What a valid form brought, read and cleaned; problems go to the form. Slow: outside of transactions.

    Of an anonymous complainant not even the names of the files are kept.
    """
    checked = []
    for upload in uploads_of(form):
        try:
            checked.append(inspect(upload))
        except UploadRefused as refusal:
            for problem in refusal.problems:
                form.add_error("files", f"{upload.name}: {problem}")
    return [nameless(file, place) for place, file in enumerate(checked, 1)] if is_anonymous else checked


def nameless(file: CheckedFile, place: int) -> CheckedFile:
    _, dot, extension = file.name.rpartition(".")
    return replace(file, name=f"lampiran-{place}{dot}{extension}")


def set_cookie(response: HttpResponse, name: str, value: str, *, seconds: int, path: str) -> None:
    """Signed, out of reach of scripts, and gone after `seconds`."""
    response.set_signed_cookie(
        name,
        value,
        salt=f"complaints.{name}",
        max_age=seconds,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def read_cookie(request: HttpRequest, name: str, *, seconds: int) -> str:
    """Empty when there is none, or it is forged or too old."""
    return str(request.get_signed_cookie(name, default="", salt=f"complaints.{name}", max_age=seconds))
