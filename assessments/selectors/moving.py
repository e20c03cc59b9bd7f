"""What becomes of a running cycle in a corrected version of its instrument. The page shows it, the service does it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2s

from django.db.models import QuerySet

from assessments.answering import GivenAnswer, stored_content
from assessments.carrying import AskedIndicator, MappingProblem, Obstacle, obstacle, proposed, reads_the_same, slips
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence, Subject
from assessments.selectors.checklist import chosen_words
from assessments.selectors.cycles import instruments_for
from assessments.selectors.samples import quotas
from assessments.selectors.scoring import build_sheet, cycle_assessments, government_score_by, stored_result
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.tree import IndicatorNode, InstrumentTree, tree_of
from scoring.bands import band_for
from scoring.government import GovernmentScore
from scoring.instrument import Band, Scope
from scoring.unit import score_unit

CONTINUED = "assessment.continued"


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """An answer with the indicator that takes it over. `is_same`: it reads as it did."""

    answer: Answer
    evidence: tuple[Evidence, ...]
    target: IndicatorNode
    is_kept: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class AnswerLeftBehind:
    """An answer that stays in the old assessment."""

    indicator: IndicatorNode
    subject_name: str
    words: str
    pieces: int
    obstacle: Obstacle


@dataclass(frozen=True, slots=True)
class UnitMove:
    """`result`: what the new assessment will store of its score. `lacking`: how many of each scope the new version
    asks for beyond what is chosen."""

    assessment: Assessment
    carried: tuple[CarriedAnswer, ...]
    left: tuple[AnswerLeftBehind, ...]
    result: Mapping[str, object]
    subjects: tuple[Subject, ...]
    lacking: tuple[tuple[Scope, int], ...]

    @property
    def kept(self) -> int:
        return sum(each.is_kept for each in self.carried)

    @property
    def moved(self) -> int:
        return len(self.carried) - self.kept

    @property
    def pieces(self) -> int:
        return sum(len(each.evidence) for each in self.carried)

    @property
    def after(self) -> Decimal | None:
        value = self.result["floor"]
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True, slots=True)
class MappedIndicator:
    """One indicator of the old version. `choices`: what may take over, itself included; `answers` counts units'."""

    indicator: IndicatorNode
    code: str
    target: IndicatorNode | None
    choices: tuple[IndicatorNode, ...]
    answers: int
    slip: MappingProblem | None

    @property
    def is_plain(self) -> bool:
        """Of the same code, name and levels: nothing to decide."""
        target, known = self.target, self.indicator
        return target is not None and (target.code, target.name, target.levels) == (
            known.code,
            known.name,
            known.levels,
        )

    @property
    def changed_levels(self) -> tuple[tuple[int, str, str], ...]:
        """Levels that say something else in the new version, with what they said and say; empty where there is none."""
        if self.target is None:
            return ()
        before = {level.points: level.text for level in self.indicator.levels}
        after = {level.points: level.text for level in self.target.levels}
        both = [(points, before.get(points, ""), after.get(points, "")) for points in sorted(before | after)]
        return tuple(row for row in both if row[1] != row[2])


@dataclass(frozen=True, slots=True)
class MovedTotal:
    """The total as it is and as it will be."""

    before: GovernmentScore
    after: GovernmentScore


@dataclass(frozen=True, slots=True)
class MovePlan:
    """`seen` changes whenever anything the plan rests on does."""

    cycle: AssessmentCycle
    source: InstrumentVersion
    target: InstrumentVersion
    rows: tuple[MappedIndicator, ...]
    units: tuple[UnitMove, ...]
    government: MovedTotal
    new: tuple[IndicatorNode, ...]
    seen: str

    @property
    def mapping(self) -> dict[str, str]:
        return {row.indicator.code: row.target.code if row.target else "" for row in self.rows}

    @property
    def slips(self) -> tuple[MappedIndicator, ...]:
        return tuple(row for row in self.rows if row.slip)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Answers kept, moved and left, over all units."""
        units = self.units
        return sum(u.kept for u in units), sum(u.moved for u in units), sum(len(u.left) for u in units)

    def bands(self) -> tuple[Sequence[Band], Sequence[Band]]:
        """Of units, before and after."""
        return self.source.spec().unit_bands(), self.target.spec().unit_bands()

    def bands_of(self, unit: UnitMove) -> tuple[Band | None, Band | None]:
        before, after = self.bands()
        return band_for(unit.assessment.floor, before), band_for(unit.after, after)


@dataclass(frozen=True, slots=True)
class MoveOrigin:
    """Where an assessment's answers came from: the event of the move. `left`: answers that stayed behind."""

    event: Event
    assessment_id: int
    title: str
    left: int


