"""What every kind of question keeps, whichever it is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.codes import FieldCode, SheetCode
from scoring.instrument import Indicator, Instrument, Scope, Thing
from scoring.kinds import KINDS, Height, Unreadable, kind_of
from scoring.observations import OpenedSheet
from scoring.sheet import Answer, Sheet

LEVELS = Indicator("S1", "Papan", Scope.UNIT, Decimal(1), Decimal(4))
FROM_ONE = Indicator("N1", "Papan", Scope.UNIT, Decimal(1), Decimal(5), minimum=1)
TALLY = Indicator("M1", "Survei", Scope.USER, Decimal(1), Decimal(4))
FIGURE = Indicator("O6", "SKM", Scope.SECONDARY, Decimal(1), None, figure_maximum=Decimal(5))
SEVERAL = Indicator(
    "S4",
    "Sarana",
    Scope.UNIT,
    Decimal(1),
    Decimal(4),
    things=tuple(Thing(f"t{n}", f"Hal {n}") for n in range(10)),
    at_least=(1, 2, 3, 5),
)
EACH = [SEVERAL, LEVELS, FROM_ONE, TALLY, FIGURE]
TEXTS = {level: f"Uraian {level}." for level in range(6)}
asked = st.sampled_from(EACH)


def test_every_kind_is_tried_here() -> None:
    assert {kind_of(indicator) for indicator in EACH} == set(KINDS)
    assert len({kind.name for kind in KINDS}) == len({kind.measure for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("indicator", EACH)
def test_a_blank_is_none_and_an_empty_form_is_blank(indicator: Indicator) -> None:
    kind, blank = kind_of(indicator), Answer(indicator.code)
    assert kind.points(indicator, blank) is None
    assert kind.share(indicator, blank) is None
    assert kind.problem(indicator, blank) is None
    assert kind.words(indicator, blank) == ""
    assert kind.named(blank) == set()
    assert kind.fields(blank) == {}
    assert not kind.claims_points(indicator, kind.parse(indicator, {}))
    assert kind.share(indicator, kind.parse(indicator, {})) is None


@given(asked, st.sampled_from(Height))
def test_a_made_up_answer_is_right_and_comes_back_from_the_form(indicator: Indicator, height: Height) -> None:
    kind = kind_of(indicator)
    answer = kind.sample(indicator, None, height)
    assert kind.problem(indicator, answer) is None
    assert answer.measures() == {kind.measure}
    share = kind.share(indicator, answer)
    assert share is not None
    assert 0 <= share <= 1
    assert kind.share(indicator, kind.parse(indicator, kind.fields(answer))) == share
    assert kind.words(indicator, answer) in kind.told(indicator, answer, TEXTS)
    assert kind.sum(indicator, answer)
    assert kind.takes(indicator, indicator)
    assert kind.claims_points(indicator, answer) == (share > 0)


@given(asked)
def test_steps_lead_up_to_the_best_and_each_can_be_taken(indicator: Indicator) -> None:
    kind, blank = kind_of(indicator), Answer(indicator.code)
    above = list(kind.above(indicator, Fraction(0)))
    shares = [kind.share(indicator, kind.moved(indicator, blank, to)) for to in above]
    assert all(kind.fits(indicator, to) for to in above)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert [kind.points(indicator, kind.moved(indicator, blank, to)) for to in above] == above
    assert list(kind.above(indicator, above[-1])) == []
    assert not kind.fits(indicator, above[-1] + 1)
    assert all(kind.standing(indicator, to) and kind.goal(to, TEXTS) for to in above)


@pytest.mark.parametrize(
    ("indicator", "raw", "code"),
    [
        (SEVERAL, {"thing-t1": "1", "nothing": "1"}, FieldCode.SOMETHING_AND_NOTHING),
        (LEVELS, {"points": "5"}, FieldCode.LEVEL_UNKNOWN),
        (FROM_ONE, {"points": "0"}, FieldCode.LEVEL_UNKNOWN),
        (TALLY, {"tally-4": "-1"}, FieldCode.TALLY_WRONG),
        (TALLY, {"tally-4": "99999"}, FieldCode.TALLY_WRONG),
        (FIGURE, {"figure": "5,01"}, FieldCode.FIGURE_WRONG),
        (FIGURE, {"figure": "lima"}, FieldCode.FIGURE_WRONG),
    ],
)
def test_what_is_no_answer_has_a_code(indicator: Indicator, raw: dict[str, str], code: FieldCode) -> None:
    with pytest.raises(Unreadable) as caught:
        kind_of(indicator).parse(indicator, raw)
    assert (caught.value.code, caught.value.indicator) == (code, indicator)


def test_where_an_answer_stands() -> None:
    assert kind_of(LEVELS).points(LEVELS, Answer("S1", points=0)) == 0
    assert kind_of(FIGURE).points(FIGURE, Answer("O6", figure=Decimal("4.5"))) == Fraction(9, 2)
    mean = kind_of(TALLY).points(TALLY, Answer("M1", tally={3: 1, 4: 3}))
    assert mean == Fraction(15, 4)
    assert kind_of(TALLY).standing(TALLY, mean) == "rata-rata 3,75 dari 4"


def test_each_has_its_template() -> None:
    assert kind_of(LEVELS).template == "assessments/kinds/levels.html"


def test_a_survey_names_the_levels_somebody_chose() -> None:
    assert kind_of(TALLY).named(Answer("M1", tally={1: 3, 2: 0})) == {1}
    assert kind_of(LEVELS).named(Answer("S1", points=2)) == {2}


things = st.sets(st.sampled_from([thing.code for thing in SEVERAL.things]))


@given(things, things)
def test_more_things_never_give_less(some: set[str], more: set[str]) -> None:
    kind = kind_of(SEVERAL)
    less, all_of_them = (Answer("S4", chosen=tuple(sorted(found))) for found in (some, some | more))
    below, above = kind.share(SEVERAL, less), kind.share(SEVERAL, all_of_them)
    assert below is not None
    assert above is not None
    assert 0 <= below <= above <= 1


@given(things, st.integers(min_value=0, max_value=4))
def test_a_plan_keeps_what_is_there_as_far_as_it_can(some: set[str], level: int) -> None:
    kind = kind_of(SEVERAL)
    moved = kind.moved(SEVERAL, Answer("S4", chosen=tuple(some)), Fraction(level))
    assert moved.chosen is not None
    assert kind.points(SEVERAL, moved) == level
    assert kind.problem(SEVERAL, moved) is None
    assert set(moved.chosen) <= some or set(moved.chosen) >= some


@pytest.mark.parametrize(("number", "level"), [(0, 0), (1, 1), (4, 3), (5, 4), (10, 4)])
def test_five_of_ten_facilities_give_level_four(number: int, level: int) -> None:
    answer = Answer("S4", chosen=tuple(f"t{n}" for n in range(number)))
    assert kind_of(SEVERAL).points(SEVERAL, answer) == level


def test_nothing_is_an_answer_and_a_blank_is_none() -> None:
    kind = kind_of(SEVERAL)
    nothing = kind.parse(SEVERAL, {"nothing": "1"})
    assert (nothing.chosen, kind.share(SEVERAL, nothing)) == ((), 0)
    assert kind.parse(SEVERAL, {}).chosen is None
    assert kind.words(SEVERAL, nothing) == "0 dari 10 hal: tingkat 0 dari 4"
    assert kind.told(SEVERAL, nothing, {0: "Kosong."}).endswith("(Kosong). Ada: tidak satu pun")


@pytest.mark.parametrize("chosen", [("t1", "t1"), ("lain",)])
def test_only_its_own_things_and_each_once(chosen: tuple[str, ...]) -> None:
    answer = Answer("S4", chosen=chosen)
    assert kind_of(SEVERAL).problem(SEVERAL, answer) is SheetCode.THING_UNKNOWN


def test_what_is_there_is_carried_by_code() -> None:
    kind = kind_of(SEVERAL)
    assert kind.named(Answer("S4", chosen=("t1", "t2"))) == {"t1", "t2"}
    assert str(SEVERAL.things[0]) == "t0: Hal 0"
    assert not kind.takes(SEVERAL, replace(SEVERAL, at_least=(1, 2, 3, 4)))


def test_an_observation_says_whom_it_is_about() -> None:
    (observation,) = OpenedSheet.of(Instrument("x", "x", (), ()), Sheet()).observations(SEVERAL)
    assert (observation.scope, observation.value) == (Scope.UNIT, None)


def test_the_history_names_things_and_leaves_other_changes_alone() -> None:
    changes = {"chosen": [None, ["t1", "t2"]], "note": ["", "baru"]}
    assert kind_of(SEVERAL).kept(SEVERAL, changes) == {"chosen": [None, "Hal 1; Hal 2"], "note": ["", "baru"]}
    assert kind_of(SEVERAL).kept(SEVERAL, {"note": ["", "baru"]}) == {"note": ["", "baru"]}
    assert kind_of(LEVELS).kept(LEVELS, {"points": [None, 3]}) == {"points": [None, 3]}
