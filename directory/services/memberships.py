"""Writes about who is what in a government.

Memberships of one government are written one after another (its row is locked), so that two coordinators cannot
deactivate each other at the same moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from accounts.permissions import UNIT_ROLES, Permission, Role
from accounts.tasks import send_invitation
from directory.sentences.people import PersonRefusal
from history.services import record
from kspp.lib.errors import Problem, Refused
from units.models import Government, ServiceUnit

RESEND_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Invited:
    membership: Membership
    is_new: bool
    """False when the person already had this role: nothing was written and nothing is sent."""


@transaction.atomic
def invite(
    *, government: Government, email: str, name: str, role: Role, unit: ServiceUnit | None, by: User, now: datetime
) -> Invited:
    """Give a role to the person with this address, whether or not they have an account already. Raises Refused."""
    _check_role(government, role, unit)
    _lock(government.pk)
    user = _person(email.lower(), name, now)
    place = {"user": user, "role": role, "government": government, "unit": unit}
    membership = Membership.objects.filter(**place).first()
    if membership is not None and membership.is_active:
        return Invited(membership, is_new=False)
    if membership is None:
        membership = Membership.objects.create(**place)
    else:
        Membership.objects.filter(pk=membership.pk).update(is_active=True)
        membership.is_active = True
    record(
        action="membership.invited",
        subject=membership,
        by=by,
        now=now,
        changes={"role": [None, role], "email": [None, user.email]},
    )
    _send(membership, now)
    return Invited(membership, is_new=True)


@transaction.atomic
def deactivate_membership(*, membership: Membership, reason: str, by: User, now: datetime) -> Membership:
    """Ends the access at once; the person's other roles stay. A repeated call changes nothing. Raises Refused."""
    current = _locked(membership)
    if not current.is_active:
        return current
    if current.role == Role.COORDINATOR and not by.has(Permission.PLATFORM_MANAGE):
        _keep_one_coordinator(current)
    current.is_active = False
    current.save(update_fields=["is_active"])
    record(
        action="membership.deactivated",
        subject=current,
        by=by,
        now=now,
        changes={"is_active": [True, False]},
        reason=reason,
    )
    return current


@transaction.atomic
def reactivate_membership(*, membership: Membership, by: User, now: datetime) -> Membership:
    """A repeated call changes nothing."""
    current = _locked(membership)
    if current.is_active:
        return current
    current.is_active = True
    current.save(update_fields=["is_active"])
    record(action="membership.reactivated", subject=current, by=by, now=now, changes={"is_active": [False, True]})
    return current


@transaction.atomic
def resend_invitation(*, membership: Membership, by: User, now: datetime) -> None:
    """Raises Refused when it would be pointless or was done a moment ago."""
    current = _locked(membership)
    if not current.is_active:
        raise Refused(PersonRefusal.NOT_ACTIVE)
    if current.last_entry:
        raise Refused(PersonRefusal.ENTERED_ALREADY)
    if current.user.invited_at and now - current.user.invited_at < RESEND_PAUSE:
        raise Refused(PersonRefusal.JUST_SENT)
    record(action="membership.invited_again", subject=current, by=by, now=now)
    _send(current, now)


def _check_role(government: Government, role: Role, unit: ServiceUnit | None) -> None:
    if role == Role.PLATFORM_ADMIN:
        raise Refused(Problem(PersonRefusal.ROLE_NOT_GRANTABLE, "role"))
    if role in UNIT_ROLES and unit is None:
        raise Refused(Problem(PersonRefusal.UNIT_NEEDED, "unit"))
    if role not in UNIT_ROLES and unit is not None:
        raise Refused(Problem(PersonRefusal.UNIT_NOT_NEEDED, "unit"))
    if unit is not None and unit.government_id != government.pk:
        raise Refused(Problem(PersonRefusal.UNIT_ELSEWHERE, "unit"))


def _lock(government_id: int | None) -> None:
    if government_id is not None:
        Government.objects.select_for_update(no_key=True).get(pk=government_id)


def _locked(membership: Membership) -> Membership:
    """The membership as it is stored now, with its government locked."""
    _lock(membership.government_id)
    return Membership.objects.select_related("user", "government", "unit").get(pk=membership.pk)


def _person(email: str, name: str, now: datetime) -> User:
    """Who has this address; made without a password when nobody has, also when two make it at the same moment."""
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name, invited_at=now)
    except IntegrityError:
        return User.objects.get(email=email)


def _keep_one_coordinator(membership: Membership) -> None:
    others = Membership.objects.filter(
        government=membership.government_id, role=Role.COORDINATOR, is_active=True, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(PersonRefusal.LAST_COORDINATOR)


def _send(membership: Membership, now: datetime) -> None:
    """Robust: neither a broker nor a mail server that is down makes the request fail; it can be sent again."""
    User.objects.filter(pk=membership.user_id).update(invited_at=now)
    transaction.on_commit(lambda: send_invitation.delay(membership.pk), robust=True)
