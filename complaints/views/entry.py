"""Recording a complaint at the desk, and the receipt handed over on the spot."""

from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.permissions import Permission
from accounts.scope import actor
from complaints.codes import code_for, code_hash
from complaints.forms.cases import NewCodeForm
from complaints.forms.entry import EntryForm
from complaints.models import Complaint
from complaints.selectors.desk_settings import settings_of
from complaints.selectors.figures import zone_of
from complaints.selectors.follow import dues_of
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import linking, running
from complaints.services.intake import Intake, receive
from complaints.views.case_frame import NOT_YOURS, case_trail, desk_trail, fetch_complaint, fetch_desk, fetch_with_any
from complaints.views.public_page import nameless
from kspp.lib.errors import Refused, said
from kspp.lib.form_pages import Outcome, attempt, typed
from kspp.lib.http import action, form_page, page
from kspp.lib.qr import qr
from kspp.lib.uploads import CheckedFile
from units.models import Government

COOKIE, COOKIE_SECONDS = "tanda-terima", 600
"""Holds the form's key until the receipt is printed: with it the code is made again, and nothing is stored."""


@form_page
def record(request: HttpRequest, code: str) -> HttpResponse:
    """What is typed as day and hour is meant where the government is."""
    government = fetch_desk(actor(request), Permission.COMPLAINT_RECORD, code)
    with timezone.override(ZoneInfo(zone_of(government))):
        return _record(request, government)


def _record(request: HttpRequest, government: Government) -> HttpResponse:
    user = actor(request)
    form = EntryForm(*typed(request), government=government, user=user)

    def write() -> Complaint:
        intake = Intake(government, form.values, identity=form.identity, files=_files(form))
        stored = receive(intake=intake, code=_code(form.cleaned_data["form_key"]), by=user, now=timezone.now())
        if not form.is_of(stored):
            form.renew_key()
            raise Refused(Code.ENTRY_KNOWN)
        return stored

    outcome: Outcome[Complaint] = Outcome()
    if request.method == "POST":
        outcome = attempt(request, form, write, PROBLEMS, NOT_YOURS)
    stored = outcome.stored
    if stored is not None:
        return _with_key(redirect("complaints:receipt", stored.pk), stored, form.cleaned_data["form_key"])
    context = {
        "government": government,
        "form": form,
        "trail": desk_trail(request, government, ("Catat pengaduan", "")),
    }
    return render(request, "complaints/entry.html", context, status=outcome.status)


def _files(form: EntryForm) -> list[CheckedFile]:
    """Of an anonymous complainant not even the names of the files are kept."""
    files: list[CheckedFile] = form.cleaned_data["files"]
    return [nameless(file, place) for place, file in enumerate(files, 1)] if form.is_anonymous else files


@never_cache
@page
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """With the code within ten minutes of recording; later without it, for it is stored nowhere."""
    found = fetch_complaint(request, Permission.COMPLAINT_VIEW, pk)
    code = _remembered(request, found)
    address = settings.SITE_ADDRESS + (
        reverse("complaints:follow_link", args=[code]) if code else reverse("complaints:follow_enter")
    )
    today = running.today_of(found, timezone.now())
    context = {
        "complaint": found,
        "code": code,
        "address": address,
        "qr": qr(address, "Kode QR halaman lacak"),
        "dues": dues_of(found, today),
        "promise": settings_of(found.government).promise,
        "code_form": NewCodeForm(complaint=found),
        "trail": case_trail(request, found, ("Tanda terima", "")),
    }
    with timezone.override(ZoneInfo(found.zone)):
        return render(request, "complaints/receipt.html", context)


@action
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """For a complainant who lost the code: the old one opens nothing any more."""
    found = fetch_with_any(request, pk, Permission.COMPLAINT_RECORD, Permission.COMPLAINT_HANDLE)
    form = NewCodeForm(request.POST, complaint=found)
    if not form.is_valid():
        return redirect("complaints:receipt", found.pk)
    key = form.cleaned_data["form_key"]
    issue = partial(linking.issue_code, complaint=found, code=_code(key), by=actor(request), now=timezone.now())
    outcome = attempt(request, form, issue, PROBLEMS)
    receipt = redirect("complaints:receipt", found.pk)
    if outcome.is_done:
        return _with_key(receipt, found, key)
    for problem in said(outcome.problems, PROBLEMS):
        messages.error(request, problem)
    return receipt


def _code(form_key: UUID) -> str:
    return code_for(form_key, settings.SECRET_KEY)


def _with_key(response: HttpResponse, found: Complaint, form_key: UUID) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        f"{found.pk}:{form_key}",
        max_age=COOKIE_SECONDS,
        path="/pengaduan/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _remembered(request: HttpRequest, found: Complaint) -> str:
    """The code of this very complaint, or nothing."""
    kept = request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_SECONDS) or ""
    pk, _, key = kept.partition(":")
    if pk != str(found.pk):
        return ""
    code = _code(UUID(key))
    return code if code_hash(code) == found.code_hash else ""
