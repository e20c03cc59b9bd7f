"""What a government may expect beside its score: the opinion with or without its clause, an award, a certificate.

All of it follows from the instrument version: its `clause`, its `award_zone`, its `certificate_from`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scoring.instrument import Instrument
from scoring.readings import Reading


@dataclass(frozen=True, slots=True)
class Oversight:
    """Oversight products of the Ombudsman in the whole government: received, and of those followed up to completion.

    None is "not recorded", which is not "none".
    """

    received: int | None = None
    completed: int | None = None

    @property
    def open(self) -> int | None:
        if self.received is None or self.completed is None:
            return None
        return self.received - self.completed


class Clause(StrEnum):
    """Whether the clause follows the word, and if not, why."""

    GIVEN = "given"
    OPEN = "open"
    UNKNOWN = "unknown"


class Award(StrEnum):
    """`HELD`: the zone is reached but an oversight product is open. `UNKNOWN`: reached, the register is not filled."""

    ELIGIBLE = "eligible"
    HELD = "held"
    UNKNOWN = "unknown"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Two fields: the word of the band, and the clause, empty unless it is given."""

    word: str
    clause: str
    why: Clause


@dataclass(frozen=True, slots=True)
class Certificate:
    """`units`: names of those that reach `lower` themselves."""

    lower: Decimal
    is_reached: bool
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognition:
    """None where the instrument knows no such thing, or there is no score yet. `units`: those in the award's zone."""

    oversight: Oversight
    opinion: Opinion | None = None
    award: Award | None = None
    award_zone: str = ""
    award_units: tuple[str, ...] = ()
    certificate: Certificate | None = None

    @property
    def is_any(self) -> bool:
        return any(each is not None for each in (self.opinion, self.award, self.certificate))


def recognition(
    instrument: Instrument, total: Reading, oversight: Oversight, units: Iterable[tuple[str, Reading]] = ()
) -> Recognition:
    """`total` and the `units` (name, reading) by the headline reading."""
    if total.rounded is None:
        return Recognition(oversight)
    known = [(name, reading) for name, reading in units if reading.rounded is not None]
    has_award = any(band.zone == instrument.award_zone for band in instrument.bands if band.zone)
    zone = instrument.award_zone if has_award else ""
    return Recognition(
        oversight=oversight,
        opinion=_opinion(instrument, total, oversight),
        award=_award(zone, total, oversight) if zone else None,
        award_zone=zone,
        award_units=tuple(name for name, reading in known if zone and _zone(reading) == zone),
        certificate=_certificate(instrument.certificate_from, total, known),
    )


def _opinion(instrument: Instrument, total: Reading, oversight: Oversight) -> Opinion | None:
    if not instrument.clause or total.band is None:
        return None
    if oversight.open is None:
        return Opinion(total.band.label, "", Clause.UNKNOWN)
    if oversight.open:
        return Opinion(total.band.label, "", Clause.OPEN)
    return Opinion(total.band.label, instrument.clause, Clause.GIVEN)


def _award(zone: str, total: Reading, oversight: Oversight) -> Award:
    if _zone(total) != zone:
        return Award.NOT_REACHED
    if oversight.open is None:
        return Award.UNKNOWN
    return Award.HELD if oversight.open else Award.ELIGIBLE


def _certificate(lower: Decimal | None, total: Reading, units: Iterable[tuple[str, Reading]]) -> Certificate | None:
    if lower is None:
        return None
    return Certificate(
        lower, _reaches(total, lower), tuple(name for name, reading in units if _reaches(reading, lower))
    )


def _zone(reading: Reading) -> str:
    return reading.band.zone if reading.band else ""


def _reaches(reading: Reading, lower: Decimal) -> bool:
    return reading.rounded is not None and reading.rounded >= lower
