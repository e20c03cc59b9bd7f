"""What was answered about one unit, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from scoring.instrument import Scope

MAIN_OUTCOME = "main"


class AnswerMeasure(StrEnum):
    """What kind of value answers an indicator."""

    POINTS = "points"
    TALLY = "tally"
    FIGURE = "figure"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Subject:
    """A named product, official or complaint officer. `outcome` says how an official's interview went."""

    id: str
    scope: Scope
    name: str
    outcome: str = MAIN_OUTCOME


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; with nothing filled in it is blank, which is not zero.

    `points`: level reached, up to the indicator's maximum. `figure`: 0 to the indicator's highest figure. `tally`:
    survey respondents per level. `chosen`: codes of the things that are there, empty where none is. `not_applicable`
    without a subject takes the whole indicator out, with a subject only that one observation.
    """

    indicator: str
    subject: str | None = None
    points: int | None = None
    figure: Decimal | None = None
    tally: Mapping[int, int] = field(default_factory=dict)
    not_applicable: bool = False
    chosen: tuple[str, ...] | None = None

    def measures(self) -> frozenset[AnswerMeasure]:
        """The kinds of value filled in, normally one or none."""
        filled = {
            AnswerMeasure.POINTS: self.points is not None,
            AnswerMeasure.FIGURE: self.figure is not None,
            AnswerMeasure.TALLY: bool(self.tally),
            AnswerMeasure.CHOSEN: self.chosen is not None,
        }
        return frozenset(measure for measure, is_filled in filled.items() if is_filled)


@dataclass(frozen=True, slots=True)
class Sheet:
    subjects: tuple[Subject, ...] = ()
    answers: tuple[Answer, ...] = ()
