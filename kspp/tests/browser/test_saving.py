"""What is shown as saved is saved; what is not is shown so, kept and sent again."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from assessments.models import Answer, Assessment
from history.models import Event
from kspp.tests.browser.checklist_page import SAVED_AT, ChecklistPage
from kspp.tests.browser.conftest import Site, log_in

pytestmark = pytest.mark.browser


@pytest.fixture
def checklist(site: Site, assessment: Assessment, operator: User) -> ChecklistPage:
    return ChecklistPage(site.visit(operator), assessment).open()


def stored(assessment: Assessment, code: str) -> Answer:
    return assessment.answers.get(indicator__code=code)


def saves(assessment: Assessment, code: str) -> int:
    return Event.objects.about(assessment).filter(action="answer.saved", changes__indicator=code).count()


class Colleague:
    """The coordinator answers S1 with 1 while the operator still looks at the empty row, then the operator says 4."""

    def __init__(self, site: Site, assessment: Assessment, operator: User, coordinator: User) -> None:
        site.tolerate(409)
        self.mine = ChecklistPage(site.visit(operator), assessment).open()
        self.theirs = ChecklistPage(site.visit(coordinator), assessment).open()
        self.theirs.choose("S1", 1)
        self.theirs.write_note("S1", "Laporan triwulan ada.")
        self.theirs.saved("S1")
        expect(self.theirs.summary).to_have_text(SAVED_AT)
        self.mine.choose("S1", 4)

    @property
    def clash(self) -> str:
        return '[id="problem-S1"]'


@pytest.fixture
def clash(site: Site, assessment: Assessment, operator: User, coordinator: User) -> Colleague:
    return Colleague(site, assessment, operator, coordinator)


def test_the_second_of_two_people_sees_both_versions_and_nothing_is_overwritten(
    clash: Colleague, assessment: Assessment
) -> None:
    box = clash.mine.page.locator(clash.clash)
    expect(box).to_contain_text("Orang lain sudah mengubah isian ini")
    expect(box).to_contain_text("Koordinator")
    expect(box).to_contain_text("tingkat 4 dari 4")
    expect(box).to_contain_text("tingkat 1 dari 4")
    expect(box).to_contain_text("Laporan triwulan ada.")
    expect(box.get_by_role("alert")).to_be_in_viewport()
    expect(clash.mine.status("S1")).not_to_contain_text("Tersimpan")
    expect(clash.mine.summary).to_have_text("Ada isian lain. Pilih salah satu.")
    clash.mine.chosen("S1", 4)
    assert stored(assessment, "S1").points == 1


def test_a_conflict_that_was_left_undecided_is_still_there_after_closing_the_page(
    clash: Colleague, assessment: Assessment
) -> None:
    expect(clash.mine.page.get_by_role("button", name="Pakai isian saya")).to_be_visible()
    back = ChecklistPage(clash.mine.page.context.new_page(), assessment)
    clash.mine.page.close()
    back.open().chosen("S1", 4)
    back.page.get_by_role("button", name="Pakai isian saya").click()
    back.saved("S1")
    assert stored(assessment, "S1").points == 4


def test_the_second_of_two_people_may_keep_the_own_version(clash: Colleague, assessment: Assessment) -> None:
    clash.mine.page.get_by_role("button", name="Pakai isian saya").click()
    clash.mine.saved("S1")
    expect(clash.mine.page.locator(clash.clash)).to_be_empty()
    expect(clash.mine.summary).to_have_text(SAVED_AT)
    assert stored(assessment, "S1").points == 4


def test_the_second_of_two_people_may_take_the_others_version(clash: Colleague, assessment: Assessment) -> None:
    clash.mine.page.get_by_role("link", name="Pakai yang tersimpan").click()
    clash.mine.chosen("S1", 1)
    expect(clash.mine.row("S1").get_by_role("textbox")).to_have_value("Laporan triwulan ada.")
    clash.mine.open().chosen("S1", 1)
    clash.mine.choose("S1", 2)
    clash.mine.saved("S1")
    assert stored(assessment, "S1").points == 2


def test_an_answer_given_without_a_connection_is_shown_unsaved_and_sent_when_it_is_back(
    site: Site, checklist: ChecklistPage, assessment: Assessment
) -> None:
    site.tolerate(0)
    checklist.page.context.set_offline(True)
    checklist.choose("S1", 3)
    checklist.unsaved("S1")
    expect(checklist.summary).to_contain_text("1 isian belum tersimpan")
    assert not assessment.answers.exists()
    checklist.page.context.set_offline(False)
    checklist.saved("S1")
    expect(checklist.summary).to_have_text(SAVED_AT)
    assert stored(assessment, "S1").points == 3


def test_a_connection_lost_in_the_middle_of_a_save_costs_nothing_and_saves_once(
    site: Site, checklist: ChecklistPage, assessment: Assessment
) -> None:
    """The server did its work, the answer to it never arrived."""
    site.tolerate(0)
    lost: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    checklist.page.route("**/jawaban/", lose_the_first_answer)
    checklist.choose("S1", 3)
    checklist.unsaved("S1")
    checklist.saved("S1")
    assert lost == [200]
    assert stored(assessment, "S1").points == 3
    assert saves(assessment, "S1") == 1


def test_what_was_not_saved_is_put_back_after_closing_the_page_and_then_sent(
    site: Site, checklist: ChecklistPage, assessment: Assessment
) -> None:
    site.tolerate(0)
    context = checklist.page.context
    context.set_offline(True)
    checklist.choose("S1", 3)
    checklist.write_note("S1", "Berita acara Maret.")
    checklist.unsaved("S1")
    checklist.page.close()
    context.set_offline(False)
    back = ChecklistPage(context.new_page(), assessment)
    hold = Held(back.page)
    back.open().chosen("S1", 3)
    expect(back.row("S1").get_by_role("textbox")).to_have_value("Berita acara Maret.")
    expect(back.status("S1")).not_to_contain_text("Tersimpan")
    assert not assessment.answers.exists()
    hold.let_go()
    back.saved("S1")
    assert (stored(assessment, "S1").points, stored(assessment, "S1").note) == (3, "Berita acara Maret.")
    back.page.reload()
    back.chosen("S1", 3)
    expect(back.summary).to_be_empty()


class Held:
    """Keeps the saves of a page on their way until they are let go."""

    def __init__(self, page: Page) -> None:
        self.routes: list[Route] = []
        self.page, self.is_open = page, False
        page.route("**/jawaban/", self._arrive)

    def _arrive(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self.is_open = True
        for route in self.routes:
            route.continue_()


def test_saved_is_never_said_before_the_server_has_it(checklist: ChecklistPage, assessment: Assessment) -> None:
    hold = Held(checklist.page)
    checklist.choose("S1", 3)
    expect(checklist.status("S1")).to_have_text("Menyimpan…")
    expect(checklist.summary).to_have_text("Menyimpan…")
    hold.let_go()
    expect(checklist.status("S1")).to_have_text(SAVED_AT)


def test_answers_given_faster_than_they_are_saved_end_with_the_last_one(
    checklist: ChecklistPage, assessment: Assessment
) -> None:
    hold = Held(checklist.page)
    for points in (1, 2, 4, 3):
        checklist.choose("S1", points)
    hold.let_go()
    checklist.saved("S1")
    expect(checklist.summary).to_have_text(SAVED_AT)
    assert stored(assessment, "S1").points == 3


def test_a_double_tap_has_one_effect(site: Site, assessment: Assessment, operator: User) -> None:
    checklist = ChecklistPage(site.visit(operator, has_touch=True, is_mobile=True), assessment).open()
    level = checklist.level("S1", 3)
    level.tap()
    level.tap()
    checklist.saved("S1")
    expect(checklist.summary).to_have_text(SAVED_AT)
    checklist.page.wait_for_load_state("networkidle")
    assert saves(assessment, "S1") == 1
    assert stored(assessment, "S1").version == 1


def test_an_expired_session_is_said_and_loses_nothing(
    site: Site, checklist: ChecklistPage, assessment: Assessment, operator: User
) -> None:
    site.tolerate(403)
    Session.objects.all().delete()
    cache.clear()
    checklist.choose("S1", 3)
    expect(checklist.status("S1")).to_contain_text("sesi Anda berakhir")
    expect(checklist.summary).to_contain_text("1 isian belum tersimpan")
    other_tab = checklist.page.context.new_page()
    log_in(other_tab, operator)
    checklist.page.bring_to_front()
    checklist.saved("S1")
    expect(checklist.summary).to_have_text(SAVED_AT)
    assert stored(assessment, "S1").points == 3


def test_on_a_shared_computer_nobody_sends_what_another_person_typed(
    site: Site, checklist: ChecklistPage, assessment: Assessment, operator: User, coordinator: User
) -> None:
    site.tolerate(0, 403)
    context = checklist.page.context
    context.set_offline(True)
    checklist.choose("S1", 3)
    checklist.unsaved("S1")
    checklist.page.close()
    context.set_offline(False)
    theirs = ChecklistPage(context.new_page(), assessment)
    site.sign_in(theirs.page, coordinator)
    expect(theirs.open().row("S1").get_by_label("Belum dinilai")).to_be_checked()
    theirs.choose("S3", 1)
    theirs.saved("S3")
    assert list(assessment.answers.values_list("indicator__code", "updated_by")) == [("S3", coordinator.pk)]
    site.sign_in(theirs.page, operator)
    theirs.open().saved("S1")
    assert stored(assessment, "S1").updated_by == operator


def test_a_page_left_open_does_not_save_as_the_person_who_signed_in_meanwhile(
    site: Site, checklist: ChecklistPage, assessment: Assessment, operator: User, coordinator: User
) -> None:
    site.tolerate(403)
    Session.objects.all().delete()
    cache.clear()
    other_tab = checklist.page.context.new_page()
    log_in(other_tab, coordinator)
    checklist.choose("S1", 3)
    expect(checklist.status("S1")).to_contain_text("masuk lagi dengan akun Anda")
    assert not assessment.answers.exists()


def test_a_server_that_fails_once_is_asked_again(site: Site, checklist: ChecklistPage, assessment: Assessment) -> None:
    site.tolerate(500)
    checklist.page.route("**/jawaban/", lambda route: route.fulfill(status=500, body="rusak"), times=1)
    checklist.choose("S1", 3)
    checklist.unsaved("S1")
    checklist.saved("S1")
    assert stored(assessment, "S1").points == 3


def test_a_figure_that_makes_no_sense_is_refused_at_its_row_and_kept(
    site: Site, checklist: ChecklistPage, assessment: Assessment
) -> None:
    site.tolerate(422)
    figure = checklist.row("O6").get_by_role("textbox").first
    figure.fill("840")
    figure.blur()
    expect(checklist.row("O6").get_by_role("alert")).to_be_visible()
    checklist.unsaved("O6")
    expect(figure).to_have_value("840")
    figure.fill("84,17")
    figure.blur()
    checklist.saved("O6")
    assert str(stored(assessment, "O6").figure) == "84.17"


def test_a_figure_changed_and_changed_back_does_not_stay_unsaved(checklist: ChecklistPage) -> None:
    figure = checklist.row("O6").get_by_label("Angka")
    figure.fill("84,17")
    figure.blur()
    checklist.saved("O6")
    figure.focus()
    figure.press("End")
    figure.press("Backspace")
    figure.press("7")
    figure.blur()
    expect(checklist.row("O6")).not_to_contain_text("Belum tersimpan")
    expect(checklist.summary).to_have_text(SAVED_AT)
