"""Why a figure is what it is: the scoring core's explanation with sentences, ready for a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Assessment, AssessmentCycle, InstrumentVersion
from assessments.scoring.explanation import Kind, Node, explain_government, explain_unit
from assessments.scoring.instrument import Band
from assessments.scoring.readings import ReadingName
from assessments.selectors.scoring import cycle_assessments, government_score, score_of
from assessments.selectors.tree import IndicatorNode, InstrumentTree, tree_of
from assessments.sentences import arithmetic, figure, node_name
from assessments.sentences.words import READING_NAMES, reading_words
from kspp.lib.numbers import decimal_id


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, how it was made, what it is, and the lines below it."""

    anchor: str
    name: str
    figure: str
    arithmetic: str
    weight: str
    band: Band | None
    is_estimated: bool
    provenance: tuple[tuple[str, str], ...]
    children: tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    reading: str
    readings: tuple[tuple[str, str, str], ...]
    top: Line


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One locus in a government's total; `url` leads to its own explanation, empty while it has no answers."""

    name: str
    figure: str
    weight: str
    arithmetic: str
    band: Band | None
    url: str


@dataclass(frozen=True, slots=True)
class TotalExplanation:
    reading: str
    readings: tuple[tuple[str, str, str], ...]
    figure: str
    arithmetic: str
    band: Band | None
    is_complete: bool
    loci: tuple[TotalLine, ...]


READINGS = tuple((name.value, READING_NAMES[name], reading_words(name)) for name in ReadingName)
"""Code, a name for a narrow place, the full name."""


def chosen(reading: str) -> ReadingName:
    """One of the three readings; anything else means the headline."""
    return ReadingName(reading) if reading in set(ReadingName) else ReadingName.FLOOR


def explanation_of(assessment: Assessment, reading: str) -> Explanation:
    name = chosen(reading)
    node = explain_unit(score_of(assessment), name, "", assessment.unit.name)
    return Explanation(name.value, READINGS, _line(node, tree_of(assessment.instrument)))


def explanation_of_total(
    cycle: AssessmentCycle, reading: str, instrument: InstrumentVersion | None = None
) -> TotalExplanation:
    """The government's total from its loci, whose own arithmetic is one page further; by the cycle's own instrument
    unless another is given."""
    name = chosen(reading)
    assessments = cycle_assessments(cycle, instrument)
    score = government_score(cycle, assessments, instrument)
    node = explain_government(score, name, "", cycle.government.full_name)
    pages = {str(a.locus_id): reverse("assessments:explanation", args=[a.pk]) for a in assessments}
    return TotalExplanation(
        reading=name.value,
        readings=READINGS,
        figure=figure(node),
        arithmetic=arithmetic(node),
        band=node.band,
        is_complete=score.complete,
        loci=tuple(_total_line(child, pages, name) for child in node.children),
    )


def _total_line(node: Node, pages: Mapping[str, str], reading: ReadingName) -> TotalLine:
    return TotalLine(
        name=node.label,
        figure=figure(node),
        weight=f"{decimal_id(node.weight)}%",
        arithmetic=arithmetic(node),
        band=node.band,
        url=f"{pages[node.code]}?bacaan={reading}",
    )


def _line(node: Node, tree: InstrumentTree) -> Line:
    indicator = tree.by_code.get(node.code) if node.kind == Kind.INDICATOR else None
    return Line(
        anchor=node.code if node.kind in (Kind.DIMENSION, Kind.INDICATOR) else "",
        name=node_name(node),
        figure=figure(node),
        arithmetic=arithmetic(node),
        weight=f"{decimal_id(node.weight)}%" if node.kind in (Kind.DIMENSION, Kind.INDICATOR) else "",
        band=node.band if node.kind == Kind.UNIT else None,
        is_estimated=bool(indicator and indicator.is_estimated),
        provenance=indicator.provenance if isinstance(indicator, IndicatorNode) else (),
        children=tuple(_line(child, tree) for child in node.children),
    )
