"""What a readiness report says, as plain values: frozen into the row at making, so that a reprint says the same. Pure.

Scores are percent points on the instrument's scale, already rounded by the scoring core; None is "not known", never 0.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from kspp.lib.numbers import decimal_id
from scoring.bands import NextBand, next_band_up
from scoring.graded import Graded, Trio
from scoring.instrument import Band

LATER = MappingProxyType({"later": True})
"""Marks a field that reports made earlier do not have: left out at its default, so that they keep their fingerprint."""

UNIT = "unit"
GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Letterhead:
    government: str
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """`name` is empty where nobody is registered: a dotted line is printed."""

    place: str
    post: str
    name: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentNote:
    code: str
    title: str
    digest: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """`weight` is percent of the unit. `previous` is last year's floor where the instruments compare."""

    code: str
    name: str
    weight: Decimal
    weight_is_estimated: bool
    readings: Trio
    answered: int
    expected: int
    previous: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One locus. `dimensions` stand in the order of the report's dimensions; empty without an assessment."""

    name: str
    state: str
    readings: Trio
    answered: int
    expected: int
    dimensions: tuple[Graded, ...] = ()
    previous: Decimal | None = None
    is_preparing: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """`weight` is percent of its dimension. In a government's report `result` is the mean of its loci."""

    code: str
    name: str
    dimension: str
    weight: Decimal
    result: Graded
    answered: int
    expected: int
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class PastFigure:
    """An earlier or official figure. `is_comparable`: measured by the same family of instruments as this report.
    `decimals`: how many were printed.
    """

    year: int
    is_official: bool
    result: Graded
    instrument: str
    is_comparable: bool
    source: str = ""
    instrument_code: str = field(default="", metadata=LATER)
    decimals: int = field(default=2, metadata=LATER)

    @property
    def words(self) -> str:
        """The figure with as many decimals as it was printed with: 95,94, or 96 where the source said 96."""
        return "" if self.result.score is None else decimal_id(self.result.score, self.decimals)


@dataclass(frozen=True, slots=True)
class GapLine:
    """Blanks of one indicator; `subjects` are the products, officials or officers it is blank for."""

    code: str
    name: str
    sentence: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Answers that claim points: with at least one piece of evidence, and without any."""

    name: str
    supported: int
    unsupported: int

    @property
    def claimed(self) -> int:
        return self.supported + self.unsupported


@dataclass(frozen=True, slots=True)
class AdvisedStep:
    """One thing to do and what the scoring core says it brings: points of the report's own total.

    `is_blank`: an unanswered indicator, whose gain is the most it can bring; else every observation that can rise
    rises by one level, and `target` is the text of the level to reach. Without a `code`: the whole unit is unanswered.
    """

    code: str
    name: str
    unit: str
    is_blank: bool
    gain: Decimal
    subjects: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One figure of the annex that explains the headline. `depth` 0 is the headline itself, `weight` percent of what
    stands above. `readings` are set down to the dimensions, `observed` on indicators: who was observed, what was
    answered, what that is worth.
    """

    depth: int
    kind: str
    code: str
    name: str
    weight: Decimal
    score: Decimal | None
    words: str
    arithmetic: str
    readings: Trio | None = None
    observed: tuple[str, ...] = ()
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report. `units` is empty for a unit's own report.

    A part of which nothing is answered has no floor. `recognition`: what accompanies the score of a government, each
    with its heading and sentence. Reports of release 0.1.0 have `indicators` (a unit's) in place of an `explanation`,
    0.00 for what nobody had answered, and no `assessor`, whose official result it prepares for.
    """

    kind: str
    title_subject: str
    government: str
    year: int
    made_on: date
    letterhead: Letterhead
    signatory: Signatory
    instrument: InstrumentNote
    standing: str
    readings: Trio
    complete: bool
    answered: int
    expected: int
    bands: tuple[Band, ...]
    dimensions: tuple[DimensionLine, ...]
    units: tuple[UnitLine, ...] = ()
    loci_answered: int = 0
    loci_total: int = 0
    strongest: tuple[IndicatorLine, ...] = ()
    weakest: tuple[IndicatorLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    past: tuple[PastFigure, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    gap_count: int = 0
    evidence: tuple[EvidenceLine, ...] = ()
    steps: tuple[AdvisedStep, ...] = ()
    scale: Decimal = Decimal(100)
    recognition: tuple[tuple[str, str], ...] = field(default=(), metadata=LATER)
    explanation: tuple[ExplainedLine, ...] = field(default=(), metadata=LATER)
    rules: tuple[str, ...] = field(default=(), metadata=LATER)
    assessor: str = field(default="", metadata=LATER)

    @property
    def is_government(self) -> bool:
        return self.kind == GOVERNMENT

    @property
    def has_zones(self) -> bool:
        return any(band.zone for band in self.bands)

    @property
    def has_estimates(self) -> bool:
        """Whether anything on its pages carries the star of an estimate."""
        lines = (*self.strongest, *self.weakest, *self.indicators)
        return any(d.weight_is_estimated for d in self.dimensions) or any(line.is_estimated for line in lines)

    @property
    def previous(self) -> PastFigure | None:
        """Our own figure of the year before."""
        return next((p for p in self.past if not p.is_official and p.year == self.year - 1), None)

    @property
    def official(self) -> PastFigure | None:
        """The newest official figure up to the report's year."""
        known = [p for p in self.past if p.is_official and p.year <= self.year]
        return max(known, key=lambda p: p.year, default=None)

    @property
    def climb(self) -> NextBand | None:
        """From the headline to the nearest band above it."""
        return next_band_up(self.readings.floor.score, self.bands)
