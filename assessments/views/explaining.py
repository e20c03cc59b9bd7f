"""Any figure taken apart: a unit's down to the answer, a government's down to its units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.scope import fetch_for, may
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_of, explanation_of_total
from kspp.lib.http import page


@page
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    shown = explanation_of(assessment, request.GET.get("bacaan", ""))
    return render(request, "assessments/explanation.html", {"assessment": assessment, "explanation": shown})


@page
def total(request: HttpRequest, pk: int) -> HttpResponse:
    rows = AssessmentCycle.objects.select_related("government", "instrument")
    cycle = fetch_for(request.user, Permission.DASHBOARD_VIEW, rows, pk=pk)
    context = {
        "cycle": cycle,
        "explanation": explanation_of_total(cycle, request.GET.get("bacaan", "")),
        "can_view": may(request.user, Permission.ASSESSMENT_VIEW, cycle.government),
    }
    return render(request, "assessments/total.html", context)
