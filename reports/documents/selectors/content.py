"""From rows to what a report says. The only place that knows both the scoring core and the report's content."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.content import Explanation
from assessments.models import Assessment, AssessmentCycle, Locus
from assessments.selectors.explaining import explanation_of, explanation_of_total
from assessments.selectors.recognising import recognition_of
from assessments.selectors.scoring import cycle_assessments, government_score, score_of
from assessments.sentences.opinion import recognised
from instruments.models import InstrumentVersion
from instruments.selectors.tree import InstrumentTree, tree_of
from kspp.lib.numbers import half_up
from reports.documents.advice import AdvisedChange, best_moves
from reports.documents.content import (
    GOVERNMENT,
    UNIT,
    AdvisedStep,
    DimensionLine,
    IndicatorLine,
    ReportContent,
    UnitLine,
)
from reports.documents.selectors import comparing, context
from reports.documents.selectors.explained import annex_of, rules_of
from reports.models import Report
from scoring.bands import highest_first
from scoring.government import GovernmentScore, LocusScore, score_government
from scoring.graded import Graded, Trio
from scoring.instrument import Instrument
from scoring.rounding import to_decimal
from scoring.scores import DimensionScore, IndicatorScore, UnitScore

STEPS = 8
STEPS_PER_UNIT = 3
EXTREMES = 5


@dataclass(frozen=True, slots=True)
class ScoredAssessment:
    """An assessment with the score the core makes of it."""

    assessment: Assessment
    score: UnitScore

    @classmethod
    def of(cls, assessment: Assessment) -> "ScoredAssessment":
        return cls(assessment, score_of(assessment))

    @property
    def is_locus(self) -> bool:
        return self.assessment.locus.standing == Locus.Standing.LOCUS


def content_of(report: Report, today: date) -> ReportContent:
    """What a new report says today; reads only."""
    if report.cycle is None:
        raise ValueError("a readiness report needs a cycle")
    if report.assessment_id is None:
        return _government_content(report.cycle, report.instrument or report.cycle.instrument, today)
    assessment = Assessment.objects.with_place().get(pk=report.assessment_id)
    return _unit_content(assessment, today)


def _unit_content(assessment: Assessment, today: date) -> ReportContent:
    cycle, tree, spec = assessment.locus.cycle, tree_of(assessment.instrument), assessment.instrument.spec()
    scored = ScoredAssessment.of(assessment)
    score = scored.score
    before = context.previous_dimensions([assessment.unit.pk], cycle, assessment.instrument.family)
    estimated = context.estimated_weights(assessment.instrument)
    indicators = [_indicator_line(d, i, tree) for d, i in _asked(score, tree)]
    gaps = context.gaps(assessment)
    return ReportContent(
        **context.common(cycle, assessment.instrument, today),
        kind=UNIT,
        title_subject=assessment.unit.name,
        standing=assessment.get_state_display(),
        readings=score.readings.graded.told(),
        complete=score.complete,
        answered=score.answered,
        expected=score.expected,
        bands=highest_first(spec.unit_bands()),
        dimensions=tuple(_dimension_line(d, before, estimated) for d in score.dimensions),
        strongest=_extreme(indicators, strongest=True),
        weakest=_extreme(indicators, strongest=False),
        past=comparing.past_of_unit(assessment.unit, comparing.ComparedCycle(cycle, assessment.instrument)),
        gaps=gaps,
        gap_count=score.expected - score.answered,
        evidence=context.evidence_by_dimension(assessment),
        steps=_unit_steps(score, tree),
        scale=spec.scale,
        **_explained(explanation_of(assessment)),
    )


def _government_content(cycle: AssessmentCycle, instrument: InstrumentVersion, today: date) -> ReportContent:
    spec, tree = instrument.spec(), tree_of(instrument)
    everyone = [ScoredAssessment.of(assessment) for assessment in cycle_assessments(cycle, instrument)]
    loci = [s for s in everyone if s.is_locus]
    total = government_score(cycle, [s.assessment for s in everyone], instrument)
    units = [s.assessment.unit.pk for s in everyone]
    before = context.previous_dimensions([s.assessment.unit.pk for s in loci], cycle, instrument.family)
    earlier = context.previous_scores(units, cycle, instrument.family)
    estimated = context.estimated_weights(instrument)
    indicators = _mean_indicators(loci, spec, tree)
    return ReportContent(
        **context.common(cycle, instrument, today),
        kind=GOVERNMENT,
        title_subject=cycle.government.full_name,
        standing=cycle.get_standing_display(),
        readings=total.readings.graded.told(),
        complete=total.complete,
        answered=sum(s.score.answered for s in loci),
        expected=sum(s.score.expected for s in loci),
        bands=highest_first(spec.bands),
        dimensions=_mean_dimensions(loci, spec, before, estimated),
        units=tuple(_unit_line(s, earlier.get(s.assessment.unit.pk)) for s in everyone),
        loci_answered=total.loci_answered,
        loci_total=total.loci_total,
        strongest=_extreme(indicators, strongest=True),
        weakest=_extreme(indicators, strongest=False),
        past=comparing.past_of_government(comparing.ComparedCycle(cycle, instrument)),
        gaps=tuple(gap for s in loci if (gap := context.gap_summary(s.assessment, s.score))),
        gap_count=sum(s.score.expected - s.score.answered for s in loci),
        evidence=context.evidence_by_unit([s.assessment for s in loci]),
        steps=_government_steps(loci, total, spec.scale, tree),
        scale=spec.scale,
        recognition=tuple(recognised(recognition_of(cycle, total, instrument))),
        **_explained(explanation_of_total(cycle, instrument=instrument)),
    )


def _explained(explanation: Explanation) -> dict[str, Any]:
    return {"explanation": annex_of(explanation), "rules": rules_of(explanation)}


def _dimension_line(score: DimensionScore, before: context.PreviousFigures, estimated: frozenset[str]) -> DimensionLine:
    return DimensionLine(
        code=score.code,
        name=score.name,
        weight=half_up(score.weight),
        weight_is_estimated=score.code in estimated,
        readings=score.readings.graded.told(),
        answered=score.answered,
        expected=score.expected,
        previous=before.mean(score.code),
    )


def _asked(score: UnitScore, tree: InstrumentTree) -> list[tuple[DimensionScore, IndicatorScore]]:
    """Without what is asked of ministries only."""
    return [(d, i) for d in score.dimensions for i in d.indicators if i.code in tree.by_code]


def _indicator_line(dimension: DimensionScore, score: IndicatorScore, tree: InstrumentTree) -> IndicatorLine:
    return IndicatorLine(
        code=score.code,
        name=score.name,
        dimension=dimension.name,
        weight=half_up(score.weight),
        result=score.readings.floor.graded,
        answered=score.answered,
        expected=score.expected,
        is_estimated=tree.by_code[score.code].is_estimated,
    )


def _extreme(lines: Sequence[IndicatorLine], *, strongest: bool) -> tuple[IndicatorLine, ...]:
    """One end of the ranking, without what nobody answered and what stands as at the other end; none is at both."""
    known = [line for line in lines if line.answered and line.result.score is not None]
    ranked = sorted(known, key=lambda line: line.result.score or Decimal(0), reverse=True)
    if not strongest:
        ranked.reverse()
    return tuple(line for line in ranked[: min(EXTREMES, len(ranked) // 2)] if line.result != ranked[-1].result)


def _unit_line(scored: ScoredAssessment, previous: Decimal | None) -> UnitLine:
    score = scored.score
    return UnitLine(
        name=scored.assessment.unit.name,
        state=scored.assessment.get_state_display(),
        readings=score.readings.graded,
        answered=score.answered,
        expected=score.expected,
        dimensions=tuple(d.readings.graded.told().floor for d in score.dimensions),
        previous=previous,
        is_preparing=not scored.is_locus,
    )


def _mean(parts: Sequence[tuple[ScoredAssessment, DimensionScore | IndicatorScore]], spec: Instrument) -> Trio:
    """The same part of every locus rolled up like the total: a locus without answers is blank, and while one that has
    answers waits for something that must not count as zero, there is no floor.
    """
    loci = [
        LocusScore("", "", p.readings.floor.value, p.readings.answered_only.value, p.readings.ceiling.value)
        if p.answered
        else LocusScore("", "", None, None, None)
        for _, p in parts
    ]
    mean = score_government(loci, spec.bands, spec.decimals, scale=spec.scale).readings.graded.told()
    is_withheld = any(s.score.answered and p.expected and p.readings.floor.value is None for s, p in parts)
    return replace(mean, floor=Graded()) if is_withheld else mean


def _mean_dimensions(
    loci: Sequence[ScoredAssessment], spec: Instrument, before: context.PreviousFigures, estimated: frozenset[str]
) -> tuple[DimensionLine, ...]:
    lines = []
    for place, dimension in enumerate(spec.dimensions):
        parts = [(s, s.score.dimensions[place]) for s in loci]
        scores = [score for _, score in parts]
        if not scores:
            continue
        line = _dimension_line(scores[0], before, estimated)
        counts = sum(d.answered for d in scores), sum(d.expected for d in scores)
        readings = _mean(parts, spec)
        lines.append(replace(line, name=dimension.name, readings=readings, answered=counts[0], expected=counts[1]))
    return tuple(lines)


def _mean_indicators(loci: Sequence[ScoredAssessment], spec: Instrument, tree: InstrumentTree) -> list[IndicatorLine]:
    if not loci:
        return []
    columns = zip(*(_asked(s.score, tree) for s in loci), strict=True)
    lines = []
    for column in columns:
        dimension, first = column[0]
        mean = _mean([(s, i) for s, (_, i) in zip(loci, column, strict=True)], spec)
        line = _indicator_line(dimension, first, tree)
        counts = sum(i.answered for _, i in column), sum(i.expected for _, i in column)
        lines.append(replace(line, result=mean.floor, answered=counts[0], expected=counts[1]))
    return lines


def _unit_steps(score: UnitScore, tree: InstrumentTree) -> tuple[AdvisedStep, ...]:
    return tuple(_step(move, "", move.gain, tree) for move in best_moves(score, STEPS))


def _government_steps(
    loci: Sequence[ScoredAssessment], total: GovernmentScore, scale: Decimal, tree: InstrumentTree
) -> tuple[AdvisedStep, ...]:
    """The best moves of all loci together, each with what it brings to the government's total.

    A unit without any answer is one step: fill it in. No unit takes more than a few places.
    """
    share = {rolled_up.locus.code: Fraction(rolled_up.weight) / 100 for rolled_up in total.loci}
    part = {s.assessment.pk: share[str(s.assessment.locus_id)] for s in loci}
    untouched = [
        AdvisedStep(
            "", "", s.assessment.unit.name, is_blank=True, gain=_points(part[s.assessment.pk] * Fraction(scale))
        )
        for s in loci
        if not s.score.answered
    ]
    moves = [
        (move.gain * part[s.assessment.pk], s, move)
        for s in loci
        if s.score.answered
        for move in best_moves(s.score, STEPS_PER_UNIT)
    ]
    best = sorted(moves, key=lambda found: -found[0])[: max(STEPS - len(untouched), 0)]
    return (*untouched[:STEPS], *(_step(move, s.assessment.unit.name, gain, tree) for gain, s, move in best))


def _step(move: AdvisedChange, unit: str, gain: Fraction, tree: InstrumentTree) -> AdvisedStep:
    levels = {level.points: level.text for level in tree.by_code[move.indicator.code].levels}
    points = move.target_points
    return AdvisedStep(
        code=move.indicator.code,
        name=move.indicator.name,
        unit=unit,
        is_blank=move.is_blank,
        gain=_points(gain),
        subjects=move.subjects,
        target=levels.get(points, "") if points is not None else "",
    )


def _points(gain: Fraction) -> Decimal:
    return half_up(to_decimal(gain))
