"""What the pages and the commands read of the calendar and the clocks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format

from complaints.calendars import FIRST_YEAR, LAST_YEAR, NamedDay, has_decreed_leave, named_days
from complaints.deadlines import Calendar, Clock, ClockUnit, Reason, SkipReason, due_date
from complaints.models import ClockRule, DayOff
from units.models import Government, ServiceUnit

FIRST_LEAVE_YEAR = 2002
"""Collective leave began with this year: earlier ones lack nothing."""


def years_touched(start: date, clock: Clock) -> range:
    """Years whose calendar a deadline can need, pauses aside."""
    days = {
        ClockUnit.CALENDAR: clock.length,
        ClockUnit.WORKING: 2 * clock.length + 60,
        ClockUnit.YEARS: 366 * clock.length,
    }
    return range(start.year, start.year + days[clock.unit] // 365 + 2)


def calendar_for(government: Government | None, years: Iterable[int], week: int = 5) -> Calendar:
    """The stored days off of these years; a year without national rows is read from the library. One query."""
    years = sorted(set(years))
    rows = DayOff.objects.for_government(government).filter(date__year__range=(years[0], years[-1]))
    return _calendar(list(rows), years, week)


def days_off(government: int | None, first: date, last: date) -> frozenset[date]:
    """Named days on which nobody works, for whoever plans work: `kspp.lib.workdays`. One query."""
    years = list(range(first.year, last.year + 1))
    rows = DayOff.objects.filter(Q(government=None) | Q(government=government), date__year__range=(years[0], years[-1]))
    return frozenset(_calendar(list(rows), years, 5).days_off)


def library_calendar(years: Iterable[int], week: int = 5) -> Calendar:
    """What the library knows, without a database."""
    return _calendar([], sorted(set(years)), week)


def week_of(unit: ServiceUnit | None) -> int:
    """Working days of a week there; five where nobody has it yet."""
    return 6 if unit and unit.six_day_week else 5


def _calendar(rows: list[DayOff], years: list[int], week: int) -> Calendar:
    days: dict[date, list[Reason]] = defaultdict(list)
    for row in rows:
        if row.is_active:
            days[row.date].append(Reason(SkipReason(row.kind), row.name, row.is_estimate))
    national = [row for row in rows if row.government_id is None]
    loaded = {row.date.year for row in national}
    with_leave = {row.date.year for row in national if row.kind == DayOff.Kind.COLLECTIVE_LEAVE}
    provisional = set()
    for year in years:
        if year not in loaded:
            for day in _library_days(year):
                days[day.day].append(Reason(day.kind, day.name, day.is_estimate))
        if year >= FIRST_LEAVE_YEAR and year not in with_leave and not _leave_is_known(year, loaded):
            provisional.add(year)
    return Calendar(days, week, frozenset(provisional))


def _library_days(year: int) -> tuple[NamedDay, ...]:
    return named_days(year) if FIRST_YEAR <= year <= LAST_YEAR else ()


def _leave_is_known(year: int, loaded: set[int]) -> bool:
    return year not in loaded and FIRST_YEAR <= year <= LAST_YEAR and has_decreed_leave(year)


def rules_in_force(government: Government | None, day: date) -> list[ClockRule]:
    """One rule for each code: the government's own where it has one, else the national one. One query."""
    return in_force(every_rule(government), day)


def every_rule(government: Government | None) -> list[ClockRule]:
    """National rules first, undated ones before those that hold from a day. One query."""
    rows = ClockRule.objects.for_government(government).select_related("government")
    return sorted(rows, key=lambda rule: (rule.government_id is not None, rule.valid_from or date.min, rule.pk))


def in_force(rules: Iterable[ClockRule], day: date) -> list[ClockRule]:
    """Of `every_rule`, the last in force for each code."""
    return list({rule.code: rule for rule in rules if _is_in_force(rule, day)}.values())


@dataclass(frozen=True, slots=True)
class ClockLine:
    """`today_due` is when the clock would end had it started today."""

    rule: ClockRule
    replaces: ClockRule | None
    is_replaced: bool
    can_edit: bool
    today_due: date | None


def clock_lines(
    government: Government, today: date, *, can_edit_local: bool, can_edit_national: bool
) -> list[ClockLine]:
    """National rules with the government's own below each. Two queries. Counted with a week of five days."""
    rules = list(ClockRule.objects.for_government(government))
    national = {rule.code: rule for rule in rules if rule.government_id is None}
    replaced = {rule.code for rule in rules if rule.government_id and _is_in_force(rule, today)}
    order = {code: place for place, code in enumerate(national)}
    rules.sort(key=lambda rule: (order.get(rule.code, len(order)), rule.government_id is not None, rule.pk))
    years = {year for rule in rules if rule.clock for year in years_touched(today, rule.clock)} | {today.year}
    calendar = calendar_for(government, years)
    return [
        ClockLine(
            rule,
            replaces=national.get(rule.code) if rule.government_id else None,
            is_replaced=rule.government_id is None and rule.code in replaced,
            can_edit=can_edit_local if rule.government_id else can_edit_national,
            today_due=due_date(today, rule.clock, calendar).due_on if rule.clock else None,
        )
        for rule in rules
    ]


def _is_in_force(rule: ClockRule, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_until is None or day <= rule.valid_until)


@dataclass(frozen=True, slots=True)
class DayLine:
    row: DayOff
    weekday: str
    can_edit: bool


@dataclass(frozen=True, slots=True)
class YearPage:
    """`is_provisional`: the collective leave of that year is not known, or some dates are estimates."""

    year: int
    days: list[DayLine]
    is_loaded: bool
    is_provisional: bool
    years: list[int]


def year_page(government: Government, year: int, *, can_edit_local: bool, can_edit_national: bool) -> YearPage:
    """Three queries, however many days."""
    rows = list(DayOff.objects.for_government(government).filter(date__year=year))
    lines = [
        DayLine(row, date_format(row.date, "l"), can_edit_local if row.government_id else can_edit_national)
        for row in rows
    ]
    national = [row for row in rows if row.government_id is None and row.is_active]
    is_loaded = bool(national)
    has_leave = any(row.kind == DayOff.Kind.COLLECTIVE_LEAVE for row in national)
    stored = DayOff.objects.for_government(government).dates("date", "year")
    years = sorted({day.year for day in stored} | {year})
    unsettled = not has_leave or any(row.is_estimate for row in national)
    return YearPage(year, lines, is_loaded, is_loaded and unsettled, years)
