"""The figures a cycle or a unit is compared with: official results, and our own of earlier years."""

from collections.abc import Iterable, Sequence

from django.db.models import F, QuerySet

from assessments.models import Assessment, AssessmentCycle, InstrumentVersion, OfficialResult
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.sentences.ranking import in_words
from kspp.lib.names import name_key
from reports.content import Graded, PastFigure
from reports.selectors.grading import graded
from units.models import ServiceUnit

YEARS_BACK = 4


def past_of(cycle: AssessmentCycle, cycles: Iterable[AssessmentCycle]) -> tuple[PastFigure, ...]:
    """This year's and last year's, newest first, official figures before our own.

    `cycles` are all of the government, with their instruments.
    """
    totals = OfficialResult.objects.totals().filter(government=cycle.government_id, year__gte=cycle.year - 1)
    before = [other for other in cycles if other.year == cycle.year - 1]
    return (*reversed(_official(_up_to(cycle, totals), cycle)), *_own_totals(before, cycle))


def past_of_government(cycle: AssessmentCycle) -> tuple[PastFigure, ...]:
    """Oldest first, of one year our own before the official figure."""
    totals = OfficialResult.objects.totals().filter(government=cycle.government_id, year__gte=cycle.year - YEARS_BACK)
    earlier = AssessmentCycle.objects.filter(
        government=cycle.government_id, year__range=(cycle.year - YEARS_BACK, cycle.year - 1)
    )
    own = _own_totals(earlier.select_related("instrument"), cycle)
    return _in_order(own, _official(_up_to(cycle, totals), cycle))


def past_of_unit(unit: ServiceUnit, cycle: AssessmentCycle) -> tuple[PastFigure, ...]:
    """Oldest first, of one year our own before the official figure."""
    rows = Assessment.objects.filter(
        locus__unit=unit,
        locus__cycle__year__range=(cycle.year - YEARS_BACK, cycle.year - 1),
        instrument=F("locus__cycle__instrument"),
        answered__gt=0,
    ).select_related("instrument", "locus__cycle")
    own = [
        _own(row.locus.cycle.year, row.instrument, Graded(row.floor, row.zone, row.grade, row.label), cycle)
        for row in rows
    ]
    results = OfficialResult.objects.filter(government=cycle.government_id, year__gte=cycle.year - YEARS_BACK)
    key = name_key(unit.name)
    about_unit = [r for r in _up_to(cycle, results.exclude(unit_name="")) if name_key(r.unit_name) == key]
    return _in_order(own, _official(about_unit, cycle))


def _up_to(cycle: AssessmentCycle, results: QuerySet[OfficialResult]) -> list[OfficialResult]:
    return list(results.filter(year__lte=cycle.year).order_by("year", "pk"))


def _official(results: Sequence[OfficialResult], cycle: AssessmentCycle) -> list[PastFigure]:
    """One figure a year, in the order given; of several sources the first, those that compare before others."""
    families = dict(InstrumentVersion.objects.values_list("code", "family")) if results else {}
    by_year: dict[int, OfficialResult] = {}
    alike = [row for row in results if families.get(row.instrument_code) == cycle.instrument.family]
    for row in [*alike, *results]:
        by_year.setdefault(row.year, row)
    return [
        PastFigure(
            year=row.year,
            is_official=True,
            result=Graded(row.score, row.zone, row.grade, row.label),
            instrument=row.instrument_code,
            is_comparable=families.get(row.instrument_code) == cycle.instrument.family,
            source=in_words(row.source),
        )
        for _, row in sorted(by_year.items())
    ]


def _own_totals(earlier: Iterable[AssessmentCycle], cycle: AssessmentCycle) -> list[PastFigure]:
    """Of those cycles in which anything was answered."""
    totals = [(before, government_score(before, cycle_assessments(before))) for before in earlier]
    return [
        _own(before.year, before.instrument, graded(total.readings.floor), cycle)
        for before, total in totals
        if total.loci_answered
    ]


def _own(year: int, instrument: InstrumentVersion, result: Graded, cycle: AssessmentCycle) -> PastFigure:
    return PastFigure(
        year=year,
        is_official=False,
        result=result,
        instrument=instrument.title,
        is_comparable=instrument.family == cycle.instrument.family,
    )


def _in_order(own: Sequence[PastFigure], official: Sequence[PastFigure]) -> tuple[PastFigure, ...]:
    return tuple(sorted([*own, *official], key=lambda figure: (figure.year, figure.is_official)))
