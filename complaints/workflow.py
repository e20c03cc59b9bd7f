"""The states of a complaint, the moves between them and who may make them. Pure.

The steps of Perpres 76/2013 (terima, telaah, salurkan, selesaikan) with the acts of SP4N-LAPOR!. Whoever moves is a
person with a permission, the complainant with the code, or the portal's own clock.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    VERIFIED = "verified"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    NOT_OURS = "not_ours"
    ARCHIVED = "archived"
    OMBUDSMAN = "ombudsman"


class Move(StrEnum):
    ASK = "ask"
    COMPLETE = "complete"
    LAPSE = "lapse"
    VERIFY = "verify"
    REFER = "refer"
    ARCHIVE = "archive"
    DISPOSE = "dispose"
    TRANSFER = "transfer"
    RETURN = "return"
    START = "start"
    ANSWER = "answer"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"


COMPLAINANT, SYSTEM = "complainant", "system"
"""Who moves without an account: somebody with the code, and the clock."""

RECORD, VERIFY, ASSIGN, HANDLE, SUPERVISE = (
    "complaint.record",
    "complaint.verify",
    "complaint.assign",
    "complaint.handle",
    "complaint.supervise",
)
"""Values of accounts.permissions.Permission."""


@dataclass(frozen=True, slots=True)
class Transition:
    """`target` None: back to where the file was before it had to be completed. `by` are permissions or actors."""

    move: Move
    sources: frozenset[State]
    target: State | None
    by: frozenset[str]
    needs_reason: bool = False


def _transition(
    move: Move, sources: set[State], target: State | None, by: set[str], *, needs_reason: bool = False
) -> Transition:
    return Transition(move, frozenset(sources), target, frozenset(by), needs_reason)


S = State
TRANSITIONS: tuple[Transition, ...] = (
    _transition(Move.ASK, {S.RECEIVED}, S.INCOMPLETE, {VERIFY}, needs_reason=True),
    _transition(Move.ASK, {S.ASSIGNED, S.IN_PROGRESS}, S.INCOMPLETE, {HANDLE}, needs_reason=True),
    _transition(Move.COMPLETE, {S.INCOMPLETE}, None, {VERIFY, HANDLE, COMPLAINANT}),
    _transition(Move.LAPSE, {S.INCOMPLETE}, S.WITHDRAWN, {SYSTEM}, needs_reason=True),
    _transition(Move.VERIFY, {S.RECEIVED}, S.VERIFIED, {VERIFY}),
    _transition(Move.REFER, {S.RECEIVED, S.VERIFIED}, S.NOT_OURS, {VERIFY}, needs_reason=True),
    _transition(Move.ARCHIVE, {S.RECEIVED, S.VERIFIED}, S.ARCHIVED, {VERIFY}, needs_reason=True),
    _transition(Move.DISPOSE, {S.VERIFIED, S.REOPENED}, S.ASSIGNED, {VERIFY}),
    _transition(Move.TRANSFER, {S.ASSIGNED, S.IN_PROGRESS}, S.ASSIGNED, {VERIFY}, needs_reason=True),
    _transition(Move.RETURN, {S.ASSIGNED, S.IN_PROGRESS}, S.VERIFIED, {ASSIGN, HANDLE}, needs_reason=True),
    _transition(Move.START, {S.ASSIGNED, S.REOPENED}, S.IN_PROGRESS, {HANDLE}),
    _transition(Move.ANSWER, {S.IN_PROGRESS}, S.ANSWERED, {HANDLE}),
    _transition(Move.CLOSE, {S.ANSWERED}, S.CLOSED, {VERIFY, ASSIGN, COMPLAINANT, SYSTEM}),
    _transition(Move.REOPEN, {S.ANSWERED, S.CLOSED}, S.REOPENED, {COMPLAINANT, SUPERVISE}, needs_reason=True),
    _transition(
        Move.WITHDRAW,
        {S.RECEIVED, S.INCOMPLETE, S.VERIFIED, S.ASSIGNED, S.IN_PROGRESS, S.REOPENED},
        S.WITHDRAWN,
        {COMPLAINANT, VERIFY, HANDLE},
        needs_reason=True,
    ),
    _transition(
        Move.ESCALATE,
        {S.INCOMPLETE, S.VERIFIED, S.ASSIGNED, S.IN_PROGRESS, S.ANSWERED, S.CLOSED, S.REOPENED},
        S.OMBUDSMAN,
        {VERIFY, SUPERVISE},
        needs_reason=True,
    ),
)

OPEN = frozenset({S.RECEIVED, S.INCOMPLETE, S.VERIFIED, S.ASSIGNED, S.IN_PROGRESS, S.REOPENED})
"""States in which the government owes the complainant something, or waits for the file."""

SETTLED = frozenset({S.ANSWERED, S.CLOSED})
"""States in which an answer stands."""

ENDED = frozenset({S.CLOSED, S.WITHDRAWN, S.NOT_OURS, S.ARCHIVED, S.OMBUDSMAN})
"""States after which retention begins to count."""

CLOSED_TO_MESSAGES = frozenset({S.WITHDRAWN, S.ARCHIVED, S.NOT_OURS})
"""States in which nobody writes to the other any more."""


def find(move: Move, source: State, actors: frozenset[str]) -> Transition | None:
    """The transition that one of `actors` (permissions held, or COMPLAINANT, or SYSTEM) may make from `source`."""
    return next((t for t in TRANSITIONS if t.move is move and source in t.sources and t.by & actors), None)


def is_ever_for(move: Move, actors: frozenset[str]) -> bool:
    """Whether one of `actors` could make this move from some state."""
    return any(t.move is move and t.by & actors for t in TRANSITIONS)


def exists(move: Move, source: State) -> bool:
    """Whether anybody could make this move from `source`."""
    return any(t.move is move and source in t.sources for t in TRANSITIONS)


def moves_for(source: State, actors: frozenset[str]) -> tuple[Transition, ...]:
    """In the order of the table, one for each move."""
    return tuple(t for move in Move if (t := find(move, source, actors)) is not None)
