"""How much a phone has to fetch, over the real server with its compressed static files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from assessments.models import Assessment
from conftest import PASSWORD
from kspp.testing.portal import running_portal
from kspp.tests.browser.conftest import PHONE, log_in

pytestmark = pytest.mark.browser
FIRST_VISIT, LATER_VISIT = 150_000, 30_000
"""Bytes as they come over the line, headers included."""


@pytest.fixture
def portal(
    transactional_db: None, assessment: Assessment, operator: User, tmp_path: Path, settings: Any
) -> Iterator[str]:
    """The real portal on this test's database. It knows argon2 only, as in production."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    operator.set_password(PASSWORD)
    operator.save()
    database = connection.settings_dict["NAME"]
    with running_portal(tmp_path, "--only", "web", DATABASE_URL=f"sqlite:///{database}") as address:
        yield address


class Meter:
    """Counts the bytes of every response of a page."""

    def __init__(self, page: Page) -> None:
        self.responses: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        self.protocol = page.context.new_cdp_session(page)
        self.protocol.send("Network.enable")
        self.protocol.on("Network.requestWillBeSent", self._sent)
        self.protocol.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]
        if "redirectResponse" in event:
            self._add(event["redirectResponse"]["url"], event["redirectResponse"]["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        self._add(self._urls.get(event["requestId"], "?"), event["encodedDataLength"])

    def _add(self, url: str, size: float) -> None:
        self.responses[url] = self.responses.get(url, 0) + int(size)

    def read(self) -> int:
        """Bytes since the last reading."""
        total, self.last = sum(self.responses.values()), dict(self.responses)
        self.responses.clear()
        return total


def test_the_first_visit_is_light_and_the_later_ones_lighter(
    chromium: Browser, portal: str, operator: User, assessment: Assessment
) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=portal)
    page = context.new_page()
    meter = Meter(page)
    log_in(page, operator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Disdukcapil")
    page.wait_for_load_state("networkidle")
    first = meter.read()
    assert 10_000 < first <= FIRST_VISIT, meter.last
    page.goto(assessment.get_absolute_url())
    page.wait_for_load_state("networkidle")
    later = meter.read()
    assert 1_000 < later <= LATER_VISIT, meter.last
    context.close()
