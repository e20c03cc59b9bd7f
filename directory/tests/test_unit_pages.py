from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from conftest import make_unit
from directory.sentences.places import PlaceRefusal
from directory.services.places import change_unit
from history.models import Event
from kspp.lib.errors import Problem, Refused
from units.models import Officer, ServiceProduct, ServiceUnit


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def unit_data(**fields):
    return {
        "name": "Dinas Sosial",
        "kind": "sosial",
        "time_zone": "Asia/Jakarta",
        "is_active": "on",
        **fields,
    }


def officer_data(**fields):
    return {"duty": "official", "name": "Siti", "post": "Kepala Seksi", "is_active": "on", **fields}


@pytest.fixture
def create(kaur):
    return url("unit_create", kaur.code)


# The list


def test_the_list_takes_as_many_queries_for_one_unit_as_for_200(
    client, coordinator, kaur, dukcapil, django_assert_max_num_queries
):
    address = url("unit_list", kaur.code)
    client.force_login(coordinator)
    client.get(address)
    with django_assert_max_num_queries(8) as for_one:
        client.get(address)
    units = ServiceUnit.objects.bulk_create(
        [ServiceUnit(government=kaur, name=f"Unit {n:03}", kind="puskesmas", parent=dukcapil) for n in range(199)]
    )
    ServiceProduct.objects.bulk_create([ServiceProduct(unit=unit, name="KTP") for unit in units])
    with django_assert_max_num_queries(len(for_one)):
        page = client.get(address)
    assert page.context["page_obj"].paginator.count == 200
    assert len(page.context["page_obj"].object_list) == 50


def test_the_list_counts_what_is_active_and_puts_inactive_units_last(client, coordinator, kaur, dukcapil, puskesmas):
    dukcapil.products.filter(name="Layanan A").update(is_active=False)
    ServiceUnit.objects.create(government=kaur, name="Arsip", kind="lainnya", is_active=False)
    client.force_login(coordinator)
    rows = client.get(url("unit_list", kaur.code)).context["page_obj"].object_list
    assert [row.name for row in rows] == ["Disdukcapil", "Puskesmas Mentiring", "Arsip"]
    assert [(row.product_count, row.officer_count) for row in rows] == [(1, 6), (2, 6), (0, 0)]


@pytest.mark.parametrize(
    "query, names",
    [
        ({"q": "mentiring"}, ["Puskesmas Mentiring"]),
        ({"jenis": "dukcapil"}, ["Disdukcapil"]),
        ({"q": "mentiring", "jenis": "dukcapil"}, []),
        ({"q": "\x00"}, ["Disdukcapil", "Puskesmas Mentiring"]),
        ({"jenis": "bank"}, ["Disdukcapil", "Puskesmas Mentiring"]),
    ],
)
def test_the_list_is_narrowed_by_name_and_kind(client, coordinator, kaur, dukcapil, puskesmas, query, names):
    client.force_login(coordinator)
    page = client.get(url("unit_list", kaur.code), query)
    assert [row.name for row in page.context["page_obj"].object_list] == names


def test_the_list_never_shows_the_neighbours_units(client, coordinator, kaur, paser):
    make_unit(paser, "Dinas Tetangga", "sosial")
    client.force_login(coordinator)
    assert "Tetangga" not in client.get(url("unit_list", kaur.code)).content.decode()


# Who may


@pytest.mark.parametrize("name", ["unit", "unit_edit", "product_create", "officer_create"])
def test_the_neighbour_finds_no_unit(client, outsider, dukcapil, name):
    client.force_login(outsider)
    assert client.get(url(name, dukcapil.pk)).status_code == 404


@pytest.mark.parametrize("name", ["unit", "unit_edit", "product_create", "officer_create"])
def test_an_operator_may_not_open_another_unit(client, operator, puskesmas, name):
    client.force_login(operator)
    assert client.get(url(name, puskesmas.pk)).status_code == 403


def test_the_neighbour_finds_neither_product_nor_officer(client, outsider, dukcapil):
    client.force_login(outsider)
    assert client.get(url("product_edit", dukcapil.products.first().pk)).status_code == 404
    assert client.get(url("officer_edit", dukcapil.officers.first().pk)).status_code == 404


