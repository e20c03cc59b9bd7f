"""What holds for every instrument and every consistent sheet.

floor <= answered only and floor <= ceiling always hold: a blank adds nothing to the floor's numerator, and the means
are renormalised with weights that are never negative, level by level. answered only <= ceiling holds while every blank
is worth the full scale: the ceiling then is a mean of the answered part and of full marks. It does NOT hold when a
blank belongs to a substitute, whose full points are worth 75: see the counterexample below.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.instrument import Instrument, Scope
from scoring.kinds import kind_of
from scoring.readings import ReadingName
from scoring.sheet import Answer, AnswerMeasure, Sheet, Subject
from scoring.tests.examples import BANDS, OUTCOMES, dimension, indicator
from scoring.tests.strategies import scored
from scoring.unit import score_unit

TINY = Fraction(1, 10**40)


def values(score):
    return [score.readings.named(name).value for name in ReadingName]


def parts_of(score):
    yield score
    for each in score.dimensions:
        yield from (each, *each.variables, *each.indicators)


@given(scored())
def test_every_figure_stays_between_zero_and_the_scale(case):
    instrument, sheet = case
    for part in parts_of(score_unit(instrument, sheet)):
        assert all(0 <= value <= instrument.scale for value in values(part) if value is not None)


@given(scored())
def test_the_floor_is_never_above_the_other_readings(case):
    for part in parts_of(score_unit(*case)):
        floor, answered_only, ceiling = values(part)
        assert floor is None or floor <= ceiling
        assert answered_only is None or floor <= answered_only


@given(scored(outcomes=("main", "refused")))
def test_answered_only_is_never_above_the_ceiling_while_a_blank_is_worth_the_whole_scale(case):
    for part in parts_of(score_unit(*case)):
        _, answered_only, ceiling = values(part)
        assert answered_only is None or answered_only <= ceiling


def test_a_substitutes_blank_can_pull_the_ceiling_below_what_is_answered():
    instrument = Instrument(
        "a", "A", (dimension("d", "1", [indicator("K1", Scope.OFFICIAL)]),), BANDS, {}, outcome_factors=OUTCOMES
    )
    subjects = (Subject("1", Scope.OFFICIAL, "Kepala"), Subject("2", Scope.OFFICIAL, "Staf", "substitute"))
    score = score_unit(instrument, Sheet(subjects, (Answer("K1", "1", points=4),)))
    assert values(score) == [Decimal(50), Decimal(100), Decimal("87.5")]


@given(scored())
def test_floor_meets_ceiling_exactly_when_nothing_is_blank(case):
    score = score_unit(*case)
    floor, answered_only, ceiling = values(score)
    if score.expected:
        assert (floor == ceiling) == score.complete
        assert not score.complete or floor == answered_only
    else:
        assert (floor, answered_only, ceiling, score.complete) == (None, None, None, False)


@given(scored(), st.randoms())
def test_the_order_of_answers_and_subjects_cannot_change_a_figure(case, random):
    instrument, sheet = case
    shuffled = Sheet(
        random.sample(sheet.subjects, len(sheet.subjects)), random.sample(sheet.answers, len(sheet.answers))
    )
    one, other = score_unit(instrument, sheet), score_unit(instrument, shuffled)
    assert [part.readings for part in parts_of(one)] == [part.readings for part in parts_of(other)]


@given(scored(), st.randoms())
def test_the_order_of_dimensions_and_indicators_cannot_change_the_unit(case, random):
    instrument, sheet = case
    dimensions = tuple(
        replace(d, variables=tuple(reversed([replace(v, indicators=v.indicators[::-1]) for v in d.variables])))
        for d in random.sample(instrument.dimensions, len(instrument.dimensions))
    )
    other = score_unit(replace(instrument, dimensions=dimensions), sheet)
    assert score_unit(instrument, sheet).readings == other.readings


def with_answer(sheet, index, **changes):
    answers = [replace(a, **changes) if n == index else a for n, a in enumerate(sheet.answers)]
    return replace(sheet, answers=tuple(answers))


@given(scored(not_applicable=False), st.data())
def test_more_points_never_lower_any_reading(case, data):
    instrument, sheet = case
    by_code = {each.code: each for each in instrument.indicators()}
    rising = [n for n, a in enumerate(sheet.answers) if kind_of(by_code[a.indicator]).measure is AnswerMeasure.POINTS]
    if not rising:
        return
    index = data.draw(st.sampled_from(rising))
    answer = sheet.answers[index]
    better = data.draw(st.integers(answer.points, int(by_code[answer.indicator].maximum)))
    before = values(score_unit(instrument, sheet))
    after = values(score_unit(instrument, with_answer(sheet, index, points=better)))
    assert all(old <= new for old, new in zip(before, after, strict=True) if old is not None)


@given(scored(not_applicable=False, blanks=False), st.data())
def test_filling_a_blank_never_lowers_the_floor_nor_raises_the_ceiling(case, data):
    instrument, sheet = case
    index = data.draw(st.integers(0, len(sheet.answers) - 1))
    blank = with_answer(sheet, index, points=None, figure=None, tally={})
    before, after = score_unit(instrument, blank), score_unit(instrument, sheet)
    assert before.readings.floor.value <= after.readings.floor.value
    assert before.readings.ceiling.value >= after.readings.ceiling.value


def with_full_points(instrument, sheet):
    """Every blank of the named subjects and of the unit answered with the best there is."""
    given = {(a.indicator, a.subject): a for a in sheet.answers}
    best = []
    for each in instrument.indicators():
        about = [s.id for s in sheet.subjects if s.scope is each.scope] or [None]
        for subject in about:
            if (each.code, subject) in given:
                continue
            measure = kind_of(each).measure
            best.append(
                Answer(
                    each.code,
                    subject,
                    points=int(each.maximum) if measure is AnswerMeasure.POINTS else None,
                    figure=each.figure_maximum if measure is AnswerMeasure.FIGURE else None,
                    tally={int(each.maximum): 1} if measure is AnswerMeasure.TALLY else {},
                )
            )
    return replace(sheet, answers=(*sheet.answers, *best))


@given(scored(not_applicable=False))
def test_the_ceiling_is_what_full_points_for_every_blank_would_bring(case):
    instrument, sheet = case
    instrument = replace(instrument, samples={})
    named = {s.scope for s in sheet.subjects} | {Scope.UNIT, Scope.USER, Scope.SECONDARY, Scope.GOVERNMENT}
    if any(each.scope not in named for each in instrument.indicators()):
        return
    full = score_unit(instrument, with_full_points(instrument, sheet))
    assert full.complete
    assert full.readings.floor == score_unit(instrument, sheet).readings.ceiling


@given(scored())
def test_weights_and_parts_make_the_whole(case):
    score = score_unit(*case)
    applying = [d for d in score.dimensions if d.readings.floor.value is not None]
    if applying:
        assert abs(sum(Fraction(d.weight) for d in applying) - 100) < TINY
        recomputed = sum(Fraction(d.weight) * Fraction(d.readings.floor.value) for d in applying) / 100
        assert abs(recomputed - Fraction(score.readings.floor.value)) < TINY
    assert all(d.weight == 0 for d in score.dimensions if d not in applying)
