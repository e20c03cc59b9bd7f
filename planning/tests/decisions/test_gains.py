"""What a step adds is what the score says after it was taken."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from planning.decisions.gains import room_of, rooms, spots
from scoring.instrument import Scope
from scoring.kinds import kind_of
from scoring.sheet import Answer, AnswerMeasure
from scoring.tests.examples import dinas_contoh, kspp
from scoring.tests.strategies import scored
from scoring.unit import score_unit

TINY = Fraction(1, 10**40)


def raised(instrument, sheet, room, reach):
    """The sheet with one observation at the points of `reach`; None where nobody is named."""
    indicator = next(each for each in instrument.indicators() if each.code == room.indicator)
    rest = [a for a in sheet.answers if (a.indicator, a.subject) != (room.indicator, room.subject)]
    measure = kind_of(indicator).measure
    if measure is AnswerMeasure.FIGURE:
        figure = Decimal(reach.points.numerator) / reach.points.denominator
        return replace(sheet, answers=(*rest, Answer(room.indicator, figure=figure)))
    level = int(reach.points)
    value = {"tally": {level: 1}} if measure is AnswerMeasure.TALLY else {"points": level}
    return replace(sheet, answers=(*rest, Answer(room.indicator, room.subject, **value)))


@given(scored())
def test_each_step_adds_exactly_what_it_says(case):
    instrument, sheet = case
    before = score_unit(instrument, sheet).readings.floor.value
    unnamed = {Scope.PRODUCT, Scope.OFFICIAL, Scope.COMPLAINT_OFFICER}
    scopes = {each.code: each.scope for each in instrument.indicators()}
    for room in rooms(instrument, sheet):
        if room.subject is None and scopes[room.indicator] in unnamed:
            continue
        for reach in room.reaches:
            after = score_unit(instrument, raised(instrument, sheet, room, reach)).readings.floor.value
            assert abs(Fraction(after) - Fraction(before) - reach.gain) < TINY


@given(scored())
def test_all_steps_together_lead_from_the_headline_to_the_best_there_is(case):
    instrument, sheet = case
    score = score_unit(instrument, sheet)
    if score.readings.floor.value is None:
        assert rooms(instrument, sheet) == []
        return
    total = sum((room.reaches[-1].gain for room in rooms(instrument, sheet)), Fraction(0))
    best = Fraction(score.readings.floor.value) + total
    assert best >= Fraction(score.readings.ceiling.value) - TINY
    assert best <= Fraction(instrument.scale) + TINY


@given(scored())
def test_filling_every_blank_leads_exactly_from_the_floor_to_the_ceiling(case):
    instrument, sheet = case
    readings = score_unit(instrument, sheet).readings
    if readings.floor.value is None:
        return
    blanks = [room_of(spot) for spot in spots(instrument, sheet) if spot.now is None and not spot.settled]
    gained = sum((room.reaches[-1].gain for room in blanks if room.reaches), Fraction(0))
    assert abs(Fraction(readings.ceiling.value) - Fraction(readings.floor.value) - gained) < TINY


def test_the_worked_example_by_hand():
    """S3 stands at 2 of 4; one of fifteen Input indicators, 21.85 percent: a level is worth 21.85 / 15 / 4."""
    found = {(room.indicator, room.subject): room for room in rooms(kspp(), dinas_contoh())}
    one = Fraction("21.85") / 15 / 4
    assert [(reach.points, reach.gain) for reach in found["S3", None].reaches] == [(3, one), (4, 2 * one)]
    assert ("S2", None) not in found
    figure = found["O6", None]
    assert [reach.points for reach in figure.reaches] == [90, 100]
    assert figure.reaches[0].gain == Fraction("24.24") / 6 * (Fraction(90) - Fraction("84.17")) / 100
    survey = found["M1", None]
    assert survey.now == Fraction(17, 5)
    assert [reach.points for reach in survey.reaches] == [4]


def test_a_substitute_gains_three_quarters_of_what_a_main_respondent_gains():
    found = {(room.indicator, room.subject): room for room in rooms(kspp(), dinas_contoh())}
    subjects = {subject.id: subject.outcome for subject in dinas_contoh().subjects}
    substitute = next(key for key, outcome in subjects.items() if outcome == "substitute")
    worth = {who: room.reaches[0].gain for (code, who), room in found.items() if code == "K5"}
    assert {gain / worth[substitute] for who, gain in worth.items() if who != substitute} == {Fraction(4, 3)}


@given(scored())
def test_what_an_observation_is_worth_is_what_its_best_adds_and_standing_still_adds_nothing(case):
    for spot in spots(*case):
        assert spot.gain(spot.now or Fraction(0)) == 0
        assert spot.gain(spot.maximum) + spot.worth * (spot.now or 0) / spot.maximum == spot.worth
        assert (spot.worth == 0) if spot.settled else True
