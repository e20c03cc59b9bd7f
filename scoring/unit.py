"""The score of one unit, from observation to total, in three readings. docs/scoring.md has it in prose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.checking import check_sheet
from scoring.instrument import Dimension, Formula, Indicator, Instrument, Part, Scope, WhenBlank
from scoring.observations import Observation, OpenedSheet
from scoring.readings import ExactReadings, Grading, Parts, percents, weighted_mean
from scoring.rounding import to_decimal
from scoring.scores import DimensionScore, IndicatorScore, PartScore, UnitScore, VariableScore
from scoring.sheet import Sheet


def score_unit(instrument: Instrument, sheet: Sheet) -> UnitScore:
    """Raises SheetError when the sheet contradicts itself or the instrument."""
    check_sheet(instrument, sheet)
    scorer = _scorer(instrument, sheet)
    groups = scorer.groups()
    shares = percents([(group.weight, group.exact) for group in groups])
    parts = tuple(scorer.part(group, share) for group, share in zip(groups, shares, strict=True))
    dimensions = tuple(dimension for part in parts for dimension in part.dimensions)
    answered, expected = _count(dimensions)
    withheld = any(dimension.withheld for dimension in dimensions)
    exact = weighted_mean([(group.weight, group.exact) for group in groups])
    return UnitScore(
        readings=scorer.grading.readings(exact.without_floor() if withheld else exact),
        dimensions=dimensions,
        answered=answered,
        expected=expected,
        complete=0 < expected == answered,
        parts=parts if instrument.parts else (),
        withheld=withheld,
    )


def exact_headline(instrument: Instrument, sheet: Sheet) -> Fraction | None:
    """The unit's floor as a fraction, where `score_unit` has it as a Decimal; None while it is withheld.

    Raises SheetError.
    """
    check_sheet(instrument, sheet)
    scorer = _scorer(instrument, sheet)
    groups = scorer.groups()
    if any(scorer.withholds(dimension) for dimension in instrument.dimensions):
        return None
    return weighted_mean([(group.weight, group.exact) for group in groups]).floor


def headline_of(instrument: Instrument, floors: Mapping[str, Decimal | None]) -> Fraction | None:
    """The unit's floor out of the kept floors of its indicators, None for one that does not apply.

    None where an indicator is not among them.
    """
    if any(indicator.code not in floors for indicator in instrument.indicators()):
        return None
    kept = {code: None if floor is None else Fraction(floor) for code, floor in floors.items()}
    scorer = _Scorer(
        instrument, {code: _Measured((), ExactReadings(floor, floor, floor)) for code, floor in kept.items()}
    )
    return weighted_mean([(group.weight, group.exact) for group in scorer.groups()]).floor


def indicator_shares(instrument: Instrument, sheet: Sheet) -> dict[str, Fraction]:
    """What one point of an indicator's headline adds to the unit's, by code; 0 for one that does not apply."""
    scorer = _scorer(instrument, sheet)
    groups = scorer.groups()
    shares = {indicator.code: Fraction(0) for indicator in instrument.indicators()}
    for group, of_unit in zip(groups, _shares([(group.weight, group.exact) for group in groups]), strict=True):
        for dimension, of_part in zip(group.dimensions, _shares(group.weighed), strict=True):
            whole = of_unit * of_part * scorer.printed(dimension)
            members = tuple(dimension.indicators())
            of_dimension = _shares(scorer.weighed(members))
            shares |= {i.code: whole * share for i, share in zip(members, of_dimension, strict=True)}
    return shares


def _shares(parts: Parts) -> list[Fraction]:
    total = sum((weight for weight, exact in parts if exact.floor is not None), Fraction(0))
    return [weight / total if total and exact.floor is not None else Fraction(0) for weight, exact in parts]


WHOLE_UNIT = Part("", "", Decimal(1))
"""Stands for the parts of an instrument that has none: every dimension belongs to it."""


@dataclass(frozen=True, slots=True)
class _Group:
    """A part with its dimensions in the order of the instrument, each with its relative weight and value."""

    part: Part
    weight: Fraction
    dimensions: tuple[Dimension, ...]
    weighed: Parts
    exact: ExactReadings


@dataclass(frozen=True, slots=True)
class _Measured:
    """An indicator's observations and their mean."""

    observations: tuple[Observation, ...]
    exact: ExactReadings