def test_an_operator_looks_after_officers_but_not_after_unit_and_products(client, operator, dukcapil):
    client.force_login(operator)
    page = client.get(url("unit", dukcapil.pk)).content.decode()
    offered = [text in page for text in ("Tambah petugas", "Ubah unit", "Tambah produk")]
    assert offered == [True, False, False]
    assert client.get(url("officer_create", dukcapil.pk)).status_code == 200
    assert client.post(url("unit_edit", dukcapil.pk), unit_data()).status_code == 403
    assert client.post(url("product_create", dukcapil.pk), {"name": "KK"}).status_code == 403
    assert client.post(url("product_edit", dukcapil.products.first().pk), {"name": "KK"}).status_code == 403


def test_a_reviewer_reads_the_unit_and_changes_nothing(client, reviewer, dukcapil, create):
    client.force_login(reviewer)
    assert client.get(url("unit", dukcapil.pk)).status_code == 200
    assert client.post(create, unit_data()).status_code == 403
    assert client.post(url("officer_create", dukcapil.pk), officer_data()).status_code == 403
    assert client.post(url("officer_edit", dukcapil.officers.first().pk), officer_data()).status_code == 403


@pytest.mark.parametrize("back", ["beranda", "home", "https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_what_is_no_page_of_ours_is_not_gone_back_to(client, coordinator, dukcapil, back):
    client.force_login(coordinator)
    answer = client.post(
        f"{url('product_create', dukcapil.pk)}?{urlencode({'next': back})}", {"name": "Kartu Keluarga"}
    )
    assert answer.headers["Location"] == url("unit", dukcapil.pk)


def test_an_absurd_number_is_not_found(client, coordinator):
    client.force_login(coordinator)
    assert client.get("/unit/99999999999999999999999/").status_code == 404


# Units


def test_a_coordinator_adds_a_unit(client, coordinator, kaur, dukcapil, create):
    client.force_login(coordinator)
    answer = client.post(create, unit_data(name="  Dinas \t Sosial ", parent=dukcapil.pk))
    unit = ServiceUnit.objects.get(name="Dinas Sosial")
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert (unit.government, unit.parent, unit.is_active) == (kaur, dukcapil, True)
    event = Event.objects.get(action="unit.created")
    assert (event.unit, event.actor, event.changes["parent"]) == (unit, coordinator, [None, "Disdukcapil"])


def test_a_unit_stands_under_no_unit_of_another_government(coordinator, dukcapil, paser, now):
    elsewhere = make_unit(paser, "Sekretariat Daerah", "lainnya")
    values = {"name": dukcapil.name, "parent": elsewhere}
    with pytest.raises(Refused) as refused:
        change_unit(unit=dukcapil, values=values, seen_version=1, by=coordinator, now=now)
    assert refused.value.problems == [Problem(PlaceRefusal.PARENT_ELSEWHERE, "parent")]
    assert ServiceUnit.objects.get(pk=dukcapil.pk).parent is None


def test_the_same_form_sent_twice_makes_one_unit(client, coordinator, create):
    client.force_login(coordinator)
    answers = [client.post(create, unit_data()) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert ServiceUnit.objects.count() == 1
    assert Event.objects.count() == 1


def test_a_second_unit_of_the_same_name_is_refused_at_the_name(client, coordinator, create):
    client.force_login(coordinator)
    client.post(create, unit_data())
    answer = client.post(create, unit_data(name="dinas SOSIAL", kind="lainnya"))
    assert answer.status_code == 422
    assert "sudah ada" in answer.context["form"].errors["name"][0]


def test_a_name_taken_in_the_same_moment_is_refused_at_the_name(client, coordinator, dukcapil, create, monkeypatch):
    monkeypatch.setattr("directory.services.places._twin", lambda *args: None)
    client.force_login(coordinator)
    answer = client.post(create, unit_data(name=dukcapil.name))
    assert answer.status_code == 422
    assert "sudah ada" in answer.context["form"].errors["name"][0]


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"name": ""}, ["name"]),
        ({"name": "   "}, ["name"]),
        ({"name": "a\x00b"}, ["name"]),
        ({"name": "a\x1bb"}, ["name"]),
        ({"name": "x" * 161}, ["name"]),
        ({"kind": "bank"}, ["kind"]),
        ({"kind": "\x00"}, ["kind"]),
        ({"time_zone": "Europe/Paris"}, ["time_zone"]),
        ({"parent": "99999999999999999999999"}, ["parent"]),
        ({"parent": "x\x00"}, ["parent"]),
        ({"version": "x"}, ["version", "__all__"]),
    ],
)
def test_an_invalid_unit_is_refused_at_its_field(client, coordinator, create, fields, wrong):
    client.force_login(coordinator)
    answer = client.post(create, unit_data(**fields))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == wrong
    assert not ServiceUnit.objects.exists()


