"""The part of an instrument version that decides a score, as plain values.

Names, level texts and provenance that only people read stay with the model and the instrument file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

WHOLE = Decimal(100)
"""The highest figure of secondary data unless the instrument says otherwise."""


class Scope(StrEnum):
    """Who or what one observation of an indicator is about."""

    UNIT = "unit"
    PRODUCT = "product"
    OFFICIAL = "official"
    COMPLAINT_OFFICER = "complaint_officer"
    USER = "user"
    SECONDARY = "secondary"
    GOVERNMENT = "government"


AWARD_ZONE = "hijau"
"""The zone in which governments and units are awarded unless the instrument says otherwise."""

SUBJECT_SCOPES = frozenset({Scope.PRODUCT, Scope.OFFICIAL, Scope.COMPLAINT_OFFICER})
"""Scopes answered once for each named product, official or complaint officer."""


class RollUp(StrEnum):
    """How a government's total follows from its loci."""

    MEAN_OF_LOCI = "mean_of_loci"
    MEAN_BY_PRODUCTS = "mean_by_products"


class Formula(StrEnum):
    """How a unit's score follows from its dimensions.

    `POOLED_INDICATORS`: all indicators weigh directly in the unit, so a dimension counts as much as those of its
    indicators that apply weigh together; its own weight is not used.
    """

    WEIGHTED_DIMENSIONS = "weighted_dimensions"
    POOLED_INDICATORS = "pooled_indicators"


class WhenBlank(StrEnum):
    """What a blank does to the headline: it counts as zero, or there is no headline until it is filled in."""

    ZERO = "zero"
    WITHHELD = "withheld"


class AppliesTo(StrEnum):
    """Whom an indicator is asked of. The portal serves local governments: `MINISTRY` is never asked or counted."""

    ALL = "all"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the grading table. `lower` is inclusive and compared with the rounded score.

    `unit_label` is the word for a unit where it differs from `label`, else empty.
    """

    lower: Decimal
    zone: str
    grade: str
    label: str
    unit_label: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """One of those that are looked for; `code` is unique within its indicator."""

    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`maximum` is the points of the highest level; None for a secondary figure of 0 to `figure_maximum`.

    `things`: what is looked for where their number decides the level; `at_least`: how many of them each level above
    the lowest needs, rising.
    `minimum`: points of the lowest level. A level is worth points / maximum also where the levels start at 1.
    """

    code: str
    name: str
    scope: Scope
    weight: Decimal
    maximum: Decimal | None
    minimum: int = 0
    figure_maximum: Decimal = WHOLE
    applies_to: AppliesTo = AppliesTo.ALL
    things: tuple[Thing, ...] = ()
    at_least: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    code: str
    name: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """`weight` is relative: effective weight = weight / sum of the weights of the dimensions beside it.

    `weight_total`: what the indicators' weights should add up to where they count as printed (nine times 0.111 of 1);
    the dimension's value is then multiplied by their sum / `weight_total`. None: weights are relative.
    """

    code: str
    name: str
    weight: Decimal
    variables: tuple[Variable, ...]
    part: str = ""
    weight_total: Decimal | None = None
    when_blank: WhenBlank = WhenBlank.ZERO

    def indicators(self) -> Iterator[Indicator]:
        for variable in self.variables:
            yield from variable.indicators


@dataclass(frozen=True, slots=True)
class Part:
    """A component above the dimensions; `weight` is relative to the other parts."""

    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of an instrument, immutable.

    `samples` gives the number of observations wanted per unit (for `user`: survey respondents, information only).
    `outcome_factors` multiplies an official's points by how the interview went.
    `scale` is the value of a perfect score (100 for KSPP, 5 for PEKPPP); `decimals` are kept by the one rounding.
    With `parts` every dimension names the part it belongs to. `clause` is added to the opinion of a government that
    has followed up every oversight product. `award_zone`: the zone that may be awarded, `none` for no award.
    `certificate_from`: the lowest rounded score that gets a certificate; None: there are no certificates.
    """

    code: str
    name: str
    dimensions: tuple[Dimension, ...]
    bands: tuple[Band, ...]
    samples: Mapping[Scope, int] = field(default_factory=dict)
    outcome_factors: Mapping[str, Decimal] = field(default_factory=dict)
    roll_up: RollUp = RollUp.MEAN_OF_LOCI
    scale: Decimal = Decimal(100)
    decimals: int = 2
    formula: Formula = Formula.WEIGHTED_DIMENSIONS
    parts: tuple[Part, ...] = ()
    clause: str = ""
    award_zone: str = AWARD_ZONE
    certificate_from: Decimal | None = None

    def indicators(self) -> Iterator[Indicator]:
        for dimension in self.dimensions:
            yield from dimension.indicators()

    def unit_bands(self) -> tuple[Band, ...]:
        """The grading table with the words for a unit."""
        return tuple(replace(band, label=band.unit_label or band.label) for band in self.bands)
