"""Instruments as files and a cycle on the move, in the browser: no barrier, nothing wider than a small phone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment
from assessments.tests.moving import corrected, moved
from conftest import NOW, fill
from instruments.models import InstrumentVersion
from instruments.selectors.library import file_of
from instruments.services.drafts import clone_instrument
from instruments.versions.reading import draft_of
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks import workbook_of
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, send_empty, to
from units.models import Government

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(assessment: Assessment) -> Assessment:
    fill(assessment, 4)
    return assessment


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government) -> InstrumentVersion:
    return clone_instrument(
        source=instrument, owner=kaur, code="kaur-2026", title="Kisi-kisi Kaur 2026", by=None, now=NOW
    )


def upload(page: Page, path: Path) -> None:
    page.get_by_label("Berkas XLSX atau YAML").set_input_files(path)
    page.get_by_role("button", name="Periksa berkas").click()


def pictured(page: Page, name: str) -> None:
    """A picture of the page on a desk and a phone, where somebody asked for them."""
    folder = os.environ.get("KSPP_TEST_PICTURES")
    for width in (1280, 360) if folder else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.fixture
def good(tmp_path: Path, draft: InstrumentVersion) -> Path:
    content = content_of(file_of(draft)) | {
        "description": "Diubah di Excel.",
        "bands": content_of(file_of(draft))["bands"][::-1],
    }
    content["dimensions"][0]["variables"][0]["indicators"][0]["name"] = "Rumusan baru yang lebih jelas"
    path = tmp_path / "instrumen.xlsx"
    path.write_bytes(workbook_of(draft_of(content).file))
    return path


@pytest.fixture
def wrong(tmp_path: Path, draft: InstrumentVersion) -> Path:
    path = tmp_path / "keliru.yaml"
    text = as_yaml(content_of(file_of(draft))).replace("scope: unit", "scope: " + "x" * 80)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_pages_have_no_barrier(
    site: Site,
    coordinator: User,
    kaur: Government,
    draft: InstrumentVersion,
    filled: Assessment,
    good: Path,
    wrong: Path,
) -> None:
    target = corrected(filled.instrument)
    cycle = filled.locus.cycle
    judge(
        site,
        coordinator,
        [
            Stop(to("instruments:instrument_upload", kaur.code), act=send_empty, is_main=True),
            Stop(to("instruments:instrument_replace", draft.code), act=lambda page: upload(page, wrong)),
            Stop(to("instruments:instrument_replace", draft.code), act=lambda page: upload(page, good), is_main=True),
            Stop(to("instruments:library")),
            Stop(to("instruments:instrument", draft.code)),
            Stop(to("assessments:cycle_targets", cycle.pk)),
            Stop(to("assessments:cycle_move", cycle.pk, target.pk), is_main=True),
            Stop(cycle.get_absolute_url()),
        ],
    )


def test_both_checklists_of_a_moved_unit_have_no_barrier(site: Site, coordinator: User, filled: Assessment) -> None:
    target = corrected(filled.instrument)
    moved(filled.locus.cycle, target, coordinator)
    new = Assessment.objects.get(instrument=target)
    judge(site, coordinator, [Stop(filled.get_absolute_url()), Stop(new.get_absolute_url())])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_comes_in_with_and_without_scripts(
    site: Site, coordinator: User, draft: InstrumentVersion, good: Path, wrong: Path, scripts: bool
) -> None:
    site.tolerate(422)
    page = site.visit(coordinator, to("instruments:instrument_replace", draft.code), java_script_enabled=scripts)
    upload(page, wrong)
    expect(page.get_by_role("heading", name=re.compile("Berkas belum dapat dipakai"))).to_be_visible()
    pictured(page, "upload-wrong")
    upload(page, good)
    expect(page.get_by_text("Dapat disimpan, belum dapat diterbitkan")).to_be_visible()
    expect(page.locator("ins", has_text="Rumusan baru yang lebih jelas")).to_be_visible()
    pictured(page, "upload-preview")
    page.get_by_role("button", name="Simpan sebagai rancangan").click()
    expect(page.get_by_text("Rancangan kaur-2026 diganti")).to_be_visible()
    draft.refresh_from_db()
    assert draft.description == "Diubah di Excel."


def test_a_coordinator_moves_a_cycle(site: Site, coordinator: User, filled: Assessment) -> None:
    target = corrected(filled.instrument)
    site.tolerate(422)
    page = site.visit(coordinator, filled.locus.cycle.get_absolute_url())
    page.get_by_role("link", name="Pindahkan ke versi yang diperbaiki").click()
    page.get_by_role("link", name=target.title).click()
    page.get_by_text("Disdukcapil:").click()
    pictured(page, "move-preview")
    page.locator("select").first.select_option("")
    page.get_by_role("button", name="Hitung ulang dengan padanan ini").click()
    expect(page.get_by_text("Belum ada yang dipindahkan")).to_be_visible()
    page.get_by_role("button", name="Pindahkan siklus ini").click()
    expect(page.get_by_text("Tuliskan alasan pemindahan")).to_be_visible()
    page.get_by_label("Alasan pemindahan").fill("Salah cetak pada indikator keempat")
    page.get_by_role("button", name="Pindahkan siklus ini").click()
    expect(page.get_by_text("Semua penilaian dengan instrumen ini kembali menjadi draf")).to_be_visible()
    page.get_by_role("link", name="Disdukcapil", exact=True).click()
    expect(page.get_by_text("Salah cetak pada indikator keempat")).to_be_visible()
    pictured(page, "new-checklist")
    page.get_by_role("link", name="Lihat isian lama").click()
    expect(page.get_by_text("tidak dapat diubah lagi")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan bagian ini")).to_have_count(0)
    pictured(page, "old-checklist")
