"""Blanks, not applicable, samples, outcomes and surveys, one rule at a time."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.instrument import Instrument, Scope
from scoring.readings import ReadingName
from scoring.sheet import Answer, Sheet, Subject
from scoring.tests.examples import BANDS, OUTCOMES, dimension, dinas_contoh, indicator, kspp
from scoring.unit import score_unit


def instrument_of(*indicators, samples=None, outcomes=OUTCOMES):
    return Instrument("a", "A", (dimension("d", "1", indicators),), BANDS, samples or {}, outcomes)


def figures(score):
    readings = [score.readings.named(name).value for name in ReadingName]
    return [None if value is None else float(value) for value in readings]


def official(n, outcome="main"):
    return Subject(f"o{n}", Scope.OFFICIAL, f"Pejabat {n}", outcome)


def test_an_empty_sheet_is_zero_unknown_and_full():
    score = score_unit(kspp(), Sheet())
    assert figures(score) == [0, None, 100]
    assert (score.answered, score.expected, score.complete) == (0, 69, False)
    assert score.readings.answered_only.band is None


def test_a_blank_answer_row_is_as_blank_as_no_row():
    sheet = Sheet(answers=(Answer("S1"), Answer("S2", points=2)))
    instrument = instrument_of(indicator("S1"), indicator("S2"))
    assert figures(score_unit(instrument, sheet)) == [25, 50, 75]


def test_zero_points_are_an_answer():
    assert figures(score_unit(instrument_of(indicator("S1")), Sheet(answers=(Answer("S1", points=0),)))) == [0, 0, 0]


def test_subjects_missing_from_the_sample_are_blanks():
    instrument = instrument_of(indicator("K1", Scope.OFFICIAL), samples={Scope.OFFICIAL: 4})
    score = score_unit(instrument, Sheet((official(1),), (Answer("K1", "o1", points=4),)))
    assert figures(score) == [25, 100, 100]
    assert (score.answered, score.expected) == (1, 4)


def test_more_subjects_than_the_sample_all_count():
    instrument = instrument_of(indicator("P1", Scope.PRODUCT), samples={Scope.PRODUCT: 2})
    products = tuple(Subject(f"p{n}", Scope.PRODUCT, f"Produk {n}") for n in range(3))
    score = score_unit(instrument, Sheet(products, tuple(Answer("P1", p.id, points=n) for n, p in enumerate(products))))
    assert (score.expected, figures(score)[0]) == (3, 25)


def test_an_indicator_does_not_vanish_because_nobody_was_named():
    score = score_unit(
        instrument_of(indicator("P1", Scope.PRODUCT), indicator("S1")), Sheet(answers=(Answer("S1", points=4),))
    )
    assert (figures(score), score.expected) == ([50, 100, 100], 2)


@pytest.mark.parametrize("outcome", ["refused", "absent"])
@pytest.mark.parametrize("points", [None, 4])
def test_a_refused_or_absent_interview_is_an_answer_worth_zero(outcome, points):
    instrument = instrument_of(indicator("K1", Scope.OFFICIAL), samples={Scope.OFFICIAL: 2})
    answers = (Answer("K1", "o1", points=4), Answer("K1", "o2", points=points))
    score = score_unit(instrument, Sheet((official(1), official(2, outcome)), answers))
    assert (figures(score), score.complete) == ([50, 50, 50], True)


def test_an_official_who_refused_needs_no_answer_row_at_all():
    instrument = instrument_of(indicator("K1", Scope.OFFICIAL))
    score = score_unit(instrument, Sheet((official(1, "refused"),)))
    assert (figures(score), score.answered) == ([0, 0, 0], 1)


def test_outcomes_only_touch_officials():
    instrument = instrument_of(indicator("G2", Scope.COMPLAINT_OFFICER))
    officer = Subject("c1", Scope.COMPLAINT_OFFICER, "Petugas", "substitute")
    assert figures(score_unit(instrument, Sheet((officer,), (Answer("G2", "c1", points=4),)))) == [100, 100, 100]


def test_without_outcome_factors_a_main_official_counts_fully():
    instrument = instrument_of(indicator("K1", Scope.OFFICIAL), outcomes={})
    assert figures(score_unit(instrument, Sheet((official(1),), (Answer("K1", "o1", points=2),)))) == [50, 50, 50]


def test_a_survey_is_answered_by_one_response_and_says_how_many_are_wanted():
    instrument = instrument_of(indicator("M1", Scope.USER), samples={Scope.USER: 30})
    score = score_unit(instrument, Sheet(answers=(Answer("M1", tally={3: 1}),)))
    measured = next(score.indicators())
    assert (figures(score), score.complete) == ([75, 75, 75], True)
    assert (measured.responses, measured.required, measured.expected) == (1, 30, 1)


@pytest.mark.parametrize("tally", [{}, {4: 0, 3: 0}])
def test_a_survey_without_responses_is_one_blank(tally):
    instrument = instrument_of(indicator("M1", Scope.USER))
    score = score_unit(instrument, Sheet(answers=(Answer("M1", tally=tally),)))
    assert (figures(score), score.answered, score.expected) == ([0, None, 100], 0, 1)
    assert next(score.indicators()).required is None


def test_a_figure_that_was_not_given_is_a_blank():
    instrument = instrument_of(indicator("O6", Scope.SECONDARY, maximum=None), indicator("S1"))
    assert figures(score_unit(instrument, Sheet(answers=(Answer("S1", points=4),)))) == [50, 100, 100]


def test_not_applicable_leaves_the_indicator_out_of_every_reading():
    instrument = instrument_of(indicator("S1"), indicator("S2"), indicator("S3"))
    sheet = Sheet(answers=(Answer("S1", points=1), Answer("S2", not_applicable=True)))
    score = score_unit(instrument, sheet)
    assert (figures(score), score.expected) == ([12.5, 25, 62.5], 2)
    assert [float(each.weight) for each in score.indicators()] == [50, 0, 50]


def test_not_applicable_for_one_product_leaves_the_others():
    instrument = instrument_of(indicator("P1", Scope.PRODUCT), samples={Scope.PRODUCT: 2})
    products = tuple(Subject(f"p{n}", Scope.PRODUCT, f"Produk {n}") for n in range(2))
    answers = (Answer("P1", "p0", not_applicable=True), Answer("P1", "p1", points=3))
    score = score_unit(instrument, Sheet(products, answers))
    assert (figures(score), score.complete) == ([75, 75, 75], True)


def test_not_applicable_without_a_product_leaves_the_whole_indicator_out():
    instrument = instrument_of(indicator("P1", Scope.PRODUCT), indicator("S1"), samples={Scope.PRODUCT: 2})
    score = score_unit(instrument, Sheet(answers=(Answer("P1", not_applicable=True), Answer("S1", points=4))))
    assert (figures(score), score.expected) == ([100, 100, 100], 1)


def test_a_dimension_that_does_not_apply_gives_its_weight_to_the_others():
    sheet = dinas_contoh(blank=["O6", *(f"M{n}" for n in range(1, 6))])
    out = tuple(Answer(code, not_applicable=True) for code in ("M1", "M2", "M3", "M4", "M5", "O6"))
    score = score_unit(kspp(), replace(sheet, answers=sheet.answers + out))
    assert score.dimensions[2].weight == 0
    assert score.dimensions[2].readings.ceiling.value is None
    assert abs(score.dimensions[0].weight - Decimal("28.8410")) < Decimal("0.0001")
    assert [str(score.readings.named(name).rounded) for name in ReadingName] == ["74.63"] * 3
    assert score.complete


def test_when_nothing_applies_there_is_no_score():
    score = score_unit(instrument_of(indicator("S1")), Sheet(answers=(Answer("S1", not_applicable=True),)))
    assert (figures(score), score.expected, score.complete) == ([None, None, None], 0, False)


def test_an_indicator_of_weight_zero_is_recorded_without_weighing():
    instrument = instrument_of(indicator("S1", weight="0"), indicator("S2", weight="2"))
    score = score_unit(instrument, Sheet(answers=(Answer("S1", points=4),)))
    assert (figures(score), score.answered) == ([0, None, 100], 1)


def test_answered_only_renormalises_inside_indicator_dimension_and_unit():
    instrument = Instrument(
        "a",
        "A",
        (
            dimension("x", "75", [indicator("K1", Scope.OFFICIAL, "3"), indicator("S1", weight="1")]),
            dimension("y", "25", [indicator("S2")]),
        ),
        BANDS,
        {Scope.OFFICIAL: 2},
        OUTCOMES,
    )
    score = score_unit(instrument, Sheet((official(1),), (Answer("K1", "o1", points=2),)))
    assert figures(score) == [0.75 * 0.75 * 25, 50, 0.75 * (0.75 * 75 + 25) + 25]
