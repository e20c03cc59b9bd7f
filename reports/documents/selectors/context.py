"""What stands around a score in a report: letterhead, signatory, last year, gaps, evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef

from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.selectors.gaps import gaps_of
from instruments.models import InstrumentVersion, Provenance
from kspp.lib.numbers import half_up
from reports.documents import sentences
from reports.documents.content import EvidenceLine, GapLine, InstrumentNote, Letterhead, Signatory
from scoring.scores import UnitScore
from units.models import Government, ServiceUnit

CODES_NAMED = 12
TOLD_APART = 5


def common(cycle: AssessmentCycle, instrument: InstrumentVersion, today: date) -> dict[str, Any]:
    """The fields every report has, whatever it is about."""
    government = cycle.government
    return {
        "government": government.full_name,
        "year": cycle.year,
        "made_on": today,
        "letterhead": letterhead(government),
        "signatory": signatory(government),
        "instrument": InstrumentNote(instrument.code, instrument.title, instrument.digest, instrument.source),
        "assessor": sentences.ASSESSORS.get(instrument.family, sentences.OMBUDSMAN),
    }


def letterhead(government: Government) -> Letterhead:
    return Letterhead(government.full_name, government.address, government.contact)


def signatory(government: Government) -> Signatory:
    return Signatory(
        place=government.seat,
        post=government.signatory_post or f"{government.head_title} {government.name}",
        name=government.signatory_name,
        rank=government.signatory_rank,
        nip=government.signatory_nip,
    )


def zone_of(government: Government, unit: ServiceUnit | None) -> ZoneInfo:
    """The report's time zone: its unit's, else that of the government's units, else the portal's."""
    if unit is not None:
        return ZoneInfo(unit.time_zone)
    known = ServiceUnit.objects.filter(government=government).values_list("time_zone", flat=True).first()
    return ZoneInfo(known or settings.TIME_ZONE)


def estimated_weights(instrument: InstrumentVersion) -> frozenset[str]:
    rows = instrument.dimensions.filter(weight_provenance=Provenance.ESTIMATED)
    return frozenset(rows.values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class PreviousFigures:
    """Last year's floors by dimension, one figure for each of the same units."""

    figures: dict[str, list[Decimal]]
    wanted: int

    def mean(self, code: str) -> Decimal | None:
        """None unless every unit has a figure: half a mean compares nothing."""
        known = self.figures.get(code, [])
        return half_up(sum(known, Decimal(0)) / len(known)) if known and len(known) == self.wanted else None


def previous_dimensions(units: Sequence[int], cycle: AssessmentCycle, family: str) -> PreviousFigures:
    figures: dict[str, list[Decimal]] = defaultdict(list)
    for assessment in _assessments_of(units, cycle.government, cycle.year - 1, family):
        for dimension in assessment.result.get("dimensions", []):
            if (score := dimension["floor"]["score"]) is not None:
                figures[dimension["code"]].append(Decimal(score))
    return PreviousFigures(dict(figures), len(units))


def previous_scores(units: Sequence[int], cycle: AssessmentCycle, family: str) -> dict[int, Decimal]:
    """Last year's floor by unit, where the instruments compare."""
    rows = _assessments_of(units, cycle.government, cycle.year - 1, family)
    return {row.locus.unit_id: row.floor for row in rows if row.floor is not None}


def _assessments_of(units: Iterable[int], government: Government, year: int, family: str) -> Iterable[Assessment]:
    """Those begun by an instrument of the family; of two the one of the cycle's own instrument."""
    rows = Assessment.objects.filter(
        locus__unit__in=units,
        locus__cycle__government=government,
        locus__cycle__year=year,
        instrument__family=family,
        superseded_by=None,
        answered__gt=0,
    ).select_related("locus__cycle")
    by_unit: dict[int, Assessment] = {}
    for row in rows.order_by("pk"):
        if row.instrument_id == row.locus.cycle.instrument_id:
            by_unit[row.locus.unit_id] = row
        by_unit.setdefault(row.locus.unit_id, row)
    return by_unit.values()


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
    fields = ("points", "figure", "tally", "chosen", "is_supported")
    for group, points, figure, tally, chosen, is_supported in rows.values_list(by, *fields):
        if points or figure or chosen or any(count for level, count in tally.items() if int(level)):
            counts[group, is_supported] += 1
    return counts
