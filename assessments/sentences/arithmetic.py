"""The arithmetic behind a figure, in words and numbers."""

from instruments.sentences.words import NOT_YET, OUTCOME_NAMES, SCOPE_NAMES, band_words, reading_title
from kspp.lib.numbers import decimal_id
from scoring.explanation import Node, NodeKind, Operation
from scoring.instrument import SUBJECT_SCOPES
from scoring.kinds.base import as_written, short
from scoring.observations import Observation

ROUNDING_NOTE = "Angka pada uraian dibulatkan untuk ditampilkan; perhitungannya memakai nilai penuh."
NAMED = 3
_INDENT = "  "


def explained(node: Node) -> list[str]:
    """The whole arithmetic below a figure: a heading, one line per node indented under its parent, a closing note."""
    return [reading_title(node.reading), *_lines(node, 0), ROUNDING_NOTE]


def arithmetic(node: Node) -> str:
    """How one figure was made from what is directly below it: `21,85% × 72,19 + … = 78,72`."""
    if node.operation is Operation.NOT_APPLICABLE:
        return "tidak berlaku, dilewati"
    if node.operation is Operation.WITHHELD:
        return _withheld(node)
    if node.operation is Operation.BLANK:
        return "belum terisi, dilewati" if node.value is None else f"belum terisi, dihitung {figure(node)}"
    if node.observation is not None:
        return f"{_leaf(node.observation)} = {figure(node)}"
    return " = ".join(dict.fromkeys([_branch(node), figure(node)]))


def _withheld(node: Node) -> str:
    """Names what is still missing directly below."""
    withheld = [child for child in node.children if child.operation is Operation.WITHHELD]
    missing = [child.label if child.kind is NodeKind.UNIT and child.label else node_name(child) for child in withheld]
    if not missing:
        return "masih kosong dan tidak boleh dianggap nol"
    named = missing if len(missing) <= NAMED else [*missing[:NAMED], f"{len(missing) - NAMED} lainnya"]
    return f"belum dapat dihitung: {', '.join(named)} belum lengkap dan tidak boleh dianggap nol"


def figure(node: Node) -> str:
    return NOT_YET if node.rounded is None else as_written(node.rounded)


def node_name(node: Node) -> str:
    """What the node is called, also where nobody has been named yet."""
    if node.observation is not None:
        return _observation_name(node.observation)
    if node.kind in (NodeKind.PART, NodeKind.DIMENSION) and node.label:
        return node.label
    return " ".join(part for part in (node.code, node.label) if part) or _UNNAMED[node.kind]


_UNNAMED = {NodeKind.GOVERNMENT: "Pemerintah daerah", NodeKind.UNIT: "Unit"}


def _lines(node: Node, depth: int) -> list[str]:
    band = f" ({band_words(node.band)})" if node.band and node.kind in _UNNAMED else ""
    line = f"{_INDENT * depth}{node_name(node)}: {arithmetic(node)}{band}"
    return [line, *(below for child in node.children for below in _lines(child, depth + 1))]


def _observation_name(observation: Observation) -> str:
    if observation.subject is not None:
        return observation.subject.name or observation.subject.id
    scope = SCOPE_NAMES[observation.scope]
    return f"{scope} yang belum ditetapkan" if observation.scope in SUBJECT_SCOPES else scope


def _branch(node: Node) -> str:
    known = [child for child in node.children if child.value is not None]
    if node.operation is Operation.WEIGHTED_SUM:
        return " + ".join(f"{decimal_id(child.weight)}% × {figure(child)}" for child in known)
    return f"({' + '.join(map(figure, known))}) ÷ {len(known)}" if len(known) > 1 else figure(node)


def _leaf(observation: Observation) -> str:
    """The part reached x scale x factor."""
    if not observation.factor:
        return _outcome(observation)
    scaled = f"{observation.kind.sum(observation.indicator, observation.answer)} × {short(observation.scale)}"
    return (
        scaled if observation.factor == 1 else f"{scaled} × {as_written(observation.factor)} ({_outcome(observation)})"
    )


def _outcome(observation: Observation) -> str:
    outcome = observation.subject.outcome if observation.subject else ""
    return OUTCOME_NAMES.get(outcome, outcome)
