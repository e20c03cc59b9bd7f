"""What is missing to a score one wants to see."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.decisions.targets import least_total
from scoring.rounding import rounded, to_decimal
from scoring.tests.examples import dinas_contoh, kspp
from scoring.tests.strategies import scored
from scoring.unit import exact_headline, headline_of, score_unit

HAIR = Fraction(1, 10**20)


@given(st.decimals(0, 100, places=2), st.integers(0, 2))
def test_the_least_total_is_shown_as_the_target_and_a_hair_less_is_not(wanted, decimals):
    least = least_total(wanted, decimals)
    assert rounded(to_decimal(least), decimals) >= wanted or least < 0
    assert rounded(to_decimal(least - HAIR), decimals) < wanted


@pytest.mark.parametrize(
    ("wanted", "decimals", "least"),
    [("88", 2, "87.995"), ("88.00", 0, "87.5"), ("87.5", 0, "87.5"), ("4.51", 2, "4.505")],
)
def test_half_a_rounding_step_is_given(wanted, decimals, least):
    assert least_total(Decimal(wanted), decimals) == Fraction(least)


@given(scored())
def test_the_exact_headline_is_the_floor_before_it_became_a_decimal(case):
    instrument, sheet = case
    exact, floor = exact_headline(instrument, sheet), score_unit(instrument, sheet).readings.floor.value
    assert floor == (None if exact is None else to_decimal(exact))


def test_the_headline_of_the_worked_example():
    assert rounded(to_decimal(exact_headline(kspp(), dinas_contoh()))) == Decimal("78.72")


@given(scored())
def test_the_headline_is_made_again_from_the_floors_of_the_indicators(case):
    instrument, sheet = case
    score = score_unit(instrument, sheet)
    floors = {each.code: each.readings.floor.value for each in score.indicators()}
    again = headline_of(instrument, floors)
    if exact_headline(instrument, sheet) is not None:
        assert abs(to_decimal(again) - score.readings.floor.value) < Decimal("1e-40")
    floors.popitem()
    assert headline_of(instrument, floors) is None
