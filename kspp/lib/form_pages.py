"""The one way a page takes a form or a button: views say what to show, what to ask and what to answer.

Shown on GET; 422 with what was typed when it is invalid or refused; 409 with both versions when somebody was faster;
stored, told and redirected otherwise. No view catches Refused or Conflict. An ordinary page:

    @form_page
    def officer_edit(request: HttpRequest, pk: int) -> HttpResponse:
        officer = fetch_for(request.user, Permission.OFFICER_EDIT, OfficerScope(Officer), pk=pk)
        form = OfficerForm(*typed(request), instance=officer)  # a RowForm: carries and compares the version
        return answer_form(
            request,
            form,
            partial(services.change_officer, officer=officer),  # called with by=, now= and what the form sends
            show=form_shown(request, "directory/form.html", form, title="Ubah petugas", trail=trail_of(officer.unit)),
            words=sentences.PROBLEMS,  # the codes the service may refuse with
            said=sentences.OFFICER_CHANGED,  # "{}" is the stored row; or a function of it
            to=officer.unit,  # whatever redirect() takes; or a function of the stored row
        )

A button without a form is `press(request, partial(services.resend, membership=m), words=..., said=..., to=m)`.
A page with its own way to show gives any `show(status) -> HttpResponse`; one with its own answers calls `attempt`, or
`tried` when it has no form.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kspp.lib.errors import Conflict, Problem, Refused, Sentences
from kspp.lib.errors import said as words_of
from kspp.lib.forms import show_conflict
from kspp.lib.http import is_htmx
from kspp.lib.uploads.handler import is_oversized

INVALID, CONFLICT, FORBIDDEN, TOO_LARGE = 422, 409, 403, 413
CHANGED_MEANWHILE = "Orang lain baru saja mengubah data ini, jadi langkah Anda belum dilakukan. Periksa, lalu ulangi."

Stored = TypeVar("Stored")
Form = Any
"""A Django form. It may have `sent` (what the service is called with) and `show_conflict` (of the row stored now)."""
Show = Callable[[int], HttpResponse]
"""Shows the page with a status."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Stored]):
    """What became of a write: the stored row and 200, or the status of the page that says why not.

    `current` is what is stored now where somebody else was faster.
    """

    stored: Stored | None = None
    status: int = 200
    problems: tuple[Problem, ...] = ()
    current: Any = None

    @property
    def is_done(self) -> bool:
        return self.status == 200


def typed(request: HttpRequest) -> tuple[Any, ...]:
    """What a form is made of: nothing when it is only to be shown."""
    return (request.POST, request.FILES) if request.method == "POST" else ()


def form_shown(request: HttpRequest, template: str, form: Form, *, fragment: str = "", **context: Any) -> Show:
    """Shows `form` in a template; in `fragment` when a script asked. `is_stale` tells the template of a conflict."""

    def show(status: int) -> HttpResponse:
        name = fragment if fragment and is_htmx(request) else template
        return render(request, name, {"form": form, "is_stale": status == CONFLICT, **context}, status=status)

    return show


def tried(write: Callable[[], Stored]) -> Outcome[Stored]:
    """Write, or know why not. For what has several answers; others call `answer_form`, `press` or `attempt`."""
    try:
        return Outcome(write())
    except Refused as refusal:
        return Outcome(status=INVALID, problems=tuple(refusal.problems))
    except Conflict as conflict:
        return Outcome(status=CONFLICT, current=conflict.row)


def attempt(
    request: HttpRequest,
    form: Form,
    write: Callable[[], Stored],
    words: Sentences,
    forbidden: Collection[StrEnum] = (),
) -> Outcome[Stored]:
    """Store what was typed, or let the form say why not. Raises KeyError for a code that has no words.

    A refusal with a code of `forbidden` is answered 403: it is another's to do.
    """
    is_valid = form.is_valid()
    if is_oversized(request) and _files_left_out(form):
        return Outcome(status=TOO_LARGE)
    if not is_valid:
        _say_above_what_nobody_sees(form)
        return Outcome(status=INVALID)
    outcome = tried(write)
    for problem in outcome.problems:
        form.add_error(problem.field if problem.field in form.fields else None, problem.said_by(words))
    if outcome.status == CONFLICT:
        _show_both(form, outcome.current)
    if any(problem.code in forbidden for problem in outcome.problems):
        return replace(outcome, status=FORBIDDEN)
    return outcome


def answer_form(
    request: HttpRequest,
    form: Form,
    write: Callable[..., Stored],
    *,
    show: Show,
    words: Sentences,
    said: str | Callable[[Stored], str],
    to: Any,
    forbidden: Collection[StrEnum] = (),
) -> HttpResponse:
    """Show the form, or store it once, say so and go on. `write` gets by=, now= and what the form sends."""
    if request.method != "POST":
        return show(200)
    outcome = attempt(request, form, lambda: write(by=request.user, now=timezone.now(), **sent(form)), words, forbidden)
    return done(request, outcome.stored, said, to) if outcome.is_done else show(outcome.status)


def press(
    request: HttpRequest,
    write: Callable[..., Stored],
    *,
    words: Sentences,
    said: str | Callable[[Stored], str],
    to: Any,
    back: Any = None,
    show: Callable[[list[str], int], HttpResponse] | None = None,
    changed: str = CHANGED_MEANWHILE,
) -> HttpResponse:
    """A button: done and told; or refused with a message on the way `back` (`to` unless given), or on a page shown.

    `write` gets by= and now=; `show` gets what stands against it and the status; `changed` is said of a conflict.
    """
    outcome = tried(lambda: write(by=request.user, now=timezone.now()))
    if outcome.is_done:
        return done(request, outcome.stored, said, to)
    problems = [changed] if outcome.status == CONFLICT else words_of(outcome.problems, words)
    if show is not None:
        return show(problems, outcome.status)
    for problem in problems:
        messages.error(request, problem)
    return redirect(to if back is None else back)


def done(request: HttpRequest, stored: Any, said: str | Callable[[Any], str], to: Any) -> HttpResponse:
    """Say that it is stored and go on. No message when there is nothing to say; names may hold braces."""
    message = said(stored) if callable(said) else said.replace("{}", str(stored))
    if message:
        messages.success(request, message)
    return redirect(to(stored) if callable(to) else to)


def sent(form: Form) -> dict[str, Any]:
    """What a valid form hands to a service: its own `sent`, or its fields, with `version` as `seen_version`."""
    own: dict[str, Any] | None = getattr(form, "sent", None)
    if own is not None:
        return own
    values = dict(form.cleaned_data)
    return {"seen_version": values.pop("version"), **values} if "version" in values else values


def _show_both(form: Form, row: Any) -> None:
    """The stored version beside the typed one, as the form can show it."""
    if hasattr(form, "show_conflict"):
        form.show_conflict(row)
    else:
        show_conflict(form, row.version, form.compared_with(row) if hasattr(form, "compared_with") else ())


def _say_above_what_nobody_sees(form: forms.Form) -> None:
    """What is wrong with a hidden field, such as a missing version, is said above the form."""
    for hidden in form.hidden_fields():
        for message in hidden.errors:
            if message not in form.non_field_errors():
                form.add_error(None, message)


def _files_left_out(form: forms.Form) -> bool:
    """The first field of files that knows the sentence (`too_large`) says that they were too much together."""
    for name, field in form.fields.items():
        if hasattr(field, "too_large"):
            form.errors.pop(name, None)  # that they are missing is not what is the matter
            form.add_error(name, field.too_large)
            return True
    return False
