"""Gains, planner, scenarios, actions."""

import uuid
from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Action, Assessment, Scenario
from assessments.services.actions import Wanted, add_action
from assessments.services.scenarios import save_scenario
from conftest import NOW
from kspp.tests.access.route import Route

P = Permission

ROUTES: dict[str, Route] = {
    "assessments:efforts": Route(P.PLAN_EDIT, "government", "instrument_of_ours"),
    "assessments:gains": Route(P.PLAN_VIEW, "unit", "assessment"),
    "assessments:cycle_gains": Route(P.PLAN_VIEW, "government", "cycle"),
    "assessments:planner": Route(P.PLAN_VIEW, "unit", "assessment"),
    "assessments:planner_keep": Route(P.PLAN_EDIT, "unit", "assessment", "post"),
    "assessments:cycle_planner": Route(P.PLAN_VIEW, "government", "cycle"),
    "assessments:cycle_planner_keep": Route(P.PLAN_EDIT, "government", "cycle", "post"),
    "assessments:whatif": Route(P.PLAN_VIEW, "unit", "assessment"),
    "assessments:whatif_keep": Route(P.PLAN_EDIT, "unit", "assessment", "post"),
    "assessments:cycle_whatif": Route(P.PLAN_VIEW, "government", "cycle"),
    "assessments:cycle_whatif_keep": Route(P.PLAN_EDIT, "government", "cycle", "post"),
    "assessments:cycle_scenarios": Route(P.PLAN_VIEW, "government", "cycle"),
    "assessments:unit_scenarios": Route(P.PLAN_VIEW, "unit", "locus"),
    "assessments:scenario": Route(P.PLAN_VIEW, "unit", "scenario"),
    "assessments:scenario_edit": Route(P.PLAN_EDIT, "unit", "scenario"),
    "assessments:scenario_remove": Route(P.PLAN_EDIT, "unit", "scenario", "post"),
    "assessments:scenario_compare": Route(P.PLAN_VIEW, "unit", "scenario"),
    "assessments:scenario_actions": Route(P.PLAN_EDIT, "unit", "scenario"),
    "assessments:cycle_actions": Route(P.PLAN_VIEW, "government", "cycle"),
    "assessments:unit_actions": Route(P.PLAN_VIEW, "unit", "locus"),
    "assessments:cycle_action_add": Route(P.PLAN_EDIT, "government", "cycle"),
    "assessments:unit_action_add": Route(P.PLAN_EDIT, "unit", "locus"),
    "assessments:action": Route(P.PLAN_VIEW, "unit", "action"),
    "assessments:action_edit": Route(P.PLAN_EDIT, "unit", "action"),
    "assessments:action_move": Route(P.PLAN_EDIT, "unit", "action", "post"),
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
    wanted = Wanted(what="Pasang maklumat pelayanan", owner_name="Pejabat 1", due_on=due_on or NOW.date())
    cycle, key = assessment.locus.cycle, str(uuid.uuid4())
    return add_action(cycle=cycle, unit=assessment.unit, wanted=wanted, order_key=key, by=by, now=NOW)
