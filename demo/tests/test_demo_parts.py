"""The parts the demo is made of: reviewed files, clock, answers, names, evidence."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from demo import files
from demo.believable import BelievableUnit
from demo.clock import DemoClock
from demo.names import fictional_names, is_fictional
from demo.plan import REACHED, YEARS, governments, habits, people, seeded
from demo.stories import conduct
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from kspp.lib.uploads import inspect
from units.models import ServiceUnit

pytestmark = pytest.mark.both_databases


def test_unit_keys_are_unique_and_parents_exist() -> None:
    for plan in governments():
        keys = [unit.key for unit in plan.units]
        assert len(set(keys)) == len(keys)
        assert {unit.parent for unit in plan.units} - {""} <= set(keys)
        assert plan.reports_complaints_from in keys


def test_every_unit_has_a_known_kind_and_state_in_each_year() -> None:
    units = [unit for plan in governments() for unit in plan.units]
    assert {unit.kind for unit in units} <= set(ServiceUnit.Kind.values)
    assert all(set(unit.states) == set(YEARS) for unit in units)
    assert {state for unit in units for state in unit.states.values()} == set(REACHED)


def test_habits_cover_exactly_the_indicators_of_the_instrument(instrument: InstrumentVersion) -> None:
    assert set(habits()) == set(tree_of(instrument).by_code)


def test_fictional_names_never_repeat_and_suffice_for_everybody() -> None:
    names = list(fictional_names())
    assert len(set(names)) == len(names)
    units = sum(len(plan.units) for plan in governments())
    assert len(names) > units * 7 + len(governments()) * 8
    assert all(is_fictional(name) for name in names)
    assert people()["fictional"] is True


def test_a_real_looking_name_is_not_taken_for_fictional() -> None:
    assert not is_fictional("Siti Rahayu")
    assert not is_fictional("Contoh Wijaya")


@pytest.mark.parametrize("six_day_week", [False, True])
def test_the_clock_moves_forward_through_working_hours_only(six_day_week: bool) -> None:
    closed = {date(2024, 4, day) for day in range(8, 16)}
    clock = DemoClock(date(2024, 3, 2), "Asia/Makassar", closed, Random(7), six_day_week=six_day_week)
    weekdays = set()
    before = clock.now
    for _ in range(200):
        moment = clock.later((1, 3))
        local = moment.astimezone(ZoneInfo("Asia/Makassar"))
        assert moment > before
        assert local.date() not in closed
        assert 8 <= local.hour < 16
        weekdays.add(local.weekday())
        before = moment
    assert weekdays == set(range(6 if six_day_week else 5))


@pytest.mark.parametrize("aim", [75, 85, 95])
def test_answers_meet_the_aim_in_the_mean_and_leave_room_at_both_ends(instrument: InstrumentVersion, aim: int) -> None:
    indicators = [i for i in tree_of(instrument).indicators() if i.kind.name == "levels"]
    office = BelievableUnit(aim, {}, Random(1))
    percents = [100 * office.answer(i).points / i.maximum for i in indicators for _ in range(60)]
    assert abs(sum(percents) / len(percents) - aim) < 4
    assert all(0 <= percent <= 100 for percent in percents)


def test_equal_seeds_give_equal_answers(instrument: InstrumentVersion) -> None:
    def answers(*about: object) -> list[object]:
        office = BelievableUnit(84, habits(), seeded(*about))
        return [office.answer(indicator) for indicator in tree_of(instrument).indicators()]

    assert answers("17.04", "dinsos", 2024) == answers("17.04", "dinsos", 2024)
    assert answers("17.04", "dinsos", 2024) != answers("17.04", "dinsos", 2023)


def test_tallies_and_figures_answer_in_their_own_form(instrument: InstrumentVersion) -> None:
    office = BelievableUnit(80, habits(), Random(3))
    by_code = tree_of(instrument).by_code
    survey, figure = office.answer(by_code["M1"]), office.answer(by_code["O6"])
    assert 5 <= sum(survey.tally.values()) <= 8
    assert survey.points is None
    assert 25 <= figure.figure <= 100


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.document("Register pengaduan (2024)", "Dinas Sosial"), "application/pdf"),
        (files.photo("Foto publikasi", "Puskesmas Tetap"), "image/jpeg"),
    ],
)
def test_example_files_pass_the_door_every_upload_passes(content: bytes, media_type: str) -> None:
    checked = inspect(SimpleUploadedFile("contoh", content))
    assert checked.media_type == media_type
    assert len(content) < 40_000


def test_example_files_differ_by_what_they_stand_for() -> None:
    assert files.document("SOP", "A") != files.document("SK", "A")
    assert files.photo("Foto loket", "A") != files.photo("Foto loket", "B")


def test_stories_are_told_in_the_order_of_time() -> None:
    start, told = datetime(2024, 3, 4, tzinfo=UTC), []

    def story(name: str, days: list[int]):
        for day in days:
            yield start + timedelta(days=day)
            told.append((day, name))

    conduct([story("a", [1, 5, 9]), story("b", [2, 3, 12]), story("empty", [])])
    assert told == [(1, "a"), (2, "b"), (3, "b"), (5, "a"), (9, "a"), (12, "b")]
