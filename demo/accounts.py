"""Users of the demo and what each of them is."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, User
from accounts.permissions import Role
from history.services import record
from units.models import Government, ServiceUnit

DOMAIN = "demo"
ADMIN = f"admin@portal.{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Account:
    """`government` is its code, empty for the platform's administrator. `place` is a government or a unit."""

    role: str
    email: str
    government: str
    place: str
    is_of_unit: bool


@dataclass(slots=True)
class Accounts:
    """Makes users that all share one password. Only its hash is kept, computed once because it is slow on purpose."""

    password_hash: str
    made: list[Account] = field(default_factory=list)

    @classmethod
    def sharing(cls, password: str) -> "Accounts":
        return cls(make_password(password))

    def administrator(self, name: str, now: datetime) -> User:
        user = self._user(ADMIN, name, now, is_staff=True, is_superuser=True)
        self._join(user, Role.PLATFORM_ADMIN, None, None, None, now)
        return user

    def create(
        self,
        mailbox: str,
        name: str,
        role: Role,
        government: Government,
        *,
        domain: str,
        by: User,
        now: datetime,
        unit: ServiceUnit | None = None,
    ) -> User:
        user = self._user(f"{mailbox}@{domain}.{DOMAIN}", name, now)
        self._join(user, role, government, unit, by, now)
        return user

    def _user(self, email: str, name: str, now: datetime, **flags: bool) -> User:
        user = User.objects.create(email=email, name=name, password=self.password_hash, **flags)
        User.objects.filter(pk=user.pk).update(date_joined=now)
        return user

    def _join(
        self,
        user: User,
        role: Role,
        government: Government | None,
        unit: ServiceUnit | None,
        by: User | None,
        now: datetime,
    ) -> None:
        membership = Membership.objects.create(user=user, role=role, government=government, unit=unit)
        Membership.objects.filter(pk=membership.pk).update(created_at=now)
        record(
            action="membership.created",
            subject=membership,
            by=by,
            now=now,
            government=government,
            unit=unit,
            changes={"role": [None, role], "email": [None, user.email]},
        )
        code = government.code if government else ""
        self.made.append(
            Account(membership.get_role_display(), user.email, code, str(unit or government or ""), bool(unit))
        )
