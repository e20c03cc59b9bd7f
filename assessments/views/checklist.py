"""The checklist: reading it, saving answers, what is missing, why the score is what it is."""

import json
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, may
from assessments.forms.answers import AnswerEntry, read_entries, rows_of
from assessments.forms.workflow import OutcomeForm, StepForm
from assessments.models import Answer, Assessment, Subject
from assessments.selectors.checklist import Checklist, RowView, UnsavedAnswer, checklist_of, overlaid, row_view
from assessments.selectors.crosswalk import hinted, proposals_of
from assessments.selectors.further import siblings_of, tabs_of
from assessments.selectors.gaps import blocking_gaps, gaps_of
from assessments.selectors.moving import origin_of
from assessments.selectors.scoring import score_sheet_of
from assessments.selectors.standing import score_strip
from assessments.sentences.checklist import MOVES
from assessments.sentences.refusals import PROBLEMS
from assessments.services import answers as services
from assessments.views.evidence import AnswerPlace, evidence_part
from assessments.views.trails import checklist_trail
from assessments.workflow import State, moves_from
from history.models import Event
from instruments.selectors.tree import tree_of
from kspp.lib.errors import said
from kspp.lib.form_pages import Outcome, Show, answer_form, tried
from kspp.lib.http import action, download, here, is_htmx, page

FILL = Permission.ASSESSMENT_FILL


def checklist_context(
    request: HttpRequest, assessment: Assessment, content: Checklist | None = None
) -> dict[str, object]:
    """What the checklist page shows, whatever brought the person there."""
    user, unit = request.user, assessment.unit
    siblings = siblings_of(assessment)
    proposals = proposals_of(assessment, siblings) if assessment.is_editable else []
    content = hinted(content or checklist_of(assessment), proposals)
    state = State(assessment.state)
    is_closed = assessment.superseded_by_id is not None
    transitions = [t for t in moves_from(state) if not is_closed and may(user, Permission(t.permission), unit)]
    return {
        "assessment": assessment,
        "trail": here(checklist_trail(assessment, user)),
        "checklist": content,
        "instruments": tabs_of(assessment, siblings),
        "proposals": len(proposals),
        "strip": score_strip(assessment),
        "can_fill": assessment.is_editable and may(user, FILL, unit),
        "can_review": assessment.is_under_review and may(user, Permission.ASSESSMENT_REVIEW, unit),
        "can_see_cycle": may(user, Permission.CYCLE_VIEW, assessment.government),
        "can_see_plan": may(user, Permission.PLAN_VIEW, unit),
        "can_see_reports": may(user, Permission.REPORT_VIEW, unit),
        "last_return": last_return(assessment) if state is State.RETURNED else None,
        "origin": origin_of(assessment),
        "refused": [],
        "gaps": [],
        "unsaved": [],
        "reason": "",
        "moves": [{"code": t.move.value, "label": MOVES[t.move], "needs_reason": t.needs_reason} for t in transitions],
    }


def last_return(assessment: Assessment) -> Event | None:
    """Why the assessment came back: the latest return or reopening."""
    came_back = Event.objects.about(assessment).filter(action__in=("assessment.return", "assessment.reopen"))
    return came_back.order_by("-pk").first()


@page
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    return render(request, "assessments/checklist.html", checklist_context(request, assessment))


def step_refused(
    request: HttpRequest, permission: Permission, pk: int, form: StepForm, *, lists_gaps: bool = False
) -> Show:
    """The checklist as it stands now, with what stands against the step and the reason that was typed."""

    def show(status: int) -> HttpResponse:
        assessment = fetch_for(request.user, permission, Assessment.objects.with_place(), pk=pk)
        context = checklist_context(request, assessment) | {
            "refused": form.problems,
            "gaps": blocking_gaps(assessment) if lists_gaps and assessment.is_editable else [],
            "reason": form.data.get("reason", ""),
        }
        return render(request, "assessments/checklist.html", context, status=status)

    return show


def place_of(pk: int, anchor: str) -> str:
    """Address of a place on the checklist."""
    return f"{reverse('assessments:checklist', args=[pk])}#{anchor[:80]}"


