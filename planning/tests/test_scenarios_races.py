"""Two people at the same moment. SQLite lets one write at a time and would hide what these show."""

import uuid

import pytest

from conftest import NOW
from history.models import Event
from kspp.lib.errors import Conflict
from kspp.testing.racing import at_once
from planning.models import Action, Scenario
from planning.services.actions import PlannedAction, move_action, plan_actions
from planning.services.scenarios import save_scenario
from planning.tests.plans import hand_made, keep, wanted

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_scenario_sent_four_times_at_once_is_one(filled, coordinator):
    cycle, key = filled.locus.cycle, uuid.uuid4()

    def task():
        return save_scenario(
            government=cycle.government,
            cycle=cycle,
            unit=None,
            instrument=cycle.instrument,
            name="Menuju A",
            note="",
            asked={},
            steps=[{"assessment": filled.pk, "indicator": "S3", "to": "4"}],
            order_key=key,
            by=coordinator,
            now=NOW,
        )

    results = at_once(*[task] * 4)
    scenario = Scenario.objects.get()
    assert results == [scenario] * 4
    assert Event.objects.filter(action="scenario.saved").count() == 1


def test_a_page_of_actions_sent_four_times_at_once_makes_each_once(filled, coordinator):
    scenario = keep(filled, coordinator, [(filled.pk, "S3", "4"), (filled.pk, "S1", "4")])
    planned = [PlannedAction(f"{filled.pk}/{code}/#0", filled.unit, code, wanted()) for code in ("S3", "S1")]

    def task():
        return plan_actions(scenario=scenario, planned=planned, by=coordinator, now=NOW)

    results = at_once(*[task] * 4)
    assert sorted(len(made) for made in results) == [0, 0, 0, 2]
    assert Action.objects.count() == 2


def test_an_action_written_by_hand_four_times_at_once_is_one(filled, coordinator):
    results = at_once(*[lambda: hand_made(filled, coordinator)] * 4)
    assert results == [Action.objects.get()] * 4


def test_of_two_who_move_an_action_at_once_one_is_told(filled, coordinator):
    action = hand_made(filled, coordinator)

    def to(state):
        return lambda: move_action(action=action, state=state, note="x", seen_version=1, by=coordinator, now=NOW)

    results = at_once(to("doing"), to("done"))
    assert [type(result) for result in results].count(Conflict) == 1
    assert Action.objects.get().version == 2
    assert Event.objects.filter(action="action.moved").count() == 1
