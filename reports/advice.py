"""What would raise a unit's score the most, by rule and through the scoring core. Pure.

Only what the unit itself can change is advised: answers by level, and whatever is still blank. Survey answers and
secondary figures that are already there belong to the citizens.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.instrument import SUBJECT_SCOPES
from assessments.scoring.observations import Observation
from assessments.scoring.scores import DimensionScore, IndicatorScore, UnitScore
from assessments.scoring.sheet import Answer, Measure, Sheet, Subject

UNNAMED = "belum-bernama"


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one indicator: all its blanks filled with full points, or each answer that can rise one level up.

    `estimate` is the gain of the unit in points, for choosing only; the figure to show comes from the scoring core.
    """

    indicator: IndicatorScore
    is_blank: bool
    estimate: Fraction

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names of the products, officials or officers concerned, as far as they have been named."""
        concerned = (o for o in self.indicator.observations if (_is_blank(o) if self.is_blank else _can_rise(o)))
        return tuple(o.subject.name for o in concerned if o.subject)

    @property
    def target_points(self) -> int | None:
        """The level that the lowest liftable answer is to reach; None for blanks."""
        points = [o.answer.points for o in self.indicator.observations if _can_rise(o) and o.answer]
        return None if self.is_blank else min(p for p in points if p is not None) + 1


def best_moves(score: UnitScore, limit: int) -> list[Move]:
    """The moves with the largest gain, largest first; ties in the order of the instrument."""
    moves = [move for dimension in score.dimensions for move in _moves(dimension) if move.estimate > 0]
    return sorted(moves, key=lambda move: -move.estimate)[:limit]


def changed(sheet: Sheet, move: Move) -> Sheet:
    """The sheet once `move` is made."""
    return _filled(sheet, move) if move.is_blank else _lifted(sheet, move)


def _moves(dimension: DimensionScore) -> Iterator[Move]:
    for indicator in dimension.indicators:
        count = len(indicator.observations)
        if not count:
            continue
        share = Fraction(dimension.weight) * Fraction(indicator.weight) / 10_000 / count
        missing = sum((o.full for o in indicator.observations if _is_blank(o)), Fraction(0))
        rise = sum((_one_level(o) for o in indicator.observations if _can_rise(o)), Fraction(0))
        if missing:
            yield Move(indicator, True, share * missing)
        elif rise:
            yield Move(indicator, False, share * rise)


def _is_blank(observation: Observation) -> bool:
    return observation.value is None


def _can_rise(observation: Observation) -> bool:
    """Answered by a level below the highest, in an interview that took place."""
    answer, maximum = observation.answer, observation.maximum
    if observation.measure is not Measure.POINTS or answer is None or maximum is None or not observation.factor:
        return False
    return answer.points is not None and answer.points < maximum


def _one_level(observation: Observation) -> Fraction:
    return observation.full / Fraction(observation.maximum or 1)


def _lifted(sheet: Sheet, move: Move) -> Sheet:
    rising = {o.subject.id if o.subject else None for o in move.indicator.observations if _can_rise(o)}
    answers = tuple(
        replace(a, points=a.points + 1)
        if a.points is not None and a.indicator == move.indicator.code and a.subject in rising
        else a
        for a in sheet.answers
    )
    return replace(sheet, answers=answers)


def _filled(sheet: Sheet, move: Move) -> Sheet:
    """Blanks answered in full; whoever has not been named yet is given a stand-in."""
    subjects, answers = list(sheet.subjects), {(a.indicator, a.subject): a for a in sheet.answers}
    for number, observation in enumerate(o for o in move.indicator.observations if _is_blank(o)):
        subject = observation.subject
        if subject is None and move.indicator.scope in SUBJECT_SCOPES:
            subject = Subject(f"{UNNAMED}-{number}", move.indicator.scope, UNNAMED)
            subjects.append(subject)
        answer = _full_answer(move.indicator.code, subject.id if subject else None, observation)
        answers[answer.indicator, answer.subject] = answer
    return Sheet(tuple(subjects), tuple(answers.values()))


def _full_answer(code: str, subject: str | None, observation: Observation) -> Answer:
    highest = int(observation.maximum or 0)
    if observation.measure is Measure.FIGURE:
        return Answer(code, subject, figure=Decimal(100))
    if observation.measure is Measure.TALLY:
        return Answer(code, subject, tally={highest: 1})
    return Answer(code, subject, points=highest)
