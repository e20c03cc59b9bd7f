"""Saving one answer: locked, checked against the version the person saw, scored and told to history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from assessments.answering import GivenAnswer, stored_content
from assessments.models import Answer, Assessment, Locus, Subject
from assessments.selectors.samples import closed_by, quotas
from assessments.selectors.scoring import answers_of, subjects_of
from assessments.sentences.refusals import Refusal
from assessments.services.results import refresh
from history.services import record
from instruments.selectors.tree import IndicatorNode, tree_of
from kspp.lib.errors import Conflict, Refused
from kspp.lib.writing import change, compare


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """One observation as a person sent it, with the version (0: never answered) of what that person had seen."""

    indicator: IndicatorNode
    subject_ref: str
    given: GivenAnswer
    seen_version: int

    @property
    def place(self) -> tuple[str, str]:
        """Indicator code and subject key: where the row stands on the page."""
        return self.indicator.code, self.subject_ref.partition(".")[0]


@dataclass(frozen=True, slots=True)
class AnswerConflict:
    """A row somebody else saved in between: `current` stands in the database, `row` is what was sent."""

    row: SentAnswer
    current: Answer


@transaction.atomic(savepoint=False)
def save_answers(*, assessment: Assessment, rows: Sequence[SentAnswer], by: User, now: datetime) -> list[Answer]:
    """Store the answers and the assessment's new result, all or nothing. `assessment` must be locked by the caller.

    A row that says what is already stored changes nothing (a repeated click). Raises Conflict with the list of
    clashes, or Refused when the checklist is closed or a subject is not in the sample. Returns one answer per row.
    """
    subjects, stored = _open_sheet(assessment)
    pairs = [(row, _answer(assessment, row, subjects, stored)) for row in rows]
    changed = [(row, answer) for row, answer in pairs if stored_content(answer) != row.given.fields()]
    clashes = [AnswerConflict(row, answer) for row, answer in changed if answer.version != row.seen_version]
    if clashes:
        raise Conflict(clashes)
    all_changes = [_apply(answer, row.given, by, now) for row, answer in changed]
    if changed:
        refresh(assessment, now, subjects=subjects, answers=[*stored, *(a for _, a in changed if a not in stored)])
    for (row, answer), changes in zip(changed, all_changes, strict=True):
        kept = row.indicator.kind.kept(row.indicator.asks, changes)
        record(
            action="answer.saved",
            subject=assessment,
            by=by,
            now=now,
            name=place_name(row.indicator, answer.subject),
            changes={"indicator": row.indicator.code, "answer": answer.pk, **kept},
        )
    return [answer for _, answer in pairs]


def _answer(assessment: Assessment, row: SentAnswer, subjects: Sequence[Subject], stored: Sequence[Answer]) -> Answer:
    subject = _subject(subjects, row.indicator, row.subject_ref)
    subject_id = subject.pk if subject else None
    for answer in stored:
        if answer.indicator_id == row.indicator.pk and answer.subject_id == subject_id:
            answer.subject = subject
            return answer
    return Answer(assessment=assessment, indicator_id=row.indicator.pk, subject=subject, version=0)


def _apply(answer: Answer, given: GivenAnswer, by: User, now: datetime) -> dict[str, list[object]]:
    before = stored_content(answer)
    fields = given.fields()
    for name, value in fields.items():
        setattr(answer, name, value)
    answer.review = Answer.Review.NONE
    answer.version += 1
    answer.updated_at, answer.updated_by = now, by
    answer.save()
    return {name: [before[name], value] for name, value in fields.items() if before[name] != value}


def place_name(indicator: IndicatorNode, subject: Subject | None) -> str:
    """What the history calls an answer: `K1 Budi`."""
    return f"{indicator.code} {subject.name}" if subject else indicator.code


@transaction.atomic(savepoint=False)
def answer_for(assessment: Assessment, indicator_code: str, subject_ref: str) -> Answer:
    """The answer's row, made blank when there is none yet, so that evidence can hang on it. Raises Refused."""
    indicator = tree_of(assessment.instrument).by_code.get(indicator_code)
    if indicator is None:
        raise Refused(Refusal.UNKNOWN_INDICATOR)
    subject = _subject(subjects_of(assessment), indicator, subject_ref)
    answer, _ = Answer.objects.get_or_create(
        assessment=assessment, indicator_id=indicator.pk, subject=subject, defaults={"version": 0}
    )
    return answer


