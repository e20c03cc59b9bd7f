from decimal import Decimal

import pytest

from scoring.checking import SheetError, SheetProblem
from scoring.codes import SheetCode
from scoring.instrument import Instrument, Scope
from scoring.sheet import Answer, Sheet, Subject
from scoring.tests.examples import BANDS, OUTCOMES, dimension, indicator
from scoring.unit import score_unit

INSTRUMENT = Instrument(
    "a",
    "A",
    (
        dimension(
            "d",
            "1",
            [
                indicator("K1", Scope.OFFICIAL),
                indicator("S1"),
                indicator("M1", Scope.USER),
                indicator("O6", Scope.SECONDARY, maximum=None),
            ],
        ),
    ),
    BANDS,
    outcome_factors=OUTCOMES,
)
OFFICIAL = Subject("o1", Scope.OFFICIAL, "Pejabat")
PRODUCT = Subject("p1", Scope.PRODUCT, "Produk")


def problems(*answers, subjects=(OFFICIAL, PRODUCT)):
    with pytest.raises(SheetError) as refusal:
        score_unit(INSTRUMENT, Sheet(subjects, answers))
    return refusal.value.problems


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("X9", points=1), SheetCode.UNKNOWN_INDICATOR),
        (Answer("K1", "nobody", points=1), SheetCode.UNKNOWN_SUBJECT),
        (Answer("K1", "p1", points=1), SheetCode.SUBJECT_OF_OTHER_SCOPE),
        (Answer("K1", points=1), SheetCode.SUBJECT_MISSING),
        (Answer("S1", "o1", points=1), SheetCode.SUBJECT_UNEXPECTED),
        (Answer("S1", points=5), SheetCode.POINTS_OUT_OF_RANGE),
        (Answer("S1", points=-1), SheetCode.POINTS_OUT_OF_RANGE),
        (Answer("M1", tally={4: -1}), SheetCode.TALLY_NEGATIVE),
        (Answer("M1", tally={5: 1}), SheetCode.TALLY_LEVEL_OUT_OF_RANGE),
        (Answer("O6", figure=Decimal("100.01")), SheetCode.FIGURE_OUT_OF_RANGE),
        (Answer("O6", figure=Decimal("-0.01")), SheetCode.FIGURE_OUT_OF_RANGE),
        (Answer("O6", figure=Decimal("NaN")), SheetCode.FIGURE_OUT_OF_RANGE),
        (Answer("O6", figure=Decimal("Infinity")), SheetCode.FIGURE_OUT_OF_RANGE),
        (Answer("O6", figure=Decimal("1E-999999")), SheetCode.FIGURE_OUT_OF_RANGE),
        (Answer("O6", points=3), SheetCode.WRONG_MEASURE),
        (Answer("S1", figure=Decimal(50)), SheetCode.WRONG_MEASURE),
        (Answer("S1", tally={4: 1}), SheetCode.WRONG_MEASURE),
        (Answer("M1", points=4), SheetCode.WRONG_MEASURE),
        (Answer("S1", points=4, not_applicable=True), SheetCode.NOT_APPLICABLE_BUT_ANSWERED),
    ],
)
def test_an_impossible_answer_is_refused_with_its_place(answer, code):
    assert problems(answer) == (SheetProblem(code, answer.indicator, answer.subject),)


def test_two_answers_about_the_same_thing_are_refused():
    assert problems(Answer("S1", points=1), Answer("S1", points=1)) == (SheetProblem(SheetCode.DUPLICATE_ANSWER, "S1"),)


def test_an_indicator_left_out_as_a_whole_has_no_answers_per_subject():
    found = problems(Answer("K1", not_applicable=True), Answer("K1", "o1", points=2))
    assert found == (SheetProblem(SheetCode.NOT_APPLICABLE_BUT_ANSWERED, "K1", "o1"),)


def test_the_same_subject_twice_is_refused():
    assert problems(subjects=(OFFICIAL, OFFICIAL)) == (SheetProblem(SheetCode.DUPLICATE_SUBJECT, None, "o1"),)


def test_an_outcome_the_instrument_does_not_know_is_refused():
    found = problems(subjects=(Subject("o1", Scope.OFFICIAL, "Pejabat", "asleep"),))
    assert found == (SheetProblem(SheetCode.UNKNOWN_OUTCOME, None, "o1"),)


def test_all_problems_are_reported_at_once_and_named_in_the_message():
    with pytest.raises(SheetError, match=r"unknown_indicator X9 -, points_out_of_range S1 -"):
        score_unit(INSTRUMENT, Sheet((), (Answer("X9", points=1), Answer("S1", points=9))))


def test_answers_at_both_ends_of_their_range_are_accepted():
    answers = (Answer("S1", points=4), Answer("M1", tally={0: 1, 4: 1}), Answer("O6", figure=Decimal(100)))
    low = (Answer("S1", points=0), Answer("M1", tally={0: 1}), Answer("O6", figure=Decimal("0.0000000001")))
    for sheet in (answers, low):
        assert score_unit(INSTRUMENT, Sheet(answers=sheet)).answered == 3
