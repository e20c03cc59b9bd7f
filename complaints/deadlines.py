"""The legal clocks: when something is due, and which days were left out and why. Pure.

Day 1 is the day after the start. A clock of calendar days may end on a day off and does not move; a clock of working
days passes over every day off. A pause stops the clock after the day on which it begins and lets it go on the day
after it ends, so that the days of both events are treated like the start.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
FIRST_START, LAST_START = date(1945, 8, 17), date(2199, 12, 31)
LONGEST_SPAN = 7305
"""Calendar days from the start within which a deadline must lie, pauses included: twenty years."""
ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


class ClockUnit(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"
    YEARS = "years"


LONGEST = {ClockUnit.CALENDAR: 3660, ClockUnit.WORKING: 1000, ClockUnit.YEARS: 10}


class SkipReason(StrEnum):
    """Why a day does not count."""

    SATURDAY = "saturday"
    SUNDAY = "sunday"
    PUBLIC = "public"
    COLLECTIVE_LEAVE = "collective_leave"
    LOCAL = "local"
    PAUSED = "paused"


class DeadlineFault(StrEnum):
    LENGTH = "length"
    START = "start"
    WEEK = "week"
    PAUSE = "pause"
    EXTENSION = "extension"
    ZONE = "zone"
    TOO_FAR = "too_far"


class DeadlineError(ValueError):
    def __init__(self, fault: DeadlineFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Reason:
    """`name` is that of the holiday; empty for a day of the week and for a pause."""

    why: SkipReason
    name: str = ""
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    length: int
    unit: ClockUnit

    def __post_init__(self) -> None:
        if not 1 <= self.length <= LONGEST[self.unit]:
            raise DeadlineError(DeadlineFault.LENGTH)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Named days off; of a week of six working days only Sunday is off, of five Saturday too.

    `provisional_years` are those whose days off are not, or not wholly, decreed yet.
    """

    days_off: Mapping[date, Sequence[Reason]] = field(default_factory=dict)
    week: int = 5
    provisional_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.week not in (5, 6):
            raise DeadlineError(DeadlineFault.WEEK)

    def reasons(self, day: date) -> tuple[Reason, ...]:
        """Everything that makes this a day off; empty for a working day."""
        weekday = day.weekday()
        of_the_week: tuple[Reason, ...] = ()
        if weekday == SUNDAY:
            of_the_week = (Reason(SkipReason.SUNDAY),)
        elif weekday == SATURDAY and self.week == 5:
            of_the_week = (Reason(SkipReason.SATURDAY),)
        return (*of_the_week, *self.days_off.get(day, ()))


@dataclass(frozen=True, slots=True)
class Pause:
    """The file is back with the complainant. Open, and the clock without a due date, while `resumed_on` is None."""

    stopped_on: date
    resumed_on: date | None = None

    def __post_init__(self) -> None:
        if self.resumed_on is not None and self.resumed_on < self.stopped_on:
            raise DeadlineError(DeadlineFault.PAUSE)

    def covers(self, day: date) -> bool:
        return self.stopped_on < day and (self.resumed_on is None or day <= self.resumed_on)


@dataclass(frozen=True, slots=True)
class Extension:
    """More days of the clock's own kind (calendar days for years), never without a reason."""

    days: int
    reason: str

    def __post_init__(self) -> None:
        if self.days < 1 or not self.reason.strip():
            raise DeadlineError(DeadlineFault.EXTENSION)


