"""Opening the yearly cycles with their phases, loci and samples."""

from datetime import date, datetime, timedelta

from assessments.models import AssessmentCycle, Locus
from assessments.services.cycles import PhasePlan, open_cycle
from assessments.services.further import add_instrument
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from demo.clock import DemoClock
from demo.places import FurnishedGovernment
from demo.plan import closed_days, seeded
from instruments.models import InstrumentVersion
from units.models import Officer

OPENED_ON = {2023: date(2023, 2, 6), 2024: date(2024, 1, 29)}
FIELD = {
    2023: (date(2023, 7, 3), date(2023, 10, 31)),
    2024: (date(2024, 6, 3), date(2024, 9, 30)),
}
"""When assessors visited offices (rounded to months)."""
FILLING, REVIEW_AFTER, REVIEWING = timedelta(weeks=8), timedelta(weeks=4), timedelta(weeks=9)


def first_cycle(place: FurnishedGovernment, year: int, instrument: InstrumentVersion) -> AssessmentCycle:
    """Every unit becomes a locus, with both products, four officials and two complaint officers as its sample."""
    clock = _clock(place, year)
    cycle = _open(place, year, instrument, clock.now)
    clock.later()
    chosen = dict.fromkeys(place.units.values(), Locus.Standing.LOCUS.value)
    choose_loci(cycle=cycle, chosen=chosen, by=place.coordinator, now=clock.soon(), seen_version=cycle.version)
    for locus in cycle.loci.select_related("unit").order_by("pk"):
        officers = locus.unit.officers.order_by("pk")
        choose_sample(
            locus=locus,
            products=list(locus.unit.products.order_by("pk")),
            officials=list(officers.filter(duty=Officer.Duty.OFFICIAL)),
            complaint_officers=list(officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER)),
            by=place.coordinator,
            now=clock.soon(),
            seen_version=locus.version,
        )
    return cycle


def next_cycle(
    place: FurnishedGovernment, year: int, instrument: InstrumentVersion, source: AssessmentCycle
) -> AssessmentCycle:
    """Loci and samples copied from the year before, as a coordinator would; then what is prepared beside it."""
    clock = _clock(place, year)
    cycle = _open(place, year, instrument, clock.now, source)
    if year in place.plan.further:
        further = InstrumentVersion.objects.get(code=place.plan.further[year].instrument)
        now = clock.later()
        cycle = add_instrument(
            cycle=cycle, instrument=further, by=place.coordinator, now=now, seen_version=cycle.version
        )
    return cycle


def _clock(place: FurnishedGovernment, year: int) -> DemoClock:
    return DemoClock(OPENED_ON[year], place.plan.time_zone, closed_days(), seeded(place.plan.code, year))


def _open(
    place: FurnishedGovernment,
    year: int,
    instrument: InstrumentVersion,
    now: datetime,
    copy_from: AssessmentCycle | None = None,
) -> AssessmentCycle:
    cycle = open_cycle(
        government=place.government,
        year=year,
        instrument=instrument,
        phases=_phases(year, place.plan.fills_from[year]),
        by=place.coordinator,
        now=now,
        copy_from=copy_from,
    )
    AssessmentCycle.objects.filter(pk=cycle.pk).update(created_at=now)
    return cycle


def _phases(year: int, fills_from: date) -> list[PhasePlan]:
    review_from = fills_from + REVIEW_AFTER
    return [
        PhasePlan("Persiapan dan penetapan lokus", OPENED_ON[year], fills_from - timedelta(days=1)),
        PhasePlan("Pengisian penilaian mandiri", fills_from, fills_from + FILLING),
        PhasePlan("Peninjauan Inspektorat dan persetujuan", review_from, review_from + REVIEWING),
        PhasePlan("Penilaian lapangan Ombudsman", *FIELD[year]),
        PhasePlan("Verifikasi dan pengumuman Ombudsman", date(year, 11, 1), date(year, 12, 20)),
    ]
