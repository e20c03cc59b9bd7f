"""Where an assessment stands, from its stored result: the strip above the checklist."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Assessment
from scoring.bands import band_for
from scoring.instrument import Band


@dataclass(frozen=True, slots=True)
class GradedReadings:
    """The three readings with their bands."""

    floor: Decimal | None
    floor_band: Band | None
    answered_only: Decimal | None
    answered_band: Band | None
    ceiling: Decimal | None
    ceiling_band: Band | None
    answered: int
    expected: int


def score_strip(assessment: Assessment) -> GradedReadings:
    bands = assessment.instrument.spec().unit_bands()
    return GradedReadings(
        floor=assessment.floor,
        floor_band=band_for(assessment.floor, bands),
        answered_only=assessment.answered_only,
        answered_band=band_for(assessment.answered_only, bands),
        ceiling=assessment.ceiling,
        ceiling_band=band_for(assessment.ceiling, bands),
        answered=assessment.answered,
        expected=assessment.expected,
    )
