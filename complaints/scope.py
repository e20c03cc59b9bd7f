"""What a person may do with one complaint, and with what a government publishes about its complaint handling."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may, reach
from complaints.models import Complaint
from units.models import Government, ServiceUnit

KEEPERS = (Permission.OFFICER_EDIT, Permission.COMPLAINT_HANDLE)
"""Either lets a person keep and try the published contacts of a unit, and record the coaching of its officers."""
OF_COMPLAINTS = tuple(p for p in Permission if p.value.startswith(("complaint.", "identity.")))


def powers(user: User, complaint: Complaint) -> frozenset[str]:
    """The permissions, by value, that `user` holds for this complaint. No query of its own."""
    place = complaint.unit or complaint.government
    return frozenset(p.value for p in OF_COMPLAINTS if may(user, p, place))


def may_read_identity(user: User, complaint: Complaint) -> bool:
    """Whoever handles the case; a secret identity stays with those who stand above the unit complained about."""
    if complaint.secrecy == Complaint.Secrecy.SECRET:
        return may(user, Permission.IDENTITY_READ, complaint.government)
    return Permission.IDENTITY_READ.value in powers(user, complaint)


def identities_open_to(user: User) -> Q:
    """`may_read_identity` as a filter of complaints."""
    everywhere = reach(user, Permission.IDENTITY_READ, "government", "unit")
    above = reach(user, Permission.IDENTITY_READ, "government")
    return everywhere & (~Q(secrecy=Complaint.Secrecy.SECRET) | above)


def may_keep(user: User | AnonymousUser, place: Government | ServiceUnit) -> bool:
    """Contacts and coaching of a unit; of the government as a whole those who settle its desk. No query of its own."""
    needed = KEEPERS if isinstance(place, ServiceUnit) else (Permission.COMPLAINT_SETTINGS,)
    return any(may(user, permission, place) for permission in needed)