@action
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the rows that were sent: one from an autosave, a whole section from the plain form."""
    entries: list[AnswerEntry] = []

    @transaction.atomic
    def write() -> tuple[Assessment, list[Answer]]:
        assessment = fetch_for(request.user, FILL, Assessment.objects.locked(), pk=pk)
        entries.extend(read_entries(tree_of(assessment.instrument), request.POST))
        rows, by, now = rows_of(entries), actor(request), timezone.now()
        return assessment, services.save_answers(assessment=assessment, rows=rows, by=by, now=now)

    outcome = tried(write)
    if outcome.stored is None:
        return _unsaved(request, pk, entries, outcome)
    if is_htmx(request):
        return _saved(request, *outcome.stored, entries)
    return redirect(place_of(pk, request.POST.get("section", "")))


def _saved(
    request: HttpRequest, assessment: Assessment, answers: list[Answer], entries: list[AnswerEntry]
) -> HttpResponse:
    """Small pieces that replace their older selves on the page; nothing is read again."""
    rows = [row_view(e.row.indicator, a.subject, a, {}) for e, a in zip(entries, answers, strict=True)]
    context = {"rows": rows, "assessment": assessment, "strip": score_strip(assessment), "now": timezone.now()}
    return render(request, "assessments/parts/saved.html", context)


def _unsaved(request: HttpRequest, pk: int, entries: list[AnswerEntry], outcome: Outcome[Any]) -> HttpResponse:
    """Nothing was saved: show what was typed, what is wrong with it, or what somebody else saved meanwhile.

    What is refused as a whole is said at every row; above the checklist when nothing that was sent belongs to it.
    """
    assessment = fetch_for(request.user, FILL, Assessment.objects.with_place(), pk=pk)
    problems = said(outcome.problems, PROBLEMS)
    if not entries:
        context = checklist_context(request, assessment) | {"refused": problems}
        return render(request, "assessments/checklist.html", context, status=outcome.status)
    whole = "" if any(entry.error for entry in entries) else "".join(problems[:1])
    clashing = {clash.row.place: clash.current for clash in outcome.current or ()}
    places = [entry.row.place for entry in entries]
    sent = [UnsavedAnswer(*e.row.place, e.raw, e.error or whole, clashing.get(e.row.place)) for e in entries]
    content = overlaid(checklist_of(assessment), sent)
    if is_htmx(request):
        rows: list[RowView] = [row for row in (content.row(*place) for place in places) if row]
        shown = {"rows": rows, "assessment": assessment}
        return render(request, "assessments/parts/unsaved.html", shown, status=outcome.status)
    context = checklist_context(request, assessment, content)
    context["unsaved"] = [row for row in content.rows() if row.has_problem]
    return render(request, "assessments/checklist.html", context, status=outcome.status)


@page
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row as it is stored now, to replace the one on the page."""
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    content = checklist_of(assessment)
    found = content.row(request.GET.get("indikator", ""), request.GET.get("sampel", ""))
    if found is None:
        raise Http404
    context = checklist_context(request, assessment, content) | {"row": found}
    return render(request, "assessments/parts/row.html", context)


@page
def evidence_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence of one answer with its forms: a fragment on the checklist, a page of its own without scripts."""
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    found = checklist_of(assessment).row(request.GET.get("indikator", ""), request.GET.get("sampel", ""))
    if found is None:
        raise Http404
    can_fill = assessment.is_editable and may(request.user, FILL, assessment.unit)
    place = AnswerPlace(assessment, found.indicator.code, found.subject_ref)
    context = evidence_part(request, place, found.evidence, can_fill=can_fill)
    if is_htmx(request):
        return render(request, "assessments/parts/evidence_list.html", context)
    context |= {
        "assessment": assessment,
        "row": found,
        "trail": [*checklist_trail(assessment, request.user), (f"Bukti {found.indicator.code}", "")],
    }
    return render(request, "assessments/evidence_panel.html", context)


@action
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """How the interview with one official went."""
    form = OutcomeForm(request.POST)

    @transaction.atomic
    def write(**sent: Any) -> Subject:
        services.lock_locus(assessment_pk=pk)
        assessment = fetch_for(request.user, FILL, Assessment.objects.locked(), pk=pk)
        return services.set_outcome(assessment=assessment, **sent)

    return answer_form(
        request,
        form,
        write,
        show=step_refused(request, FILL, pk, form),
        words=PROBLEMS,
        said="",
        to=place_of(pk, request.POST.get("section", "")),
    )


@page
def gaps(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    found = gaps_of(assessment)
    context = {
        "assessment": assessment,
        "blocking": [gap for gap in found if gap.is_blocking],
        "advice": [gap for gap in found if not gap.is_blocking],
        "strip": score_strip(assessment),
        "trail": [*checklist_trail(assessment, request.user), ("Apa yang masih kurang", "")],
    }
    return render(request, "assessments/gaps.html", context)


@page
def score_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist as JSON that `manage.py score_sheet` scores outside the portal."""
    assessment = fetch_for(request.user, Permission.ASSESSMENT_VIEW, Assessment.objects.with_place(), pk=pk)
    text = json.dumps(score_sheet_of(assessment), ensure_ascii=False, indent=1)
    name = f"lembar-nilai-{assessment.pk}-{assessment.locus.cycle.year}.json"
    return download(text, "application/json; charset=utf-8", name)
