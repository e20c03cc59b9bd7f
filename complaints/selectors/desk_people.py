"""Who stands behind the desk of a government."""

from accounts.models import Membership
from accounts.permissions import Role
from units.models import Government


def has_admin(government: Government) -> bool:
    """Whether anybody verifies and disposes what citizens send in. One query."""
    rows = Membership.objects.filter(government=government, role=Role.COMPLAINT_ADMIN.value)
    return rows.filter(is_active=True, user__is_active=True).exists()
