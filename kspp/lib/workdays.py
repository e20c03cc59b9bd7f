"""Working days ahead: Monday to Friday without Indonesia's national holidays and collective leave.

What the `holidays` package knows; a government's own days off are the complaint desk's calendar and not counted here.
"""

from datetime import date, timedelta

import holidays

CATEGORIES = ("public", "government")
LONGEST = 1100
"""Days that are counted at most, about three years."""


def working_days(first: date, last: date) -> int:
    """From `first` to `last`, both included; 0 where `last` is earlier. Raises ValueError beyond LONGEST days."""
    return len(working_dates(first, last))


def working_dates(first: date, last: date) -> list[date]:
    """The days themselves, in order."""
    length = (last - first).days + 1
    if length > LONGEST:
        raise ValueError("too far away")
    free = holidays.country_holidays("ID", years=range(first.year, last.year + 1), categories=CATEGORIES)
    days = (first + timedelta(days=number) for number in range(max(length, 0)))
    return [day for day in days if day.weekday() < 5 and day not in free]
