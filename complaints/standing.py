"""How a unit's complaint officers and published contacts stand on a day, as assessors look at them. Pure.

No regulation states these thresholds: they are this project's own rules (`estimated`) and are shown as such.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FEWEST = 2
"""Complaint officers whom an assessor interviews in one unit (sample of KSPP 2023–2024)."""
FIELD_WORK = ((5, 1), (11, 30))
"""First and last day (month, day) on which assessors were seen in the field in 2022–2025; estimated from press.

2022 July–November, 2023 June–October, 2024 May–September, 2025 September–November. The dates are never announced.
"""
YEAR = timedelta(days=365)
LOOKED_BACK = 2 * YEAR
HANDOVER = timedelta(days=31)
"""So long before the other leaves, a successor may begin."""
OFTEN = 2
"""So many officers replaced before they had served a year, within `LOOKED_BACK`, are often."""


class OfficerConcern(StrEnum):
    NO_OFFICER = "no_officer"
    FEW_OFFICERS = "few_officers"
    DECREE_MISSING = "decree_missing"
    DECREE_LAPSES = "decree_lapses"
    CHANGES_OFTEN = "changes_often"
    NO_COACHING = "no_coaching"
    NO_CONTACT = "no_contact"
    CONTACT_UNTESTED = "contact_untested"
    CONTACT_FAILED = "contact_failed"


@dataclass(frozen=True, slots=True)
class OfficerService:
    """One officer's period of service, also of those who left. `coached`: times within the last twelve months."""

    pk: int
    name: str
    post: str
    decree: str
    since: date | None
    until: date | None
    is_active: bool
    coached: int = 0

    def covers(self, day: date) -> bool:
        has_begun = self.since is None or self.since <= day
        return self.is_active and has_begun and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ContactTrial:
    """One published contact: when it was last tried and whether it worked. None: never tried."""

    tested_on: date | None
    works: bool


@dataclass(frozen=True, slots=True)
class OfficerReplacement:
    """`came` took the place of `left` on this day."""

    left: OfficerService
    came: OfficerService
    on: date

    @property
    def is_early(self) -> bool:
        """Whether the one who left had served less than a year. Without a known beginning: not."""
        return self.left.since is not None and self.on - self.left.since < YEAR


@dataclass(frozen=True, slots=True)
class OfficerRemark:
    """`count` is how many officers, replacements or contacts it is about; `names` who; `day` when it happens."""

    concern: OfficerConcern
    count: int = 0
    names: tuple[str, ...] = ()
    day: date | None = None


def field_window(today: date) -> tuple[date, date]:
    """The field work that lies ahead, or the one under way."""
    (first_month, first_day), (last_month, last_day) = FIELD_WORK
    year = today.year if today <= date(today.year, last_month, last_day) else today.year + 1
    return date(year, first_month, first_day), date(year, last_month, last_day)


def is_tested_this_month(tested_on: date | None, today: date) -> bool:
    return tested_on is not None and (tested_on.year, tested_on.month) == (today.year, today.month)


def replacements(services: Sequence[OfficerService], today: date) -> tuple[OfficerReplacement, ...]:
    """Those of the last 24 months, oldest first.

    Whoever began took the place of the one who had last left by then. Nobody is replaced twice; a second row of the
    same person is a renewal; and who left without a recorded day is not counted, for that day is unknown.
    """
    gone = sorted((left for left in services if left.until), key=lambda left: left.until or date.max)
    found = []
    for came in sorted((came for came in services if came.since), key=lambda came: came.since or date.max):
        on = came.since or date.max
        places = [left for left in gone if left is not came and (left.until or date.max) <= on + HANDOVER]
        if places:
            gone.remove(places[-1])
            if places[-1].name.casefold() != came.name.casefold():
                found.append(OfficerReplacement(places[-1], came, on))
    return tuple(one for one in found if today - LOOKED_BACK < one.on <= today)


def remarks(
    services: Sequence[OfficerService], contacts: Sequence[ContactTrial], today: date
) -> tuple[OfficerRemark, ...]:
    """What an assessor would object to, the gravest first."""
    return (*_of_service(services, today), *_of_contacts(contacts, today))


def _of_service(services: Sequence[OfficerService], today: date) -> Iterator[OfficerRemark]:
    serving = [service for service in services if service.covers(today)]
    if not serving:
        yield OfficerRemark(OfficerConcern.NO_OFFICER)
    elif len(serving) < FEWEST:
        yield OfficerRemark(OfficerConcern.FEW_OFFICERS, len(serving))
    yield from _of_decrees(serving, today)
    early = [one for one in replacements(services, today) if one.is_early]
    if len(early) >= OFTEN:
        yield OfficerRemark(OfficerConcern.CHANGES_OFTEN, len(early))
    uncoached = tuple(service.name for service in serving if not service.coached)
    if uncoached:
        yield OfficerRemark(OfficerConcern.NO_COACHING, len(uncoached), uncoached)


def _of_decrees(serving: Sequence[OfficerService], today: date) -> Iterator[OfficerRemark]:
    missing = tuple(service.name for service in serving if not service.decree)
    if missing:
        yield OfficerRemark(OfficerConcern.DECREE_MISSING, len(missing), missing)
    _, last = field_window(today)
    ends = {service.name: service.until for service in serving if service.until and service.until < last}
    if ends:
        yield OfficerRemark(OfficerConcern.DECREE_LAPSES, len(ends), tuple(ends), min(ends.values()))


def _of_contacts(contacts: Sequence[ContactTrial], today: date) -> Iterator[OfficerRemark]:
    if not contacts:
        yield OfficerRemark(OfficerConcern.NO_CONTACT)
    failed = sum(contact.tested_on is not None and not contact.works for contact in contacts)
    if failed:
        yield OfficerRemark(OfficerConcern.CONTACT_FAILED, failed)
    untested = sum(not is_tested_this_month(contact.tested_on, today) for contact in contacts)
    if untested:
        yield OfficerRemark(OfficerConcern.CONTACT_UNTESTED, untested)
