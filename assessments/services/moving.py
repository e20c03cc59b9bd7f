"""A running cycle goes on in a corrected version of its instrument. Nothing of the old assessments is changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from assessments.answering import stored_content
from assessments.models import Answer, Assessment, AssessmentCycle, CycleInstrument, Evidence, Locus, Subject
from assessments.selectors.further import instruments_of
from assessments.selectors.moving import CONTINUED, CarriedAnswer, MovePlan, UnitMove, move_plan, targets_of
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from assessments.workflow import State
from history.services import record
from instruments.models import InstrumentVersion
from instruments.services.loading import held_instruments
from kspp.lib.errors import Conflict, Problem, Refused

FROZEN = ("pk", "locus_id", "scope", "position", "product_id", "officer_id", "name", "post", "outcome", "version")
"""What the old assessment keeps of its sample, which the new one goes on using."""


@transaction.atomic
def move_cycle(
    *,
    cycle: AssessmentCycle,
    target: InstrumentVersion,
    mapping: Mapping[str, str],
    reason: str,
    seen: str,
    by: User,
    now: datetime,
    source: InstrumentVersion | None = None,
) -> AssessmentCycle:
    """Every assessment of the cycle by `source`, its own instrument unless given, goes on in `target`, as `move_plan`
    says.

    `mapping`: codes of the old version to those of the new. `seen`: of the plan that was shown. Moving where the cycle
    already is changes nothing. Raises Refused, and Conflict with the plan as it is now.
    """
    cycle = _locked(cycle)
    source = source or cycle.instrument
    used = instruments_of(cycle)
    if target == source or (target in used and source not in used):
        return cycle
    problems = [] if reason.strip() else [Refusal.MOVE_UNREASONED]
    held_instruments([target.pk])
    if source not in used or not targets_of(cycle, source).filter(pk=target.pk).exists():
        problems.append(Refusal.NOT_A_TARGET)
    if problems:
        raise Refused(*problems)
    plan = move_plan(cycle, target, mapping, source)
    if plan.slips:
        raise Refused(*_slips(plan))
    if plan.seen != seen:
        raise Conflict(plan)
    pairs = [(unit, _continued(unit, target, now)) for unit in plan.units]
    _exchange(cycle, source, target)
    _record_move(plan, pairs, source, reason.strip(), by, now)
    return cycle


def _slips(plan: MovePlan) -> list[Problem]:
    found = [{"code": row.indicator.code, "target": row.code, "found": row.slip} for row in plan.rows if row.slip]
    return [Problem(Refusal.NO_COUNTERPART, facts=facts) for facts in found]


def _exchange(cycle: AssessmentCycle, source: InstrumentVersion, target: InstrumentVersion) -> None:
    """A further instrument keeps its place among the others."""
    if source == cycle.instrument:
        cycle.instrument = target
    else:
        CycleInstrument.objects.filter(cycle=cycle, instrument=source).update(instrument=target)
    cycle.version += 1
    cycle.save(update_fields=["instrument", "version"])


def _locked(cycle: AssessmentCycle) -> AssessmentCycle:
    """From the whole to the part: the cycle, its loci, their assessments."""
    found = AssessmentCycle.objects.held(cycle.pk)
    list(Locus.objects.select_for_update(of=("self",), no_key=True).filter(cycle=found).order_by("pk"))
    held = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(locus__cycle=found)
    list(held.order_by("pk"))
    return found


def _continued(unit: UnitMove, target: InstrumentVersion, now: datetime) -> Assessment:
    """A draft with the answers and evidence carried over; the old assessment points to it and is closed for good."""
    old = unit.assessment
    new = Assessment.objects.create(locus=old.locus, instrument=target, state=State.DRAFT.value)
    answers = Answer.objects.bulk_create(_answer(new, carried) for carried in unit.carried)
    Evidence.objects.bulk_create(
        _evidence(answer, piece)
        for answer, carried in zip(answers, unit.carried, strict=True)
        for piece in carried.evidence
    )
    refresh(new, now)
    old.superseded_by, old.version = new, old.version + 1
    old.result = {**old.result, "sample": [_frozen(subject) for subject in unit.subjects]}
    old.save(update_fields=["superseded_by", "version", "result"])
    return new


def _answer(assessment: Assessment, carried: CarriedAnswer) -> Answer:
    """Whoever confirmed other words has not confirmed these; what was to be repaired still is."""
    old = carried.answer
    is_confirmed = old.review == Answer.Review.CONFIRMED
    return Answer(
        assessment=assessment,
        indicator_id=carried.target.pk,
        subject_id=old.subject_id,
        **stored_content(old),
        review=Answer.Review.NONE if is_confirmed and not carried.is_same else old.review,
        review_note=old.review_note,
        updated_at=old.updated_at,
        updated_by_id=old.updated_by_id,
    )


def _evidence(answer: Answer, piece: Evidence) -> Evidence:
    """The same stored file or link, by whom it was given."""
    return Evidence(
        answer=answer,
        file=piece.file.name,
        link=piece.link,
        name=piece.name,
        media_type=piece.media_type,
        size=piece.size,
        sha256=piece.sha256,
        uploaded_at=piece.uploaded_at,
        uploaded_by_id=piece.uploaded_by_id,
        reused_from=piece,
    )


def _frozen(subject: Subject) -> dict[str, object]:
    return {name: getattr(subject, name) for name in FROZEN}


def _record_move(
    plan: MovePlan,
    pairs: list[tuple[UnitMove, Assessment]],
    before: InstrumentVersion,
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """After the last row was written: the first line locks the government's chain until commit."""
    codes = [before.code, plan.target.code]
    for unit, new in pairs:
        old = unit.assessment
        closing = {"instrument": codes, "superseded_by": [None, new.pk], "floor": old.floor}
        beginning = {
            "from": old.pk,
            "title": before.title,
            "instrument": codes,
            "state": [old.state, new.state],
            "floor": [old.floor, new.floor],
            "kept": unit.kept,
            "moved": unit.moved,
            "left": len(unit.left),
        }
        for action, subject, changes in (("assessment.superseded", old, closing), (CONTINUED, new, beginning)):
            record(action=action, subject=subject, by=by, now=now, reason=reason, changes=changes)
    moved = {"instrument": codes, "mapping": {old: new for old, new in plan.mapping.items() if old != new}}
    record(action="cycle.moved", subject=plan.cycle, by=by, now=now, reason=reason, changes=moved)
