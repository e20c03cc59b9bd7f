from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.deadlines import (
    LONGEST,
    Calendar,
    Clock,
    ClockUnit,
    DeadlineError,
    DeadlineFault,
    Extension,
    Pause,
    Reason,
    SkipReason,
    due_date,
    local_date,
)
from complaints.selectors.calendar import library_calendar

CALENDARS = {week: library_calendar(range(2024, 2036), week) for week in (5, 6)}
starts = st.dates(date(2024, 1, 1), date(2027, 12, 31))
weeks = st.sampled_from([5, 6])
units = st.sampled_from([ClockUnit.CALENDAR, ClockUnit.WORKING])
lengths = st.integers(1, 120)


@st.composite
def pauses(draw):
    stopped = draw(starts)
    return Pause(stopped, stopped + timedelta(days=draw(st.integers(0, 60))))


def due(start, length, unit, week, stopped=()):
    return due_date(start, Clock(length, unit), CALENDARS[week], stopped).due_on


@given(starts, lengths, units, weeks)
def test_a_later_start_is_never_due_earlier(start, length, unit, week):
    assert due(start, length, unit, week) <= due(start + timedelta(days=1), length, unit, week)


@given(starts, lengths, units, weeks)
def test_a_longer_clock_is_due_later(start, length, unit, week):
    assert due(start, length, unit, week) < due(start, length + 1, unit, week)


@given(starts, lengths, lengths, units, weeks)
def test_two_clocks_one_after_the_other_are_one_long_clock(start, first, second, unit, week):
    assert due(due(start, first, unit, week), second, unit, week) == due(start, first + second, unit, week)


@given(starts, lengths, weeks)
def test_a_clock_of_working_days_never_lands_on_a_day_off(start, length, week):
    found = due_date(start, Clock(length, ClockUnit.WORKING), CALENDARS[week])
    assert found.due_day_off == ()
    assert found.due_on.weekday() not in ((5, 6) if week == 5 else (6,))
    assert found.due_on not in CALENDARS[week].days_off


@given(starts, st.integers(1, 3660), weeks)
def test_a_clock_of_calendar_days_is_an_addition(start, length, week):
    assert due_date(start, Clock(length, ClockUnit.CALENDAR), CALENDARS[week]).due_on == start + timedelta(days=length)


@given(starts, lengths, units, weeks, st.lists(pauses(), max_size=3))
def test_every_day_up_to_the_due_day_is_counted_or_explained(start, length, unit, week, stopped):
    found = due_date(start, Clock(length, unit), CALENDARS[week], stopped)
    days = {start + timedelta(days=n) for n in range(1, (found.due_on - start).days + 1)}
    left_out = {skipped.day for skipped in found.skipped}
    assert days == set(found.counted) | left_out
    assert not left_out & set(found.counted)
    assert all(skipped.reasons for skipped in found.skipped)
    assert len(found.counted) == length


@given(starts, lengths, units, weeks, st.lists(pauses(), max_size=2), pauses())
def test_a_pause_never_makes_anything_due_earlier(start, length, unit, week, stopped, another):
    assert due(start, length, unit, week, stopped) <= due(start, length, unit, week, [*stopped, another])


@given(starts, lengths, units, weeks, st.dates(date(2023, 1, 1), date(2031, 1, 1)))
def test_number_and_remainder_make_the_whole(start, length, unit, week, today):
    found = due_date(start, Clock(length, unit), CALENDARS[week])
    assert found.number(today) + found.remaining(today) == length
    assert 0 <= found.number(today) <= found.number(today + timedelta(days=1)) <= length
    assert found.is_overdue(today) == (today > found.due_on) == (found.days_late(today) > 0)
    assert not found.is_overdue(today) or found.remaining(today) == 0


@given(starts, lengths, weeks)
def test_six_working_days_a_week_are_never_slower_than_five(start, length, week):
    assert due(start, length, ClockUnit.WORKING, 6) <= due(start, length, ClockUnit.WORKING, 5)


def test_the_day_of_the_clock_stands_still_on_days_off_and_at_the_end():
    """Monday 1 April 2024, 14 working days: 2-5 are days 1 to 4, then leave until 15, the 29th is day 14."""
    found = due_date(date(2024, 4, 1), Clock(14, ClockUnit.WORKING), CALENDARS[5])
    numbers = {1: 0, 2: 1, 5: 4, 6: 4, 10: 4, 15: 4, 16: 5, 28: 13, 29: 14, 30: 14}
    assert {day: found.number(date(2024, 4, day)) for day in numbers} == numbers
    assert found.remaining(date(2024, 4, 22)) == 5
    assert not found.is_overdue(date(2024, 4, 29))
    assert found.is_overdue(date(2024, 4, 30))
    assert (found.days_late(date(2024, 4, 29)), found.days_late(date(2024, 5, 2))) == (0, 3)


def test_a_day_off_for_several_reasons_names_them_all():
    """Sunday 31 March 2024 is Easter; Saturday 29 March 2025 is Nyepi."""
    found = due_date(date(2024, 3, 28), Clock(1, ClockUnit.WORKING), CALENDARS[5])
    assert found.skipped[2].reasons == (
        Reason(SkipReason.SUNDAY),
        Reason(SkipReason.PUBLIC, "Kebangkitan Yesus Kristus"),
    )
    assert [skipped.day.day for skipped in found.skipped] == [29, 30, 31]
    of_six = due_date(date(2025, 3, 28), Clock(1, ClockUnit.WORKING), CALENDARS[6]).skipped[0]
    assert of_six.reasons == (Reason(SkipReason.PUBLIC, "Hari Suci Nyepi"),)


