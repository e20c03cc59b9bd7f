"""The score of a government, rolled up from its loci."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from scoring.instrument import Band, RollUp
from scoring.readings import ExactReadings, Grading, Readings, percents, weighted_mean
from scoring.rounding import to_decimal
from scoring.scores import UnitScore

SETTLED_DECIMALS = 10
"""A locus arrives as a Decimal that may have been cut off (1/3), even stored with 12 decimals. Their mean is taken to
this many decimals before the rounding, so that a tie such as 87.995 is not lost to a missing 1E-12."""

_WIDE = Context(prec=50)


@dataclass(frozen=True, slots=True)
class LocusScore:
    """One locus with its unrounded readings on the scale, all None while the unit has no answers or no assessment.

    `weight` is its number of products and matters for RollUp.MEAN_BY_PRODUCTS only. `complete`: nothing in it is blank.
    """

    code: str
    name: str
    floor: Decimal | None
    answered_only: Decimal | None
    ceiling: Decimal | None
    weight: Decimal = Decimal(1)
    complete: bool = True

    @classmethod
    def of(cls, code: str, name: str, score: UnitScore | None, weight: Decimal = Decimal(1)) -> "LocusScore":
        """The locus of a scored unit; `score` is None where there is no assessment."""
        if score is None or not score.answered:
            return cls(code, name, None, None, None, weight, complete=False)
        r = score.readings
        return cls(code, name, r.floor.value, r.answered_only.value, r.ceiling.value, weight, score.complete)

    @property
    def is_withheld(self) -> bool:
        """It has answers, but no headline before something that must not count as zero is filled in."""
        return self.is_answered and self.floor is None

    @property
    def is_answered(self) -> bool:
        return self.answered_only is not None


@dataclass(frozen=True, slots=True)
class RolledUpLocus:
    """A locus inside a total: `weight` is its percent of the total, `readings` are graded like the total."""

    locus: LocusScore
    weight: Decimal
    readings: Readings


@dataclass(frozen=True, slots=True)
class GovernmentScore:
    """`complete` is False ("belum lengkap") while a locus is missing or has blanks.

    While a locus is withheld (PEKPPP without F-03) the total has no floor either.
    """

    readings: Readings
    loci: tuple[RolledUpLocus, ...]
    loci_answered: int
    loci_total: int
    complete: bool


def score_government(
    loci: Sequence[LocusScore],
    bands: Sequence[Band],
    decimals: int = 2,
    roll_up: RollUp = RollUp.MEAN_OF_LOCI,
    scale: Decimal = Decimal(100),
) -> GovernmentScore:
    """Mean of the loci at full precision. A missing locus is 0 in the floor and full in the ceiling."""
    grading = Grading(bands, decimals)
    parts = [(_weight(locus.weight, roll_up), _exact(locus, scale)) for locus in loci]
    weights = zip(loci, percents(parts), parts, strict=True)
    rolled_up = tuple(
        RolledUpLocus(locus, weight, grading.readings(exact.without_floor() if locus.is_withheld else exact))
        for locus, weight, (_, exact) in weights
    )
    total = _settled(weighted_mean(parts))
    if any(locus.is_withheld for locus in loci):
        total = total.without_floor()
    answered = sum(locus.is_answered for locus in loci)
    complete = bool(loci) and all(locus.is_answered and locus.complete for locus in loci)
    return GovernmentScore(grading.readings(total), rolled_up, answered, len(loci), complete)


def locus_shares(weights: Sequence[Decimal], roll_up: RollUp) -> list[Fraction]:
    """What one point of each locus adds to the total; `weights` as of LocusScore. They add up to 1."""
    counted = [_weight(weight, roll_up) for weight in weights]
    total = sum(counted, Fraction(0))
    return [weight / total for weight in counted]


def _weight(weight: Decimal, roll_up: RollUp) -> Fraction:
    return Fraction(weight if roll_up is RollUp.MEAN_BY_PRODUCTS else 1)


def _exact(locus: LocusScore, scale: Decimal) -> ExactReadings:
    return ExactReadings(
        Fraction(locus.floor or 0),
        None if locus.answered_only is None else Fraction(locus.answered_only),
        Fraction(scale if locus.ceiling is None else locus.ceiling),
    )


def _settled(exact: ExactReadings) -> ExactReadings:
    return ExactReadings(settle(exact.floor), settle(exact.answered_only), settle(exact.ceiling))


def settle(value: Fraction | None) -> Fraction | None:
    """A total to SETTLED_DECIMALS decimals; None stays None."""
    if value is None:
        return None
    step = Decimal(1).scaleb(-SETTLED_DECIMALS)
    return Fraction(to_decimal(value).quantize(step, rounding=ROUND_HALF_EVEN, context=_WIDE))
