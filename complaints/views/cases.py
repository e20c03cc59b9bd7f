"""The page of one complaint, its moves, and what is said and kept in it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor
from complaints.forms import cases as forms
from complaints.forms.keyed import KeyedForm
from complaints.forms.moves import MoveForm
from complaints.models import Complaint, ReplyTemplate
from complaints.scope import powers
from complaints.selectors import choices
from complaints.selectors.case import case_page
from complaints.sentences import cases as sentences
from complaints.sentences.problems import PROBLEMS
from complaints.sentences.templates import filled
from complaints.services import linking, messages, running
from complaints.services.files import attach_to
from complaints.services.moves import move as move_on
from complaints.views.case_frame import (
    NOT_YOURS,
    VIEW,
    answer_case,
    case_trail,
    fetch_complaint,
    fetch_with_any,
)
from complaints.workflow import CLOSED_TO_MESSAGES, Move, State, exists, find, is_ever_for
from kspp.lib.form_pages import CONFLICT, FORBIDDEN, Show, answer_form, typed
from kspp.lib.http import FOREIGN_FILE, action, form_page, page
from kspp.lib.text import whole_number

P = Permission
MESSAGE = ReplyTemplate.Purpose.MESSAGE
PURPOSES = {
    Move.ANSWER: ReplyTemplate.Purpose.ANSWER,
    Move.ASK: ReplyTemplate.Purpose.REQUEST,
    Move.REFER: ReplyTemplate.Purpose.REFERRAL,
}


@page
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    return show_case(request, fetch_complaint(request, VIEW, pk))


def show_case(
    request: HttpRequest, found: Complaint, *, message: Any = None, note: Any = None, status: int = 200
) -> HttpResponse:
    user, held = actor(request), powers(actor(request), found)
    can_handle = bool(held & {P.COMPLAINT_HANDLE.value, P.COMPLAINT_VERIFY.value})
    can_write = can_handle and found.state not in CLOSED_TO_MESSAGES
    can_note = can_handle or P.COMPLAINT_SUPERVISE.value in held
    today, number = running.today_of(found, timezone.now()), request.GET.get("halaman", "")
    context = {
        "case": case_page(found, user, today, number=number),
        "complaint": found,
        "message_form": (message or _message_form(request, found)) if can_write else None,
        "templates": list(choices.templates_for(found.government, MESSAGE)) if can_write else [],
        "note_form": (note or forms.NoteForm(complaint=found, prefix="catatan")) if can_note else None,
        "can_handle": can_handle,
        "can_split": can_handle and found.is_open,
        "can_assign": P.COMPLAINT_ASSIGN.value in held and found.is_open,
        "trail": case_trail(request, found),
    }
    with timezone.override(ZoneInfo(found.zone)):
        return render(request, "complaints/complaint.html", context, status=status)


def _message_form(request: HttpRequest, found: Complaint) -> forms.MessageForm:
    return forms.MessageForm(complaint=found, prefix="pesan", initial=_template(request, found, MESSAGE))


@form_page
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The form of one move. A move that no state or nobody here knows is not found or not allowed."""
    found = fetch_complaint(request, VIEW, pk)
    what = _known(move)
    user = actor(request)
    held = powers(user, found)
    if not is_ever_for(what, held):
        raise PermissionDenied
    if request.method != "POST" and find(what, State(found.state), held) is None:
        return _not_now(request, found, what)
    purpose, now = PURPOSES.get(what), timezone.now()
    today, initial = running.today_of(found, now), _template(request, found, purpose)
    form = MoveForm(*typed(request), move=what, complaint=found, user=user, today=today, initial=initial)
    return answer_case(
        request,
        found,
        form,
        partial(move_on, complaint=found, move=what),
        said=lambda moved: sentences.STATE_NOW.format(moved.number, moved.get_state_display()),
        title=sentences.MOVES[what],
        button=sentences.MOVES[what],
        intro=sentences.INTROS.get(what, ""),
        templates=list(choices.templates_for(found.government, purpose)) if purpose else [],
    )


def _known(move: str) -> Move:
    """Moves that people make; what only the portal's clock does has no page."""
    try:
        found = Move(move)
    except ValueError:
        raise Http404 from None
    if found not in sentences.MOVES or found is Move.LAPSE:
        raise Http404
    return found


