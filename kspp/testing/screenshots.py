"""`python -m kspp.testing.screenshots`: the pictures in docs/images, taken from the demo as a new user meets it."""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from kspp.testing.browsing import launch
from kspp.testing.portal import TOP, running_portal

IMAGES = TOP / "docs" / "images"
UNIT, LEADER = "operator.mentiring", "asisten3"
"""Mailboxes of the demo: a unit half way through its checklist, and who oversees them all."""
PHONE, DESK = (360, 740), (1280, 800)
LARGEST = 200_000
"""Bytes of one picture."""
PAGE_ONE_DPI = 80


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder)) as address, sync_playwright() as driver:
        password = _password((Path(folder) / "portal.log").read_text())
        browser = launch(driver)
        _checklist(_visit(browser, address, UNIT, password, PHONE), "checklist-phone.png")
        _checklist(_visit(browser, address, UNIT, password, DESK), "checklist-desktop.png")
        _overview(_visit(browser, address, LEADER, password, DESK))
        browser.close()
    return 0


def _password(log: str) -> str:
    found = re.search(r"Kata sandi untuk semua akun di atas: (\S+)", log)
    if found is None:
        raise RuntimeError("The portal printed no password.")
    return found[1]


def _visit(browser: Browser, address: str, mailbox: str, password: str, size: tuple[int, int]) -> Page:
    width, height = size
    page = browser.new_page(base_url=address, viewport={"width": width, "height": height}, locale="id-ID")
    page.goto("/")
    page.get_by_label("Alamat surel").fill(f"{mailbox}@kaur.demo")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_label("Kata sandi").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    return page


def _checklist(page: Page, name: str) -> None:
    """At the next indicator, with one answer given a moment ago."""
    page.get_by_role("link", name="Berikutnya yang belum terisi").click()
    row = page.locator("[data-kspp-row]:has(:focus)")
    row.locator("input[value='1']").dispatch_event("click")
    page.locator("[data-kspp-save-state]", has_text="Tersimpan").wait_for()
    _keep(page.screenshot(), name)


def _overview(page: Page) -> None:
    _keep(page.screenshot(full_page=True), "dashboard.png")
    dashboard = page.url
    page.get_by_role("row", name=re.compile("Kependudukan")).get_by_role("link").first.click()
    page.locator(".strip-score").click()
    page.locator("details.why-line details").first.locator("summary").click()
    _keep(page.screenshot(), "explanation.png")
    page.goto(dashboard.replace("dasbor", "laporan"))
    page.get_by_role("row", name=re.compile("Kabupaten Kaur")).get_by_role("link").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh PDF").click()
    _keep(_first_page(download.value.path()), "report.png")


def _first_page(pdf: Path) -> bytes:
    command = ["pdftoppm", "-png", "-f", "1", "-l", "1", "-r", str(PAGE_ONE_DPI), str(pdf)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def _keep(png: bytes, name: str) -> None:
    """A palette of 256 colours: a third of the size, the same to the eye."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(IMAGES / name, optimize=True)
    size = (IMAGES / name).stat().st_size
    if size > LARGEST:
        raise RuntimeError(f"{name} has {size} bytes, more than {LARGEST}.")


if __name__ == "__main__":
    sys.exit(main())
