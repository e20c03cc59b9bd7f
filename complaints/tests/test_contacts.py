"""Published contacts: who keeps which, how they are written, and what citizens are shown."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from complaints.models import Contact
from complaints.selectors.contacts import published_contacts
from complaints.services.contacts import change_contact, create_contact
from conftest import NOW, make_unit, person
from history.models import Event
from kspp.lib.errors import Conflict
from units.models import ServiceUnit

pytestmark = pytest.mark.both_databases


def url(name, *args):
    return reverse(f"complaints:{name}", args=args)


@pytest.fixture
def officer(kaur, dukcapil):
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def ours(kaur):
    return Contact.objects.create(government=kaur, kind="phone", value="0736-61234")


@pytest.fixture
def units_own(kaur, dukcapil):
    return Contact.objects.create(government=kaur, unit=dukcapil, kind="whatsapp", value="0812-0000-0000")


def typed(**fields):
    return {"kind": "phone", "value": "(0736) 61234", "hours": "", "is_active": "on", "unit": "", **fields}


def test_a_coordinator_adds_a_contact_of_the_government_once(client, coordinator, kaur):
    client.force_login(coordinator)
    for _ in range(2):
        answer = client.post(url("contact_create", kaur.code), typed(), follow=True)
        assert answer.redirect_chain == [(url("contacts", kaur.code), 302)]
    row = Contact.objects.get()
    assert (row.government, row.unit, row.value, row.is_active) == (kaur, None, "0736-61234", True)
    event = Event.objects.get(action="contact.created")
    assert (event.actor, event.changes["value"]) == (coordinator, [None, "0736-61234"])
    assert "0736-61234" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.UNIT_OPERATOR, Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON])
def test_a_unit_keeps_its_own_contacts_and_no_others(client, kaur, dukcapil, puskesmas, ours, role):
    client.force_login(person("kita@kaur.example", role, kaur, dukcapil))
    other = Contact.objects.create(government=kaur, unit=puskesmas, kind="phone", value="112")
    assert client.post(url("contact_create", kaur.code), typed(unit=dukcapil.pk)).status_code == 302
    row = Contact.objects.get(unit=dukcapil)
    for unit in ("", puskesmas.pk):
        answer = client.post(url("contact_create", kaur.code), typed(unit=unit, value="119"))
        assert answer.status_code == 422
        assert "unit" in answer.context["form"].errors
    assert client.get(url("contact_edit", row.pk)).status_code == 200
    for foreign in (ours, other):
        assert client.get(url("contact_edit", foreign.pk)).status_code == 403
        assert client.post(url("contact_edit", foreign.pk), typed(version="1")).status_code == 403
    assert Contact.objects.count() == 3


def test_the_whole_government_is_kept_by_who_settles_its_desk(client, kaur, dukcapil):
    client.force_login(person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur))
    for unit in ("", dukcapil.pk):
        assert client.post(url("contact_create", kaur.code), typed(unit=unit)).status_code == 302
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMPLAINT_SUPERVISOR, Role.LIAISON])
def test_who_only_looks_changes_nothing(client, kaur, dukcapil, ours, role):
    client.force_login(person("lihat@kaur.example", role, kaur))
    page = client.get(url("contacts", kaur.code))
    assert page.status_code == 200
    assert url("contact_create", kaur.code) not in page.content.decode()
    assert url("contact_edit", ours.pk) not in page.content.decode()
    for address in (url("contact_create", kaur.code), url("contact_edit", ours.pk), url("contact_tests", kaur.code)):
        assert client.post(address, typed(version="1")).status_code == 403


def test_a_neighbour_finds_nothing(client, outsider, kaur, ours):
    client.force_login(outsider)
    for address in (url("contacts", kaur.code), url("contact_create", kaur.code), url("contact_edit", ours.pk)):
        assert client.get(address).status_code == 404


def test_units_of_another_government_are_not_offered(client, coordinator, kaur, paser):
    foreign = make_unit(paser, "Puskesmas Kuaro", ServiceUnit.Kind.PUSKESMAS)
    client.force_login(coordinator)
    page = client.get(url("contact_create", kaur.code), {"unit": foreign.pk})
    assert "Kuaro" not in page.content.decode()
    assert client.post(url("contact_create", kaur.code), typed(unit=foreign.pk)).status_code == 422


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("phone", "+62 736 61234", "0736-61234"),
        ("phone", "112", "112"),
        ("whatsapp", "6281200000000", "0812-0000-0000"),
        ("email", "Pengaduan@Kaur.go.id", "pengaduan@kaur.go.id"),
        ("web", "kaurkab.go.id/adu", "https://kaurkab.go.id/adu"),
        ("web", "http://kaurkab.go.id", "http://kaurkab.go.id"),
        ("address", "Jalan Padang Kempas 1,\nBintuhan", "Jalan Padang Kempas 1, Bintuhan"),
        ("social", "@pemkabkaur", "@pemkabkaur"),
        ("lapor", "lapor.go.id", "lapor.go.id"),
    ],
)
def test_each_kind_is_written_one_way(client, coordinator, kaur, kind, value, stored):
    client.force_login(coordinator)
    assert client.post(url("contact_create", kaur.code), typed(kind=kind, value=value)).status_code == 302
    assert Contact.objects.get().value == stored


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "fax"}, "kind"),
        ({"value": ""}, "value"),
        ({"value": "0812"}, "value"),
        ({"value": "nomor saya"}, "value"),
        ({"kind": "whatsapp", "value": "112"}, "value"),
        ({"kind": "email", "value": "bukan surel"}, "value"),
        ({"kind": "web", "value": "javascript://alert(1)"}, "value"),
        ({"kind": "web", "value": "bukan laman"}, "value"),
        ({"kind": "address", "value": "Jalan\x00"}, "value"),
        ({"kind": "address", "value": "x" * 201}, "value"),
        ({"kind": "web", "value": "a.id/" + "x" * 195}, "value"),
        ({"hours": "x" * 121}, "hours"),
        ({"unit": "abc"}, "unit"),
        ({"unit": "9" * 30}, "unit"),
    ],
)
def test_what_cannot_be_published_is_answered_at_the_field(client, coordinator, kaur, wrong, field):
    client.force_login(coordinator)
    answer = client.post(url("contact_create", kaur.code), typed(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Contact.objects.exists()


def test_the_same_number_typed_differently_is_known(client, coordinator, kaur, ours):
    Contact.objects.filter(pk=ours.pk).update(is_active=False)
    client.force_login(coordinator)
    answer = client.post(url("contact_create", kaur.code), typed(value="+62736 61234"))
    assert answer.status_code == 422
    assert "aktifkan kembali" in answer.context["form"].errors["value"][0]


def test_a_contact_is_taken_down_and_put_back(client, officer, units_own):
    client.force_login(officer)
    down = {"kind": "whatsapp", "value": "0812 0000 0000", "hours": "", "version": "1"}
    for _ in range(2):
        assert client.post(url("contact_edit", units_own.pk), down).status_code == 302
    units_own.refresh_from_db()
    assert (units_own.is_active, units_own.version) == (False, 2)
    assert Event.objects.get(action="contact.changed").changes == {"is_active": [True, False]}
    assert published_contacts(units_own.government, units_own.unit) == ()
    assert "tidak dipublikasikan" in client.get(url("contacts", units_own.government.code)).content.decode()


def test_a_stale_change_is_a_conflict_that_keeps_what_was_typed(client, coordinator, ours):
    change_contact(
        contact=ours,
        values={"kind": "phone", "value": "119", "hours": "", "is_active": True},
        seen_version=1,
        by=coordinator,
        now=NOW,
    )
    client.force_login(coordinator)
    stale = {"kind": "phone", "value": "112", "hours": "", "is_active": "on", "version": "1"}
    answer = client.post(url("contact_edit", ours.pk), stale)
    assert answer.status_code == 409
    assert ("nomor atau alamat", "119", "112") in [(a.lower(), b, c) for a, b, c in answer.context["form"].differences]
    stale["version"] = answer.context["form"].data["version"]
    assert client.post(url("contact_edit", ours.pk), stale).status_code == 302
    with pytest.raises(Conflict):
        change_contact(contact=ours, values={"hours": "Senin"}, seen_version=1, by=coordinator, now=NOW)


def test_units_without_a_contact_are_named_to_who_may_add_one(
    client, coordinator, kaur, dukcapil, puskesmas, units_own
):
    client.force_login(coordinator)
    page = client.get(url("contacts", kaur.code))
    assert page.context["units_without"] == [puskesmas]


def test_a_unit_sees_its_own_contacts_and_the_governments(client, officer, kaur, puskesmas, ours, units_own):
    hidden = Contact.objects.create(government=kaur, unit=puskesmas, kind="phone", value="0736-99999")
    client.force_login(officer)
    text = client.get(url("contacts", kaur.code)).content.decode()
    assert ours.value in text
    assert units_own.value in text
    assert hidden.value not in text


def test_citizens_get_the_units_own_first_with_what_opens_on_a_telephone(kaur, dukcapil, puskesmas, ours, units_own):
    rows = [("web", "https://kaurkab.go.id"), ("email", "adu@kaur.go.id"), ("address", "Jalan 1"), ("phone", "112")]
    for kind, value in rows:
        Contact.objects.create(government=kaur, kind=kind, value=value)
    Contact.objects.create(government=kaur, kind="phone", value="0736-00000", is_active=False)
    Contact.objects.create(government=kaur, unit=puskesmas, kind="phone", value="0736-11111")
    found = published_contacts(kaur, dukcapil)
    assert [(one.value, one.href, one.is_of_unit) for one in found] == [
        ("0812-0000-0000", "https://wa.me/6281200000000", True),
        ("0736-61234", "tel:+6273661234", False),
        ("112", "tel:112", False),
        ("adu@kaur.go.id", "mailto:adu@kaur.go.id", False),
        ("https://kaurkab.go.id", "https://kaurkab.go.id", False),
        ("Jalan 1", "", False),
    ]
    assert found[1:] == published_contacts(kaur, None)


def test_the_list_takes_as_many_queries_for_many_contacts(
    client, coordinator, kaur, ours, django_assert_max_num_queries
):
    client.force_login(coordinator)
    client.get(url("contacts", kaur.code))
    with django_assert_max_num_queries(14) as few:
        client.get(url("contacts", kaur.code))
    for n in range(8):
        unit = make_unit(kaur, f"Puskesmas {n}", ServiceUnit.Kind.PUSKESMAS)
        for m in range(4):
            values = {"unit": unit, "kind": "phone", "value": f"0736-1{n}{m}00", "hours": "", "is_active": True}
            create_contact(government=kaur, values=values, by=coordinator, now=NOW)
    with django_assert_max_num_queries(len(few)):
        client.get(url("contacts", kaur.code))
