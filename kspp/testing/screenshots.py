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
PHONE, DESK = (360, 740), (1280, 800)
LARGEST = 200_000
"""Bytes of one picture."""
PAGE_ONE_DPI = 80


def main() -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder)) as address, sync_playwright() as driver:
        password = _password((Path(folder) / "portal.log").read_text())
        browser = launch(driver)
        _checklist(_visit(browser, address, "operator.dukcapil", password, PHONE), "checklist-phone.png")
        _checklist(_visit(browser, address, "operator.dukcapil", password, DESK), "checklist-desktop.png")
        _leader(_visit(browser, address, "asisten", password, DESK))
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
    page.wait_for_load_state("networkidle")
    return page


if __name__ == "__main__":
    sys.exit(main())