@dataclass(frozen=True, slots=True)
class Skipped:
    day: date
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """`counted` are day 1, 2, … `total`; fewer, and `due_on` None, while a pause is open.

    `due_day_off` says what makes the last day a day off, which only a clock of calendar days or years can have.
    """

    start: date
    clock: Clock
    extended_by: int
    total: int
    due_on: date | None
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    due_day_off: tuple[Reason, ...]
    provisional_years: tuple[int, ...]

    def number(self, today: date) -> int:
        """The day of the clock on `today`: 0 up to the start, `total` from the due day on; a skipped day adds none."""
        return bisect_right(self.counted, today)

    def remaining(self, today: date) -> int:
        """Days of the clock still to come after `today`."""
        return self.total - self.number(today)

    def is_overdue(self, today: date) -> bool:
        return self.due_on is not None and today > self.due_on

    def days_late(self, today: date) -> int:
        """Calendar days since the due day; 0 while there is time."""
        return max((today - self.due_on).days, 0) if self.due_on else 0

    @property
    def rests_on_estimates(self) -> bool:
        """Whether a skipped day, or the whole calendar of a year touched, is not settled yet."""
        return bool(self.provisional_years) or any(r.is_estimate for day in self.skipped for r in day.reasons)


def local_date(instant: datetime, zone: str) -> date:
    """The date of an instant in WIB, WITA or WIT, named so or by the zone's own name."""
    name = ZONES.get(zone, zone)
    if name not in ZONES.values() or instant.tzinfo is None:
        raise DeadlineError(DeadlineFault.ZONE)
    return instant.astimezone(ZoneInfo(name)).date()


def due_date(
    start: date,
    clock: Clock,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> Deadline:
    """Raises DeadlineError when the start, the length with its extensions, or the end is out of bounds."""
    if not FIRST_START <= start <= LAST_START:
        raise DeadlineError(DeadlineFault.START)
    extended_by = sum(extension.days for extension in extensions)
    total = _days(start, clock) + extended_by
    if total > LONGEST_SPAN:
        raise DeadlineError(DeadlineFault.EXTENSION)
    counted, skipped, day = _count(start, total, clock.unit, calendar, pauses)
    due_on = counted[-1] if len(counted) == total else None
    passed = range(start.year, day.year + 1)
    return Deadline(
        start=start,
        clock=clock,
        extended_by=extended_by,
        total=total,
        due_on=due_on,
        counted=tuple(counted),
        skipped=tuple(skipped),
        due_day_off=calendar.reasons(due_on) if due_on else (),
        provisional_years=tuple(year for year in passed if year in calendar.provisional_years)
        if clock.unit is ClockUnit.WORKING
        else (),
    )


def _days(start: date, clock: Clock) -> int:
    """The clock's length in days. Years end on the same date; 29 February, where there is none, on the 28th."""
    if clock.unit is not ClockUnit.YEARS:
        return clock.length
    year = start.year + clock.length
    try:
        end = start.replace(year=year)
    except ValueError:
        end = date(year, 2, 28)
    return (end - start).days


def _count(
    start: date, total: int, unit: ClockUnit, calendar: Calendar, pauses: Sequence[Pause]
) -> tuple[list[date], list[Skipped], date]:
    """Day after day until the last one is counted or a pause stays open; the third value is where it ended."""
    counted: list[date] = []
    skipped: list[Skipped] = []
    last = start + timedelta(days=LONGEST_SPAN)
    day = start
    while len(counted) < total:
        day += ONE_DAY
        open_pause, reasons = _why_not(day, unit, calendar, pauses)
        if open_pause:
            return counted, skipped, day
        if day > last:
            raise DeadlineError(DeadlineFault.TOO_FAR)
        if reasons:
            skipped.append(Skipped(day, reasons))
        else:
            counted.append(day)
    return counted, skipped, day


def _why_not(
    day: date, unit: ClockUnit, calendar: Calendar, pauses: Sequence[Pause]
) -> tuple[bool, tuple[Reason, ...]]:
    """Whether an open pause holds the clock on this day, and otherwise why the day does not count."""
    covering = [pause for pause in pauses if pause.covers(day)]
    paused = (Reason(SkipReason.PAUSED),) if covering else ()
    off = calendar.reasons(day) if unit is ClockUnit.WORKING else ()
    return any(pause.resumed_on is None for pause in covering), (*paused, *off)
