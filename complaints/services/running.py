"""Starting, ending, resting and recounting the clocks of one locked complaint, and the day it is due.

Call inside the transaction of the move that causes it, with the complaint's row locked.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from complaints.deadlines import local_date
from complaints.models import ClockExtension, ClockPause, ClockRule, Complaint, RunningClock
from complaints.selectors.calendar import rules_in_force
from complaints.selectors.running import deadlines_of, with_stops
from complaints.sentences.problems import Code
from complaints.timing import ClockEvent, ends, is_ours, starts, starts_again
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import compare

GOING = (RunningClock.State.RUNNING, RunningClock.State.PAUSED)


def today_of(complaint: Complaint, now: datetime) -> date:
    """The date in the time zone of the unit concerned."""
    return local_date(now, complaint.zone)


def happened(complaint: Complaint, event: ClockEvent, day: date) -> None:
    """End the clocks this event satisfies, start those it begins, and count anew."""
    _finish(complaint, lambda clock: ends(clock.code, event), RunningClock.State.MET, day)
    _begin(complaint, day, lambda rule: starts(rule.code, rule.starts_at, event, complaint.classification))
    recount(complaint)


def reopened(complaint: Complaint, day: date) -> None:
    _begin(complaint, day, lambda rule: starts_again(rule.code, complaint.classification))
    recount(complaint)


def rest(complaint: Complaint, day: date) -> None:
    """The file goes back to the complainant: every clock of ours stands still."""
    running = complaint.clocks.filter(state=RunningClock.State.RUNNING, is_ours=True)
    ClockPause.objects.bulk_create([ClockPause(clock=clock, stopped_on=day) for clock in running])
    running.update(state=RunningClock.State.PAUSED, due_on=None)
    recount(complaint)


def resume(complaint: Complaint, day: date) -> None:
    ClockPause.objects.filter(clock__complaint=complaint, resumed_on=None).update(resumed_on=day)
    complaint.clocks.filter(state=RunningClock.State.PAUSED).update(state=RunningClock.State.RUNNING)
    recount(complaint)


def fall_away(complaint: Complaint, day: date) -> None:
    """Nothing is owed any longer."""
    ClockPause.objects.filter(clock__complaint=complaint, resumed_on=None).update(resumed_on=day)
    _finish(complaint, lambda clock: True, RunningClock.State.VOID, day)
    recount(complaint)


def recount(complaint: Complaint) -> None:
    """Due days from the rules kept, the calendar of today, pauses and extensions. Saves clocks, sets `due_on`."""
    clocks = with_stops(complaint.clocks.filter(state__in=GOING))
    deadlines = deadlines_of(complaint, clocks)
    for clock in clocks:
        clock.due_on = deadlines[clock.pk].due_on
    RunningClock.objects.bulk_update(clocks, ["due_on"])
    due = [c.due_on for c in clocks if c.is_ours and c.state == RunningClock.State.RUNNING and c.due_on]
    complaint.due_on = min(due, default=None)


@transaction.atomic
def extend(
    *, clock: RunningClock, days: int, reason: str, form_key: UUID, seen_version: int, by: User, now: datetime
) -> RunningClock:
    """More days within the ceiling of the rule. The same form sent twice counts once. Raises Conflict, Refused."""
    complaint = Complaint.objects.select_for_update(no_key=True, of=("self",)).get(pk=clock.complaint_id)
    current = complaint.clocks.get(pk=clock.pk)
    if current.extensions.filter(form_key=form_key).exists():
        return current
    compare(complaint, seen_version)
    _refuse_extension(current, days, reason)
    ClockExtension.objects.create(
        clock=current, days=days, reason=reason, granted_at=now, granted_by=by, form_key=form_key
    )
    before = current.due_on
    recount(complaint)
    complaint.version += 1
    complaint.save(update_fields=["due_on", "version"])
    current.refresh_from_db()
    record(
        action="complaint.extended",
        subject=complaint,
        by=by,
        now=now,
        reason=reason,
        changes={"clock": [current.code, current.code], "due_on": [before, current.due_on]},
    )
    return current


def _refuse_extension(clock: RunningClock, days: int, reason: str) -> None:
    if clock.state != RunningClock.State.RUNNING or not clock.is_ours:
        raise Refused(Problem(Code.CLOCK_NOT_RUNNING, "days"))
    if not clock.ceiling:
        raise Refused(Problem(Code.NO_EXTENSION, "days"))
    if not reason.strip():
        raise Refused(Problem(Code.REASON_NEEDED, "reason"))
    given = sum(extension.days for extension in clock.extensions.all())
    if days < 1 or given + days > clock.ceiling:
        raise Refused(Problem(Code.EXTENSION_TOO_LONG, "days"))


def _finish(
    complaint: Complaint, is_meant: Callable[[RunningClock], bool], state: RunningClock.State, day: date
) -> None:
    for clock in complaint.clocks.filter(state__in=GOING):
        if is_meant(clock):
            clock.state, clock.ended_on = state, max(day, clock.starts_on)
            clock.save(update_fields=["state", "ended_on"])


def _begin(complaint: Complaint, day: date, is_meant: Callable[[ClockRule], bool]) -> None:
    rules = [r for r in rules_in_force(complaint.government, day) if r.clock and is_meant(r)]
    if not rules:
        return
    runs = dict(complaint.clocks.filter(code__in=[r.code for r in rules]).values_list("code").annotate(last=Max("run")))
    RunningClock.objects.bulk_create([new_clock(complaint, rule, runs.get(rule.code, 0) + 1, day) for rule in rules])


def new_clock(complaint: Complaint, rule: ClockRule, run: int, day: date) -> RunningClock:
    """Begins on `day` and keeps what the rule says now. Not stored, and without a due day yet."""
    return RunningClock(
        complaint=complaint,
        rule=rule,
        code=rule.code,
        run=run,
        name=rule.name,
        length=rule.length or 0,
        ceiling=rule.extension,
        unit=rule.unit,
        basis=rule.basis if not rule.decree_number else f"{rule.basis} ({rule.decree_number})",
        confidence=rule.confidence,
        is_ours=is_ours(rule.code),
        starts_on=day,
    )
