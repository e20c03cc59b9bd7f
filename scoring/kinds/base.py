"""What every kind of question can be asked about itself.

A kind also says what was answered, in Indonesian: the rest of the core speaks no language, but a kind whose words
stood in another app could not be added as one module. What is wrong with an answer stays a code.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from kspp.lib.numbers import decimal_id
from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator
from scoring.sheet import Answer, AnswerMeasure

COUNT_DIGITS = 4
"""Digits of the largest number of respondents a form takes."""

Raw = Mapping[str, str]
"""Fields of a form by their name within the row, stripped."""

Texts = Mapping[int, str]
"""What the levels say, by their points."""


Changes = Mapping[str, list[object]]
"""Before and after by the name of the field."""


class Height(StrEnum):
    """Where a made-up answer stands: the lowest, the middle (rounded down) or the highest there is."""

    LOWEST = "lowest"
    MIDDLE = "middle"
    HIGHEST = "highest"


class Unreadable(ValueError):
    """What was typed is no answer to `indicator`; `code` says why."""

    def __init__(self, code: FieldCode, indicator: Indicator) -> None:
        super().__init__(f"{code} {indicator.code}")
        self.code, self.indicator = code, indicator


class Kind(ABC):
    """One way of asking. What follows about levels holds for every kind that has some; `figure` says it anew.

    Answers handed in are of the kind and have been checked, unless said otherwise.
    """

    name: ClassVar[str]
    measure: ClassVar[AnswerMeasure]
    """The field of an answer that holds the value."""
    has_levels: ClassVar[bool] = True
    is_own: ClassVar[bool] = True
    """Whether the unit itself decides where it stands, not its users or another institution."""

    @property
    def template(self) -> str:
        return f"assessments/kinds/{self.name}.html"

    @abstractmethod
    def asks(self, indicator: Indicator) -> bool:
        """Whether this indicator is asked this way; the first kind of the registry that says so has it."""

    # Value

    @abstractmethod
    def problem(self, indicator: Indicator, answer: Answer) -> SheetCode | None:
        """What is wrong with the value of any answer that has no other; None for a blank."""

    @abstractmethod
    def points(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        """Where the answer stands, 0 to `maximum`; None while blank."""

    def share(self, indicator: Indicator, answer: Answer) -> Fraction | None:
        """The part of a perfect observation that was reached, 0-1; None while blank."""
        points = self.points(indicator, answer)
        return None if points is None else points / Fraction(self.maximum(indicator))

    def maximum(self, indicator: Indicator) -> Decimal:
        return indicator.maximum or Decimal(0)

    def named(self, answer: Answer) -> set[int | str]:
        """What an answer names, levels by points and things by code: it must exist where the answer is carried to."""
        return set()

    def takes(self, indicator: Indicator, other: Indicator) -> bool:
        """Whether an answer to `other`, which is of this kind too, may become one to `indicator`."""
        return True

    def respondents(self, answer: Answer) -> int:
        return 0

    def claims_points(self, indicator: Indicator, answer: Answer) -> bool:
        """Whether the answer asks for more than nothing, and so for evidence."""
        return bool(self.points(indicator, answer))

    # Form

    @abstractmethod
    def fields(self, answer: Answer) -> dict[str, str]:
        """The filled-in fields of the form that `parse` would read as this answer."""

    @abstractmethod
    def parse(self, indicator: Indicator, raw: Raw) -> Answer:
        """Raises Unreadable. A form left empty is a blank answer."""

    # Words

    @abstractmethod
    def words(self, indicator: Indicator, answer: Answer) -> str:
        """What was answered, in short; empty for a blank."""

    @abstractmethod
    def told(self, indicator: Indicator, answer: Answer, texts: Texts) -> str:
        """What was answered and what that means; also the cell of a workbook."""

    @abstractmethod
    def sum(self, indicator: Indicator, answer: Answer) -> str:
        """The arithmetic of `share`."""

    def kept(self, indicator: Indicator, changes: Changes) -> Changes:
        """What changed in an answer, as the history keeps it: for people."""
        return changes

    def standing(self, indicator: Indicator, points: Fraction) -> str:
        """Where an observation stands: `tingkat 2 dari 4`."""
        return f"tingkat {points} dari {short(self.maximum(indicator))}"

    def goal(self, points: Fraction, texts: Texts) -> str:
        """What has to be true at these points."""
        return f"Tingkat {points}: {texts[int(points)]}"

    # Planning

    def fits(self, indicator: Indicator, points: Fraction) -> bool:
        """Whether an observation can be brought to stand there."""
        return indicator.minimum <= points <= self.maximum(indicator) and points.denominator == 1

    def above(self, indicator: Indicator, now: Fraction) -> Iterator[Fraction]:
        """The steps that lead up from here to the best there is."""
        first, last = max(now // 1 + 1, indicator.minimum), int(self.maximum(indicator))
        return (Fraction(level) for level in range(first, last + 1))

    @abstractmethod
    def moved(self, indicator: Indicator, answer: Answer, to: Fraction) -> Answer:
        """The answer as it might become, standing at `to`, which fits; `answer` may be blank."""

    def sample(self, indicator: Indicator, subject: str | None, height: Height) -> Answer:
        """An answer made up for a preview."""
        lowest, highest = indicator.minimum, int(self.maximum(indicator))
        level = {Height.LOWEST: lowest, Height.MIDDLE: (lowest + highest) // 2, Height.HIGHEST: highest}[height]
        return self.moved(indicator, Answer(indicator.code, subject), Fraction(level))


def is_level(indicator: Indicator, level: int) -> bool:
    return indicator.maximum is not None and indicator.minimum <= level <= indicator.maximum


def meaning(texts: Texts, level: int) -> str:
    return f" ({texts[level].rstrip('.')})" if texts.get(level) else ""


def as_written(value: Decimal) -> str:
    """With the decimals it carries, at least two."""
    return decimal_id(value, max(2, -int(value.as_tuple().exponent)))


def short(value: Decimal) -> str:
    """`4` for 4.00: maxima and scales are whole numbers almost always."""
    return decimal_id(value, 0) if value == value.to_integral_value() else as_written(value)
