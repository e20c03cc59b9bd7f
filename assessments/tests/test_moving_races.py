"""A cycle moved twice at the same moment, or while somebody answers."""

import pytest
from django.db import transaction

from assessments.answering import GivenAnswer
from assessments.models import Answer, Assessment, AssessmentCycle
from assessments.selectors.moving import move_plan
from assessments.selectors.proof import differences
from assessments.services.answers import SentAnswer, save_answers
from assessments.services.moving import move_cycle
from assessments.tests.moving import corrected
from conftest import NOW, fill
from history.models import Event
from instruments.selectors.tree import tree_of
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def move(assessment, instrument, coordinator):
    fill(assessment, 3)
    cycle, target = assessment.locus.cycle, corrected(instrument)
    plan = move_plan(cycle, target)
    told = {"mapping": plan.mapping, "reason": "Salah cetak", "seen": plan.seen, "by": coordinator, "now": NOW}
    return lambda: move_cycle(cycle=AssessmentCycle.objects.get(pk=cycle.pk), target=target, **told)


def test_moved_by_four_clicks_at_once_it_is_moved_once(move, assessment) -> None:
    results = at_once(*[move] * 4)
    assert {type(result).__name__ for result in results} == {"AssessmentCycle"}
    assert Assessment.objects.filter(locus=assessment.locus).count() == 2
    assert Event.objects.filter(action="cycle.moved").count() == 1


def test_an_answer_at_the_same_moment_goes_along_or_is_refused_and_never_lost(move, assessment, operator) -> None:
    node = next(
        node
        for node in tree_of(assessment.instrument).indicators()
        if node.kind.name == "levels" and node.scope == "unit"
    )
    stored = Answer.objects.get(assessment=assessment, indicator=node.pk)

    def answer():
        with transaction.atomic():
            locked = Assessment.objects.locked().get(pk=assessment.pk)
            row = SentAnswer(node, "", GivenAnswer(1), stored.version)
            return save_answers(assessment=locked, rows=[row], by=operator, now=NOW)

    moved, saved = at_once(move, answer)
    if isinstance(saved, Refused):
        assert isinstance(moved, AssessmentCycle)
        assert Answer.objects.get(pk=stored.pk).points == 3
    else:
        assert isinstance(moved, Conflict)
        assert Answer.objects.get(pk=stored.pk).points == 1
        assert Assessment.objects.count() == 1
    assert all(differences(each) == {} for each in Assessment.objects.all())
