"""How long a step takes: a government's own table for one instrument."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from accounts.scope import fetch_government
from assessments.views.trails import trail_of
from kspp.lib.form_pages import answer_form, form_shown
from kspp.lib.http import form_page
from planning.forms.efforts import EffortForm
from planning.selectors.efforts import instruments_to_plan_with, ladders_of, sections_of, stored_efforts
from planning.sentences import efforts as sentences
from planning.sentences.problems import PROBLEMS
from planning.services.efforts import save_efforts


@form_page
def efforts(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    government = fetch_government(request.user, Permission.PLAN_EDIT, code)
    instrument = get_object_or_404(instruments_to_plan_with(government), pk=pk)
    stored = stored_efforts(government, instrument)
    form = EffortForm(request.POST or None, ladders=ladders_of(instrument, stored.own), stored=stored)
    show = form_shown(
        request,
        "planning/efforts.html",
        form,
        government=government,
        instrument=instrument,
        sections=list(form.sections(sections_of(instrument))),
        has_own=bool(stored.own),
        trail=[*trail_of(government, request.user), ("Perkiraan hari kerja", "")],
    )
    changed = sentences.RESET if form.is_reset else sentences.SAVED
    return answer_form(
        request,
        form,
        partial(save_efforts, government=government, instrument=instrument),
        show=show,
        words=PROBLEMS,
        said=lambda is_changed: changed if is_changed else sentences.SAME,
        to=request.path,
    )
