"""The kinds of question. Whoever must know how an indicator is asked asks its kind; nobody else tells them apart."""

from scoring.instrument import Indicator
from scoring.kinds.base import Height, Kind, Unreadable
from scoring.kinds.figure import Figure
from scoring.kinds.levels import Levels
from scoring.kinds.several import Several
from scoring.kinds.tally import Tally

KINDS: tuple[Kind, ...] = (Several(), Tally(), Levels(), Figure())
"""The narrower before the wider: the first that asks an indicator has it."""


def kind_of(indicator: Indicator) -> Kind:
    return next(kind for kind in KINDS if kind.asks(indicator))


__all__ = ["KINDS", "Height", "Kind", "Unreadable", "kind_of"]
