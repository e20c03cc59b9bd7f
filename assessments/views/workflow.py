"""Submitting, returning, verifying, approving, reopening; and the story of it all."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for
from assessments.forms.answers import NOTE_LENGTH
from assessments.models import Answer, Assessment
from assessments.sentences.checklist import (
    CHANGED_MEANWHILE,
    FORM_INCOMPLETE,
    MOVE_UNKNOWN,
    MOVED,
    REVIEW_NOTE_MISSING,
)
from assessments.services import answers as answer_services
from assessments.services.moves import Incomplete, move_assessment
from assessments.views.checklist import checklist_context
from assessments.views.trails import checklist_trail
from assessments.workflow import Move, State
from history.models import Event
from history.selectors import timeline
from instruments.services.errors import Conflict, Refused
from kspp.lib.http import action, page
from kspp.lib.text import tidy_lines, whole_number


@action
def move(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        move = Move(request.POST.get("move", ""))
    except ValueError:
        return HttpResponse(MOVE_UNKNOWN, status=400)
    try:
        with transaction.atomic():
            assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.locked(), pk=pk)
            move_assessment(
                assessment=assessment,
                move=move,
                reason=tidy_lines(request.POST.get("reason", ""), NOTE_LENGTH),
                seen_version=whole_number(request.POST.get("version", "")),
                by=actor(request),
                now=timezone.now(),
            )
    except Refused as refusal:
        assessment = Assessment.objects.with_place().get(pk=pk)
        context = checklist_context(request, assessment)
        context |= {
            "refused": refusal.problems,
            "gaps": refusal.gaps if isinstance(refusal, Incomplete) else [],
            "reason": request.POST.get("reason", ""),
        }
        return render(request, "assessments/checklist.html", context, status=422)
    messages.success(request, MOVED[State(assessment.state)])
    return redirect(assessment)


@action
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The reviewer's mark on one answer."""
    verdict, note = request.POST.get("review", ""), tidy_lines(request.POST.get("review_note", ""), NOTE_LENGTH)
    answer_id, version = whole_number(request.POST.get("answer", "")), whole_number(request.POST.get("version", ""))
    if answer_id is None or version is None:
        return HttpResponse(FORM_INCOMPLETE, status=400)
    try:
        if verdict == Answer.Review.RETURNED and not note:
            raise Refused([REVIEW_NOTE_MISSING])
        with transaction.atomic():
            assessment = fetch_for(request.user, Permission.ASSESSMENT_REVIEW, Assessment.objects.locked(), pk=pk)
            answer = get_object_or_404(assessment.answers, pk=answer_id)
            answer_services.review_answer(
                assessment=assessment,
                answer=answer,
                review=verdict,
                note=note,
                seen_version=version,
                by=actor(request),
                now=timezone.now(),
            )
    except (Refused, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        assessment = fetch_for(request.user, Permission.ASSESSMENT_REVIEW, Assessment.objects.with_place(), pk=pk)
        problems = refusal.problems if isinstance(refusal, Refused) else [CHANGED_MEANWHILE]
        context = checklist_context(request, assessment) | {"refused": problems}
        return render(request, "assessments/checklist.html", context, status=status)
    return redirect(f"{assessment.get_absolute_url()}#{request.POST.get('anchor', '')[:80]}")


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
