"""The citizen's door: a page where anybody complains to a government or a unit, and the slip with the code."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from complaints.abuse import BUSY_HOUR, SendingVerdict
from complaints.codes import code_for
from complaints.forms.public import PERSON, ComplaintForm
from complaints.models import Complaint
from complaints.selectors.public import (
    ComplaintAddressee,
    complaint_with,
    door_of,
    government_with,
    promise_of,
    recent_complaints,
)
from complaints.sentences import public as sentences
from complaints.sentences.problems import PROBLEMS
from complaints.services.intake import Intake, receive
from complaints.views.public_page import (
    TRAP,
    FormTraffic,
    HandedOutForm,
    checked_files,
    read_cookie,
    refuse_oversized,
    set_cookie,
    show,
    verdict_on,
)
from kspp.lib.form_pages import INVALID, TOO_LARGE, attempt
from kspp.lib.http import form_page
from kspp.lib.qr import qr
from kspp.lib.uploads import CheckedFile
from kspp.lib.uploads.handler import is_oversized

SENT, SENT_SECONDS = "kspp_kode", 600
"""The code rests for ten minutes with whoever it was given to, and nowhere else."""
gate = FormTraffic()


@login_not_required
@form_page
def public_government(request: HttpRequest, code: str) -> HttpResponse:
    return _enter(request, code, None)


@login_not_required
@form_page
def public_unit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    return _enter(request, code, pk)


@login_not_required
@form_page
def sent(request: HttpRequest) -> HttpResponse:
    """The slip. Sending its form takes the code out of the browser."""
    code = read_cookie(request, SENT, seconds=SENT_SECONDS)
    complaint = complaint_with(code) if code else None
    if request.method == "POST":
        place = complaint.government.code if complaint else None
        response = redirect("complaints:public_government", place) if place else redirect("complaints:follow_enter")
        response.delete_cookie(SENT, path=reverse("complaints:sent"), samesite="Lax")
        return response
    if complaint is None:
        return redirect("complaints:follow_enter")
    address = settings.SITE_ADDRESS + reverse("complaints:follow_link", args=[code])
    context = {
        "complaint": complaint,
        "government": complaint.government,
        "code": code,
        "qr": qr(address, "Kode QR untuk membuka halaman pengaduan ini"),
        "enter_address": f"{settings.SITE_ADDRESS}{reverse('complaints:follow_enter')}",
    }
    return show(request, "complaints/public/sent.html", context, unlisted=True)


def _enter(request: HttpRequest, code: str, pk: int | None) -> HttpResponse:
    now = timezone.now()
    government = government_with(code)
    door = door_of(government, pk, now) if government else None
    if door is None:
        context = {"government": government, "is_unit": pk is not None}
        return show(request, "complaints/public/unknown.html", context, status=404)
    if request.method == "POST":
        return _complain(request, door, now)
    return _form(request, door, ComplaintForm(door=door), HandedOutForm.now(now), is_asked=_is_busy(request, door, now))


def _is_busy(request: HttpRequest, door: ComplaintAddressee, now: datetime) -> bool:
    return gate.is_busy(request) or recent_complaints(door.government, now) >= BUSY_HOUR


def _complain(request: HttpRequest, door: ComplaintAddressee, now: datetime) -> HttpResponse:
    """Take the complaint, or show the form again with all that was typed."""
    form = ComplaintForm(request.POST, request.FILES, door=door)
    opening = HandedOutForm.sent(request)
    verdict = verdict_on(request, opening, now, is_busy=_is_busy(request, door, now))
    is_taken, oversized = form.is_valid() and verdict is SendingVerdict.TAKE, is_oversized(request)
    if oversized:
        refuse_oversized(form)
    elif is_taken and opening:
        files = checked_files(form, is_anonymous=form.cleaned_data["secrecy"] == Complaint.Secrecy.ANONYMOUS)
        code = code_for(opening.key, settings.SECRET_KEY)
        if _is_received(request, form, files, code, now):
            gate.note(request)
            response = redirect("complaints:sent")
            set_cookie(response, SENT, code, seconds=SENT_SECONDS, path=reverse("complaints:sent"))
            return response
    return _form(
        request,
        door,
        form,
        opening or HandedOutForm.now(now),
        verdict=verdict,
        is_asked=verdict in (SendingVerdict.ASK, SendingVerdict.WRONG) or "answer" in request.POST,
        status=TOO_LARGE if oversized else INVALID,
    )


def _is_received(
    request: HttpRequest, form: ComplaintForm, files: Sequence[CheckedFile], code: str, now: datetime
) -> bool:
    values = {"channel": Complaint.Channel.WEB, **form.values}
    intake = Intake(form.door.government, values, identity=form.identity, files=files)
    write = partial(receive, intake=intake, code=code, by=None, now=now)
    return attempt(request, form, write, PROBLEMS).is_done


def _form(
    request: HttpRequest,
    door: ComplaintAddressee,
    form: ComplaintForm,
    opening: HandedOutForm,
    *,
    is_asked: bool,
    verdict: SendingVerdict = SendingVerdict.TAKE,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "door": door,
        "government": door.government,
        "promise": promise_of(door),
        "form": form,
        "person": [form[name] for name in PERSON],
        "opening": opening,
        "trap": TRAP,
        "is_asked": is_asked,
        "answer": request.POST.get("answer", "")[:20] if verdict is not SendingVerdict.WRONG else "",
        "answer_problem": sentences.WRONG_ANSWER if verdict is SendingVerdict.WRONG else "",
        "notices": _notices(verdict, files_lost=bool(request.FILES)),
    }
    return show(request, "complaints/public/complain.html", context, status=status)


def _notices(verdict: SendingVerdict, *, files_lost: bool) -> list[str]:
    said = {SendingVerdict.ASK: sentences.ASK, SendingVerdict.AGAIN: sentences.SEND_AGAIN}
    lost = [sentences.FILES_LOST] if files_lost else []
    return [said[verdict], *lost] if verdict in said else lost
