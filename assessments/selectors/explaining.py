"""Why a figure is what it is: the scoring core's explanation with sentences, for page, PDF, XLSX and JSON alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from assessments.content import (
    BandLine,
    ExplainedReading,
    Explanation,
    ExplanationLine,
    InstrumentSource,
    ReadingFigure,
    ScoreHolder,
)
from assessments.models import Answer, Assessment, AssessmentCycle
from assessments.selectors.recognising import recognition_of
from assessments.selectors.scoring import Rows, build_sheet, cycle_assessments, government_score, rows_of
from assessments.sentences import explaining
from assessments.sentences.arithmetic import arithmetic, figure, node_name
from assessments.sentences.opinion import recognised
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of
from instruments.selectors.tree import InstrumentTree, tree_of
from instruments.sentences.words import PROVENANCE_NAMES, READING_NAMES, reading_words
from instruments.versions import document
from scoring.bands import spans
from scoring.explanation import Node, NodeKind, explain_government, explain_unit
from scoring.instrument import AppliesTo, Band, Instrument
from scoring.readings import ReadingName
from scoring.rounding import to_decimal
from scoring.scores import UnitScore
from scoring.unit import score_unit

READINGS = tuple((name.value, READING_NAMES[name], reading_words(name)) for name in ReadingName)
"""Code, a name for a narrow place, the full name."""

ANCHORS = {
    NodeKind.UNIT: "unit",
    NodeKind.PART: "bagian",
    NodeKind.DIMENSION: "dimensi",
    NodeKind.INDICATOR: "indikator",
}
_WHOLE = Decimal(100)

Trio = Sequence[Node]
"""One place of the tree in the three readings."""
Reasons = Mapping[str, Sequence[tuple[str, str]]]
"""By indicator: who or what it does not apply to (empty: at all), and why."""


def chosen(reading: str) -> ReadingName:
    """One of the three readings; anything else means the headline."""
    return ReadingName(reading) if reading in set(ReadingName) else ReadingName.FLOOR


def anchor_of(kind: NodeKind, code: str) -> str:
    """The id of a figure on the page that explains it."""
    return f"{ANCHORS[kind]}-{code}" if kind in ANCHORS else ""


def explanation_url(assessment: int, reading: str = "", kind: NodeKind | None = None, code: str = "") -> str:
    """Where a unit's figure is explained; an indicator's is opened."""
    parts = [f"bacaan={reading}"] if reading else []
    parts += [f"buka={code}"] if kind is NodeKind.INDICATOR else []
    place = f"#{anchor_of(kind, code)}" if kind else ""
    return f"{reverse('assessments:explanation', args=[assessment])}{'?' if parts else ''}{'&'.join(parts)}{place}"


def total_url(cycle: int, reading: str = "", instrument: str = "") -> str:
    """Where a government's figure is explained; `instrument` is the code of a further one of the cycle."""
    asked = {key: value for key, value in (("instrumen", instrument), ("bacaan", reading)) if value}
    return f"{reverse('assessments:total', args=[cycle])}{f'?{urlencode(asked)}' if asked else ''}"


@dataclass(frozen=True, slots=True)
class _ExplanationWriter:
    """What turns nodes into lines: the instrument's texts and provenance, and what this unit left out."""

    tree: InstrumentTree
    provenance: Mapping[tuple[NodeKind, str], tuple[tuple[str, str], ...]]
    ministry: frozenset[str]
    reasons: Reasons
    place: int
    """Of the reading that was asked for."""

    def line(self, nodes: Trio, above: Sequence[Fraction], *, is_top: bool = False) -> ExplanationLine:
        node = nodes[self.place]
        shares = [Fraction(1) if is_top else a * Fraction(n.weight) / 100 for n, a in zip(nodes, above, strict=True)]
        figures = tuple(_figure(n, share, is_top=is_top) for n, share in zip(nodes, shares, strict=True))
        levels = zip(*(each.children for each in nodes), strict=True)
        provenance = self.provenance.get((node.kind, node.code), ())
        return ExplanationLine(
            kind=node.kind,
            code=node.code,
            name=node_name(node),
            anchor=anchor_of(node.kind, node.code) if node.code else "",
            said=figures[self.place],
            figures=figures,
            about=explaining.observed(node.observation) if node.observation else "",
            answer=self._answer(node),
            remarks=self._remarks(node),
            provenance=provenance,
            is_estimated="perkiraan" in dict(provenance).values(),
            children=tuple(self.line(trio, shares) for trio in levels),
            is_for_ministries=node.kind is NodeKind.INDICATOR and node.code in self.ministry,
        )

    def _answer(self, node: Node) -> str:
        if node.observation is None:
            return ""
        indicator = self.tree.by_code[node.code]
        return explaining.answer_words(node.observation, {level.points: level.text for level in indicator.levels})

    def _remarks(self, node: Node) -> tuple[str, ...]:
        if node.kind is not NodeKind.INDICATOR:
            return ()
        if node.code in self.ministry:
            return (explaining.MINISTRY_ONLY,)
        return tuple(explaining.not_applicable(*reason) for reason in self.reasons.get(node.code, ()))


