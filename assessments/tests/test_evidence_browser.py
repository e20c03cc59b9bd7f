"""Evidence in a real browser: sent as soon as it is chosen, refused early, and tried again after a lost connection."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect, sync_playwright

from accounts.models import User
from assessments.models import Assessment, Evidence
from assessments.sentences import evidence as sentences
from instruments.selectors.tree import tree_of
from kspp.lib.uploads import sentences as file_sentences
from kspp.testing.services import find_chromium
from kspp.tests.upload_files import pdf, phone_photo

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def page(
    transactional_db: None,
    live_server: object,
    client: Client,
    operator: User,
    assessment: Assessment,
    settings: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    """The evidence of one answer on a phone, signed in as the unit's operator. Errors in the console fail the test."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    client.force_login(operator)
    node = next(node for node in tree_of(assessment.instrument).indicators() if node.scope == "unit")
    address = f"{live_server.url}{reverse('assessments:evidence_panel', args=[assessment.pk])}?indikator={node.code}"
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        context = browser.new_context(viewport=PHONE)
        context.add_cookies([session])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: "Content Security Policy" in m.text and complaints.append(m.text))
        page.goto(address)
        yield page
        browser.close()
    assert complaints == []


def choose(page: Page, content: bytes, name: str = "sk.pdf", pick: str = "file") -> None:
    page.locator(f'input[data-pick="{pick}"]').set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def test_a_photo_is_attached_as_soon_as_it_is_taken(page: Page) -> None:
    choose(page, phone_photo(), "loket.jpg", pick="camera")
    expect(page.get_by_role("link", name="loket.jpg")).to_be_visible()
    expect(page.get_by_text(sentences.ATTACHED, exact=True)).to_be_visible()
    assert Evidence.objects.get().media_type == "image/jpeg"
    choose(page, pdf())
    expect(page.get_by_role("link", name="sk.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="loket.jpg")).to_be_visible()


def test_a_file_too_large_is_refused_without_being_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    choose(page, b"%PDF-" + b"0" * 15 * 1024 * 1024)
    expect(page.get_by_role("alert")).to_contain_text(file_sentences.too_large(15 * 1024 * 1024))
    assert sent == []


def test_what_the_server_refuses_is_said_in_place(page: Page) -> None:
    choose(page, b"<!doctype html><html></html>", "sk.pdf")
    expect(page.get_by_role("alert")).to_contain_text(file_sentences.PAGE)
    assert not Evidence.objects.exists()


def test_a_lost_connection_keeps_the_file_for_another_try_under_the_same_key(page: Page) -> None:
    keys: list[str] = []

    def lose_the_answer(route: Route) -> None:
        keys.append((route.request.post_data_buffer or b"").split(b'name="upload_key"')[1].split(b"\r\n")[2].decode())
        if len(keys) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/bukti/", lose_the_answer)
    choose(page, pdf())
    expect(page.locator("[data-state-text]")).to_have_text("sk.pdf: belum terkirim — coba lagi")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_role("link", name="sk.pdf")).to_be_visible()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert Evidence.objects.count() == 1


def test_it_tries_again_by_itself_when_the_connection_returns(page: Page) -> None:
    page.context.set_offline(True)
    choose(page, pdf())
    expect(page.locator("[data-state-text]")).to_have_text("sk.pdf: belum terkirim — coba lagi")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("link", name="sk.pdf")).to_be_visible()


def test_what_cannot_be_sent_may_be_dropped(page: Page) -> None:
    page.context.set_offline(True)
    choose(page, pdf())
    expect(page.locator("[data-state-text]")).to_contain_text("belum terkirim")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator("[data-state]")).to_be_hidden()
    page.context.set_offline(False)
    assert not Evidence.objects.exists()


def test_a_link_is_attached_and_removed_in_place(page: Page) -> None:
    page.get_by_text("Lampirkan tautan untuk").click()
    page.get_by_label("Alamat tautan").fill("https://kaurkab.example/sk")
    page.get_by_label("Nama tautan (boleh kosong)").fill("SK Bupati")
    page.get_by_role("button", name="Lampirkan tautan").click()
    expect(page.get_by_role("link", name="SK Bupati")).to_be_visible()
    page.get_by_text("Hapus SK Bupati").click()
    page.get_by_role("button", name="Ya, hapus bukti ini").click()
    expect(page.get_by_role("link", name="SK Bupati")).to_be_hidden()
    expect(page.locator(".evidence-notice")).to_contain_text(sentences.REMOVED)


def test_it_fits_a_small_phone(page: Page) -> None:
    choose(page, pdf(), "Keputusan_Bupati_tentang_Standar_Pelayanan_" + "x" * 60 + ".pdf")
    expect(page.locator(".evidence-item")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
