"""A sitting in one go, for governments that are not the showcase: the services write row by row and event by event."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from assessments.models import Answer, Assessment
from assessments.selectors.scoring import answers_of, subjects_of
from assessments.services.answers import SentAnswer
from assessments.services.results import refresh
from history.services import record


def save_at_once(*, assessment: Assessment, rows: Sequence[SentAnswer], by: User, now: datetime) -> list[Answer]:
    """First answers only. The result is stored in step; the history gets one line for the sitting.

    `assessment` must be locked by the caller. Returns one answer per row.
    """
    subjects = subjects_of(assessment)
    by_ref = {subject.ref: subject for subject in subjects}
    before = assessment.answered
    answers = Answer.objects.bulk_create(
        Answer(
            assessment=assessment,
            indicator_id=row.indicator.pk,
            subject=by_ref[row.subject_ref] if row.subject_ref else None,
            updated_at=now,
            updated_by=by,
            **row.given.fields(),
        )
        for row in rows
    )
    refresh(assessment, now, subjects=subjects, answers=answers_of(assessment))
    record(
        action="answer.saved",
        subject=assessment,
        by=by,
        now=now,
        unit=assessment.unit,
        name=f"{len(answers)} isian {rows[0].indicator.variable_name}",
        changes={"answered": [before, assessment.answered]},
    )
    return answers
