"""A figure is opened on a phone, with the keyboard, without scripts and on paper, whatever the instrument."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.permissions import Role
from assessments.models import Assessment, AssessmentCycle
from assessments.tests.judged import cycle_by, judged
from conftest import person
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, open_everything, to
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser

SHAPES = ["kspp-2023-2024", "pekppp-f02", "opini-2026"]
"""One with officials and products, one with parts and something withheld, one pooled with what does not apply."""


@pytest.fixture
def two(kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit) -> tuple[AssessmentCycle, Assessment]:
    cycle = cycle_by("kspp-2023-2024", kaur)
    judged(cycle, puskesmas, step=2)
    return cycle, judged(cycle, dukcapil)


@pytest.mark.parametrize("code", SHAPES)
def test_an_explanation_has_no_barrier(
    site: Site, kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit, coordinator: User, code: str
) -> None:
    cycle = cycle_by(code, kaur)
    judged(cycle, puskesmas, step=2)
    of_unit = to("assessments:explanation", judged(cycle, dukcapil).pk)
    stops = [
        Stop(of_unit, open_everything, is_main=True),
        Stop(f"{of_unit}?bacaan=ceiling&buka=semua"),
        Stop(f"{to('assessments:total', cycle.pk)}?bacaan=answered_only", is_main=True),
    ]
    judge(site, coordinator, stops)


def test_a_cell_of_the_dashboard_leads_to_its_dimension(
    site: Site, two: tuple[AssessmentCycle, Assessment], coordinator: User
) -> None:
    cycle, assessment = two
    page = site.visit(coordinator, to("reports:dashboard", cycle.pk))
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Disdukcapil"))
    link = row.get_by_role("link", name="penjelasan nilai Output")
    figure = link.inner_text().split(":")[0]
    link.click()
    expect(page).to_have_url(f"{site.address}/penilaian/{assessment.pk}/penjelasan/#dimensi-output")
    opened = page.locator("#dimensi-output")
    expect(opened).to_be_in_viewport()
    expect(opened.locator(".why-figure").first).to_have_text(figure)


def test_each_reading_of_the_government_leads_to_the_same_reading(
    site: Site, two: tuple[AssessmentCycle, Assessment], coordinator: User
) -> None:
    page = site.visit(coordinator, to("reports:dashboard", two[0].pk))
    links = page.locator(".cockpit-readings .figure-link")
    expect(links).to_have_count(3)
    figures = [link.inner_text().split(":")[0] for link in links.all()]
    assert len(set(figures)) == 3
    for place, figure in enumerate(figures):
        links.nth(place).click()
        expect(page.locator(".why-total .figure")).to_have_text(figure)
        expect(page.locator(".tabs-long a").nth(place)).to_have_attribute("aria-current", "page")
        page.go_back()


def test_an_indicator_opens_with_the_keyboard_down_to_its_answers(
    site: Site, two: tuple[AssessmentCycle, Assessment], operator: User
) -> None:
    page = site.visit(operator, to("assessments:explanation", two[1].pk))
    indicator = page.locator("#indikator-K1")
    answers = indicator.get_by_role("listitem")
    expect(answers.first).not_to_be_visible()
    indicator.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(answers).to_have_count(4)
    expect(answers.nth(1)).to_contain_text("× 0,75 (responden pengganti)")
    expect(answers.nth(2)).to_contain_text("menolak diwawancarai = 0,00")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.address}{two[1].get_absolute_url()}#t-K1")


def test_without_scripts_an_address_opens_one_indicator_or_everything(
    site: Site, two: tuple[AssessmentCycle, Assessment], operator: User
) -> None:
    address = to("assessments:explanation", two[1].pk)
    page = site.visit(operator, f"{address}?buka=P03#indikator-P03", java_script_enabled=False)
    expect(page.locator("#indikator-P03").get_by_role("listitem").first).to_be_visible()
    expect(page.locator("#indikator-P04").get_by_role("listitem").first).not_to_be_visible()
    page.get_by_role("link", name="Buka seluruh uraian").click()
    expect(page.locator("#indikator-P04").get_by_role("listitem").first).to_be_visible()


def test_on_paper_nothing_stays_folded(site: Site, two: tuple[AssessmentCycle, Assessment], operator: User) -> None:
    page = site.visit(operator, to("assessments:explanation", two[1].pk))
    folded = page.locator("#indikator-S2 .why-sum").first
    expect(folded).not_to_be_visible()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()
    expect(page.get_by_role("link", name="Unduh lembar penjelasan (XLSX)")).not_to_be_visible()


def test_who_may_not_see_answers_sees_figures_that_lead_nowhere(
    site: Site, two: tuple[AssessmentCycle, Assessment], kaur: Government
) -> None:
    liaison = person("penghubung@kaur.example", Role.LIAISON, kaur)
    page = site.visit(liaison, to("assessments:total", two[0].pk))
    expect(page.get_by_text("Disdukcapil").first).to_be_visible()
    expect(page.locator(f"a[href*='/penilaian/{two[1].pk}/']")).to_have_count(0)
    page.goto(to("reports:dashboard", two[0].pk))
    expect(page.locator(".heat-total").first).to_be_visible()
    expect(page.locator("a.heat-link")).to_have_count(0)
