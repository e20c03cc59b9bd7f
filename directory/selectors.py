"""Who is in a government, and who may see a unit and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q

from accounts.models import Membership, User
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from directory.sentences import people as sentences
from units.models import Government, ServiceUnit

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Person:
    """One person as one government sees them: its own memberships only."""

    user_id: int
    name: str
    email: str
    state: str
    last_entry: datetime | None
    memberships: tuple[Membership, ...]


def people_of(government: Government, *, text: str, number: str | None) -> tuple[list[Person], Page]:
    """One page of people, by name, in a fixed number of queries."""
    own = Membership.objects.filter(government=government).select_related("unit").order_by("-is_active", "pk")
    users = (
        User.objects.filter(memberships__government=government)
        .distinct()
        .order_by("name", "pk")
        .prefetch_related(Prefetch("memberships", own, to_attr="own_memberships"))
    )
    if text:
        users = users.filter(Q(name__icontains=text) | Q(email__icontains=text))
    page = Paginator(users, PAGE_SIZE).get_page(number)
    return [_person(user) for user in page.object_list], page


def _person(user: User) -> Person:
    memberships = tuple(user.own_memberships)  # type: ignore[attr-defined]
    for membership in memberships:
        membership.user = user
    last_entry = max(filter(None, (m.last_entry for m in memberships)), default=None)
    return Person(user.pk, str(user), user.email, _state(user, memberships, last_entry), last_entry, memberships)


def _state(user: User, memberships: Iterable[Membership], last_entry: datetime | None) -> str:
    if not any(membership.is_active for membership in memberships):
        return sentences.STATE_INACTIVE
    if last_entry is None:
        return sentences.STATE_INVITED
    return sentences.STATE_ACTIVE if user.is_active else sentences.STATE_INACTIVE


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership that reaches the unit: as what, why, and what it allows."""

    role: str
    because: str
    permissions: frozenset[Permission]

    @property
    def words(self) -> list[str]:
        return [sentences.PERMISSION_WORDS[p] for p in Permission if p in self.permissions]


@dataclass(frozen=True, slots=True)
class Access:
    user_id: int
    name: str
    grants: tuple[Grant, ...]

    @property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(grant.permissions for grant in self.grants))


def access_to(unit: ServiceUnit) -> tuple[Access, ...]:
    """Everybody with any permission on this unit, by name. One query."""
    reaching = (
        Membership.objects.filter(is_active=True, user__is_active=True)
        .filter(
            Q(government=None)
            | Q(government=unit.government_id, unit=None)
            | Q(government=unit.government_id, unit=unit)
        )
        .select_related("user")
        .order_by("user__name", "user_id", "pk")
    )
    grants: dict[User, list[Grant]] = {}
    for membership in reaching:
        grants.setdefault(membership.user, []).append(_grant(membership, unit))
    return tuple(Access(user.pk, str(user), tuple(found)) for user, found in grants.items())


def _grant(membership: Membership, unit: ServiceUnit) -> Grant:
    return Grant(
        role=membership.get_role_display(),
        because=_reason(membership, unit),
        permissions=ROLE_PERMISSIONS[Role(membership.role)],
    )


def _reason(membership: Membership, unit: ServiceUnit) -> str:
    if membership.unit_id is not None:
        return sentences.BECAUSE_OF_UNIT.format(unit)
    if membership.government_id is not None:
        return sentences.BECAUSE_OF_GOVERNMENT.format(unit.government)
    return sentences.BECAUSE_OF_PLATFORM
