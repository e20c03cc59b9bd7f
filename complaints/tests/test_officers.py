"""The page of a unit's complaint officers and the standing of all units, in a fixed number of queries."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from complaints.models import Coaching, Contact, ContactTest
from complaints.selectors.officers import standing_of
from complaints.standing import OfficerConcern
from conftest import make_unit, person
from units.models import Officer, ServiceUnit

pytestmark = pytest.mark.both_databases

TODAY = date(2024, 6, 3)


def url(name, *args):
    return reverse(f"complaints:{name}", args=args)


def concerns(standing):
    return [remark.concern for remark in standing.remarks]


def put_in_order(unit, by):
    """Decrees, coaching and a contact that works."""
    officers = list(unit.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER))
    Officer.objects.filter(pk__in=[o.pk for o in officers]).update(decree_number="1/2024", serves_from="2022-01-03")
    coaching = Coaching.objects.create(unit=unit, held_on="2024-03-01", topic="Alur", given_by="Inspektorat")
    coaching.officers.set(officers)
    contact = Contact.objects.create(government=unit.government, unit=unit, kind="phone", value="112")
    ContactTest.objects.create(contact=contact, tested_on="2024-06-01", result="answered", tested_by=by)


def test_a_unit_in_order_has_no_remarks_and_its_neighbour_has(kaur, dukcapil, puskesmas, coordinator):
    put_in_order(dukcapil, coordinator)
    ours, theirs = standing_of(kaur, TODAY)
    assert (ours.unit, ours.remarks, ours.serving, ours.coachings) == (dukcapil, (), 2, 1)
    assert [service.coached for service in ours.services] == [1, 1]
    assert concerns(theirs) == [OfficerConcern.DECREE_MISSING, OfficerConcern.NO_COACHING, OfficerConcern.NO_CONTACT]
    assert theirs.warnings[0] == "Nomor SK belum dicatat untuk Petugas 1 dan Petugas 2. Lengkapi di data petugas."


def test_the_governments_own_contacts_count_for_every_unit(kaur, dukcapil, coordinator):
    put_in_order(dukcapil, coordinator)
    shared = Contact.objects.create(government=kaur, kind="phone", value="119")
    ContactTest.objects.create(contact=shared, tested_on="2024-05-01", result="wrong", tested_by=coordinator)
    [standing] = standing_of(kaur, TODAY)
    assert concerns(standing) == [OfficerConcern.CONTACT_FAILED, OfficerConcern.CONTACT_UNTESTED]
    Contact.objects.filter(pk=shared.pk).update(is_active=False)
    assert concerns(standing_of(kaur, TODAY)[0]) == []


def test_coaching_counts_for_twelve_months_and_not_from_the_future(kaur, dukcapil, coordinator):
    put_in_order(dukcapil, coordinator)
    for day, counted in (("2023-06-05", 1), ("2023-06-04", 0), ("2024-06-03", 1), ("2024-06-04", 0)):
        Coaching.objects.update(held_on=day)
        [standing] = standing_of(kaur, TODAY)
        assert (standing.coachings, standing.services[0].coached) == (counted, counted)
        assert (OfficerConcern.NO_COACHING in concerns(standing)) is not counted


def test_officials_and_inactive_units_are_left_out(kaur, dukcapil, puskesmas, paser):
    make_unit(paser, "Puskesmas Kuaro", ServiceUnit.Kind.PUSKESMAS)
    ServiceUnit.objects.filter(pk=puskesmas.pk).update(is_active=False)
    [standing] = standing_of(kaur, TODAY)
    assert (standing.unit, len(standing.services)) == (dukcapil, 2)
    assert standing_of(kaur, TODAY, puskesmas)[0].unit == puskesmas


def test_many_units_take_as_many_queries_as_one(kaur, dukcapil, coordinator, django_assert_num_queries):
    put_in_order(dukcapil, coordinator)
    with django_assert_num_queries(5):
        standing_of(kaur, TODAY)
    for n in range(12):
        put_in_order(make_unit(kaur, f"Puskesmas {n}", ServiceUnit.Kind.PUSKESMAS), coordinator)
    with django_assert_num_queries(5):
        found = standing_of(kaur, TODAY)
    assert len(found) == 13
    assert not any(standing.remarks for standing in found)


def test_the_page_tells_decrees_periods_replacements_and_coaching(client, operator, dukcapil):
    Officer.objects.filter(unit=dukcapil, name="Petugas 1").update(
        serves_from="2026-01-05", serves_until="2026-05-29", decree_number="188/12/2026"
    )
    Officer.objects.filter(unit=dukcapil, name="Petugas 2").update(serves_from="2026-06-01")
    client.force_login(operator)
    page = client.get(url("complaint_officers", dukcapil.pk))
    text = page.content.decode()
    standing = standing_of(dukcapil.government, date(2026, 7, 1), dukcapil)[0]
    assert [(one.left.name, one.came.name, one.is_early) for one in standing.replacements] == [
        ("Petugas 1", "Petugas 2", True)
    ]
    assert "188/12/2026" in text
    assert "5 Januari 2026" in text
    assert "belum dicatat" in text
    assert "perkiraan" in text
    assert "bukan ketentuan Ombudsman" in text
    assert reverse("directory:officer_create", args=[dukcapil.pk]) in text


def test_who_only_looks_is_offered_nothing_to_change(client, reviewer, dukcapil):
    client.force_login(reviewer)
    text = client.get(url("complaint_officers", dukcapil.pk)).content.decode()
    for address in (
        url("coaching_create", dukcapil.pk),
        url("contact_create", dukcapil.government.code),
        reverse("directory:officer_create", args=[dukcapil.pk]),
    ):
        assert address not in text


def test_a_unit_without_anybody_is_told_so(client, operator, dukcapil):
    dukcapil.officers.all().delete()
    client.force_login(operator)
    text = client.get(url("complaint_officers", dukcapil.pk)).content.decode()
    assert "Tidak ada petugas pengaduan yang bertugas hari ini" in text
    assert "Belum ada petugas pengaduan" in text


def test_the_government_sees_every_unit_on_one_page(client, secretary, kaur, dukcapil, puskesmas):
    client.force_login(secretary)
    text = client.get(url("officers_of_government", kaur.code)).content.decode()
    assert url("complaint_officers", dukcapil.pk) in text
    assert url("complaint_officers", puskesmas.pk) in text


@pytest.mark.parametrize("name", ["complaint_officers", "officers_of_government"])
def test_the_pages_take_as_many_queries_for_many_rows(client, coordinator, kaur, dukcapil, name, request):
    count = request.getfixturevalue("django_assert_max_num_queries")
    put_in_order(dukcapil, coordinator)
    client.force_login(coordinator)
    address = url(name, dukcapil.pk if name == "complaint_officers" else kaur.code)
    client.get(address)
    with count(16) as few:
        client.get(address)
    for n in range(6):
        put_in_order(make_unit(kaur, f"Puskesmas {n}", ServiceUnit.Kind.PUSKESMAS), coordinator)
        coaching = Coaching.objects.create(unit=dukcapil, held_on="2024-04-01", topic=f"Ke-{n}", given_by="Camat")
        coaching.officers.set(dukcapil.officers.all())
        Contact.objects.create(government=kaur, unit=dukcapil, kind="phone", value=f"11{n}0")
    with count(len(few)):
        client.get(address)


@pytest.mark.parametrize("role", [Role.UNIT_OPERATOR, Role.COMPLAINT_OFFICER])
def test_the_unit_page_leads_to_the_desk_and_shows_the_public_address(client, kaur, dukcapil, role, settings):
    settings.SITE_ADDRESS = "https://kspp.example"
    client.force_login(person("orang@kaur.example", role, kaur, dukcapil))
    text = client.get(dukcapil.get_absolute_url()).content.decode()
    assert f"https://kspp.example{url('public_unit', kaur.code, dukcapil.pk)}" in text
    assert "<svg" in text
    assert url("complaint_officers", dukcapil.pk) in text
    assert url("contacts", kaur.code) in text
    assert (url("complaints", kaur.code) in text) is (role is Role.COMPLAINT_OFFICER)


def test_the_government_page_leads_to_the_desk(client, coordinator, kaur, dukcapil, settings):
    settings.SITE_ADDRESS = "https://kspp.example"
    client.force_login(coordinator)
    text = client.get(kaur.get_absolute_url()).content.decode()
    assert f"https://kspp.example{url('public_government', kaur.code)}" in text
    for name in ("contacts", "officers_of_government"):
        assert url(name, kaur.code) in text
    assert url("complaints", kaur.code) not in text
