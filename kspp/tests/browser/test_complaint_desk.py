"""An officer's day: a complaint recorded by keyboard alone, verified, handled, completed, answered and closed."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from accounts.permissions import Role
from complaints.lists import read_forms, read_templates
from complaints.models import Complaint, RunningClock
from complaints.services.lists import load_lists
from complaints.services.messages import note, write
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import COMPLAINANT, Move, State
from conftest import NOW, person
from kspp.testing.browsing import violations
from kspp.tests.browser.conftest import PHONE, Site
from kspp.tests.browser.test_every_page import EXCESS, Stop, judge, send_empty, to
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}
CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")
STORY = "Saya datang pukul delapan dan baru dilayani pukul dua belas."


@pytest.fixture
def unit(transactional_db: None, dukcapil: ServiceUnit) -> ServiceUnit:
    with_clocks()
    load_lists(forms=read_forms(), templates=read_templates(), by=None, now=NOW)
    return dukcapil


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, unit: ServiceUnit) -> User:
    return person("petugas.aduan@kaur.example", Role.COMPLAINT_OFFICER, kaur, unit)


@pytest.fixture
def liaison(kaur: Government, unit: ServiceUnit) -> User:
    return person("penghubung.aduan@kaur.example", Role.COMPLAINT_LIAISON, kaur, unit)


@pytest.fixture
def case(kaur: Government, unit: ServiceUnit, admin: User, officer: User) -> Complaint:
    """In progress, late, with messages, notes, a pause and an extension."""
    then = timezone.now() - timedelta(days=30)
    complaint = complain(kaur, unit, person=PERSON, secrecy="secret", now=then, story=STORY, is_vulnerable=True)
    step(complaint, Move.VERIFY, admin, classification="non_supervisory", unit=unit, now=then)
    step(complaint, Move.START, officer, now=then)
    step(complaint, Move.ASK, officer, text="Kapan?", reason="Belum jelas.", now=then)
    step(complaint, Move.COMPLETE, None, actor=COMPLAINANT, text="Hari Senin.", now=then + timedelta(days=1))
    note(complaint=complaint, text="Blanko habis.", form_key=uuid.uuid4(), by=officer, now=timezone.now())
    write(complaint=complaint, text="Bagaimana?", form_key=uuid.uuid4(), by=None, now=timezone.now())
    RunningClock.objects.filter(complaint=complaint, code="decide").update(ceiling=14)
    complaint.refresh_from_db()
    return complaint


def at_ease(page: Page) -> None:
    """No barrier and nothing wider than the phone, wherever the officer is just now."""
    size = page.viewport_size
    page.set_viewport_size(ViewportSize(width=PHONE["width"], height=PHONE["height"]))
    assert violations(page) == []
    assert page.evaluate(EXCESS) <= 0
    if size:
        page.set_viewport_size(size)


def tab_to(page: Page, label: str) -> None:
    """As far as the field called `label`, and no further than a whole form."""
    field = page.get_by_label(label, exact=True)
    for _ in range(20):
        if field.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {label}")


def record_by_keyboard(page: Page, kaur: Government) -> Complaint:
    page.goto(f"/pemda/{kaur.code}/pengaduan/catat/")
    expect(page.get_by_label("Kanal*")).to_be_focused()
    page.keyboard.type("Telepon")
    for label, words in (("Pokok pengaduan*", "Antrean terlalu lama"), ("Apa yang terjadi*", STORY)):
        tab_to(page, label)
        page.keyboard.type(words)
    tab_to(page, "Nama")
    page.keyboard.type(PERSON["name"])
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tanda terima pengaduan")
    expect(page.locator(".follow-code")).to_have_text(CODE)
    expect(page.get_by_role("button", name="Cetak")).to_be_visible()
    at_ease(page)
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.subject, complaint.story) == ("phone", "Antrean terlalu lama", STORY)
    return complaint


def make(page: Page, complaint: Complaint, label: str, fill: Callable[[Page], None] | None = None) -> None:
    """One move from the page of the case, through its form."""
    page.goto(complaint.get_absolute_url())
    at_ease(page)
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    at_ease(page)
    if fill:
        fill(page)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_role("status").filter(has_text="kini berstatus")).to_be_visible()


def test_a_complaint_from_the_telephone_to_the_end(
    site: Site, kaur: Government, unit: ServiceUnit, admin: User, officer: User, liaison: User
) -> None:
    page, desk = site.visit(officer, viewport=DESK), site.visit(admin, viewport=DESK)
    complaint = record_by_keyboard(page, kaur)

    def verify(form: Page) -> None:
        form.get_by_label("Kelas").select_option("non_supervisory")
        form.get_by_label("Penundaan berlarut").check()
        expect(form.get_by_label("Unit")).to_have_value(str(unit.pk))

    make(desk, complaint, "Verifikasi", verify)
    make(page, complaint, "Mulai proses")

    def ask(form: Page) -> None:
        form.get_by_label("Pesan untuk pengadu").fill("Tanggal berapa Anda datang?")
        form.get_by_label("Alasan").fill("Tanggal tidak disebut.")

    make(page, complaint, "Minta dilengkapi", ask)
    expect(page.get_by_text("Menunggu kelengkapan dari pengadu.").first).to_be_visible()
    step(complaint, Move.COMPLETE, None, actor=COMPLAINANT, text="Senin lalu.", now=timezone.now())

    def answer(form: Page) -> None:
        form.get_by_role("button", name="Pakai templat").click()
        expect(form.get_by_label("Pesan untuk pengadu")).not_to_have_value("")
        expect(form.get_by_label("Pesan untuk pengadu")).to_be_focused()
        form.get_by_label("Pesan untuk pengadu").fill("Loket kini dijaga penuh.")
        form.get_by_label("Hasil").select_option("proven")

    make(page, complaint, "Kirim jawaban", answer)
    make(site.visit(liaison, viewport=DESK), complaint, "Tutup pengaduan")
    complaint.refresh_from_db()
    assert complaint.state == State.CLOSED
    assert complaint.officer == officer
    page.goto(complaint.get_absolute_url())
    expect(page.locator(".case-standing")).to_contain_text("Selesai")
    at_ease(page)


def test_services_and_officers_follow_the_unit(site: Site, kaur: Government, unit, puskesmas, admin, officer) -> None:
    page = site.visit(admin, to("complaints:move", complain(kaur).pk, "verify"), viewport=DESK)
    offered = page.locator("#id_officer option:not([disabled])")
    expect(offered).to_have_count(3)
    page.get_by_label("Unit").select_option(str(puskesmas.pk))
    expect(offered).to_have_count(2)
    expect(page.locator("#id_product option:not([disabled])")).to_have_count(3)
    expect(offered.last).to_have_text(admin.name)


def test_nobody_asks_for_the_name_of_who_put_a_slip_into_the_box(site: Site, kaur: Government, officer: User) -> None:
    page = site.visit(officer, to("complaints:record", kaur.code))
    expect(page.get_by_label("Nama")).to_be_visible()
    page.get_by_label("Kanal*").select_option("box")
    expect(page.get_by_label("Identitas")).to_have_value("anonymous")
    expect(page.get_by_label("Nama")).to_be_hidden()


def test_a_template_does_not_wipe_out_what_was_typed(site: Site, case: Complaint, officer: User) -> None:
    page = site.visit(officer, case.get_absolute_url(), viewport=DESK)
    text = page.get_by_label("Pesan untuk pengadu")
    text.fill("Sudah saya tulis panjang.")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Pakai templat").click()
    expect(text).to_have_value("Sudah saya tulis panjang.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Pakai templat").click()
    expect(text).to_have_value(re.compile(re.escape(case.number)))


def test_two_officers_at_once_meet_a_readable_conflict(site: Site, case: Complaint, officer: User, liaison) -> None:
    site.tolerate(409)
    first, second = (site.visit(user, to("complaints:move", case.pk, "answer")) for user in (officer, liaison))
    for page in (first, second):
        page.get_by_label("Pesan untuk pengadu").fill("Loket kini dijaga penuh.")
        page.get_by_label("Hasil").select_option("proven")
        page.get_by_label("Alasan lewat tenggat").fill("Blanko habis.")
        page.get_by_role("button", name="Kirim jawaban").click()
    expect(first.get_by_text("kini berstatus “Dijawab”")).to_be_visible()
    expect(second.get_by_text("Pengaduan ini berubah")).to_be_visible()
    expect(second.get_by_text("menjawab pengaduan")).to_be_visible()
    expect(second.get_by_label("Pesan untuk pengadu")).to_have_value("Loket kini dijaga penuh.")
    at_ease(second)
    assert case.messages.filter(kind="answer").count() == 1


def test_the_desks_pages_have_no_barrier(site: Site, case: Complaint, admin: User, kaur: Government) -> None:
    received = complain(kaur, case.unit)
    clock = case.clocks.get(code="decide")
    judge(
        site,
        admin,
        [
            Stop(to("complaints:record", kaur.code), send_empty, is_main=True),
            Stop(case.get_absolute_url(), is_main=True),
            *(
                Stop(to("complaints:move", received.pk, move), send_empty)
                for move in ("ask", "verify", "refer", "archive", "withdraw")
            ),
            Stop(to("complaints:move", case.pk, "answer"), send_empty, is_main=True),
            Stop(to("complaints:move", case.pk, "transfer"), send_empty),
            Stop(to("complaints:extend", case.pk, clock.pk), send_empty),
            *(Stop(to(f"complaints:{name}", case.pk), send_empty) for name in ("attach", "split")),
            *(Stop(to(f"complaints:{name}", case.pk)) for name in ("link", "facts", "assign", "receipt")),
        ],
    )


def test_the_desk_works_without_scripts(site: Site, case: Complaint, officer: User) -> None:
    page = site.visit(officer, case.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("button", name="Tandai sudah dibaca").click()
    expect(page.get_by_role("button", name="Tandai sudah dibaca")).to_have_count(0)
    page.get_by_role("button", name="Pakai templat").click()
    expect(page.get_by_label("Pesan untuk pengadu")).to_have_value(re.compile(re.escape(case.number)))
    page.goto(to("complaints:move", case.pk, "return"))
    page.get_by_label("Alasan").fill("Bukan layanan kami.")
    page.get_by_role("button", name="Kembalikan ke admin koordinator").click()
    expect(page.get_by_text("kini berstatus “Diverifikasi”")).to_be_visible()
