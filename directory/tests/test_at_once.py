"""Two people acting in the same moment, on the database that really lets them."""

import pytest

from accounts import tasks
from accounts.models import Membership, User
from accounts.permissions import Role
from conftest import person
from directory.services import memberships as people
from directory.services import officers, places
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once
from units.models import ServiceUnit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def refusals(*acts):
    """What each act raised, or None; all start together."""
    return [type(ended) if isinstance(ended, Exception) else None for ended in at_once(*acts)]


@pytest.fixture(autouse=True)
def no_queue(monkeypatch):
    monkeypatch.setattr(tasks.send_invitation, "delay", lambda pk: None)


def test_two_coordinators_cannot_end_each_others_access(coordinator, kaur, now):
    other = person("rekan@kaur.example", Role.COORDINATOR, kaur)
    acts = [
        lambda by=by, of=of: people.deactivate_membership(
            membership=of.memberships.get(), reason="uji coba", by=User.objects.get(pk=by.pk), now=now
        )
        for by, of in ((coordinator, other), (other, coordinator))
    ]
    assert sorted(refusals(*acts), key=str) == [Refused, None]
    assert Membership.objects.filter(is_active=True).count() == 1


def test_the_same_invitation_at_once_is_one_account_one_role_and_one_event(coordinator, kaur, now):
    def invite():
        people.invite(
            government=kaur, email="ani@kaur.example", name="Ani", role=Role.HEAD, unit=None, by=coordinator, now=now
        )

    assert refusals(*[invite] * 4) == [None] * 4
    assert Membership.objects.filter(user__email="ani@kaur.example").count() == 1
    assert Event.objects.count() == 1


def test_two_governments_inviting_one_new_address_at_once_share_the_account(coordinator, kaur, paser, now):
    acts = [
        lambda place=place: people.invite(
            government=place, email="ani@kaur.example", name="Ani", role=Role.HEAD, unit=None, by=coordinator, now=now
        )
        for place in (kaur, paser)
    ]
    assert refusals(*acts) == [None, None]
    assert User.objects.get(email="ani@kaur.example").memberships.count() == 2


def values(unit, **fields):
    return {"name": unit.name, "parent": None, **fields}


def test_two_edits_at_once_make_no_circle_of_parents(coordinator, dukcapil, puskesmas, now):
    acts = [
        lambda unit=unit, parent=parent: places.change_unit(
            unit=unit, values=values(unit, parent=parent), seen_version=1, by=coordinator, now=now
        )
        for unit, parent in ((dukcapil, puskesmas), (puskesmas, dukcapil))
    ]
    assert sorted(refusals(*acts), key=str) == [Refused, None]
    assert ServiceUnit.objects.filter(parent=None).count() == 1


def test_two_edits_of_one_unit_at_once_lose_nothing(coordinator, dukcapil, now):
    acts = [
        lambda address=address: places.change_unit(
            unit=dukcapil, values=values(dukcapil, address=address), seen_version=1, by=coordinator, now=now
        )
        for address in ("Jl. Satu", "Jl. Dua")
    ]
    assert sorted(refusals(*acts), key=str) == [Conflict, None]
    dukcapil.refresh_from_db()
    assert dukcapil.version == 2


def test_two_units_of_one_name_at_once_are_one_unit_or_a_refusal(coordinator, kaur, now):
    acts = [
        lambda kind=kind: places.create_unit(
            government=kaur, values={"name": "RSUD", "kind": kind}, by=coordinator, now=now
        )
        for kind in ("rsud", "lainnya")
    ]
    assert sorted(refusals(*acts), key=str) == [Refused, None]
    assert refusals(*[acts[0 if ServiceUnit.objects.get().kind == "rsud" else 1]] * 2) == [None, None]
    assert ServiceUnit.objects.count() == 1


def test_one_officer_added_twice_at_once_is_one(coordinator, dukcapil, now):
    given = {"duty": "official", "name": "Siti", "post": "Kepala Seksi"}

    def add():
        officers.create_officer(unit=dukcapil, values=given, by=coordinator, now=now)

    assert refusals(add, add, add) == [None] * 3
    assert dukcapil.officers.filter(name="Siti").count() == 1
