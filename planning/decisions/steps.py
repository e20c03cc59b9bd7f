"""One step of a scenario: an observation of an assessment that comes to stand at another level, and as JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from planning.decisions.changing import Change
from planning.decisions.gains import Key, key_of

LONGEST_NAME = 60
MOST_DAYS = 2000
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,10})?|\d{1,8}/[1-9]\d{0,7}")
_NAME = re.compile(rf"[\w.+-]{{1,{LONGEST_NAME}}}", re.ASCII)


class StepError(ValueError):
    """What was sent is no step."""


@dataclass(frozen=True, slots=True)
class Step:
    """`start`: where the observation stands, None while blank. `days`: working days, 0 where it falls."""

    assessment: int
    indicator: str
    subject: str | None
    place: int
    start: Fraction | None
    to: Fraction
    days: int = 0

    @property
    def spot(self) -> Key:
        return key_of(self.indicator, self.subject, self.place)

    @property
    def key(self) -> str:
        """Names the observation within its cycle: `12/S1/product-1`, `12/S1/#1` where nobody is named."""
        return f"{self.assessment}/{self.indicator}/{self.subject or f'#{self.place}'}"

    @property
    def change(self) -> Change:
        return Change(self.indicator, self.subject, self.place, self.to)

    @property
    def rises(self) -> bool:
        return self.start is None or self.to > self.start

    def is_met(self, now: Fraction | None) -> bool:
        """Whether an answer that stands at `now` has come as far as this step leads, or further."""
        if now is None:
            return False
        return now >= self.to if self.rises else now <= self.to

    def as_json(self) -> dict[str, object]:
        return {
            "assessment": self.assessment,
            "indicator": self.indicator,
            "subject": self.subject,
            "place": self.place,
            "from": "" if self.start is None else str(self.start),
            "to": str(self.to),
            "days": self.days,
        }


def read_step(raw: object) -> Step:
    """Raises StepError for anything `as_json` would not write."""
    if not isinstance(raw, Mapping):
        raise StepError("not an object")
    subject, start = raw.get("subject"), raw.get("from", "")
    return Step(
        assessment=_whole(raw.get("assessment"), 10**15),
        indicator=_name(raw.get("indicator")),
        subject=None if subject is None else _name(subject),
        place=_whole(raw.get("place", 0), 1000),
        start=None if start == "" else number(start),
        to=number(raw.get("to")),
        days=_whole(raw.get("days", 0), MOST_DAYS),
    )


def number(text: object) -> Fraction:
    """`4`, `84.17` or `17/5`. Raises StepError."""
    if not isinstance(text, str) or not text.isascii() or not _NUMBER.fullmatch(text):
        raise StepError("not a number")
    return Fraction(text)


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise StepError("not a whole number in range")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise StepError("not a name")
    return value
