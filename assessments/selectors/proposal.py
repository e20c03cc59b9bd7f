"""What one instrument proposes to another, as a page shows it."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Answer, Evidence, Subject
from assessments.selectors.gaps import anchor
from assessments.sentences import crosswalk as sentences
from instruments.selectors.tree import IndicatorNode
from instruments.versions.crosswalk import (
    CrosswalkGroup,
)
from kspp.lib.numbers import decimal_id


@dataclass(frozen=True, slots=True)
class ProposalSource:
    """Where a proposal comes from. `url` leads to the answer there."""

    name: str
    reached: str
    url: str

    @property
    def words(self) -> str:
        return f"{self.name}: {self.reached}" if self.reached else self.name


@dataclass(frozen=True, slots=True)
class OfferedEvidence:
    """A piece of evidence that hangs on an answer of another assessment."""

    evidence: Evidence
    source: ProposalSource

    @property
    def same_as(self) -> str:
        """Equal for the same file or link, however often it was attached."""
        return self.evidence.sha256 or self.evidence.link or f"#{self.evidence.pk}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One place of the checklist. `level` or `figure` is None where only evidence is offered.

    `current` is what is answered there now; `version` 0 means never.
    """

    indicator: IndicatorNode
    subject: Subject | None
    current: Answer
    level: int | None
    figure: Decimal | None
    sources: tuple[ProposalSource, ...]
    groups: tuple[CrosswalkGroup, ...]
    evidence: tuple[OfferedEvidence, ...]
    is_settled: bool
    has_evidence: bool

    @property
    def ref(self) -> str:
        return self.subject.ref if self.subject else ""

    @property
    def place(self) -> str:
        """Names it on the page and in the form; the same as its anchor on the checklist."""
        return anchor(self.indicator.code, self.subject.key if self.subject else "")

    @property
    def is_blank(self) -> bool:
        return self.current.is_blank

    @property
    def has_answer(self) -> bool:
        return self.level is not None or self.figure is not None

    @property
    def offers_answer(self) -> bool:
        return self.has_answer and self.is_blank and not self.is_settled

    @property
    def is_open(self) -> bool:
        """Something is proposed that is not there yet."""
        return self.offers_answer or (bool(self.evidence) and (self.is_blank or not self.has_evidence))

    @property
    def is_taken(self) -> bool:
        return self.has_answer and (self.current.points, self.current.figure) == (self.level, self.figure)

    @property
    def value(self) -> str:
        """What is proposed, as the form carries it; empty for evidence only."""
        return "" if not self.has_answer else str(self.figure if self.level is None else self.level)

    @property
    def level_text(self) -> str:
        return next((level.text for level in self.indicator.levels if level.points == self.level), "")

    @property
    def hint(self) -> str:
        level = str(self.level) if self.offers_answer and self.level is not None else ""
        figure = decimal_id(self.figure) if self.offers_answer and self.figure is not None else ""
        return sentences.hint(level, figure, len(self.evidence))
