"""Warning before a time limit ends and telling when it was broken: each person once for each due day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.permissions import Role
from complaints.deadlines import Calendar, ClockUnit, local_date
from complaints.models import Complaint, DeskSettings, Notice, RunningClock
from complaints.selectors.calendar import calendar_for, week_of
from units.models import Government

FARTHEST = timedelta(days=75)
"""Calendar days ahead in which thirty working days, the most a desk may ask for, surely lie."""
MAILED_AT_ONCE = 500
Kind = Notice.Kind


@dataclass(frozen=True, slots=True)
class NoticeRecipients:
    """Who is told in one government. `liaisons` by unit."""

    liaisons: dict[int, list[int]]
    admins: list[int]
    supervisors: list[int]


def write_notices(*, now: datetime) -> int:
    """Every notice that is due and not written yet. Running it twice, or twice at once, writes each once."""
    due = _running(now).select_related("complaint__unit", "complaint__government")
    by_government: dict[int, list[RunningClock]] = defaultdict(list)
    for clock in due.order_by("complaint__government", "pk"):
        by_government[clock.complaint.government_id].append(clock)
    return sum(_of_government(clocks, now) for clocks in by_government.values())


def _running(now: datetime) -> QuerySet[RunningClock, RunningClock]:
    return RunningClock.objects.filter(
        state=RunningClock.State.RUNNING, is_ours=True, due_on__lte=now.date() + FARTHEST
    ).exclude(complaint__state__in=("withdrawn", "archived", "not_ours"))


def _of_government(clocks: list[RunningClock], now: datetime) -> int:
    government = clocks[0].complaint.government
    settings = DeskSettings.objects.filter(government=government).first() or DeskSettings(government=government)
    people = _people(government)
    years = {now.year, now.year + 1}
    weeks = {week: calendar_for(government, years, week) for week in (5, 6)}
    wanted = []
    for clock in clocks:
        today = local_date(now, clock.complaint.zone)
        kind = kind_of(clock, weeks[week_of(clock.complaint.unit)], settings.warn_days, today)
        if kind:
            wanted += [
                Notice(clock=clock, user_id=user, kind=kind, due_on=clock.due_on or today, created_at=now)
                for user in recipients(clock.complaint, kind, people)
            ]
    before = Notice.objects.filter(clock__in=clocks).count()
    Notice.objects.bulk_create(wanted, ignore_conflicts=True)
    return Notice.objects.filter(clock__in=clocks).count() - before


def kind_of(clock: RunningClock, calendar: Calendar, warn_days: int, today: date) -> Kind | None:
    """Days ahead are those of the clock: working days for a clock of working days."""
    if clock.due_on is None:
        return None
    if clock.due_on < today:
        return Kind.BREACHED
    ahead = (clock.due_on - today).days
    if clock.unit == ClockUnit.WORKING:
        ahead = sum(not calendar.reasons(today + timedelta(days=n)) for n in range(1, ahead + 1))
    return Kind.DUE_SOON if ahead <= warn_days else None


def recipients(complaint: Complaint, kind: Kind, people: NoticeRecipients) -> list[int]:
    """The officer and the unit's liaison, the admin where neither is; at a breach also admin and supervisor."""
    near = [complaint.officer_id] if complaint.officer_id else []
    if complaint.unit_id:
        near += people.liaisons.get(complaint.unit_id, [])
    above = [*people.admins, *people.supervisors]
    told = near + above if kind is Kind.BREACHED else near or people.admins
    return list(dict.fromkeys(told))


def _people(government: Government) -> NoticeRecipients:
    roles = (Role.COMPLAINT_LIAISON, Role.COMPLAINT_ADMIN, Role.COMPLAINT_SUPERVISOR)
    rows = Membership.objects.filter(
        government=government, role__in=[role.value for role in roles], is_active=True, user__is_active=True
    ).order_by("pk")
    liaisons: dict[int, list[int]] = defaultdict(list)
    admins, supervisors = [], []
    for membership in rows:
        if membership.unit_id:
            liaisons[membership.unit_id].append(membership.user_id)
        elif membership.role == Role.COMPLAINT_ADMIN:
            admins.append(membership.user_id)
        else:
            supervisors.append(membership.user_id)
    return NoticeRecipients(liaisons, admins, supervisors)


def claim_mails(*, now: datetime) -> Iterator[tuple[User, list[Notice]]]:
    """Unsent notices by person, marked as sent before they are: a worker that dies then loses a mail, never repeats.

    What is lost by mail still stands in the portal. `give_back` unmarks what the mail server refused.
    """
    with transaction.atomic():
        unsent = Notice.objects.filter(mailed_at=None, read_at=None)
        if connection.features.has_select_for_update_skip_locked:
            unsent = unsent.select_for_update(skip_locked=True, of=("self",))
        rows = list(unsent.select_related("user", "clock__complaint").order_by("user", "pk")[:MAILED_AT_ONCE])
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    by_user: dict[User, list[Notice]] = defaultdict(list)
    for row in rows:
        by_user[row.user].append(row)
    yield from by_user.items()


def give_back(notices: Iterable[Notice]) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)


def mark_read(*, user: User, now: datetime, until: int) -> int:
    """Every notice of this person up to the one that was seen last. Marking twice changes nothing."""
    return Notice.objects.filter(Q(pk__lte=until), user=user, read_at=None).update(read_at=now)
