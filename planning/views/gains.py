"""What one more level on each observation would add, for a unit and for a government."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.views.trails import checklist_trail, trail_of
from kspp.lib.http import other_query, page
from kspp.lib.text import whole_number
from planning.selectors.gains import Gain, GainFilter, dimensions_of, gains_of
from planning.selectors.improving import chosen_instrument, instruments_of
from planning.selectors.inputs import PlanningInputs, government_inputs, unit_inputs
from planning.sentences import gains as sentences
from planning.views.trails import way_up

SIZES = (25, 50, 100)


@page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.PLAN_VIEW, Assessment.objects.with_place(), pk=pk)
    context = {
        "eyebrow": f"{assessment.unit.name} · {assessment.locus.cycle.year}",
        "planner_url": reverse("planning:planner", args=[assessment.pk]),
        "instruments": [],
        "ways": way_up(assessment.locus.cycle, "gains", assessment),
        "trail": [*checklist_trail(assessment, request.user), ("Peluang menaikkan nilai", "")],
    }
    return _answer(request, unit_inputs(assessment), assessment.locus.cycle, context)


@page
def government(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_for(request.user, Permission.PLAN_VIEW, AssessmentCycle.objects.with_place(), pk=pk)
    instrument = chosen_instrument(cycle, request.GET.get("instrumen", ""))
    query = f"?instrumen={instrument.pk}" if instrument != cycle.instrument else ""
    context = {
        "eyebrow": f"{cycle.government.full_name} · {cycle.year}",
        "planner_url": reverse("planning:cycle_planner", args=[cycle.pk]) + query,
        "instruments": instruments_of(cycle),
        "ways": way_up(cycle, "gains", query=query),
        "trail": [*trail_of(cycle, request.user), ("Peluang menaikkan nilai", "")],
    }
    return _answer(request, government_inputs(cycle, instrument), cycle, context)


def _answer(
    request: HttpRequest, inputs: PlanningInputs, cycle: AssessmentCycle, place: Mapping[str, object]
) -> HttpResponse:
    chosen = GainFilter(whole_number(request.GET.get("unit", "")), request.GET.get("dimensi", ""))
    gains = gains_of(inputs, chosen) if inputs.exact is not None else []
    size = whole_number(request.GET.get("ukuran", ""))
    page_obj = Paginator(gains, size if size in SIZES else SIZES[0]).get_page(request.GET.get("halaman"))
    context = {
        **place,
        "inputs": inputs,
        "government": cycle.government,
        "chosen": chosen,
        "dimensions": dimensions_of(inputs),
        "sizes": SIZES,
        "page_obj": page_obj,
        "query": other_query(request),
        "headline": _headline(inputs, gains, cycle) if inputs.exact is not None else withheld_words(inputs),
        "can_edit_efforts": may(request.user, Permission.PLAN_EDIT, cycle.government),
    }
    return render(request, "planning/gains.html", context)


def _headline(inputs: PlanningInputs, gains: list[Gain], cycle: AssessmentCycle) -> str:
    if not gains:
        return sentences.NOTHING_CHOSEN if inputs.possible else sentences.NOTHING_LEFT
    first = gains[0]
    where = first.possible
    added = [("unit", first.to_unit)] + ([(str(cycle.government), first.to_total)] if first.to_total else [])
    return sentences.best(
        where.node.code, where.node.name, where.assessment.unit.name, where.subject_name, first.days, *added
    )


def withheld_words(inputs: PlanningInputs) -> str:
    """Why there is no score to add to."""
    names = dict.fromkeys(each.assessment.unit.name for each in inputs.withheld)
    return sentences.withheld(list(names)) if names else sentences.NO_UNITS
