"""The work lists: who sees which rows, in which order, at which cost, and what a search may find."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import Move
from conftest import NOW, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABS = ("semua-terbuka", "saya", "segera", "lewat", "tanpa-petugas", "pesan", "semua")


@pytest.fixture
def admin(kaur) -> User:
    return person("admin.pengaduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur, dukcapil) -> User:
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


def listed(client: Client, user: User, **query: str) -> list[str]:
    client.force_login(user)
    response = client.get(reverse("complaints:complaints", args=["17.04"]), query)
    assert response.status_code == 200
    return [line.complaint.number for line in response.context["list"].lines]


def test_an_officer_sees_the_own_unit_and_the_admin_all(client, kaur, dukcapil, puskesmas, officer, admin) -> None:
    ours, theirs, nobodys = complain(kaur, dukcapil), complain(kaur, puskesmas), complain(kaur)
    assert listed(client, officer) == [ours.number]
    assert set(listed(client, admin)) == {ours.number, theirs.number, nobodys.number}


def test_what_is_due_next_comes_first_and_what_has_no_deadline_last(client, kaur, dukcapil, admin) -> None:
    without = complain(kaur, dukcapil)
    with_clocks()
    later = complain(kaur, dukcapil, now=NOW + timedelta(days=7))
    sooner = complain(kaur, dukcapil)
    assert listed(client, admin) == [sooner.number, later.number, without.number]


def test_each_tab_shows_what_it_says(client, kaur, dukcapil, admin, officer) -> None:
    with_clocks()
    overdue = complain(kaur, dukcapil)
    mine = complain(kaur, dukcapil)
    step(mine, Move.VERIFY, admin, classification="aspiration", unit=dukcapil)
    step(mine, Move.START, officer)
    ended = complain(kaur, dukcapil)
    step(ended, Move.ARCHIVE, admin, reason="Ganda")
    Complaint.objects.filter(pk=mine.pk).update(is_unread=True)
    found = {tab: set(listed(client, officer, daftar=tab)) for tab in TABS}
    assert found["saya"] == found["pesan"] == {mine.number}
    assert found["lewat"] == found["tanpa-petugas"] == {overdue.number}
    assert found["semua-terbuka"] == {overdue.number, mine.number}
    assert found["semua"] == {overdue.number, mine.number, ended.number}


def test_a_search_reads_number_subject_and_story(client, kaur, dukcapil, admin) -> None:
    wanted = complain(kaur, dukcapil, subject="Obat habis", story="Stok insulin kosong.")
    complain(kaur, dukcapil)
    for words in ("insulin", "OBAT", wanted.number):
        assert listed(client, admin, q=words) == [wanted.number], words


def test_a_name_finds_only_for_those_who_may_read_it(client, kaur, dukcapil, puskesmas, admin, officer) -> None:
    named = complain(kaur, dukcapil, person=PERSON)
    secret = complain(kaur, dukcapil, person=PERSON, secrecy="secret")
    assert set(listed(client, admin, q="contoh sari")) == {named.number, secret.number}
    assert listed(client, officer, q="sari") == [named.number]
    assert listed(client, officer, q="0812-0000-0001") == [named.number]
    assert listed(client, officer, q="SARI@warga.example") == [named.number]
    assert listed(client, officer, q="sari wulandari") == []


def test_filters_narrow_and_what_cannot_be_read_narrows_nothing(client, kaur, dukcapil, puskesmas, admin) -> None:
    letter = complain(kaur, dukcapil, channel="letter", by=admin)
    other = complain(kaur, puskesmas)
    assert listed(client, admin, channel="letter") == [letter.number]
    assert listed(client, admin, unit=str(puskesmas.pk)) == [other.number]
    assert len(listed(client, admin, channel="semaphore", unit="9" * 40, since="kemarin", halaman="-3")) == 2
    assert listed(client, admin, since="2024-06-04") == []


@pytest.mark.parametrize("tab", TABS)
def test_it_costs_the_same_for_one_row_and_for_two_hundred(client, kaur, dukcapil, admin, tab) -> None:
    with_clocks()
    client.force_login(admin)
    url = reverse("complaints:complaints", args=["17.04"]) + f"?daftar={tab}&q=tunggu"

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    first = complain(kaur, dukcapil, subject="Menunggu")
    Complaint.objects.filter(pk=first.pk).update(officer=admin, is_unread=True)
    one = cost()
    rows = [
        Complaint(
            government=kaur,
            unit=dukcapil,
            number=f"X/{n}",
            channel="web",
            subject="Menunggu",
            story="Menunggu lama",
            received_at=NOW,
            recorded_at=NOW,
            due_on=NOW.date(),
            officer=admin,
        )
        for n in range(200)
    ]
    Complaint.objects.bulk_create(rows)
    assert cost() <= one + 1
    assert one <= 14


def test_many_are_handled_at_once_and_each_outcome_is_told(client, kaur, dukcapil, puskesmas, admin) -> None:
    with_clocks()
    first, second = complain(kaur), complain(kaur)
    step(first, Move.VERIFY, admin, classification="aspiration")
    client.force_login(admin)
    url = reverse("complaints:bulk", args=["17.04"])
    form = {"form_key": str(uuid.uuid4()), "act": "dispose", "unit": puskesmas.pk, "complaints": [first.pk, second.pk]}
    for _ in range(2):
        response = client.post(url, form)
        assert response.status_code == 200
        assert [o.complaint.number for o in response.context["done"]] == [first.number]
        assert [o.complaint.number for o in response.context["left"]] == [second.number]
    assert Complaint.objects.get(pk=first.pk).unit == puskesmas


@pytest.mark.parametrize(
    "form",
    [{}, {"act": "dispose"}, {"act": "archive", "complaints": ["x"]}, {"act": "dispose", "complaints": ["1" * 40]}],
)
def test_a_bulk_form_that_says_nothing_is_refused(client, kaur, dukcapil, admin, form) -> None:
    complain(kaur, dukcapil)
    client.force_login(admin)
    assert client.post(reverse("complaints:bulk", args=["17.04"]), form).status_code == 422


def test_nobody_handles_rows_of_another_unit_in_bulk(client, kaur, puskesmas, officer) -> None:
    theirs = complain(kaur, puskesmas)
    client.force_login(officer)
    form = {"form_key": str(uuid.uuid4()), "act": "read", "complaints": [theirs.pk]}
    assert client.post(reverse("complaints:bulk", args=["17.04"]), form).status_code == 422


def test_a_desk_without_an_admin_says_so(client, kaur, dukcapil, officer) -> None:
    url = reverse("complaints:complaints", args=["17.04"])
    client.force_login(officer)
    assert "Belum ada admin koordinator" in client.get(url).content.decode()
    person("admin.pengaduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)
    assert "Belum ada admin koordinator" not in client.get(url).content.decode()
