"""What one answer says, as plain values, and how to tell whether it was touched. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2s
from typing import Any, Protocol

from scoring.sheet import Answer

CONTENT = ("points", "figure", "tally", "chosen", "note", "not_applicable_reason")


class HasContent(Protocol):
    points: int | None
    figure: Decimal | None
    tally: dict[str, int]
    chosen: list[str] | None
    note: str
    not_applicable_reason: str


def stored_content(answer: HasContent) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in CONTENT}


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a person answered. `tally` maps a level to the number of respondents who chose it;
    `chosen` names the things that are there."""

    points: int | None = None
    figure: Decimal | None = None
    tally: Mapping[int, int] = field(default_factory=dict)
    note: str = ""
    not_applicable_reason: str = ""
    chosen: tuple[str, ...] | None = None

    def answer(self, indicator: str = "", subject: str | None = None) -> Answer:
        """The value as the scoring core takes it."""
        is_out = bool(self.not_applicable_reason)
        return Answer(indicator, subject, self.points, self.figure, self.tally, is_out, self.chosen)

    @classmethod
    def saying(cls, answer: Answer, note: str) -> "GivenAnswer":
        return cls(answer.points, answer.figure, answer.tally, note, chosen=answer.chosen)

    @classmethod
    def of(cls, stored: HasContent) -> "GivenAnswer":
        tally = {int(level): count for level, count in (stored.tally or {}).items()}
        chosen = None if stored.chosen is None else tuple(stored.chosen)
        return cls(stored.points, stored.figure, tally, stored.note, stored.not_applicable_reason, chosen)

    def fields(self) -> dict[str, object]:
        """As the row stores it: levels nobody chose are left out of the tally."""
        return {
            "points": self.points,
            "figure": self.figure,
            "tally": {str(level): count for level, count in sorted(self.tally.items()) if count},
            "chosen": None if self.chosen is None else list(self.chosen),
            "note": self.note,
            "not_applicable_reason": self.not_applicable_reason,
        }


def fingerprint(given: GivenAnswer) -> str:
    """A short digest of the content, to tell untouched rows of a whole form from changed ones."""
    return blake2s(repr(given.fields()).encode(), digest_size=6).hexdigest()


def seen_token(version: int, given: GivenAnswer, subject_id: int | None) -> str:
    """What a form carries of the answer it was drawn from: version (0: never answered), content, and about whom."""
    return f"{version}:{fingerprint(given)}:{subject_id or ''}"
