"""The action plan: what is to be done by whom and when. A step of a scenario becomes an action once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from assessments.models import AssessmentCycle, Locus
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.text import collapse, is_printable, tidy_lines
from kspp.lib.writing import Values, change
from planning.models import Action, Scenario
from planning.sentences.problems import Code
from units.models import ServiceUnit

State = Action.State
LONGEST_TARGET = 2000
LONGEST_NOTE = 250
YEARS = range(2015, 2101)
HAND_MADE = "form:"
"""Begins the step key of an action written by hand: the key of its form, so that it is made once."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action for one step of a scenario. `values` are the fields of an action that a person writes."""

    step_key: str
    unit: ServiceUnit
    indicator_code: str
    values: Values


@transaction.atomic
def plan_actions(*, scenario: Scenario, planned: Sequence[PlannedAction], by: User, now: datetime) -> list[Action]:
    """One action for each step that has none yet; returns those made now. All or nothing. Raises Refused.

    The scenario's row is locked, so that sending the same page twice, even at once, makes each action once.
    """
    rows = Scenario.objects.select_for_update(of=("self",), no_key=True).select_related("cycle", "government")
    scenario = rows.get(pk=scenario.pk)
    if scenario.removed_at:
        raise Refused(Code.NO_ACTIONS_OF_REMOVED)
    _refuse_foreign(scenario, planned)
    known = set(Action.objects.filter(scenario=scenario).values_list("step_key", flat=True))
    made = []
    for each in planned:
        if each.step_key not in known:
            known.add(each.step_key)
            place = {"scenario": scenario, "step_key": each.step_key, "indicator_code": each.indicator_code}
            made.append(_create(scenario.cycle, each.unit, each.values, by, now, place))
    return made


@transaction.atomic
def add_action(
    *, cycle: AssessmentCycle, unit: ServiceUnit, values: Values, order_key: str, by: User, now: datetime
) -> Action:
    """Written by hand. The same `order_key` again is the action made before. Raises Refused."""
    AssessmentCycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    step_key = f"{HAND_MADE}{order_key}"
    known = Action.objects.filter(cycle=cycle, scenario=None, step_key=step_key).first()
    if known:
        return known
    if not Locus.objects.filter(cycle=cycle, unit=unit).exists():
        raise Refused(Code.FOREIGN_UNIT)
    return _create(cycle, unit, values, by, now, {"step_key": step_key})


@transaction.atomic
def change_action(*, action: Action, values: Values, seen_version: int, by: User, now: datetime) -> Action:
    """What, who, when. Expected points of a step are computed and stay. Raises Conflict, Refused."""
    action = _locked(action)
    values = _checked(values)
    if action.scenario_id:
        values.pop("expected_points", None)
    changes = change(action, values, seen_version)
    if changes:
        record(action="action.changed", subject=action, by=by, now=now, changes=changes)
    return action


@transaction.atomic
def move_action(*, action: Action, state: str, note: str, seen_version: int, by: User, now: datetime) -> Action:
    """Into another state; dropping one needs its reason. Raises Conflict, Refused."""
    note = tidy_lines(note, LONGEST_NOTE)
    if state not in State.values:
        raise Refused(Code.STATE_UNKNOWN)
    if state == State.DROPPED and not note:
        raise Refused(Problem(Code.REASON_NEEDED, "note"))
    action = _locked(action)
    if action.state == state and not note:
        return action
    before = action.state
    if change(action, {"state": state, "state_note": note}, seen_version):
        told = {"state": [before, state]}
        record(action="action.moved", subject=action, by=by, now=now, reason=note, changes=told)
    return action


def _refuse_foreign(scenario: Scenario, planned: Sequence[PlannedAction]) -> None:
    units = set(Locus.objects.filter(cycle=scenario.cycle_id).values_list("unit_id", flat=True))
    for each in planned:
        if each.unit.pk not in units or scenario.unit_id not in (None, each.unit.pk):
            raise Refused(Code.FOREIGN_UNIT)


def _create(
    cycle: AssessmentCycle,
    unit: ServiceUnit,
    values: Values,
    by: User,
    now: datetime,
    place: Mapping[str, object],
) -> Action:
    action = Action.objects.create(
        government_id=cycle.government_id,
        cycle=cycle,
        unit=unit,
        created_at=now,
        created_by=by,
        **place,
        **_checked(values),
    )
    changes = {"what": [None, action.what], "owner_name": [None, action.owner_name], "due_on": [None, action.due_on]}
    record(action="action.planned", subject=action, by=by, now=now, changes=changes)
    return action


def _checked(values: Values) -> dict[str, Any]:
    """As they are stored. Raises Refused."""
    tidy: dict[str, Any] = dict(values)
    tidy["what"], tidy["owner_name"] = collapse(tidy["what"])[:300], collapse(tidy["owner_name"])[:120]
    tidy["target"] = tidy_lines(tidy.get("target", ""), LONGEST_TARGET)
    problems = [
        problem
        for problem, is_wrong in (
            (Problem(Code.WHAT_NEEDED, "what"), not tidy["what"] or not is_printable(tidy["what"])),
            (Problem(Code.OWNER_NEEDED, "owner_name"), not tidy["owner_name"] or not is_printable(tidy["owner_name"])),
            (Problem(Code.DUE_WRONG, "due_on"), tidy["due_on"].year not in YEARS),
        )
        if is_wrong
    ]
    if problems:
        raise Refused(*problems)
    return tidy


def _locked(action: Action) -> Action:
    rows = Action.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "owner")
    return rows.get(pk=action.pk)
