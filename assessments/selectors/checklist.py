"""The checklist as a page shows it: sections, indicators, and one row per observation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from assessments.answering import GivenAnswer, seen_token
from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.selectors.gaps import anchor
from assessments.selectors.scoring import subjects_of
from instruments.selectors.tree import IndicatorNode, VariableNode, tree_of
from scoring.instrument import Thing
from scoring.kinds import Unreadable
from scoring.kinds.several import NOTHING, field_of

BLANK = "belum dijawab"
UNREAD = "tidak terbaca"


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence as shown: `link` is empty for a file."""

    pk: int
    name: str
    link: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class LevelView:
    points: int
    text: str
    is_chosen: bool
    count: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One observation. `prefix` begins the names of its fields, `anchor` is its id on the page, `hint` says what other
    instruments propose."""

    anchor: str
    prefix: str
    indicator: IndicatorNode
    subject_key: str
    subject_ref: str
    subject_name: str
    subject_post: str
    levels: tuple[LevelView, ...]
    fields: Mapping[str, str] = field(hash=False)
    note: str
    seen: str
    answer_id: int | None
    saved_at: datetime | None
    saved_by: str
    review: str
    review_note: str
    version: int
    evidence: tuple[EvidenceView, ...]
    is_blank: bool
    is_settled: bool
    chosen: str
    problem: str = ""
    theirs: "OthersAnswer | None" = None
    hint: str = ""

    @property
    def things(self) -> tuple[tuple[Thing, bool], ...]:
        """Each with whether it is there."""
        return tuple((thing, bool(self.fields.get(field_of(thing.code)))) for thing in self.indicator.asks.things)

    @property
    def has_nothing(self) -> bool:
        return bool(self.fields.get(NOTHING))

    @property
    def figure(self) -> str:
        return self.fields.get("figure", "")

    @property
    def has_problem(self) -> bool:
        return bool(self.problem or self.theirs)

    @property
    def summary(self) -> str:
        """The answer in a few words, or what took its place."""
        return "tidak diwawancarai" if self.is_settled else self.chosen

    @property
    def is_missing(self) -> bool:
        """Still to be answered: an interview that was refused or missed leaves nothing to answer."""
        return self.is_blank and not self.is_settled


@dataclass(frozen=True, slots=True)
class OthersAnswer:
    """What somebody else saved meanwhile, beside what this person sent."""

    chosen: str
    note: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    node: IndicatorNode
    rows: tuple[RowView, ...]

    @property
    def answered(self) -> int:
        return sum(not row.is_missing for row in self.rows)

    @property
    def opened(self) -> str:
        """The anchor of the subject to begin with: the first with a problem or without an answer."""
        return next((row.anchor for row in self.rows if row.has_problem or row.is_missing), "")


@dataclass(frozen=True, slots=True)
class SectionView:
    node: VariableNode
    indicators: tuple[IndicatorView, ...]
    officials: tuple[Subject, ...]

    @property
    def slug(self) -> str:
        return self.node.slug

    @property
    def answered(self) -> int:
        return sum(indicator.answered for indicator in self.indicators)

    @property
    def expected(self) -> int:
        return sum(len(indicator.rows) for indicator in self.indicators)


@dataclass(frozen=True, slots=True)
class Checklist:
    assessment: Assessment
    sections: tuple[SectionView, ...]

    def rows(self) -> Iterator[RowView]:
        for section in self.sections:
            for indicator in section.indicators:
                yield from indicator.rows

    def row(self, indicator_code: str, subject: str) -> RowView | None:
        """`subject` is a key or a ref; a ref that no longer fits its place finds nothing."""
        found = (r for r in self.rows() if r.indicator.code == indicator_code)
        return next((r for r in found if subject in (r.subject_key, r.subject_ref)), None)

    @property
    def next_blank(self) -> str:
        """The anchor of the first observation not answered yet; empty when there is none."""
        return next((row.anchor for row in self.rows() if row.is_missing), "")


def checklist_of(assessment: Assessment) -> Checklist:
    """Three statements whatever the size: subjects, answers, evidence."""
    tree = tree_of(assessment.instrument)
    subjects = subjects_of(assessment)
    answers, evidence = _answers(assessment)
    by_scope: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        by_scope[subject.scope].append(subject)

    def rows(node: IndicatorNode) -> tuple[RowView, ...]:
        places: Sequence[Subject | None] = by_scope[node.scope] if node.has_subjects else [None]
        return tuple(
            row_view(node, place, answers.get((node.pk, place.pk if place else None)), evidence) for place in places
        )

    sections = tuple(
        SectionView(
            variable,
            tuple(IndicatorView(node, rows(node)) for node in variable.indicators),
            tuple(by_scope["official"]) if any(n.scope == "official" for n in variable.indicators) else (),
        )
        for variable in tree.variables
    )
    return Checklist(assessment, sections)


def _answers(
    assessment: Assessment,
) -> tuple[dict[tuple[int, int | None], Answer], Mapping[int, Sequence[EvidenceView]]]:
    answers = Answer.objects.filter(assessment=assessment).select_related("updated_by")
    pieces: dict[int, list[EvidenceView]] = defaultdict(list)
    for row in Evidence.objects.kept().filter(answer__assessment=assessment).order_by("pk"):
        pieces[row.answer_id].append(EvidenceView(row.pk, row.name, row.link, row.size, row.get_absolute_url()))
    return {(a.indicator_id, a.subject_id): a for a in answers}, pieces


def row_view(
    node: IndicatorNode, subject: Subject | None, answer: Answer | None, evidence: Mapping[int, Sequence[EvidenceView]]
) -> RowView:
    answer = answer or Answer(version=0)
    key = subject.key if subject else ""
    fields = node.kind.fields(GivenAnswer.of(answer).answer())
    return RowView(
        anchor=anchor(node.code, key),
        prefix=f"{node.code}.{key}.",
        indicator=node,
        subject_key=key,
        subject_ref=subject.ref if subject else "",
        subject_name=subject.name if subject else "",
        subject_post=subject.post if subject else "",
        levels=_levels(node, fields),
        fields=fields,
        note=answer.note,
        seen=seen_token(answer.version, GivenAnswer.of(answer), subject.pk if subject else None),
        answer_id=answer.pk,
        saved_at=answer.updated_at,
        saved_by=str(answer.updated_by) if answer.updated_by_id else "",
        review=answer.review,
        review_note=answer.review_note,
        version=answer.version,
        evidence=tuple(evidence.get(answer.pk, ())) if answer.pk else (),
        is_blank=answer.is_blank,
        is_settled=subject is not None and subject.outcome in node.settling,
        chosen=chosen_words(node, answer),
    )


def chosen_words(node: IndicatorNode, answer: Answer) -> str:
    """The answer in a few words, for summaries and for comparing two versions."""
    if answer.not_applicable_reason:
        return "tidak berlaku"
    return node.kind.words(node.asks, GivenAnswer.of(answer).answer()) or BLANK


@dataclass(frozen=True, slots=True)
class UnsavedAnswer:
    """A row as a person sent it but that was not saved: what was typed, and the sentence or the other's answer."""

    indicator_code: str
    subject_key: str
    raw: Mapping[str, str]
    problem: str = ""
    current: Answer | None = None