def lock_locus(*, assessment_pk: int) -> None:
    """Before the assessment's own row: what is shared by the instruments of a unit is changed by one at a time."""
    rows = Locus.objects.select_for_update(of=("self",), no_key=True).filter(assessments=assessment_pk)
    rows.first()


@transaction.atomic(savepoint=False)
def set_outcome(
    *, assessment: Assessment, subject_ref: str, outcome: str, seen_version: int, by: User, now: datetime
) -> Subject:
    """How the interview with one official went, in every instrument of the unit that asks officials.

    The locus and then `assessment` must be locked by the caller's transaction.
    """
    subjects, answers = _open_sheet(assessment)
    others = _others_asking_officials(assessment)
    subject = next((s for s in subjects if s.ref == subject_ref and s.scope == Subject.Scope.OFFICIAL), None)
    if subject is None or outcome not in Subject.Outcome.values:
        raise Refused(Refusal.OUTCOME_NEEDS_OFFICIAL)
    if subject.outcome == outcome:
        return subject
    compare(subject, seen_version)
    closed = closed_by(others)
    if closed:
        raise Refused(*closed)
    changes = change(subject, {"outcome": outcome}, seen_version)
    refresh(assessment, now, subjects=subjects, answers=answers)
    for other in others:
        refresh(other, now)
    record(action="interview.outcome", subject=assessment, by=by, now=now, name=subject.name, changes=changes)
    return subject


def _others_asking_officials(assessment: Assessment) -> list[Assessment]:
    """Locked. One query."""
    rows = Assessment.objects.locked().filter(locus=assessment.locus_id, superseded_by=None).exclude(pk=assessment.pk)
    officials = Subject.Scope.OFFICIAL.value
    return [row for row in rows.order_by("pk") if officials in quotas(row.instrument)]


@transaction.atomic(savepoint=False)
def review_answer(
    *, assessment: Assessment, answer: Answer, review: str, note: str, seen_version: int, by: User, now: datetime
) -> Answer:
    """The reviewer confirms an answer or marks it for repair with a note. `assessment` must be locked."""
    if not assessment.is_under_review or review not in Answer.Review.values:
        raise Refused(Refusal.CLOSED)
    current = Answer.objects.select_for_update().get(pk=answer.pk)
    changes = change(current, {"review": review, "review_note": note}, seen_version)
    if not changes:
        return current
    Assessment.objects.filter(pk=assessment.pk).update(last_activity_at=now)
    indicator = tree_of(assessment.instrument).by_pk[current.indicator_id]
    record(
        action="answer.reviewed",
        subject=assessment,
        by=by,
        now=now,
        name=place_name(indicator, current.subject),
        changes={"indicator": indicator.code, "answer": current.pk, **changes},
    )
    return current


def _open_sheet(assessment: Assessment) -> tuple[list[Subject], list[Answer]]:
    if not assessment.is_editable:
        raise Refused(Refusal.CLOSED)
    return subjects_of(assessment), answers_of(assessment)


def _subject(subjects: Sequence[Subject], indicator: IndicatorNode, ref: str) -> Subject | None:
    if not indicator.has_subjects:
        if ref:
            raise Refused(Refusal.UNKNOWN_SUBJECT)
        return None
    found = next((s for s in subjects if s.ref == ref and s.scope == indicator.scope), None)
    if found is None:
        raise Refused(Refusal.UNKNOWN_SUBJECT)
    return found
