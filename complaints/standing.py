"""How a unit's complaint officers stand on a day, as assessors look at it. Pure.

The rules and their thresholds are this project's own estimate; no regulation states them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FEWEST = 2
"""As many officers are sampled in a KSPP assessment."""
FIELD_WINDOW = ((7, 1), (10, 31))
"""First and last day (month, day) of the Ombudsman's field work in most years; estimated from past years."""
YEAR = timedelta(days=365)
TWO_YEARS = timedelta(days=730)
OFTEN = 2
"""Replacements within two years from which on officers change too often."""
TEST_EVERY = timedelta(days=35)


class Remark(StrEnum):
    NO_OFFICER = "no_officer"
    FEW_OFFICERS = "few_officers"
    DECREE_MISSING = "decree_missing"
    DECREE_LAPSES = "decree_lapses"
    CHANGES_OFTEN = "changes_often"
    NO_COACHING = "no_coaching"
    NO_CONTACT = "no_contact"
    UNTESTED = "untested"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Serving:
    """One officer's period, also of those who left. `coached`: within the last twelve months."""

    name: str
    post: str
    decree: str
    since: date | None
    until: date | None
    is_active: bool
    coached: int

    def serves(self, day: date) -> bool:
        has_begun = self.since is None or self.since <= day
        return self.is_active and has_begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Tried:
    """One published contact: when it was last tried and whether it worked. None: never tried."""

    tested_on: date | None
    works: bool


def next_window(today: date) -> tuple[date, date]:
    """The field window that lies ahead, or the one that is under way."""
    (first_month, first_day), (last_month, last_day) = FIELD_WINDOW
    year = today.year if today <= date(today.year, last_month, last_day) else today.year + 1
    return date(year, first_month, first_day), date(year, last_month, last_day)


def warnings(officers: Sequence[Serving], contacts: Sequence[Tried], today: date) -> tuple[Remark, ...]:
    return (*_of_officers(officers, today), *_of_contacts(contacts, today))


def _of_officers(officers: Sequence[Serving], today: date) -> tuple[Remark, ...]:
    serving = [officer for officer in officers if officer.serves(today)]
    if not serving:
        return (Remark.NO_OFFICER,)
    _, last = next_window(today)
    found = {
        Remark.FEW_OFFICERS: len(serving) < FEWEST,
        Remark.DECREE_MISSING: any(not officer.decree for officer in serving),
        Remark.DECREE_LAPSES: any(o.until is not None and o.until < last for o in serving),
        Remark.CHANGES_OFTEN: replacements(officers, today) >= OFTEN,
        Remark.NO_COACHING: any(not officer.coached for officer in serving),
    }
    return tuple(warning for warning, holds in found.items() if holds)


def replacements(officers: Sequence[Serving], today: date) -> int:
    """How many left within the last two years while somebody else began after them."""
    gone = [o for o in officers if o.until and today - TWO_YEARS <= o.until < today]
    return sum(
        any(o.since and left.until and o.since > left.until - YEAR for o in officers if o != left) for left in gone
    )


def _of_contacts(contacts: Sequence[Tried], today: date) -> tuple[Remark, ...]:
    if not contacts:
        return (Remark.NO_CONTACT,)
    found = {
        Remark.UNTESTED: any(c.tested_on is None or today - c.tested_on > TEST_EVERY for c in contacts),
        Remark.FAILED: any(c.tested_on is not None and not c.works for c in contacts),
    }
    return tuple(warning for warning, holds in found.items() if holds)
