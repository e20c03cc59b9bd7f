"""Two people keeping contacts and coaching in the same moment, on the database that really lets them."""

import uuid

import pytest

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Coaching, Contact, ContactTest
from complaints.services.coachings import change_coaching, record_coaching
from complaints.services.contacts import change_contact, create_contact, record_tests
from conftest import person
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def kinds(ended):
    return sorted(type(one).__name__ for one in ended if isinstance(one, Exception))


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def other(kaur):
    return person("rekan@kaur.example", Role.COORDINATOR, kaur)


@pytest.fixture
def phone(kaur):
    return Contact.objects.create(government=kaur, kind="phone", value="0736-61234")


def values(**fields):
    return {"unit": None, "kind": "phone", "value": "112", "hours": "", "is_active": True, **fields}


def test_the_same_contact_at_once_is_one_row(coordinator, kaur, now):
    ended = at_once(
        *[lambda: create_contact(government=kaur, values=values(), by=again(coordinator), now=now) for _ in range(3)]
    )
    assert kinds(ended) == []
    assert Contact.objects.count() == Event.objects.count() == 1


def test_two_contacts_that_become_the_same_at_once_are_refused(coordinator, other, kaur, phone, now):
    second = Contact.objects.create(government=kaur, kind="phone", value="119")

    def renumber(contact, by):
        return change_contact(contact=contact, values=values(), seen_version=1, by=again(by), now=now)

    ended = at_once(lambda: renumber(phone, coordinator), lambda: renumber(second, other))
    assert kinds(ended) == [Refused.__name__]
    assert Contact.objects.filter(value="112").count() == 1


def test_of_two_changes_of_one_contact_one_is_a_conflict(coordinator, other, phone, now):
    def open_on(hours, by):
        return change_contact(contact=phone, values={"hours": hours}, seen_version=1, by=again(by), now=now)

    ended = at_once(lambda: open_on("Senin", coordinator), lambda: open_on("Selasa", other))
    assert kinds(ended) == [Conflict.__name__]


def test_one_form_of_tests_sent_twice_at_once_is_one_test(coordinator, phone, now):
    key = uuid.uuid4()

    def send():
        given = {"results": {phone: ("answered", "")}, "tested_on": now.date(), "form_key": key}
        return record_tests(**given, by=again(coordinator), now=now)

    assert kinds(at_once(send, send, send)) == []
    assert ContactTest.objects.count() == Event.objects.count() == 1


def test_one_coaching_sent_twice_at_once_is_one(coordinator, dukcapil, now):
    key = uuid.uuid4()
    told = {"held_on": now.date(), "topic": "Alur", "given_by": "Inspektorat", "note": ""}

    def send():
        given = {"unit": dukcapil, "values": told, "officers": [], "file": None, "form_key": key}
        return record_coaching(**given, by=again(coordinator), now=now)

    assert kinds(at_once(send, send)) == []
    assert Coaching.objects.count() == Event.objects.count() == 1


def test_of_two_changes_of_one_coaching_one_is_a_conflict(coordinator, other, dukcapil, now):
    told = {"held_on": now.date(), "topic": "Alur", "given_by": "Inspektorat", "note": ""}
    row = Coaching.objects.create(unit=dukcapil, **told)

    def change(topic, by):
        given = {"coaching": row, "values": told | {"topic": topic}, "officers": [], "file": None, "seen_version": 1}
        return change_coaching(**given, by=again(by), now=now)

    ended = at_once(lambda: change("Register", coordinator), lambda: change("Sikap", other))
    assert kinds(ended) == [Conflict.__name__]
    assert Coaching.objects.get().version == 2
