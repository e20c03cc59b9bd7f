"""A score as it is published, rounded and with its row of the grading table: on pages and papers, in files and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from scoring.instrument import Band


@dataclass(frozen=True, slots=True)
class Graded:
    """`score` is None where nothing is known, never 0; the words are empty where the table has none."""

    score: Decimal | None = None
    zone: str = ""
    grade: str = ""
    label: str = ""

    @classmethod
    def at(cls, score: Decimal | None, band: Band | None) -> "Graded":
        """`score` is already rounded and `band` is where it stands."""
        return cls(score, band.zone, band.grade, band.label) if band else cls(score)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Graded":
        """The inverse of `as_json`; what cannot be read is not known."""
        try:
            score = None if stored.get("score") is None else Decimal(stored["score"])
        except InvalidOperation:
            score = None
        return cls(score, *(stored.get(word) or "" for word in ("zone", "grade", "label")))

    def as_json(self) -> dict[str, str | None]:
        score = None if self.score is None else f"{self.score:f}"
        return {"score": score, "zone": self.zone, "grade": self.grade, "label": self.label}


@dataclass(frozen=True, slots=True)
class Trio:
    """The three readings: blanks as zero, blanks left out, blanks as full points."""

    floor: Graded = Graded()
    answered_only: Graded = Graded()
    ceiling: Graded = Graded()

    def told(self) -> "Trio":
        """Without a floor where nothing is answered: what is not known is not zero."""
        return replace(self, floor=Graded()) if self.answered_only.score is None else self
