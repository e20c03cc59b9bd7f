"""Years that are over: claims and reviews as they were kept, and what was published."""

from datetime import timedelta
from decimal import Decimal

from assessments.models import Assessment, AssessmentCycle, Locus, ScoreSnapshot
from conftest import NOW
from instruments.models import InstrumentVersion
from official_results.models import OfficialResult
from units.models import Government, ServiceUnit

KSPP = "kspp-2023-2024"


def keep(
    cycle: AssessmentCycle,
    unit: ServiceUnit,
    claimed: str | None = None,
    reviewed: str | None = None,
    indicators: tuple[dict[str, str | None], dict[str, str | None]] = ({}, {}),
    digests: tuple[str, str] = ("a", "a"),
) -> Assessment:
    """The unit as a locus whose claim and review are kept."""
    locus, _ = Locus.objects.get_or_create(cycle=cycle, unit=unit)
    assessment, _ = Assessment.objects.get_or_create(locus=locus, instrument=cycle.instrument)
    for place, (moment, floor) in enumerate((("submitted", claimed), ("verified", reviewed))):
        if floor is not None:
            ScoreSnapshot.objects.create(
                assessment=assessment,
                moment=moment,
                floor=Decimal(floor),
                indicators=indicators[place],
                digest=digests[place],
                taken_at=NOW + timedelta(days=place),
            )
    return assessment


def official(government: Government, year: int, score: str, name: str = "", **more: object) -> OfficialResult:
    asked = {"instrument_code": KSPP, "source": "Radar", **more}
    return OfficialResult.objects.create(
        government=government, year=year, score=Decimal(score), unit_name=name, **asked
    )


def year_of(kaur: Government, instrument: InstrumentVersion, year: int) -> AssessmentCycle:
    return AssessmentCycle.objects.create(government=kaur, year=year, instrument=instrument)
