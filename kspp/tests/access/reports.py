"""Dashboards, reports, suggestions."""

from accounts.permissions import Permission
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "reports:dashboard": Route(P.DASHBOARD_VIEW, "government", "cycle"),
    "reports:reports": Route(P.REPORT_VIEW, "anywhere", "cycle"),
    "reports:order": Route(P.REPORT_ORDER, "anywhere", "cycle", "post"),
    "reports:report": Route(P.REPORT_VIEW, "unit", "report"),
    "reports:progress": Route(P.REPORT_VIEW, "unit", "report"),
    "reports:download": Route(P.REPORT_VIEW, "unit", "report"),
    "reports:reprint": Route(P.REPORT_ORDER, "unit", "report", "post"),
    "reports:retry": Route(P.REPORT_ORDER, "unit", "report", "post"),
    "reports:complaint_reports": Route(P.COMPLAINT_REPORT, "anywhere", "code"),
    "reports:order_complaint_report": Route(P.COMPLAINT_REPORT, "anywhere", "code", "post"),
    "reports:register": Route(P.COMPLAINT_REPORT, "anywhere", "code"),
    "reports:register_sheet": Route(P.COMPLAINT_REPORT, "anywhere", "code"),
    "reports:suggestions": Route(P.ASSESSMENT_VIEW, "unit", "assessment"),
    "reports:suggestion": Route(P.ASSESSMENT_FILL, "unit", "assessment", "post"),
}
