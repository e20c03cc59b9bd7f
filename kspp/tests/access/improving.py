"""Gains, planner, scenarios, actions."""

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
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
}

COMING: set[Permission] = set()
"""Permissions whose pages are still being built."""


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours."""
    return {"instrument_of_ours": [assessment.government.code, assessment.instrument_id]}
