"""What would raise a unit's score the most, by rule. Pure.

Only what the unit itself can change is advised: answers by level, and whatever is still blank. Survey answers and
secondary figures that are already there belong to the citizens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.observations import Observation
from scoring.scores import DimensionScore, IndicatorScore, UnitScore


@dataclass(frozen=True, slots=True)
class AdvisedChange:
    """A change of one indicator: all its blanks filled with full points, or each answer that can rise one level up.

    `gain` is what the unit's floor gains, exactly: the floor is a weighted sum of observations, so a change in one
    indicator moves it by weight x change, whatever the others say. A test holds it against the scoring core.
    """

    indicator: IndicatorScore
    is_blank: bool
    gain: Fraction

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names of the products, officials or officers concerned, as far as they have been named."""
        concerned = (o for o in self.indicator.observations if (_is_blank(o) if self.is_blank else _can_rise(o)))
        return tuple(o.subject.name for o in concerned if o.subject)

    @property
    def target_points(self) -> int | None:
        """The level that the lowest liftable answer is to reach; None for blanks."""
        points = [_points(o) for o in self.indicator.observations if _can_rise(o)]
        return None if self.is_blank else int(min(p for p in points if p is not None)) + 1


def best_moves(score: UnitScore, limit: int) -> list[AdvisedChange]:
    """The moves with the largest gain, largest first; ties in the order of the instrument."""
    moves = [move for dimension in score.dimensions for move in _moves(dimension) if move.gain > 0]
    return sorted(moves, key=lambda move: -move.gain)[:limit]


def _moves(dimension: DimensionScore) -> Iterator[AdvisedChange]:
    for indicator in dimension.indicators:
        count = len(indicator.observations)
        if not count:
            continue
        share = Fraction(dimension.weight) * Fraction(indicator.weight) / 10_000 / count
        missing = sum((o.full for o in indicator.observations if _is_blank(o)), Fraction(0))
        rise = sum((_one_level(o) for o in indicator.observations if _can_rise(o)), Fraction(0))
        if missing:
            yield AdvisedChange(indicator, True, share * missing)
        elif rise:
            yield AdvisedChange(indicator, False, share * rise)


def _is_blank(observation: Observation) -> bool:
    return observation.value is None


def _can_rise(observation: Observation) -> bool:
    """Answered by a level below the highest, in an interview that took place."""
    points = _points(observation)
    is_open = observation.kind.is_own and bool(observation.factor)
    return is_open and points is not None and points < observation.maximum


def _points(observation: Observation) -> Fraction | None:
    return observation.kind.points(observation.indicator, observation.answer)


def _one_level(observation: Observation) -> Fraction:
    return observation.full / Fraction(observation.maximum or 1)
