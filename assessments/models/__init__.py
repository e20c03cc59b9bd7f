from assessments.models.assessments import Answer, Assessment, Evidence
from assessments.models.cycles import AssessmentCycle, Locus, Phase, Subject
from assessments.models.instruments import (
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
from assessments.models.results import OfficialResult

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentCycle",
    "Band",
    "Dimension",
    "Evidence",
    "Immutable",
    "Indicator",
    "InstrumentVersion",
    "Level",
    "Locus",
    "OfficialResult",
    "OutcomeFactor",
    "Part",
    "Phase",
    "Provenance",
    "SampleRule",
    "Subject",
    "Variable",
]
