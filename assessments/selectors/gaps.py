"""What is still missing in an assessment: one list for the page, the refusal and the report."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from assessments.completeness import Problem, ProblemCode, Submission, problems_of
from assessments.models import Answer, Assessment, Evidence, Subject
from assessments.selectors.scoring import answers_of, build_sheet, subjects_of
from assessments.sentences.checklist import GAPS
from instruments.selectors.tree import InstrumentTree, tree_of
from instruments.sentences.words import SCOPE_NAMES
from scoring.instrument import Scope
from scoring.unit import score_unit


@dataclass(frozen=True, slots=True)
class Gap:
    code: ProblemCode
    indicator: str
    indicator_name: str
    variable: str
    subject: str
    sentence: str
    url: str
    is_blocking: bool


def anchor(indicator: str, subject_key: str = "") -> str:
    """The id of one answer's place on the checklist page. Scripts can ask for it, whatever signs the code holds."""
    code = re.sub(r"[^A-Za-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", indicator)
    return f"{code}-{subject_key}" if subject_key else code


def gaps_of(assessment: Assessment) -> list[Gap]:
    tree = tree_of(assessment.instrument)
    subjects = subjects_of(assessment)
    problems = problems_of(submission_of(assessment, tree, subjects, answers_of(assessment)))
    return [_gap(assessment, tree, {s.key: s for s in subjects}, problem) for problem in problems]


def blocking_gaps(assessment: Assessment) -> list[Gap]:
    return [gap for gap in gaps_of(assessment) if gap.is_blocking]


def submission_of(
    assessment: Assessment, tree: InstrumentTree, subjects: Sequence[Subject], answers: Sequence[Answer]
) -> Submission:
    keys = {subject.pk: subject.key for subject in subjects}
    sheet = build_sheet(tree, subjects, answers)
    spec = assessment.instrument.spec()
    pieces = Evidence.objects.kept().filter(answer__assessment=assessment).values_list("answer__indicator", flat=True)
    return Submission(
        instrument=spec,
        sheet=sheet,
        score=score_unit(spec, sheet),
        evidence=Counter(tree.by_pk[indicator].code for indicator in pieces),
        returned=frozenset(
            (tree.by_pk[a.indicator_id].code, keys[a.subject_id] if a.subject_id else "")
            for a in answers
            if a.review == Answer.Review.RETURNED
        ),
    )


def _gap(assessment: Assessment, tree: InstrumentTree, subjects: dict[str, Subject], problem: Problem) -> Gap:
    indicator = tree.by_code.get(problem.indicator)
    if indicator is None:
        url = reverse("assessments:sample", args=[assessment.locus_id])
    else:
        url = f"{assessment.get_absolute_url()}#{anchor(indicator.code, problem.subject)}"
    subject = subjects.get(problem.subject)
    return Gap(
        code=problem.code,
        indicator=problem.indicator,
        indicator_name=indicator.name if indicator else "Sampel penilaian",
        variable=indicator.variable_name if indicator else "",
        subject=subject.name if subject else "",
        sentence=GAPS[problem.code].format(
            scope=SCOPE_NAMES[Scope(problem.scope)] if problem.scope else "",
            present=problem.present,
            wanted=problem.wanted,
        ),
        url=url,
        is_blocking=problem.is_blocking,
    )
