"""Any figure taken apart: a unit's down to the answer, a government's down to its units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.scope import fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_of, explanation_of_total
from assessments.selectors.further import chosen_of, instruments_of, siblings_of, tabs_of, total_tabs
from assessments.views.trails import checklist_trail, trail_of
from kspp.lib.http import page


@page
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    shown = explanation_of(assessment, request.GET.get("bacaan", ""))
    context = {
        "assessment": assessment,
        "explanation": shown,
        "instruments": tabs_of(assessment, siblings_of(assessment), "assessments:explanation"),
        "trail": [*checklist_trail(assessment, request.user), ("Penjelasan nilai", "")],
    }
    return render(request, "assessments/explanation.html", context)


@page
def total(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_for(request.user, Permission.DASHBOARD_VIEW, AssessmentCycle.objects.with_place(), pk=pk)
    instruments = instruments_of(cycle)
    instrument = chosen_of(instruments, request.GET.get("instrumen", ""))
    context = {
        "cycle": cycle,
        "explanation": explanation_of_total(cycle, request.GET.get("bacaan", ""), instrument),
        "instruments": total_tabs(instruments, instrument),
        "extra": "" if instrument.pk == cycle.instrument_id else f"instrumen={instrument.code}",
        "can_view": may(request.user, Permission.ASSESSMENT_VIEW, cycle.government),
        "trail": [*trail_of(cycle, request.user), ("Penjelasan nilai", "")],
    }
    return render(request, "assessments/total.html", context)
