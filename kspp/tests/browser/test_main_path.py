"""The whole way on a phone: from signing in to the report that could be laid before the bupati."""

import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from accounts.models import User
from assessments.models import Assessment, Evidence
from conftest import fill
from kspp.tests.browser.checklist_page import SAVED_AT, ChecklistPage
from kspp.tests.browser.conftest import Site, log_in
from kspp.tests.browser.files import as_file, document, photo
from reports.documents.rendering import work
from reports.models import Report

pytestmark = pytest.mark.browser


@pytest.fixture
def checklist(site: Site, assessment: Assessment, operator: User) -> ChecklistPage:
    """The operator's phone, signed in through the form: the front door leads straight to the one checklist."""
    page = site.visit(has_touch=True, is_mobile=True)
    log_in(page, operator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Disdukcapil")
    return ChecklistPage(page, assessment)


def test_the_coordinator_finds_the_checklist_from_the_first_page(
    site: Site, assessment: Assessment, coordinator: User
) -> None:
    page = site.visit()
    log_in(page, coordinator)
    page.get_by_role("link", name="Disdukcapil").first.click()
    expect(page).to_have_url(re.compile(rf"/penilaian/{assessment.pk}/"))
    expect(page.get_by_role("link", name="Berikutnya yang belum terisi")).to_be_visible()


def test_one_tap_saves_a_level_and_moves_the_score(checklist: ChecklistPage) -> None:
    expect(checklist.score).to_have_text("0,00")
    checklist.level("S1", 4).tap()
    expect(checklist.status("S1")).to_have_text(SAVED_AT)
    expect(checklist.score).not_to_have_text("0,00")
    expect(checklist.summary).to_have_text(SAVED_AT)
    expect(checklist.page.get_by_role("link", name=re.compile(r"^1 dari \d+ terisi"))).to_be_visible()


def test_notes_surveys_and_figures_save_themselves_as_they_are_typed(
    checklist: ChecklistPage, assessment: Assessment
) -> None:
    checklist.unfold("K1-official-2")
    checklist.choose("K1-official-2", 3)
    checklist.write_note("K1-official-2", "Menyebut sebelas komponen.")
    checklist.saved("K1-official-2")
    for points, people in ((4, 3), (2, 2)):
        checklist.row("M1").locator(f'input[name="M1..tally-{points}"]').fill(str(people))
    checklist.row("O6").get_by_label("Angka (0–100)").fill("84,17")
    checklist.page.keyboard.press("Tab")
    checklist.saved("M1")
    checklist.saved("O6")
    expect(checklist.page.locator('[id="chosen-K1-official-2"]')).not_to_have_text("belum dijawab")
    expect(checklist.summary).to_have_text(SAVED_AT)
    answers = {answer.indicator.code: answer for answer in assessment.answers.select_related("indicator")}
    assert (answers["K1"].points, answers["K1"].note) == (3, "Menyebut sebelas komponen.")
    assert answers["M1"].tally == {"2": 2, "4": 3}
    assert str(answers["O6"].figure) == "84.17"


def test_a_photo_and_a_document_are_attached_and_given_back(checklist: ChecklistPage) -> None:
    place = checklist.open_evidence("S1")
    place.locator("[data-pick=camera]").set_input_files(as_file("loket.jpg", "image/jpeg", photo()))
    expect(place.get_by_role("link", name="loket.jpg")).to_be_visible()
    place.locator("[data-pick=file]").set_input_files(as_file("sk.pdf", "application/pdf", document()))
    expect(place.get_by_role("link", name="sk.pdf")).to_be_visible()
    with checklist.page.expect_download() as download:
        place.get_by_role("link", name="sk.pdf").click()
    assert len(PdfReader(download.value.path()).pages) == 1
    assert set(Evidence.objects.values_list("name", flat=True)) == {"loket.jpg", "sk.pdf"}
    checklist.open()
    expect(checklist.row("S1").get_by_role("link", name="loket.jpg")).to_be_visible()


def test_the_next_blank_answer_is_one_tap_away(checklist: ChecklistPage, assessment: Assessment) -> None:
    fill(assessment, leave_blank=("S2", "P03", "O6"))
    checklist.open()
    jump = checklist.page.get_by_role("link", name="Berikutnya yang belum terisi")
    jump.tap()
    expect(checklist.level("S2", 0).locator("input")).to_be_in_viewport()
    checklist.level("S2", 3).tap()
    checklist.saved("S2")
    jump.tap()
    expect(checklist.row("P03-product-1")).to_be_in_viewport()
    checklist.choose("P03-product-1", 3)
    checklist.saved("P03-product-1")
    jump.tap()
    expect(checklist.row("P03-product-2")).to_be_in_viewport()


def test_what_is_missing_leads_to_its_opened_row(checklist: ChecklistPage, assessment: Assessment) -> None:
    fill(assessment)
    assessment.answers.get(indicator__code="K3", subject__position=3).delete()
    checklist.page.goto(f"/penilaian/{assessment.pk}/kurang/")
    checklist.page.get_by_role("link", name=re.compile("K3 .*Pejabat 3")).click()
    expect(checklist.row("K3-official-3")).to_be_in_viewport()
    expect(checklist.level("K3-official-3", 0)).to_be_visible()


def test_from_an_incomplete_checklist_to_the_report_for_the_head(
    site: Site,
    checklist: ChecklistPage,
    assessment: Assessment,
    reviewer: User,
    assistant: User,
    coordinator: User,
) -> None:
    site.tolerate(422)
    fill(assessment, leave_blank=("S2",))
    it_is_refused_with_a_list(checklist)
    checklist.level("S2", 4).tap()
    checklist.saved("S2")
    it_moves(checklist, "Ajukan", "diajukan")
    it_is_returned(ChecklistPage(site.visit(reviewer), assessment).open())
    it_is_repaired(checklist)
    it_moves(ChecklistPage(site.visit(reviewer), assessment).open(), "Nyatakan terverifikasi", "diverifikasi")
    approved = ChecklistPage(site.visit(assistant), assessment).open()
    it_moves(approved, "Setujui", "disetujui")
    figure = approved.score.inner_text()
    page = site.visit(coordinator, f"/siklus/{assessment.locus.cycle_id}/laporan/")
    it_is_made_into_a_report_that_says(page, figure)


def it_is_refused_with_a_list(checklist: ChecklistPage) -> None:
    page = checklist.open().page
    page.get_by_role("button", name="Ajukan").tap()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_role("link", name=re.compile("^S2 ")).click()
    expect(checklist.level("S2", 4)).to_be_in_viewport()


def it_moves(checklist: ChecklistPage, button: str, becomes: str) -> None:
    checklist.page.get_by_role("button", name=button).click()
    expect(checklist.page.locator(".checklist-head")).to_contain_text(becomes)


def it_is_returned(checklist: ChecklistPage) -> None:
    row = checklist.row("S1")
    row.get_by_label("Catatan peninjau").fill("Lampirkan berita acara.")
    row.get_by_role("button", name="Perlu diperbaiki").click()
    expect(checklist.row("S1")).to_contain_text("Perlu diperbaiki: Lampirkan berita acara.")
    checklist.page.get_by_label("Catatan untuk unit").fill("Mohon bukti S1 dilengkapi.")
    it_moves(checklist, "Kembalikan", "dikembalikan dengan catatan")
    expect(row.get_by_role("radio").first).to_be_disabled()


def it_is_repaired(checklist: ChecklistPage) -> None:
    page = checklist.open().page
    expect(page.get_by_text("Mohon bukti S1 dilengkapi.")).to_be_visible()
    expect(checklist.row("S1")).to_contain_text("Lampirkan berita acara.")
    checklist.choose("S1", 2)
    expect(checklist.status("S1")).to_have_text(SAVED_AT)
    it_moves(checklist, "Ajukan", "diperbaiki")


def it_is_made_into_a_report_that_says(page: Page, figure: str) -> None:
    """The worker's task is run here; the page notices by itself."""
    choose_unit(page)
    page.get_by_role("button", name="Buat laporan").click()
    expect(page.get_by_role("status").first).to_contain_text("menunggu giliran")
    expect(page.get_by_role("progressbar")).to_be_visible()
    work.render(Report.objects.get().pk)
    expect(page.get_by_role("link", name="Unduh PDF")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    text = "".join(sheet.extract_text() for sheet in PdfReader(download.value.path()).pages)
    assert "Disdukcapil" in download.value.suggested_filename
    assert figure in text
    assert "bukan hasil resmi" in text


def choose_unit(page: Page) -> None:
    choice = page.locator("select[name=about]")
    choice.select_option(choice.locator("option", has_text="Disdukcapil").get_attribute("value"))
