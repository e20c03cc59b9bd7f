"""Any figure taken apart into the arithmetic that made it. Pure data; `assessments.sentences` words it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.government import GovernmentScore, RolledUpLocus
from scoring.instrument import Band
from scoring.observations import Observation
from scoring.readings import Reading, ReadingName, Readings
from scoring.rounding import as_decimal, rounded, to_decimal
from scoring.scores import DimensionScore, IndicatorScore, PartScore, UnitScore


class NodeKind(StrEnum):
    GOVERNMENT = "government"
    UNIT = "unit"
    PART = "part"
    DIMENSION = "dimension"
    INDICATOR = "indicator"
    OBSERVATION = "observation"


class Operation(StrEnum):
    """How a node's value follows from its children or, at a leaf, from its observation."""

    WEIGHTED_SUM = "weighted_sum"
    MEAN = "mean"
    POINTS = "points"
    TALLY = "tally"
    FIGURE = "figure"
    CHOSEN = "chosen"
    SETTLED_BY_OUTCOME = "settled_by_outcome"
    GIVEN = "given"
    BLANK = "blank"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


_WHOLE = Decimal(100)
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Node:
    """`weight`: effective percent within the parent in this reading, 0 where the node takes no part. A node that was
    asked for by itself has the weight its own score states.

    `value` is unrounded; value = Σ weight/100 x value of the children. `observation` is set on leaves of a unit only.
    `GIVEN` is a locus, whose own arithmetic stands in its unit's explanation; `BLANK` has no answer: its value is the
    0 or the full points the reading puts there, None where the reading leaves it out. `WITHHELD` has no value because
    something that must not count as zero is blank; it keeps its weight, so that nobody takes the rest for the whole.
    """

    kind: NodeKind
    code: str
    label: str
    value: Decimal | None
    rounded: Decimal | None
    weight: Decimal
    operation: Operation
    children: tuple["Node", ...]
    band: Band | None
    reading: ReadingName
    observation: Observation | None = None


def explain_unit(score: UnitScore, reading: ReadingName, code: str = "", label: str = "") -> Node:
    children = [explain_part(part, reading) for part in score.parts] or [
        explain_dimension(dimension, reading) for dimension in score.dimensions
    ]
    return _parent(NodeKind.UNIT, code, label, score.readings, children, reading, withheld=score.withheld)


def explain_part(score: PartScore, reading: ReadingName) -> Node:
    children = [explain_dimension(dimension, reading) for dimension in score.dimensions]
    return _parent(
        NodeKind.PART, score.code, score.name, score.readings, children, reading, score.weight, withheld=score.withheld
    )


def explain_dimension(score: DimensionScore, reading: ReadingName) -> Node:
    children = [explain_indicator(indicator, reading) for indicator in score.indicators]
    if score.withheld and score.readings.named(reading).value is None:
        children = [_not_zero(child) for child in children]
    return _parent(
        NodeKind.DIMENSION,
        score.code,
        score.name,
        score.readings,
        children,
        reading,
        score.weight,
        whole=score.whole,
        withheld=score.withheld,
    )


def explain_indicator(score: IndicatorScore, reading: ReadingName) -> Node:
    children = [_observation(score.code, observation, reading) for observation in score.observations]
    return _parent(NodeKind.INDICATOR, score.code, score.name, score.readings, children, reading, score.weight)


def explain_government(score: GovernmentScore, reading: ReadingName, code: str = "", label: str = "") -> Node:
    children = [_locus(rolled_up, reading) for rolled_up in score.loci]
    withheld = any(rolled_up.locus.is_withheld for rolled_up in score.loci)
    return _parent(NodeKind.GOVERNMENT, code, label, score.readings, children, reading, withheld=withheld)


def _parent(
    kind: NodeKind,
    code: str,
    label: str,
    readings: Readings,
    children: Sequence[Node],
    reading: ReadingName,
    weight: Decimal = _WHOLE,
    *,
    whole: Decimal = _WHOLE,
    withheld: bool = False,
) -> Node:
    """`whole`: percent that the weights of the children make together."""
    figure = readings.named(reading)
    nodes = _weighted(children, whole)
    operation = Operation.WITHHELD if withheld and figure.value is None else _operation(figure, nodes, whole)
    return Node(kind, code, label, figure.value, figure.rounded, weight, operation, nodes, figure.band, reading)


def _operation(figure: Reading, children: Sequence[Node], whole: Decimal) -> Operation:
    if figure.value is None:
        is_blank = any(child.operation is Operation.BLANK for child in children)
        return Operation.BLANK if is_blank else Operation.NOT_APPLICABLE
    weights = {child.weight for child in children if child.value is not None}
    return Operation.MEAN if len(weights) == 1 and whole == _WHOLE else Operation.WEIGHTED_SUM


def _weighted(children: Sequence[Node], whole: Decimal) -> tuple[Node, ...]:
    """The children with their weights brought to `whole` percent over those that take part in this reading."""
    total = sum((Fraction(child.weight) for child in children if _takes_part(child)), Fraction(0))
    percent = Fraction(whole) / total if total else Fraction(0)
    return tuple(
        replace(child, weight=to_decimal(percent * Fraction(child.weight)) if _takes_part(child) else _NONE)
        for child in children
    )


def _takes_part(node: Node) -> bool:
    return node.value is not None or node.operation is Operation.WITHHELD


def _not_zero(node: Node) -> Node:
    """What a withheld dimension says of its blanks: they have no value, and least of all 0."""
    children = tuple(_not_zero(child) for child in node.children)
    is_blank = node.operation is Operation.BLANK or any(child.operation is Operation.WITHHELD for child in children)
    if not is_blank:
        return node
    return replace(node, value=None, rounded=None, band=None, operation=Operation.WITHHELD, children=children)


def _observation(code: str, observation: Observation, reading: ReadingName) -> Node:
    value = as_decimal(observation.exact.named(reading))
    label = observation.subject.name if observation.subject else ""
    operation = _leaf_operation(observation)
    shown = rounded(value)
    return Node(NodeKind.OBSERVATION, code, label, value, shown, _WHOLE, operation, (), None, reading, observation)


def _leaf_operation(observation: Observation) -> Operation:
    if observation.value is None:
        return Operation.BLANK
    if not observation.factor:
        return Operation.SETTLED_BY_OUTCOME
    return Operation(observation.kind.measure)


def _locus(rolled_up: RolledUpLocus, reading: ReadingName) -> Node:
    figure = rolled_up.readings.named(reading)
    locus = rolled_up.locus
    operation = _locus_operation(rolled_up, figure)
    value, shown, band = figure.value, figure.rounded, figure.band
    return Node(NodeKind.UNIT, locus.code, locus.name, value, shown, rolled_up.weight, operation, (), band, reading)


def _locus_operation(rolled_up: RolledUpLocus, figure: Reading) -> Operation:
    if rolled_up.locus.is_withheld and figure.value is None:
        return Operation.WITHHELD
    return Operation.GIVEN if rolled_up.locus.is_answered else Operation.BLANK
