"""Claims against reviews and official figures, by hand."""

from decimal import Decimal
from math import gamma, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from official_results import honesty
from official_results.honesty import (
    T_90,
    ClaimRecord,
    ClaimReliability,
    Forecast,
    by_indicator,
    difference,
    forecast,
    measure,
    most_lowered,
    pooled,
)


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


# Differences


def test_a_difference_is_the_later_minus_the_earlier_and_unknown_without_both():
    assert difference(Decimal("79.50"), Decimal("82.00")) == Decimal("-2.50")
    assert difference(Decimal("82.00"), Decimal("79.50")) == Decimal("2.50")
    assert difference(None, Decimal(1)) is None
    assert difference(Decimal(1), None) is None


def test_a_difference_of_long_figures_is_exact():
    third = Decimal("33.333333333333333333333333333333333333333333333333")
    assert difference(third, third) == 0
    assert difference(third, Decimal("33.3")) == Decimal("0.033333333333333333333333333333333333333333333333")


def test_a_record_compares_only_what_was_measured_alike():
    record = ClaimRecord(2024, claimed=Decimal(80), reviewed=Decimal(78), official=Decimal(75))
    assert (record.correction, record.gap) == (Decimal(-2), Decimal(-5))
    apart = ClaimRecord(2024, Decimal(80), Decimal(78), Decimal(75), review_compares=False, official_compares=False)
    assert (apart.correction, apart.gap) == (None, None)


# The measure


def test_the_measure_is_the_mean_with_and_without_sign():
    # (-4 + 1 + 0) / 3 = -1; (4 + 1 + 0) / 3 = 5/3
    found = measure(numbers("-4", "1", "0"))
    assert (found.count, found.lowered, found.raised) == (3, 1, 1)
    assert found.signed == -1
    assert found.absolute == Decimal("1.6666666666666666666666666666666666666666666666667")


def test_below_three_pairs_nothing_is_concluded_but_they_are_counted():
    assert measure(numbers("-4", "1")) == ClaimReliability(2, 1, 1, None, None)
    assert measure([]) == ClaimReliability(0, 0, 0, None, None)


def test_indicators_are_measured_over_pairs_that_know_them():
    pairs = [
        ({"K1": Decimal(75), "K2": Decimal(50), "K3": None}, {"K1": Decimal(50), "K2": Decimal(75), "K3": Decimal(1)}),
        ({"K1": Decimal(100), "K9": Decimal(10)}, {"K1": Decimal(75), "K2": Decimal(0)}),
        ({"K1": Decimal(100)}, {"K1": Decimal(100)}),
    ]
    found = by_indicator(pairs)
    assert set(found) == {"K1", "K2"}
    assert found["K2"] == ClaimReliability(1, 0, 1, None, None)
    assert (found["K1"].count, found["K1"].lowered, found["K1"].raised) == (3, 2, 0)
    assert found["K1"].signed == Decimal("-16.666666666666666666666666666666666666666666666667")
    assert found["K1"].absolute == Decimal("16.666666666666666666666666666666666666666666666667")


def test_most_lowered_come_first_and_of_equals_the_larger_share_then_the_code():
    measures = {
        "B": ClaimReliability(4, 2, 0, None, None),
        "C": ClaimReliability(3, 2, 0, None, None),
        "A": ClaimReliability(4, 2, 1, None, None),
        "D": ClaimReliability(9, 3, 0, None, None),
        "E": ClaimReliability(9, 0, 9, None, None),
    }
    assert [code for code, _ in most_lowered(measures)] == ["D", "C", "A", "B"]


# What the past says


def test_a_total_is_not_counted_beside_its_units():
    units = [
        ClaimRecord(2023, Decimal(80), None, Decimal(78)),
        ClaimRecord(2023, Decimal(90), None, Decimal(91)),
        ClaimRecord(2024, Decimal(70)),
    ]
    totals = [
        ClaimRecord(2023, Decimal(85), None, Decimal(84)),
        ClaimRecord(2024, Decimal(70), None, Decimal(73)),
        ClaimRecord(2022, Decimal(60), None, Decimal(55), official_compares=False),
    ]
    assert pooled(units, totals) == [Decimal(-2), Decimal(1), Decimal(3)]
    assert pooled([], []) == []


