"""Real visitors at a running portal. Whatever their browsers complain about fails the test."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from accounts.models import User
from conftest import PASSWORD
from kspp.testing.browsing import launch

PHONE = {"width": 360, "height": 740}
PATIENCE = 15_000
"""Milliseconds. Long, because the two cores may be busy; nothing waits this long when all is well."""
REFUSED = re.compile(r"(?:the server responded with a status of|Response Status Error Code) (\d+)")
LOST = re.compile(r"net::ERR_|htmx:(afterRequest|sendError)")

expect.set_options(timeout=PATIENCE)


@dataclass
class Site:
    """The portal as its visitors meet it. `complaints` are what browsers reported, without the `tolerated` answers."""

    browser: Browser
    address: str
    tolerated: set[int] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, user: User | None = None, path: str = "", **options: Any) -> Page:
        """A browser of its own on a phone unless told otherwise; signed in without the form when a user is given."""
        settings = {"viewport": PHONE, "locale": "id-ID", "base_url": self.address, **options}
        context = self.browser.new_context(**settings)
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = context.new_page()
        if user is not None:
            self.sign_in(page, user)
        if path:
            page.goto(path)
        return page

    def sign_in(self, page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])

    def tolerate(self, *statuses: int) -> None:
        """Browsers report every refused request; 0 stands for a request that never arrived."""
        self.tolerated.update(statuses)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused, lost = REFUSED.search(message.text), LOST.search(message.text)
        if (refused and int(refused[1]) in self.tolerated) or (lost and 0 in self.tolerated):
            return
        self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")


def log_in(page: Page, user: User) -> None:
    """Through the form, as people do."""
    page.goto("/akun/login/")
    page.get_by_label("Alamat surel").fill(user.email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_label("Kata sandi")).to_have_count(0)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The loop that drives the browser runs in this thread, where Django would refuse its database without the word."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def site(chromium: Browser, transactional_db: None, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Site]:
    settings.MEDIA_ROOT = tmp_path
    site = Site(chromium, live_server.url)
    yield site
    site.close()
    assert site.complaints == []
