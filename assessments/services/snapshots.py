"""Keeping what a score was when it was handed over."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Assessment, ScoreSnapshot
from assessments.selectors.scoring import score_of
from assessments.workflow import Move
from history.models import Event

MOMENTS = {
    Move.SUBMIT: ScoreSnapshot.Moment.SUBMITTED,
    Move.VERIFY: ScoreSnapshot.Moment.VERIFIED,
    Move.APPROVE: ScoreSnapshot.Moment.APPROVED,
}
BY_ACTION = {f"assessment.{move}": moment for move, moment in MOMENTS.items()}


@dataclass(frozen=True, slots=True)
class Backfilled:
    """`unreadable`: events that name no figure, or an assessment that is gone."""

    made: int
    known: int
    unreadable: int


def take_snapshot(*, assessment: Assessment, move: Move, by: User, now: datetime) -> ScoreSnapshot | None:
    """Of a move that hands the score on; None for the others. Call inside the transaction of the move."""
    moment = MOMENTS.get(move)
    if moment is None:
        return None
    score = score_of(assessment)
    readings = score.readings
    return ScoreSnapshot.objects.create(
        assessment=assessment,
        moment=moment,
        floor=readings.floor.rounded,
        answered_only=readings.answered_only.rounded,
        ceiling=readings.ceiling.rounded,
        indicators={each.code: _text(each.readings.floor.value) for each in score.indicators()},
        digest=assessment.instrument.digest,
        taken_at=now,
        taken_by=by,
    )


@transaction.atomic
def backfill_snapshots(*, dry_run: bool = False) -> Backfilled:
    """Snapshots of moves made before there were any, from the history: the unit's figure only. Safe to repeat.

    The history is read first: whoever submits meanwhile has both the line and the snapshot, or neither.
    """
    handovers = list(_handovers())
    assessments = {str(row.pk): row for row in Assessment.objects.all()}
    taken = set(ScoreSnapshot.objects.values_list("assessment", "moment", "taken_at"))
    rows, known, unreadable = [], 0, 0
    for event in handovers:
        found = assessments.get(event.subject_id)
        told = _figure(event.changes)
        if found is None or told is None:
            unreadable += 1
        elif (found.pk, BY_ACTION[event.action].value, event.at) in taken:
            known += 1
        else:
            floor, digest = told
            moment = BY_ACTION[event.action]
            rows.append(
                ScoreSnapshot(
                    assessment=found,
                    moment=moment,
                    floor=floor,
                    digest=digest,
                    taken_at=event.at,
                    taken_by_id=event.actor_id,
                )
            )
    if not dry_run:
        ScoreSnapshot.objects.bulk_create(rows)
    return Backfilled(len(rows), known, unreadable)


def _handovers() -> QuerySet[Event]:
    return Event.objects.filter(subject_type=Assessment._meta.label_lower, action__in=BY_ACTION).order_by("pk")


def _figure(changes: dict[str, Any]) -> tuple[Decimal, str] | None:
    """The floor and the digest of the instrument it was reached by."""
    instrument = changes.get("instrument")
    try:
        floor = Decimal(str(changes.get("floor")))
    except InvalidOperation:
        return None
    if not isinstance(instrument, list) or len(instrument) != 2 or not floor.is_finite():
        return None
    return floor, str(instrument[1])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
