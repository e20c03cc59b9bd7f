"""The stored result of an assessment, kept in step with its answers in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from assessments.models import Answer, Assessment, Subject
from assessments.selectors.scoring import computed_result


def refresh(
    assessment: Assessment,
    now: datetime,
    *,
    subjects: Sequence[Subject] | None = None,
    answers: Sequence[Answer] | None = None,
) -> None:
    """Recompute and store. Call with the assessment's row locked, inside the transaction of the change."""
    fields = computed_result(assessment, subjects=subjects, answers=answers)
    assessment.last_activity_at = now
    assessment.version += 1
    for field, value in fields.items():
        setattr(assessment, field, value)
    assessment.save(update_fields=[*fields, "last_activity_at", "version"])
