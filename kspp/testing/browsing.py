"""Chromium as the tests and the screenshots start it, and axe-core's judgement of a page."""

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Page, Playwright

from kspp.testing.services import find_chromium

QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)


@cache
def _axe() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, only: str = "") -> list[str]:
    """One line per element that breaks WCAG 2.2 AA; `only` names a single rule."""
    wanted = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": WCAG_22_AA}
    page.evaluate(_axe())
    options = {"runOnly": wanted, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(r => r.violations)", options)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}".replace("\n", " ")
        for rule in found
        for node in rule["nodes"]
    ]
