"""Places, people and the portal itself."""

from accounts.permissions import Permission
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "directory:government": Route(P.GOVERNMENT_VIEW, "government", "code"),
    "directory:government_edit": Route(P.GOVERNMENT_EDIT, "government", "code"),
    "directory:unit_list": Route(P.UNIT_VIEW, "government", "code"),
    "directory:unit_create": Route(P.UNIT_EDIT, "government", "code"),
    "directory:unit": Route(P.UNIT_VIEW, "unit", "unit"),
    "directory:unit_edit": Route(P.UNIT_EDIT, "unit", "unit"),
    "directory:product_create": Route(P.UNIT_EDIT, "unit", "unit"),
    "directory:product_edit": Route(P.UNIT_EDIT, "unit", "product"),
    "directory:officer_create": Route(P.OFFICER_EDIT, "unit", "unit"),
    "directory:officer_edit": Route(P.OFFICER_EDIT, "unit", "officer"),
    "directory:people": Route(P.PEOPLE_MANAGE, "government", "code"),
    "directory:invite": Route(P.PEOPLE_MANAGE, "government", "code"),
    "directory:membership": Route(P.PEOPLE_MANAGE, "government", "membership"),
    "directory:membership_deactivate": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "directory:membership_reactivate": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "directory:membership_resend": Route(P.PEOPLE_MANAGE, "government", "membership", "post"),
    "directory:who_can_see": Route(P.UNIT_VIEW, "unit", "unit"),
    "gallery": Route(P.PLATFORM_MANAGE, "platform", "none"),
}
