"""In which state an imported complaint begins here, and what happened to it when."""

from datetime import date

from complaints.importing.entries import ImportEntry
from complaints.timing import ClockEvent
from complaints.workflow import ENDED, OPEN, SETTLED, State

NEEDS_UNIT = frozenset({State.ASSIGNED, State.IN_PROGRESS})


def settled_state(entry: ImportEntry, *, has_unit: bool) -> State:
    """An open case past receipt needs a class, else it is verified here; past verification it needs a unit."""
    state = State(entry.state)
    if state in OPEN and not entry.classification:
        return State.RECEIVED
    if state in NEEDS_UNIT and not has_unit:
        return State.VERIFIED
    return state


def timeline(entry: ImportEntry, state: State) -> list[tuple[ClockEvent, date]]:
    """The events that start and end clocks, in order. None for a case that ended without an answer: nothing is owed.

    When the day of verification is not told, the period of the class runs from the day of receipt, which never
    favours the provider, and nothing is claimed about the time verification took.
    """
    received = entry.received.date()
    if state in ENDED - SETTLED:
        return []
    if state is State.RECEIVED:
        return [(ClockEvent.RECEIVED, received)]
    verified = entry.verified or received
    events = [(ClockEvent.RECEIVED, received)] if entry.verified else []
    events += [(ClockEvent.VERIFIED, verified), (ClockEvent.FILE_COMPLETE, verified)]
    if state in SETTLED and entry.answered:
        events += [(ClockEvent.DECIDED, entry.answered), (ClockEvent.ANSWERED, entry.answered)]
    return events
