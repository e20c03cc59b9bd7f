"""Everything the page of one complaint shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from complaints.deadlines import Deadline
from complaints.models import Attachment, Complaint, Message, Note, RunningClock
from complaints.scope import powers
from complaints.selectors.persons import READINGS, IdentityPanel, identity_panel
from complaints.selectors.running import deadlines_of, with_stops
from complaints.sentences.calendar import explanation, progress
from complaints.sentences.cases import MOVES
from complaints.workflow import Move, State, moves_for
from history.models import Event
from history.selectors import Entry, Timeline, timeline

WITH_PLACE = ("government", "unit", "product", "officer", "recorded_by", "duplicate_of", "split_from")
LATEST = 20
ONWARD = frozenset({Move.COMPLETE, Move.VERIFY, Move.DISPOSE, Move.START, Move.ANSWER, Move.CLOSE})


@dataclass(frozen=True, slots=True)
class CaseClock:
    """`words` say where the clock stands and which days were left out; `lines` count it out day by day."""

    clock: RunningClock
    words: str
    lines: Sequence[str]
    is_overdue: bool
    can_extend: bool


@dataclass(frozen=True, slots=True)
class MessageWithFiles:
    message: Message
    attachments: Sequence[Attachment]


@dataclass(frozen=True, slots=True)
class MoveLink:
    """`is_main` leads on towards an answer."""

    code: str
    label: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    complaint: Complaint
    forms: Sequence[str]
    clocks: Sequence[CaseClock]
    conversation: Sequence[MessageWithFiles]
    files: Sequence[Attachment]
    notes: Sequence[Note]
    related: Sequence[tuple[str, Complaint]]
    moves: Sequence[MoveLink]
    identity: IdentityPanel
    history: Timeline


def case_page(complaint: Complaint, user: User, today: date, *, number: str = "") -> CasePage:
    """19 queries at most, however much was said and attached. `number` is the page of the history."""
    held = powers(user, complaint)
    messages = list(complaint.messages.select_related("written_by"))
    by_message = defaultdict(list)
    for attachment in complaint.attachments.all():
        by_message[attachment.message_id].append(attachment)
    links = [MoveLink(t.move.value, MOVES[t.move], t.move in ONWARD) for t in moves_for(State(complaint.state), held)]
    identity, events = identity_panel(complaint, user), Event.objects.about(complaint)
    if identity.readings is None:
        events = events.exclude(action__in=READINGS)
    return CasePage(
        complaint=complaint,
        forms=tuple(complaint.maladministration.values_list("name", flat=True)),
        clocks=clock_rows(complaint, today, can_extend=may_extend(held)),
        conversation=tuple(MessageWithFiles(message, by_message[message.pk]) for message in messages),
        files=by_message[None],
        notes=tuple(complaint.notes.select_related("written_by")),
        related=related_to(complaint),
        moves=sorted(links, key=lambda link: not link.is_main),
        identity=identity,
        history=timeline(events, number=number, size=LATEST),
    )


def latest_events(complaint: Complaint, count: int) -> tuple[Entry, ...]:
    """What was done last, newest first: at least one event and at most five."""
    events = Event.objects.about(complaint).exclude(action__in=READINGS)
    return timeline(events, size=min(max(count, 1), 5)).entries


def may_extend(held: frozenset[str]) -> bool:
    return bool(held & {Permission.COMPLAINT_ASSIGN.value, Permission.COMPLAINT_SUPERVISE.value})


def clock_rows(complaint: Complaint, today: date, *, can_extend: bool) -> tuple[CaseClock, ...]:
    """What is due next comes first; what is over comes last."""
    clocks = with_stops(complaint.clocks.all())
    deadlines = deadlines_of(complaint, clocks)
    rows = [_clock_row(clock, deadlines[clock.pk], today, can_extend=can_extend) for clock in clocks]
    return tuple(sorted(rows, key=_urgency))


def _urgency(row: CaseClock) -> tuple[bool, date]:
    clock = row.clock
    return clock.ended_on is not None, clock.ended_on or clock.due_on or date.max


def _clock_row(clock: RunningClock, deadline: Deadline, today: date, *, can_extend: bool) -> CaseClock:
    is_running = clock.state == RunningClock.State.RUNNING
    return CaseClock(
        clock=clock,
        words=progress(deadline, clock.ended_on or today),
        lines=explanation(deadline),
        is_overdue=is_running and clock.due_on is not None and today > clock.due_on,
        can_extend=can_extend and is_running and clock.is_ours and bool(clock.ceiling),
    )


def related_to(complaint: Complaint) -> tuple[tuple[str, Complaint], ...]:
    """What it doubles, what doubles it, what it was split from and into."""
    found = []
    if complaint.duplicate_of:
        found.append(("Sama dengan", complaint.duplicate_of))
    if complaint.split_from:
        found.append(("Dipecah dari", complaint.split_from))
    found += [("Gandanya", other) for other in complaint.duplicates.order_by("pk")[:LATEST]]
    found += [("Pecahannya", other) for other in complaint.parts.order_by("pk")[:LATEST]]
    return tuple(found)
