"""A sheet with some observations moved: nothing else moves, and the score says what the steps promised."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.decisions.changing import Change, ChangeCode, ChangeError, changed
from planning.decisions.gains import rooms, spots
from scoring.checking import SheetError
from scoring.instrument import Scope
from scoring.sheet import Answer, Sheet, Subject
from scoring.tests.examples import dinas_contoh, kspp
from scoring.tests.strategies import scored
from scoring.unit import score_unit

TINY = Fraction(1, 10**38)


def answer(sheet, indicator, subject=None):
    return next((a for a in sheet.answers if (a.indicator, a.subject) == (indicator, subject)), None)


@given(st.data())
def test_any_selection_of_steps_adds_exactly_the_sum_of_its_gains(data):
    instrument, sheet = data.draw(scored())
    chosen = [(r, data.draw(st.sampled_from(r.reaches))) for r in rooms(instrument, sheet) if data.draw(st.booleans())]
    changes = [Change(room.indicator, room.subject, room.place, reach.points) for room, reach in chosen]
    before = score_unit(instrument, sheet).readings.floor.value
    after = score_unit(instrument, changed(instrument, sheet, changes)).readings.floor.value
    if chosen:
        assert abs(Fraction(after) - Fraction(before) - sum(reach.gain for _, reach in chosen)) < TINY
    else:
        assert after == before


@given(scored())
def test_every_observation_raised_to_the_top_leads_to_the_best_there_is(case):
    instrument, sheet = case
    tops = [Change(r.indicator, r.subject, r.place, r.reaches[-1].points) for r in rooms(instrument, sheet)]
    assert rooms(instrument, changed(instrument, sheet, tops)) == []


@given(scored())
def test_moving_everything_to_where_it_stands_changes_no_figure(case):
    """A survey may stand between two levels, which no change leads to."""
    instrument, sheet = case
    stay = [
        Change(s.indicator.code, s.subject and s.subject.id, s.place, s.now)
        for s in spots(instrument, sheet)
        if s.now is not None and (not s.kind.has_levels or s.now.denominator == 1)
    ]
    after = changed(instrument, sheet, stay)
    assert score_unit(instrument, after).readings == score_unit(instrument, sheet).readings


def test_points_a_figure_and_a_survey_are_moved():
    before = dinas_contoh()
    after = changed(
        kspp(),
        before,
        [
            Change("S3", None, 0, Fraction(4)),
            Change("O6", None, 0, Fraction("92.55")),
            Change("M1", None, 0, Fraction(4)),
        ],
    )
    assert answer(after, "S3").points == 4
    assert answer(after, "O6").figure == Decimal("92.55")
    assert answer(after, "M1").tally == {4: sum(answer(before, "M1").tally.values())}
    moved = {"S3", "O6", "M1"}
    assert [a for a in after.answers if a.indicator not in moved] == [
        a for a in before.answers if a.indicator not in moved
    ]


def test_a_level_may_also_fall():
    after = changed(kspp(), dinas_contoh(), [Change("S3", None, 0, Fraction(0))])
    assert answer(after, "S3").points == 0
    before = score_unit(kspp(), dinas_contoh()).readings.floor.value
    assert score_unit(kspp(), after).readings.floor.value < before


def test_a_blank_is_filled_and_a_survey_nobody_answered_gets_one_answer():
    after = changed(kspp(), Sheet(), [Change("S3", None, 0, Fraction(3)), Change("M1", None, 0, Fraction(4))])
    assert answer(after, "S3").points == 3
    assert answer(after, "M1").tally == {4: 1}
    assert after.subjects == ()


def test_who_is_not_named_yet_is_the_same_for_every_indicator():
    sheet = Sheet((Subject("official-1", Scope.OFFICIAL, "Ani"),))
    changes = [
        Change("K1", None, 1, Fraction(4)),
        Change("K2", None, 1, Fraction(4)),
        Change("K1", None, 3, Fraction(2)),
    ]
    after = changed(kspp(), sheet, changes)
    assert [s.id for s in after.subjects] == ["official-1", "official+1", "official+3"]
    assert answer(after, "K1", "official+1").points == 4
    assert answer(after, "K2", "official+1").points == 4
    assert answer(after, "K1", "official+3").points == 2


def test_the_place_of_somebody_named_does_not_matter():
    sheet = Sheet((Subject("official-1", Scope.OFFICIAL, "Ani"),))
    after = changed(kspp(), sheet, [Change("K1", "official-1", 7, Fraction(4))])
    assert answer(after, "K1", "official-1").points == 4


REFUSED = [
    (ChangeCode.UNKNOWN, Change("XX", None, 0, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("S3", "official-1", 0, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("S3", None, 1, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("S3", None, -1, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("K1", None, 0, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("K1", None, 4, Fraction(1))),
    (ChangeCode.UNKNOWN, Change("K1", "official-9", 0, Fraction(1))),
    (ChangeCode.SETTLED, Change("K1", "official-2", 0, Fraction(1))),
    (ChangeCode.OUT_OF_RANGE, Change("S3", None, 0, Fraction(5))),
    (ChangeCode.OUT_OF_RANGE, Change("S3", None, 0, Fraction(-1))),
    (ChangeCode.OUT_OF_RANGE, Change("S3", None, 0, Fraction(7, 2))),
    (ChangeCode.OUT_OF_RANGE, Change("O6", None, 0, Fraction(101))),
    (ChangeCode.OUT_OF_RANGE, Change("O6", None, 0, Fraction(-1))),
    (ChangeCode.OUT_OF_RANGE, Change("O6", None, 0, Fraction(1, 3))),
]


@pytest.mark.parametrize(("code", "change"), REFUSED)
def test_a_change_that_the_sheet_cannot_take_is_named(code, change):
    people = (
        Subject("official-1", Scope.OFFICIAL, "Ani"),
        Subject("official-2", Scope.OFFICIAL, "Budi", "refused"),
    )
    with pytest.raises(ChangeError) as refusal:
        changed(kspp(), Sheet(people), [change])
    assert (refusal.value.code, refusal.value.change) == (code, change)


def test_one_observation_cannot_move_twice():
    with pytest.raises(ChangeError) as refusal:
        changed(kspp(), Sheet(), [Change("S3", None, 0, Fraction(4)), Change("S3", None, 0, Fraction(3))])
    assert refusal.value.code is ChangeCode.TWICE


def test_what_does_not_apply_cannot_be_moved():
    sheet = Sheet((), (Answer("S3", not_applicable=True),))
    with pytest.raises(ChangeError):
        changed(kspp(), sheet, [Change("S3", None, 0, Fraction(4))])


def test_a_sheet_that_contradicts_itself_is_refused():
    sheet = Sheet((), (Answer("S3", points=9),))
    with pytest.raises(SheetError):
        changed(kspp(), sheet, [])
    with pytest.raises(SheetError):
        spots(kspp(), sheet)


def test_spots_say_where_everything_stands():
    people = (Subject("official-1", Scope.OFFICIAL, "Ani", "absent"), Subject("official-2", Scope.OFFICIAL, "Budi"))
    found = {
        (s.indicator.code, s.subject and s.subject.id, s.place): s
        for s in spots(kspp(), Sheet(people, (Answer("S3", points=2), Answer("K1", "official-2", points=0))))
    }
    assert found["S3", None, 0].now == 2
    assert found["O6", None, 0].now is None
    assert found["K1", "official-1", 0].settled
    assert found["K1", "official-1", 0].now is None
    assert (found["K1", "official-2", 1].now, found["K1", "official-2", 1].settled) == (0, False)
    assert found["K1", None, 3].key == ("K1", None, 3)
    assert found["K1", "official-2", 1].key == ("K1", "official-2", 0)
