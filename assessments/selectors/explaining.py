"""Why a figure is what it is: the scoring core's explanation with sentences, ready for a page."""

from dataclasses import dataclass

from assessments.models import Assessment
from assessments.scoring.explanation import Kind, Node, explain_unit
from assessments.scoring.instrument import Band
from assessments.scoring.readings import ReadingName
from assessments.selectors.scoring import score_of
from assessments.selectors.tree import IndicatorNode, InstrumentTree, tree_of
from assessments.sentences import READING_NAMES, arithmetic, figure, node_name
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
    reading_name: str
    readings: tuple[tuple[str, str], ...]
    unit: Line


def explanation_of(assessment: Assessment, reading: str) -> Explanation:
    """`reading` is one of the three; anything else means the headline."""
    chosen = ReadingName(reading) if reading in set(ReadingName) else ReadingName.FLOOR
    node = explain_unit(score_of(assessment), chosen, "", assessment.unit.name)
    return Explanation(
        reading=chosen.value,
        reading_name=READING_NAMES[chosen],
        readings=tuple((name.value, READING_NAMES[name].partition(" (")[0]) for name in ReadingName),
        unit=_line(node, tree_of(assessment.instrument)),
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
