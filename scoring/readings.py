"""Incomplete work has three readings, always shown together, each with its own band."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm
from operator import mul

from scoring.bands import band_for
from scoring.graded import Graded, Trio
from scoring.instrument import Band
from scoring.rounding import as_decimal, rounded, to_decimal


class ReadingName(StrEnum):
    """`FLOOR` is the headline; `ANSWERED_ONLY` is never called the score."""

    FLOOR = "floor"
    ANSWERED_ONLY = "answered_only"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is unrounded and on the instrument's scale; all three are None when there is nothing to read."""

    value: Decimal | None
    rounded: Decimal | None
    band: Band | None

    @property
    def graded(self) -> Graded:
        """As it is published."""
        return Graded.at(self.rounded, self.band)


@dataclass(frozen=True, slots=True)
class Readings:
    """`floor`: blanks count as zero. `answered_only`: blanks are left out. `ceiling`: blanks count as full points."""

    floor: Reading
    answered_only: Reading
    ceiling: Reading

    def named(self, name: ReadingName) -> Reading:
        return {
            ReadingName.FLOOR: self.floor,
            ReadingName.ANSWERED_ONLY: self.answered_only,
            ReadingName.CEILING: self.ceiling,
        }[name]

    @property
    def graded(self) -> Trio:
        return Trio(self.floor.graded, self.answered_only.graded, self.ceiling.graded)


@dataclass(frozen=True, slots=True)
class ExactReadings:
    """The three readings while computing. None takes no part: nothing answered, or not applicable in all three."""

    floor: Fraction | None
    answered_only: Fraction | None
    ceiling: Fraction | None

    def named(self, name: ReadingName) -> Fraction | None:
        return {
            ReadingName.FLOOR: self.floor,
            ReadingName.ANSWERED_ONLY: self.answered_only,
            ReadingName.CEILING: self.ceiling,
        }[name]

    def times(self, factor: Fraction) -> "ExactReadings":
        return ExactReadings(
            *(None if v is None else v * factor for v in (self.floor, self.answered_only, self.ceiling))
        )

    def without_floor(self) -> "ExactReadings":
        """Where a blank must not count as zero."""
        return replace(self, floor=None)


@dataclass(frozen=True, slots=True)
class Grading:
    """How exact figures become readings."""

    bands: Sequence[Band]
    decimals: int

    def readings(self, exact: ExactReadings) -> Readings:
        return Readings(*(self.reading(value) for value in (exact.floor, exact.answered_only, exact.ceiling)))

    def reading(self, exact: Fraction | None) -> Reading:
        value = as_decimal(exact)
        shown = rounded(value, self.decimals)
        return Reading(value, shown, band_for(shown, self.bands))


Parts = Sequence[tuple[Fraction, ExactReadings]]
"""Relative weights with what they weigh."""


def weighted_mean(parts: Parts) -> ExactReadings:
    """Each reading's Σ weight x value / Σ weight over the parts that have that reading."""
    return ExactReadings(
        _mean((weight, exact.floor) for weight, exact in parts),
        _mean((weight, exact.answered_only) for weight, exact in parts),
        _mean((weight, exact.ceiling) for weight, exact in parts),
    )


def percents(parts: Parts) -> list[Decimal]:
    """Effective weight of each part, in percent of the parts that apply; 0 for one that does not."""
    total = sum((weight for weight, exact in parts if exact.floor is not None), Fraction(0))
    shares = (100 * weight / total if total and exact.floor is not None else Fraction(0) for weight, exact in parts)
    return [to_decimal(share) for share in shares]


def _mean(parts: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """In whole numbers over one common denominator: as exact as adding fractions one by one, and much faster."""
    known = [(weight, value) for weight, value in parts if value is not None]
    weights = _over(lcm(*(weight.denominator for weight, _ in known)), (weight for weight, _ in known))
    denominator = lcm(*(value.denominator for _, value in known))
    values = _over(denominator, (value for _, value in known))
    total = sum(weights)
    return Fraction(sum(map(mul, weights, values)), denominator * total) if total else None


def _over(denominator: int, fractions: Iterable[Fraction]) -> list[int]:
    return [fraction.numerator * (denominator // fraction.denominator) for fraction in fractions]
