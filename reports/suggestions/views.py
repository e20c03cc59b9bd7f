"""What the complaint register suggests for a checklist, and the operator's decision on it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment
from assessments.sentences.refusals import PROBLEMS as CHECKLIST_PROBLEMS
from assessments.views.trails import checklist_trail
from kspp.lib.errors import Conflict, Refused
from kspp.lib.http import action, page
from kspp.lib.text import tidy_lines, whole_number
from reports.documents.selectors.context import zone_of
from reports.suggestions import sentences as sentences
from reports.suggestions.selectors import Suggestion, period_of, suggestions_of
from reports.suggestions.services import Decision, decide

LONGEST_NOTE = 2000


@page
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    return show(request, assessment)


@action
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("place", "points", "suggested", "version")}
    note = tidy_lines(request.POST.get("note", ""), LONGEST_NOTE)
    numbers = {name: whole_number(typed[name]) for name in ("points", "suggested", "version")}
    try:
        with transaction.atomic():
            assessment = fetch_for(request.user, Permission.ASSESSMENT_FILL, Assessment.objects.locked(), pk=pk)
            if None in numbers.values():
                raise Refused(None, sentences.Problem.LEVEL_NEEDED)
            decision = Decision(
                place=typed["place"][:40],
                suggested=numbers["suggested"] or 0,
                points=numbers["points"] or 0,
                note=note,
                seen_version=numbers["version"] or 0,
            )
            today, now = today_of(assessment), timezone.now()
            decided = decide(assessment=assessment, decision=decision, by=actor(request), today=today, now=now)
    except Conflict:
        return show_again(request, pk, sentences.NO_LONGER_SUGGESTED, typed, note, 409)
    except Refused as refusal:
        problems = refusal.said_by({**CHECKLIST_PROBLEMS, **sentences.PROBLEMS})
        return show_again(request, pk, " ".join(problems), typed, note, 422)
    said = sentences.ACCEPTED if decision.points == decision.suggested else sentences.DIFFERED
    messages.success(request, said.format(decided.indicator.code))
    return redirect("reports:suggestions", pk)


def show_again(
    request: HttpRequest, pk: int, problem: str, typed: dict[str, str], note: str, status: int
) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    wrong = {"place": typed["place"], "points": typed["points"], "note": note, "problem": problem}
    return show(request, assessment, wrong=wrong, status=status)


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
