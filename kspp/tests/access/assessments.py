"""Cycles, loci, checklists."""

from accounts.permissions import Permission
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "assessments:cycles": Route(P.CYCLE_VIEW, "government", "code"),
    "assessments:cycle_open": Route(P.CYCLE_MANAGE, "government", "code"),
    "assessments:cycle": Route(P.CYCLE_VIEW, "government", "cycle"),
    "assessments:cycle_edit": Route(P.CYCLE_MANAGE, "government", "cycle"),
    "assessments:further_add": Route(P.CYCLE_MANAGE, "government", "cycle", "post"),
    "assessments:further_remove": Route(P.CYCLE_MANAGE, "government", "cycle", "post"),
    "assessments:total": Route(P.DASHBOARD_VIEW, "government", "cycle"),
    "assessments:total_xlsx": Route(P.DASHBOARD_VIEW, "government", "cycle"),
    "assessments:total_json": Route(P.DASHBOARD_VIEW, "government", "cycle"),
    "official_results:honesty": Route(P.DASHBOARD_VIEW, "government", "code"),
    "official_results:unit_honesty": Route(P.REPORT_VIEW, "unit", "unit"),
    "assessments:loci": Route(P.CYCLE_MANAGE, "government", "cycle"),
    "assessments:sample": Route(P.CYCLE_MANAGE, "unit", "locus"),
    "assessments:checklist": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:answers": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
    "assessments:row": Route(P.ASSESSMENT_VIEW, "unit", "assessment_row"),
    "assessments:outcome": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
    "assessments:gaps": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:explanation": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:explanation_xlsx": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:explanation_json": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:score_sheet": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:move": Route(P.ASSESSMENT_SUBMIT, "unit", "assessment", "post"),
    "assessments:history": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:review": Route(P.ASSESSMENT_REVIEW, "unit", "assessment", "post"),
    "assessments:evidence_add": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
    "assessments:proposals": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "assessments:proposals_take": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
    "assessments:evidence_reuse": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
    "assessments:evidence_panel": Route(P.ASSESSMENT_VIEW, "unit", "assessment_row"),
    "assessments:evidence": Route(P.ASSESSMENT_VIEW, "unit", "evidence"),
    "assessments:evidence_remove": Route(P.ASSESSMENT_FILL, "unit", "evidence", "post"),
}
