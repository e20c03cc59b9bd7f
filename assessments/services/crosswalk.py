"""Taking what other instruments propose: each answer and each piece of evidence through its ordinary service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Assessment, Evidence
from assessments.selectors.crosswalk import candidates_of
from assessments.selectors.proposal import Proposal
from assessments.sentences.crosswalk import taken_from
from assessments.sentences.refusals import Refusal
from assessments.services.answers import SentAnswer, place_name, save_answers
from assessments.services.evidence import reuse
from history.services import record
from kspp.lib.errors import Conflict, Problem, Refused


@dataclass(frozen=True, slots=True)
class ProposalChoice:
    """What a person takes of one proposal, as it stood on the page. `value` is empty for evidence only."""

    place: str
    value: str
    evidence: tuple[int, ...]
    seen_version: int


@dataclass(frozen=True, slots=True)
class ProposalChoiceResult:
    """`problems` are empty where the choice was taken, now or before."""

    place: str
    problems: tuple[Problem, ...] = ()
    is_conflict: bool = False


@transaction.atomic
def accept(
    *, assessment: Assessment, choices: Sequence[ProposalChoice], by: User, now: datetime
) -> list[ProposalChoiceResult]:
    """Take each choice or say why not; one that fails leaves the others alone. The same again changes nothing.

    `assessment` must be locked by the caller's transaction.
    """
    candidates = {proposal.place: proposal for proposal in candidates_of(assessment)}
    return [_outcome(assessment, choice, candidates.get(choice.place), by, now) for choice in choices]


def _outcome(
    assessment: Assessment, choice: ProposalChoice, proposal: Proposal | None, by: User, now: datetime
) -> ProposalChoiceResult:
    try:
        with transaction.atomic():
            if proposal is None:
                raise Conflict(None)
            _take(assessment, choice, proposal, by, now)
    except Conflict:
        return ProposalChoiceResult(choice.place, (Problem(Refusal.PROPOSAL_CHANGED),), is_conflict=True)
    except Refused as refusal:
        return ProposalChoiceResult(choice.place, tuple(refusal.problems))
    return ProposalChoiceResult(choice.place)


def _take(assessment: Assessment, choice: ProposalChoice, proposal: Proposal, by: User, now: datetime) -> None:
    if choice.value and choice.value != proposal.value:
        raise Conflict(proposal)
    takes_answer = bool(choice.value) and not proposal.is_taken
    if takes_answer:
        given = GivenAnswer(proposal.level, proposal.figure, note=proposal.current.note)
        row = SentAnswer(proposal.indicator, proposal.ref, given, choice.seen_version)
        save_answers(assessment=assessment, rows=[row], by=by, now=now)
    for piece in _pieces(assessment, choice, proposal):
        reuse(
            assessment=assessment,
            indicator_code=proposal.indicator.code,
            subject_ref=proposal.ref,
            evidence=piece,
            by=by,
            now=now,
        )
    if takes_answer:
        record(
            action="proposal.accepted",
            subject=assessment,
            by=by,
            now=now,
            name=place_name(proposal.indicator, proposal.subject),
            reason=taken_from([source.words for source in proposal.sources if source.reached]),
            changes={"indicator": proposal.indicator.code, "nilai": [None, proposal.value]},
        )


def _pieces(assessment: Assessment, choice: ProposalChoice, proposal: Proposal) -> list[Evidence]:
    """What is still offered; one that already hangs here was taken before. Raises Conflict for anything else."""
    offered = {item.evidence.pk: item.evidence for item in proposal.evidence}
    wanted = [pk for pk in choice.evidence if pk not in offered]
    if wanted:
        own = Evidence.objects.kept().filter(answer=proposal.current.pk or 0)
        here = {piece.sha256 or piece.link for piece in own}
        rows = Evidence.objects.filter(pk__in=wanted, answer__assessment__locus=assessment.locus_id)
        if {row.pk for row in rows if (row.sha256 or row.link) in here} != set(wanted):
            raise Conflict(proposal)
    return [offered[pk] for pk in choice.evidence if pk in offered]