def targets_of(cycle: AssessmentCycle, source: InstrumentVersion | None = None) -> QuerySet[InstrumentVersion]:
    """Published versions of the family of `source` in which this cycle has no assessment yet, newest first.

    `source`: one of the cycle's instruments, its own unless given.
    """
    used = Assessment.objects.filter(locus__cycle=cycle).values("instrument")
    rows = instruments_for(cycle.government).filter(family=(source or cycle.instrument).family)
    return (
        rows.exclude(pk=cycle.instrument_id)
        .exclude(pk__in=used)
        .exclude(pk__in=cycle.further.values("instrument"))
        .order_by("-pk")
    )


def movable(cycle: AssessmentCycle, instruments: Sequence[InstrumentVersion]) -> set[str]:
    """Codes of those of its instruments for which there is somewhere to move. One query."""
    used = Assessment.objects.filter(locus__cycle=cycle).values("instrument")
    others = instruments_for(cycle.government).exclude(pk__in=used).exclude(pk__in=[v.pk for v in instruments])
    families = set(others.values_list("family", flat=True))
    return {version.code for version in instruments if version.family in families}


def move_plan(
    cycle: AssessmentCycle,
    target: InstrumentVersion,
    mapping: Mapping[str, str] | None = None,
    source: InstrumentVersion | None = None,
) -> MovePlan:
    """Without `mapping` as proposed; `source` as in `targets_of`. A fixed number of queries whatever the number of
    units."""
    source = source or cycle.instrument
    old, new = tree_of(source), tree_of(target)
    before, after = _asked(old), _asked(new)
    mapped = {**proposed(before, after), **(mapping or {})}
    wrong = dict(slips(mapped, before, after))
    usable = {code: "" if code in wrong else mapped.get(code, "") for code in (a.code for a in before)}
    sheets = _sheets(cycle_assessments(cycle, source))
    units = tuple(_unit(sheet, old, new, target, usable) for sheet in sheets)
    counted = Counter(answer.indicator_id for sheet in sheets for answer in sheet.written())
    rows = tuple(_row(node, old, new, usable, mapped, counted[node.pk], wrong) for node in old.indicators())
    taken = set(usable.values())
    return MovePlan(
        cycle=cycle,
        source=source,
        target=target,
        rows=rows,
        units=units,
        government=_government(source, target, units),
        new=tuple(node for node in new.indicators() if node.code not in taken),
        seen=_seen(cycle, source, target, sheets),
    )


def origin_of(assessment: Assessment) -> MoveOrigin | None:
    """One query; None for an assessment that was begun where it is."""
    event = Event.objects.about(assessment).filter(action=CONTINUED).first()
    if event is None:
        return None
    return MoveOrigin(event, int(event.changes["from"]), str(event.changes["title"]), int(event.changes["left"]))


@dataclass(frozen=True, slots=True)
class _MovedAnswers:
    assessment: Assessment
    subjects: tuple[Subject, ...]
    answers: tuple[Answer, ...]
    evidence: Mapping[int, tuple[Evidence, ...]]

    def written(self) -> list[Answer]:
        """Answers that say anything, or have evidence."""
        return [a for a in self.answers if not a.is_blank or a.note or a.review_note or self.evidence.get(a.pk)]


def _sheets(assessments: Sequence[Assessment]) -> list[_MovedAnswers]:
    """Three queries for all of them."""
    pks = [assessment.pk for assessment in assessments]
    subjects, answers, pieces = defaultdict(list), defaultdict(list), defaultdict(list)
    for subject in Subject.objects.filter(locus__in=[a.locus_id for a in assessments]).order_by("scope", "position"):
        subjects[subject.locus_id].append(subject)
    for answer in Answer.objects.filter(assessment__in=pks).order_by("pk"):
        answers[answer.assessment_id].append(answer)
    for piece in Evidence.objects.kept().filter(answer__assessment__in=pks).order_by("pk"):
        pieces[piece.answer_id].append(piece)
    evidence = {answer: tuple(rows) for answer, rows in pieces.items()}
    return [_MovedAnswers(a, tuple(subjects[a.locus_id]), tuple(answers[a.pk]), evidence) for a in assessments]


