"""From rows to the scoring core and back: the only way any page, report or command gets a score."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assessments.answering import GivenAnswer
from assessments.models import Answer, Assessment, AssessmentCycle, Locus, Subject
from instruments.models import InstrumentVersion
from instruments.selectors.tree import InstrumentTree, section_slug, tree_of
from scoring import sheet as core
from scoring.government import GovernmentScore, LocusScore, score_government
from scoring.instrument import Scope
from scoring.scores import DimensionScore, PartScore, UnitScore
from scoring.sheet_json import ScoreSheet, SheetMeta, score_sheet_json
from scoring.unit import score_unit


def subjects_of(assessment: Assessment) -> list[Subject]:
    """The locus's sample; of an assessment that was continued elsewhere, the sample as it was then."""
    kept = _kept_sample(assessment)
    return (
        list(Subject.objects.filter(locus=assessment.locus_id).order_by("scope", "position")) if kept is None else kept
    )


def _kept_sample(assessment: Assessment) -> list[Subject] | None:
    """The sample an assessment took with it when it was continued elsewhere; None while it has the locus's."""
    rows = assessment.result.get("sample") if assessment.superseded_by_id is not None else None
    return None if rows is None else [Subject(**row) for row in rows]


def answers_of(assessment: Assessment) -> list[Answer]:
    return list(Answer.objects.filter(assessment=assessment))


Rows = tuple[list[Subject], list[Answer]]


def rows_of(assessments: Sequence[Assessment]) -> dict[int, Rows]:
    """Subjects and answers of many assessments, by the assessment's id. Two queries."""
    subjects: dict[int, list[Subject]] = defaultdict(list)
    for subject in Subject.objects.filter(locus__in={a.locus_id for a in assessments}).order_by("scope", "position"):
        subjects[subject.locus_id].append(subject)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in Answer.objects.filter(assessment__in=[a.pk for a in assessments]):
        answers[answer.assessment_id].append(answer)
    kept = {a.pk: _kept_sample(a) for a in assessments}
    return {a.pk: (subjects[a.locus_id] if (own := kept[a.pk]) is None else own, answers[a.pk]) for a in assessments}


def build_sheet(tree: InstrumentTree, subjects: Sequence[Subject], answers: Sequence[Answer]) -> core.Sheet:
    """Of the sample, which the instruments of a cycle share, only those this one asks about."""
    keys = {subject.pk: subject.key for subject in subjects}
    asked = {node.scope for node in tree.indicators()}
    return core.Sheet(
        subjects=tuple(core.Subject(s.key, Scope(s.scope), s.name, s.outcome) for s in subjects if s.scope in asked),
        answers=tuple(
            GivenAnswer.of(a).answer(tree.by_pk[a.indicator_id].code, keys[a.subject_id] if a.subject_id else None)
            for a in answers
        ),
    )


def sheet_of(assessment: Assessment) -> core.Sheet:
    return build_sheet(tree_of(assessment.instrument), subjects_of(assessment), answers_of(assessment))


def score_of(assessment: Assessment) -> UnitScore:
    """The score computed now from the rows."""
    return score_unit(assessment.instrument.spec(), sheet_of(assessment))


def computed_result(
    assessment: Assessment, *, subjects: Sequence[Subject] | None = None, answers: Sequence[Answer] | None = None
) -> dict[str, object]:
    """The fields of the assessment as they follow from its rows now; rows already read may be passed in."""
    subjects = subjects_of(assessment) if subjects is None else subjects
    answers = answers_of(assessment) if answers is None else answers
    sheet = build_sheet(tree_of(assessment.instrument), subjects, answers)
    products = sum(subject.scope == Scope.PRODUCT for subject in subjects)
    fields = stored_result(score_unit(assessment.instrument.spec(), sheet), products)
    if assessment.superseded_by_id is not None and "sample" in assessment.result:
        fields["result"] = {**fields["result"], "sample": assessment.result["sample"]}
    return fields


