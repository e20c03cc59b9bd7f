"""Moving a running cycle to a corrected version: choose it, see what becomes of every answer, confirm once."""

from collections.abc import Sequence
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import Permission
from accounts.scope import actor
from assessments.forms.moving import MoveRequest, read_move
from assessments.models import AssessmentCycle
from assessments.selectors.further import chosen_of, instruments_of
from assessments.selectors.moving import AnswerLeftBehind, MovePlan, move_plan, targets_of
from assessments.sentences import moving as sentences
from assessments.sentences.refusals import PROBLEMS
from assessments.services.moving import move_cycle
from assessments.views.cycles import fetch_cycle
from assessments.views.trails import trail_of
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from kspp.lib.form_pages import press
from kspp.lib.http import form_page, page

MANAGE = Permission.CYCLE_MANAGE


@page
def cycle_targets(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), MANAGE, pk)
    source = _source(request, instruments_of(cycle))
    context = {
        "cycle": cycle,
        "source": source,
        "targets": targets_of(cycle, source),
        "trail": [*trail_of(cycle, request.user), ("Pindahkan", "")],
    }
    return render(request, "assessments/cycle_targets.html", context)


@form_page
def cycle_move(request: HttpRequest, pk: int, target: int) -> HttpResponse:
    cycle = fetch_cycle(actor(request), MANAGE, pk)
    instruments = instruments_of(cycle)
    if request.method == "POST" and any(version.pk == target for version in instruments):
        return redirect(cycle)
    source = _source(request, instruments)
    version = targets_of(cycle, source).filter(pk=target).first()
    if version is None:
        raise Http404
    if request.method != "POST":
        return _show(request, move_plan(cycle, version, source=source))
    asked = read_move(request.POST, tree_of(source))
    if not asked.is_confirmed:
        return _show(request, move_plan(cycle, version, asked.mapping, source), asked, note=sentences.RECALCULATED)
    return press(
        request,
        partial(
            move_cycle,
            cycle=cycle,
            target=version,
            mapping=asked.mapping,
            reason=asked.reason,
            seen=asked.seen,
            source=source,
        ),
        words=PROBLEMS,
        said=lambda moved: sentences.MOVED.format(year=moved.year, title=version.title),
        to=cycle,
        show=lambda problems, status: _show(
            request, move_plan(cycle, version, asked.mapping, source), asked, problems, status
        ),
        changed=sentences.CHANGED_MEANWHILE,
    )


def _source(request: HttpRequest, instruments: Sequence[InstrumentVersion]) -> InstrumentVersion:
    """The address says which of the cycle's instruments is moved; else its own."""
    return chosen_of(instruments, request.GET.get("instrumen", ""))


def _show(
    request: HttpRequest,
    plan: MovePlan,
    asked: MoveRequest | None = None,
    problems: list[str] | None = None,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    cycle: AssessmentCycle = plan.cycle
    kept, moved, left = plan.counts
    slips = [sentences.slip(row.indicator.code, row.code, row.slip) for row in plan.rows if row.slip]
    context = {
        "cycle": cycle,
        "plan": plan,
        "kept": kept,
        "moved": moved,
        "left": left,
        "to_decide": [row for row in plan.rows if not row.is_plain],
        "plain": [row for row in plan.rows if row.is_plain],
        "units": [(unit, *plan.bands_of(unit), [_told(left) for left in unit.left]) for unit in plan.units],
        "lacking": [sentences.lacking(u.assessment.unit.name, u.lacking) for u in plan.units if u.lacking],
        "reason": asked.reason if asked else "",
        "problems": [*slips, *(problem for problem in problems or [] if problem not in slips)],
        "note": "" if slips else note,
        "trail": [*trail_of(cycle, request.user), ("Pindahkan", "")],
    }
    return render(request, "assessments/cycle_move.html", context, status=status)


def _told(left: AnswerLeftBehind) -> tuple[str, str]:
    """What stays behind, and why."""
    about = f" ({left.subject_name})" if left.subject_name else ""
    words = sentences.stays(left.words, left.pieces, sentences.OBSTACLES[left.obstacle])
    return f"{left.indicator.code} {left.indicator.name}{about}", words