class _Scorer:
    def __init__(self, instrument: Instrument, measured: Mapping[str, _Measured]) -> None:
        self.instrument = instrument
        self.grading = Grading(instrument.unit_bands(), instrument.decimals)
        self.measured = measured

    def groups(self) -> list[_Group]:
        return [self.group(part) for part in self.instrument.parts or (WHOLE_UNIT,)]

    def group(self, part: Part) -> _Group:
        members = tuple(dimension for dimension in self.instrument.dimensions if dimension.part == part.code)
        weighed = [(self._weight_of(dimension), self._value_of(dimension)) for dimension in members]
        return _Group(part, Fraction(part.weight), members, weighed, weighted_mean(weighed))

    def part(self, group: _Group, percent: Decimal) -> PartScore:
        dimensions = self.dimensions(group, percent)
        withheld = any(dimension.withheld for dimension in dimensions)
        readings = self.grading.readings(group.exact.without_floor() if withheld else group.exact)
        return PartScore(group.part.code, group.part.name, percent, readings, dimensions, *_count(dimensions), withheld)

    def dimensions(self, group: _Group, share: Decimal) -> tuple[DimensionScore, ...]:
        """`share`: percent of the unit that the group has."""
        within = zip(group.dimensions, group.weighed, percents(group.weighed), strict=True)
        return tuple(
            self._dimension(dimension, exact, to_decimal(Fraction(percent) * Fraction(share) / 100))
            for dimension, (_, exact), percent in within
        )

    def _dimension(self, dimension: Dimension, exact: ExactReadings, percent: Decimal) -> DimensionScore:
        variables = self.variables(dimension)
        answered, expected = _count(variables)
        withheld = self.withholds(dimension)
        readings = self.grading.readings(exact.without_floor() if withheld else exact)
        whole = to_decimal(100 * self.printed(dimension))
        return DimensionScore(
            dimension.code, dimension.name, percent, readings, variables, answered, expected, withheld, whole
        )

    def withholds(self, dimension: Dimension) -> bool:
        """Whether a blank in it leaves the unit without a headline."""
        if dimension.when_blank is not WhenBlank.WITHHELD:
            return False
        return any(o.value is None for i in dimension.indicators() for o in self.measured[i.code].observations)

    def _weight_of(self, dimension: Dimension) -> Fraction:
        if self.instrument.formula is Formula.WEIGHTED_DIMENSIONS:
            return Fraction(dimension.weight)
        applying = (i for i in dimension.indicators() if self.measured[i.code].exact.floor is not None)
        return sum((Fraction(indicator.weight) for indicator in applying), Fraction(0))

    def _value_of(self, dimension: Dimension) -> ExactReadings:
        return self.mean_of(dimension.indicators()).times(self.printed(dimension))

    @staticmethod
    def printed(dimension: Dimension) -> Fraction:
        """What the printed weights of a dimension add up to, 1 where they are relative."""
        if dimension.weight_total is None:
            return Fraction(1)
        total = sum((Fraction(indicator.weight) for indicator in dimension.indicators()), Fraction(0))
        return total / Fraction(dimension.weight_total)

    def mean_of(self, indicators: Iterable[Indicator]) -> ExactReadings:
        return weighted_mean(self.weighed(indicators))

    def variables(self, dimension: Dimension) -> tuple[VariableScore, ...]:
        members = tuple(dimension.indicators())
        weights = zip(members, percents(self.weighed(members)), strict=True)
        scores = {indicator.code: self._indicator(indicator, percent) for indicator, percent in weights}
        variables = []
        for variable in dimension.variables:
            indicators = tuple(scores[indicator.code] for indicator in variable.indicators)
            readings = self.grading.readings(self.mean_of(variable.indicators))
            variables.append(VariableScore(variable.code, variable.name, readings, indicators, *_count(indicators)))
        return tuple(variables)

    def weighed(self, indicators: Iterable[Indicator]) -> Parts:
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
            responses=sum(observation.kind.respondents(observation.answer) for observation in observations),
            required=self.instrument.samples.get(Scope.USER) if indicator.scope is Scope.USER else None,
        )


def _scorer(instrument: Instrument, sheet: Sheet) -> _Scorer:
    book = OpenedSheet.of(instrument, sheet)
    return _Scorer(instrument, {each.code: _measure(book.observations(each)) for each in instrument.indicators()})


def _measure(observations: tuple[Observation, ...]) -> _Measured:
    return _Measured(observations, weighted_mean([(Fraction(1), observation.exact) for observation in observations]))


def _count(parts: Sequence[IndicatorScore | VariableScore | DimensionScore | PartScore]) -> tuple[int, int]:
    return sum(part.answered for part in parts), sum(part.expected for part in parts)
