"""A citizen with a cheap phone: complains without a name, follows, reads the answer, rates it, asks again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint
from complaints.sentences.public import in_words
from complaints.tests.cases import step, with_clocks
from complaints.views import public, public_follow
from complaints.views.public_page import FormTraffic
from complaints.workflow import Move, State
from conftest import person
from kspp.testing.browsing import violations
from kspp.testing.portal import running_portal
from kspp.tests.browser.conftest import PHONE, Site
from kspp.tests.browser.files import as_file, photo
from kspp.tests.browser.test_every_page import EXCESS, SMALLEST
from kspp.tests.browser.test_transfer import Meter
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser
FIRST_VISIT, LATER_VISIT = 30_000, 8_000
"""Bytes of the form as they come over the line, headers included."""
STORY = "Saya datang pukul delapan dan baru dilayani pukul dua belas. Loket kosong sejak pukul sepuluh."
CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")


@pytest.fixture(autouse=True)
def unhurried_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser types faster than people, and every test begins with an empty street."""
    monkeypatch.setattr("complaints.abuse.QUICKEST", 0)
    monkeypatch.setattr(public, "gate", FormTraffic())
    monkeypatch.setattr(public_follow, "gate", FormTraffic())


@pytest.fixture
def unit(transactional_db: None, dukcapil: ServiceUnit) -> ServiceUnit:
    with_clocks()
    return dukcapil


def door(unit: ServiceUnit) -> str:
    return f"/adu/{unit.government.code}/{unit.pk}/"


def complain(page: Page, unit: ServiceUnit) -> str:
    """Only the story, as most people will; the code on the slip."""
    page.goto(door(unit))
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    page.get_by_role("button", name="Kirim pengaduan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pengaduan Anda sudah kami terima")
    code = page.locator(".slip-code").inner_text()
    assert CODE.match(code)
    return code


def follow(page: Page, code: str) -> None:
    page.goto("/lacak/")
    page.get_by_label("Kode pengaduan").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Buka pengaduan").click()
    expect(page).to_have_url(re.compile(r"/lacak/pengaduan/$"))


