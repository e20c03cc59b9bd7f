"""Any figure taken apart: a unit's down to the answer, a government's down to its units; to read and to take along."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.scope import fetch_for, may
from assessments.content import Explanation
from assessments.frozen import explanation_json
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_of, explanation_of_total
from assessments.selectors.further import chosen_of, instruments_of, siblings_of, tabs_of, total_tabs
from assessments.sentences.explaining import facts
from assessments.views.trails import checklist_trail, trail_of
from assessments.workbooks import explanation_workbook
from kspp.lib.http import download, page
from kspp.lib.workbooks import MEDIA_TYPE

EVERYTHING = "semua"
JSON = "application/json; charset=utf-8"


@page
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    shown = explanation_of(assessment, request.GET.get("bacaan", ""))
    context = {
        "assessment": assessment,
        "explanation": shown,
        "facts": facts(shown),
        "opened": request.GET.get("buka", ""),
        "everything": EVERYTHING,
        "instruments": tabs_of(assessment, siblings_of(assessment), "assessments:explanation"),
        "trail": [*checklist_trail(assessment, request.user), ("Penjelasan nilai", "")],
    }
    return render(request, "assessments/explanation.html", context)


@page
def explanation_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    return _workbook(explanation_of(assessment), f"{assessment.pk}-{assessment.locus.cycle.year}")


@page
def explanation_as_json(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _assessment(request, pk)
    return _json(explanation_of(assessment), f"{assessment.pk}-{assessment.locus.cycle.year}")


@page
def total(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = _cycle(request, pk)
    instruments = instruments_of(cycle)
    instrument = chosen_of(instruments, request.GET.get("instrumen", ""))
    shown = explanation_of_total(cycle, request.GET.get("bacaan", ""), instrument).without_answers()
    context = {
        "cycle": cycle,
        "explanation": shown,
        "facts": [fact for fact in facts(shown) if fact not in shown.recognised],
        "instruments": total_tabs(instruments, instrument),
        "extra": "" if instrument.pk == cycle.instrument_id else f"instrumen={instrument.code}",
        "can_view": may(request.user, Permission.ASSESSMENT_VIEW, cycle.government),
        "trail": [*trail_of(cycle, request.user), ("Penjelasan nilai", "")],
    }
    return render(request, "assessments/total.html", context)


@page
def total_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = _cycle(request, pk)
    return _workbook(_to_take_along(request, cycle), f"{cycle.government.code}-{cycle.year}")


@page
def total_as_json(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = _cycle(request, pk)
    return _json(_to_take_along(request, cycle), f"{cycle.government.code}-{cycle.year}")


def _assessment(request: HttpRequest, pk: int) -> Assessment:
    return fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)


def _cycle(request: HttpRequest, pk: int) -> AssessmentCycle:
    return fetch_for(request.user, Permission.DASHBOARD_VIEW, AssessmentCycle.objects.with_place(), pk=pk)


def _to_take_along(request: HttpRequest, cycle: AssessmentCycle) -> Explanation:
    """With the answers for who may read them."""
    instrument = chosen_of(instruments_of(cycle), request.GET.get("instrumen", ""))
    whole = explanation_of_total(cycle, instrument=instrument)
    return whole if may(request.user, Permission.ASSESSMENT_VIEW, cycle.government) else whole.without_answers()


def _workbook(shown: Explanation, name: str) -> HttpResponse:
    return download(explanation_workbook(shown), MEDIA_TYPE, f"penjelasan-nilai-{name}.xlsx")


def _json(shown: Explanation, name: str) -> HttpResponse:
    text = json.dumps(explanation_json(shown), ensure_ascii=False, indent=1)
    return download(text, JSON, f"penjelasan-nilai-{name}.json")
