"""What an office would answer: a level near the aim, with weak spots where offices usually have them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random

from assessments.answering import GivenAnswer
from demo.plan import IndicatorHabit
from instruments.selectors.tree import IndicatorNode
from scoring.sheet import Answer, AnswerMeasure

LEAN = {"input": -1, "proses": 2, "output": 5, "pengaduan": -8}
"""Points by which a dimension does better or worse than the whole when the whole is at 85 percent or less."""
ROOM = 15
"""From 100 - ROOM percent upward differences shrink with the room that is left."""
NOTED = 0.45
"""Share of answers with a note."""
RESPONDENTS = (5, 8)


class BelievableUnit:
    """One unit in one year. `aim` in percent; equal seeds give equal answers."""

    def __init__(self, aim: float, habits: Mapping[str, IndicatorHabit], random: Random) -> None:
        self._aim, self._habits, self._random = aim, habits, random
        self._spread = min(1.0, max(100 - aim, 2) / ROOM)

    def answer(self, indicator: IndicatorNode, *, lifted: int = 0) -> GivenAnswer:
        """`lifted`: points added to the aim, for an answer that was improved."""
        aim = self._aim_at(indicator) + lifted
        if not indicator.kind.has_levels:
            percent = min(aim, 96) + self._random.uniform(-2, 2)
            figure = Decimal(f"{percent * float(indicator.asks.figure_maximum) / 100:.2f}")
            return GivenAnswer(figure=figure, note=self._note(indicator, aim))
        if indicator.kind.measure is AnswerMeasure.TALLY:
            return GivenAnswer(tally=self._tally(indicator, aim), note=self._note(indicator, aim))
        points = self._points(indicator, aim)
        answer = indicator.kind.moved(indicator.asks, Answer(indicator.code), Fraction(points))
        return GivenAnswer.saying(answer, self._note(indicator, 100 * points / indicator.maximum))

    def _aim_at(self, indicator: IndicatorNode) -> float:
        dimension = indicator.section.partition("-")[0]
        habit = self._habits.get(indicator.code)
        shift = LEAN.get(dimension, 0) + (habit.ease if habit else 0)
        return max(5.0, min(100.0, self._aim + shift * self._spread))

    def _points(self, indicator: IndicatorNode, aim: float) -> int:
        """Rounded up or down by chance, so that the mean of many answers is the aim."""
        level = int(indicator.maximum * aim / 100 + self._random.random())
        return min(level, indicator.maximum)

    def _tally(self, indicator: IndicatorNode, aim: float) -> dict[int, int]:
        counts: dict[int, int] = {}
        for _ in range(self._random.randint(*RESPONDENTS)):
            points = self._points(indicator, aim)
            counts[points] = counts.get(points, 0) + 1
        return counts

    def _note(self, indicator: IndicatorNode, percent: float) -> str:
        habit = self._habits.get(indicator.code)
        if habit is None or self._random.random() > NOTED:
            return ""
        return habit.high if percent >= 75 else habit.low
