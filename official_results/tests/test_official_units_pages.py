"""The page on which a printed name is given to a unit, and the pages that name what waits for it."""

import uuid

import pytest
from django.urls import reverse

from conftest import NOW, make_unit
from official_results.models import OfficialResult
from official_results.sentences import unit_names as sentences
from official_results.services.imports import check, take
from official_results.tests.past import keep, official, year_of
from official_results.tests.printed import PRINTED, link, links
from units.models import ServiceUnit, UnitAlias

pytestmark = pytest.mark.django_db

HEAD = "level,government,year,instrument,unit,score,source"


def url(government):
    return reverse("official_results:official_units", args=[government.code])


@pytest.mark.parametrize("seen", [None, "x", "-1"])
def test_without_what_the_page_showed_nothing_is_linked(client, printed, platform_admin, puskesmas, seen):
    client.force_login(platform_admin)
    data = {"name": PRINTED, "unit": puskesmas.pk, **({} if seen is None else {"seen": seen})}
    answer = client.post(url(printed), data)
    assert answer.status_code == 422
    assert sentences.INCOMPLETE in answer.content.decode()
    assert not UnitAlias.objects.exists()


def sent(client, government, unit, *, name=PRINTED, seen="", **more):
    return client.post(url(government), {"name": name, "unit": getattr(unit, "pk", unit), "seen": seen, **more})


def test_a_coordinator_links_a_name_on_the_page(client, coordinator, printed, puskesmas):
    client.force_login(coordinator)
    shown = client.get(url(printed)).content.decode()
    assert "1 nama unit pada hasil resmi belum dikenal" in shown
    assert "Mungkin yang dimaksud" in shown
    assert "86,00" in shown
    answer = sent(client, printed, puskesmas)
    assert (answer.status_code, answer.url) == (302, url(printed))
    shown = client.get(url(printed)).content.decode()
    assert "“PKM Mentiring” sekarang dikenal sebagai Puskesmas Mentiring; 2 nilai terhubung." in shown
    assert "Semua nama unit pada hasil resmi dikenal portal." in shown


def test_platform_staff_may_link_too(client, platform_admin, printed, puskesmas):
    client.force_login(platform_admin)
    assert sent(client, printed, puskesmas).status_code == 302
    assert links()[PRINTED] == puskesmas.pk


def test_a_stranger_finds_nothing_and_a_colleague_without_the_right_is_refused(
    client, outsider, head, operator, printed, puskesmas
):
    for user, status in ((outsider, 404), (head, 403), (operator, 403)):
        client.force_login(user)
        assert client.get(url(printed)).status_code == status
        assert sent(client, printed, puskesmas).status_code == status
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize("unit", ["", "0", "9" * 40, "\x00", "abc", "-1", "١"])
def test_a_choice_that_is_none_is_said_at_its_field(client, coordinator, printed, unit):
    client.force_login(coordinator)
    answer = sent(client, printed, unit)
    assert answer.status_code == 422
    [row] = answer.context["rows"]
    assert row.form.errors["unit"] == [sentences.CHOOSE if unit == "" else sentences.NOT_OURS]
    assert sentences.CHOOSE in answer.content.decode() or sentences.NOT_OURS in answer.content.decode()
    assert not UnitAlias.objects.exists()


def test_a_unit_of_another_government_cannot_be_chosen(client, coordinator, printed, paser):
    client.force_login(coordinator)
    assert sent(client, printed, make_unit(paser, "Puskesmas Paser", ServiceUnit.Kind.OTHER)).status_code == 422


