"""Doubles, parts, facts and officers of one complaint, on their pages."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, Identity, MaladministrationForm
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import Move, State
from conftest import NOW, person
from history.models import Event
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("petugas.aduan@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def case(kaur: Government, dukcapil: ServiceUnit) -> Complaint:
    with_clocks()
    return complain(kaur, dukcapil, person=PERSON, secrecy="secret", is_vulnerable=True)


def send(client: Client, name: str, complaint: Complaint, *more: object, **typed: object):
    complaint.refresh_from_db()
    given = {"form_key": uuid.uuid4(), "version": complaint.version, **typed}
    return client.post(reverse(f"complaints:{name}", args=[complaint.pk, *more]), given)


def test_a_double_is_named_by_its_number_and_let_go_again(client: Client, case, kaur, dukcapil, officer):
    twin = complain(kaur, dukcapil)
    client.force_login(officer)
    assert send(client, "link", twin, number=case.number.lower()).status_code == 302
    twin.refresh_from_db()
    assert (twin.duplicate_of, twin.state) == (case, State.RECEIVED), "without archiving"
    assert twin.number in client.get(case.get_absolute_url()).content.decode()
    assert case.number in client.get(twin.get_absolute_url()).content.decode()
    assert send(client, "link", twin, number="").status_code == 302
    twin.refresh_from_db()
    assert twin.duplicate_of is None
    assert Event.objects.filter(action="complaint.linked").count() == 2


def test_only_a_case_one_may_see_can_be_named(client: Client, case, kaur, paser, puskesmas, officer):
    hidden, foreign = complain(kaur, puskesmas), complain(paser)
    client.force_login(officer)
    for number in (hidden.number, "ADU/2024/99999", case.number, "x" * 41):
        assert send(client, "link", case, number=number).status_code == 422, number
    Complaint.objects.filter(pk=foreign.pk).update(number="ADU/2024/77777")
    assert send(client, "link", case, number="ADU/2024/77777").status_code == 422


def test_doubles_of_doubles_are_refused_also_when_archiving(client: Client, case, kaur, dukcapil, admin):
    second, third = complain(kaur, dukcapil), complain(kaur, dukcapil)
    client.force_login(admin)
    assert send(client, "link", second, number=case.number).status_code == 302
    for refused in (
        send(client, "link", third, number=second.number),
        send(client, "move", third, "archive", reason="Ganda.", duplicate_of=second.number),
        send(client, "move", case, "archive", reason="Ganda.", duplicate_of=third.number),
    ):
        assert refused.status_code == 422
        assert "sudah dihubungkan dengan pengaduan lain" in refused.content.decode()
    assert send(client, "move", third, "archive", reason="Ganda.", duplicate_of=case.number).status_code == 302
    third.refresh_from_db()
    assert (third.state, third.duplicate_of) == (State.ARCHIVED, case)


def test_a_stale_link_is_a_conflict(client: Client, case, kaur, dukcapil, officer):
    twin = complain(kaur, dukcapil)
    client.force_login(officer)
    assert send(client, "link", twin, number=case.number, version=99).status_code == 409


def test_a_part_becomes_a_case_of_its_own_once(client: Client, case, puskesmas, admin):
    client.force_login(admin)
    key = uuid.uuid4()
    typed = {"subject": "Parkir berbayar", "story": "Parkir dipungut dua kali.", "unit": puskesmas.pk}
    places = {send(client, "split", case, form_key=key, **typed).headers["Location"] for _ in range(2)}
    part = Complaint.objects.exclude(pk=case.pk).get()
    assert places == {part.get_absolute_url()}
    assert (part.split_from, part.unit, part.received_at) == (case, puskesmas, NOW)
    assert (part.secrecy, part.is_vulnerable, part.state) == ("secret", True, State.RECEIVED)
    assert set(part.clocks.values_list("starts_on", flat=True)) == {NOW.date()}
    assert Identity.objects.get(complaint=part).sealed == Identity.objects.get(complaint=case).sealed
    told = Event.objects.filter(action__in=("complaint.split", "complaint.received")).values_list(
        "subject_id", flat=True
    )
    assert {str(case.pk), str(part.pk)} <= set(told)
    assert "Dipecah dari" in client.get(part.get_absolute_url()).content.decode()
    assert part.number in client.get(case.get_absolute_url()).content.decode()


def test_an_officer_who_splits_off_anothers_matter_comes_back_to_the_list(client: Client, case, puskesmas, officer):
    client.force_login(officer)
    response = send(client, "split", case, subject="Lain", story="Hal lain.", unit=puskesmas.pk)
    assert response.headers["Location"] == reverse("complaints:complaints", args=[case.government.code])


def test_a_part_needs_its_matter_and_a_unit_of_the_government(client: Client, case, paser, admin):
    foreign = ServiceUnit.objects.create(government=paser, name="Lain", kind=ServiceUnit.Kind.DUKCAPIL)
    client.force_login(admin)
    for typed in ({"subject": "x"}, {"story": "x"}, {"subject": "x", "story": "y", "unit": foreign.pk}):
        assert send(client, "split", case, **typed).status_code == 422
    assert Complaint.objects.count() == 1


def test_facts_are_put_right_with_the_list_of_the_year(client: Client, case, dukcapil, puskesmas, officer):
    form = MaladministrationForm.objects.create(code="a", name="Penundaan berlarut", basis="-", since_year=2008)
    MaladministrationForm.objects.create(code="b", name="Baru sesudahnya", basis="-", since_year=2025)
    client.force_login(officer)
    text = client.get(reverse("complaints:facts", args=[case.pk])).content.decode()
    assert "Penundaan berlarut" in text
    assert "Baru sesudahnya" not in text
    product = dukcapil.products.first()
    typed = {"product": product.pk, "severity": "high", "standard": "time", "maladministration": [form.pk]}
    assert send(client, "facts", case, **typed).status_code == 302
    case.refresh_from_db()
    assert (case.product, case.severity, case.standard, case.is_vulnerable) == (product, "high", "time", False)
    assert list(case.maladministration.all()) == [form]
    assert send(client, "facts", case, **typed, version=1, place="Loket 3").status_code == 409
    for odd in ({"product": puskesmas.products.first().pk}, {"severity": ""}, {"event_date": "2024-06-04"}):
        assert send(client, "facts", case, **typed | odd).status_code == 422


def test_an_officer_is_chosen_among_those_of_the_unit(client: Client, case, kaur, dukcapil, puskesmas, admin, officer):
    elsewhere = person("petugas.lain@kaur.example", Role.COMPLAINT_OFFICER, kaur, puskesmas)
    now = timezone.now()
    step(case, Move.VERIFY, admin, classification="information", unit=dukcapil, now=now)
    client.force_login(admin)
    text = client.get(reverse("complaints:assign", args=[case.pk])).content.decode()
    assert officer.name in text
    assert elsewhere.name not in text
    assert send(client, "assign", case, officer=elsewhere.pk).status_code == 422
    assert send(client, "assign", case, officer=officer.pk).status_code == 302
    case.refresh_from_db()
    assert case.officer == officer
