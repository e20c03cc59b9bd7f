"""What a scored unit looks like, from the unit down to its observations."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from scoring.instrument import Scope
from scoring.observations import Observation
from scoring.readings import Readings


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """`weight`: percent of its dimension among the indicators that apply, 0 for one that does not.

    `responses` of `required` are survey respondents, for information; `required` is None for other scopes.
    """

    code: str
    name: str
    scope: Scope
    weight: Decimal
    readings: Readings
    observations: tuple[Observation, ...]
    answered: int
    expected: int
    responses: int
    required: int | None


@dataclass(frozen=True, slots=True)
class VariableScore:
    """A variable is a heading: its readings are shown, but the dimension follows from the indicators."""

    code: str
    name: str
    readings: Readings
    indicators: tuple[IndicatorScore, ...]
    answered: int
    expected: int


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """`weight`: percent of the unit among the dimensions that apply, 0 for one that does not.

    `withheld`: a blank in it leaves the unit without a headline. `whole`: percent that the weights of its indicators
    make together; 100 unless the instrument's printed weights fall short (nine times 0.111).
    """

    code: str
    name: str
    weight: Decimal
    readings: Readings
    variables: tuple[VariableScore, ...]
    answered: int
    expected: int
    withheld: bool = False
    whole: Decimal = Decimal(100)

    @property
    def indicators(self) -> tuple[IndicatorScore, ...]:
        return tuple(indicator for variable in self.variables for indicator in variable.indicators)


@dataclass(frozen=True, slots=True)
class PartScore:
    """`weight`: percent of the unit among the parts that apply."""

    code: str
    name: str
    weight: Decimal
    readings: Readings
    dimensions: tuple[DimensionScore, ...]
    answered: int
    expected: int
    withheld: bool


@dataclass(frozen=True, slots=True)
class UnitScore:
    """`answered` of `expected` observations. `complete`: none is blank, and there is at least one.

    `parts` is empty where the instrument has none; `dimensions` are always all of them. `withheld`: there is no
    headline before a dimension that must not count as zero is filled in.
    """

    readings: Readings
    dimensions: tuple[DimensionScore, ...]
    answered: int
    expected: int
    complete: bool
    parts: tuple[PartScore, ...] = ()
    withheld: bool = False

    def indicators(self) -> Iterator[IndicatorScore]:
        for dimension in self.dimensions:
            yield from dimension.indicators
