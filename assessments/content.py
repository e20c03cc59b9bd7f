"""A figure with everything that made it, in words and numbers: what page, PDF, XLSX and JSON all print. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.explanation import NodeKind
from scoring.instrument import Band
from scoring.readings import ReadingName

GRADED = frozenset({NodeKind.GOVERNMENT, NodeKind.UNIT, NodeKind.PART, NodeKind.DIMENSION})
"""The levels whose figures stand in the grading table; below them a band would say more than anybody knows."""


@dataclass(frozen=True, slots=True)
class ReadingFigure:
    """One figure in one reading.

    `value` is unrounded and `score` rounded once, both on the instrument's scale; None where this reading has none.
    `weight`: percent of what stands above. `share`: percent of the figure at the top, so that the values of all
    observations, each times its share, add up to it. `brings` says that in points; empty at the top.
    """

    reading: ReadingName
    value: Decimal | None
    score: Decimal | None
    weight: Decimal
    share: Decimal
    band: Band | None
    words: str
    arithmetic: str
    brings: str


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One node of the tree. `said` is the figure in the reading that was asked for, `figures` are all three.

    Of an observation `about` is what kind of thing was observed and `answer` what was answered, with what that level
    means. `remarks`: what does not apply and why, and the like.
    `url` leads to a unit's own explanation from its government's; empty elsewhere.
    """

    kind: NodeKind
    code: str
    name: str
    anchor: str
    said: ReadingFigure
    figures: tuple[ReadingFigure, ...]
    about: str
    answer: str
    remarks: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    is_estimated: bool
    children: tuple["ExplanationLine", ...]
    url: str = ""
    is_for_ministries: bool = False

    @property
    def figure(self) -> str:
        return self.said.words

    @property
    def arithmetic(self) -> str:
        return self.said.arithmetic

    @property
    def is_graded(self) -> bool:
        return self.kind in GRADED

    @property
    def is_asked(self) -> bool:
        """Whether the checklist has a place for it; an indicator of ministries only has none."""
        return self.kind is NodeKind.INDICATOR and not self.is_for_ministries

    @property
    def differs(self) -> bool:
        """Whether the three readings are not all the same."""
        return len({figure.score for figure in self.figures}) > 1

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "ExplanationLine"]]:
        """Itself and everything below, each with its depth."""
        yield depth, self
        for child in self.children:
            yield from child.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class BandLine:
    """One row of the grading table. `upper` is where the next band begins, or the perfect score."""

    lower: Decimal
    upper: Decimal
    is_highest: bool
    zone: str
    grade: str
    label: str
    provenance: str


@dataclass(frozen=True, slots=True)
class ScoreHolder:
    """Whose figure it is. `unit` is empty for a government as a whole."""

    government_code: str
    government: str
    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class InstrumentSource:
    code: str
    title: str
    source: str
    digest: str
    scale: Decimal
    decimals: int


@dataclass(frozen=True, slots=True)
class ExplainedReading:
    """Of one reading: the one rounding, and where the figure stands in the grading table and how far the next band is.

    Sentences, empty where there is no figure or no table.
    """

    reading: ReadingName
    rounding: str
    position: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """`standings` has one for each reading. `recognised`: opinion and award of a government, heading and sentence."""

    reading: ReadingName
    readings: tuple[tuple[str, str, str], ...]
    about: ScoreHolder
    instrument: InstrumentSource
    top: ExplanationLine
    standings: tuple[ExplainedReading, ...]
    rules: tuple[str, ...]
    bands: tuple[BandLine, ...]
    answered: int
    expected: int
    complete: bool
    recognised: tuple[tuple[str, str], ...] = ()
    """What accompanies a government's headline, such as the opinion and its clause, with a sentence each."""

    @property
    def standing(self) -> ExplainedReading:
        """Of the reading that was asked for."""
        return next(each for each in self.standings if each.reading is self.reading)

    def without_answers(self) -> "Explanation":
        """Down to the dimensions, for who may see figures but not what was answered."""
        return replace(self, top=_down_to_dimensions(self.top))


def _down_to_dimensions(line: ExplanationLine) -> ExplanationLine:
    below = () if line.kind is NodeKind.DIMENSION else tuple(_down_to_dimensions(child) for child in line.children)
    return replace(line, children=below)
