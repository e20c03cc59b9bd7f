"""Scenarios are kept beside the answers, never in them."""

import uuid
from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.models import Answer, Assessment, Locus
from conftest import NOW, fill, make_assessment
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from planning.models import Scenario
from planning.selectors.improving import sheets_of
from planning.selectors.outlook import outlook_of
from planning.sentences.problems import PROBLEMS
from planning.services.scenarios import MOST_STEPS, read_steps, remove_scenario, rename_scenario, save_scenario
from scoring.graded import Graded
from scoring.rounding import to_decimal

pytestmark = pytest.mark.both_databases

KEY = uuid.UUID(int=7)


@pytest.fixture
def two(assessment, puskesmas, cycle):
    fill(assessment, 2)
    other = make_assessment(cycle, puskesmas)
    fill(other, 3, leave_blank=("S1",))
    return assessment, other


def step(assessment, indicator="S3", to="4", **more):
    return {"assessment": assessment.pk, "indicator": indicator, "subject": None, "place": 0, "to": to, **more}


def asked(cycle, by):
    return {
        "government": cycle.government,
        "cycle": cycle,
        "unit": None,
        "instrument": cycle.instrument,
        "name": "Menuju A",
        "note": "",
        "asked": {},
        "order_key": KEY,
        "by": by,
        "now": NOW,
    }


def save(cycle, by, steps, **more):
    return save_scenario(**{**asked(cycle, by), **more}, steps=steps)


def test_it_keeps_the_steps_and_what_they_would_score(two, cycle, coordinator):
    first, other = two
    scenario = save(cycle, coordinator, [{**step(first), "from": "2", "days": 6}, step(other, "S3", "4", days=2)])
    assert scenario.steps[0] == {**step(first), "from": "2", "days": 6}
    assert scenario.steps[1]["from"] == "3"
    units = {row["assessment"]: row for row in scenario.result["units"]}
    first.refresh_from_db()
    assert units[first.pk]["before"]["score"] == str(first.floor)
    assert Fraction(units[first.pk]["gain"]) == Fraction("21.85") / 15 / 2
    after = Decimal(units[first.pk]["after"]["score"])
    exact = Decimal(first.result["exact"]["floor"]) + to_decimal(Fraction(units[first.pk]["gain"]))
    assert abs(after - exact) <= Decimal("0.005")
    assert units[first.pk]["days"] == 6
    assert scenario.result["days"] == 8
    government = scenario.result["government"]
    assert Fraction(government["gain"]) == sum(Fraction(row["gain"]) for row in units.values()) / 2
    assert Graded.read(government["after"]).score > Graded.read(government["before"]).score


def test_no_answer_and_no_score_changes(two, cycle, coordinator):
    rows = sorted(Answer.objects.values_list("pk", "points", "version"))
    stored = sorted(Assessment.objects.values_list("pk", "floor", "version"))
    save(cycle, coordinator, [step(two[0])])
    assert sorted(Answer.objects.values_list("pk", "points", "version")) == rows
    assert sorted(Assessment.objects.values_list("pk", "floor", "version")) == stored


def test_the_same_order_twice_is_one_scenario_and_one_line_of_history(two, cycle, coordinator):
    first = save(cycle, coordinator, [step(two[0])])
    assert save(cycle, coordinator, [step(two[0], "S3", "3")], name="Lain") == first
    assert Scenario.objects.get().name == "Menuju A"
    event = Event.objects.get(action="scenario.saved")
    assert event.changes == {"name": [None, "Menuju A"], "steps": [None, 1]}


def test_a_key_from_somebody_else_s_form_opens_no_scenario(two, cycle, coordinator, operator, paser):
    save(cycle, coordinator, [step(two[0])])
    for more in ({"by": operator}, {"government": paser}):
        with pytest.raises(Refused):
            save_scenario(**{**asked(cycle, coordinator), **more}, steps=[step(two[0])])
    assert Scenario.objects.count() == 1


def test_where_a_step_starts_is_read_from_the_answers(two, cycle, coordinator):
    scenario = save(cycle, coordinator, [{**step(two[1], "S1", "4"), "from": "3"}, {**step(two[0]), "from": "1"}])
    assert {row["indicator"]: row["from"] for row in scenario.steps} == {"S3": "2", "S1": ""}


def test_a_step_whose_answer_already_stands_there_is_left_out(two, cycle, coordinator):
    scenario = save(cycle, coordinator, [{**step(two[0], "S3", "2"), "from": "1"}, step(two[0], "S2", "4")])
    assert [row["indicator"] for row in scenario.steps] == ["S2"]


def test_a_level_may_fall_and_is_told_from_one_that_was_passed(two, cycle, coordinator):
    scenario = save(cycle, coordinator, [{**step(two[0], "S3", "1"), "from": "2"}])
    assert Fraction(scenario.result["units"][0]["gain"]) < 0
    with pytest.raises(Refused):
        save(cycle, coordinator, [{**step(two[0], "S3", "1"), "from": "0"}], order_key=uuid.uuid4())