def stored_result(score: UnitScore, products: int) -> dict[str, Any]:
    """What `Assessment` keeps of a score: columns to sort by, and a JSON with the rest.

    `parts` only where the instrument has some. Withheld needs no word of its own: answered, and yet without a floor.
    """
    floor, answered, ceiling = score.readings.floor, score.readings.answered_only, score.readings.ceiling
    headline = floor.graded
    return {
        "floor": headline.score,
        "answered_only": answered.rounded,
        "ceiling": ceiling.rounded,
        "zone": headline.zone,
        "grade": headline.grade,
        "label": headline.label,
        "answered": score.answered,
        "expected": score.expected,
        "result": {
            "exact": {
                "floor": _text(floor.value),
                "answered_only": _text(answered.value),
                "ceiling": _text(ceiling.value),
            },
            "complete": score.complete,
            "products": products,
            **({"parts": [_stored_weighed(part) for part in score.parts]} if score.parts else {}),
            "dimensions": [_stored_weighed(dimension) for dimension in score.dimensions],
            "sections": [
                {"slug": section_slug(d.code, v.code), "answered": v.answered, "expected": v.expected}
                for d in score.dimensions
                for v in d.variables
            ],
        },
    }


def _stored_weighed(score: PartScore | DimensionScore) -> dict[str, object]:
    return {
        "code": score.code,
        "name": score.name,
        "weight": _text(score.weight),
        "answered": score.answered,
        "expected": score.expected,
        "floor": score.readings.floor.graded.as_json(),
        "answered_only": score.readings.answered_only.graded.as_json(),
        "ceiling": score.readings.ceiling.graded.as_json(),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def locus_score(assessment: Assessment) -> LocusScore:
    """A locus as the government total sees it, from the stored result."""
    locus, stored = assessment.locus, assessment.result
    weight = Decimal(stored.get("products", 1) or 1)
    if not assessment.answered:
        return LocusScore(str(locus.pk), locus.unit.name, None, None, None, weight=weight, complete=False)
    exact = {name: None if text is None else Decimal(text) for name, text in stored["exact"].items()}
    return LocusScore(
        code=str(locus.pk),
        name=locus.unit.name,
        floor=exact["floor"],
        answered_only=exact["answered_only"],
        ceiling=exact["ceiling"],
        weight=weight,
        complete=bool(stored["complete"]),
    )


def government_score(
    cycle: AssessmentCycle, assessments: Sequence[Assessment], instrument: InstrumentVersion | None = None
) -> GovernmentScore:
    """The total over the cycle's loci by the instrument the `assessments` follow (the cycle's own unless given)."""
    return government_score_by(instrument or cycle.instrument, assessments)


def government_score_by(instrument: InstrumentVersion, assessments: Sequence[Assessment]) -> GovernmentScore:
    """The total by one instrument over assessments by it; loci that only prepare are left out."""
    spec = instrument.spec()
    loci = [locus_score(a) for a in assessments if a.locus.standing == Locus.Standing.LOCUS]
    return score_government(loci, spec.bands, spec.decimals, spec.roll_up, spec.scale)


def cycle_assessments(cycle: AssessmentCycle, instrument: InstrumentVersion | None = None) -> list[Assessment]:
    """The assessments of a cycle by one of its instruments (its own unless given), with unit and instrument, in the
    order of the units' names."""
    rows = Assessment.objects.filter(locus__cycle=cycle, instrument=instrument or cycle.instrument_id)
    return list(rows.select_related("locus__unit", "instrument").order_by("locus__unit__name"))


def score_sheet_of(assessment: Assessment) -> dict[str, object]:
    """The exported checklist; format in docs/scoring.md."""
    government = assessment.government
    meta = SheetMeta(assessment.locus.cycle.year, government.code, government.full_name, assessment.unit.name)
    return score_sheet_json(ScoreSheet(assessment.instrument.code, sheet_of(assessment), meta))
