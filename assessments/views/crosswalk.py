"""What other instruments propose for a checklist, and the operator's decision on it."""

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.models import Assessment
from assessments.selectors.crosswalk import proposals_of
from assessments.selectors.further import siblings_of, tabs_of
from assessments.sentences import crosswalk as sentences
from assessments.sentences.refusals import PROBLEMS
from assessments.services.crosswalk import ProposalChoice, ProposalChoiceResult, accept
from assessments.views.trails import checklist_trail
from kspp.lib.errors import said
from kspp.lib.form_pages import CONFLICT, INVALID
from kspp.lib.http import action, page
from kspp.lib.text import whole_number

LONGEST_PLACE, LONGEST_VALUE, MOST = 60, 20, 500


@page
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    return show(request, assessment)


@action
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal (the button of its row) or all that are ticked."""
    choices = read_choices(request)
    with transaction.atomic():
        assessment = fetch_for(request.user, Permission.ASSESSMENT_FILL, Assessment.objects.locked(), pk=pk)
        outcomes = accept(assessment=assessment, choices=choices, by=actor(request), now=timezone.now())
    failed = [outcome for outcome in outcomes if outcome.problems]
    taken = len(outcomes) - len(failed)
    if failed or not outcomes:
        stored = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
        status = CONFLICT if any(outcome.is_conflict for outcome in failed) else INVALID
        return show(request, stored, failed=failed, taken=taken, nothing=not outcomes, status=status)
    messages.success(request, sentences.accepted(taken))
    return redirect("assessments:proposals", pk)


def read_choices(request: HttpRequest) -> list[ProposalChoice]:
    """Places without a readable version are left out: no form of ours sends them."""
    one = request.POST.get("one", "")
    places = [one] if one else request.POST.getlist("chosen")
    found = []
    for place in dict.fromkeys(place[:LONGEST_PLACE] for place in places[:MOST]):
        version = whole_number(request.POST.get(f"version-{place}", ""))
        if version is None:
            continue
        pieces = (whole_number(text) for text in request.POST.getlist(f"evidence-{place}")[:MOST])
        value = request.POST.get(f"value-{place}", "")[:LONGEST_VALUE]
        found.append(ProposalChoice(place, value, tuple(pk for pk in dict.fromkeys(pieces) if pk is not None), version))
    return found


def show(
    request: HttpRequest,
    assessment: Assessment,
    *,
    failed: Sequence[ProposalChoiceResult] = (),
    taken: int = 0,
    nothing: bool = False,
    status: int = 200,
) -> HttpResponse:
    siblings = siblings_of(assessment)
    rows = proposals_of(assessment, siblings)
    problems = {outcome.place: said(outcome.problems, PROBLEMS) for outcome in failed}
    shown = {row.place for row in rows}
    context = {
        "assessment": assessment,
        "has_others": len(siblings) > 1,
        "instruments": tabs_of(assessment, siblings, "assessments:proposals"),
        "rows": [(row, problems.get(row.place, ())) for row in rows],
        "gone": {place: words for place, words in problems.items() if place not in shown},
        "taken": sentences.accepted(taken) if failed and taken else "",
        "nothing": sentences.NOTHING_CHOSEN if nothing else "",
        "can_fill": assessment.is_editable and may(request.user, Permission.ASSESSMENT_FILL, assessment.unit),
        "title": sentences.TITLE,
        "action": reverse("assessments:proposals_take", args=[assessment.pk]),
        "trail": [*checklist_trail(assessment, request.user), (sentences.TITLE, "")],
    }
    return render(request, "assessments/proposals.html", context, status=status)