def overlaid(content: Checklist, sent: Sequence[UnsavedAnswer]) -> Checklist:
    """The checklist with what was typed laid over what is stored, so that nothing typed is lost."""
    by_place = {(s.indicator_code, s.subject_key): s for s in sent}

    def lay(row: RowView) -> RowView:
        entry = by_place.get((row.indicator.code, row.subject_key))
        return _laid_over(row, entry) if entry else row

    return replace(
        content,
        sections=tuple(
            replace(
                section,
                indicators=tuple(replace(i, rows=tuple(lay(row) for row in i.rows)) for i in section.indicators),
            )
            for section in content.sections
        ),
    )


def _sent_words(node: IndicatorNode, raw: Mapping[str, str]) -> str:
    """As `chosen_words`, of what was typed."""
    try:
        return node.kind.words(node.asks, node.kind.parse(node.asks, raw)) or BLANK
    except Unreadable:
        return UNREAD


def _levels(node: IndicatorNode, fields: Mapping[str, str]) -> tuple[LevelView, ...]:
    chosen = fields.get("points", "")
    return tuple(
        LevelView(each.points, each.text, str(each.points) == chosen, fields.get(f"tally-{each.points}", ""))
        for each in node.levels
    )


def _laid_over(row: RowView, sent: UnsavedAnswer) -> RowView:
    """A clash carries on from the version that stands now, so that sending again is a choice made knowingly."""
    theirs = None
    if sent.current:
        theirs = OthersAnswer(row.chosen, row.note, row.saved_by, row.saved_at)
    return replace(
        row,
        levels=_levels(row.indicator, sent.raw),
        fields=sent.raw,
        note=sent.raw.get("note", ""),
        chosen=_sent_words(row.indicator, sent.raw),
        seen=f"{row.version}::{row.subject_ref.partition('.')[2]}" if sent.current else sent.raw.get("seen", row.seen),
        problem=sent.problem,
        theirs=theirs,
    )
