"""What a cycle's total may bring beside the score."""

from assessments.models import AssessmentCycle
from instruments.models import InstrumentVersion
from scoring.government import GovernmentScore
from scoring.opinion import Recognition, recognition


def recognition_of(
    cycle: AssessmentCycle, total: GovernmentScore, instrument: InstrumentVersion | None = None
) -> Recognition:
    """By the headline reading, of the cycle's own instrument unless another is given.

    Nothing while no locus has an answer. No query once the instrument is known."""
    if not total.loci_answered:
        return Recognition(cycle.oversight)
    units = [(row.locus.name, row.readings.floor) for row in total.loci if row.locus.is_answered]
    return recognition((instrument or cycle.instrument).spec(), total.readings.floor, cycle.oversight, units)
