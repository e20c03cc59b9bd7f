"""What-if, scenarios and the action plan on a small phone: no barrier, alive with scripts, whole without them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Answer, Assessment
from assessments.services.results import refresh
from conftest import NOW, fill, make_assessment
from kspp.tests.access.improving import make_action, make_scenario
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import EXCESS, SMALLEST, Stop, judge, send_empty, to
from planning.models import Action, Scenario
from planning.services.actions import move_action
from planning.services.scenarios import save_scenario
from units.models import ServiceUnit

pytestmark = pytest.mark.browser


@pytest.fixture
def filled(assessment: Assessment, puskesmas: ServiceUnit) -> Assessment:
    fill(assessment, 2, leave_blank=("S2",))
    fill(make_assessment(assessment.locus.cycle, puskesmas), 3)
    return assessment


@pytest.fixture
def scenario(filled: Assessment, coordinator: User) -> Scenario:
    return make_scenario(filled, coordinator)


@pytest.fixture
def whole(filled: Assessment, coordinator: User) -> Scenario:
    cycle = filled.locus.cycle
    rows = Assessment.objects.filter(locus__cycle=cycle)
    return save_scenario(
        government=cycle.government,
        cycle=cycle,
        unit=None,
        instrument=filled.instrument,
        name="Seluruh kabupaten menuju zona hijau sebelum penilai datang",
        note="Rapat 3 Juni",
        asked={},
        steps=[{"assessment": a.pk, "indicator": code, "to": "4"} for a in rows for code in ("S1", "S3")],
        order_key=uuid.uuid4(),
        by=coordinator,
        now=NOW,
    )


@pytest.fixture
def actions(filled: Assessment, coordinator: User) -> list[Action]:
    today = timezone.localdate()
    made = [make_action(filled, coordinator, today + timedelta(days=days)) for days in (-3, 0, 1, 12)]
    move_action(action=made[1], state="doing", note="", seen_version=1, by=coordinator, now=NOW)
    made[3] = move_action(action=made[3], state="dropped", note="Anggaran", seen_version=1, by=coordinator, now=NOW)
    return made


def move(page: Page) -> None:
    """Move one level and wait until the page has told what that does."""
    page.get_by_role("group", name="Tingkat").first.get_by_text("4", exact=True).click()
    expect(page.locator("#andai-strip")).to_contain_text("1 perubahan")


def keep_nameless(page: Page) -> None:
    move(page)
    page.get_by_role("button", name="Simpan skenario").click()
    expect(page.get_by_text("Beri nama skenario").first).to_be_visible()


def test_the_pages_have_no_barrier(
    site: Site, coordinator: User, filled: Assessment, scenario: Scenario, whole: Scenario, actions: list[Action]
) -> None:
    Answer.objects.filter(assessment=filled, indicator__code="S3").update(points=3)
    refresh(filled, NOW)
    cycle = filled.locus.cycle_id
    judge(
        site,
        coordinator,
        [
            Stop(to("planning:whatif", filled.pk), is_main=True),
            Stop(to("planning:whatif", filled.pk), move),
            Stop(to("planning:whatif", filled.pk), keep_nameless),
            Stop(to("planning:cycle_whatif", cycle)),
            Stop(to("planning:cycle_scenarios", cycle), is_main=True),
            Stop(to("planning:unit_scenarios", filled.locus_id)),
            Stop(to("planning:scenario", scenario.pk), is_main=True),
            Stop(to("planning:scenario_edit", scenario.pk), send_empty),
            Stop(to("planning:scenario_compare", scenario.pk)),
            Stop(f"{to('planning:scenario_compare', scenario.pk)}?dengan={whole.pk}", is_main=True),
            Stop(to("planning:scenario_actions", whole.pk), is_main=True),
            Stop(to("planning:scenario_actions", whole.pk), send_empty),
            Stop(to("planning:cycle_actions", cycle), is_main=True),
            Stop(f"{to('planning:cycle_actions', cycle)}?keadaan=semua"),
            Stop(f"{to('planning:unit_actions', filled.locus_id)}?pemilik=saya"),
            Stop(to("planning:cycle_action_add", cycle), send_empty),
            Stop(to("planning:action", actions[0].pk), is_main=True),
            Stop(to("planning:action_edit", actions[0].pk), send_empty),
        ],
    )


def test_the_score_follows_a_tap_at_once_and_answers_stay(site: Site, coordinator: User, filled: Assessment) -> None:
    stored = sorted(Answer.objects.values_list("pk", "points", "version"))
    page = site.visit(coordinator, to("planning:whatif", filled.pk))
    strip = page.locator("#andai-strip")
    expect(strip).to_contain_text("Belum ada yang diubah")
    row = page.get_by_role("group", name="Tingkat").first
    row.get_by_text("4", exact=True).scroll_into_view_if_needed()
    before = row.bounding_box()
    move(page)
    expect(strip).to_contain_text("naik")
    expect(page.locator("#andai-ubahan")).to_contain_text("dari tingkat 2 ke tingkat 4")
    after = row.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) <= 2
    row.locator(".whatif-now").click()
    expect(strip).to_contain_text("Belum ada yang diubah")
    assert sorted(Answer.objects.values_list("pk", "points", "version")) == stored


def test_from_a_move_to_actions_without_scripts(site: Site, coordinator: User, filled: Assessment) -> None:
    page = site.visit(coordinator, viewport=SMALLEST, java_script_enabled=False)
    page.goto(to("planning:whatif", filled.pk))
    page.get_by_role("group", name="Tingkat").first.get_by_text("4", exact=True).click()
    page.get_by_role("button", name="Hitung").click()
    expect(page.locator("#andai-ubahan")).to_contain_text("1 perubahan")
    page.get_by_label("Nama skenario").fill("Rapat Senin")
    page.get_by_role("button", name="Simpan skenario").click()
    expect(page.get_by_role("heading", name="Rapat Senin")).to_be_visible()
    page.get_by_role("link", name="Jadikan tindakan").click()
    page.get_by_label("Penanggung jawab").fill("Ibu Sari")
    page.get_by_role("button", name="Buat tindakan").click()
    expect(page.get_by_text("1 tindakan dibuat.")).to_be_visible()
    expect(page.locator(".plan-meta")).to_contain_text("Ibu Sari")
    page.get_by_role("button", name="Mulai kerjakan").click()
    expect(page.get_by_text("Keadaan tindakan sekarang: dikerjakan.")).to_be_visible()
    action = Action.objects.get()
    assert (action.state, action.owner_name) == ("doing", "Ibu Sari")
    assert page.locator("main").evaluate("main => main.scrollWidth - main.clientWidth") == 0


def test_a_desk_has_room_for_everything(site: Site, coordinator: User, whole: Scenario, actions: list[Action]) -> None:
    page = site.visit(coordinator, viewport={"width": 1280, "height": 900})
    for path in (to("planning:cycle_whatif", whole.cycle_id), to("planning:scenario_actions", whole.pk)):
        page.goto(path)
        assert page.evaluate(EXCESS) == 0
