"""The action plan: what is to be done by whom and when. A step of a scenario becomes an action once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from assessments.models import AssessmentCycle, Locus
from history.services import record
from instruments.services.errors import Conflict, Refused
from kspp.lib.text import collapse, is_printable, tidy_lines
from planning.models import Action, Scenario
from planning.sentences import actions as sentences
from units.models import ServiceUnit

State = Action.State
LONGEST_TARGET = 2000
LONGEST_NOTE = 250
YEARS = range(2015, 2101)
HAND_MADE = "form:"
"""Begins the step key of an action written by hand: the key of its form, so that it is made once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wrote. `owner` is the account behind `owner_name`, where there is one."""

    what: str
    owner_name: str
    due_on: date
    target: str = ""
    owner: User | None = None
    expected_points: Decimal | None = None

    def fields(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Planned:
    """An action for one step of a scenario."""

    step_key: str
    unit: ServiceUnit
    indicator_code: str
    wanted: Wanted


@transaction.atomic
def plan_actions(*, scenario: Scenario, planned: Sequence[Planned], by: User, now: datetime) -> list[Action]:
    """One action for each step that has none yet; returns those made now. All or nothing. Raises Refused.

    The scenario's row is locked, so that sending the same page twice, even at once, makes each action once.
    """
    rows = Scenario.objects.select_for_update(of=("self",), no_key=True).select_related("cycle", "government")
    scenario = rows.get(pk=scenario.pk)
    if scenario.removed_at:
        raise Refused([sentences.SCENARIO_GONE])
    _refuse_foreign(scenario, planned)
    known = set(Action.objects.filter(scenario=scenario).values_list("step_key", flat=True))
    made = []
    for each in planned:
        if each.step_key not in known:
            known.add(each.step_key)
            place = {"scenario": scenario, "step_key": each.step_key, "indicator_code": each.indicator_code}
            made.append(_create(scenario.cycle, each.unit, each.wanted, by, now, place))
    return made


@transaction.atomic
def add_action(
    *, cycle: AssessmentCycle, unit: ServiceUnit, wanted: Wanted, order_key: str, by: User, now: datetime
) -> Action:
    """Written by hand. The same `order_key` again is the action made before. Raises Refused."""
    AssessmentCycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    step_key = f"{HAND_MADE}{order_key}"
    known = Action.objects.filter(cycle=cycle, scenario=None, step_key=step_key).first()
    if known:
        return known
    if not Locus.objects.filter(cycle=cycle, unit=unit).exists():
        raise Refused([sentences.FOREIGN_UNIT])
    return _create(cycle, unit, wanted, by, now, {"step_key": step_key})


@transaction.atomic
def change_action(*, action: Action, wanted: Wanted, seen_version: int, by: User, now: datetime) -> Action:
    """What, who, when. Expected points of a step are computed and stay. Raises Refused and Conflict."""
    action = _locked(action)
    wanted = _checked(wanted)
    if action.scenario_id:
        wanted = replace(wanted, expected_points=action.expected_points)
    before = {name: getattr(action, name) for name in wanted.fields()}
    changes = {name: [before[name], value] for name, value in wanted.fields().items() if before[name] != value}
    if not changes:
        return action
    if action.version != seen_version:
        raise Conflict(action)
    for name, (_, value) in changes.items():
        setattr(action, name, value)
    action.version += 1
    action.save(update_fields=[*changes, "version"])
    _tell("action.changed", action, by, now, {name: [str(a or ""), str(b or "")] for name, (a, b) in changes.items()})
    return action


@transaction.atomic
def move_action(*, action: Action, state: str, note: str, seen_version: int | None, by: User, now: datetime) -> Action:
    """Into another state; dropping one needs its reason. Raises Refused and Conflict."""
    note = tidy_lines(note, LONGEST_NOTE)
    if state not in State.values:
        raise Refused([sentences.STATE_UNKNOWN])
    if state == State.DROPPED and not note:
        raise Refused([sentences.REASON_NEEDED])
    action = _locked(action)
    if action.state == state and (action.state_note == note or not note):
        return action
    if action.version != seen_version:
        raise Conflict(action)
    before, action.state, action.state_note = action.state, state, note
    action.version += 1
    action.save(update_fields=["state", "state_note", "version"])
    _tell("action.moved", action, by, now, {"state": [before, state]}, reason=note)
    return action


def _refuse_foreign(scenario: Scenario, planned: Sequence[Planned]) -> None:
    units = set(Locus.objects.filter(cycle=scenario.cycle_id).values_list("unit_id", flat=True))
    for each in planned:
        if each.unit.pk not in units or scenario.unit_id not in (None, each.unit.pk):
            raise Refused([sentences.FOREIGN_UNIT])


def _create(
    cycle: AssessmentCycle,
    unit: ServiceUnit,
    wanted: Wanted,
    by: User,
    now: datetime,
    place: Mapping[str, object],
) -> Action:
    wanted = _checked(wanted)
    action = Action.objects.create(
        government_id=cycle.government_id,
        cycle=cycle,
        unit=unit,
        created_at=now,
        created_by=by,
        **place,
        **wanted.fields(),
    )
    changes = {"what": [None, action.what], "owner_name": [None, action.owner_name], "due_on": [None, action.due_on]}
    _tell("action.planned", action, by, now, changes)
    return action


def _checked(wanted: Wanted) -> Wanted:
    what, owner_name = collapse(wanted.what)[:300], collapse(wanted.owner_name)[:120]
    problems = [
        sentence
        for sentence, is_wrong in (
            (sentences.WHAT_NEEDED, not what or not is_printable(what)),
            (sentences.OWNER_NEEDED, not owner_name or not is_printable(owner_name)),
            (sentences.DUE_WRONG, wanted.due_on.year not in YEARS),
        )
        if is_wrong
    ]
    if problems:
        raise Refused(problems)
    return replace(wanted, what=what, owner_name=owner_name, target=tidy_lines(wanted.target, LONGEST_TARGET))


def _locked(action: Action) -> Action:
    rows = Action.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "owner")
    return rows.get(pk=action.pk)


def _tell(name: str, action: Action, by: User, now: datetime, changes: Mapping[str, object], reason: str = "") -> None:
    record(action=name, subject=action, unit=action.unit, by=by, now=now, reason=reason, changes=changes)
