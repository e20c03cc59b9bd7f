"""A figure that is a score already, 0 to the indicator's `figure_maximum`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kspp.lib.numbers import decimal_id
from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator
from scoring.kinds.base import Height, Kind, Raw, Texts, Unreadable, as_written, short
from scoring.rounding import to_decimal
from scoring.sheet import Answer, AnswerMeasure

DECIMALS = 10
"""Decimals a figure may carry: more is a typing error, and 1E-999999 would be a denial of service."""

STEPS = 10
"""A figure has no levels; it is raised by tenths of its maximum."""

TYPED = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?", re.ASCII)


class Figure(Kind):
    name = "figure"
    measure = AnswerMeasure.FIGURE
    has_levels = False
    is_own = False

    def asks(self, indicator: Indicator) -> bool:
        return indicator.maximum is None

    def problem(self, indicator: Indicator, answer: Answer) -> SheetCode | None:
        figure = answer.figure
        if figure is None:
            return None
        within = figure.is_finite() and 0 <= figure <= indicator.figure_maximum
        fits = within and int(figure.as_tuple().exponent) >= -DECIMALS
        return None if fits else SheetCode.FIGURE_OUT_OF_RANGE

    def points(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        return None if answer.figure is None else Fraction(answer.figure)

    def maximum(self, indicator: Indicator) -> Decimal:
        return indicator.figure_maximum

    def takes(self, indicator: Indicator, other: Indicator) -> bool:
        return indicator.figure_maximum == other.figure_maximum

    def fields(self, answer: Answer) -> dict[str, str]:
        return {} if answer.figure is None else {"figure": decimal_id(answer.figure)}

    def parse(self, indicator: Indicator, raw: Raw) -> Answer:
        text = raw.get("figure", "")
        if not text:
            return Answer(indicator.code)
        figure = Decimal(text.replace(",", ".")) if TYPED.fullmatch(text) else None
        if figure is None or figure > indicator.figure_maximum:
            raise Unreadable(FieldCode.FIGURE_WRONG, indicator)
        return Answer(indicator.code, figure=figure.quantize(Decimal("0.01")))

    def words(self, indicator: Indicator, answer: Answer) -> str:
        return "" if answer.figure is None else decimal_id(answer.figure)

    def told(self, indicator: Indicator, answer: Answer, texts: Texts) -> str:
        return f"angka {self.words(indicator, answer)} dari {decimal_id(indicator.figure_maximum)}"

    def sum(self, indicator: Indicator, answer: Answer) -> str:
        return f"{as_written(answer.figure or Decimal(0))}/{short(indicator.figure_maximum)}"

    def standing(self, indicator: Indicator, points: Fraction) -> str:
        return decimal_id(to_decimal(points))

    def goal(self, points: Fraction, texts: Texts) -> str:
        return f"Angka {decimal_id(to_decimal(points))}"

    def fits(self, indicator: Indicator, points: Fraction) -> bool:
        return 0 <= points <= indicator.figure_maximum and (points * 10**DECIMALS).denominator == 1

    def above(self, indicator: Indicator, now: Fraction) -> Iterator[Fraction]:
        step = Fraction(indicator.figure_maximum) / STEPS
        return (tenth * step for tenth in range(now // step + 1, STEPS + 1))

    def moved(self, indicator: Indicator, answer: Answer, to: Fraction) -> Answer:
        return replace(answer, figure=to_decimal(to))

    def sample(self, indicator: Indicator, subject: str | None, height: Height) -> Answer:
        whole = indicator.figure_maximum
        figure = {Height.LOWEST: Decimal(0), Height.MIDDLE: whole / 2, Height.HIGHEST: whole}[height]
        return Answer(indicator.code, subject, figure=figure)
