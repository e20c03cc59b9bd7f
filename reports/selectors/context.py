"""What stands around a score in a report: letterhead, signatory, earlier and official figures, gaps, evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from assessments.models import (
    Answer,
    Assessment,
    AssessmentCycle,
    Evidence,
    InstrumentVersion,
    OfficialResult,
    Provenance,
)
from assessments.scoring.scores import UnitScore
from assessments.selectors.gaps import gaps_of
from assessments.selectors.scoring import cycle_assessments, government_score
from kspp.lib.names import name_key
from kspp.lib.numbers import half_up
from reports.content import EvidenceLine, GapLine, Graded, InstrumentNote, Letterhead, PastFigure, Signatory
from units.models import Government, ServiceUnit

YEARS_BACK = 4
CODES_NAMED = 12
TOLD_APART = 5


def common(cycle: AssessmentCycle, instrument: InstrumentVersion, today: date) -> dict[str, Any]:
    """The fields every report has, whatever it is about."""
    government = cycle.government
    return {
        "government": government.full_name,
        "year": cycle.year,
        "made_on": today,
        "letterhead": Letterhead(government.full_name, government.address, government.contact),
        "signatory": _signatory(government),
        "instrument": InstrumentNote(instrument.code, instrument.title, instrument.digest, instrument.source),
    }


def _signatory(government: Government) -> Signatory:
    return Signatory(
        place=government.seat,
        post=government.signatory_post or f"{government.head_title} {government.name}",
        name=government.signatory_name,
        rank=government.signatory_rank,
        nip=government.signatory_nip,
    )


def zone_of(cycle: AssessmentCycle, unit: ServiceUnit | None) -> ZoneInfo:
    """The report's time zone: its unit's, else that of the government's units, else the portal's."""
    if unit is not None:
        return ZoneInfo(unit.time_zone)
    known = ServiceUnit.objects.filter(government=cycle.government_id).values_list("time_zone", flat=True).first()
    return ZoneInfo(known or settings.TIME_ZONE)


def estimated_weights(instrument: InstrumentVersion) -> frozenset[str]:
    rows = instrument.dimensions.filter(weight_provenance=Provenance.ESTIMATED)
    return frozenset(rows.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Before:
    """Last year's floors by dimension, one figure for each of the same units."""

    figures: dict[str, list[Decimal]]
    wanted: int

    def mean(self, code: str) -> Decimal | None:
        """None unless every unit has a figure: half a mean compares nothing."""
        known = self.figures.get(code, [])
        return half_up(sum(known, Decimal(0)) / len(known)) if known and len(known) == self.wanted else None


def previous_dimensions(units: Sequence[int], cycle: AssessmentCycle) -> Before:
    figures: dict[str, list[Decimal]] = defaultdict(list)
    for assessment in _assessments_of(units, cycle.government, cycle.year - 1):
        if not assessment.answered or assessment.instrument.family != cycle.instrument.family:
            continue
        for dimension in assessment.result.get("dimensions", []):
            if (score := dimension["floor"]["score"]) is not None:
                figures[dimension["code"]].append(Decimal(score))
    return Before(dict(figures), len(units))


def previous_scores(units: Sequence[int], cycle: AssessmentCycle) -> dict[int, Decimal]:
    """Last year's floor by unit, where the instruments compare."""
    rows = _assessments_of(units, cycle.government, cycle.year - 1)
    return {
        row.locus.unit_id: row.floor
        for row in rows
        if row.answered and row.floor is not None and row.instrument.family == cycle.instrument.family
    }


def _assessments_of(units: Iterable[int], government: Government, year: int) -> Iterable[Assessment]:
    """By the instrument of their own cycle."""
    return Assessment.objects.filter(
        locus__unit__in=units,
        locus__cycle__government=government,
        locus__cycle__year=year,
        instrument=F("locus__cycle__instrument"),
    ).select_related("instrument", "locus")


def past_of_unit(unit: ServiceUnit, cycle: AssessmentCycle) -> tuple[PastFigure, ...]:
    rows = Assessment.objects.filter(
        locus__unit=unit,
        locus__cycle__year__range=(cycle.year - YEARS_BACK, cycle.year - 1),
        instrument=F("locus__cycle__instrument"),
        answered__gt=0,
    ).select_related("instrument", "locus__cycle")
    own = [
        PastFigure(
            year=row.locus.cycle.year,
            is_official=False,
            result=Graded(row.floor, row.zone, row.grade, row.label),
            instrument=row.instrument.title,
            is_comparable=row.instrument.family == cycle.instrument.family,
        )
        for row in rows
    ]
    results = OfficialResult.objects.filter(government=cycle.government_id).exclude(unit_name="")
    key = name_key(unit.name)
    return _in_order(own, [r for r in _official(results, cycle) if name_key(r.unit_name) == key], cycle)