def test_of_a_unit_it_takes_no_step_of_another(two, cycle, coordinator, dukcapil):
    assert save(cycle, coordinator, [step(two[0])], unit=dukcapil).unit == dukcapil
    with pytest.raises(Refused):
        save(cycle, coordinator, [step(two[1])], unit=dukcapil, order_key=uuid.uuid4())


def test_a_unit_that_only_prepares_moves_no_total(two, cycle, coordinator):
    Locus.objects.filter(pk=two[1].locus_id).update(standing=Locus.Standing.PREPARING)
    result = save(cycle, coordinator, [step(two[1])]).result
    assert result["government"]["before"] == result["government"]["after"]
    assert result["government"]["gain"] == "0"
    assert not result["units"][0]["counts"]


WRONG = [
    [],
    ["S1"],
    [{"assessment": 1}],
    [{"assessment": 10**12, "indicator": "S3", "to": "4"}],
    [{"assessment": "{own}", "indicator": "S3", "to": "9"}],
    [{"assessment": "{own}", "indicator": "X9", "to": "1"}],
    [{"assessment": "{own}", "indicator": "S3", "subject": "official-1", "to": "4"}],
    [{"assessment": "{own}", "indicator": "S3", "to": "4"}] * 2,
]


@pytest.mark.parametrize("steps", WRONG)
def test_steps_that_cannot_be_taken_are_refused_and_nothing_is_kept(two, cycle, coordinator, steps):
    steps = [
        {**row, "assessment": two[0].pk} if isinstance(row, dict) and row["assessment"] == "{own}" else row
        for row in steps
    ]
    with pytest.raises(Refused) as refusal:
        save(cycle, coordinator, steps)
    assert all(said.endswith(".") for said in refusal.value.said_by(PROBLEMS))
    assert not Scenario.objects.exists()
    assert not Event.objects.filter(action="scenario.saved").exists()


def test_too_many_steps_are_refused_before_anything_is_read():
    with pytest.raises(Refused):
        read_steps([{}] * (MOST_STEPS + 1))


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\x00b", "a\u202eb"])
def test_it_needs_a_readable_name(two, cycle, coordinator, name):
    with pytest.raises(Refused):
        save(cycle, coordinator, [step(two[0])], name=name)


def test_a_unit_outside_the_cycle_is_refused(two, cycle, coordinator, kaur):
    stranger = kaur.units.create(name="Dinas Lain", kind="dinas-lain")
    with pytest.raises(Refused):
        save(cycle, coordinator, [step(two[0])], unit=stranger)


def test_renaming_once_stale_and_twice(two, cycle, coordinator):
    scenario = save(cycle, coordinator, [step(two[0])])
    renamed = rename_scenario(
        scenario=scenario, name="Jalan pendek", note="Rapat 3 Juni", seen_version=1, by=coordinator, now=NOW
    )
    assert (renamed.name, renamed.note, renamed.version) == ("Jalan pendek", "Rapat 3 Juni", 2)
    again = rename_scenario(
        scenario=scenario, name="Jalan pendek", note="Rapat 3 Juni", seen_version=1, by=coordinator, now=NOW
    )
    assert again.version == 2
    assert Event.objects.filter(action="scenario.changed").count() == 1
    with pytest.raises(Conflict):
        rename_scenario(scenario=scenario, name="Lain", note="", seen_version=1, by=coordinator, now=NOW)


def test_removing_hides_it_once(two, cycle, coordinator):
    scenario = save(cycle, coordinator, [step(two[0])])
    for _ in range(2):
        scenario = remove_scenario(scenario=scenario, by=coordinator, now=NOW)
    assert scenario.removed_at == NOW
    assert Event.objects.filter(action="scenario.removed").count() == 1
    with pytest.raises(Refused):
        rename_scenario(scenario=scenario, name="Lain", note="", seen_version=2, by=coordinator, now=NOW)


def test_what_was_lost_is_told_apart_from_what_can_still_be_taken(two, cycle):
    rows = [
        {**step(two[0]), "from": "1"},
        {**step(two[0], "S2", "2"), "from": "1"},
        step(two[0], "X9"),
        {"assessment": 10**9, "indicator": "S3", "to": "4"},
    ]
    outlook = outlook_of(cycle.instrument, sheets_of(cycle, cycle.instrument), read_steps(rows))
    assert [taken.step.indicator for taken in outlook.taken] == ["S3"]
    assert [each.indicator for each in outlook.standing] == ["S2"]
    assert sorted(each.step.indicator for each in outlook.lost) == ["S3", "X9"]


def test_a_stored_figure_that_cannot_be_read_is_no_figure():
    assert Graded.read({"score": "rusak"}) == Graded()
    assert Graded.read({}) == Graded()
    assert Graded.read(Graded(Decimal("78.72"), "hijau", "B", "Tinggi").as_json()).score == Decimal("78.72")
