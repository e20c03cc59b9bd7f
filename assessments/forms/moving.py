"""What may be sent when a cycle moves: counterparts, a reason, and which plan was seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from instruments.selectors.tree import InstrumentTree
from kspp.lib.text import tidy_lines

REASON_LENGTH = 1000
CODE_LENGTH = 20
PREFIX = "padanan-"


@dataclass(frozen=True, slots=True)
class MoveRequest:
    mapping: Mapping[str, str]
    reason: str
    seen: str
    is_confirmed: bool


def read_move(data: QueryDict, tree: InstrumentTree) -> MoveRequest:
    """Counterparts of indicators that `tree` knows; whatever else was sent is left alone."""
    sent = {node.code: data.get(f"{PREFIX}{node.code}") for node in tree.indicators()}
    return MoveRequest(
        mapping={code: target.strip()[:CODE_LENGTH] for code, target in sent.items() if target is not None},
        reason=tidy_lines(data.get("reason", ""), REASON_LENGTH),
        seen=data.get("seen", "")[:64],
        is_confirmed=data.get("step") == "move",
    )
