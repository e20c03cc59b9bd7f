"""Working days of every step of an instrument, as a government reckons them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q, QuerySet

from instruments.models import InstrumentVersion
from instruments.models.reaching import IN_FORCE
from instruments.selectors.tree import IndicatorNode, VariableNode, tree_of
from planning.decisions.effort import IndicatorEffort, defaults, ladder
from planning.models import StepEffort
from units.models import Government

Steps = Mapping[tuple[str, int], int]
"""Working days by indicator and the level a step leads to."""


@dataclass(frozen=True, slots=True)
class StoredEfforts:
    """A government's own days. `seen` changes with every change of them: what a form was drawn from."""

    own: Steps
    seen: str


def instruments_to_plan_with(government: Government) -> QuerySet[InstrumentVersion]:
    """National ones in force and the government's own, no drafts."""
    own = Q(owner=government) & ~Q(status=InstrumentVersion.Status.DRAFT)
    return InstrumentVersion.objects.filter(own | IN_FORCE)


def stored_efforts(government: Government, instrument: InstrumentVersion) -> StoredEfforts:
    rows = StepEffort.objects.filter(government=government, instrument=instrument)
    found = sorted(rows.values_list("indicator_code", "points", "days", "version"))
    seen = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
    return StoredEfforts({(code, points): days for code, points, days, _ in found}, seen)


def ladders_of(instrument: InstrumentVersion, own: Steps | None = None) -> dict[str, IndicatorEffort]:
    """The steps of each indicator, in the order of the instrument."""
    by_code: dict[str, dict[int, int]] = {}
    for (code, points), days in (own or {}).items():
        by_code.setdefault(code, {})[points] = days
    nodes = tree_of(instrument).indicators()
    return {node.code: _ladder(instrument.family, node, by_code.get(node.code, {})) for node in nodes}


def _ladder(family: str, node: IndicatorNode, own: Mapping[int, int]) -> IndicatorEffort:
    usual = defaults().usual(family, node.code, node.scope, node.evidence_kinds)
    maximum = node.maximum if node.kind.has_levels else None
    return ladder(usual, node.code, maximum, Fraction(node.kind.maximum(node.asks)), own)


def ladders_for(government: Government, instrument: InstrumentVersion) -> dict[str, IndicatorEffort]:
    """With the government's own days in place of the defaults. One statement."""
    return ladders_of(instrument, stored_efforts(government, instrument).own)


def sections_of(instrument: InstrumentVersion) -> tuple[VariableNode, ...]:
    return tree_of(instrument).variables