def test_a_clock_of_calendar_days_says_that_it_ends_on_a_day_off():
    found = due_date(date(2024, 3, 11), Clock(30, ClockUnit.CALENDAR), CALENDARS[5])
    assert found.due_day_off == (Reason(SkipReason.PUBLIC, "Hari Raya Idul Fitri"),)
    assert found.skipped == ()


def test_an_open_pause_leaves_the_clock_without_a_due_date():
    found = due_date(date(2024, 7, 1), Clock(14, ClockUnit.WORKING), CALENDARS[5], [Pause(date(2024, 7, 5))])
    today = date(2025, 1, 1)
    assert found.due_on is None
    assert (found.number(today), found.remaining(today), found.is_overdue(today), found.days_late(today)) == (
        4,
        10,
        False,
        0,
    )
    assert found.due_day_off == ()


def test_an_open_pause_does_not_hide_a_closed_one_on_the_same_day():
    both = [Pause(date(2024, 7, 5), date(2024, 7, 10)), Pause(date(2024, 7, 8))]
    found = due_date(date(2024, 7, 1), Clock(14, ClockUnit.CALENDAR), CALENDARS[5], both)
    assert found.due_on is None
    assert [skipped.day.day for skipped in found.skipped] == [6, 7, 8]
    assert found.skipped[0].reasons == (Reason(SkipReason.PAUSED),)


def test_a_paused_day_off_carries_both_reasons():
    found = due_date(
        date(2024, 7, 1), Clock(5, ClockUnit.WORKING), CALENDARS[5], [Pause(date(2024, 7, 5), date(2024, 7, 6))]
    )
    assert found.skipped[0].reasons == (Reason(SkipReason.PAUSED), Reason(SkipReason.SATURDAY))


def test_estimates_and_years_without_decreed_leave_are_told():
    settled = due_date(date(2026, 3, 16), Clock(3, ClockUnit.WORKING), CALENDARS[5])
    estimated = due_date(date(2027, 3, 5), Clock(3, ClockUnit.WORKING), CALENDARS[5])
    unknown = due_date(date(2027, 12, 30), Clock(14, ClockUnit.WORKING), CALENDARS[5])
    plain = due_date(date(2028, 1, 1), Clock(14, ClockUnit.CALENDAR), CALENDARS[5])
    assert [d.rests_on_estimates for d in (settled, estimated, unknown, plain)] == [False, True, True, False]
    assert [d.provisional_years for d in (settled, estimated, unknown, plain)] == [(), (), (2028,), ()]


@pytest.mark.parametrize("unit", list(ClockUnit))
def test_lengths_are_bounded(unit):
    for length in (0, -1, LONGEST[unit] + 1, 10**30):
        with pytest.raises(DeadlineError) as refusal:
            Clock(length, unit)
        assert refusal.value.fault is DeadlineFault.LENGTH
    longest = due_date(date(2024, 1, 1), Clock(LONGEST[unit], unit), CALENDARS[5])
    assert longest.due_on is not None


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: Calendar(week=7), DeadlineFault.WEEK),
        (lambda: Pause(date(2024, 7, 2), date(2024, 7, 1)), DeadlineFault.PAUSE),
        (lambda: Extension(0, "sebab"), DeadlineFault.EXTENSION),
        (lambda: Extension(3, "  "), DeadlineFault.EXTENSION),
        (lambda: due_date(date(1945, 8, 16), Clock(1, ClockUnit.CALENDAR), Calendar()), DeadlineFault.START),
        (lambda: due_date(date(2200, 1, 1), Clock(1, ClockUnit.CALENDAR), Calendar()), DeadlineFault.START),
        (
            lambda: due_date(
                date(2024, 1, 1), Clock(1, ClockUnit.CALENDAR), Calendar(), extensions=[Extension(10**9, "sebab")]
            ),
            DeadlineFault.EXTENSION,
        ),
        (
            lambda: due_date(
                date(2024, 1, 1), Clock(9, ClockUnit.CALENDAR), Calendar(), [Pause(date(2024, 1, 2), date(2099, 1, 1))]
            ),
            DeadlineFault.TOO_FAR,
        ),
        (lambda: local_date(datetime(2024, 1, 1), "WIB"), DeadlineFault.ZONE),  # noqa: DTZ001 - a naive one is the case
        (lambda: local_date(datetime.fromisoformat("2024-01-01T00:00+07:00"), "Europe/Paris"), DeadlineFault.ZONE),
    ],
)
def test_nonsense_is_refused_by_name(make, fault):
    with pytest.raises(DeadlineError) as refusal:
        make()
    assert refusal.value.fault is fault


def test_a_calendar_without_working_days_comes_to_an_end():
    endless = {date(2024, 1, 1) + timedelta(days=n): (Reason(SkipReason.LOCAL, "tutup"),) for n in range(8000)}
    with pytest.raises(DeadlineError) as refusal:
        due_date(date(2024, 1, 1), Clock(1, ClockUnit.WORKING), Calendar(MappingProxyType(endless)))
    assert refusal.value.fault is DeadlineFault.TOO_FAR


def test_the_bounds_of_the_start_can_be_used():
    assert due_date(date(1945, 8, 17), Clock(1, ClockUnit.CALENDAR), Calendar()).due_on == date(1945, 8, 18)
    assert due_date(date(2199, 12, 31), Clock(10, ClockUnit.YEARS), Calendar()).due_on == date(2209, 12, 31)
