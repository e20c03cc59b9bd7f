"""What the `holidays` package knows of Indonesia: the first content of a year's calendar. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import holidays

from complaints.deadlines import SkipReason

FIRST_YEAR, LAST_YEAR = 1946, 2100
ESTIMATED = " (perkiraan)"
NamedKind = Literal[SkipReason.PUBLIC, SkipReason.COLLECTIVE_LEAVE]
CATEGORIES: dict[NamedKind, str] = {SkipReason.PUBLIC: "public", SkipReason.COLLECTIVE_LEAVE: "government"}


@dataclass(frozen=True, slots=True, order=True)
class NamedDay:
    day: date
    name: str
    kind: NamedKind
    is_estimate: bool


class UnknownYear(ValueError):
    def __init__(self, year: int) -> None:
        super().__init__(f"Kalender tahun {year} tidak tersedia. Pilih tahun {FIRST_YEAR} sampai {LAST_YEAR}.")
        self.year = year


@cache
def named_days(year: int) -> tuple[NamedDay, ...]:
    """National holidays and collective leave of one year, by date. Raises UnknownYear."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(year)
    return tuple(sorted(day for kind in CATEGORIES for day in _of_kind(year, kind)))


def has_decreed_leave(year: int) -> bool:
    """Whether collective leave is known: without it the year's calendar is provisional."""
    return any(day.kind == SkipReason.COLLECTIVE_LEAVE for day in named_days(year))


def _of_kind(year: int, kind: NamedKind) -> Iterator[NamedDay]:
    found = holidays.country_holidays("ID", years=year, categories=(CATEGORIES[kind],), language="id")
    for day in found:
        for name in found.get_list(day):
            yield NamedDay(day, name.removesuffix(ESTIMATED), kind, name.endswith(ESTIMATED))
