"""The checklist as a person sees and touches it."""

import re

from playwright.sync_api import Locator, Page, expect

from assessments.models import Assessment

SAVED_AT = re.compile(r"Tersimpan \d\d\.\d\d")


class ChecklistPage:
    def __init__(self, page: Page, assessment: Assessment) -> None:
        self.page, self.assessment = page, assessment

    def open(self) -> "ChecklistPage":
        self.page.goto(self.assessment.get_absolute_url())
        return self

    def row(self, anchor: str) -> Locator:
        """`S1` for the unit, `K1-official-2` for the second official."""
        return self.page.locator(f'[data-kspp-row][id="{anchor}"]')

    def level(self, anchor: str, points: int) -> Locator:
        return self.row(anchor).locator(f".level:has(input[value='{points}'])")

    def choose(self, anchor: str, points: int) -> None:
        self.level(anchor, points).click()

    def chosen(self, anchor: str, points: int) -> None:
        expect(self.row(anchor).locator(f"input[type=radio][value='{points}']")).to_be_checked()

    def unfold(self, anchor: str) -> None:
        """Open the subject the row lies in."""
        subject = self.page.locator("details.subject", has=self.row(anchor))
        if subject.get_attribute("open") is None:
            subject.locator("summary").first.click()

    def write_note(self, anchor: str, text: str) -> None:
        note = self.row(anchor).locator(".obs-note")
        if note.get_attribute("open") is None:
            note.locator("summary").click()
        note.get_by_role("textbox").fill(text)

    def status(self, anchor: str) -> Locator:
        return self.page.locator(f'[id="st-{anchor}"]')

    def saved(self, anchor: str) -> None:
        expect(self.status(anchor)).to_contain_text("Tersimpan")

    def unsaved(self, anchor: str) -> None:
        expect(self.status(anchor)).to_contain_text("Belum tersimpan")

    @property
    def summary(self) -> Locator:
        """The line in the strip that says whether everything is saved."""
        return self.page.locator("[data-kspp-save-state]")

    @property
    def score(self) -> Locator:
        return self.page.locator(".strip-score .figure")

    def open_evidence(self, anchor: str) -> Locator:
        place = self.page.locator(f'[id="ev-{anchor}"]')
        place.get_by_role("link", name="Bukti dukung").click()
        return place