def desk_answers(complaint: Complaint, unit: ServiceUnit, admin: User, officer: User) -> None:
    now = timezone.now()
    step(complaint, Move.VERIFY, admin, now=now, classification="non_supervisory", unit=unit)
    step(complaint, Move.START, officer, now=now)
    step(complaint, Move.ANSWER, officer, now=now, text="Loket kini dijaga penuh.", outcome="proven")


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, unit: ServiceUnit) -> User:
    return person("petugas.aduan@kaur.example", Role.COMPLAINT_OFFICER, kaur, unit)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_citizen_complains_follows_rates_and_reopens(
    site: Site, unit: ServiceUnit, admin: User, officer: User, has_scripts: bool
) -> None:
    page = site.visit(java_script_enabled=has_scripts)
    code = complain(page, unit)
    complaint = Complaint.objects.get()
    assert complaint.is_anonymous
    expect(page.get_by_role("button", name="Cetak tanda terima")).to_be_visible(visible=has_scripts)
    page.get_by_role("button", name="Sudah saya simpan").click()
    page.goto("/adu/terkirim/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ikuti pengaduan")

    follow(page, code)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Pengaduan Anda sudah kami terima dan menunggu diperiksa."
    )
    page.locator("summary", has_text="Tulis pesan").click()
    page.get_by_label("Tulis pesan", exact=True).fill("Saya masih punya nomor antreannya.")
    page.locator("#write_files").set_input_files(as_file("Nomor Sari.jpg", "image/jpeg", photo()))
    page.get_by_role("button", name="Kirim pesan").click()
    expect(page.get_by_text("Pesan Anda sudah terkirim.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("lampiran-1.jpg"))).to_be_visible()

    desk_answers(complaint, unit, admin, officer)
    page.goto("/lacak/pengaduan/")
    expect(page.get_by_text("Loket kini dijaga penuh.")).to_be_visible()
    page.get_by_label("Kurang puas", exact=True).check()
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_text("Terima kasih atas penilaian Anda.")).to_be_visible()
    page.locator("summary", has_text="Minta dibuka kembali").click()
    page.get_by_label("Apa yang belum selesai?").fill("Loket kosong lagi.")
    page.get_by_role("button", name="Minta dibuka kembali").click()
    expect(page.get_by_text("Pengaduan dibuka kembali dan akan ditangani lagi.").first).to_be_visible()
    complaint.refresh_from_db()
    assert (complaint.state, complaint.rating, complaint.reopenings) == (State.REOPENED, 2, 1)

    page.get_by_role("button", name="Tutup halaman pengaduan").click()
    page.goto("/lacak/pengaduan/")
    expect(page).to_have_url(re.compile(r"/lacak/$"))


def test_the_printed_code_opens_the_page_with_one_press(site: Site, unit: ServiceUnit) -> None:
    code = complain(site.visit(), unit)
    other = site.visit(path=f"/lacak/buka/{code}/")
    other.get_by_role("button", name="Buka pengaduan").click()
    expect(other.get_by_text("sudah kami terima dan menunggu")).to_be_visible()


def test_an_impatient_double_press_is_one_complaint(site: Site, unit: ServiceUnit) -> None:
    page = site.visit(path=door(unit))
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    page.get_by_role("button", name="Kirim pengaduan").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pengaduan Anda sudah kami terima")
    assert Complaint.objects.count() == 1


def test_services_follow_the_unit_and_fields_for_the_person_the_choice(
    site: Site, unit: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    page = site.visit(path=f"/adu/{unit.government.code}/")
    offered = page.locator("#id_product optgroup:not([hidden])")
    expect(offered).to_have_count(2)
    page.get_by_label("Unit yang diadukan", exact=True).select_option(label="Puskesmas Mentiring")
    expect(offered).to_have_count(1)
    expect(page.get_by_label("Nama", exact=True)).to_be_hidden()
    page.get_by_label("Identitas dirahasiakan").check()
    expect(page.get_by_label("Nama", exact=True)).to_be_visible()


def test_the_question_is_answered_and_everything_typed_is_still_there(
    site: Site, unit: ServiceUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.tolerate(422)
    page = site.visit(path=door(unit))
    monkeypatch.setattr(public, "BUSY_HOUR", 0)
    page.get_by_label("Apa yang terjadi?").fill(STORY)
    page.get_by_role("button", name="Kirim pengaduan").click()
    question = page.get_by_label(re.compile("Tulis dengan angka"))
    expect(question).to_be_visible()
    expect(page.get_by_label("Apa yang terjadi?")).to_have_value(STORY)
    words = page.locator("label[for=id_answer]").inner_text().split(": ")[1]
    number = next(n for n in range(101, 1000) if in_words(n) == words)
    question.fill(str(number))
    page.get_by_role("button", name="Kirim pengaduan").click()
    expect(page.locator(".slip-code")).to_be_visible()


def barriers(page: Page, name: str) -> list[str]:
    """What axe finds in light and dark, and whether the page is wider than a very small phone."""
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    found = [f"{name}: {problem}" for problem in violations(page)]
    if (wide := page.evaluate(EXCESS)) > 0:
        found.append(f"{name}: {wide} px wider than the screen")
    page.emulate_media(color_scheme="dark")
    found += [f"{name}, dark: {problem}" for problem in violations(page, only="color-contrast")]
    page.emulate_media(color_scheme="light")
    return found


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(box => { box.open = true })")


def test_no_state_of_the_form_has_a_barrier(
    site: Site, unit: ServiceUnit, puskesmas: ServiceUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.tolerate(404, 422)
    page = site.visit(reduced_motion="reduce", path=f"/adu/{unit.government.code}/")
    found = barriers(page, "form")
    page.get_by_label("Dengan identitas").check()
    found += barriers(page, "form with a person")
    monkeypatch.setattr(public, "BUSY_HOUR", 0)
    page.get_by_label("Tanggal kejadian").fill("2199-01-01")
    page.get_by_role("button", name="Kirim pengaduan").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    found += barriers(page, "form with mistakes and the question")
    page.goto("/adu/99.99/")
    found += barriers(page, "unknown place")
    monkeypatch.setattr(public, "BUSY_HOUR", 30)
    complain(page, unit)
    found += barriers(page, "slip")
    assert found == []


def test_no_state_of_the_followed_complaint_has_a_barrier(
    site: Site, unit: ServiceUnit, admin: User, officer: User
) -> None:
    site.tolerate(422)
    page = site.visit(reduced_motion="reduce")
    code = complain(page, unit)
    complaint, found = Complaint.objects.get(), []
    page.goto("/lacak/")
    page.get_by_role("button", name="Buka pengaduan").click()
    found += barriers(page, "wrong code")

    def look(name: str) -> None:
        page.goto("/lacak/pengaduan/")
        open_all(page)
        found.extend(barriers(page, name))

    follow(page, code)
    look("received")
    page.get_by_role("button", name="Cabut pengaduan").click()
    expect(page.get_by_text("Beri tanda centang")).to_be_visible()
    found += barriers(page, "withdrawing unsure")
    step(complaint, Move.ASK, admin, now=timezone.now(), text="Mohon nomor antrean.", reason="kurang")
    look("incomplete")
    step(complaint, Move.COMPLETE, admin, now=timezone.now())
    desk_answers(complaint, unit, admin, officer)
    look("answered")
    step(complaint, Move.CLOSE, admin, now=timezone.now())
    look("closed")
    assert found == []


def test_the_slip_prints_on_one_sheet_with_the_code(site: Site, unit: ServiceUnit) -> None:
    page = site.visit()
    complain(page, unit)
    page.emulate_media(media="print")
    expect(page.locator(".slip-code")).to_be_visible()
    expect(page.locator(".slip .qr")).to_be_visible()
    expect(page.get_by_role("button", name="Cetak tanda terima")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


@pytest.fixture
def portal(unit: ServiceUnit, tmp_path: Path) -> Iterator[str]:
    """The real portal with its compressed files, on this test's database."""
    database = connection.settings_dict["NAME"]
    with running_portal(tmp_path, "--only", "web", DATABASE_URL=f"sqlite:///{database}") as address:
        yield address


def test_the_form_is_light(chromium: Browser, portal: str, unit: ServiceUnit) -> None:
    options: dict[str, Any] = {"viewport": PHONE, "base_url": portal}
    context = chromium.new_context(**options)
    page = context.new_page()
    meter = Meter(page)
    page.goto(door(unit))
    page.wait_for_load_state("networkidle")
    first = meter.read()
    assert 5_000 < first <= FIRST_VISIT, meter.last
    page.goto(door(unit))
    page.wait_for_load_state("networkidle")
    later = meter.read()
    assert 1_000 < later <= LATER_VISIT, meter.last
    context.close()
