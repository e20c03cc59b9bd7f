import pytest
from django.urls import reverse

from accounts.models import User
from history.models import Event
from units.models import Government, GovernmentAlias, ServiceUnit

pytestmark = pytest.mark.both_databases


@pytest.fixture
def staff(client, platform_admin):
    User.objects.filter(pk=platform_admin.pk).update(is_superuser=False)
    client.force_login(platform_admin)
    return client


def aliases(*rows, initial=0):
    data = {"aliases-TOTAL_FORMS": len(rows), "aliases-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"aliases-{number}-{name}": value for name, value in row.items()}
    return data


def government_data(government, **fields):
    return {"level": government.level, "name": government.name, "province": government.province_id, **fields}


@pytest.mark.parametrize("model", ["province", "government", "serviceunit", "serviceproduct", "officer"])
def test_lists_and_pages_open_and_nothing_is_deleted(staff, dukcapil, model):
    row = {
        "province": dukcapil.government.province,
        "government": dukcapil.government,
        "serviceunit": dukcapil,
        "serviceproduct": dukcapil.products.first(),
        "officer": dukcapil.officers.first(),
    }[model]
    assert staff.get(reverse(f"admin:units_{model}_changelist"), {"q": "a"}).status_code == 200
    assert staff.get(reverse(f"admin:units_{model}_change", args=[row.pk])).status_code == 200
    assert staff.get(reverse(f"admin:units_{model}_delete", args=[row.pk])).status_code == 403


def test_the_list_of_units_takes_the_same_number_of_queries_for_any_number(
    staff, kaur, dukcapil, django_assert_max_num_queries
):
    address = reverse("admin:units_serviceunit_changelist")
    staff.get(address)
    with django_assert_max_num_queries(10) as for_one:
        staff.get(address)
    ServiceUnit.objects.bulk_create(
        [ServiceUnit(government=kaur, name=f"Unit {n}", kind="rsud", parent=dukcapil) for n in range(40)]
    )
    with django_assert_max_num_queries(len(for_one)):
        staff.get(address)


def test_a_change_counts_up_the_version_and_is_recorded(staff, platform_admin, kaur):
    data = government_data(kaur, address="Jl. Merdeka 1", seat="Bintuhan") | aliases()
    assert staff.post(reverse("admin:units_government_change", args=[kaur.pk]), data).status_code == 302
    kaur.refresh_from_db()
    assert (kaur.address, kaur.version, kaur.code) == ("Jl. Merdeka 1", 2, "17.04")
    event = Event.objects.get()
    assert (event.action, event.actor, event.government) == ("government.changed", platform_admin, kaur)
    assert event.changes == {"address": ["", "Jl. Merdeka 1"]}


def test_aliases_are_added_changed_and_removed_on_record(staff, kaur):
    address = reverse("admin:units_government_change", args=[kaur.pk])
    data = government_data(kaur, seat=kaur.seat)
    row = {"name": "Bumi Se'ase Seijean", "note": ""}
    staff.post(address, data | aliases(row))
    alias = GovernmentAlias.objects.get()
    assert alias.key == "bumiseaseseijean"
    old = {**row, "id": alias.pk, "government": kaur.pk}
    staff.post(address, data | aliases({**old, "note": "semboyan"}, initial=1))
    staff.post(address, data | aliases({**old, "note": "semboyan", "DELETE": "on"}, initial=1))
    assert not GovernmentAlias.objects.exists()
    events = list(Event.objects.order_by("pk").values_list("action", "government__code", "subject_id"))
    assert events == [(f"alias.{verb}", "17.04", str(alias.pk)) for verb in ("created", "changed", "removed")]


def test_a_unit_is_added_on_record_and_never_moves_to_another_government(staff, kaur, paser):
    data = {"government": kaur.pk, "name": "RSUD Kaur", "kind": "rsud", "time_zone": "Asia/Jakarta", "is_active": "on"}
    staff.post(reverse("admin:units_serviceunit_add"), data)
    unit = ServiceUnit.objects.get()
    staff.post(
        reverse("admin:units_serviceunit_change", args=[unit.pk]), {**data, "government": paser.pk, "address": "Jl. 1"}
    )
    unit.refresh_from_db()
    assert (unit.government, unit.address, unit.version) == (kaur, "Jl. 1", 2)
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["unit.created", "unit.changed"]


def test_provinces_are_only_looked_at(staff, kaur):
    assert staff.get(reverse("admin:units_province_add")).status_code == 403
    assert Government.objects.get().province.name == "Bengkulu"
