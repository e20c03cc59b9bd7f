"""How long a step takes: a government's own table for one instrument."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_government
from assessments.views.trails import trail_of
from instruments.models import InstrumentVersion
from instruments.services.errors import Conflict, Refused
from kspp.lib.http import form_page
from planning.forms.efforts import EffortForm
from planning.selectors.efforts import Stored, instruments_to_plan_with, ladders_of, sections_of, stored_efforts
from planning.sentences import efforts as sentences
from planning.services.efforts import save_efforts
from units.models import Government

INVALID, CONFLICT = 422, 409


@form_page
def efforts(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    government = fetch_government(request.user, Permission.PLAN_EDIT, code)
    instrument = get_object_or_404(instruments_to_plan_with(government), pk=pk)
    stored = stored_efforts(government, instrument)
    form = EffortForm(request.POST or None, ladders=ladders_of(instrument, stored.own), stored=stored)
    status = 200
    if request.method == "POST":
        status = INVALID
        try:
            if form.is_valid() or form.is_reset:
                return _saved(request, government, instrument, form)
        except Conflict as conflict:
            status = CONFLICT
            form.show_conflict(cast(Stored, conflict.current))
        except Refused as refusal:
            form.add_error(None, refusal.problems)
    context = {
        "government": government,
        "instrument": instrument,
        "form": form,
        "sections": list(form.sections(sections_of(instrument))),
        "is_stale": status == CONFLICT,
        "has_own": bool(stored.own),
        "trail": [*trail_of(government, request.user), ("Perkiraan hari kerja", "")],
    }
    return render(request, "planning/efforts.html", context, status=status)


def _saved(
    request: HttpRequest, government: Government, instrument: InstrumentVersion, form: EffortForm
) -> HttpResponse:
    changed = save_efforts(
        government=government,
        instrument=instrument,
        days=form.days,
        seen=form.data.get("seen", ""),
        by=actor(request),
        now=timezone.now(),
    )
    said = sentences.RESET if form.is_reset else sentences.SAVED
    messages.success(request, said if changed else sentences.SAME)
    return redirect("planning:efforts", government.code, instrument.pk)
