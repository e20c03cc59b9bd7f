"""Every kind of page in its states: no barrier axe-core knows of, nothing wider than a small phone, no complaint."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Membership, User
from accounts.permissions import Role
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from assessments.services.moves import move_assessment
from assessments.workflow import Move
from conftest import fill, make_assessment, person
from kspp.testing.browsing import violations
from kspp.tests.browser.conftest import Site
from reports.documents import services as report_services
from reports.models import Report
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser
SMALLEST = {"width": 320, "height": 640}
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Stop:
    """A page to judge: where it is, what to do there first, and the answer it must give."""

    path: str
    act: Act | None = None
    status: int = 200
    is_main: bool = False


def send_empty(page: Page) -> None:
    """Send the page's form past the browser's own checks, as an old browser or a script would."""
    form = page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true }")
    form.evaluate("form => form.querySelectorAll('input:not([type=hidden])').forEach(i => { i.value = '' })")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        form.locator("button[type=submit], input[type=submit], button:not([type])").first.click()
    page.wait_for_load_state()
    assert answer.value.status == 422, f"{page.url} answered {answer.value.status}"


def judge(site: Site, user: User | None, stops: list[Stop]) -> None:
    site.tolerate(403, 404, 422, 500)
    page = site.visit(user, viewport=SMALLEST, reduced_motion="reduce")
    found = [f"{stop.path}: {problem}" for stop in stops for problem in problems(page, stop)]
    assert found == []


def problems(page: Page, stop: Stop) -> list[str]:
    page.emulate_media(color_scheme="light")
    answer = page.goto(stop.path)
    assert answer is not None
    assert answer.status == stop.status, f"{stop.path} answered {answer.status}"
    if stop.act:
        stop.act(page)
    found = violations(page)
    wide = page.evaluate(EXCESS)
    if wide > 0:
        found.append(f"{wide} px wider than the screen")
    if stop.is_main:
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {line}" for line in violations(page, only="color-contrast")]
    return found


def to(name: str, *args: object) -> str:
    return reverse(name, args=args)


def wrong_password(page: Page) -> None:
    page.get_by_label("Alamat surel").fill("siapa@kaur.example")
    page.get_by_label("Kata sandi").fill("bukan-kata-sandinya")
    page.get_by_role("button", name="Masuk").click()
    expect(page.locator("[aria-invalid=true], [role=alert], .notice-error").first).to_be_visible()


def test_the_judge_sees_barriers_and_width(site: Site) -> None:
    page = site.visit(viewport=SMALLEST, java_script_enabled=True)
    page.set_content(
        "<html><title>x</title><img src='data:,'><p class=a style='width:400px;color:#aaa'>pudar</p></html>"
    )
    found = " ".join(violations(page))
    assert "image-alt" in found
    assert "color-contrast" in found
    assert "html-has-lang" in found
    assert page.evaluate(EXCESS) == 400 + 8 - 320


def test_the_entrance_has_no_barrier(site: Site) -> None:
    stops = [
        Stop(to("account_login"), is_main=True),
        Stop(to("account_login"), wrong_password),
        Stop(to("account_reset_password")),
        Stop(to("account_reset_password_done")),
    ]
    judge(site, None, stops)


def test_the_own_account_has_no_barrier(site: Site, db: None) -> None:
    newcomer = User.objects.create_user("baru@kaur.example", "sandi-uji-yang-panjang", name="Baru")
    stops = [
        Stop("/", is_main=True),
        Stop(to("account_change_password")),
        Stop(to("mfa_index")),
        Stop("/tidak-ada/", status=404),
    ]
    judge(site, newcomer, stops)


def test_places_and_units_have_no_barrier(
    site: Site, kaur: Government, dukcapil: ServiceUnit, coordinator: User
) -> None:
    product, officer = dukcapil.products.first(), dukcapil.officers.first()
    assert product
    assert officer
    judge(
        site,
        coordinator,
        [
            Stop("/"),
            Stop(to("directory:governments")),
            Stop(to("directory:government", kaur.code)),
            Stop(to("directory:government_edit", kaur.code)),
            Stop(to("directory:unit_list", kaur.code), is_main=True),
            Stop(to("directory:unit", dukcapil.pk), is_main=True),
            Stop(to("directory:unit_create", kaur.code), send_empty),
            Stop(to("directory:unit_edit", dukcapil.pk), send_empty, is_main=True),
            Stop(to("directory:product_create", dukcapil.pk), send_empty),
            Stop(to("directory:product_edit", product.pk)),
            Stop(to("directory:officer_create", dukcapil.pk), send_empty),
            Stop(to("directory:officer_edit", officer.pk)),
        ],
    )


def test_people_have_no_barrier(
    site: Site, kaur: Government, dukcapil: ServiceUnit, coordinator: User, operator: User, head: User
) -> None:
    membership = Membership.objects.get(user=operator)
    judge(
        site,
        coordinator,
        [
            Stop(to("directory:people", kaur.code), is_main=True),
            Stop(to("directory:invite", kaur.code), send_empty),
            Stop(to("directory:membership", membership.pk)),
            Stop(to("directory:who_can_see", dukcapil.pk), is_main=True),
            Stop(to("gallery"), status=403),
        ],
    )


def test_the_gallery_has_no_barrier(site: Site, platform_admin: User) -> None:
    judge(site, platform_admin, [Stop(to("gallery")), Stop("/"), Stop(to("directory:governments"))])


def test_cycles_have_no_barrier(site: Site, cycle: AssessmentCycle, assessment: Assessment, coordinator: User) -> None:
    judge(
        site,
        coordinator,
        [
            Stop(to("assessments:cycles", cycle.government.code), is_main=True),
            Stop(to("assessments:cycle_open", cycle.government.code)),
            Stop(to("assessments:cycle_open", cycle.government.code), send_empty, is_main=True),
            Stop(to("assessments:cycle", cycle.pk), is_main=True),
            Stop(to("assessments:cycle_edit", cycle.pk)),
            Stop(to("assessments:loci", cycle.pk), is_main=True),
            Stop(to("assessments:sample", assessment.locus_id), is_main=True),
        ],
    )


def test_the_checklist_in_work_has_no_barrier(site: Site, assessment: Assessment, operator: User) -> None:
    fill(assessment, leave_blank=("S2", "P03", "M2"))
    place = assessment.get_absolute_url()
    panel = f"{to('assessments:evidence_panel', assessment.pk)}?indikator=S1"
    judge(
        site,
        operator,
        [
            Stop("/"),
            Stop(place, is_main=True),
            Stop(to("assessments:gaps", assessment.pk), is_main=True),
            Stop(to("assessments:explanation", assessment.pk), open_everything, is_main=True),
            Stop(panel),
            Stop(place, submit),
        ],
    )


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(box => { box.open = true })")


def submit(page: Page) -> None:
    page.get_by_role("button", name="Ajukan").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def test_a_checklist_with_a_conflict_or_unsaved_answers_has_no_barrier(
    site: Site, assessment: Assessment, operator: User
) -> None:
    fill(assessment)
    site.tolerate(0, 409)

    def conflict(page: Page) -> None:
        answer = Answer.objects.get(assessment=assessment, indicator__code="S1")
        Answer.objects.filter(pk=answer.pk).update(points=1, version=answer.version + 1)
        page.locator("#S1 input[type=radio][value='4']").check()
        expect(page.get_by_role("button", name="Pakai isian saya")).to_be_visible()
        open_panel(page)

    def open_panel(page: Page) -> None:
        page.locator("#ev-S3").get_by_role("link", name="Bukti dukung").click()
        expect(page.locator("#ev-S3 .evidence-form")).to_be_visible()

    def lose_connection(page: Page) -> None:
        page.context.set_offline(True)
        page.locator("#S2 input[type=radio][value='4']").check()
        expect(page.locator("#st-S2")).to_contain_text("Belum tersimpan")

    place = assessment.get_absolute_url()
    judge(site, operator, [Stop(place, conflict), Stop(place, lose_connection)])


def test_a_checklist_under_review_has_no_barrier(
    site: Site, assessment: Assessment, operator: User, reviewer: User
) -> None:
    fill(assessment)
    Evidence.objects.create(
        answer=assessment.answers.get(indicator__code="S1"),
        link="https://kaur.example/sk",
        name="SK",
        uploaded_by=operator,
        uploaded_at=timezone.now(),
    )
    seen = assessment.version
    move_assessment(
        assessment=assessment, move=Move.SUBMIT, reason="", seen_version=seen, by=operator, now=timezone.now()
    )
    judge(site, reviewer, [Stop(assessment.get_absolute_url(), is_main=True)])


def test_a_returned_and_a_closed_checklist_have_no_barrier(
    site: Site, assessment: Assessment, operator: User, reviewer: User, assistant: User
) -> None:
    fill(assessment)
    seen = assessment.version
    move_assessment(
        assessment=assessment, move=Move.SUBMIT, reason="", seen_version=seen, by=operator, now=timezone.now()
    )
    move_assessment(
        assessment=assessment,
        move=Move.RETURN,
        reason="Lengkapi.",
        seen_version=seen + 1,
        by=reviewer,
        now=timezone.now(),
    )
    place = assessment.get_absolute_url()
    judge(site, operator, [Stop(place)])
    judge(site, assistant, [Stop(place), Stop(to("assessments:history", assessment.pk), is_main=True)])


def test_the_dashboard_has_no_barrier(
    site: Site, cycle: AssessmentCycle, assistant: User, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    address = to("reports:dashboard", cycle.pk)
    judge(site, assistant, [Stop("/"), Stop(address)])
    fill(make_assessment(cycle, dukcapil))
    make_assessment(cycle, puskesmas)
    judge(site, assistant, [Stop(address, is_main=True), Stop(to("assessments:total", cycle.pk), is_main=True)])


def test_reports_have_no_barrier(site: Site, assessment: Assessment, coordinator: User) -> None:
    cycle = assessment.locus.cycle
    address = to("reports:reports", cycle.pk)
    judge(site, coordinator, [Stop(address)])
    reports = {state: ordered(assessment, coordinator, state) for state in Report.State.values}
    pages = [Stop(report.get_absolute_url(), is_main=True) for report in reports.values()]
    judge(site, coordinator, [Stop(address, is_main=True), *pages])


def ordered(assessment: Assessment, by: User, state: str) -> Report:
    report = report_services.order_report(
        cycle=assessment.locus.cycle, assessment=assessment, order_key=uuid.uuid4(), by=by, now=timezone.now()
    )
    if state == Report.State.READY:
        report.file.save("x", ContentFile(b"%PDF-1.7"))
    report.state, report.finished_at, report.pages, report.size = state, timezone.now(), 3, 8
    report.error = "Laporan tidak dapat dibuat." if state == Report.State.FAILED else ""
    report.save()
    return report


def test_refusals_have_no_barrier(
    site: Site, assessment: Assessment, kaur: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("directory.views.places.fetch_unit", broken)
    sekda = person("sekda@kaur.example", Role.SECRETARY, kaur)
    judge(site, sekda, [Stop(to("directory:people", kaur.code), status=403), Stop("/unit/999999/", status=500)])
