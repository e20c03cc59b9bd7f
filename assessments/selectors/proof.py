"""Comparing what is stored with what follows from the rows."""

from collections.abc import Iterator

from assessments.models import Assessment
from assessments.selectors.scoring import Rows, computed_result, rows_of
from scoring.checking import SheetError

UNSUPPORTED = "answers"
"""Stands for a field where the answers contradict their instrument."""
AT_ONCE = 100
"""Assessments whose answers are in memory together."""


def differences(assessment: Assessment, rows: Rows | None = None) -> dict[str, object]:
    """Fields whose stored value is not the computed one, as {field: [stored, computed]}; rows read may be passed in.

    Answers that contradict their instrument have no result: every stored figure is then one that nothing supports.
    """
    subjects, answers = rows or (None, None)
    try:
        computed = computed_result(assessment, subjects=subjects, answers=answers)
    except SheetError as error:
        return {UNSUPPORTED: [str(error), None]}
    return {
        field: [getattr(assessment, field), value]
        for field, value in computed.items()
        if getattr(assessment, field) != value
    }


def recomputed() -> Iterator[tuple[Assessment, dict[str, object]]]:
    """Every assessment of every cycle and instrument, those carried on elsewhere included, with its differences.

    In the order of their ids, three queries and the answers of so many at once.
    """
    last = 0
    while chunk := list(Assessment.objects.with_place().filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        rows = rows_of(chunk)
        for assessment in chunk:
            yield assessment, differences(assessment, rows[assessment.pk])
        last = chunk[-1].pk