@pytest.mark.parametrize("name", ["", "Entah", "\x00", "x" * 500, "Disdukcapil"])
def test_a_name_nobody_printed_is_told_above_the_list(client, coordinator, printed, puskesmas, name):
    client.force_login(coordinator)
    answer = sent(client, printed, puskesmas, name=name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize("query", ["halaman=" + "9" * 40, "halaman=x&ubah=\x00", "ubah=" + "9" * 40, "ubah=0"])
def test_an_address_that_means_nothing_changes_nothing(client, coordinator, printed, query):
    client.force_login(coordinator)
    answer = client.get(f"{url(printed)}?{query}")
    assert answer.status_code == 200
    assert len(answer.context["rows"]) == 1


def test_a_conflict_says_who_chose_what_and_keeps_the_own_choice(
    client, coordinator, platform_admin, printed, puskesmas, dukcapil
):
    link(printed, platform_admin, dukcapil)
    client.force_login(coordinator)
    answer = sent(client, printed, puskesmas)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert f"{platform_admin} menghubungkan “PKM Mentiring” dengan Disdukcapil" in shown
    [row] = answer.context["opened"]
    assert (row.form["unit"].value(), row.form["seen"].value()) == (str(puskesmas.pk), str(dukcapil.pk))
    assert sent(client, printed, puskesmas, seen=dukcapil.pk).status_code == 302
    assert links()[PRINTED] == puskesmas.pk


def test_a_link_that_was_let_go_of_meanwhile_is_told_too(
    client, coordinator, platform_admin, printed, puskesmas, dukcapil
):
    link(printed, coordinator, dukcapil)
    link(printed, platform_admin, None, seen=dukcapil.pk)
    client.force_login(coordinator)
    answer = sent(client, printed, puskesmas, seen=dukcapil.pk)
    assert answer.status_code == 409
    assert f"{platform_admin} melepas hubungan “PKM Mentiring”" in answer.content.decode()
    assert answer.context["rows"][0].form["seen"].value() == ""


def test_a_remembered_name_is_opened_moved_and_let_go_of(client, coordinator, printed, puskesmas, dukcapil):
    link(printed, coordinator, dukcapil)
    client.force_login(coordinator)
    opened = client.get(f"{url(printed)}?ubah={UnitAlias.objects.get().pk}")
    [row] = opened.context["opened"]
    assert (row.form["unit"].value(), row.form["seen"].value()) == (dukcapil.pk, dukcapil.pk)
    assert sent(client, printed, puskesmas, seen=dukcapil.pk).status_code == 302
    answer = sent(client, printed, puskesmas, seen=puskesmas.pk, lepas="1")
    assert answer.status_code == 302
    assert set(links().values()) == {None}
    assert sent(client, printed, "", seen=puskesmas.pk, lepas="1").status_code == 302


def test_an_inactive_unit_is_offered_and_says_so(client, coordinator, printed, puskesmas):
    ServiceUnit.objects.filter(pk=puskesmas.pk).update(is_active=False)
    client.force_login(coordinator)
    assert "Puskesmas Mentiring (nonaktif)" in client.get(url(printed)).content.decode()
    assert sent(client, printed, puskesmas).status_code == 302


def test_a_government_without_units_is_told_to_add_them(client, coordinator, kaur):
    official(kaur, 2023, "86.00", PRINTED)
    client.force_login(coordinator)
    shown = client.get(url(kaur)).content.decode()
    assert "portal belum memuat satu unit pun" in shown
    assert "Tambah unit" in shown
    assert "Hubungkan" not in shown


def test_the_page_takes_as_many_statements_for_one_name_as_for_many(
    client, coordinator, printed, puskesmas, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(url(printed))
    with django_assert_num_queries(7):
        client.get(url(printed))
    for n in range(40):
        make_unit(printed, f"Puskesmas {n}", ServiceUnit.Kind.OTHER)
        official(printed, 2023, "70.00", f"PKM Nomor {n}")
        official(printed, 2022, "70.00", f"PKM Kenal {n}")
        link(printed, coordinator, puskesmas, name=f"PKM Kenal {n}")
    with django_assert_num_queries(7):
        answer = client.get(url(printed) + "?halaman=2")
    assert len(answer.context["rows"]) == 20
    assert len(answer.context["links"].chosen) == 40


# Where it is named


def shown(client, user, address):
    client.force_login(user)
    return client.get(address).content.decode()


def test_the_honesty_pages_name_what_stands_beside_nothing(
    client, coordinator, head, operator, printed, puskesmas, dukcapil
):
    official(printed, 2021, "60.00", "Dinas Lain")
    whole = reverse("official_results:honesty", args=[printed.code])
    words = (
        "belum disandingkan karena nama unitnya tidak dikenal portal: Dinas Lain (2021) dan PKM Mentiring (2022, 2023)."
    )
    page = shown(client, coordinator, whole)
    assert words in page
    assert f'href="{url(printed)}"' in page
    page = shown(client, head, whole)
    assert words in page
    assert url(printed) not in page
    assert "Koordinator dapat memilih" in page
    link(printed, coordinator, puskesmas)
    assert "tidak dikenal portal: Dinas Lain (2021)." in shown(client, head, whole)


def test_a_unit_s_honesty_page_names_them_only_in_years_it_lacks(client, operator, printed, instrument, dukcapil):
    keep(year_of(printed, instrument, 2022), dukcapil, "80.00")
    page = shown(client, operator, reverse("official_results:unit_honesty", args=[dukcapil.pk]))
    assert "tidak dikenal portal: PKM Mentiring (2022)." in page


def test_the_page_of_official_results_shows_them_to_the_government_alone(
    client, coordinator, head, outsider, printed, puskesmas
):
    there = reverse("official_results:official_government", args=[printed.code])
    page = shown(client, coordinator, there)
    assert "1 nama unit pada hasil resmi belum dikenal portal." in page
    assert f'href="{url(printed)}"' in page
    page = shown(client, head, there)
    assert "1 nama unit pada hasil resmi belum dikenal portal." in page
    assert url(printed) not in page
    assert "belum dikenal" not in shown(client, outsider, there)
    link(printed, coordinator, puskesmas)
    page = shown(client, coordinator, there)
    assert "Lihat nama yang diingat" in page
    assert "belum dikenal portal" not in page
    assert "nama-unit" not in shown(client, head, there)


def test_names_of_one_linked_unit_are_one_unit_on_the_page_of_official_results(client, coordinator, printed, puskesmas):
    official(printed, 2023, "86.00", "Puskesmas Mentiring", source="Antara")
    official(printed, 2024, "88.00", "Puskesmas Mentiring", unit=puskesmas)
    there = reverse("official_results:official_government", args=[printed.code])
    client.force_login(coordinator)

    def units(year):
        return [(u.name, u.moved, len(u.sources)) for u in client.get(there, {"tahun": year}).context["story"].units]

    assert units(2024) == [("Puskesmas Mentiring", "naik 2,00", 1)]
    assert len(units(2023)) == 3
    link(printed, coordinator, puskesmas)
    assert units(2024) == [("Puskesmas Mentiring", "naik 2,00", 1)]
    assert units(2023) == [("PKM  MENTIRING", "naik 5,90", 2), ("Disdukcapil", "", 1)]


def test_the_import_page_tells_where_names_wait(client, coordinator, platform_admin, printed, paser, puskesmas):
    official(paser, 2023, "70.00", "PKM Paser")
    make_unit(paser, "Puskesmas Paser", ServiceUnit.Kind.PUSKESMAS)
    there = reverse("official_results:official_imports")
    page = shown(client, coordinator, there)
    assert f'<a href="{url(printed)}">Kabupaten Kaur</a>: 1 nama' in page
    assert url(paser) not in page
    page = shown(client, platform_admin, there)
    assert url(paser) in page
    link(printed, coordinator, puskesmas)
    assert "Nama unit yang belum dikenal" not in shown(client, coordinator, there)


def test_a_taken_import_leads_to_the_names_it_left(client, coordinator, kaur, puskesmas):
    line = f"kabupaten,Kaur,2023,kspp-2023-2024,{PRINTED},86.00,press: Uji"
    content = f"{HEAD}\n{line}".encode()
    batch = check(government=kaur, name="uji.csv", content=content, order_key=uuid.uuid4(), by=coordinator, now=NOW)
    there = reverse("official_results:official_import", args=[batch.pk])
    assert url(kaur) not in shown(client, coordinator, there)
    take(batch=batch, partial=False, seen_version=1, by=coordinator, now=NOW)
    assert f'<a href="{url(kaur)}">Kabupaten Kaur</a>: 1 nama' in shown(client, coordinator, there)


def test_a_figure_typed_by_platform_staff_is_linked_like_an_imported_one(
    client, platform_admin, coordinator, printed, puskesmas
):
    link(printed, coordinator, puskesmas)
    platform_admin.is_staff = True
    platform_admin.save()
    client.force_login(platform_admin)
    typed = {
        "government": printed.pk,
        "unit_name": "pkm mentiring",
        "year": 2025,
        "instrument_code": "opini-2025",
        "score": "90.00",
        "source": "SK 1",
    }
    assert client.post(reverse("admin:official_results_officialresult_add"), typed).status_code == 302
    result = OfficialResult.objects.get(year=2025)
    assert result.unit == puskesmas
    change = reverse("admin:official_results_officialresult_change", args=[result.pk])
    assert client.post(change, {**typed, "unit_name": "Entah"}).status_code == 302
    result.refresh_from_db()
    assert result.unit is None
