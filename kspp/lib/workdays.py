"""Working days ahead: Monday to Friday without days off.

Who keeps a calendar of days off (the complaint desk, with what a government added or corrected) says so with `keep`;
until then days off are what the `holidays` package knows of Indonesia. So a plan and a complaint count the same days,
and neither app knows the other.
"""

from collections.abc import Callable, Container
from datetime import date, timedelta

import holidays

CATEGORIES = ("public", "government")
LONGEST = 1100
"""Days that are counted at most, about three years."""

DaysOff = Callable[[int | None, date, date], Container[date]]
"""Days off of a government (its key; None: of nobody in particular) between two dates, both included."""


def known_to_library(government: int | None, first: date, last: date) -> Container[date]:
    """National holidays and collective leave."""
    return holidays.country_holidays("ID", years=range(first.year, last.year + 1), categories=CATEGORIES)


_kept: list[DaysOff] = [known_to_library]


def keep(days_off: DaysOff) -> None:
    """From now on these days off count. Called once, when the apps are ready."""
    _kept[:] = [days_off]


def working_days(first: date, last: date, government: int | None = None) -> int:
    """From `first` to `last`, both included; 0 where `last` is earlier. Raises ValueError beyond LONGEST days."""
    return len(working_dates(first, last, government))


def working_dates(first: date, last: date, government: int | None = None) -> list[date]:
    """The days themselves, in order."""
    length = (last - first).days + 1
    if length > LONGEST:
        raise ValueError("too far away")
    days = [first + timedelta(days=number) for number in range(max(length, 0))]
    [days_off] = _kept
    free = days_off(government, first, last) if days else ()
    return [day for day in days if day.weekday() < 5 and day not in free]
