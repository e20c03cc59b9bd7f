"""Gains, planner and working days in the browser: no barrier, nothing wider than a small phone, and all of it without
scripts."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from conftest import fill, make_assessment
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, to
from planning.models import Scenario, StepEffort
from units.models import ServiceUnit

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(assessment: Assessment, cycle: AssessmentCycle, puskesmas: ServiceUnit) -> Assessment:
    fill(assessment, 3)
    fill(make_assessment(cycle, puskesmas), 2, leave_blank=("S1", "P08"))
    return assessment


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")


def send_nonsense(page: Page) -> None:
    field = page.locator("main input[type=number]").first
    field.fill("0")
    form = page.locator("main form[method=post]").first
    form.locator("button[type=submit]").first.click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()


def test_the_coordinators_pages(site: Site, coordinator: User, filled: Assessment) -> None:
    gains = to("planning:cycle_gains", filled.locus.cycle_id)
    planner = to("planning:cycle_planner", filled.locus.cycle_id)
    efforts = to("planning:efforts", filled.government.code, filled.instrument_id)
    stops = [
        Stop(gains, is_main=True),
        Stop(f"{gains}?dimensi=proses&halaman=2"),
        Stop(planner, open_all, is_main=True),
        Stop(f"{planner}?jenis=kategori&kategori=78.00", open_all, is_main=True),
        Stop(f"{planner}?jenis=nilai&nilai=99&hari=3&paling_banyak=1"),
        Stop(f"{planner}?jenis=nilai&nilai=abc", status=422),
        Stop(efforts, is_main=True),
        Stop(efforts, send_nonsense),
    ]
    judge(site, coordinator, stops)


def test_the_operators_pages(site: Site, operator: User, filled: Assessment) -> None:
    planner = to("planning:planner", filled.pk)
    judge(site, operator, [Stop(to("planning:gains", filled.pk)), Stop(f"{planner}?jenis=nilai&nilai=85")])


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_checklist_to_a_scenario(site: Site, operator: User, filled: Assessment, scripts: bool) -> None:
    page = site.visit(operator, filled.get_absolute_url(), java_script_enabled=scripts)
    page.get_by_role("navigation", name="Bagian").get_by_role("link", name="Tingkatkan nilai").click()
    expect(page.locator(".lead")).to_contain_text("Satu tingkat pada")
    page.get_by_role("link", name="Susun rencana menuju target").click()
    page.get_by_label("Nilai tertentu").check()
    page.get_by_label("Nilai yang dituju").fill("80,5")
    page.get_by_role("button", name="Hitung rencana").click()
    expect(page.locator(".lead")).to_contain_text("Target 80,50 dapat dicapai")
    first = page.locator(".plan-steps tbody th").first.inner_text()
    page.locator(".plan-steps input[name=jangan]").first.check()
    page.get_by_role("button", name="Hitung lagi").click()
    expect(page.get_by_role("group", name="Langkah yang ditandai")).to_be_visible()
    assert first not in page.locator(".plan-steps tbody th").all_inner_texts()
    page.get_by_label("Nama").fill("Menuju 80,5")
    page.get_by_role("button", name="Simpan sebagai skenario").click()
    expect(page.get_by_role("heading", name="Menuju 80,5")).to_be_visible()
    assert Scenario.objects.get().asked["query"].count("jangan=") == 1


def test_the_table_of_days_is_stored_with_the_keyboard(site: Site, coordinator: User, filled: Assessment) -> None:
    page = site.visit(coordinator, to("planning:efforts", filled.government.code, filled.instrument_id))
    field = page.get_by_label("S3 ke tingkat 2")
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Perkiraan hari kerja tersimpan")).to_be_visible()
    assert StepEffort.objects.get().days == 30
    page.get_by_role("button", name="Kembalikan semua ke perkiraan awal").click()
    expect(page.get_by_text("kembali ke perkiraan awal").first).to_be_visible()
    assert not StepEffort.objects.exists()
