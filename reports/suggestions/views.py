"""What the complaint register suggests for a checklist, and the operator's decision on it."""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment
from assessments.sentences.refusals import PROBLEMS as CHECKLIST_PROBLEMS
from assessments.views.trails import checklist_trail
from kspp.lib.form_pages import answer_form, typed
from kspp.lib.http import action, page
from reports.documents.selectors.context import zone_of
from reports.suggestions import sentences
from reports.suggestions.forms import DecisionForm
from reports.suggestions.selectors import Suggestion, period_of, suggestions_of
from reports.suggestions.services import SuggestionDecision, decide

PROBLEMS = {**CHECKLIST_PROBLEMS, **sentences.PROBLEMS}


@page
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    return show(request, assessment)


@action
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    user = actor(request)
    fetch_for(user, Permission.ASSESSMENT_FILL, Assessment.objects.all(), pk=pk)
    form = DecisionForm(*typed(request))

    def show_again(status: int) -> HttpResponse:
        assessment = fetch_for(user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
        return show(request, assessment, wrong=form.wrong, status=status)

    return answer_form(
        request,
        form,
        partial(_decide, pk),
        show=show_again,
        words=PROBLEMS,
        said=lambda made: (sentences.ACCEPTED if form.is_taken else sentences.DIFFERED).format(made.indicator.code),
        to=reverse("reports:suggestions", args=[pk]),
    )


@transaction.atomic
def _decide(pk: int, *, by: User, now: datetime, **decision: Any) -> Suggestion:
    """With the assessment locked."""
    assessment = fetch_for(by, Permission.ASSESSMENT_FILL, Assessment.objects.locked(), pk=pk)
    return decide(
        assessment=assessment, decision=SuggestionDecision(**decision), by=by, today=today_of(assessment), now=now
    )


def show(
    request: HttpRequest, assessment: Assessment, *, wrong: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    today = today_of(assessment)
    found = suggestions_of(assessment, today)
    is_fillable = assessment.is_editable and may(request.user, Permission.ASSESSMENT_FILL, assessment.unit)
    context = {
        "assessment": assessment,
        "period": period_of(assessment, today),
        "rows": [worded(suggestion) for suggestion in found],
        "can_fill": is_fillable,
        "wrong": wrong or {"place": "", "points": "", "note": "", "problem": ""},
        "trail": [*checklist_trail(assessment, request.user), ("Saran dari register pengaduan", "")],
    }
    return render(request, "reports/suggestions.html", context, status=status)


def worded(suggestion: Suggestion) -> dict[str, Any]:
    suggested = suggestion.suggested
    return {
        "suggestion": suggestion,
        "facts": [sentences.fact(found, values) for found, values in suggested.facts],
        "to_confirm": [sentences.CONFIRM[confirm] for confirm in suggested.to_confirm],
    }


def today_of(assessment: Assessment) -> date:
    return timezone.localdate(timezone.now(), zone_of(assessment.government, assessment.unit))
