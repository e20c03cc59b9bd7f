"""What other assessments of the same unit and cycle offer one: levels, figures and evidence. Four queries at most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.selectors.checklist import Checklist, IndicatorView, RowView, SectionView
from assessments.selectors.further import siblings_of
from assessments.selectors.proposal import OfferedEvidence, Proposal, ProposalSource
from assessments.selectors.scoring import subjects_of
from assessments.sentences import crosswalk as sentences
from instruments.selectors.tree import IndicatorNode, InstrumentTree, tree_of
from instruments.sentences.words import short_title
from instruments.versions.crosswalk import (
    CrosswalkGroup,
    CrosswalkMember,
    CrosswalkTakes,
    proposed_level,
    shipped_crosswalk,
    standing_for,
)
from scoring.sheet import AnswerMeasure


def proposals_of(assessment: Assessment, siblings: Sequence[Assessment] | None = None) -> list[Proposal]:
    """What is proposed and not there yet, in the order of the instrument."""
    return [proposal for proposal in candidates_of(assessment, siblings) if proposal.is_open]


def candidates_of(assessment: Assessment, siblings: Sequence[Assessment] | None = None) -> list[Proposal]:
    """Everything the other assessments could give, taken or not."""
    siblings = siblings_of(assessment) if siblings is None else siblings
    others = [row for row in siblings if row.pk != assessment.pk]
    if not others or all(row.pk != assessment.pk for row in siblings):
        return []
    desk = _desk(assessment, others)
    family, found = assessment.instrument.family, []
    tree = tree_of(assessment.instrument)
    stands_for = {own: code for code, own in _standing(family, tree).items()}
    for node in tree.indicators():
        links = [
            _CrosswalkLink(group, member, stands_for[node.code])
            for group, member in _links(family, stands_for.get(node.code, ""))
        ]
        if links:
            found += [_proposal(desk, node, subject, links) for subject in desk.places(node)]
    return [proposal for proposal in found if proposal.has_answer or proposal.evidence]


@dataclass(frozen=True, slots=True)
class _GivingAssessment:
    """Another assessment with what was answered and attached there. `standing`: code of the cross-walk to its own."""

    assessment: Assessment
    tree: InstrumentTree
    standing: Mapping[str, str]
    answers: Mapping[tuple[int, int | None], Answer]

    def name(self, code: str) -> str:
        return f"{short_title(self.assessment.instrument.title)} {code}"

    def url(self, code: str) -> str:
        return f"{self.assessment.get_absolute_url()}#t-{code}"


@dataclass(frozen=True, slots=True)
class _TakingAssessment:
    assessment: Assessment
    subjects: tuple[Subject, ...]
    answers: Mapping[tuple[int, int | None], Answer]
    givers: tuple[_GivingAssessment, ...]
    evidence: Mapping[int, Sequence[Evidence]]

    def places(self, node: IndicatorNode) -> list[Subject | None]:
        return [s for s in self.subjects if s.scope == node.scope] if node.has_subjects else [None]


@dataclass(frozen=True, slots=True)
class _ProposedValue:
    """What one member gives for one place: a share of the full points or a figure, and the answers behind it."""

    share: Fraction | None
    figure: Decimal | None
    scale: Decimal | None
    source: ProposalSource


@dataclass(frozen=True, slots=True)
class _CrosswalkLink:
    """`code`: of the cross-walk, for which the indicator stands that takes something."""

    group: CrosswalkGroup
    taking: CrosswalkMember
    code: str


def _standing(family: str, tree: InstrumentTree) -> Mapping[str, str]:
    return standing_for(family, [(node.code, node.name) for node in tree.indicators()])


def _links(family: str, code: str) -> Iterator[tuple[CrosswalkGroup, CrosswalkMember]]:
    """The groups in which this indicator takes something, each with what it takes."""
    for group in shipped_crosswalk():
        member = group.taking(family, code)
        if member is not None:
            yield group, member


def _desk(assessment: Assessment, others: Sequence[Assessment]) -> _TakingAssessment:
    rows: dict[int, dict[tuple[int, int | None], Answer]] = defaultdict(dict)
    for answer in Answer.objects.filter(assessment__in=[assessment.pk, *(row.pk for row in others)]):
        rows[answer.assessment_id][answer.indicator_id, answer.subject_id] = answer
    evidence: dict[int, list[Evidence]] = defaultdict(list)
    for piece in Evidence.objects.kept().filter(answer__assessment__locus=assessment.locus_id).order_by("pk"):
        evidence[piece.answer_id].append(piece)
    givers = tuple(_giver(row, rows[row.pk]) for row in others)
    return _TakingAssessment(assessment, tuple(subjects_of(assessment)), rows[assessment.pk], givers, evidence)


def _giver(assessment: Assessment, answers: Mapping[tuple[int, int | None], Answer]) -> _GivingAssessment:
    tree = tree_of(assessment.instrument)
    return _GivingAssessment(assessment, tree, _standing(assessment.instrument.family, tree), answers)


def _proposal(
    desk: _TakingAssessment, node: IndicatorNode, subject: Subject | None, links: Sequence[_CrosswalkLink]
) -> Proposal:
    current = desk.answers.get((node.pk, subject.pk if subject else None)) or Answer(version=0)
    own = desk.evidence.get(current.pk, ()) if current.pk else ()
    answers = list(_answers(desk, node, subject, links))
    level, figure = _lowest(node, answers)
    used = [group for group, _, value in answers if value in (level, figure)]
    offered = _offered(desk, node, subject, links, own)
    sources = dict.fromkeys([s for _, s, value in answers if value in (level, figure)] + [o.source for o in offered])
    return Proposal(
        indicator=node,
        subject=subject,
        current=current,
        level=level,
        figure=figure,
        sources=tuple(sources),
        groups=tuple(dict.fromkeys([*used, *(link.group for link in links)])),
        evidence=offered,
        is_settled=subject is not None and subject.outcome in node.settling,
        has_evidence=bool(own),
    )


_Value = int | Decimal


def _answers(
    desk: _TakingAssessment, node: IndicatorNode, subject: Subject | None, links: Sequence[_CrosswalkLink]
) -> Iterator[tuple[CrosswalkGroup, ProposalSource, _Value]]:
    levels = [level.points for level in node.levels]
    for link in links:
        group, taking = link.group, link.taking
        for reached in _givings(desk, link, node, subject):
            if (
                taking.takes is CrosswalkTakes.ANSWER
                and node.kind.measure is AnswerMeasure.POINTS
                and reached.share is not None
            ):
                level = proposed_level(reached.share, levels)
                if level is not None:
                    yield group, reached.source, level
            elif (
                taking.takes is CrosswalkTakes.FIGURE
                and reached.figure is not None
                and reached.scale == node.kind.maximum(node.asks)
            ):
                yield group, reached.source, reached.figure


def _lowest(
    node: IndicatorNode, answers: Sequence[tuple[CrosswalkGroup, ProposalSource, _Value]]
) -> tuple[int | None, Decimal | None]:
    """Of several the most careful one."""
    if not answers:
        return None, None
    lowest = min(value for _, _, value in answers)
    return (None, Decimal(lowest)) if node.kind.measure is AnswerMeasure.FIGURE else (int(lowest), None)


def _givings(
    desk: _TakingAssessment, link: _CrosswalkLink, node: IndicatorNode, subject: Subject | None
) -> Iterator[_ProposedValue]:
    for giver, codes, member in _givers(desk, link):
        reached = _whole_score(giver) if member.is_score else _reached(desk, giver, codes, node, subject)
        if reached is not None:
            yield reached


def _givers(
    desk: _TakingAssessment, link: _CrosswalkLink
) -> Iterator[tuple[_GivingAssessment, tuple[str, ...], CrosswalkMember]]:
    """Of the same family only what stands for the same code: another version asks the same there."""
    for giver in desk.givers:
        for member in link.group.members:
            if member.family != giver.assessment.instrument.family:
                continue
            wanted = (link.code,) if member.family == link.taking.family else member.codes
            codes = tuple(giver.standing[code] for code in wanted if code in giver.standing)
            if codes or member.is_score:
                yield giver, codes, member


def _whole_score(giver: _GivingAssessment) -> _ProposedValue | None:
    """None while anything is blank: half a survey is not its result."""
    row = giver.assessment
    if not row.result.get("complete") or row.floor is None:
        return None
    name = sentences.whole_score(short_title(row.instrument.title))
    source = ProposalSource(name, sentences.reached_figure(row.floor), row.get_absolute_url())
    return _ProposedValue(None, row.floor, row.instrument.scale, source)


def _reached(
    desk: _TakingAssessment,
    giver: _GivingAssessment,
    codes: Sequence[str],
    node: IndicatorNode,
    subject: Subject | None,
) -> _ProposedValue | None:
    """None while one of the observations is blank or has no level."""
    shares: list[Fraction] = []
    nodes = [giver.tree.by_code[code] for code in codes]
    for there in nodes:
        answers = list(_observed(desk, giver, there, node, subject))
        if there.kind.measure is AnswerMeasure.FIGURE:
            return _figure(giver, there, answers)
        if there.kind.measure is not AnswerMeasure.POINTS or not answers:
            return None
        for answer in answers:
            if answer is None or answer.points is None:
                return None
            shares.append(Fraction(answer.points, there.maximum))
    share = sum(shares, Fraction(0)) / len(shares)
    said = _said(shares, share, {there.maximum for there in nodes})
    return _ProposedValue(share, None, None, ProposalSource(giver.name(", ".join(codes)), said, giver.url(codes[0])))


def _said(shares: Sequence[Fraction], share: Fraction, maxima: set[int]) -> str:
    """Named by the level where all stand on the same one."""
    if len(set(shares)) > 1 or len(maxima) > 1:
        return sentences.reached_share(share, len(shares))
    (maximum,) = maxima
    points = int(share * maximum)
    if len(shares) == 1:
        return sentences.reached_level(points, maximum)
    return sentences.reached_everywhere(points, maximum, len(shares))


def _figure(giver: _GivingAssessment, there: IndicatorNode, answers: Sequence[Answer | None]) -> _ProposedValue | None:
    figure = answers[0].figure if answers and answers[0] else None
    if figure is None:
        return None
    source = ProposalSource(giver.name(there.code), sentences.reached_figure(figure), giver.url(there.code))
    return _ProposedValue(None, figure, there.kind.maximum(there.asks), source)


def _observed(
    desk: _TakingAssessment,
    giver: _GivingAssessment,
    there: IndicatorNode,
    node: IndicatorNode,
    subject: Subject | None,
) -> Iterator[Answer | None]:
    """The answers there that bear on this place: about the same subject, or about all of them."""
    if subject is not None and there.scope == node.scope:
        yield giver.answers.get((there.pk, subject.pk))
        return
    for place in desk.places(there):
        if place is None or place.outcome not in there.settling:
            yield giver.answers.get((there.pk, place.pk if place else None))


def _offered(
    desk: _TakingAssessment,
    node: IndicatorNode,
    subject: Subject | None,
    links: Iterable[_CrosswalkLink],
    own: Iterable[Evidence],
) -> tuple[OfferedEvidence, ...]:
    """Each file or link once, and none that hangs here already."""
    found: dict[str, OfferedEvidence] = {}
    for link in links:
        for giver, codes, _ in _givers(desk, link):
            for code in codes:
                there = giver.tree.by_code[code]
                source = ProposalSource(giver.name(code), "", giver.url(code))
                for answer in _observed(desk, giver, there, node, subject):
                    pieces = desk.evidence.get(answer.pk, ()) if answer else ()
                    for offered in (OfferedEvidence(piece, source) for piece in pieces):
                        found.setdefault(offered.same_as, offered)
    here = {piece.sha256 or piece.link for piece in own}
    return tuple(offered for key, offered in found.items() if key not in here)


def offered_at(assessment: Assessment, indicator: str, subject: str) -> tuple[OfferedEvidence, ...]:
    """For one place of the checklist; `subject` is a key or a ref."""
    for proposal in candidates_of(assessment):
        keys = ("",) if proposal.subject is None else (proposal.subject.key, proposal.subject.ref)
        if proposal.indicator.code == indicator and subject in keys:
            return proposal.evidence
    return ()


def hinted(content: Checklist, proposals: Sequence[Proposal]) -> Checklist:
    """The checklist with a line at every row for which something is proposed."""
    hints = {proposal.place: proposal.hint for proposal in proposals}

    def row(shown: RowView) -> RowView:
        return replace(shown, hint=hints[shown.anchor]) if shown.anchor in hints else shown

    def indicator(shown: IndicatorView) -> IndicatorView:
        return replace(shown, rows=tuple(row(r) for r in shown.rows))

    def section(shown: SectionView) -> SectionView:
        return replace(shown, indicators=tuple(indicator(i) for i in shown.indicators))

    return replace(content, sections=tuple(section(s) for s in content.sections)) if hints else content
