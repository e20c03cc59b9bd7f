"""The cheapest way to a target, for a unit and for a government. Asked by address, so that it can be kept and sent."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.views.trails import checklist_trail, trail_of
from assessments.workflow import EDITABLE
from kspp.lib.errors import Refused
from kspp.lib.form_pages import INVALID, press
from kspp.lib.http import Trail, action, page
from planning.decisions.optimiser import Impossible, TooFewDays, TooLarge
from planning.forms.planner import PlannerForm
from planning.models import Scenario
from planning.selectors.improving import chosen_instrument, instruments_of
from planning.selectors.inputs import PlanningInputs, government_inputs, unit_inputs
from planning.selectors.planner import PlannerAnswer, field_start, indicators_of, marked, outcome_of
from planning.sentences import planner as sentences
from planning.sentences import scenarios as scenario_sentences
from planning.sentences.gains import score_id as figure
from planning.sentences.problems import PROBLEMS, Code
from planning.services.scenarios import save_scenario
from planning.views.gains import withheld_words
from planning.views.trails import Tabs, way_up
from units.models import Government, ServiceUnit

TITLE = "Rencana menuju target"


@dataclass(frozen=True, slots=True)
class PlannerPlace:
    """Where a plan is made. `unit` is None for a government as a whole."""

    cycle: AssessmentCycle
    unit: ServiceUnit | None
    inputs: PlanningInputs
    eyebrow: str
    here: str
    keep: str
    gains: str
    ways: Tabs
    trail: Trail

    @property
    def whole(self) -> Government | None:
        return self.cycle.government if self.unit is None else None


@page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _unit_place(request, Permission.PLAN_VIEW, pk))


@page
def government(request: HttpRequest, pk: int) -> HttpResponse:
    return _answer(request, _government_place(request, Permission.PLAN_VIEW, pk))


@action
def unit_keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep(request, _unit_place(request, Permission.PLAN_EDIT, pk))


@action
def government_keep(request: HttpRequest, pk: int) -> HttpResponse:
    return _keep(request, _government_place(request, Permission.PLAN_EDIT, pk))


def _unit_place(request: HttpRequest, permission: Permission, pk: int) -> PlannerPlace:
    assessment = fetch_for(request.user, permission, Assessment.objects.with_place(), pk=pk)
    return PlannerPlace(
        cycle=assessment.locus.cycle,
        unit=assessment.unit,
        inputs=unit_inputs(assessment),
        eyebrow=f"{assessment.unit.name} · {assessment.locus.cycle.year}",
        here=reverse("planning:planner", args=[pk]),
        keep=reverse("planning:planner_keep", args=[pk]),
        gains=reverse("planning:gains", args=[pk]),
        ways=way_up(assessment.locus.cycle, "planner", assessment),
        trail=[*checklist_trail(assessment, request.user), (TITLE, "")],
    )


def _government_place(request: HttpRequest, permission: Permission, pk: int) -> PlannerPlace:
    cycle = fetch_for(request.user, permission, AssessmentCycle.objects.with_place(), pk=pk)
    instrument = chosen_instrument(cycle, request.GET.get("instrumen", ""))
    query = f"?instrumen={instrument.pk}" if instrument != cycle.instrument else ""
    return PlannerPlace(
        cycle=cycle,
        unit=None,
        inputs=government_inputs(cycle, instrument),
        eyebrow=f"{cycle.government.full_name} · {cycle.year}",
        here=reverse("planning:cycle_planner", args=[pk]),
        keep=reverse("planning:cycle_planner_keep", args=[pk]),
        gains=reverse("planning:cycle_gains", args=[pk]),
        ways=way_up(cycle, "planner", query=query),
        trail=[*trail_of(cycle, request.user), (TITLE, "")],
    )


def _form(request: HttpRequest, place: PlannerPlace) -> PlannerForm:
    """`request.GET` also where something is kept: the address says what was asked."""
    return PlannerForm(
        request.GET,
        inputs=place.inputs,
        today=timezone.localdate(),
        field_start=field_start(place.cycle),
        government=place.whole,
    )


def _answer(
    request: HttpRequest, place: PlannerPlace, *, typed: Mapping[str, str] | None = None, wrong: Sequence[str] = ()
) -> HttpResponse:
    """`typed` and `wrong`: the name and note of a plan that could not be kept, and why."""
    if place.inputs.exact is None:
        context = {"place": place, "inputs": place.inputs, "trail": place.trail, "lead": withheld_words(place.inputs)}
        return render(request, "planning/planner_withheld.html", context)
    form = _form(request, place)
    outcome, refused = _planned(place.inputs, form)
    context = _context(request, place, form) | {"outcome": outcome, "refused": refused, "wrong": wrong}
    context["marks"] = marked(place.inputs, form.must, form.out, outcome)
    if outcome:
        context |= _outcome_context(place, form, outcome, typed or {})
    is_wrong = wrong or (form.is_bound and outcome is None)
    return render(request, "planning/planner.html", context, status=INVALID if is_wrong else 200)


def _planned(inputs: PlanningInputs, form: PlannerForm) -> tuple[PlannerAnswer | None, str]:
    """A plan, or why there is none. Nothing of either where nothing was asked or something was typed wrong."""
    if not form.is_valid():
        return None, ""
    try:
        return outcome_of(inputs, form.asked), ""
    except TooLarge:
        return None, sentences.TOO_LARGE
    except TooFewDays as refusal:
        names = {str(assessment.pk): assessment.unit.name for assessment in inputs.units}
        return None, sentences.too_few_days([names[code] for code in refusal.units])
    except Impossible:
        return None, sentences.TOO_FEW_UNITS


def _context(request: HttpRequest, place: PlannerPlace, form: PlannerForm) -> dict[str, object]:
    inputs, user = place.inputs, request.user
    return {
        "place": place,
        "inputs": inputs,
        "form": form,
        "indicators": indicators_of(inputs),
        "instruments": instruments_of(place.cycle) if place.unit is None else [],
        "query": request.GET.urlencode(),
        "workdays_note": sentences.WORKDAYS_NOTE,
        "can_edit": may(user, Permission.PLAN_EDIT, place.unit or place.cycle.government),
        "can_edit_efforts": may(user, Permission.PLAN_EDIT, place.cycle.government),
        "trail": place.trail,
    }


def _outcome_context(
    place: PlannerPlace, form: PlannerForm, outcome: PlannerAnswer, typed: Mapping[str, str]
) -> dict[str, object]:
    nearest = "" if outcome.missing is None else figure(outcome.after.score)
    days, units = outcome.days, len(outcome.units)
    name = sentences.scenario_name(form.target_words, nearest=nearest, days=days, units=units)
    return {
        "headline": _headline(form, outcome),
        "notes": [*form.notes(outcome.before.score, outcome.after.score), *_warnings(outcome)],
        "order_key": typed.get("order_key", uuid.uuid4()),
        "name": typed.get("name", name),
        "note": typed.get("note", ""),
    }


def _warnings(outcome: PlannerAnswer) -> list[str]:
    closed = [unit.assessment for unit in outcome.units if unit.assessment.state not in EDITABLE]
    found = [sentences.stale(outcome.stale)] if outcome.stale else []
    told = [(each.unit.name, each.get_state_display()) for each in closed]
    return [*found, *([sentences.closed(told)] if told else [])]


def _headline(form: PlannerForm, outcome: PlannerAnswer) -> str:
    target = form.target_words
    if outcome.missing is None:
        if not outcome.units:
            return sentences.ALREADY
        return sentences.summary(target, outcome.days, len(outcome.steps), len(outcome.units))
    after, missing = figure(outcome.after.score), figure(outcome.missing)
    why = sentences.WHY[outcome.why] if outcome.why else ""
    enough = sentences.enough(outcome.enough) if outcome.enough is not None else ""
    return f"{sentences.unreachable(target, after, missing, outcome.days)} {why} {enough}".strip()


def _keep(request: HttpRequest, place: PlannerPlace) -> HttpResponse:
    """What is kept is planned anew from the address; nothing about gains is taken from the form."""
    typed = {field: request.POST.get(field, "") for field in ("name", "note", "order_key")}
    return press(
        request,
        partial(_kept, place, _form(request, place), typed),
        words=PROBLEMS,
        said=scenario_sentences.SAVED,
        to=lambda made: made,
        show=lambda problems, _: _answer(request, place, typed=typed, wrong=problems),
    )


def _kept(place: PlannerPlace, form: PlannerForm, typed: Mapping[str, str], *, by: User, now: datetime) -> Scenario:
    """Raises Refused, also for a form that was not ours."""
    outcome = _planned(place.inputs, form)[0] if place.inputs.exact is not None else None
    order_key = read_key(typed["order_key"])
    if outcome is None or order_key is None:
        raise Refused(Code.NOTHING_TO_KEEP)
    return save_scenario(
        government=place.cycle.government,
        cycle=place.cycle,
        unit=place.unit,
        instrument=place.inputs.instrument,
        name=typed["name"],
        note=typed["note"],
        asked={"query": form.query.urlencode(), "target": str(outcome.asked.target), "words": form.target_words},
        steps=[step.step.as_json() for step in outcome.steps],
        order_key=order_key,
        by=by,
        now=now,
    )


def read_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
