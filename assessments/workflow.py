"""The states of an assessment and the moves between them. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVISED = "revised"
    VERIFIED = "verified"
    APPROVED = "approved"


class Move(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    VERIFY = "verify"
    APPROVE = "approve"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed move. `permission` is the value of the permission it needs."""

    move: Move
    source: State
    target: State
    permission: str
    needs_reason: bool = False
    needs_complete: bool = False
    needs_other_person: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Move.SUBMIT, State.DRAFT, State.SUBMITTED, "assessment.submit", needs_complete=True),
    Transition(Move.SUBMIT, State.RETURNED, State.REVISED, "assessment.submit", needs_complete=True),
    Transition(Move.RETURN, State.SUBMITTED, State.RETURNED, "assessment.review", needs_reason=True),
    Transition(Move.RETURN, State.REVISED, State.RETURNED, "assessment.review", needs_reason=True),
    Transition(Move.RETURN, State.VERIFIED, State.RETURNED, "assessment.approve", needs_reason=True),
    Transition(Move.VERIFY, State.SUBMITTED, State.VERIFIED, "assessment.review", needs_other_person=True),
    Transition(Move.VERIFY, State.REVISED, State.VERIFIED, "assessment.review", needs_other_person=True),
    Transition(Move.APPROVE, State.VERIFIED, State.APPROVED, "assessment.approve", needs_other_person=True),
    Transition(Move.REOPEN, State.APPROVED, State.RETURNED, "assessment.reopen", needs_reason=True),
)

EDITABLE = frozenset({State.DRAFT, State.RETURNED})
"""States in which answers may change."""

UNDER_REVIEW = frozenset({State.SUBMITTED, State.REVISED})
"""States in which the reviewer works."""


def find(move: Move, source: State) -> Transition | None:
    return next((t for t in TRANSITIONS if t.move == move and t.source == source), None)


def moves_from(source: State) -> tuple[Transition, ...]:
    return tuple(t for t in TRANSITIONS if t.source == source)
