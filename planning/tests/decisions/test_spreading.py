"""Steps share the working days that are left."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planning.decisions.spreading import spread

WEEK = [date(2024, 6, 3) + timedelta(days=n) for n in range(5)]


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(1, 60))
def test_dates_rise_stay_within_and_end_on_the_last_day(days, left):
    dates = [date(2024, 6, 3) + timedelta(days=n) for n in range(left)]
    found = spread(days, dates)
    assert len(found) == len(days)
    assert found == sorted(found)
    assert set(found) <= set(dates)
    if sum(days):
        assert found[-1] == dates[-1]


def test_a_longer_step_gets_more_of_the_time():
    assert spread([1, 3, 1], WEEK) == [WEEK[0], WEEK[3], WEEK[4]]


def test_more_work_than_days_is_squeezed():
    assert spread([10, 10, 10, 10, 10], WEEK) == WEEK


def test_little_work_is_stretched_over_the_days_left():
    assert spread([1, 1], WEEK) == [WEEK[2], WEEK[4]]


def test_steps_that_take_no_day_are_due_at_once():
    assert spread([0, 0], WEEK) == [WEEK[0], WEEK[0]]
    assert spread([], WEEK) == []
