from assessments.models.assessments import Answer, Assessment, Evidence
from assessments.models.cycles import AssessmentCycle, CycleInstrument, Locus, Phase, Subject
from assessments.models.improving import Action, Scenario, StepEffort
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
from assessments.models.results import OfficialImport, OfficialResult
from assessments.models.snapshots import ScoreSnapshot

__all__ = [
    "Action",
    "Answer",
    "Assessment",
    "AssessmentCycle",
    "Band",
    "CycleInstrument",
    "Dimension",
    "Evidence",
    "Immutable",
    "Indicator",
    "InstrumentVersion",
    "Level",
    "Locus",
    "OfficialImport",
    "OfficialResult",
    "OutcomeFactor",
    "Part",
    "Phase",
    "Provenance",
    "SampleRule",
    "Scenario",
    "ScoreSnapshot",
    "StepEffort",
    "Subject",
    "Variable",
]
