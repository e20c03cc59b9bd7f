"""Where an assessment stands, from its stored result: the strip above the checklist and the report's headline."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessments.models import Assessment
from assessments.scoring.bands import band_for, next_band_up
from assessments.scoring.instrument import Band


@dataclass(frozen=True, slots=True)
class Standing:
    """The three readings with their bands; `missing` points lead from the floor to the `next` band."""

    floor: Decimal | None
    floor_band: Band | None
    answered_only: Decimal | None
    answered_band: Band | None
    ceiling: Decimal | None
    ceiling_band: Band | None
    answered: int
    expected: int
    next: Band | None
    missing: Decimal | None
    at: datetime | None

    @property
    def blank(self) -> int:
        return self.expected - self.answered


def score_strip(assessment: Assessment) -> Standing:
    bands = assessment.instrument.spec().bands
    up = next_band_up(assessment.floor, bands)
    return Standing(
        floor=assessment.floor,
        floor_band=band_for(assessment.floor, bands),
        answered_only=assessment.answered_only,
        answered_band=band_for(assessment.answered_only, bands),
        ceiling=assessment.ceiling,
        ceiling_band=band_for(assessment.ceiling, bands),
        answered=assessment.answered,
        expected=assessment.expected,
        next=up.band if up else None,
        missing=up.missing if up else None,
        at=assessment.last_activity_at,
    )
