"""Who reaches the reports of a cycle: whoever holds the right anywhere in its government, also in one unit of it."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import AssessmentCycle


def fetch_cycle(user: User | AnonymousUser, permission: Permission, pk: int) -> AssessmentCycle:
    """Outsider: 404. Insider without the right in any unit: 403. Which reports of it are seen is the rows' question."""
    rows = AssessmentCycle.objects.belonging(user).with_place()
    cycle = rows.filter(pk=pk).first()
    if cycle is None or not isinstance(user, User):
        raise Http404
    if not any(m.government_id in (None, cycle.government_id) for m in user.memberships_with(permission)):
        raise PermissionDenied
    return cycle
