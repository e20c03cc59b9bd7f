"""`choice of several` from the file to the form, the score, the history, the workbook and a later version."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User
from assessments.answering import GivenAnswer
from assessments.carrying import AskedIndicator, Obstacle, obstacle, reads_the_same
from assessments.models import Answer, Assessment, AssessmentCycle, Locus
from assessments.selectors.checklist import checklist_of
from assessments.selectors.explaining import explanation_of
from assessments.selectors.proof import differences
from assessments.selectors.scoring import score_of, score_sheet_of, sheet_of
from assessments.services.results import refresh
from conftest import NOW
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of, has_drifted
from instruments.selectors.tree import tree_of
from instruments.services.loading import load_instrument
from instruments.versions import InstrumentFile, editing, read
from instruments.versions.comparing import RowSort
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks import workbook_of
from instruments.workbooks.proposals import proposal_of
from planning.decisions.changing import Change, changed
from planning.decisions.gains import rooms
from scoring.sheet_json import parse_score_sheet
from scoring.unit import score_unit

pytestmark = pytest.mark.django_db
THINGS = {f"hal-{n}": f"Sarana ke-{n}" for n in range(1, 11)}
ASKED = ("S4", "S8", "S9")


@pytest.fixture
def file(instrument: InstrumentVersion, tmp_path: Path) -> InstrumentFile:
    """The shipped instrument, whose S4, S8 and S9 now count ten things."""
    content = deepcopy(content_of(document_of(instrument)))
    content |= {"code": "kspp-hal", "title": "Dengan pilihan beberapa hal"}
    for dimension in content["dimensions"]:
        for variable in dimension["variables"]:
            for row in variable["indicators"]:
                if row["code"] in ASKED:
                    row |= {"things": THINGS, "at_least": [1, 2, 3, 5]}
    path = tmp_path / "hal.yaml"
    path.write_text(as_yaml(content), encoding="utf-8")
    return read(path)


@pytest.fixture
def made(file: InstrumentFile, assessment: Assessment) -> Assessment:
    load_instrument(file=file, by=None, now=NOW)
    version = InstrumentVersion.objects.get(code="kspp-hal")
    cycle = AssessmentCycle.objects.create(government=assessment.government, year=2031, instrument=version)
    locus = Locus.objects.create(cycle=cycle, unit=assessment.unit)
    created = Assessment.objects.create(locus=locus, instrument=version)
    refresh(created, NOW)
    return created


def form(assessment: Assessment, code: str, *things: str) -> dict[str, str]:
    row = checklist_of(assessment).row(code, "")
    assert row is not None
    return {f"{row.prefix}seen": row.seen, **{f"{row.prefix}{thing}": "1" for thing in things}}


def send(client: Client, assessment: Assessment, code: str, *things: str) -> int:
    address = f"/penilaian/{assessment.pk}/jawaban/"
    return client.post(address, form(assessment, code, *things), headers={"HX-Request": "true"}).status_code


def test_a_file_without_things_keeps_its_digest_and_one_with_them_its_rows(file, made, instrument) -> None:
    assert not has_drifted(instrument)
    assert not has_drifted(made.instrument)
    assert document_of(made.instrument) == file
    assert document_of(made.instrument).spec() == made.instrument.spec()
    assert all("things" not in text for text in as_yaml(content_of(document_of(instrument))).splitlines())


def test_the_file_goes_through_a_workbook_and_comes_back(file) -> None:
    for raw in (workbook_of(file), as_yaml(content_of(file)).encode()):
        assert proposal_of(raw, {}).file == file


def test_five_of_ten_give_level_four_from_the_form_to_the_total(client: Client, made, operator: User) -> None:
    client.force_login(operator)
    page = client.get(f"/penilaian/{made.pk}/").content.decode()
    assert page.count('type="checkbox"') >= 3 * 11
    assert "Sarana ke-10" in page
    for code in ASKED:
        assert send(client, made, code, *(f"thing-hal-{n}" for n in range(1, 6))) == 200
    levels = dict(Answer.objects.values_list("indicator__code", "chosen"))
    assert levels == {code: [f"hal-{n}" for n in range(1, 6)] for code in ASKED}
    made.refresh_from_db()
    assert not differences(made)
    reached = {i.code: i.readings.floor.value for i in score_of(made).indicators() if i.code in ASKED}
    assert reached == dict.fromkeys(ASKED, Decimal(100))
    assert made.floor > 0
    assert 'value="1" form' in client.get(f"/penilaian/{made.pk}/").content.decode()


def test_none_of_them_is_an_answer_and_an_empty_form_is_blank(client: Client, made, operator: User) -> None:
    client.force_login(operator)
    assert send(client, made, "S4", "nothing") == 200
    answer = Answer.objects.get()
    assert (answer.chosen, answer.is_blank) == ([], False)
    row = checklist_of(made).row("S4", "")
    assert (row.chosen, row.has_nothing, row.is_missing) == ("0 dari 10 hal: tingkat 0 dari 4", True, False)
    assert send(client, made, "S4") == 200
    answer.refresh_from_db()
    assert (answer.chosen, answer.is_blank) == (None, True)


def test_something_and_nothing_is_refused_and_stays_ticked(client: Client, made, operator: User) -> None:
    client.force_login(operator)
    response = client.post(f"/penilaian/{made.pk}/jawaban/", form(made, "S4", "thing-hal-3", "nothing"))
    assert response.status_code == 422
    assert "jangan keduanya" in response.content.decode()
    assert 'name="S4..thing-hal-3" value="1" form="f-input-sarana" checked' in response.content.decode()
    assert not Answer.objects.exists()


def test_the_history_says_what_was_there_before_and_what_is_now(client: Client, made, operator: User) -> None:
    client.force_login(operator)
    send(client, made, "S8", "thing-hal-1")
    send(client, made, "S8", "thing-hal-1", "thing-hal-2")
    event = Event.objects.filter(action="answer.saved").order_by("pk").last()
    assert event.changes["chosen"] == ["Sarana ke-1", "Sarana ke-1; Sarana ke-2"]


def test_an_answer_goes_along_where_the_same_things_are_asked(made) -> None:
    node = tree_of(made.instrument).by_code["S4"]
    asked, given = AskedIndicator(node.asks, node.texts), GivenAnswer(chosen=("hal-1", "hal-2"))
    fewer = AskedIndicator(node.asks, {code: text for code, text in node.texts.items() if code != "hal-2"})
    reworded = AskedIndicator(node.asks, node.texts | {"hal-2": "Kursi roda"})
    stricter = AskedIndicator(replace(node.asks, at_least=(2, 4, 6, 8)), node.texts)
    found = [obstacle(given, asked, after, not_applicable_allowed=False) for after in (asked, fewer, stricter)]
    assert found == [None, Obstacle.LEVEL, Obstacle.MEASURE]
    assert reads_the_same(given, asked, asked)
    assert not reads_the_same(given, asked, reworded)


def test_an_edit_of_something_else_keeps_the_things(file) -> None:
    content = content_of(file)
    place = editing.place_of(content, RowSort.INDICATOR, "S4")
    row = editing.row_at(editing.with_row(content, place, {"name": "Nama lain"}), place)
    assert (row["name"], row["things"], row["at_least"]) == ("Nama lain", THINGS, [1, 2, 3, 5])


def test_score_sheet_explanation_and_plan_know_it(client: Client, made, operator: User) -> None:
    client.force_login(operator)
    send(client, made, "S9", "thing-hal-7", "thing-hal-8")
    made.refresh_from_db()
    assert parse_score_sheet(score_sheet_of(made)).sheet == sheet_of(made)
    spec, sheet = made.instrument.spec(), sheet_of(made)
    (room,) = (room for room in rooms(spec, sheet) if room.indicator == "S9")
    assert (room.now, [reach.points for reach in room.reaches]) == (2, [3, 4])
    better = changed(spec, sheet, [Change("S9", None, 0, Fraction(4))])
    gained = score_unit(spec, better).readings.floor.value - score_unit(spec, sheet).readings.floor.value
    assert round(gained, 9) == round(Decimal(room.reaches[-1].gain.numerator) / room.reaches[-1].gain.denominator, 9)
    lines = [explanation_of(made, "floor").top]
    texts = []
    while lines:
        line = lines.pop()
        texts.append(f"{line.answer}")
        lines += line.children
    assert any("2 dari 10 hal: tingkat 2 dari 4" in text and "Sarana ke-7; Sarana ke-8" in text for text in texts)