def test_a_forecast_by_hand():
    # Differences -4, -2, 0: mean -2, s = 2, reach = 1.886 x 2 x sqrt(1 + 1/3) = 4.3555...
    found = forecast(Decimal("84.00"), numbers("-4", "-2", "0"))
    assert found == Forecast(3, Decimal(-2), Decimal("82.00"), Decimal("77.64"), Decimal("86.36"))


def test_a_forecast_with_more_pairs_uses_its_own_quantile():
    # 1, 2, 3, 4: mean 2.5, s2 = 5/3, reach = 1.638 x sqrt(5/3 x 5/4) = 2.36424...
    found = forecast(Decimal(70), numbers("1", "2", "3", "4"))
    assert (found.figure, found.low, found.high) == (Decimal("72.50"), Decimal("70.14"), Decimal("74.86"))


def test_equal_differences_leave_no_range():
    found = forecast(Decimal(70), numbers("-1", "-1", "-1"))
    assert (found.low, found.figure, found.high) == (Decimal("69.00"), Decimal("69.00"), Decimal("69.00"))


def test_a_forecast_stays_on_the_scale():
    assert forecast(Decimal("99.50"), numbers("-4", "3", "4")).high == 100
    assert forecast(Decimal("1.00"), numbers("-4", "-3", "-1")).low == 0
    assert forecast(Decimal("4.9"), numbers("0.2", "0.3", "0.4"), Decimal(5), 1).figure == Decimal("5.0")


def test_the_figure_is_rounded_half_up_once():
    assert forecast(Decimal("80.00"), numbers("0.005", "0.005", "0.005")).figure == Decimal("80.01")
    assert forecast(Decimal("80.00"), numbers("0.004", "0.005", "0.005")).figure == Decimal("80.00")


def test_without_enough_pairs_or_a_claim_there_is_no_figure():
    assert forecast(Decimal(80), numbers("1", "2")) == Forecast(2)
    assert forecast(None, numbers("1", "2", "3")) == Forecast(3, Decimal(2))


def test_beyond_thirty_degrees_of_freedom_the_last_quantile_is_kept():
    few, many = numbers(*["0", "2"] * 15, "1"), numbers(*["0", "2"] * 20, "1")
    # s2 = 30/30 of 31 and 40/40 of 41: both 1; only 1 + 1/n differs
    assert forecast(Decimal(50), few).high == Decimal("52.33")
    assert forecast(Decimal(50), many).high == Decimal("52.33")
    assert honesty._reach(many, honesty._mean(many)) < honesty._reach(few, honesty._mean(few))


@pytest.mark.parametrize("freedom", range(1, len(T_90) + 1))
def test_the_table_is_students_t(freedom):
    """Nine tenths lie below the quantile: Simpson's rule over the density from zero."""

    def density(t: float) -> float:
        return (
            gamma((freedom + 1) / 2)
            / (sqrt(freedom * pi) * gamma(freedom / 2))
            * (1 + t * t / freedom) ** (-(freedom + 1) / 2)
        )

    upper, steps = float(T_90[freedom - 1]), 400
    width = upper / steps
    inner = sum((4 if n % 2 else 2) * density(n * width) for n in range(1, steps))
    area = 0.5 + width / 3 * (density(0) + inner + density(upper))
    assert area == pytest.approx(0.9, abs=1.2e-4)


def test_the_table_goes_as_far_as_it_says():
    assert len(T_90) == 30


POINTS = st.decimals(-100, 100, places=2)
SCORES = st.decimals(0, 100, places=2)


@given(st.lists(POINTS, max_size=40))
def test_the_mean_with_sign_never_exceeds_the_mean_without(differences):
    found = measure(differences)
    assert found.lowered + found.raised + differences.count(Decimal(0)) == found.count
    if found.signed is not None and found.absolute is not None:
        assert found.signed.copy_abs() <= found.absolute


@given(SCORES, st.lists(POINTS, max_size=40), st.randoms())
def test_a_forecast_lies_in_its_range_on_the_scale_whatever_the_order(claimed, differences, chance):
    found = forecast(claimed, differences)
    chance.shuffle(differences)
    assert forecast(claimed, differences) == found
    if found.figure is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.figure <= found.high <= 100
    assert (found.figure is None) == (len(differences) < 3)
