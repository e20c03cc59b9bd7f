"""What whoever holds the code sees of a complaint: never a name, a note or a file of the officers."""

import hmac
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from complaints.deadlines import Calendar, Clock, ClockUnit, Deadline, due_date, local_date
from complaints.models import Attachment, ClockRule, Complaint, DeskSettings, Message, RunningClock
from complaints.selectors.desk_settings import last_day_to_reopen, settings_of
from complaints.selectors.running import deadlines_of, with_stops
from complaints.sentences import cases, public
from complaints.workflow import CLOSED_TO_MESSAGES, COMPLAINANT, OPEN, SETTLED, Move, State, moves_for
from history.models import Event

HASH_PART = 16
"""Characters of the code's hash that a visitor carries along."""
EVENT_AGE = "ombudsman-event-age"
REFUSED = frozenset({State.NOT_OURS, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class FollowedMessage:
    """One message, or what was handed in at the beginning."""

    is_mine: bool
    kind: str
    text: str
    at: datetime
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class FollowedStep:
    """`office` is the unit that has the complaint, where the step is about it."""

    at: datetime
    what: str
    office: str


@dataclass(frozen=True, slots=True)
class FollowedClock:
    """One time limit that runs: who must do what by when, where it stands and where it is written."""

    what: str
    is_ours: bool
    due_on: date
    progress: str
    basis: str
    needs_checking: bool
    extended_because: tuple[str, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class OmbudsmanWay:
    """The way on. `last_day` is None while the day of the event is unknown."""

    last_day: date | None
    is_too_late: bool


@dataclass(frozen=True, slots=True)
class FollowPage:
    """`acts` are the values of the moves that may be made now, with `write` and `rate`."""

    complaint: Complaint
    status: str
    next: str
    dues: tuple[FollowedClock, ...]
    is_paused: bool
    sayings: tuple[FollowedMessage, ...]
    files: tuple[Attachment, ...]
    steps: tuple[FollowedStep, ...]
    acts: frozenset[str]
    reopen_until: date | None
    closes_on: date | None
    ombudsman: OmbudsmanWay | None


def mark_of(complaint: Complaint) -> str:
    """What a visitor's cookie carries: which complaint, and a part of its code's hash."""
    return f"{complaint.pk}.{(complaint.code_hash or '')[:HASH_PART]}"


def marked(mark: str) -> Complaint | None:
    """The complaint of a mark. One query."""
    pk, _, part = mark.partition(".")
    if not pk.isdecimal() or len(part) != HASH_PART:
        return None
    rows = Complaint.objects.select_related("government", "unit", "product")
    found = rows.filter(pk=int(pk)).first()
    fits = found is not None and hmac.compare_digest((found.code_hash or "")[:HASH_PART], part)
    return found if fits else None


def shown_files(complaint: Complaint) -> QuerySet[Attachment, Attachment]:
    """What the complainant handed in and what was sent with a message. A file of a step inside stays inside."""
    with_message_or_own = Q(message__isnull=False) | Q(is_from_complainant=True)
    return complaint.attachments.filter(with_message_or_own, is_internal=False, erased_at=None)


def follow_page(complaint: Complaint, now: datetime) -> FollowPage:
    """Eight queries at most, however much was said and done."""
    today = local_date(now, complaint.zone)
    state = State(complaint.state)
    files = defaultdict(list)
    for file in shown_files(complaint):
        files[file.message_id].append(file)
    clocks = _running(complaint)
    settings = settings_of(complaint.government) if state in SETTLED else None
    reopen_until = last_day_to_reopen(complaint, settings) if settings else None
    return FollowPage(
        complaint=complaint,
        status=cases.PLAIN[state],
        next=public.NEXT.get(state, ""),
        dues=_dues(complaint, clocks, today),
        is_paused=any(clock.state == RunningClock.State.PAUSED for clock in clocks),
        sayings=_sayings(complaint, files),
        files=tuple(files[None]),
        steps=_steps(complaint),
        acts=_acts(state, may_reopen=reopen_until is not None and today <= reopen_until),
        reopen_until=reopen_until,
        closes_on=_closes_on(complaint, settings) if settings and state is State.ANSWERED else None,
        ombudsman=_ombudsman(complaint, state, today),
    )


def _running(complaint: Complaint) -> list[RunningClock]:
    if complaint.state not in OPEN:
        return []
    going = (RunningClock.State.RUNNING, RunningClock.State.PAUSED)
    return with_stops(complaint.clocks.filter(state__in=going))


def dues_of(complaint: Complaint, today: date) -> tuple[FollowedClock, ...]:
    """What is owed to the complainant and when, in plain words, the nearest first."""
    return tuple(due for due in _dues(complaint, _running(complaint), today) if due.is_ours)


def _dues(complaint: Complaint, clocks: list[RunningClock], today: date) -> tuple[FollowedClock, ...]:
    """The nearest first; a clock at rest has no day."""
    deadlines = deadlines_of(complaint, clocks)
    pairs = [(clock, deadlines[clock.pk]) for clock in clocks]
    found = [_due(clock, deadline, deadline.due_on, today) for clock, deadline in pairs if deadline.due_on]
    return tuple(sorted(found, key=lambda due: due.due_on))


def _due(clock: RunningClock, deadline: Deadline, due_on: date, today: date) -> FollowedClock:
    return FollowedClock(
        what=public.ENDINGS.get(clock.code, clock.name),
        is_ours=clock.is_ours,
        due_on=due_on,
        progress=public.standing(deadline, today),
        basis=clock.basis,
        needs_checking=clock.needs_checking,
        extended_because=tuple(extension.reason for extension in clock.extensions.all()),
        is_late=deadline.is_overdue(today),
    )


def _sayings(complaint: Complaint, files: dict[int | None, list[Attachment]]) -> tuple[FollowedMessage, ...]:
    rows: QuerySet[Message, Message] = complaint.messages.all()
    return tuple(
        FollowedMessage(row.is_from_complainant, row.get_kind_display(), row.text, row.written_at, tuple(files[row.pk]))
        for row in rows
    )


def _steps(complaint: Complaint) -> tuple[FollowedStep, ...]:
    rows = Event.objects.about(complaint).filter(action__in=public.STEPS).select_related("unit").order_by("pk")
    return tuple(FollowedStep(row.at, public.STEPS[row.action], _office(row)) for row in rows)


def _office(event: Event) -> str:
    return event.unit.name if event.unit and event.action in public.OF_THE_UNIT else ""


def _acts(state: State, *, may_reopen: bool) -> frozenset[str]:
    acts = {transition.move.value for transition in moves_for(state, frozenset({COMPLAINANT}))}
    if not may_reopen:
        acts.discard(Move.REOPEN.value)
    if state in SETTLED:
        acts.add("rate")
    if state not in CLOSED_TO_MESSAGES:
        acts.add("write")
    return frozenset(acts)


def _closes_on(complaint: Complaint, settings: DeskSettings) -> date | None:
    if complaint.answered_at is None:
        return None
    return local_date(complaint.answered_at, complaint.zone) + timedelta(days=settings.close_after_days)


def _ombudsman(complaint: Complaint, state: State, today: date) -> OmbudsmanWay | None:
    """Shown when the law opens that way: after an answer, a refusal, or a time limit that passed in vain."""
    is_late = complaint.due_on is not None and complaint.due_on < today
    if not (state in SETTLED or state in REFUSED or (state in OPEN and is_late)):
        return None
    if complaint.event_date is None:
        return OmbudsmanWay(None, False)
    rule = ClockRule.objects.national().filter(code=EVENT_AGE).in_force(today).last()
    if rule is None or rule.length is None:
        return OmbudsmanWay(None, False)
    last = due_date(complaint.event_date, Clock(rule.length, ClockUnit(rule.unit)), Calendar()).due_on
    return OmbudsmanWay(last, last is not None and today > last)
