"""What one more level on each observation would add to the score of a unit, exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessments.scoring.checking import check_sheet
from assessments.scoring.instrument import Indicator, Instrument
from assessments.scoring.observations import Book, Observation, responses
from assessments.scoring.sheet import Measure, Sheet
from assessments.scoring.unit import indicator_shares

FIGURE_STEPS = 10
"""A figure has no levels; it is raised by tenths of its maximum."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A level that can be reached and what it adds to the unit's headline, unrounded, on the instrument's scale."""

    points: Fraction
    gain: Fraction


@dataclass(frozen=True, slots=True)
class Room:
    """One observation that can still rise. `now` is 0 while it is blank; `reaches` go up to the best there is.

    `subject` is None for scopes without subjects and where nobody has been named; `place` tells those apart.
    """

    indicator: str
    subject: str | None
    place: int
    now: Fraction
    reaches: tuple[Reach, ...]


def rooms(instrument: Instrument, sheet: Sheet) -> list[Room]:
    """Every observation with something left to gain, in the order of the instrument. Raises SheetError.

    A survey's mean is raised to the next whole level, a figure to the next tenth of its maximum. An interview settled
    at zero (refused, absent) has no room: only another interview could change it.
    """
    check_sheet(instrument, sheet)
    book, shares = Book.of(instrument, sheet), indicator_shares(instrument, sheet)
    found = []
    for indicator in instrument.indicators():
        observations = book.observations(indicator)
        for place, observation in enumerate(observations):
            worth = shares[indicator.code] * observation.full / len(observations)
            now = _now(observation)
            reaches = tuple(
                Reach(points, worth * (points - now) / Fraction(observation.maximum))
                for points in _above(indicator, now)
                if worth
            )
            if reaches:
                subject = observation.subject.id if observation.subject else None
                found.append(Room(indicator.code, subject, place, now, reaches))
    return found


def _now(observation: Observation) -> Fraction:
    answer = observation.answer
    if observation.measure is Measure.FIGURE:
        return Fraction(answer.figure or 0)
    if observation.measure is Measure.POINTS:
        return Fraction(answer.points or 0)
    respondents = responses(answer)
    return Fraction(sum(level * count for level, count in answer.tally.items()), respondents or 1)


def _above(indicator: Indicator, now: Fraction) -> Iterator[Fraction]:
    if indicator.maximum is None:
        step = Fraction(indicator.figure_maximum) / FIGURE_STEPS
        first, last = now // step + 1, FIGURE_STEPS
    else:
        step = Fraction(1)
        first, last = max(now // 1 + 1, indicator.minimum), int(indicator.maximum)
    return (number * step for number in range(first, last + 1))
