"""The part of an instrument version that decides a score, as plain values.

Names, level texts and provenance that only people read stay with the model and the instrument file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Scope(StrEnum):
    """Who or what one observation of an indicator is about."""

    UNIT = "unit"
    PRODUCT = "product"
    OFFICIAL = "official"
    COMPLAINT_OFFICER = "complaint_officer"
    USER = "user"
    SECONDARY = "secondary"
    GOVERNMENT = "government"


SUBJECT_SCOPES = frozenset({Scope.PRODUCT, Scope.OFFICIAL, Scope.COMPLAINT_OFFICER})
"""Scopes answered once for each named product, official or complaint officer."""


class RollUp(StrEnum):
    """How a government's total follows from its loci."""

    MEAN_OF_LOCI = "mean_of_loci"
    MEAN_BY_PRODUCTS = "mean_by_products"


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the grading table. `lower` is inclusive and compared with the rounded score."""

    lower: Decimal
    zone: str
    grade: str
    label: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """`maximum` is the points of the highest level; None for a secondary figure, which is already on the scale."""

    code: str
    name: str
    scope: Scope
    weight: Decimal
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Variable:
    code: str
    name: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """`weight` is relative: effective weight = weight / sum of the weights of all dimensions."""

    code: str
    name: str
    weight: Decimal
    variables: tuple[Variable, ...]

    def indicators(self) -> Iterator[Indicator]:
        for variable in self.variables:
            yield from variable.indicators


@dataclass(frozen=True, slots=True)
class Instrument:
    """A version of an instrument, immutable.

    `samples` gives the number of observations wanted per unit (for `user`: survey respondents, information only).
    `outcome_factors` multiplies an official's points by how the interview went.
    `scale` is the value of a perfect score (100 for KSPP, 5 for PEKPPP); `decimals` are kept by the one rounding.
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

    def indicators(self) -> Iterator[Indicator]:
        for dimension in self.dimensions:
            yield from dimension.indicators()
