"""The score of one unit, from observation to total, in three readings. docs/scoring.md has it in prose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.checking import check_sheet
from assessments.scoring.instrument import Dimension, Indicator, Instrument, Scope
from assessments.scoring.observations import Book, Observation, responses
from assessments.scoring.readings import Exact, Grading, Parts, percents, weighted_mean
from assessments.scoring.scores import DimensionScore, IndicatorScore, UnitScore, VariableScore
from assessments.scoring.sheet import Sheet


def score_unit(instrument: Instrument, sheet: Sheet) -> UnitScore:
    """Raises SheetError when the sheet contradicts itself or the instrument."""
    check_sheet(instrument, sheet)
    scorer = _Scorer(instrument, Book.of(instrument, sheet))
    parts = [(Fraction(part.weight), scorer.mean_of(part.indicators())) for part in instrument.dimensions]
    dimensions = []
    for dimension, (_, exact), percent in zip(instrument.dimensions, parts, percents(parts), strict=True):
        variables = scorer.variables(dimension)
        readings = scorer.grading.readings(exact)
        counts = _count(variables)
        dimensions.append(DimensionScore(dimension.code, dimension.name, percent, readings, variables, *counts))
    answered, expected = _count(dimensions)
    readings = scorer.grading.readings(weighted_mean(parts))
    return UnitScore(readings, tuple(dimensions), answered, expected, complete=0 < expected == answered)


@dataclass(frozen=True, slots=True)
class _Measured:
    """An indicator's observations and their mean."""

    observations: tuple[Observation, ...]
    exact: Exact


class _Scorer:
    def __init__(self, instrument: Instrument, book: Book) -> None:
        self.instrument = instrument
        self.grading = Grading(instrument.bands, instrument.decimals)
        self.measured = {each.code: _measure(book.observations(each)) for each in instrument.indicators()}

    def mean_of(self, indicators: Iterable[Indicator]) -> Exact:
        return weighted_mean(self._parts(indicators))

    def variables(self, dimension: Dimension) -> tuple[VariableScore, ...]:
        members = tuple(dimension.indicators())
        weights = zip(members, percents(self._parts(members)), strict=True)
        scores = {indicator.code: self._indicator(indicator, percent) for indicator, percent in weights}
        variables = []
        for variable in dimension.variables:
            indicators = tuple(scores[indicator.code] for indicator in variable.indicators)
            readings = self.grading.readings(self.mean_of(variable.indicators))
            variables.append(VariableScore(variable.code, variable.name, readings, indicators, *_count(indicators)))
        return tuple(variables)

    def _parts(self, indicators: Iterable[Indicator]) -> Parts:
        return [(Fraction(indicator.weight), self.measured[indicator.code].exact) for indicator in indicators]

    def _indicator(self, indicator: Indicator, percent: Decimal) -> IndicatorScore:
        observations = self.measured[indicator.code].observations
        return IndicatorScore(
            code=indicator.code,
            name=indicator.name,
            scope=indicator.scope,
            weight=percent,
            readings=self.grading.readings(self.measured[indicator.code].exact),
            observations=observations,
            answered=sum(observation.value is not None for observation in observations),
            expected=len(observations),
            responses=sum(responses(observation.answer) for observation in observations),
            required=self.instrument.samples.get(Scope.USER) if indicator.scope is Scope.USER else None,
        )


def _measure(observations: tuple[Observation, ...]) -> _Measured:
    return _Measured(observations, weighted_mean([(Fraction(1), observation.exact) for observation in observations]))


def _count(parts: Sequence[IndicatorScore | VariableScore | DimensionScore]) -> tuple[int, int]:
    return sum(part.answered for part in parts), sum(part.expected for part in parts)
