"""Who may do what: the one table every check derives from. Pure."""

from enum import StrEnum


class Permission(StrEnum):
    GOVERNMENT_VIEW = "government.view"
    GOVERNMENT_EDIT = "government.edit"
    UNIT_VIEW = "unit.view"
    UNIT_EDIT = "unit.edit"
    OFFICER_EDIT = "officer.edit"
    PEOPLE_MANAGE = "people.manage"
    CYCLE_VIEW = "cycle.view"
    CYCLE_MANAGE = "cycle.manage"
    ASSESSMENT_VIEW = "assessment.view"
    ASSESSMENT_FILL = "assessment.fill"
    ASSESSMENT_SUBMIT = "assessment.submit"
    ASSESSMENT_REVIEW = "assessment.review"
    ASSESSMENT_APPROVE = "assessment.approve"
    ASSESSMENT_REOPEN = "assessment.reopen"
    DASHBOARD_VIEW = "dashboard.view"
    REPORT_VIEW = "report.view"
    REPORT_ORDER = "report.order"
    CALENDAR_VIEW = "calendar.view"
    CALENDAR_MANAGE = "calendar.manage"
    PLATFORM_MANAGE = "platform.manage"


class Role(StrEnum):
    PLATFORM_ADMIN = "platform_admin"
    COORDINATOR = "coordinator"
    UNIT_OPERATOR = "unit_operator"
    REVIEWER = "reviewer"
    ASSISTANT = "asisten_iii"
    SECRETARY = "sekda"
    HEAD = "head_of_government"
    COMPLAINT_OFFICER = "complaint_officer"
    LIAISON = "ombudsman_liaison"


UNIT_ROLES = frozenset({Role.UNIT_OPERATOR, Role.COMPLAINT_OFFICER})
"""Roles that are always tied to one unit. Every other role but the platform's spans a government."""

_P = Permission
_OVERSEE = frozenset(
    {
        _P.GOVERNMENT_VIEW,
        _P.UNIT_VIEW,
        _P.CYCLE_VIEW,
        _P.ASSESSMENT_VIEW,
        _P.DASHBOARD_VIEW,
        _P.REPORT_VIEW,
        _P.CALENDAR_VIEW,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PLATFORM_ADMIN: _OVERSEE
    | {_P.PEOPLE_MANAGE, _P.GOVERNMENT_EDIT, _P.UNIT_EDIT, _P.CALENDAR_MANAGE, _P.PLATFORM_MANAGE},
    Role.COORDINATOR: _OVERSEE
    | {
        _P.GOVERNMENT_EDIT,
        _P.UNIT_EDIT,
        _P.OFFICER_EDIT,
        _P.PEOPLE_MANAGE,
        _P.CYCLE_MANAGE,
        _P.ASSESSMENT_FILL,
        _P.ASSESSMENT_SUBMIT,
        _P.ASSESSMENT_REOPEN,
        _P.REPORT_ORDER,
        _P.CALENDAR_MANAGE,
    },
    Role.UNIT_OPERATOR: frozenset(
        {
            _P.UNIT_VIEW,
            _P.OFFICER_EDIT,
            _P.ASSESSMENT_VIEW,
            _P.ASSESSMENT_FILL,
            _P.ASSESSMENT_SUBMIT,
            _P.REPORT_VIEW,
            _P.REPORT_ORDER,
        }
    ),
    Role.REVIEWER: _OVERSEE | {_P.ASSESSMENT_REVIEW},
    Role.ASSISTANT: _OVERSEE | {_P.ASSESSMENT_APPROVE, _P.ASSESSMENT_REOPEN, _P.REPORT_ORDER},
    Role.SECRETARY: _OVERSEE,
    Role.HEAD: _OVERSEE,
    Role.COMPLAINT_OFFICER: frozenset({_P.UNIT_VIEW}),
    Role.LIAISON: frozenset(
        {_P.GOVERNMENT_VIEW, _P.UNIT_VIEW, _P.CYCLE_VIEW, _P.DASHBOARD_VIEW, _P.REPORT_VIEW, _P.CALENDAR_VIEW}
    ),
}
