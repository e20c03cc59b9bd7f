from decimal import ROUND_FLOOR, Decimal, localcontext

import pytest

from scoring.bands import band_for, highest_first, next_band_up, spans
from scoring.rounding import rounded
from scoring.tests.examples import BANDS


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("87.995", "88.00"),
        ("87.99499999999999999999999999999999999999999", "87.99"),
        ("53.995", "54.00"),
        ("68.825", "68.83"),
        ("0", "0.00"),
        ("100", "100.00"),
        ("0.005", "0.01"),
    ],
)
def test_ties_go_up_and_only_ties(value, expected):
    assert str(rounded(Decimal(value))) == expected


def test_nothing_stays_nothing():
    assert rounded(None) is None


def test_the_number_of_decimals_is_the_instruments():
    assert str(rounded(Decimal("3.61915"), 4)) == "3.6192"


def test_the_ambient_decimal_context_has_no_say():
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_FLOOR
        assert str(rounded(Decimal("87.995"))) == "88.00"


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("100.00", "A"),
        ("88.02", "A"),
        ("88.00", "A"),
        ("87.99", "B"),
        ("87.88", "B"),
        ("78.23", "B"),
        ("78.00", "B"),
        ("77.99", "C"),
        ("77.97", "C"),
        ("54.03", "C"),
        ("54.00", "C"),
        ("53.99", "D"),
        ("52.77", "D"),
        ("32.00", "D"),
        ("31.99", "E"),
        ("0.00", "E"),
    ],
)
def test_a_lower_bound_belongs_to_its_band(value, grade):
    assert band_for(Decimal(value), BANDS).grade == grade


@pytest.mark.parametrize(
    ("exact", "grade"),
    [("87.994", "B"), ("87.995", "A"), ("77.994", "C"), ("77.995", "B"), ("53.994", "D"), ("53.995", "C"),
     ("31.994", "E"), ("31.995", "D")],
)  # fmt: skip
def test_the_band_is_decided_on_the_rounded_score(exact, grade):
    assert band_for(rounded(Decimal(exact)), BANDS).grade == grade


def test_the_order_of_the_table_does_not_matter():
    assert band_for(Decimal("60"), tuple(reversed(BANDS))).grade == "C"


def test_without_a_score_without_bands_or_below_the_lowest_there_is_no_band():
    assert band_for(None, BANDS) is None
    assert band_for(Decimal("50"), ()) is None
    assert band_for(Decimal("50"), BANDS[:2]) is None


def test_the_next_band_up_says_how_many_points_are_missing():
    climb = next_band_up(Decimal("78.72"), BANDS)
    assert (climb.band.grade, str(climb.missing)) == ("A", "9.28")


@pytest.mark.parametrize(("value", "grade", "missing"), [("87.99", "A", "0.01"), ("0.00", "D", "32.00")])
def test_the_next_band_is_the_nearest(value, grade, missing):
    climb = next_band_up(Decimal(value), tuple(reversed(BANDS)))
    assert (climb.band.grade, climb.missing) == (grade, Decimal(missing))


def test_the_highest_band_and_a_missing_score_have_nothing_above():
    assert next_band_up(Decimal("88.00"), BANDS) is None
    assert next_band_up(None, BANDS) is None


def test_each_band_ends_where_the_next_begins_and_the_highest_at_the_perfect_score():
    ends = [(band.grade, str(upper)) for band, upper in spans(tuple(reversed(BANDS)), Decimal(100))]
    assert [grade for grade, _ in ends] == list("EDCBA")
    assert [Decimal(upper) for _, upper in ends] == [*sorted(band.lower for band in BANDS)[1:], 100]
    assert spans((), Decimal(100)) == []


def test_bands_are_told_from_the_best_down():
    assert [band.lower for band in highest_first(BANDS[::-1])] == sorted((band.lower for band in BANDS), reverse=True)
