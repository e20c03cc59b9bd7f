"""What a unit claimed, what the reviewer confirmed, what the Ombudsman published; and what the past says of the next.

A difference is the later figure minus the earlier one, in points of the instrument's scale: below zero means that the
claim was too high. Method and limits: docs/honesty.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from kspp.lib.numbers import half_up
from scoring.rounding import to_decimal

NEEDED = 3
"""Pairs below which nothing is concluded: neither how reliable a claim is nor what the official figure will be."""

T_90 = tuple(
    Decimal(text)
    for text in (
        "3.078 1.886 1.638 1.533 1.476 1.440 1.415 1.397 1.383 1.372 1.363 1.356 1.350 1.345 1.341"
        " 1.337 1.333 1.330 1.328 1.325 1.323 1.321 1.319 1.318 1.316 1.315 1.314 1.313 1.311 1.310"
    ).split()
)
"""The 0.90 quantile of Student's t for 1 to 30 degrees of freedom: four of five values lie within ± this. Beyond 30 the
last one is used, which makes a range a hair wider than it need be."""

_FIFTY_DIGITS = Context(prec=50)

Floors = Mapping[str, Decimal | None]
"""Unrounded floor by the indicator's code; None where it does not apply."""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One unit or government in one year, rounded figures, None where unknown.

    `claimed`: as first submitted. `reviewed`: as last verified. `review_compares`: both by the same instrument version.
    `official_compares`: the official figure is of the same family of instruments and on the same scale.
    """

    year: int
    claimed: Decimal | None = None
    reviewed: Decimal | None = None
    official: Decimal | None = None
    review_compares: bool = True
    official_compares: bool = True

    @property
    def correction(self) -> Decimal | None:
        """What the review changed."""
        return difference(self.reviewed, self.claimed) if self.review_compares else None

    @property
    def gap(self) -> Decimal | None:
        """How the official figure stands to the claim."""
        return difference(self.official, self.claimed) if self.official_compares else None


@dataclass(frozen=True, slots=True)
class ClaimReliability:
    """How reliable claims were. `signed`, `absolute`: mean difference with and without its sign, unrounded points;
    None below NEEDED pairs. `lowered` and `raised` of `count` claims."""

    count: int
    lowered: int
    raised: int
    signed: Decimal | None
    absolute: Decimal | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """`figure` with `low` and `high`, rounded and within the scale; None without a claim or below NEEDED pairs.

    `shift`: the mean of the `count` past differences, unrounded; None below NEEDED.
    """

    count: int
    shift: Decimal | None = None
    figure: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def difference(later: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    """Exact; None when one of the two is unknown."""
    if later is None or earlier is None:
        return None
    return to_decimal(Fraction(later) - Fraction(earlier))


def measure(differences: Sequence[Decimal]) -> ClaimReliability:
    is_enough = len(differences) >= NEEDED
    return ClaimReliability(
        count=len(differences),
        lowered=sum(each < 0 for each in differences),
        raised=sum(each > 0 for each in differences),
        signed=to_decimal(_mean(differences)) if is_enough else None,
        absolute=to_decimal(_mean([each.copy_abs() for each in differences])) if is_enough else None,
    )


def by_indicator(pairs: Iterable[tuple[Floors, Floors]]) -> dict[str, ClaimReliability]:
    """A measure for each indicator that both the claim and the review of a pair know."""
    differences: dict[str, list[Decimal]] = defaultdict(list)
    for claimed, reviewed in pairs:
        for code, before in claimed.items():
            change = difference(reviewed.get(code), before)
            if change is not None:
                differences[code].append(change)
    return {code: measure(found) for code, found in differences.items()}


def most_lowered(measures: Mapping[str, ClaimReliability]) -> list[tuple[str, ClaimReliability]]:
    """Those ever lowered: most often first, of equals the largest share, then by code."""
    lowered = [(code, found) for code, found in measures.items() if found.lowered]
    return sorted(lowered, key=lambda each: (-each[1].lowered, each[1].count, each[0]))


def pooled(units: Iterable[ClaimRecord], totals: Iterable[ClaimRecord]) -> list[Decimal]:
    """Past differences official - claimed of a government: of each year its units', else that of its total.

    A total is never counted beside the units it was made from.
    """
    of_units: dict[int, list[Decimal]] = defaultdict(list)
    for record in units:
        if record.gap is not None:
            of_units[record.year].append(record.gap)
    of_totals = {record.year: record.gap for record in totals if record.gap is not None}
    years = sorted({*of_units, *of_totals})
    return [gap for year in years for gap in of_units.get(year) or [of_totals[year]]]


def forecast(
    claimed: Decimal | None, differences: Sequence[Decimal], scale: Decimal = Decimal(100), decimals: int = 2
) -> Forecast:
    """The claim moved by the mean difference, ± t x s x sqrt(1 + 1/n): the range in which four of five new figures
    fall if differences go on as they did. Clamped to the scale, rounded half up once.
    """
    count = len(differences)
    if count < NEEDED:
        return Forecast(count)
    shift = _mean(differences)
    if claimed is None:
        return Forecast(count, to_decimal(shift))
    centre, reach = Fraction(claimed) + shift, Fraction(_reach(differences, shift))
    low, figure, high = (
        half_up(min(max(to_decimal(value), Decimal(0)), scale), decimals)
        for value in (centre - reach, centre, centre + reach)
    )
    return Forecast(count, to_decimal(shift), figure, low, high)


def _reach(differences: Sequence[Decimal], shift: Fraction) -> Decimal:
    count = len(differences)
    variance = sum(((Fraction(each) - shift) ** 2 for each in differences), Fraction(0)) / (count - 1)
    spread = to_decimal(variance * (1 + Fraction(1, count))).sqrt(_FIFTY_DIGITS)
    quantile = T_90[min(count - 1, len(T_90)) - 1]
    return _FIFTY_DIGITS.multiply(quantile, spread)


def _mean(values: Sequence[Decimal]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)