def _not_now(request: HttpRequest, found: Complaint, what: Move) -> HttpResponse:
    """Somebody was faster, or it is another's to do."""
    is_possible = exists(what, State(found.state))
    context = {
        "complaint": found,
        "title": sentences.MOVES[what],
        "text": sentences.NOT_YOURS if is_possible else sentences.not_now(found.get_state_display()),
        "trail": case_trail(request, found, (sentences.MOVES[what], "")),
    }
    return render(request, "complaints/not_now.html", context, status=FORBIDDEN if is_possible else CONFLICT)


def _template(request: HttpRequest, found: Complaint, purpose: str | None) -> dict[str, str]:
    """`?templat=`: the words to start from; one that does not exist starts from nothing."""
    pk = whole_number(request.GET.get("templat", ""))
    if pk is None or purpose is None:
        return {}
    chosen = choices.templates_for(found.government, purpose).filter(pk=pk).first()
    return {"text": filled(chosen.text, choices.words_for(found))} if chosen else {}


@action
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    form = forms.MessageForm(request.POST, request.FILES, complaint=found, prefix="pesan")
    return _say(
        request, found, form, messages.write, lambda status: show_case(request, found, message=form, status=status)
    )


@action
def note(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY, P.COMPLAINT_SUPERVISE)
    form = forms.NoteForm(request.POST, complaint=found, prefix="catatan")

    def show(status: int) -> HttpResponse:
        return show_case(request, found, note=form, status=status)

    return _say(request, found, form, messages.note, show)


def _say(
    request: HttpRequest, found: Complaint, form: KeyedForm, write: Callable[..., Any], show: Show
) -> HttpResponse:
    write = partial(write, complaint=found)
    return answer_form(request, form, write, show=show, words=PROBLEMS, said="", to=found, forbidden=NOT_YOURS)


@action
def read(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    messages.mark_read(complaint=found, by=actor(request), now=timezone.now())
    return redirect(found)


@form_page
def extend(request: HttpRequest, pk: int, clock: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_ASSIGN, P.COMPLAINT_SUPERVISE)
    row = get_object_or_404(found.clocks, pk=clock)
    form = forms.ExtendForm(*typed(request), complaint=found)
    write = partial(running.extend, clock=row)
    return answer_case(request, found, form, write, title="Perpanjang tenggat", button="Perpanjang", lead=row.name)


@form_page
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    form = forms.AttachForm(*typed(request), complaint=found)
    write = partial(attach_to, complaint=found, is_internal=True)
    return answer_case(request, found, form, write, title="Tambah lampiran", button="Lampirkan")


@page
def attachment(request: HttpRequest, pk: int, attachment: int) -> HttpResponseBase:
    """The file as an attachment that no browser will run."""
    found = fetch_complaint(request, VIEW, pk)
    row = get_object_or_404(found.attachments.filter(erased_at=None), pk=attachment)
    try:
        stream = row.file.open("rb")
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    return FileResponse(
        stream, as_attachment=True, filename=row.name, content_type=row.media_type, headers=FOREIGN_FILE
    )


@form_page
def link(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    form = forms.LinkForm(*typed(request), complaint=found, user=actor(request))
    write = partial(linking.link_duplicate, complaint=found)
    return answer_case(request, found, form, write, title="Hubungkan pengaduan yang sama", button="Simpan")


@form_page
def split(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_VERIFY, P.COMPLAINT_HANDLE)
    form = forms.SplitForm(*typed(request), complaint=found)
    return answer_case(
        request,
        found,
        form,
        partial(linking.split, complaint=found),
        said=lambda part: sentences.SPLIT_OFF.format(part.number),
        title="Pecah pengaduan",
        button="Buat pengaduan baru",
        intro=sentences.SPLIT,
    )


@form_page
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_with_any(request, pk, P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    form = forms.FactsForm(*typed(request), complaint=found)
    write = partial(linking.change_facts, complaint=found)
    return answer_case(request, found, form, write, title="Perbaiki data pengaduan", button="Simpan")


@form_page
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    found = fetch_complaint(request, P.COMPLAINT_ASSIGN, pk)
    form = forms.AssignForm(*typed(request), complaint=found)
    write = partial(linking.assign, complaint=found)
    return answer_case(request, found, form, write, title="Tugaskan petugas", button="Simpan")