def past_of_government(cycle: AssessmentCycle) -> tuple[PastFigure, ...]:
    own = []
    years = (cycle.year - YEARS_BACK, cycle.year - 1)
    cycles = AssessmentCycle.objects.filter(government=cycle.government_id, year__range=years)
    for earlier in cycles.select_related("instrument"):
        total = government_score(earlier, cycle_assessments(earlier))
        band = total.readings.floor.band
        if not total.loci_answered:
            continue
        own.append(
            PastFigure(
                year=earlier.year,
                is_official=False,
                result=Graded(total.readings.floor.rounded, *((band.zone, band.grade, band.label) if band else ())),
                instrument=earlier.instrument.title,
                is_comparable=earlier.instrument.family == cycle.instrument.family,
            )
        )
    results = OfficialResult.objects.filter(government=cycle.government_id).totals()
    return _in_order(own, _official(results, cycle), cycle)


def _official(results: Any, cycle: AssessmentCycle) -> list[OfficialResult]:
    """Up to the cycle's year."""
    return list(results.filter(year__range=(cycle.year - YEARS_BACK, cycle.year)).order_by("year", "pk"))


def _in_order(
    own: list[PastFigure], official: Sequence[OfficialResult], cycle: AssessmentCycle
) -> tuple[PastFigure, ...]:
    families = dict(InstrumentVersion.objects.values_list("code", "family")) if official else {}
    one_each: dict[int, OfficialResult] = {}
    for row in official:
        one_each.setdefault(row.year, row)
    figures = own + [
        PastFigure(
            year=row.year,
            is_official=True,
            result=Graded(row.score, row.zone, row.grade, row.label),
            instrument=row.instrument_code,
            is_comparable=families.get(row.instrument_code) == cycle.instrument.family,
            source=row.source,
        )
        for row in one_each.values()
    ]
    return tuple(sorted(figures, key=lambda figure: (figure.year, figure.is_official)))


def gaps(assessment: Assessment) -> tuple[GapLine, ...]:
    """Everything missing, one line for each indicator and reason; a reason that many share in full is one line."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for gap in gaps_of(assessment):
        subjects = lines.setdefault((gap.sentence, gap.indicator, gap.indicator_name), [])
        if gap.subject:
            subjects.append(gap.subject)
    shared: dict[str, list[str]] = defaultdict(list)
    for (sentence, code, _), subjects in lines.items():
        if not subjects:
            shared[sentence].append(code)
    apart = [
        GapLine(code, name, sentence, tuple(subjects))
        for (sentence, code, name), subjects in lines.items()
        if subjects or len(shared[sentence]) <= TOLD_APART
    ]
    together = [
        GapLine("", f"{len(codes)} indikator", sentence, tuple(codes))
        for sentence, codes in shared.items()
        if len(codes) > TOLD_APART
    ]
    return (*apart, *together)


def gap_summary(assessment: Assessment, score: UnitScore) -> GapLine | None:
    """One unit's blanks in a government's report; None when nothing is blank."""
    missing = score.expected - score.answered
    if not missing:
        return None
    codes = [i.code for i in score.indicators() if i.answered < i.expected]
    named = codes[:CODES_NAMED] + ([f"dan {len(codes) - CODES_NAMED} lainnya"] if len(codes) > CODES_NAMED else [])
    sentence = f"{missing} dari {score.expected} isian kosong, pada {len(codes)} indikator."
    return GapLine("", assessment.unit.name, sentence, tuple(named))


def evidence_by_dimension(assessment: Assessment) -> tuple[EvidenceLine, ...]:
    dimensions = assessment.instrument.dimensions.values_list("pk", "name")
    counts = _evidence([assessment], "indicator__variable__dimension")
    return tuple(EvidenceLine(name, counts[pk, True], counts[pk, False]) for pk, name in dimensions)


def evidence_by_unit(assessments: Sequence[Assessment]) -> tuple[EvidenceLine, ...]:
    counts = _evidence(assessments, "assessment")
    return tuple(EvidenceLine(a.unit.name, counts[a.pk, True], counts[a.pk, False]) for a in assessments)


def _evidence(assessments: Sequence[Assessment], by: str) -> Counter[tuple[int, bool]]:
    """How many answers claim points, counted by (`by`, whether supported)."""
    supported = Exists(Evidence.objects.kept().filter(answer=OuterRef("pk")))
    rows = Answer.objects.filter(assessment__in=assessments).annotate(is_supported=supported)
    counts: Counter[tuple[int, bool]] = Counter()
    for group, points, figure, tally, is_supported in rows.values_list(by, "points", "figure", "tally", "is_supported"):
        if points or figure or any(count for level, count in tally.items() if int(level)):
            counts[group, is_supported] += 1
    return counts
