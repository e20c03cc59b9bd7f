"""The work lists of the desk: which complaints, in which order, and how much time each has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q

from accounts.models import User
from accounts.permissions import Permission
from complaints.deadlines import Calendar
from complaints.models import Complaint
from complaints.models.cases import ComplaintQuerySet
from complaints.scope import identities_open_to
from complaints.selectors.calendar import calendar_for, week_of
from complaints.selectors.figures import zone_of
from complaints.selectors.persons import is_of
from complaints.sentences.lists import time_left
from complaints.workflow import OPEN
from units.models import Government

PAGE_SIZE = 20
SOON_DAYS = 7
"""Calendar days ahead that the tab of what is due soon shows."""
LONGEST_AHEAD = 120
"""Calendar days within which the time left is counted in working days."""

ROW_FIELDS = (
    "number",
    "external_number",
    "subject",
    "channel",
    "state",
    "classification",
    "severity",
    "received_at",
    "due_on",
    "is_unread",
    "is_vulnerable",
    "secrecy",
    "version",
    "unit__name",
    "unit__six_day_week",
    "officer__name",
    "government",
)
EVERYTHING = "semua"
TABS = ("semua-terbuka", "saya", "segera", "lewat", "tanpa-petugas", "pesan", EVERYTHING)
DEFAULT_TAB = TABS[0]


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    complaint: Complaint
    time_left: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WorkList:
    """`counts` by tab; the tab of everything has none. `has_next` instead of a count of all pages."""

    lines: Sequence[ComplaintLine]
    counts: Mapping[str, int]
    number: int
    has_next: bool


def work_list(
    government: Government, user: User, tab: str, chosen: Mapping[str, Any], number: int, today: date
) -> WorkList:
    """Five queries at most, however many complaints."""
    rows = Complaint.objects.filter(government=government).permitting(user, Permission.COMPLAINT_VIEW)
    found = _ordered(narrowed(_tab(rows, tab, user, today), government, user, chosen), tab)
    start = (number - 1) * PAGE_SIZE
    complaints = list(
        found.select_related("unit", "officer", "government").only(*ROW_FIELDS)[start : start + PAGE_SIZE + 1]
    )
    shown = complaints[:PAGE_SIZE]
    calendars = _calendars(government, shown, today)
    lines = [_line(complaint, calendars, today) for complaint in shown]
    return WorkList(lines, counts(rows, user, today), number, len(complaints) > PAGE_SIZE)


def counts(rows: ComplaintQuerySet, user: User, today: date) -> dict[str, int]:
    """One query over the open complaints."""
    tabs = _open_tabs(user, today)
    return rows.open().order_by().aggregate(**{tab: Count("pk", filter=shown) for tab, shown in tabs.items()})


def _open_tabs(user: User, today: date) -> dict[str, Q]:
    """Which of the open complaints a tab shows and counts."""
    return {
        "semua-terbuka": Q(),
        "saya": Q(officer=user),
        "segera": Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS)),
        "lewat": Q(due_on__lt=today),
        "tanpa-petugas": Q(officer=None),
        "pesan": Q(is_unread=True),
    }


def _tab(rows: ComplaintQuerySet, tab: str, user: User, today: date) -> ComplaintQuerySet:
    if tab == EVERYTHING:
        return rows
    tabs = _open_tabs(user, today)
    return rows.open().filter(tabs.get(tab, tabs[DEFAULT_TAB]))


def _ordered(rows: ComplaintQuerySet, tab: str) -> ComplaintQuerySet:
    """What is due next comes first; the whole register with the newest first."""
    if tab == EVERYTHING:
        return rows.order_by("-received_at", "-pk")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def narrowed(
    rows: ComplaintQuerySet, government: Government, user: User, chosen: Mapping[str, Any]
) -> ComplaintQuerySet:
    for name in ("unit", "channel", "classification", "state", "severity"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if chosen.get("form"):
        rows = rows.filter(maladministration=chosen["form"])
    zone = ZoneInfo(zone_of(government)) if chosen.get("since") or chosen.get("until") else None
    if chosen.get("since"):
        rows = rows.filter(received_at__gte=datetime.combine(chosen["since"], time.min, zone))
    if chosen.get("until"):
        rows = rows.filter(received_at__lte=datetime.combine(chosen["until"], time.max, zone))
    return _searched(rows, user, chosen.get("q", ""))


def _searched(rows: ComplaintQuerySet, user: User, words: str) -> ComplaintQuerySet:
    """In number, subject and story; in names, numbers and mail addresses only where the user may read them."""
    if not words:
        return rows
    told = Q(number__icontains=words) | Q(external_number__icontains=words)
    told |= Q(subject__icontains=words) | Q(story__icontains=words)
    return rows.filter(told | (identities_open_to(user) & is_of(words)))


def _calendars(government: Government, complaints: Sequence[Complaint], today: date) -> dict[int, Calendar]:
    """For weeks of five and of six days, from one query; none when nothing is due."""
    if not any(complaint.due_on for complaint in complaints):
        return {}
    five = calendar_for(government, {today.year, (today + timedelta(days=LONGEST_AHEAD)).year}, 5)
    return {5: five, 6: Calendar(five.days_off, 6, five.provisional_years)}


def _line(complaint: Complaint, calendars: Mapping[int, Calendar], today: date) -> ComplaintLine:
    if complaint.due_on is None or complaint.state not in OPEN:
        return ComplaintLine(complaint, "", False)
    working = working_days_left(calendars[week_of(complaint.unit)], today, complaint.due_on)
    return ComplaintLine(complaint, time_left(complaint.due_on, today, working), complaint.due_on < today)


def working_days_left(calendar: Calendar, today: date, due_on: date) -> int | None:
    """Working days after `today` up to and with the due day; None when it is too far to count."""
    days = (due_on - today).days
    if not 0 <= days <= LONGEST_AHEAD:
        return None
    return sum(not calendar.reasons(today + timedelta(days=n)) for n in range(1, days + 1))
