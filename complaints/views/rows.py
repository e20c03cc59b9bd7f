"""The form of one row of a government's desk: its calendar, clocks, contacts, coachings, settings."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from complaints.sentences.problems import PROBLEMS
from kspp.lib.form_pages import answer_form, form_shown
from kspp.lib.forms import RowForm


def answer_row(
    request: HttpRequest,
    form: RowForm,
    write: Callable[..., Any],
    *,
    said: str,
    back: str,
    lead: str = "",
    **context: Any,
) -> HttpResponse:
    """Show the form, or store it and go `back` to the list."""
    show = form_shown(request, "complaints/form.html", form, lead=lead, back=back, **context)
    return answer_form(request, form, write, show=show, words=PROBLEMS, said=said, to=back)
