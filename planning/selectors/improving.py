"""All sheets of a cycle at once, what a unit weighs in its government, and the government's score after a change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from assessments.models import Answer, Assessment, AssessmentCycle, CycleInstrument, Locus, Subject
from assessments.selectors.scoring import build_sheet, locus_score
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from scoring import sheet as core
from scoring.government import GovernmentScore, LocusScore, locus_shares, score_government
from scoring.instrument import Scope
from scoring.unit import score_unit

Sheets = dict[int, tuple[Assessment, core.Sheet]]
"""The assessments of a cycle by one instrument with what is filled in, by id; in the order of the units' names."""


def sheets_of(cycle: AssessmentCycle, instrument: InstrumentVersion) -> Sheets:
    """Loci that only prepare are among them. Three statements, whatever the size."""
    assessments = assessments_of(cycle, instrument)
    subjects: dict[int, list[Subject]] = defaultdict(list)
    for subject in Subject.objects.filter(locus__cycle=cycle).order_by("locus", "scope", "position"):
        subjects[subject.locus_id].append(subject)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(assessment__in=[a.pk for a in assessments]):
        answers[answer.assessment_id].append(answer)
    tree = tree_of(instrument)
    return {a.pk: (a, build_sheet(tree, subjects[a.locus_id], answers[a.pk])) for a in assessments}


def assessments_of(cycle: AssessmentCycle, instrument: InstrumentVersion) -> list[Assessment]:
    rows = Assessment.objects.filter(locus__cycle=cycle, instrument=instrument).with_place()
    return list(rows.order_by("locus__unit__name"))


def instruments_of(cycle: AssessmentCycle) -> list[InstrumentVersion]:
    """The cycle's own instrument, then those its loci prepare for beside it. One statement."""
    further = CycleInstrument.objects.filter(cycle=cycle).select_related("instrument")
    return [cycle.instrument, *(row.instrument for row in further)]


def chosen_instrument(cycle: AssessmentCycle, pk: str) -> InstrumentVersion:
    """The one with this id, where the cycle has it; anything else means the cycle's own."""
    return next((each for each in instruments_of(cycle) if str(each.pk) == pk), cycle.instrument)


def counts(assessment: Assessment) -> bool:
    """Whether it is part of the government's total."""
    return assessment.locus.standing == Locus.Standing.LOCUS


def shares_of(assessments: Sequence[Assessment], instrument: InstrumentVersion) -> dict[int, Fraction]:
    """What one point of a unit's score adds to its government's, by assessment; 0 for one that only prepares."""
    counted = [assessment for assessment in assessments if counts(assessment)]
    shares = locus_shares([locus_score(a).weight for a in counted], instrument.spec().roll_up)
    return {a.pk: Fraction(0) for a in assessments} | {a.pk: share for a, share in zip(counted, shares, strict=True)}


def government_after(instrument: InstrumentVersion, sheets: Iterable[tuple[Assessment, core.Sheet]]) -> GovernmentScore:
    """The total as it would be with these sheets, of which those that only prepare are left out."""
    spec = instrument.spec()
    loci = [
        LocusScore.of(str(a.locus_id), a.unit.name, score_unit(spec, sheet), products_in(sheet))
        for a, sheet in sheets
        if counts(a)
    ]
    return score_government(loci, spec.bands, spec.decimals, spec.roll_up, spec.scale)


def products_in(sheet: core.Sheet) -> Decimal:
    """A locus's weight where the roll-up counts products."""
    return Decimal(sum(subject.scope is Scope.PRODUCT for subject in sheet.subjects) or 1)
