"""One level of several is reached; yes/no is two of them."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator
from scoring.kinds.base import Kind, Raw, Texts, Unreadable, is_level, meaning, short
from scoring.sheet import Answer, AnswerMeasure


class Levels(Kind):
    name = "levels"
    measure = AnswerMeasure.POINTS

    def asks(self, indicator: Indicator) -> bool:
        return indicator.maximum is not None

    def problem(self, indicator: Indicator, answer: Answer) -> SheetCode | None:
        fits = answer.points is None or is_level(indicator, answer.points)
        return None if fits else SheetCode.POINTS_OUT_OF_RANGE

    def points(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        return None if answer.points is None else Fraction(answer.points)

    def share(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        return None if answer.points is None else _quotient(answer.points, self.maximum(indicator))

    def named(self, answer: Answer) -> set[int | str]:
        return set() if answer.points is None else {answer.points}

    def fields(self, answer: Answer) -> dict[str, str]:
        return {} if answer.points is None else {"points": str(answer.points)}

    def parse(self, indicator: Indicator, raw: Raw) -> Answer:
        text = raw.get("points", "")
        levels = range(indicator.minimum, int(self.maximum(indicator)) + 1)
        points = {str(level): level for level in levels}.get(text)
        if text and points is None:
            raise Unreadable(FieldCode.LEVEL_UNKNOWN, indicator)
        return Answer(indicator.code, points=points)

    def words(self, indicator: Indicator, answer: Answer) -> str:
        return "" if answer.points is None else f"tingkat {answer.points} dari {short(self.maximum(indicator))}"

    def told(self, indicator: Indicator, answer: Answer, texts: Texts) -> str:
        return f"{self.words(indicator, answer)}{meaning(texts, answer.points or 0)}"

    def sum(self, indicator: Indicator, answer: Answer) -> str:
        return f"{answer.points}/{short(self.maximum(indicator))}"

    def moved(self, indicator: Indicator, answer: Answer, to: Fraction) -> Answer:
        return replace(answer, points=int(to))


@lru_cache(maxsize=1000)
def _quotient(points: int, maximum: Decimal) -> Fraction:
    return points / Fraction(maximum)
