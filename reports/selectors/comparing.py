"""The figures a cycle is compared with: official results of this and last year, and our own of last year."""

from collections.abc import Iterable

from assessments.models import AssessmentCycle, InstrumentVersion, OfficialResult
from assessments.selectors.scoring import cycle_assessments, government_score
from reports.content import Graded, PastFigure
from reports.selectors.content import graded


def past_of(cycle: AssessmentCycle, cycles: Iterable[AssessmentCycle]) -> tuple[PastFigure, ...]:
    """Newest first, an official figure before our own. `cycles` are all of the government, with their instruments."""
    return (*_official(cycle), *_own(cycle, cycles))


def _official(cycle: AssessmentCycle) -> list[PastFigure]:
    """One figure a year; of several sources the one recorded first."""
    families = dict(InstrumentVersion.objects.values_list("code", "family"))
    rows = OfficialResult.objects.totals().filter(government=cycle.government_id, year__in=(cycle.year, cycle.year - 1))
    by_year: dict[int, PastFigure] = {}
    for row in rows.order_by("-year", "pk"):
        by_year.setdefault(
            row.year,
            PastFigure(
                year=row.year,
                is_official=True,
                result=Graded(row.score, row.zone, row.grade, row.label),
                instrument=row.instrument_code,
                is_comparable=families.get(row.instrument_code) == cycle.instrument.family,
                source=row.source,
            ),
        )
    return list(by_year.values())


def _own(cycle: AssessmentCycle, cycles: Iterable[AssessmentCycle]) -> list[PastFigure]:
    before = next((other for other in cycles if other.year == cycle.year - 1), None)
    if before is None:
        return []
    total = government_score(before, cycle_assessments(before))
    if not total.loci_answered:
        return []
    return [
        PastFigure(
            year=before.year,
            is_official=False,
            result=graded(total.readings.floor),
            instrument=before.instrument.title,
            is_comparable=before.instrument.family == cycle.instrument.family,
        )
    ]
