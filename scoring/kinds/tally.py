"""A survey: how many respondents chose each level. Its value is their mean."""

from dataclasses import replace
from fractions import Fraction

from kspp.lib.numbers import decimal_id
from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator, Scope
from scoring.kinds.base import COUNT_DIGITS, Height, Kind, Raw, Texts, Unreadable, is_level, meaning, short
from scoring.rounding import to_decimal
from scoring.sheet import Answer, AnswerMeasure

SAMPLE = 10
"""Respondents of a made-up answer."""


class Tally(Kind):
    name = "tally"
    measure = AnswerMeasure.TALLY
    is_own = False

    def asks(self, indicator: Indicator) -> bool:
        return indicator.maximum is not None and indicator.scope is Scope.USER

    def problem(self, indicator: Indicator, answer: Answer) -> SheetCode | None:
        if any(count < 0 for count in answer.tally.values()):
            return SheetCode.TALLY_NEGATIVE
        fits = all(is_level(indicator, level) for level in answer.tally)
        return None if fits else SheetCode.TALLY_LEVEL_OUT_OF_RANGE

    def points(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        respondents = self.respondents(answer)
        total = sum(level * count for level, count in answer.tally.items())
        return Fraction(total, respondents) if respondents else None

    def named(self, answer: Answer) -> set[int | str]:
        return {level for level, count in answer.tally.items() if count}

    def respondents(self, answer: Answer) -> int:
        return sum(answer.tally.values())

    def fields(self, answer: Answer) -> dict[str, str]:
        return {f"tally-{level}": str(count) for level, count in answer.tally.items() if count}

    def parse(self, indicator: Indicator, raw: Raw) -> Answer:
        tally = {}
        for level in range(indicator.minimum, int(self.maximum(indicator)) + 1):
            text = raw.get(f"tally-{level}", "") or "0"
            if not (text.isascii() and text.isdigit() and len(text) <= COUNT_DIGITS):
                raise Unreadable(FieldCode.TALLY_WRONG, indicator)
            tally[level] = int(text)
        return Answer(indicator.code, tally=tally)

    def words(self, indicator: Indicator, answer: Answer) -> str:
        respondents = self.respondents(answer)
        return f"{respondents} responden" if respondents else ""

    def told(self, indicator: Indicator, answer: Answer, texts: Texts) -> str:
        chosen = (f"{n} memilih tingkat {p}{meaning(texts, p)}" for p, n in sorted(answer.tally.items()) if n)
        return f"{self.words(indicator, answer)}: {'; '.join(chosen)}"

    def sum(self, indicator: Indicator, answer: Answer) -> str:
        reached = " + ".join(f"{n} × {level}" for level, n in sorted(answer.tally.items(), reverse=True) if n)
        return f"({reached}) ÷ {self.words(indicator, answer)} ÷ {short(self.maximum(indicator))}"

    def standing(self, indicator: Indicator, points: Fraction) -> str:
        return f"rata-rata {decimal_id(to_decimal(points))} dari {short(self.maximum(indicator))}"

    def goal(self, points: Fraction, texts: Texts) -> str:
        return f"Rata-rata jawaban {points}: {texts[int(points)]}"

    def moved(self, indicator: Indicator, answer: Answer, to: Fraction) -> Answer:
        """As many respondents as before, at least one, all at the new level."""
        return replace(answer, tally={int(to): self.respondents(answer) or 1})

    def sample(self, indicator: Indicator, subject: str | None, height: Height) -> Answer:
        one = super().sample(indicator, subject, height)
        return replace(one, tally=dict.fromkeys(one.tally, SAMPLE))
