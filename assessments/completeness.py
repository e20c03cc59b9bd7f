"""What a checklist still lacks. Pure: a rule is one function, problems are data, each code has one sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.instrument import SUBJECT_SCOPES, Instrument, Scope
from scoring.scores import UnitScore
from scoring.sheet import Sheet


class ProblemCode(StrEnum):
    UNANSWERED = "unanswered"
    SUBJECT_MISSING = "subject_missing"
    RETURNED = "returned"
    EVIDENCE_MISSING = "evidence_missing"
    SURVEY_SMALL = "survey_small"


BLOCKING = frozenset({ProblemCode.UNANSWERED, ProblemCode.SUBJECT_MISSING, ProblemCode.RETURNED})
"""Problems that keep a checklist from being submitted; the others are advice."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`subject` is a subject's key. `present` of `wanted` counts what is there of what the instrument asks for."""

    code: ProblemCode
    indicator: str = ""
    subject: str = ""
    scope: str = ""
    present: int = 0
    wanted: int = 0

    @property
    def is_blocking(self) -> bool:
        return self.code in BLOCKING


@dataclass(frozen=True, slots=True)
class Submission:
    """`evidence`: pieces kept per indicator. `returned`: (indicator, subject key) marked for repair by the reviewer."""

    instrument: Instrument
    sheet: Sheet
    score: UnitScore
    evidence: Mapping[str, int]
    returned: frozenset[tuple[str, str]]


def sample_is_complete(submission: Submission) -> Iterator[Problem]:
    for scope in sorted(SUBJECT_SCOPES):
        wanted = submission.instrument.samples.get(scope, 0)
        present = sum(subject.scope is scope for subject in submission.sheet.subjects)
        is_used = any(indicator.scope is scope for indicator in submission.instrument.indicators())
        if is_used and present < wanted:
            yield Problem(ProblemCode.SUBJECT_MISSING, scope=scope, present=present, wanted=wanted)


def observations_are_answered(submission: Submission) -> Iterator[Problem]:
    for indicator in submission.score.indicators():
        for observation in indicator.observations:
            has_place = observation.subject is not None or indicator.scope not in SUBJECT_SCOPES
            if observation.value is None and has_place:
                key = observation.subject.id if observation.subject else ""
                yield Problem(ProblemCode.UNANSWERED, indicator.code, key)


def returned_answers_are_repaired(submission: Submission) -> Iterator[Problem]:
    for indicator, subject in sorted(submission.returned):
        yield Problem(ProblemCode.RETURNED, indicator, subject)


def surveys_are_large_enough(submission: Submission) -> Iterator[Problem]:
    for indicator in submission.score.indicators():
        if indicator.required and 0 < indicator.responses < indicator.required:
            yield Problem(
                ProblemCode.SURVEY_SMALL, indicator.code, present=indicator.responses, wanted=indicator.required
            )


def evidence_is_attached(submission: Submission) -> Iterator[Problem]:
    for indicator in submission.score.indicators():
        claims_points = any(observation.value for observation in indicator.observations)
        if claims_points and not submission.evidence.get(indicator.code) and indicator.scope is not Scope.GOVERNMENT:
            yield Problem(ProblemCode.EVIDENCE_MISSING, indicator.code)


RULES = (
    sample_is_complete,
    observations_are_answered,
    returned_answers_are_repaired,
    surveys_are_large_enough,
    evidence_is_attached,
)


def problems_of(submission: Submission) -> list[Problem]:
    """Blocking problems first, each group in the order of the rules."""
    found = [problem for rule in RULES for problem in rule(submission)]
    return sorted(found, key=lambda problem: not problem.is_blocking)
