"""What needs a call today in a running cycle: rules over plain values. Pure; `today` is an argument."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assessments.workflow import EDITABLE, UNDER_REVIEW, State
from scoring.graded import Graded

MOST = 7
"""Lines on the dashboard."""

IDLE_AFTER = 7
"""Days without activity until an open checklist counts as standing still."""

WARN_BEFORE = 14
"""Days before the end of a phase."""


class ConcernKind(StrEnum):
    """In order of urgency."""

    PHASES_OVER = "phases_over"
    PHASE_ENDS = "phase_ends"
    RETURNED = "returned"
    NOT_STARTED = "not_started"
    IDLE = "idle"
    REVIEW = "review"
    APPROVAL = "approval"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class WatchedAssessment:
    """A unit's assessment. `state_since` is the day of the last move, `last_activity` of the last change."""

    assessment: int
    name: str
    state: State
    is_preparing: bool
    answered: int
    expected: int
    total: Graded
    last_activity: date | None
    state_since: date | None
    contacts: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in EDITABLE


@dataclass(frozen=True, slots=True)
class PhaseDays:
    """A phase of the cycle. Both days belong to it."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Concern:
    """`days` between `on` and today: passed, or still to come for PHASE_ENDS; both None when no day is known.

    `place` is None for a phase, which has `behind` instead: the `out_of` loci that have not been submitted.
    """

    kind: ConcernKind
    on: date | None
    days: int | None
    place: WatchedAssessment | None = None
    phase: str = ""
    behind: tuple[str, ...] = ()
    out_of: int = 0


def concerns(places: Sequence[WatchedAssessment], phases: Sequence[PhaseDays], today: date) -> list[Concern]:
    """Most urgent first, of the same kind the longest wait first. A unit stands once, or once more as LOWEST."""
    running = [phase for phase in phases if phase.starts_on <= today <= phase.ends_on]
    found = [c for place in places if (c := _about(place, running, today))]
    found += [*_deadline(places, phases, running, today), *_lowest(places, today)]
    order = list(ConcernKind)
    return sorted(found, key=lambda c: (order.index(c.kind), -(c.days or 0), c.place.name if c.place else ""))


def _about(place: WatchedAssessment, running: Sequence[PhaseDays], today: date) -> Concern | None:
    waiting = _waiting_kind(place.state)
    if waiting:
        return _since(waiting, place, place.state_since, today)
    if place.state != State.DRAFT or place.is_preparing or not running:
        return None
    if not place.answered:
        opened = min(phase.starts_on for phase in running)
        phase = next(phase for phase in running if phase.starts_on == opened)
        return _since(ConcernKind.NOT_STARTED, place, opened, today, phase.name)
    if place.last_activity and (today - place.last_activity).days >= IDLE_AFTER:
        return _since(ConcernKind.IDLE, place, place.last_activity, today)
    return None


def _waiting_kind(state: State) -> ConcernKind | None:
    if state in UNDER_REVIEW:
        return ConcernKind.REVIEW
    return {State.RETURNED: ConcernKind.RETURNED, State.VERIFIED: ConcernKind.APPROVAL}.get(state)


def _since(kind: ConcernKind, place: WatchedAssessment, on: date | None, today: date, phase: str = "") -> Concern:
    return Concern(kind, on, None if on is None else (today - on).days, place, phase)


def _deadline(
    places: Sequence[WatchedAssessment], phases: Sequence[PhaseDays], running: Sequence[PhaseDays], today: date
) -> Iterator[Concern]:
    """The nearest end of a running phase, or that all phases are over, while loci have not been submitted."""
    loci = [place for place in places if not place.is_preparing]
    behind = tuple(place.name for place in loci if place.is_open)
    if not behind or not phases:
        return
    if running:
        next_end = min(running, key=lambda phase: phase.ends_on)
        days = (next_end.ends_on - today).days
        if days <= WARN_BEFORE:
            yield Concern(ConcernKind.PHASE_ENDS, next_end.ends_on, days, None, next_end.name, behind, len(loci))
        return
    last = max(phases, key=lambda phase: phase.ends_on)
    if last.ends_on < today:
        days = (today - last.ends_on).days
        yield Concern(ConcernKind.PHASES_OVER, last.ends_on, days, None, last.name, behind, len(loci))


def _lowest(places: Sequence[WatchedAssessment], today: date) -> Iterator[Concern]:
    """The begun locus with the lowest score, unless it is green or the only one."""
    begun = [p for p in places if p.answered and not p.is_preparing and p.total.score is not None]
    if len(begun) < 2:
        return
    lowest = min(begun, key=lambda p: (p.total.score or Decimal(0), p.name))
    if lowest.total.zone != "hijau":
        yield _since(ConcernKind.LOWEST, lowest, lowest.last_activity, today)
