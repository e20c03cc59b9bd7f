"""Submitting, returning, verifying, approving, reopening; and the story of it all."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import Permission
from accounts.scope import fetch_for
from assessments.forms.workflow import MoveForm, ReviewForm
from assessments.models import Answer, Assessment
from assessments.sentences.checklist import MOVE_UNKNOWN, MOVED
from assessments.sentences.refusals import PROBLEMS
from assessments.services import answers as answer_services
from assessments.services.moves import move_assessment
from assessments.views.checklist import place_of, step_refused
from assessments.views.trails import checklist_trail
from assessments.workflow import Move, State
from history.models import Event
from history.selectors import timeline
from kspp.lib.form_pages import answer_form
from kspp.lib.http import action, page


@action
def move(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        move = Move(request.POST.get("move", ""))
    except ValueError:
        return HttpResponse(MOVE_UNKNOWN, status=400)
    form = MoveForm(request.POST)

    @transaction.atomic
    def write(**sent: Any) -> Assessment:
        assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.locked(), pk=pk)
        return move_assessment(assessment=assessment, move=move, **sent)

    return answer_form(
        request,
        form,
        write,
        show=step_refused(request, Permission.ASSESSMENT_VIEW, pk, form, lists_gaps=move is Move.SUBMIT),
        words=PROBLEMS,
        said=lambda assessment: MOVED[State(assessment.state)],
        to=lambda assessment: assessment,
    )


@action
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviewer's mark on one answer."""
    form = ReviewForm(request.POST)

    @transaction.atomic
    def write(**sent: Any) -> Answer:
        assessment = fetch_for(request.user, Permission.ASSESSMENT_REVIEW, Assessment.objects.locked(), pk=pk)
        answer = get_object_or_404(assessment.answers, pk=form.cleaned_data["answer"])
        return answer_services.review_answer(assessment=assessment, answer=answer, **sent)

    return answer_form(
        request,
        form,
        write,
        show=step_refused(request, Permission.ASSESSMENT_REVIEW, pk, form),
        words=PROBLEMS,
        said="",
        to=place_of(pk, request.POST.get("anchor", "")),
    )


@page
def history(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    told = timeline(Event.objects.about(assessment), number=request.GET.get("halaman"))
    context = {
        "assessment": assessment,
        "timeline": told,
        "trail": [*checklist_trail(assessment, request.user), ("Riwayat", "")],
    }
    return render(request, "assessments/history.html", context)
