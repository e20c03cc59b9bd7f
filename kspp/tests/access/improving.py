"""Gains, planner, scenarios, actions."""

import uuid
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from conftest import NOW
from kspp.tests.access.route import Route
from planning.models import Action, Scenario
from planning.services.actions import add_action
from planning.services.scenarios import save_scenario

P = Permission

ROUTES: dict[str, Route] = {
    "planning:efforts": Route(P.PLAN_EDIT, "government", "instrument_of_ours"),
    "planning:gains": Route(P.PLAN_VIEW, "unit", "assessment"),
    "planning:cycle_gains": Route(P.PLAN_VIEW, "government", "cycle"),
    "planning:planner": Route(P.PLAN_VIEW, "unit", "assessment"),
    "planning:planner_keep": Route(P.PLAN_EDIT, "unit", "assessment", "post"),
    "planning:cycle_planner": Route(P.PLAN_VIEW, "government", "cycle"),
    "planning:cycle_planner_keep": Route(P.PLAN_EDIT, "government", "cycle", "post"),
    "planning:whatif": Route(P.PLAN_VIEW, "unit", "assessment"),
    "planning:whatif_keep": Route(P.PLAN_EDIT, "unit", "assessment", "post"),
    "planning:cycle_whatif": Route(P.PLAN_VIEW, "government", "cycle"),
    "planning:cycle_whatif_keep": Route(P.PLAN_EDIT, "government", "cycle", "post"),
    "planning:cycle_scenarios": Route(P.PLAN_VIEW, "government", "cycle"),
    "planning:unit_scenarios": Route(P.PLAN_VIEW, "unit", "locus"),
    "planning:scenario": Route(P.PLAN_VIEW, "unit", "scenario"),
    "planning:scenario_edit": Route(P.PLAN_EDIT, "unit", "scenario"),
    "planning:scenario_remove": Route(P.PLAN_EDIT, "unit", "scenario", "post"),
    "planning:scenario_compare": Route(P.PLAN_VIEW, "unit", "scenario"),
    "planning:scenario_actions": Route(P.PLAN_EDIT, "unit", "scenario"),
    "planning:cycle_actions": Route(P.PLAN_VIEW, "government", "cycle"),
    "planning:unit_actions": Route(P.PLAN_VIEW, "unit", "locus"),
    "planning:cycle_action_add": Route(P.PLAN_EDIT, "government", "cycle"),
    "planning:unit_action_add": Route(P.PLAN_EDIT, "unit", "locus"),
    "planning:action": Route(P.PLAN_VIEW, "unit", "action"),
    "planning:action_edit": Route(P.PLAN_EDIT, "unit", "action"),
    "planning:action_move": Route(P.PLAN_EDIT, "unit", "action", "post"),
}

COMING: set[Permission] = set()
"""Permissions whose pages are still being built."""


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours."""
    scenario = make_scenario(assessment, by)
    return {
        "instrument_of_ours": [assessment.government.code, assessment.instrument_id],
        "scenario": [scenario.pk],
        "action": [make_action(assessment, by).pk],
    }


def make_scenario(assessment: Assessment, by: User) -> Scenario:
    """Of the unit: S3 one level up from where `fill(…, 3)` left it."""
    cycle = assessment.locus.cycle
    return save_scenario(
        government=cycle.government,
        cycle=cycle,
        unit=assessment.unit,
        instrument=assessment.instrument,
        name="Menuju A",
        note="",
        asked={},
        steps=[{"assessment": assessment.pk, "indicator": "S3", "to": "4", "days": 5}],
        order_key=uuid.uuid4(),
        by=by,
        now=NOW,
    )


def make_action(assessment: Assessment, by: User, due_on: date | None = None) -> Action:
    values = {"what": "Pasang maklumat pelayanan", "owner_name": "Pejabat 1", "due_on": due_on or NOW.date()}
    cycle, key = assessment.locus.cycle, str(uuid.uuid4())
    return add_action(cycle=cycle, unit=assessment.unit, values=values, order_key=key, by=by, now=NOW)