def test_a_parent_in_another_government_is_refused(client, coordinator, paser, create):
    stranger = make_unit(paser, "Dinas Tetangga", "sosial")
    client.force_login(coordinator)
    answer = client.post(create, unit_data(parent=stranger.pk))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["parent"]


def test_parents_never_form_a_circle(client, coordinator, dukcapil, puskesmas):
    ServiceUnit.objects.filter(pk=puskesmas.pk).update(parent=dukcapil)
    client.force_login(coordinator)
    data = unit_data(name="Disdukcapil", kind="dukcapil", version=1)
    for parent in (puskesmas, dukcapil):
        answer = client.post(url("unit_edit", dukcapil.pk), {**data, "parent": parent.pk})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["parent"]
    dukcapil.refresh_from_db()
    assert dukcapil.parent is None


def test_a_unit_is_changed_and_set_inactive_but_never_deleted(client, coordinator, dukcapil):
    client.force_login(coordinator)
    data = unit_data(name="Disdukcapil Kaur", kind="dukcapil", six_day_week="on", version=1)
    del data["is_active"]
    assert client.post(url("unit_edit", dukcapil.pk), data).status_code == 302
    dukcapil.refresh_from_db()
    assert (dukcapil.name, dukcapil.is_active, dukcapil.six_day_week, dukcapil.version) == (
        "Disdukcapil Kaur",
        False,
        True,
        2,
    )
    event = Event.objects.get()
    assert event.action == "unit.changed"
    assert event.changes == {
        "name": ["Disdukcapil", "Disdukcapil Kaur"],
        "is_active": [True, False],
        "six_day_week": [False, True],
    }
    assert client.delete(url("unit", dukcapil.pk)).status_code == 405


def test_a_repeated_change_is_one_change_and_a_stale_one_is_shown(client, coordinator, dukcapil):
    client.force_login(coordinator)
    data = unit_data(name="Disdukcapil", kind="dukcapil", address="Jl. Satu", version=1)
    for _ in range(2):
        assert client.post(url("unit_edit", dukcapil.pk), data).status_code == 302
    assert Event.objects.count() == 1
    answer = client.post(url("unit_edit", dukcapil.pk), {**data, "address": "Jl. Dua"})
    assert answer.status_code == 409
    assert answer.context["form"].differences == [("Alamat", "Jl. Satu", "Jl. Dua")]
    dukcapil.refresh_from_db()
    assert dukcapil.address == "Jl. Satu"


def test_a_conflict_is_told_in_words_for_every_kind_of_field(client, coordinator, dukcapil, puskesmas):
    client.force_login(coordinator)
    data = unit_data(name="Disdukcapil", kind="dukcapil", version=1)
    client.post(url("unit_edit", dukcapil.pk), {**data, "parent": puskesmas.pk, "six_day_week": "on"})
    answer = client.post(url("unit_edit", dukcapil.pk), {**data, "kind": "lainnya"})
    assert answer.context["form"].differences == [
        ("Jenis", "Dinas – kependudukan dan pencatatan sipil", "Unit lainnya"),
        ("Unit induk", "Puskesmas Mentiring", "kosong"),
        ("Enam hari kerja", "ya", "tidak"),
    ]


# Products


def test_a_product_is_added_once_renamed_and_set_inactive(client, coordinator, dukcapil):
    client.force_login(coordinator)
    for _ in range(2):
        answer = client.post(url("product_create", dukcapil.pk), {"name": " Kartu  Keluarga ", "is_active": "on"})
        assert answer.headers["Location"] == dukcapil.get_absolute_url()
    product = dukcapil.products.get(name="Kartu Keluarga")
    client.post(url("product_edit", product.pk), {"name": "KK", "version": 1})
    product.refresh_from_db()
    assert (product.name, product.is_active, product.version) == ("KK", False, 2)
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["product.created", "product.changed"]


