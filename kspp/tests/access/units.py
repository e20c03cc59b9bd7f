"""Places, people and the portal itself."""

from accounts.permissions import Permission
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "units:government": Route(P.GOVERNMENT_VIEW, "government", "code"),
    "units:government_edit": Route(P.GOVERNMENT_EDIT, "government", "code"),
    "units:unit_list": Route(P.UNIT_VIEW, "government", "code"),
    "units:unit_create": Route(P.UNIT_EDIT, "government", "code"),
    "units:unit": Route(P.UNIT_VIEW, "unit", "unit"),
    "units:unit_edit": Route(P.UNIT_EDIT, "unit", "unit"),
    "units:product_create": Route(P.UNIT_EDIT, "unit", "unit"),
    "units:product_edit": Route(P.UNIT_EDIT, "unit", "product"),
    "units:officer_create": Route(P.OFFICER_EDIT, "unit", "unit"),
    "units:officer_edit": Route(P.OFFICER_EDIT, "unit", "officer"),
    "accounts:people": Route(P.PEOPLE_MANAGE, "government", "code"),
    "accounts:invite": Route(P.PEOPLE_MANAGE, "government", "code"),
    "accounts:membership": Route(P.PEOPLE_MANAGE, "government", "membership"),
    "accounts:membership_deactivate": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "accounts:membership_reactivate": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "accounts:membership_resend": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "accounts:who_can_see": Route(P.UNIT_VIEW, "unit", "unit"),
    "gallery": Route(P.PLATFORM_MANAGE, "platform", "none"),
}
