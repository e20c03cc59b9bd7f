"""Levels that the complaint register suggests, by family of instruments and code of indicator. Pure."""

from collections.abc import Mapping

from reports.suggestions.suggesting.further import OPINI, PEKPPP, Rule
from reports.suggestions.suggesting.levels import (
    OF_OFFICER,
    OF_UNIT,
    OfficerFacts,
    RegisterFact,
    RegisterFacts,
    SuggestedLevel,
    ToConfirm,
    coaching,
    evaluation,
    means,
    obligations,
    procedure,
    settlement,
)

UNIT_RULES: Mapping[str, Mapping[str, Rule]] = {"kspp": OF_UNIT, "opini": OPINI, "pekppp": PEKPPP}
"""Rules that need no person. An instrument that arrives later names its indicators here."""
OFFICER_RULES = {"kspp": OF_OFFICER}

__all__ = [
    "OFFICER_RULES",
    "OF_OFFICER",
    "OF_UNIT",
    "UNIT_RULES",
    "OfficerFacts",
    "RegisterFact",
    "RegisterFacts",
    "SuggestedLevel",
    "ToConfirm",
    "coaching",
    "evaluation",
    "means",
    "obligations",
    "procedure",
    "settlement",
]
