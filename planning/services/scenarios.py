"""Scenarios: answers as they might become, kept under a name. Nothing here touches an answer."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from assessments.models import AssessmentCycle
from history.services import record
from instruments.models import InstrumentVersion
from kspp.lib.errors import Problem, Refused
from kspp.lib.text import collapse, is_printable, tidy_lines
from kspp.lib.writing import change
from planning.decisions.steps import Step, StepError, read_step
from planning.models import Scenario
from planning.selectors.improving import Sheets, sheets_of
from planning.selectors.outlook import StepsOutlook, outlook_of
from planning.selectors.spots import where_words
from planning.sentences.problems import Code
from units.models import Government, ServiceUnit

LONGEST_NAME = 120
LONGEST_NOTE = 2000
MOST_STEPS = 3000


@transaction.atomic
def save_scenario(
    *,
    government: Government,
    cycle: AssessmentCycle,
    unit: ServiceUnit | None,
    instrument: InstrumentVersion,
    name: str,
    note: str,
    asked: Mapping[str, Any],
    steps: Sequence[object],
    order_key: uuid.UUID,
    by: User,
    now: datetime,
) -> Scenario:
    """Keep steps and what they would score now. The same `order_key` again is the scenario made before.

    `steps` as `scoring.steps` writes them; where one starts is read from the answers, and one that already stands
    where it leads is left out. `unit` None: of the government as a whole. `asked`: what the planner was asked.
    Raises Refused, also where the key is somebody else's.
    """
    known = Scenario.objects.filter(order_key=order_key).first()
    if known:
        return _own(known, government, by)
    outlook = _outlook(instrument, _sheets(cycle, instrument, unit), read_steps(steps), unit)
    scenario = Scenario(
        government=government,
        cycle=cycle,
        unit=unit,
        instrument=instrument,
        name=_named(name),
        note=tidy_lines(note, LONGEST_NOTE),
        asked=dict(asked),
        steps=[taken.step.as_json() for taken in outlook.taken],
        result=outlook.as_json(),
        order_key=order_key,
        created_at=now,
        created_by=by,
    )
    return _stored(scenario)


def _own(scenario: Scenario, government: Government, by: User) -> Scenario:
    """Raises Refused: a key that came from another person's form opens nothing."""
    if scenario.government_id != government.pk or scenario.created_by_id != by.pk:
        raise Refused(Code.UNREADABLE)
    return scenario


def _stored(scenario: Scenario) -> Scenario:
    """Or the one that somebody stored under its key at this very moment."""
    try:
        with transaction.atomic():
            scenario.save(force_insert=True)
    except IntegrityError:
        known = Scenario.objects.get(order_key=scenario.order_key)
        return _own(known, scenario.government, scenario.created_by)
    changes = {"name": [None, scenario.name], "steps": [None, len(scenario.steps)]}
    by, now = scenario.created_by, scenario.created_at
    record(action="scenario.saved", subject=scenario, by=by, now=now, changes=changes)
    return scenario


@transaction.atomic
def rename_scenario(
    *, scenario: Scenario, name: str, note: str, seen_version: int, by: User, now: datetime
) -> Scenario:
    """Name and note only: what it says stays. Raises Conflict, Refused."""
    scenario = _locked(scenario)
    values = {"name": _named(name), "note": tidy_lines(note, LONGEST_NOTE)}
    changes = change(scenario, values, seen_version)
    if changes:
        record(action="scenario.changed", subject=scenario, by=by, now=now, changes=changes)
    return scenario


@transaction.atomic
def remove_scenario(*, scenario: Scenario, by: User, now: datetime) -> Scenario:
    """Hidden from then on; its row stays, and so do the actions that came of it. Twice is once."""
    scenario = Scenario.objects.select_for_update(of=("self",), no_key=True).get(pk=scenario.pk)
    if scenario.removed_at:
        return scenario
    scenario.removed_at, scenario.version = now, scenario.version + 1
    scenario.save(update_fields=["removed_at", "version"])
    record(action="scenario.removed", subject=scenario, by=by, now=now, changes={"removed_at": [None, now]})
    return scenario


def read_steps(steps: Sequence[object]) -> list[Step]:
    """Raises Refused."""
    if len(steps) > MOST_STEPS:
        raise Refused(Problem(Code.TOO_MANY_STEPS, facts={"most": MOST_STEPS}))
    try:
        return [read_step(raw) for raw in steps]
    except StepError:
        raise Refused(Code.UNREADABLE) from None


def _sheets(cycle: AssessmentCycle, instrument: InstrumentVersion, unit: ServiceUnit | None) -> Sheets:
    sheets = sheets_of(cycle, instrument)
    if unit is not None and all(assessment.unit.pk != unit.pk for assessment, _ in sheets.values()):
        raise Refused(Code.OTHER_CYCLE)
    return sheets


def _outlook(
    instrument: InstrumentVersion, sheets: Sheets, steps: Sequence[Step], unit: ServiceUnit | None
) -> StepsOutlook:
    """Raises Refused when a step is about something else or can no longer be taken, and when none is left."""
    allowed = {pk for pk, (assessment, _) in sheets.items() if unit is None or assessment.unit.pk == unit.pk}
    if any(step.assessment not in allowed for step in steps):
        raise Refused(Code.OTHER_CYCLE)
    outlook = outlook_of(instrument, sheets, steps)
    if outlook.lost:
        lost = ({"place": where_words(sheets, each.step), "code": each.code} for each in outlook.lost)
        raise Refused(*(Problem(Code.STEP_LOST, facts=facts) for facts in lost))
    if not outlook.taken:
        raise Refused(Code.NO_STEP)
    return outlook


def _named(name: str) -> str:
    name = collapse(name)
    if not name or len(name) > LONGEST_NAME or not is_printable(name):
        raise Refused(Problem(Code.NAME_NEEDED, "name"))
    return name


def _locked(scenario: Scenario) -> Scenario:
    scenario = Scenario.objects.select_for_update(of=("self",), no_key=True).get(pk=scenario.pk)
    if scenario.removed_at:
        raise Refused(Code.SCENARIO_REMOVED)
    return scenario