def _asked(tree: InstrumentTree) -> list[AskedIndicator]:
    return [AskedIndicator(node.asks, node.texts) for node in tree.indicators()]


def _unit(
    sheet: _MovedAnswers,
    old: InstrumentTree,
    new: InstrumentTree,
    target: InstrumentVersion,
    mapping: Mapping[str, str],
) -> UnitMove:
    before = {asked.code: asked for asked in _asked(old)}
    after = {asked.code: asked for asked in _asked(new)}
    names = {subject.pk: subject.name for subject in sheet.subjects}
    carried, left = [], []
    for answer in sheet.written():
        node, given = old.by_pk[answer.indicator_id], GivenAnswer.of(answer)
        asked, taker = before[node.code], after.get(mapping[node.code])
        pieces = sheet.evidence.get(answer.pk, ())
        found = obstacle(given, asked, taker, not_applicable_allowed=new.not_applicable_allowed)
        if found or taker is None:
            name = names.get(answer.subject_id or 0, "")
            left.append(
                AnswerLeftBehind(node, name, chosen_words(node, answer), len(pieces), found or Obstacle.NO_COUNTERPART)
            )
        else:
            is_same = reads_the_same(given, asked, taker)
            carried.append(CarriedAnswer(answer, pieces, new.by_code[taker.code], node.code == taker.code, is_same))
    products = sum(subject.scope == Scope.PRODUCT for subject in sheet.subjects)
    score = score_unit(target.spec(), build_sheet(new, sheet.subjects, [_as_answered(each) for each in carried]))
    result, lacking = stored_result(score, products), _lacking(target, sheet.subjects)
    return UnitMove(sheet.assessment, tuple(carried), tuple(left), result, sheet.subjects, lacking)


def _lacking(target: InstrumentVersion, subjects: Iterable[Subject]) -> tuple[tuple[Scope, int], ...]:
    have = Counter(subject.scope for subject in subjects)
    wanted = quotas(target)
    return tuple((Scope(scope), need - have[scope]) for scope, need in wanted.items() if need > have[scope])


def _as_answered(carried: CarriedAnswer) -> Answer:
    old = carried.answer
    return Answer(indicator_id=carried.target.pk, subject_id=old.subject_id, **stored_content(old))


def _row(
    node: IndicatorNode,
    old: InstrumentTree,
    new: InstrumentTree,
    usable: Mapping[str, str],
    mapped: Mapping[str, str],
    answers: int,
    wrong: Mapping[str, MappingProblem],
) -> MappedIndicator:
    choices = tuple(n for n in new.indicators() if (n.scope, n.kind) == (node.scope, node.kind))
    target = new.by_code.get(usable[node.code])
    if target and target not in choices:
        choices = (target, *choices)
    return MappedIndicator(node, mapped.get(node.code, ""), target, choices, answers, wrong.get(node.code))


def _government(source: InstrumentVersion, target: InstrumentVersion, units: Iterable[UnitMove]) -> MovedTotal:
    units = list(units)
    later = []
    for unit in units:
        row = Assessment(locus=unit.assessment.locus, instrument=target, **unit.result)
        later.append(row)
    return MovedTotal(
        before=government_score_by(source, [unit.assessment for unit in units]),
        after=government_score_by(target, later),
    )


def _seen(
    cycle: AssessmentCycle, source: InstrumentVersion, target: InstrumentVersion, sheets: Iterable[_MovedAnswers]
) -> str:
    """A digest of every version the plan rests on."""
    told: list[object] = [cycle.pk, cycle.version, source.pk, target.pk]
    for sheet in sheets:
        told += [sheet.assessment.pk, sheet.assessment.version, sheet.assessment.state]
        told += [(answer.pk, answer.version, answer.review) for answer in sheet.answers]
        told += [piece.pk for answer in sheet.answers for piece in sheet.evidence.get(answer.pk, ())]
        told += [(subject.pk, subject.version) for subject in sheet.subjects]
    return blake2s(repr(told).encode(), digest_size=16).hexdigest()
