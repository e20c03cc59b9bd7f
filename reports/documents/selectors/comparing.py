"""The figures a cycle or a unit is compared with: official results, and our own of earlier years."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.further import instruments_of
from assessments.selectors.scoring import cycle_assessments, government_score
from instruments.models import InstrumentVersion
from official_results.models import OfficialResult
from official_results.selectors.figures import PublishedFigure, figures, unit_of
from official_results.sentences.ranking import in_words
from reports.documents.content import PastFigure
from scoring.graded import Graded
from units.models import ServiceUnit
from units.selectors import UnitNames

YEARS_BACK = 4


@dataclass(frozen=True, slots=True)
class ComparedCycle:
    """A cycle looked at through one of its instruments, the cycle's own or a further one."""

    cycle: AssessmentCycle
    instrument: InstrumentVersion

    @property
    def is_own(self) -> bool:
        return self.instrument.pk == self.cycle.instrument_id

    def version_in(self, other: AssessmentCycle) -> InstrumentVersion | None:
        """What to compare with in another cycle: its own instrument, or for a further one its relative there."""
        if self.is_own:
            return other.instrument
        return next((v for v in instruments_of(other) if v.family == self.instrument.family), None)


def past_of(compared: ComparedCycle, cycles: Iterable[AssessmentCycle]) -> tuple[PastFigure, ...]:
    """This year's and last year's, newest first, official figures before our own.

    `cycles` are all of the government, with their instruments.
    """
    cycle = compared.cycle
    totals = OfficialResult.objects.totals().filter(government=cycle.government_id, year__gte=cycle.year - 1)
    before = [other for other in cycles if other.year == cycle.year - 1]
    return (*reversed(_official(_up_to(cycle, totals), compared)), *_own_totals(before, compared))


def past_of_government(compared: ComparedCycle) -> tuple[PastFigure, ...]:
    """Oldest first, of one year our own before the official figure."""
    cycle = compared.cycle
    totals = OfficialResult.objects.totals().filter(government=cycle.government_id, year__gte=cycle.year - YEARS_BACK)
    earlier = AssessmentCycle.objects.filter(
        government=cycle.government_id, year__range=(cycle.year - YEARS_BACK, cycle.year - 1)
    )
    own = _own_totals(earlier.select_related("instrument"), compared)
    return _in_order(own, _official(_up_to(cycle, totals), compared))


def past_of_unit(unit: ServiceUnit, compared: ComparedCycle) -> tuple[PastFigure, ...]:
    """Oldest first, of one year our own before the official figure."""
    cycle = compared.cycle
    relative = (
        Q(instrument=F("locus__cycle__instrument"))
        if compared.is_own
        else Q(instrument__family=compared.instrument.family)
    )
    rows = Assessment.objects.filter(
        relative,
        locus__unit=unit,
        locus__cycle__year__range=(cycle.year - YEARS_BACK, cycle.year - 1),
        superseded_by=None,
        answered__gt=0,
    ).select_related("instrument", "locus__cycle")
    own = [_own(row.locus.cycle.year, row.instrument, row.graded, compared) for row in rows]
    results = OfficialResult.objects.filter(government=cycle.government_id, year__gte=cycle.year - YEARS_BACK)
    names = UnitNames([cycle.government_id])
    about_unit = [r for r in _up_to(cycle, results.exclude(unit_name="")) if unit_of(r, names) == unit.pk]
    return _in_order(own, _official(about_unit, compared))


def _up_to(cycle: AssessmentCycle, results: QuerySet[OfficialResult]) -> list[PublishedFigure]:
    return figures(results.filter(year__lte=cycle.year))


def _official(results: Sequence[PublishedFigure], compared: ComparedCycle) -> list[PastFigure]:
    """One figure a year, oldest first; of several sources the first, those that compare before others.

    For a further instrument only its own.
    """
    known = {v.code: v for v in InstrumentVersion.objects.only("code", "family", "title")} if results else {}
    families = {code: version.family for code, version in known.items()}
    by_year: dict[int, PublishedFigure] = {}
    alike = [row for row in results if families.get(row.instrument) == compared.instrument.family]
    for row in [*alike, *(results if compared.is_own else ())]:
        by_year.setdefault(row.year, row)
    return [
        PastFigure(
            year=row.year,
            is_official=True,
            result=Graded(row.score, row.zone, row.grade, row.label),
            instrument=known[row.instrument].title if row.instrument in known else row.instrument,
            instrument_code=row.instrument,
            decimals=row.decimals,
            is_comparable=families.get(row.instrument) == compared.instrument.family,
            source=in_words(row.source),
        )
        for _, row in sorted(by_year.items())
    ]


def _own_totals(earlier: Iterable[AssessmentCycle], compared: ComparedCycle) -> list[PastFigure]:
    """Of those cycles in which anything was answered."""
    versions = [(before, compared.version_in(before)) for before in earlier]
    totals = [(b, v, government_score(b, cycle_assessments(b, v), v)) for b, v in versions if v is not None]
    return [
        _own(before.year, version, total.readings.floor.graded, compared)
        for before, version, total in totals
        if total.loci_answered
    ]


def _own(year: int, instrument: InstrumentVersion, result: Graded, compared: ComparedCycle) -> PastFigure:
    return PastFigure(
        year=year,
        is_official=False,
        result=result,
        instrument=instrument.title,
        instrument_code=instrument.code,
        is_comparable=instrument.family == compared.instrument.family,
    )


def _in_order(own: Sequence[PastFigure], official: Sequence[PastFigure]) -> tuple[PastFigure, ...]:
    return tuple(sorted([*own, *official], key=lambda figure: (figure.year, figure.is_official)))
