"""The stored result of an assessment, kept in step with its answers in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from assessments.models import Answer, Assessment, Subject
from assessments.scoring.instrument import Scope
from assessments.scoring.unit import score_unit
from assessments.selectors.scoring import answers_of, build_sheet, stored_result, subjects_of
from assessments.selectors.tree import tree_of


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


def computed_result(
    assessment: Assessment, *, subjects: Sequence[Subject] | None = None, answers: Sequence[Answer] | None = None
) -> dict[str, object]:
    """The fields `refresh` would store now."""
    subjects = subjects_of(assessment) if subjects is None else subjects
    answers = answers_of(assessment) if answers is None else answers
    sheet = build_sheet(tree_of(assessment.instrument), subjects, answers)
    fields = stored_result(score_unit(assessment.instrument.spec(), sheet))
    result = fields["result"]
    assert isinstance(result, dict)
    result["products"] = sum(subject.scope == Scope.PRODUCT for subject in subjects)
    return fields
