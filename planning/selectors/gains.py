"""The list of what one more level on each observation would add."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from planning.selectors.inputs import PlanningInputs, RisingObservation


@dataclass(frozen=True, slots=True)
class Gain:
    """The next level of one observation. `to_total` is 0 where the unit only prepares."""

    possible: RisingObservation
    to_unit: Fraction
    to_total: Fraction
    days: int

    @property
    def per_day(self) -> Fraction:
        """Points of the unit per working day."""
        return self.to_unit / self.days

    @property
    def total_per_day(self) -> Fraction:
        return self.to_total / self.days


@dataclass(frozen=True, slots=True)
class GainFilter:
    """What the list is narrowed to; empty: everything."""

    unit: int | None = None
    dimension: str = ""


def gains_of(inputs: PlanningInputs, chosen: GainFilter) -> list[Gain]:
    """By gain for each day of work, the best first; of equal ones the larger, then in the usual order."""
    gains = [_gain(possible) for possible in _shown(inputs, chosen)]
    if inputs.is_total:
        return sorted(gains, key=lambda gain: (-gain.total_per_day, -gain.to_total))
    return sorted(gains, key=lambda gain: (-gain.per_day, -gain.to_unit))


def dimensions_of(inputs: PlanningInputs) -> list[tuple[str, str]]:
    """Code and name, in the order of the instrument."""
    return [(dimension.code, dimension.name) for dimension in inputs.spec.dimensions]


def _shown(inputs: PlanningInputs, chosen: GainFilter) -> Iterator[RisingObservation]:
    homes = {indicator.code: d.code for d in inputs.spec.dimensions for indicator in d.indicators()}
    for possible in inputs.possible:
        is_in_unit = chosen.unit in (None, possible.assessment.pk)
        if is_in_unit and chosen.dimension in ("", homes[possible.node.code]):
            yield possible


def _gain(possible: RisingObservation) -> Gain:
    reach = possible.reaches[0]
    return Gain(possible, reach.gain, reach.gain * possible.share, possible.days(reach))