def test_two_products_of_one_name_are_refused(client, coordinator, dukcapil):
    client.force_login(coordinator)
    answer = client.post(url("product_create", dukcapil.pk), {"name": "layanan a"})
    assert answer.status_code == 422
    second = dukcapil.products.get(name="Layanan B")
    answer = client.post(url("product_edit", second.pk), {"name": "Layanan A", "version": 1, "is_active": "on"})
    assert answer.status_code == 422
    assert "sudah ada" in answer.context["form"].errors["name"][0]


def test_a_stale_product_is_shown(client, coordinator, dukcapil):
    product = dukcapil.products.first()
    client.force_login(coordinator)
    answer = client.post(url("product_edit", product.pk), {"name": "Lain", "version": 0, "is_active": "on"})
    assert answer.status_code == 409


# Officers


def test_an_operator_adds_and_ends_an_officer_of_the_own_unit(client, operator, dukcapil):
    client.force_login(operator)
    data = officer_data(decree_number="800/12/2024", serves_from="2024-01-02")
    for _ in range(2):
        assert client.post(url("officer_create", dukcapil.pk), data).status_code == 302
    officer = dukcapil.officers.get(name="Siti")
    assert (officer.serves_from, officer.decree_number) == (date(2024, 1, 2), "800/12/2024")
    changed = client.post(url("officer_edit", officer.pk), {**data, "serves_until": "2024-12-31", "version": 1})
    assert changed.status_code == 302
    assert Event.objects.get(action="officer.changed").changes == {"serves_until": [None, "2024-12-31"]}


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"serves_from": "2024-05-02", "serves_until": "2024-05-01"}, ["serves_until"]),
        ({"serves_from": "kemarin"}, ["serves_from"]),
        ({"duty": "guard"}, ["duty"]),
        ({"post": "\x00"}, ["post"]),
        ({"name": ""}, ["name"]),
    ],
)
def test_an_invalid_officer_is_refused_at_its_field(client, operator, dukcapil, fields, wrong):
    client.force_login(operator)
    answer = client.post(url("officer_create", dukcapil.pk), officer_data(**fields))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == wrong
    assert not Officer.objects.filter(name="Siti").exists()


def test_an_officer_who_serves_one_day_is_valid(client, operator, dukcapil):
    client.force_login(operator)
    data = officer_data(serves_from="2024-05-01", serves_until="2024-05-01")
    assert client.post(url("officer_create", dukcapil.pk), data).status_code == 302


def test_the_same_person_in_the_same_post_and_duty_is_refused_but_not_in_another_duty(client, operator, dukcapil):
    client.force_login(operator)
    client.post(url("officer_create", dukcapil.pk), officer_data())
    answer = client.post(url("officer_create", dukcapil.pk), officer_data(name="SITI", decree_number="1"))
    assert answer.status_code == 422
    assert client.post(url("officer_create", dukcapil.pk), officer_data(duty="complaint_officer")).status_code == 302


def test_a_stale_officer_is_shown_with_dates_in_words(client, operator, dukcapil):
    officer = dukcapil.officers.filter(duty="official").first()
    client.force_login(operator)
    data = officer_data(name=officer.name, post=officer.post)
    client.post(url("officer_edit", officer.pk), {**data, "serves_from": "2024-05-01", "version": 1})
    answer = client.post(url("officer_edit", officer.pk), {**data, "serves_from": "2024-06-01", "version": 1})
    assert answer.status_code == 409
    assert answer.context["form"].differences == [("Bertugas sejak", "1 Mei 2024", "1 Juni 2024")]


def test_a_form_is_read_without_writing(client, coordinator, dukcapil):
    client.force_login(coordinator)
    for name in ("unit_edit", "product_create", "officer_create"):
        assert client.get(url(name, dukcapil.pk)).status_code == 200
    assert client.get(url("officer_edit", dukcapil.officers.first().pk)).status_code == 200
    assert client.get(url("product_edit", dukcapil.products.first().pk)).status_code == 200
    assert not Event.objects.exists()
