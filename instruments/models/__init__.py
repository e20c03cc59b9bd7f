from instruments.models.versions import (
    Band,
    Dimension,
    Immutable,
    Indicator,
    InstrumentVersion,
    Level,
    OutcomeFactor,
    Part,
    Provenance,
    SampleRule,
    Variable,
)

__all__ = [
    "Band",
    "Dimension",
    "Immutable",
    "Indicator",
    "InstrumentVersion",
    "Level",
    "OutcomeFactor",
    "Part",
    "Provenance",
    "SampleRule",
    "Variable",
]
