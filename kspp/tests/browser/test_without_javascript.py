"""An old phone or a strict office network without JavaScript: everything still works, with buttons."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment
from assessments.workflow import State
from conftest import fill
from kspp.tests.browser.checklist_page import ChecklistPage
from kspp.tests.browser.conftest import Site, log_in
from kspp.tests.browser.files import as_file, document

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: Site, operator: User, assessment: Assessment) -> Page:
    page = site.visit(java_script_enabled=False)
    log_in(page, operator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Disdukcapil")
    return page


def save_section_of(page: Page, anchor: str) -> None:
    section = page.locator("section.checklist-section", has=page.locator(f'[id="{anchor}"]'))
    section.get_by_role("button", name="Simpan bagian ini").click()


def test_a_section_is_saved_with_one_button(page: Page, assessment: Assessment) -> None:
    checklist = ChecklistPage(page, assessment)
    checklist.choose("S1", 4)
    checklist.choose("S2", 2)
    checklist.write_note("S2", "ABK tahun lalu.")
    save_section_of(page, "S1")
    checklist.saved("S1")
    checklist.chosen("S2", 2)
    expect(page).to_have_url(re.compile("#bagian-"))
    answers = {a.indicator.code: (a.points, a.note) for a in assessment.answers.select_related("indicator")}
    assert (answers["S1"], answers["S2"]) == ((4, ""), (2, "ABK tahun lalu."))


def test_a_conflict_shows_both_versions_and_the_button_settles_it(
    site: Site, page: Page, assessment: Assessment, coordinator: User
) -> None:
    site.tolerate(409)
    other = ChecklistPage(site.visit(coordinator), assessment).open()
    other.choose("S1", 1)
    other.saved("S1")
    checklist = ChecklistPage(page, assessment)
    checklist.choose("S1", 4)
    save_section_of(page, "S1")
    expect(page.locator('[id="problem-S1"]')).to_contain_text("Orang lain sudah mengubah isian ini")
    checklist.chosen("S1", 4)
    save_section_of(page, "S1")
    checklist.saved("S1")
    assert assessment.answers.get(indicator__code="S1").points == 4


def test_evidence_is_attached_with_the_plain_form(page: Page, assessment: Assessment) -> None:
    checklist = ChecklistPage(page, assessment)
    checklist.row("S1").get_by_role("link", name="Bukti dukung").click()
    page.locator("[data-pick=file]").set_input_files(as_file("sk.pdf", "application/pdf", document()))
    page.get_by_role("button", name="Unggah").click()
    expect(checklist.row("S1").get_by_role("link", name="sk.pdf")).to_be_visible()


def test_a_complete_checklist_is_submitted(site: Site, page: Page, assessment: Assessment) -> None:
    site.tolerate(422)
    fill(assessment, leave_blank=("S2",))
    checklist = ChecklistPage(page, assessment).open()
    page.get_by_role("button", name="Ajukan").click()
    page.get_by_role("link", name=re.compile("^S2 ")).click()
    checklist.choose("S2", 3)
    save_section_of(page, "S2")
    page.get_by_role("button", name="Ajukan").click()
    expect(page.locator(".checklist-head")).to_contain_text("diajukan")
    assessment.refresh_from_db()
    assert assessment.state == State.SUBMITTED