def _figure(node: Node, share: Fraction, *, is_top: bool) -> ReadingFigure:
    points = None if node.value is None or is_top else to_decimal(Fraction(node.value) * share)
    return ReadingFigure(
        reading=node.reading,
        value=node.value,
        score=node.rounded,
        weight=_WHOLE if is_top else node.weight,
        share=to_decimal(100 * share),
        band=node.band,
        words=figure(node),
        arithmetic=arithmetic(node),
        brings=explaining.brings(points),
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    assessment: Assessment
    score: UnitScore
    reasons: Reasons


def _scored(assessment: Assessment, rows: Rows) -> _Scored:
    subjects, answers = rows
    tree, spec = tree_of(assessment.instrument), assessment.instrument.spec()
    score = score_unit(spec, build_sheet(tree, subjects, answers))
    names = {subject.pk: subject.name for subject in subjects}
    return _Scored(assessment, score, _reasons(tree, names, answers))


def _reasons(tree: InstrumentTree, names: Mapping[int, str], answers: Sequence[Answer]) -> Reasons:
    found: dict[str, list[tuple[str, str]]] = {}
    for answer in answers:
        if answer.not_applicable_reason:
            name = names[answer.subject_id] if answer.subject_id else ""
            found.setdefault(tree.by_pk[answer.indicator_id].code, []).append((name, answer.not_applicable_reason))
    return found


def _speaker(instrument: InstrumentVersion, reading: ReadingName, reasons: Reasons) -> _ExplanationWriter:
    file = file_of(instrument)
    ministry = frozenset(i.code for i in file.indicators() if i.applies_to is AppliesTo.MINISTRY)
    return _ExplanationWriter(
        tree_of(instrument), _provenance(file), ministry, reasons, list(ReadingName).index(reading)
    )


def _unit_line(scored: _Scored, reading: ReadingName) -> ExplanationLine:
    speaker = _speaker(scored.assessment.instrument, reading, scored.reasons)
    name = scored.assessment.unit.name
    nodes = [explain_unit(scored.score, each, "", name) for each in ReadingName]
    return speaker.line(nodes, [Fraction(1)] * len(nodes), is_top=True)


def explanation_of(assessment: Assessment, reading: str = "") -> Explanation:
    """A unit's figure down to its answers. Two queries once its instrument has been read."""
    name = chosen(reading)
    scored = _scored(assessment, rows_of([assessment])[assessment.pk])
    score = scored.score
    about = _about(assessment.locus.cycle, assessment.unit.name)
    top = _unit_line(scored, name)
    counts = (score.answered, score.expected, score.complete)
    return _explanation(assessment.instrument, name, about, top, counts)


def explanation_of_total(
    cycle: AssessmentCycle, reading: str = "", instrument: InstrumentVersion | None = None
) -> Explanation:
    """A government's figure through its loci down to their answers, by the cycle's own instrument unless another is
    given. A fixed number of queries, however many loci."""
    name, version = chosen(reading), instrument or cycle.instrument
    assessments = cycle_assessments(cycle, version)
    total = government_score(cycle, assessments, version)
    rows = rows_of(assessments)
    scored = {str(a.locus_id): _scored(a, rows[a.pk]) for a in assessments}
    nodes = [explain_government(total, each, "", cycle.government.full_name) for each in ReadingName]
    bare = _speaker(version, name, {}).line(nodes, [Fraction(1)] * len(nodes), is_top=True)
    top = replace(bare, children=tuple(_locus_line(line, scored[line.code], name) for line in bare.children))
    loci = [scored[line.code].score for line in bare.children]
    counts = (sum(s.answered for s in loci), sum(s.expected for s in loci), total.complete)
    explained = _explanation(version, name, _about(cycle, ""), top, counts)
    return replace(explained, recognised=tuple(recognised(recognition_of(cycle, total, version))))


def _locus_line(line: ExplanationLine, scored: _Scored, reading: ReadingName) -> ExplanationLine:
    """The locus as the total has it, with its unit's own arithmetic and everything below."""
    named = replace(line, name=scored.assessment.unit.name, url=explanation_url(scored.assessment.pk, reading))
    if not scored.score.answered:
        return named
    speaker = _speaker(scored.assessment.instrument, reading, scored.reasons)
    nodes = [explain_unit(scored.score, each) for each in ReadingName]
    shares = [Fraction(figure.share) / 100 for figure in line.figures]
    own = speaker.line(nodes, [Fraction(1)] * len(nodes), is_top=True)
    figures = tuple(replace(f, arithmetic=o.arithmetic) for f, o in zip(line.figures, own.figures, strict=True))
    below = zip(*(node.children for node in nodes), strict=True)
    children = tuple(_within(speaker.line(trio, shares), scored.assessment.pk, reading) for trio in below)
    return replace(named, said=figures[speaker.place], figures=figures, children=children)


def _within(line: ExplanationLine, assessment: int, reading: ReadingName) -> ExplanationLine:
    """Ids of several units on one page must differ; each part of a unit leads to its place on the unit's own page."""
    url = explanation_url(assessment, reading, line.kind, line.code) if line.anchor else ""
    own = f"{line.anchor}-{assessment}" if line.anchor else ""
    children = tuple(_within(child, assessment, reading) for child in line.children)
    return replace(line, anchor=own, url=url, children=children)


def _about(cycle: AssessmentCycle, unit: str) -> ScoreHolder:
    return ScoreHolder(cycle.government.code, cycle.government.full_name, unit, cycle.year)


def _explanation(
    instrument: InstrumentVersion,
    reading: ReadingName,
    about: ScoreHolder,
    top: ExplanationLine,
    counts: tuple[int, int, bool],
) -> Explanation:
    spec, file = instrument.spec(), file_of(instrument)
    is_government = not about.unit
    bands = spec.bands if is_government else spec.unit_bands()
    return Explanation(
        reading=reading,
        readings=READINGS,
        about=about,
        instrument=InstrumentSource(
            instrument.code, instrument.title, instrument.source, instrument.digest, spec.scale, spec.decimals
        ),
        top=top,
        standings=tuple(_standing(each, spec, bands) for each in top.figures),
        rules=explaining.rules(file, is_government=is_government),
        bands=_band_lines(bands, spec.scale, file),
        answered=counts[0],
        expected=counts[1],
        complete=counts[2],
    )


def _standing(figure: ReadingFigure, spec: Instrument, bands: Sequence[Band]) -> ExplainedReading:
    return ExplainedReading(
        figure.reading,
        explaining.rounding_step(figure.value, figure.score, spec.decimals),
        explaining.position(figure.score, bands, spec.scale),
    )


def _band_lines(bands: Sequence[Band], scale: Decimal, file: document.InstrumentFile) -> tuple[BandLine, ...]:
    """From the highest down."""
    origin = {band.lower: PROVENANCE_NAMES[band.provenance] for band in file.bands}
    rows = list(reversed(spans(bands, scale)))
    return tuple(
        BandLine(band.lower, upper, band is rows[0][0], band.zone, band.grade, band.label, origin[band.lower])
        for band, upper in rows
    )


def file_of(version: InstrumentVersion) -> document.InstrumentFile:
    """The version as its file says it, with the provenance of everything. Read once per process when published."""
    return _cached_file(version.pk, version.digest) if version.is_frozen else document_of(version)


@lru_cache(maxsize=64)
def _cached_file(version_id: int, digest: str) -> document.InstrumentFile:
    return document_of(InstrumentVersion.objects.get(pk=version_id))


def _provenance(file: document.InstrumentFile) -> dict[tuple[NodeKind, str], tuple[tuple[str, str], ...]]:
    """What each word of the instrument rests on: wording, weight and levels apart."""
    names = PROVENANCE_NAMES
    found: dict[tuple[NodeKind, str], tuple[tuple[str, str], ...]] = {}
    for part in file.parts:
        found[NodeKind.PART, part.code] = (("bobot", names[part.weight_provenance]),)
    for dimension in file.dimensions:
        found[NodeKind.DIMENSION, dimension.code] = (("bobot", names[dimension.weight_provenance]),)
    for indicator in file.indicators():
        sources = (
            ("rumusan", indicator.name_provenance),
            ("bobot", indicator.weight_provenance),
            ("tingkat", indicator.levels_provenance),
        )
        found[NodeKind.INDICATOR, indicator.code] = tuple((what, names[word]) for what, word in sources if word)
    return found
