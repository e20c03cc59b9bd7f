"""Published results in the browser: no barrier, nothing wider than a small phone, with and without what is long."""

import uuid
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.models import User
from conftest import NOW
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, send_empty, to
from official_results.models import OfficialImport, OfficialResult
from official_results.services.imports import check, drop, take
from official_results.services.unit_names import link_name
from official_results.tests.published import result
from units.models import Government, ServiceUnit, UnitAlias

pytestmark = pytest.mark.browser

LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kabupaten Kaur"
HEAD = "tingkat;pemerintah daerah;tahun;instrumen;unit;nilai;zona;sumber"
GOOD = "kabupaten;Kaur;2025;opini-2025;;91,20;;press: Radar Bengkulu, 2026-01-21"
WRONG = "kabupaten;Kaurr;2025;opini-2025;;1.234,5;;" + "https://berita.example/" + "x" * 90


@pytest.fixture
def country(instrument) -> Government:
    """The whole country's shipped results, and for Kaur units, a long name, and sources that disagree."""
    for command in ("load_regions", "load_instruments", "load_official_results"):
        call_command(command, stdout=StringIO())
    kaur = Government.objects.get(code="17.04")
    result(kaur, 2021, "89.21", zone="hijau", label="kepatuhan tinggi")
    result(kaur, 2025, "88.40", label="Kualitas Tertinggi Tanpa Maladministrasi")
    result(kaur, 2024, "95.49", source="press: Harian Lain, 2024-12-01")
    result(kaur, 2024, "91.20", unit_name=LONG, zone="hijau", grade="A")
    return kaur


def upload(by: User, government: Government, *lines: str) -> OfficialImport:
    content = "\n".join([HEAD, *lines]).encode()
    key = uuid.uuid4()
    return check(government=government, name="hasil.csv", content=content, order_key=key, by=by, now=NOW)


def test_tables_and_government_pages(site: Site, kaur: Government, country: Government, coordinator: User) -> None:
    stops = [
        Stop(to("official_results:official"), is_main=True),
        Stop(to("official_results:official") + "?tahun=2025"),
        Stop(to("official_results:official") + "?tahun=2019&tingkat=kota"),
        Stop(to("official_results:official") + "?q=tidak-ada"),
        Stop(to("official_results:official_province", "17") + "?tahun=2023", is_main=True),
        Stop(to("official_results:official_government", "17.04") + "?tahun=2024", is_main=True),
        Stop(to("official_results:official_government", "17.04") + "?tahun=2025"),
        Stop(to("official_results:official_government", "16.71")),
        Stop(to("official_results:official_government", "17.01") + "?tahun=2015"),
    ]
    judge(site, coordinator, stops)


def test_import_pages(site: Site, kaur: Government, country: Government, coordinator: User) -> None:
    waiting, mixed = upload(coordinator, kaur, GOOD), upload(coordinator, kaur, GOOD, WRONG)
    taken, dropped = upload(coordinator, kaur, GOOD), upload(coordinator, kaur, GOOD)
    take(batch=taken, partial=False, seen_version=1, by=coordinator, now=NOW)
    drop(batch=dropped, seen_version=1, by=coordinator, now=NOW)
    late = upload(coordinator, kaur, GOOD.replace("Radar", "Harian"))
    stops = [
        Stop(to("official_results:official_imports"), act=send_empty, is_main=True),
        *(Stop(to("official_results:official_import", batch.pk)) for batch in (waiting, taken, dropped, late)),
        Stop(to("official_results:official_import", mixed.pk), is_main=True),
    ]
    judge(site, coordinator, stops)


def test_names_of_units_that_nobody_knows(
    site: Site, kaur: Government, country: Government, puskesmas: ServiceUnit, coordinator: User
) -> None:
    result(kaur, 2024, "88.00", unit_name="PKM Mentiring", zone="hijau", grade="A")
    result(kaur, 2024, "4.20", unit_name="PKM Mentiring", instrument_code="pekppp-f02")
    result(kaur, 2024, "70.00", unit_name="PKM Lain")
    link_name(government=kaur, name="PKM Lain", unit=puskesmas, seen=None, by=coordinator, now=NOW)
    here = to("official_results:official_units", "17.04")
    stops = [
        Stop(here, act=send_empty, is_main=True),
        Stop(f"{here}?ubah={UnitAlias.objects.get().pk}"),
        Stop(to("official_results:honesty", "17.04")),
        Stop(to("official_results:official_imports")),
        Stop(to("official_results:official_government", "17.04") + "?tahun=2024&instrumen=pekppp"),
    ]
    judge(site, coordinator, stops)


def test_a_coordinator_says_which_unit_is_meant_with_the_keyboard_alone(
    site: Site, kaur: Government, country: Government, puskesmas: ServiceUnit, coordinator: User
) -> None:
    result(kaur, 2024, "88.00", unit_name="PKM Mentiring")
    page = site.visit(coordinator, to("official_results:official_government", "17.04") + "?tahun=2024")
    page.get_by_role("link", name="Pilih unit yang dimaksud").press("Enter")
    entry = page.get_by_role("article").filter(has_text="PKM Mentiring")
    choice = entry.get_by_label("Unit ini di portal")
    choice.focus()
    choice.press("ArrowDown")
    expect(choice).to_have_value(str(puskesmas.pk))
    entry.get_by_role("button", name="Hubungkan PKM Mentiring").press("Enter")
    expect(page.get_by_text("sekarang dikenal sebagai Puskesmas Mentiring")).to_be_visible()
    assert OfficialResult.objects.get(unit_name="PKM Mentiring").unit == puskesmas


def test_a_coordinator_brings_a_result_in_and_finds_it_on_the_page(
    site: Site, kaur: Government, country: Government, coordinator: User
) -> None:
    page = site.visit(coordinator, to("official_results:official"))
    page.get_by_role("link", name="Impor hasil resmi").click()
    content = "\n".join([HEAD, GOOD.replace("91,20", "88,40")]).encode()
    file = {"name": "hasil.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Berkas CSV atau XLSX").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("button", name="Muat 1 hasil").click()
    expect(page.get_by_text("Impor ini sudah dimuat.")).to_be_visible()
    assert OfficialResult.objects.filter(source__startswith="press: Radar", year=2025).count() == 1
    page.goto(to("official_results:official_government", "17.04") + "?tahun=2025")
    expect(page.get_by_text("Radar Bengkulu, 21 Januari 2026").first).to_be_visible()
    expect(page.locator("svg.chart-official title").first).to_contain_text("2025 88,40")
