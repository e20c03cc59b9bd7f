"""One preparation for two instruments: added, switched to, and proposals taken without a second upload."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.services.evidence import attach_link
from assessments.services.further import add_instrument
from conftest import NOW, fill
from instruments.models import InstrumentVersion
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, to

pytestmark = pytest.mark.browser
LONG = "Foto sarana pelayanan umum, ruang tunggu, toilet, dan tempat parkir Dinas Kependudukan dan Pencatatan Sipil"


def shoot(page: Page, name: str) -> None:
    """For whoever wants to look: KSPP_SHOTS names a folder."""
    folder = os.environ.get("KSPP_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def both(
    cycle: AssessmentCycle, assessment: Assessment, pekppp: InstrumentVersion, coordinator: User, operator: User
) -> Assessment:
    """KSPP answered with some evidence, PEKPPP still empty; the PEKPPP checklist is given."""
    fill(assessment, 3)
    for code, name in (("S8", LONG), ("G3", "Foto loket pengaduan")):
        attach_link(
            assessment=assessment, indicator_code=code, subject_ref="", url=f"https://kaur.example/{code}", name=name,
            by=operator, now=NOW,
        )  # fmt: skip
    add_instrument(cycle=cycle, instrument=pekppp, by=coordinator, now=NOW, seen_version=1)
    return Assessment.objects.with_place().get(locus=assessment.locus, instrument=pekppp)


def test_every_page_is_without_barrier(site: Site, both: Assessment, assessment: Assessment, operator: User) -> None:
    judge(
        site,
        operator,
        [
            Stop(to("assessments:proposals", both.pk), is_main=True),
            Stop(to("assessments:proposals", assessment.pk)),
            Stop(to("assessments:checklist", both.pk), is_main=True),
            Stop(to("assessments:evidence_panel", both.pk) + "?indikator=F16&sampel=", is_main=True),
            Stop(to("assessments:explanation", both.pk)),
            Stop(to("reports:suggestions", both.pk)),
        ],
    )


def test_the_coordinators_pages_are_too(site: Site, both: Assessment, coordinator: User) -> None:
    cycle = both.locus.cycle_id
    judge(
        site,
        coordinator,
        [
            Stop(to("assessments:cycle", cycle), is_main=True),
            Stop(to("reports:dashboard", cycle) + "?instrumen=pekppp-f02", is_main=True),
            Stop(to("assessments:total", cycle) + "?instrumen=pekppp-f02"),
            Stop(both.unit.get_absolute_url()),
        ],
    )


def test_an_operator_takes_proposals_and_evidence(
    site: Site, both: Assessment, assessment: Assessment, operator: User
) -> None:
    page = site.visit(operator, "/")
    expect(page.get_by_role("heading", name=re.compile("Disdukcapil, siklus 2024"))).to_have_count(2)
    page.goto(assessment.get_absolute_url())
    page.get_by_role("navigation", name="Instrumen").get_by_role("link", name="PEKPPP").click()
    expect(page).to_have_url(re.compile(both.get_absolute_url()))
    shoot(page, "checklist-360")
    page.get_by_role("link", name=re.compile("Usulan perkiraan: tingkat 3 dan 1 bukti")).first.click()
    expect(page.get_by_role("heading", name="Usulan dari instrumen lain")).to_be_visible()
    shoot(page, "usulan-360")

    page.get_by_role("button", name="Pakai usulan ini F26").click()
    expect(page.get_by_text("1 usulan dipakai.")).to_be_visible()
    page.locator("#F05").get_by_label("Centang untuk dipakai bersama").check()
    page.locator("#F27").get_by_label("Centang untuk dipakai bersama").check()
    page.get_by_role("button", name="Pakai semua yang dicentang").click()
    expect(page.get_by_text("2 usulan dipakai.")).to_be_visible()

    stored = Answer.objects.filter(assessment=both, points__isnull=False)
    assert set(stored.values_list("indicator__code", "points")) == {("F26", 3), ("F05", 3), ("F27", 3)}
    assert Evidence.objects.get(answer__assessment=both).link == "https://kaur.example/G3"


def test_evidence_is_used_again_with_one_tap_on_the_checklist(site: Site, both: Assessment, operator: User) -> None:
    page = site.visit(operator, both.get_absolute_url())
    page.locator("#F16").get_by_role("link", name=re.compile("Lampirkan bukti dukung")).click()
    offered = page.locator("#ev-F16").get_by_role("list", name="Bukti dari instrumen lain")
    shoot(page, "panel-360")
    offered.get_by_role("button", name=re.compile("Pakai bukti ini")).click()

    expect(page.locator("#ev-F16").get_by_role("list", name="Bukti terlampir")).to_contain_text("Foto sarana")
    expect(offered).to_have_count(0)
    assert Evidence.objects.filter(answer__assessment=both).count() == 1


def test_a_coordinator_adds_an_instrument_and_switches_the_dashboard(
    site: Site, cycle: AssessmentCycle, assessment: Assessment, pekppp: InstrumentVersion, coordinator: User
) -> None:
    fill(assessment, 3)
    page = site.visit(coordinator, cycle.get_absolute_url(), viewport={"width": 1280, "height": 900})
    page.get_by_label("Instrumen", exact=True).select_option(pekppp.code)
    page.get_by_role("button", name="Tambah instrumen").click()
    expect(page.get_by_role("heading", name=pekppp.title)).to_be_visible()
    fill(Assessment.objects.get(instrument=pekppp), 4)
    page.reload()
    shoot(page, "siklus-1280")
    expect(page.get_by_role("button", name=re.compile("Lepas instrumen ini"))).to_have_count(0)
    page.get_by_role("link", name=f"Lihat dasbor {pekppp.title}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Perkiraan 4,25")
    shoot(page, "dasbor-1280")
    page.get_by_role("navigation", name="Instrumen").get_by_role("link", name="KSPP").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("zona kuning")


def test_it_all_works_without_scripts(site: Site, both: Assessment, operator: User) -> None:
    page = site.visit(
        operator, to("assessments:evidence_panel", both.pk) + "?indikator=F16&sampel=", java_script_enabled=False
    )
    page.get_by_role("button", name=re.compile("Pakai bukti ini")).click()
    expect(page.locator("#ev-F16")).to_contain_text("Foto sarana")

    page.goto(to("assessments:proposals", both.pk))
    page.get_by_role("button", name="Pakai usulan ini F26").click()
    expect(page.get_by_text("1 usulan dipakai.")).to_be_visible()
