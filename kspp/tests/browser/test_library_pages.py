"""The library and its editor in the browser: no barrier, nothing wider than a small phone, keyboard, no scripting."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from conftest import NOW
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.versions import editing
from instruments.versions.comparing import RowSort
from kspp.testing.browsing import violations
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import EXCESS, SMALLEST, Stop, judge, send_empty, to
from units.models import Government

pytestmark = pytest.mark.browser
CODE = "kaur-2027"


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government, coordinator: User) -> InstrumentVersion:
    return drafts.clone_instrument(
        source=instrument, owner=kaur, code=CODE, title="Kisi-kisi Kaur 2027", by=coordinator, now=NOW
    )


def broken(draft: InstrumentVersion) -> InstrumentVersion:
    content = drafts.source_content(draft)
    content = editing.with_fields(content, {"outcome_factors": [], "bands": content["bands"][::-1]})
    changes = {"Sampel": ["kosong", "empat"]}
    return drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1, changes=changes)


def search(page: Page) -> None:
    page.get_by_label("Cari judul, kode, atau isi").fill("standar pelayanan")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_text("Ditemukan di").first).to_be_visible()


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true })")


def test_the_pages_for_readers(site: Site, coordinator: User, draft: InstrumentVersion) -> None:
    broken(draft)
    source = "kspp-2023-2024"
    judge(
        site,
        coordinator,
        [
            Stop(to("instruments:library"), act=search, is_main=True),
            Stop(f"{to('instruments:library')}?q=tidak+ada+sama+sekali"),
            Stop(to("instruments:instrument", source), act=open_all, is_main=True),
            Stop(to("instruments:instrument", CODE)),
            Stop(f"{to('instruments:instrument_comparison', CODE)}?dengan={source}", act=open_all, is_main=True),
            Stop(to("instruments:instrument_comparison", CODE)),
            Stop(to("instruments:instrument_history", CODE), act=open_all),
            Stop(to("assessments:instrument_preview", source), is_main=True),
            Stop(to("assessments:instrument_preview", CODE)),
            Stop(to("instruments:instrument_clone", source), act=send_empty),
        ],
    )


def test_the_pages_of_the_editor(site: Site, coordinator: User, draft: InstrumentVersion) -> None:
    content = drafts.source_content(draft)
    dimension, variable, indicator = (next(iter(editing.places(content, sort))) for sort in editing.DEPTHS)
    judge(
        site,
        coordinator,
        [
            Stop(to("instruments:draft", CODE), is_main=True),
            Stop(to("instruments:draft_head", CODE), act=send_empty),
            Stop(to("instruments:draft_parts", CODE)),
            Stop(to("instruments:draft_samples", CODE), act=wrong_row),
            Stop(to("instruments:draft_outcomes", CODE)),
            Stop(to("instruments:draft_bands", CODE), is_main=True),
            Stop(to("instruments:draft_weights", CODE), act=send_empty, is_main=True),
            Stop(to("instruments:draft_indicator_weights", CODE, dimension)),
            Stop(to("instruments:draft_dimension", CODE, dimension), act=open_all),
            Stop(to("instruments:draft_dimension_create", CODE), act=send_empty),
            Stop(to("instruments:draft_variable", CODE, variable)),
            Stop(to("instruments:draft_variable_create", CODE, dimension), act=send_empty),
            Stop(to("instruments:draft_indicator", CODE, indicator), act=send_empty, is_main=True),
            Stop(to("instruments:draft_indicator_create", CODE, variable)),
            Stop(to("instruments:instrument_publish", CODE)),
            Stop(to("instruments:instrument_retire", CODE), act=send_empty),
            Stop(to("instruments:instrument_discard", CODE)),
        ],
    )
    broken(draft)
    judge(site, coordinator, [Stop(to("instruments:draft", CODE)), Stop(to("instruments:instrument_publish", CODE))])


def wrong_row(page: Page) -> None:
    page.locator("#id_rows-0-number").fill("0")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Ada baris yang belum benar")).to_be_visible()


def test_what_is_typed_is_checked_at_once(site: Site, coordinator: User, draft: InstrumentVersion) -> None:
    page = site.visit(coordinator, to("instruments:draft_bands", CODE), viewport=SMALLEST)
    expect(page.locator("#mistakes")).to_contain_text("Tidak ada kesalahan")
    page.locator("#id_rows-0-lower").fill("900")
    page.locator("#id_rows-0-label").press("Tab")
    expect(page.locator("#mistakes")).to_contain_text("Tidak boleh melebihi skala")
    page.locator("#mistakes a").click()
    expect(page.locator("#id_rows-0-lower")).to_be_in_viewport()
    assert InstrumentVersion.objects.get(code=CODE).version == 1


def test_the_sum_follows_the_weights(site: Site, coordinator: User, draft: InstrumentVersion) -> None:
    page = site.visit(coordinator, to("instruments:draft_weights", CODE))
    inputs = page.locator(".weight-row input")
    for number in range(inputs.count()):
        inputs.nth(number).fill("12,5")
    expected = f"{inputs.count() * 12.5:g}".replace(".", ",")
    expect(page.locator("[data-kspp-sum-shown]")).to_have_text(expected)


def test_the_keyboard_alone_moves_a_row_and_saves_a_name(
    site: Site, coordinator: User, draft: InstrumentVersion
) -> None:
    codes = editing.codes(drafts.source_content(draft), RowSort.DIMENSION)
    page = site.visit(coordinator, to("instruments:draft", CODE))
    page.get_by_role("button", name=f"Turunkan {codes[0]}", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("dipindahkan")).to_be_visible()
    page.goto(to("instruments:draft_dimension", CODE, codes[0]))
    page.get_by_label("Nama dimensi").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Dimensi baru")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Dimensi baru").first).to_be_visible()
    content = drafts.source_content(InstrumentVersion.objects.get(code=CODE))
    assert editing.codes(content, RowSort.DIMENSION)[:2] == [codes[1], codes[0]]


@pytest.mark.parametrize("scripting", [True, False], ids=["with scripting", "without"])
def test_two_people_at_one_indicator(site: Site, coordinator: User, draft: InstrumentVersion, scripting: bool) -> None:
    site.tolerate(409)
    ref = next(iter(editing.places(drafts.source_content(draft), RowSort.INDICATOR)))
    page = site.visit(
        coordinator, to("instruments:draft_indicator", CODE, ref), viewport=SMALLEST, java_script_enabled=scripting
    )
    content = editing.with_row(drafts.source_content(draft), (0, 0, 0), {"name": "Nama dari rekan"})
    drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)
    page.get_by_label("Nama indikator").fill("Nama saya")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Sudah diubah orang lain")).to_be_visible()
    expect(page.get_by_role("cell", name="Nama dari rekan")).to_be_visible()
    expect(page.get_by_label("Nama indikator")).to_have_value("Nama saya")
    if scripting:
        assert violations(page) == []
        assert page.evaluate(EXCESS) <= 0
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text(f"Tersimpan: Indikator {ref}")).to_be_visible()


def test_what_was_typed_into_a_published_draft_can_be_copied(
    site: Site, coordinator: User, draft: InstrumentVersion
) -> None:
    site.tolerate(409)
    page = site.visit(coordinator, to("instruments:draft_head", CODE), viewport=SMALLEST)
    drafts.publish_draft(version=draft, by=coordinator, now=NOW, seen_version=1)
    page.get_by_label("Judul", exact=False).first.fill("Judul yang terlambat")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_role("heading", name="Isian ini tidak dapat disimpan")).to_be_visible()
    expect(page.get_by_text("Judul yang terlambat")).to_be_visible()
    expect(page.get_by_role("link", name="Salin menjadi rancangan baru")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate(EXCESS) <= 0


def test_from_copy_to_publication_without_scripting(
    site: Site, coordinator: User, instrument: InstrumentVersion
) -> None:
    page = site.visit(coordinator, to("instruments:library"), java_script_enabled=False)
    page.get_by_role("link", name=instrument.title).click()
    page.get_by_role("link", name="Salin menjadi rancangan").click()
    page.get_by_label("Kode").fill("kaur-kisi-2027")
    page.get_by_role("button", name="Buat rancangan").click()
    page.get_by_role("link", name="Judul dan rumus").click()
    page.get_by_label("Tahun").fill("2027")
    page.get_by_role("button", name="Simpan", exact=True).click()
    expect(page.get_by_text("Tersimpan: Judul, tahun, dan rumus")).to_be_visible()
    page.get_by_role("link", name="Terbitkan").click()
    page.get_by_role("button", name="Terbitkan dan kunci").click()
    expect(page.get_by_text("tidak dapat diubah lagi")).to_be_visible()
    made = InstrumentVersion.objects.get(code="kaur-kisi-2027")
    assert (made.status, made.years) == ("published", [2027])
