"""The complaint desk."""

from accounts.permissions import Permission
from complaints.scope import KEEPERS
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "complaints:calendar": Route(P.CALENDAR_VIEW, "government", "code"),
    "complaints:day_off_create": Route(P.CALENDAR_MANAGE, "government", "code"),
    "complaints:day_off_edit": Route(P.CALENDAR_MANAGE, "government", "day_off"),
    "complaints:clocks": Route(P.CALENDAR_VIEW, "government", "code"),
    "complaints:clock_create": Route(P.CALENDAR_MANAGE, "government", "code"),
    "complaints:clock_edit": Route(P.CALENDAR_MANAGE, "government", "clock"),
    "complaints:complaints": Route(P.COMPLAINT_VIEW, "anywhere", "code"),
    "complaints:record": Route(P.COMPLAINT_RECORD, "anywhere", "code"),
    "complaints:bulk": Route(P.COMPLAINT_VIEW, "anywhere", "code", "post"),
    "complaints:complaint": Route(P.COMPLAINT_VIEW, "unit", "complaint"),
    "complaints:message": Route(
        P.COMPLAINT_VIEW, "unit", "complaint", "post", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)
    ),
    "complaints:note": Route(
        P.COMPLAINT_VIEW,
        "unit",
        "complaint",
        "post",
        (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY, P.COMPLAINT_SUPERVISE),
    ),
    "complaints:read": Route(P.COMPLAINT_VIEW, "unit", "complaint", "post", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)),
    "complaints:extend": Route(
        P.COMPLAINT_VIEW, "unit", "running_clock", "get", (P.COMPLAINT_ASSIGN, P.COMPLAINT_SUPERVISE)
    ),
    "complaints:attach": Route(P.COMPLAINT_VIEW, "unit", "complaint", "get", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)),
    "complaints:attachment": Route(P.COMPLAINT_VIEW, "unit", "complaint_file"),
    "complaints:link": Route(P.COMPLAINT_VIEW, "unit", "complaint", "get", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)),
    "complaints:split": Route(P.COMPLAINT_VIEW, "unit", "complaint", "get", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)),
    "complaints:facts": Route(P.COMPLAINT_VIEW, "unit", "complaint", "get", (P.COMPLAINT_HANDLE, P.COMPLAINT_VERIFY)),
    "complaints:move": Route(P.COMPLAINT_VERIFY, "unit", "complaint_move"),
    "complaints:assign": Route(P.COMPLAINT_ASSIGN, "unit", "complaint"),
    "complaints:receipt": Route(P.COMPLAINT_VIEW, "unit", "complaint"),
    "complaints:new_code": Route(
        P.COMPLAINT_VIEW, "unit", "complaint", "post", (P.COMPLAINT_RECORD, P.COMPLAINT_HANDLE)
    ),
    "complaints:identity": Route(P.IDENTITY_READ, "unit", "complaint", "post"),
    "complaints:identity_correct": Route(P.IDENTITY_READ, "unit", "complaint", "post", (P.COMPLAINT_HANDLE,)),
    "complaints:person": Route(P.IDENTITY_ERASE, "unit", "complaint"),
    "complaints:person_export": Route(P.IDENTITY_ERASE, "unit", "complaint", "post"),
    "complaints:person_erase": Route(P.IDENTITY_ERASE, "unit", "complaint", "post"),
    "complaints:person_search": Route(P.IDENTITY_ERASE, "government", "code"),
    "complaints:imports": Route(P.COMPLAINT_VERIFY, "government", "code"),
    "complaints:import_template": Route(P.COMPLAINT_VERIFY, "government", "code"),
    "complaints:import_batch": Route(P.COMPLAINT_VERIFY, "government", "import"),
    "complaints:import_take": Route(P.COMPLAINT_VERIFY, "government", "import", "post"),
    "complaints:import_drop": Route(P.COMPLAINT_VERIFY, "government", "import", "post"),
    "complaints:reply_templates": Route(P.COMPLAINT_SETTINGS, "government", "code"),
    "complaints:reply_template_create": Route(P.COMPLAINT_SETTINGS, "government", "code"),
    "complaints:reply_template_edit": Route(P.COMPLAINT_SETTINGS, "government", "reply_template"),
    "complaints:desk_settings": Route(P.COMPLAINT_SETTINGS, "government", "code"),
    "complaints:contacts": Route(P.UNIT_VIEW, "anywhere", "code"),
    "complaints:contact_create": Route(P.UNIT_VIEW, "anywhere", "code", "get", KEEPERS),
    "complaints:contact_tests": Route(P.UNIT_VIEW, "anywhere", "code", "get", KEEPERS),
    "complaints:contact_edit": Route(P.COMPLAINT_SETTINGS, "government", "contact"),
    "complaints:officers_of_government": Route(P.COMPLAINT_REPORT, "government", "code"),
    "complaints:complaint_officers": Route(P.UNIT_VIEW, "unit", "unit"),
    "complaints:coaching_create": Route(P.UNIT_VIEW, "unit", "unit", "get", KEEPERS),
    "complaints:coaching_edit": Route(P.UNIT_VIEW, "unit", "coaching", "get", KEEPERS),
    "complaints:coaching_file": Route(P.UNIT_VIEW, "unit", "coaching"),
}
