"""Two people keeping calendar and clocks in the same moment, on the database that really lets them."""

from datetime import date

import pytest

from accounts.models import User
from accounts.permissions import Role
from complaints.models import ClockRule, DayOff
from complaints.services import Refused, change_day_off, create_day_off, create_local_clock
from conftest import person
from history.models import Event
from kspp.lib.errors import Conflict
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def kinds(ended):
    return sorted((type(one).__name__ for one in ended if isinstance(one, Exception)), key=str)


def again(user):
    return User.objects.get(pk=user.pk)


def test_the_same_local_day_at_once_is_one_row_and_one_event(coordinator, kaur, now):
    values = {"date": date(2024, 5, 16), "name": "Hari Jadi Kaur", "kind": "local", "is_estimate": False}
    ended = at_once(
        *[lambda: create_day_off(government=kaur, values=values, by=again(coordinator), now=now) for _ in range(3)]
    )
    assert kinds(ended) == []
    assert DayOff.objects.count() == Event.objects.count() == 1


def test_the_same_national_day_from_two_governments_pages_is_one_row(platform_admin, kaur, paser, now):
    values = {"date": date(2024, 6, 19), "name": "Cuti Bersama", "kind": "collective_leave", "is_estimate": False}
    ended = at_once(
        *[
            lambda place=place: create_day_off(government=place, values=values, by=again(platform_admin), now=now)
            for place in (kaur, paser)
        ]
    )
    assert set(kinds(ended)) <= {Refused.__name__}
    assert DayOff.objects.count() == Event.objects.count() == 1


def test_of_two_different_changes_one_is_a_conflict(coordinator, kaur, now):
    row = DayOff.objects.create(government=kaur, date="2024-05-16", name="Hari Jadi", kind="local")
    other = person("rekan@kaur.example", Role.COORDINATOR, kaur)

    def rename(by, name):
        values = {"name": name, "is_active": True, "is_estimate": False, "reason": ""}
        return change_day_off(day_off=row, government=kaur, values=values, seen_version=1, by=again(by), now=now)

    ended = at_once(lambda: rename(coordinator, "Hari Jadi Kaur"), lambda: rename(other, "HUT Kaur"))
    assert kinds(ended) == [Conflict.__name__]
    row.refresh_from_db()
    assert row.version == 2


def test_two_overlapping_rules_at_once_leave_one(coordinator, kaur, now):
    def decree(number, since):
        values = {
            "code": "decide",
            "name": "Memutus",
            "length": 10,
            "extension": None,
            "unit": "working",
            "starts_at": "receipt",
            "basis": "Perbup",
            "decree_number": number,
            "valid_from": since,
            "valid_until": None,
        }
        return create_local_clock(government=kaur, values=values, by=again(coordinator), now=now)

    ended = at_once(lambda: decree("1/2024", date(2024, 1, 1)), lambda: decree("2/2024", date(2024, 2, 1)))
    assert kinds(ended) == [Refused.__name__]
    assert ClockRule.objects.count() == 1
