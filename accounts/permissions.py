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
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_RECORD = "complaint.record"
    COMPLAINT_VERIFY = "complaint.verify"
    COMPLAINT_ASSIGN = "complaint.assign"
    COMPLAINT_HANDLE = "complaint.handle"
    COMPLAINT_SUPERVISE = "complaint.supervise"
    COMPLAINT_SETTINGS = "complaint.settings"
    COMPLAINT_REPORT = "complaint.report"
    IDENTITY_READ = "identity.read"
    IDENTITY_ERASE = "identity.erase"
    INSTRUMENT_VIEW = "instrument.view"
    INSTRUMENT_MANAGE = "instrument.manage"
    OFFICIAL_VIEW = "official.view"
    OFFICIAL_IMPORT = "official.import"
    PLAN_VIEW = "plan.view"
    PLAN_EDIT = "plan.edit"
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
    COMPLAINT_LIAISON = "complaint_liaison"
    COMPLAINT_ADMIN = "complaint_admin"
    COMPLAINT_SUPERVISOR = "complaint_supervisor"
    LIAISON = "ombudsman_liaison"


UNIT_ROLES = frozenset({Role.UNIT_OPERATOR, Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON})
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
        _P.INSTRUMENT_VIEW,
        _P.OFFICIAL_VIEW,
        _P.PLAN_VIEW,
    }
)
_DESK = frozenset({_P.UNIT_VIEW, _P.COMPLAINT_VIEW, _P.COMPLAINT_RECORD, _P.COMPLAINT_HANDLE, _P.IDENTITY_READ})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PLATFORM_ADMIN: _OVERSEE
    | {
        _P.PEOPLE_MANAGE,
        _P.GOVERNMENT_EDIT,
        _P.UNIT_EDIT,
        _P.CALENDAR_MANAGE,
        _P.INSTRUMENT_MANAGE,
        _P.OFFICIAL_IMPORT,
        _P.PLATFORM_MANAGE,
    },
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
        _P.COMPLAINT_SETTINGS,
        _P.COMPLAINT_REPORT,
        _P.INSTRUMENT_MANAGE,
        _P.OFFICIAL_IMPORT,
        _P.PLAN_EDIT,
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
            _P.INSTRUMENT_VIEW,
            _P.OFFICIAL_VIEW,
            _P.PLAN_VIEW,
            _P.PLAN_EDIT,
        }
    ),
    Role.REVIEWER: _OVERSEE | {_P.ASSESSMENT_REVIEW, _P.COMPLAINT_REPORT},
    Role.ASSISTANT: _OVERSEE
    | {_P.ASSESSMENT_APPROVE, _P.ASSESSMENT_REOPEN, _P.REPORT_ORDER, _P.COMPLAINT_REPORT, _P.PLAN_EDIT},
    Role.SECRETARY: _OVERSEE | {_P.COMPLAINT_REPORT},
    Role.HEAD: _OVERSEE | {_P.COMPLAINT_REPORT},
    Role.COMPLAINT_OFFICER: _DESK | {_P.COMPLAINT_REPORT},
    Role.COMPLAINT_LIAISON: _DESK | {_P.COMPLAINT_ASSIGN, _P.OFFICER_EDIT, _P.COMPLAINT_REPORT},
    Role.COMPLAINT_ADMIN: _DESK
    | {
        _P.GOVERNMENT_VIEW,
        _P.CALENDAR_VIEW,
        _P.CALENDAR_MANAGE,
        _P.COMPLAINT_VERIFY,
        _P.COMPLAINT_ASSIGN,
        _P.COMPLAINT_SETTINGS,
        _P.COMPLAINT_REPORT,
        _P.IDENTITY_ERASE,
    },
    Role.COMPLAINT_SUPERVISOR: frozenset(
        {
            _P.GOVERNMENT_VIEW,
            _P.UNIT_VIEW,
            _P.CALENDAR_VIEW,
            _P.COMPLAINT_VIEW,
            _P.COMPLAINT_SUPERVISE,
            _P.COMPLAINT_REPORT,
            _P.IDENTITY_READ,
        }
    ),
    Role.LIAISON: frozenset(
        {
            _P.GOVERNMENT_VIEW,
            _P.UNIT_VIEW,
            _P.CYCLE_VIEW,
            _P.DASHBOARD_VIEW,
            _P.REPORT_VIEW,
            _P.CALENDAR_VIEW,
            _P.INSTRUMENT_VIEW,
            _P.OFFICIAL_VIEW,
        }
    ),
}
