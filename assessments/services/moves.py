"""Moving an assessment through its workflow."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from assessments.models import Answer, Assessment, Evidence
from assessments.selectors.gaps import blocking_gaps
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from assessments.services.snapshots import take_snapshot
from assessments.workflow import EDITABLE, Move, State, Transition, find
from history.models import Event
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import compare

FILLING = ("answer.saved", "evidence.added", "evidence.removed", "interview.outcome", "assessment.submit")


@transaction.atomic
def move_assessment(
    *, assessment: Assessment, move: Move, reason: str, seen_version: int, by: User, now: datetime
) -> Assessment:
    """`assessment` must be locked by the caller's transaction. Repeating a move that was just made changes nothing.

    Nobody judges content that came after the page: what is closed changes its version only by moves, so there it must
    be the one seen. Raises Conflict, Refused (wrong state, reason or answers missing, same person), PermissionDenied.
    """
    if assessment.superseded_by_id is not None:
        raise Refused(Refusal.SUPERSEDED)
    source = State(assessment.state)
    transition = find(move, source)
    if transition is None:
        if _was_just_made(assessment, move, by):
            return assessment
        raise Refused(Refusal.MOVED_ALREADY)
    if source not in EDITABLE:
        compare(assessment, seen_version)
    _check(assessment, transition, reason.strip(), by)
    if transition.target == State.APPROVED:
        refresh(assessment, now)
    assessment.state = transition.target
    assessment.version += 1
    assessment.last_activity_at = now
    assessment.save(update_fields=["state", "version", "last_activity_at"])
    take_snapshot(assessment=assessment, move=move, by=by, now=now)
    record(
        action=f"assessment.{move}",
        subject=assessment,
        by=by,
        now=now,
        reason=reason.strip(),
        changes={
            "state": [source, transition.target],
            "floor": assessment.floor,
            "instrument": [assessment.instrument.code, assessment.instrument.digest],
        },
    )
    return assessment


def _check(assessment: Assessment, transition: Transition, reason: str, by: User) -> None:
    if not may(by, Permission(transition.permission), assessment.unit):
        raise PermissionDenied
    if transition.needs_reason and not reason:
        raise Refused(Refusal.REASON_MISSING)
    if transition.needs_other_person and took_part(assessment, by, transition):
        raise Refused(Refusal.SAME_PERSON)
    if transition.needs_complete:
        gaps = blocking_gaps(assessment)
        if gaps:
            raise Refused(Problem(Refusal.STILL_MISSING, facts={"count": len(gaps)}))


def took_part(assessment: Assessment, person: User, transition: Transition) -> bool:
    """Whether `person` filled anything in, or, for the approval, verified it; also before it was continued here."""
    actions = (*FILLING, "assessment.verify") if transition.move == Move.APPROVE else FILLING
    events = (Event.objects.about(each).filter(actor=person, action__in=actions) for each in _history(assessment))
    return (
        any(each.exists() for each in events)
        or Answer.objects.filter(assessment=assessment, updated_by=person).exists()
        or Evidence.objects.filter(answer__assessment=assessment, uploaded_by=person).exists()
    )


def _history(assessment: Assessment) -> Iterator[Assessment]:
    """The assessment and those it continues, newest first."""
    current: Assessment | None = assessment
    while current is not None:
        yield current
        current = Assessment.objects.filter(superseded_by=current).first()


def _was_just_made(assessment: Assessment, move: Move, by: User) -> bool:
    last = Event.objects.about(assessment).filter(action__startswith="assessment.").order_by("-pk").first()
    return last is not None and last.action == f"assessment.{move}" and last.actor_id == by.pk
