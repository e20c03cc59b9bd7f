"""At a desk: the overview, the explanation of a figure, dark mode, and working with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment
from conftest import fill
from kspp.tests.browser.checklist_page import ChecklistPage
from kspp.tests.browser.conftest import Site

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}
FOCUSED = "document.activeElement"


@pytest.fixture
def filled(assessment: Assessment) -> Assessment:
    fill(assessment, leave_blank=("S2",))
    assessment.refresh_from_db()
    return assessment


def in_indonesian(number: object) -> str:
    return str(number).replace(".", ",")


def test_the_assistant_sees_every_unit_with_its_figure_and_opens_one(
    site: Site, filled: Assessment, assistant: User
) -> None:
    page = site.visit(assistant, "/", viewport=DESK)
    expect(page).to_have_url(re.compile(r"/dasbor/$"))
    row = page.get_by_role("row", name=re.compile("Disdukcapil"))
    expect(row).to_contain_text(in_indonesian(filled.floor))
    row.get_by_role("link", name="Disdukcapil").click()
    checklist = ChecklistPage(page, filled)
    expect(checklist.score).to_have_text(in_indonesian(filled.floor))
    expect(checklist.row("S1").get_by_role("radio").first).to_be_disabled()


def test_a_figure_opens_down_to_the_single_observation(site: Site, filled: Assessment, operator: User) -> None:
    checklist = ChecklistPage(site.visit(operator, viewport=DESK), filled).open()
    checklist.page.locator(".strip-score").click()
    page = checklist.page
    expect(page.locator(".why-total .figure")).to_have_text(in_indonesian(filled.floor))
    observation = page.locator(".why-answers strong", has_text="Pejabat 2").first
    expect(observation).to_be_hidden()
    page.locator("summary", has_text="Pengetahuan tentang komponen standar pelayanan").click()
    expect(observation).to_be_visible()
    page.get_by_role("link", name="Buka isiannya").first.click()
    expect(page.locator('[id="t-K1"]')).to_be_in_viewport()


def test_dark_is_followed_from_the_system_chosen_by_hand_and_remembered(
    site: Site, filled: Assessment, operator: User
) -> None:
    page = site.visit(operator, filled.get_absolute_url(), viewport=DESK, color_scheme="light")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    assert brightness(dark) < 60 < 200 < brightness(light)
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Gelap").click()
    assert background(page) == dark
    page.reload()
    assert background(page) == dark


def background(page: Page) -> list[int]:
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return [int(part) for part in re.findall(r"\d+", colour)[:3]]


def brightness(colour: list[int]) -> float:
    return sum(colour) / 3


def test_an_indicator_is_reached_and_answered_with_the_keyboard_alone(
    site: Site, assessment: Assessment, operator: User
) -> None:
    checklist = ChecklistPage(site.visit(operator, viewport=DESK), assessment).open()
    keyboard = checklist.page.keyboard
    keyboard.press("Tab")
    expect(checklist.page.locator(".skip")).to_be_in_viewport()
    keyboard.press("Enter")
    tab_to(checklist.page, "[data-kspp-next]")
    keyboard.press("Enter")
    assert checklist.page.evaluate(f"{FOCUSED}.closest('[data-kspp-row]').id") == "K1-official-1"
    assert focus_is_visible(checklist.page)
    keyboard.press("ArrowDown")
    checklist.chosen("K1-official-1", 1)
    checklist.saved("K1-official-1")
    keyboard.press("ArrowDown")
    checklist.chosen("K1-official-1", 2)
    expect(checklist.page.locator('[id="chosen-K1-official-1"]')).to_contain_text("2")
    assert assessment.answers.get().points == 2


def tab_to(page: Page, selector: str) -> None:
    for _ in range(20):
        if page.evaluate(f"{FOCUSED}.matches('{selector}')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is more than 20 stops away")


def focus_is_visible(page: Page) -> bool:
    """The ring is on the element or on the label around it."""
    ring = "e => e && getComputedStyle(e).outlineStyle != 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2"
    return bool(page.evaluate(f"[{FOCUSED}, {FOCUSED}.closest('label')].some({ring})"))


def test_every_stop_of_the_keyboard_shows_where_it_is(site: Site, assessment: Assessment, operator: User) -> None:
    page = site.visit(operator, assessment.get_absolute_url(), viewport=DESK)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if not focus_is_visible(page):
            unseen.append(page.evaluate(f"{FOCUSED}.outerHTML.slice(0, 120)"))
    assert unseen == []
