"""Which rows a person may touch. Everything derives from ROLE_PERMISSIONS; nothing is allowed by default."""

from typing import ClassVar, Self, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import Membership, User
from accounts.permissions import Permission
from units.models import Government, Officer, ServiceProduct, ServiceUnit

Row = TypeVar("Row", bound=models.Model)
NOTHING = Q(pk__in=[])


def reach(user: User | AnonymousUser, permission: Permission, government_path: str, unit_path: str = "") -> Q:
    """The filter that keeps the rows `user` may touch with `permission`.

    A membership in a unit reaches that unit's rows only, and no row that belongs to the government as a whole.
    """
    if not isinstance(user, User) or not user.is_active:
        return NOTHING
    within = NOTHING
    for membership in user.memberships_with(permission):
        if membership.government_id is None:
            return Q()
        if membership.unit_id is None:
            within |= Q(**{government_path: membership.government_id})
        elif unit_path:
            within |= Q(**{unit_path: membership.unit_id})
    return within


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that knows on which path its rows reach their government and unit."""

    government_path: ClassVar[str] = "government"
    unit_path: ClassVar[str] = ""

    def permitting(self, user: User | AnonymousUser, permission: Permission) -> Self:
        return self.filter(reach(user, permission, self.government_path, self.unit_path))

    def belonging(self, user: User | AnonymousUser) -> Self:
        """Rows of a government or unit the user belongs to in whatever role: an insider, not an outsider."""
        if not isinstance(user, User):
            return self.none()
        within = NOTHING
        for membership in user.active_memberships():
            if membership.government_id is None:
                return self.all()
            within |= Q(**{self.government_path: membership.government_id})
        return self.filter(within)


class GovernmentScope(ScopedQuerySet[Government]):
    government_path = "pk"


class UnitScope(ScopedQuerySet[ServiceUnit]):
    government_path = "government"
    unit_path = "pk"


class ProductScope(ScopedQuerySet[ServiceProduct]):
    government_path = "unit__government"
    unit_path = "unit"


class OfficerScope(ScopedQuerySet[Officer]):
    government_path = "unit__government"
    unit_path = "unit"


class MembershipScope(ScopedQuerySet[Membership]):
    government_path = "government"
    unit_path = "unit"


def governments_for(user: User | AnonymousUser, permission: Permission) -> QuerySet[Government]:
    return GovernmentScope(Government).permitting(user, permission)


def units_for(user: User | AnonymousUser, permission: Permission) -> QuerySet[ServiceUnit]:
    return UnitScope(ServiceUnit).permitting(user, permission)


def may(user: User | AnonymousUser, permission: Permission, place: Government | ServiceUnit) -> bool:
    """Whether `user` holds `permission` for this government as a whole, or for this unit. No query of its own."""
    if not isinstance(user, User) or not user.is_active:
        return False
    unit_id = place.pk if isinstance(place, ServiceUnit) else None
    government_id = place.government_id if isinstance(place, ServiceUnit) else place.pk
    for m in user.memberships_with(permission):
        if m.government_id is None or (m.government_id == government_id and m.unit_id in (None, unit_id)):
            return True
    return False


def actor(request: HttpRequest) -> User:
    """Who is signed in; LoginRequiredMiddleware lets nobody else come as far as a view that writes."""
    return cast(User, request.user)


def fetch_for(user: User | AnonymousUser, permission: Permission, rows: ScopedQuerySet[Row], **lookup: object) -> Row:
    """The one row `lookup` names. Outsider: 404. Insider without the right: 403."""
    found = rows.permitting(user, permission).filter(**lookup).first()
    if found is not None:
        return found
    if rows.belonging(user).filter(**lookup).exists():
        raise PermissionDenied
    raise Http404


def fetch_government(user: User | AnonymousUser, permission: Permission, code: str) -> Government:
    return fetch_for(user, permission, GovernmentScope(Government), code=code)


def fetch_unit(user: User | AnonymousUser, permission: Permission, pk: int) -> ServiceUnit:
    return fetch_for(user, permission, UnitScope(ServiceUnit).select_related("government"), pk=pk)
