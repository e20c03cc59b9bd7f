"""The same file confirmed by several people in the same moment."""

import pytest

from accounts.models import User
from complaints.models import Complaint, ImportBatch
from complaints.services.imports import drop, take
from complaints.tests.cases import complain
from complaints.tests.files import checked, register_row
from conftest import NOW
from history.models import Event
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def again(user):
    return User.objects.get(pk=user.pk)


def test_confirmed_three_times_at_once_it_is_taken_once(kaur, clerk):
    batch = checked(kaur, clerk, *[register_row(nomor=str(n)) for n in range(20)])
    ended = at_once(*[lambda: take(batch=batch, by=again(clerk), now=NOW) for _ in range(3)])
    assert all(isinstance(one, ImportBatch) for one in ended)
    assert Complaint.objects.count() == 20
    assert Event.objects.filter(action="complaints.imported").count() == 1


def test_two_files_with_the_same_numbers_make_one_complaint_of_each(kaur, clerk):
    rows = [register_row(nomor=str(n)) for n in range(20)]
    batches = [checked(kaur, clerk, *rows), checked(kaur, clerk, *rows, register_row(nomor="lain"))]
    at_once(*[lambda batch=batch: take(batch=batch, by=again(clerk), now=NOW) for batch in batches])
    assert Complaint.objects.count() == 21
    assert sorted(Complaint.objects.values_list("number", flat=True))[-1] == "ADU/2024/00021"


def test_taking_and_dropping_at_once_ends_in_one_of_them(kaur, clerk):
    batch = checked(kaur, clerk, register_row())
    at_once(lambda: take(batch=batch, by=again(clerk), now=NOW), lambda: drop(batch=batch, by=again(clerk), now=NOW))
    batch.refresh_from_db()
    assert (batch.state == "taken") == Complaint.objects.exists()
    assert batch.sealed_rows == ""


def test_an_officer_recording_the_same_number_meanwhile_makes_no_second_one(kaur, dukcapil, clerk):
    batch = checked(kaur, clerk, register_row())
    at_once(
        lambda: take(batch=batch, by=again(clerk), now=NOW),
        lambda: complain(kaur, dukcapil, channel="face", external_number="001/2024", by=again(clerk)),
    )
    assert Complaint.objects.filter(external_number="001/2024").count() == 1
