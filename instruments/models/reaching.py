"""Which instruments a person may read or change."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import ScopedQuerySet, reach

if TYPE_CHECKING:
    from instruments.models import InstrumentVersion  # noqa: F401

IN_FORCE = Q(owner=None, status__in=["published", "retired"])
"""National and no draft: everybody's to read."""


def _readable(user: User) -> Q:
    """What whoever reads instruments at all may read: what is in force nationally or where that person works."""
    places = [m.government_id for m in user.memberships_with(Permission.INSTRUMENT_VIEW)]
    return IN_FORCE | Q(owner__in=places, status__in=["published", "retired"])


class InstrumentQuerySet(ScopedQuerySet["InstrumentVersion"]):
    """Reading reaches the own instruments and the national ones in force; everything else the own ones only.

    Who belongs to one unit reads what its government published, too: the unit fills it in.
    """

    government_path = "owner"

    def permitting(self, user: User | AnonymousUser, permission: Permission) -> Self:
        own = reach(user, permission, self.government_path)
        if own and permission is Permission.INSTRUMENT_VIEW and isinstance(user, User) and user.has(permission):
            own |= _readable(user)
        return self.filter(own)

    def belonging(self, user: User | AnonymousUser) -> Self:
        """Who may not even read a national instrument, or not change it, is no outsider to it."""
        if not isinstance(user, User):
            return self.none()
        own = Q(pk__in=super().belonging(user).values("pk"))
        return self.filter(own | IN_FORCE if user.active_memberships() else own)
