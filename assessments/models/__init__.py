from assessments.models.assessments import Answer, Assessment, Evidence
from assessments.models.cycles import AssessmentCycle, CycleInstrument, Locus, Phase, Subject
from assessments.models.snapshots import ScoreSnapshot

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentCycle",
    "CycleInstrument",
    "Evidence",
    "Locus",
    "Phase",
    "ScoreSnapshot",
    "Subject",
]
