"""Following a complaint with its code: nothing but a signed cookie of half an hour knows that somebody does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from complaints.abuse import QUICKEST, SendingVerdict, SentForm, judge
from complaints.codes import is_code
from complaints.forms.public import ACT_FORMS, ActForm, TrackingCodeForm
from complaints.models import Complaint
from complaints.selectors.follow import follow_page, mark_of, marked, shown_files
from complaints.selectors.public import complaint_with
from complaints.sentences import public as sentences
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import messages
from complaints.services.moves import MoveDetails, move
from complaints.views.public_page import (
    UNLISTED,
    FormTraffic,
    HandedOutForm,
    checked_files,
    read_cookie,
    set_cookie,
    show,
)
from complaints.workflow import COMPLAINANT, Move
from kspp.lib.errors import said
from kspp.lib.form_pages import CONFLICT, FORBIDDEN, INVALID, attempt
from kspp.lib.http import FOREIGN_FILE, action, form_page, page
from kspp.lib.uploads import CheckedFile
from kspp.lib.uploads.handler import is_oversized

FOLLOWS, FOLLOW_SECONDS = "kspp_pengaduan", 1800
SLUGS = {
    "pesan": "write",
    "lengkapi": "complete",
    "cabut": "withdraw",
    "nilai": "rate",
    "selesai": "close",
    "buka": "reopen",
}
"""The acts as their addresses call them."""
gate = FormTraffic()


@login_not_required
@form_page
def follow_enter(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask_code(request, TrackingCodeForm(), is_asked=gate.is_busy(request))
    form = TrackingCodeForm(request.POST)
    verdict = _verdict_on_guess(request)
    if verdict is not SendingVerdict.TAKE or not form.is_valid():
        return _ask_code(request, form, verdict=verdict, is_asked=verdict is not SendingVerdict.TAKE, status=INVALID)
    code = form.cleaned_data["code"]
    complaint = complaint_with(code) if is_code(code) else None
    if complaint is None:
        gate.note(request)
        form.add_error("code", sentences.CODE_UNKNOWN if is_code(code) else sentences.NOT_A_CODE)
        return _ask_code(request, form, is_asked=gate.is_busy(request), status=INVALID)
    return _let_in(redirect("complaints:follow"), complaint)


@login_not_required
@page
def follow_link(request: HttpRequest, code: str) -> HttpResponse:
    """Where the printed code leads: a page that asks to go on. Nothing is looked up by asking for it."""
    return _ask_code(
        request, TrackingCodeForm(initial={"code": code[:60]}), is_asked=gate.is_busy(request), is_link=True
    )


@login_not_required
@page
def follow(request: HttpRequest) -> HttpResponse:
    complaint = _complaint_of(request)
    if complaint is None:
        return redirect("complaints:follow_enter")
    said = sentences.SAID.get(SLUGS.get(request.GET.get("berhasil", ""), ""), "")
    return _follow(request, complaint, said=said)


@login_not_required
@action
def follow_act(request: HttpRequest, act: str) -> HttpResponse:
    """Do what was sent, once; or show the page with what was typed and why it was not done."""
    complaint = _complaint_of(request)
    if complaint is None:
        return _ask_code(
            request, TrackingCodeForm(), typed=_typed(request), problem=sentences.TIME_IS_UP, status=FORBIDDEN
        )
    if act not in SLUGS:
        return show(request, "complaints/public/unknown.html", {"government": None, "is_unit": False}, status=404)
    name = SLUGS[act]
    form = ACT_FORMS[name](request.POST, request.FILES, auto_id=f"{name}_%s")
    status, notice = _attempt(request, complaint, name, form)
    if status == 302:
        return _let_in(redirect(f"{reverse('complaints:follow')}?berhasil={act}"), complaint)
    current = _complaint_of(request) or complaint
    form.shown_again(current)
    return _follow(request, current, tried=(name, form), notice=notice, status=status)


@login_not_required
@action
def follow_leave(request: HttpRequest) -> HttpResponse:
    response = redirect("complaints:follow_enter")
    response.delete_cookie(FOLLOWS, path=reverse("complaints:follow_enter"), samesite="Lax")
    return response


@login_not_required
@page
def follow_attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    complaint = _complaint_of(request)
    if complaint is None:
        return redirect("complaints:follow_enter")
    found = shown_files(complaint).filter(pk=pk).first()
    try:
        stream = found.file.open("rb") if found and found.file else None
    except FileNotFoundError:
        stream = None
    if found is None or stream is None:
        context = {"government": complaint.government, "is_unit": False, "is_file": True}
        return show(request, "complaints/public/unknown.html", context, status=404, unlisted=True)
    return FileResponse(
        stream, as_attachment=True, filename=found.name, content_type=found.media_type, headers=FOREIGN_FILE | UNLISTED
    )


def _complaint_of(request: HttpRequest) -> Complaint | None:
    mark = read_cookie(request, FOLLOWS, seconds=FOLLOW_SECONDS)
    return marked(mark) if mark else None


def _let_in(response: HttpResponse, complaint: Complaint) -> HttpResponse:
    path = reverse("complaints:follow_enter")
    set_cookie(response, FOLLOWS, mark_of(complaint), seconds=FOLLOW_SECONDS, path=path)
    return response


def _verdict_on_guess(request: HttpRequest) -> SendingVerdict:
    """Only who tried many wrong codes is asked; a right one from a slip may come as fast as it likes."""
    opening = HandedOutForm.sent(request)
    return judge(
        SentForm(
            seconds_open=QUICKEST,
            is_trapped=False,
            is_busy=gate.is_busy(request),
            expected=opening.number if opening else 0,
            answer=request.POST.get("answer", ""),
        )
    )


def _ask_code(
    request: HttpRequest,
    form: TrackingCodeForm,
    *,
    is_asked: bool = False,
    is_link: bool = False,
    verdict: SendingVerdict = SendingVerdict.TAKE,
    typed: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "government": None,
        "opening": HandedOutForm.sent(request) or HandedOutForm.now(timezone.now()),
        "is_asked": is_asked,
        "is_link": is_link,
        "answer": "",
        "answer_problem": sentences.WRONG_ANSWER if verdict is SendingVerdict.WRONG else "",
        "notices": [text for text in (problem, sentences.ASK if verdict is SendingVerdict.ASK else "") if text],
        "typed": typed,
    }
    return show(request, "complaints/public/enter.html", context, status=status, unlisted=True)


def _follow(
    request: HttpRequest,
    complaint: Complaint,
    *,
    said: str = "",
    notice: str = "",
    tried: tuple[str, ActForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    content = follow_page(complaint, timezone.now())
    forms = {name: ACT_FORMS[name].fresh(complaint, name) for name in content.acts}
    typed = ""
    if tried and tried[0] in forms:
        forms[tried[0]] = tried[1]
    elif tried:
        typed, notice = _typed(request), notice or PROBLEMS[Code.MOVE_NOT_POSSIBLE]
    context: dict[str, Any] = {
        "page": content,
        "government": complaint.government,
        "forms": forms,
        "said": said,
        "notice": notice,
        "files_lost": sentences.FILES_LOST if request.FILES and tried else "",
        "typed": typed,
    }
    with timezone.override(ZoneInfo(complaint.zone)):
        response = show(request, "complaints/public/follow.html", context, status=status, unlisted=True)
    _let_in(response, complaint)
    return response


def _attempt(request: HttpRequest, complaint: Complaint, name: str, form: ActForm) -> tuple[int, str]:
    """302 when it is done; otherwise the status and what to say at the top of the page."""
    files: list[CheckedFile] = []
    if form.is_valid() and not is_oversized(request):
        files = checked_files(form, is_anonymous=complaint.is_anonymous)
    outcome = attempt(request, form, lambda: DOINGS[name](complaint, form, files, timezone.now()), PROBLEMS)
    if outcome.is_done:
        return 302, ""
    if outcome.status == CONFLICT:
        return CONFLICT, sentences.CHANGED
    placeless = [problem for problem in outcome.problems if problem.field not in form.fields]
    if placeless:
        form.errors.pop(NON_FIELD_ERRORS)  # said above the page, where it is seen even when the act is gone
        return CONFLICT, " ".join(said(placeless, PROBLEMS))
    return outcome.status, ""


def _typed(request: HttpRequest) -> str:
    """What somebody wrote in vain, to be copied."""
    return str(request.POST.get("text") or request.POST.get("reason") or request.POST.get("note") or "")[:6000]


def _moved(complaint: Complaint, form: ActForm, what: Move, details: MoveDetails, now: datetime) -> Complaint:
    return move(
        complaint=complaint,
        move=what,
        details=details,
        form_key=form.cleaned_data["form_key"],
        seen_version=form.cleaned_data["version"],
        by=None,
        actor=COMPLAINANT,
        now=now,
    )


def _write(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    text, key = form.cleaned_data["text"], form.cleaned_data["form_key"]
    return messages.write(complaint=complaint, text=text, files=files, form_key=key, by=None, now=now)


def _complete(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    return _moved(complaint, form, Move.COMPLETE, MoveDetails(text=form.cleaned_data["text"], files=files), now)


def _withdraw(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    reason = form.cleaned_data["reason"] or sentences.NO_REASON
    return _moved(complaint, form, Move.WITHDRAW, MoveDetails(reason=reason), now)


def _rate(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    rating, note = form.cleaned_data["rating"], form.cleaned_data["note"]
    return messages.rate(complaint=complaint, rating=rating, note=note, now=now)


def _close(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    return _moved(complaint, form, Move.CLOSE, MoveDetails(), now)


def _reopen(complaint: Complaint, form: ActForm, files: list[CheckedFile], now: datetime) -> object:
    return _moved(complaint, form, Move.REOPEN, MoveDetails(reason=form.cleaned_data["reason"]), now)


DOINGS: dict[str, Callable[[Complaint, ActForm, list[CheckedFile], datetime], object]] = {
    "write": _write,
    "complete": _complete,
    "withdraw": _withdraw,
    "rate": _rate,
    "close": _close,
    "reopen": _reopen,
}
