"""Two people at the same moment, on PostgreSQL: SQLite takes one writer at a time and would hide a lost update."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.models import Answer, Assessment
from assessments.selectors.proof import differences
from assessments.services.answers import SentAnswer, save_answers
from assessments.services.moves import move_assessment
from assessments.workflow import Move, State
from conftest import NOW, fill
from history.models import Event
from instruments.selectors.tree import tree_of
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def saving(assessment: Assessment, by: User, code: str, points: int, seen: int = 0) -> Callable[[], object]:
    def save() -> object:
        with transaction.atomic():
            locked = Assessment.objects.locked().get(pk=assessment.pk)
            row = SentAnswer(tree_of(locked.instrument).by_code[code], "", GivenAnswer(points=points), seen)
            return save_answers(assessment=locked, rows=[row], by=by, now=NOW)

    return save


def test_of_two_different_first_answers_one_is_saved_and_one_is_a_conflict(
    assessment: Assessment, operator: User, coordinator: User
) -> None:
    results = at_once(saving(assessment, operator, "S1", 1), saving(assessment, coordinator, "S1", 4))
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert Answer.objects.count() == 1
    assessment.refresh_from_db()
    assert not differences(assessment)


def test_the_same_answer_sent_twice_at_once_has_one_effect(assessment: Assessment, operator: User) -> None:
    results = at_once(*[saving(assessment, operator, "S1", 3)] * 4)
    assert not any(isinstance(result, Exception) for result in results)
    assert Answer.objects.get().version == 1
    assert Event.objects.filter(action="answer.saved").count() == 1


def test_different_answers_at_once_all_count_in_the_result(assessment: Assessment, operator: User) -> None:
    codes = ["S1", "S2", "S3", "S4", "S5", "S6"]
    results = at_once(*(saving(assessment, operator, code, 4) for code in codes))
    assert not any(isinstance(result, Exception) for result in results)
    assessment.refresh_from_db()
    assert assessment.answered == len(codes)
    assert not differences(assessment), "no result was computed from a stale set of answers"
    ours = Event.objects.filter(chain=str(assessment.government.pk))
    chain = list(ours.order_by("sequence").values_list("previous_hash", "hash"))
    assert all(after[0] == before[1] for before, after in pairwise(chain))


def test_an_answer_never_slips_into_a_submitted_checklist(assessment: Assessment, operator: User) -> None:
    fill(assessment, 3)

    def submit() -> object:
        with transaction.atomic():
            locked = Assessment.objects.locked().get(pk=assessment.pk)
            return move_assessment(
                assessment=locked, move=Move.SUBMIT, reason="", seen_version=locked.version, by=operator, now=NOW
            )

    submitted, saved = at_once(submit, saving(assessment, operator, "S1", 0, seen=1))
    assessment.refresh_from_db()
    assert not isinstance(submitted, Exception)
    assert assessment.state == State.SUBMITTED
    assert not differences(assessment)
    points = Answer.objects.get(indicator__code="S1").points
    assert points == (3 if isinstance(saved, Refused) else 0)


def test_two_reviewers_move_it_once(assessment: Assessment, reviewer: User, operator: User) -> None:
    fill(assessment, 3)
    Assessment.objects.update(state=State.SUBMITTED)

    def moving(move: Move) -> Callable[[], object]:
        def act() -> object:
            with transaction.atomic():
                locked = Assessment.objects.locked().get(pk=assessment.pk)
                return move_assessment(
                    assessment=locked, move=move, reason="alasan", seen_version=locked.version, by=reviewer, now=NOW
                )

        return act

    results = at_once(moving(Move.VERIFY), moving(Move.RETURN))
    assert sum(isinstance(result, (Refused, PermissionDenied)) for result in results) == 1
    assert Event.objects.filter(action__in=["assessment.verify", "assessment.return"]).count() == 1
