"""What-if: levels are moved on the page and the score follows. Nothing is stored but a scenario that is asked for."""

import uuid
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.views.cycles import fetch_cycle
from assessments.views.trails import checklist_trail, trail_of
from instruments.models import InstrumentVersion
from kspp.lib.form_pages import INVALID, answer_form
from kspp.lib.http import Trail, action, form_page, is_htmx
from kspp.lib.text import whole_number
from planning.decisions.steps import Step
from planning.forms.scenarios import NameForm
from planning.forms.whatif import MovedLevels, read_moves, reckoned, stand_of
from planning.models import Scenario
from planning.selectors import whatif as selectors
from planning.selectors.actions import steps_of
from planning.selectors.improving import chosen_instrument, instruments_of
from planning.sentences import scenarios as sentences
from planning.sentences.problems import PROBLEMS
from planning.services.scenarios import save_scenario
from planning.views.trails import Tabs, way_up
from units.models import ServiceUnit

VIEW, EDIT = Permission.PLAN_VIEW, Permission.PLAN_EDIT
TITLE = "Andai-andai"


@dataclass(frozen=True, slots=True)
class WhatIfPlace:
    """Where levels are moved. `own`: the one assessment the page is about, None for a government as a whole."""

    cycle: AssessmentCycle
    instrument: InstrumentVersion
    own: Assessment | None
    here: str
    keep: str
    ways: Tabs
    trail: Trail

    @property
    def unit(self) -> ServiceUnit | None:
        return self.own.unit if self.own else None


@form_page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _unit_place(request, VIEW, pk))


@form_page
def government(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _government_place(request, VIEW, pk))


@action
def unit_keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep(request, _unit_place(request, EDIT, pk))


@action
def government_keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep(request, _government_place(request, EDIT, pk))


def _unit_place(request: HttpRequest, permission: Permission, pk: int) -> WhatIfPlace:
    assessment = fetch_for(actor(request), permission, Assessment.objects.with_place(), pk=pk)
    return WhatIfPlace(
        cycle=assessment.locus.cycle,
        instrument=assessment.instrument,
        own=assessment,
        here=reverse("planning:whatif", args=[pk]),
        keep=reverse("planning:whatif_keep", args=[pk]),
        ways=way_up(assessment.locus.cycle, "whatif", assessment),
        trail=[*checklist_trail(assessment, request.user), (TITLE, "")],
    )


def _government_place(request: HttpRequest, permission: Permission, pk: int) -> WhatIfPlace:
    cycle = fetch_cycle(actor(request), permission, pk)
    wanted = request.POST.get("instrumen", "") or request.GET.get("instrumen", "")
    instrument = chosen_instrument(cycle, wanted)
    query = f"?instrumen={instrument.pk}" if instrument != cycle.instrument else ""
    return WhatIfPlace(
        cycle=cycle,
        instrument=instrument,
        own=None,
        here=reverse("planning:cycle_whatif", args=[pk]),
        keep=reverse("planning:cycle_whatif_keep", args=[pk]),
        ways=way_up(cycle, "whatif", query=query),
        trail=[*trail_of(cycle, request.user), (TITLE, "")],
    )


def _answer(request: HttpRequest, place: WhatIfPlace) -> HttpResponse:
    inputs = selectors.inputs_of(place.cycle, place.instrument)
    stand = stand_of(inputs.spots.items())
    if request.method == "POST":
        moves = read_moves(request.POST, stand, inputs.ladders)
    else:
        moves = MovedLevels(tuple(reckoned(_start(request, place), stand, inputs.ladders)))
    status = INVALID if moves.problems else 200
    if is_htmx(request):
        context = _result(request, place, inputs, moves)
        return render(request, "planning/parts/whatif_update.html", context, status=status)
    return _page(request, place, inputs, moves, NameForm(initial={"order_key": uuid.uuid4()}), status)


def _start(request: HttpRequest, place: WhatIfPlace) -> list[Step]:
    """The steps of a scenario that this person may see; none without one."""
    pk = whole_number(request.GET.get("skenario", ""))
    rows = Scenario.objects.permitting(request.user, VIEW).filter(removed_at=None, cycle=place.cycle.pk)
    found = rows.filter(pk=pk, instrument=place.instrument.pk).first() if pk else None
    steps = list(steps_of(found).values()) if found else []
    return [step for step in steps if place.own is None or step.assessment == place.own.pk]


def _result(
    request: HttpRequest, place: WhatIfPlace, inputs: selectors.WhatIfInputs, moves: MovedLevels
) -> dict[str, object]:
    sees_government = place.own is None or may(request.user, Permission.DASHBOARD_VIEW, place.cycle.government)
    return {
        "place": place,
        "moves": moves,
        "problems": [f"{key.split('/', 1)[1].replace('/', ' ')}: {text}" for key, text in moves.problems.items()],
        "view": selectors.view_of(inputs, moves.steps, place.own, sees_government=sees_government),
    }


def _page(
    request: HttpRequest,
    place: WhatIfPlace,
    inputs: selectors.WhatIfInputs,
    moves: MovedLevels,
    form: NameForm,
    status: int,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    chosen = selectors.WhatIfFilter(data.get("dimensi", ""), bool(data.get("lengkap")))
    shown = place.own or inputs.assessment(whole_number(data.get("unit", "")))
    by_spot = {step.spot: step for step in moves.steps if shown and step.assessment == shown.pk}
    context = _result(request, place, inputs, moves) | {
        "shown": shown,
        "groups": selectors.groups_of(inputs, shown, by_spot, chosen, moves.typed, moves.problems) if shown else [],
        "units": [] if place.own else [assessment for assessment, _ in inputs.sheets.values()],
        "instruments": [] if place.own else instruments_of(place.cycle),
        "dimensions": selectors.dimensions_of(inputs),
        "chosen": chosen,
        "form": form,
        "can_keep": may(request.user, EDIT, place.unit or place.cycle.government),
        "trail": place.trail,
    }
    return render(request, "planning/whatif.html", context, status=status)


def _keep(request: HttpRequest, place: WhatIfPlace) -> HttpResponse:
    inputs = selectors.inputs_of(place.cycle, place.instrument)
    moves = read_moves(request.POST, stand_of(inputs.spots.items()), inputs.ladders)
    form = NameForm(request.POST)
    show = partial(_page, request, place, inputs, moves, form)
    if moves.problems:
        return show(INVALID)
    write = partial(
        save_scenario,
        government=place.cycle.government,
        cycle=place.cycle,
        unit=place.unit,
        instrument=place.instrument,
        asked={},
        steps=[step.as_json() for step in moves.steps],
    )
    return answer_form(request, form, write, show=show, words=PROBLEMS, said=sentences.SAVED, to=lambda made: made)
