"""Due dates counted by hand on a wall calendar, with the joint decrees of the ministers for 2024 to 2027 beside it.

Each comment is the count: "2-5 Apr = 4" means that after 5 April four days have been counted. Days that are left out
by decree are named; Saturdays and Sundays are not.
"""

from datetime import date, datetime

import pytest

from complaints.deadlines import Clock, ClockUnit, Extension, Pause, due_date, local_date
from complaints.selectors.calendar import library_calendar

W, C, Y = ClockUnit.WORKING, ClockUnit.CALENDAR, ClockUnit.YEARS


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(start: str, length: int, unit: ClockUnit, week: int = 5, **more: object) -> date | None:
    first = day(start)
    calendar = library_calendar(range(first.year, first.year + 3), week)
    return due_date(first, Clock(length, unit), calendar, **more).due_on  # type: ignore[arg-type]


IDULFITRI_2024 = [  # off: 8, 9 leave, 10, 11 Idulfitri, 12, 15 leave
    ("2024-04-01", 3, 5, "2024-04-04"),  # 2, 3, 4
    ("2024-04-01", 5, 5, "2024-04-16"),  # 2-5 = 4, 16 = 5
    ("2024-04-01", 5, 6, "2024-04-06"),  # 2-5 = 4, Saturday 6 = 5
    ("2024-04-01", 14, 5, "2024-04-29"),  # 2-5 = 4, 16-19 = 8, 22-26 = 13, 29 = 14
    ("2024-04-01", 14, 6, "2024-04-24"),  # 2-6 = 5, Saturday 13 = 6, 16-20 = 11, 22-24 = 14
    ("2024-04-05", 1, 5, "2024-04-16"),  # Friday before the leave; the first working day after it
    ("2024-04-05", 1, 6, "2024-04-06"),  # the Saturday before the leave
    ("2024-04-10", 3, 5, "2024-04-18"),  # received on Idulfitri itself: 16, 17, 18
]
NYEPI_2024 = [  # off: Monday 11 Nyepi, 12 leave
    ("2024-03-08", 3, 5, "2024-03-15"),  # 13, 14, 15
    ("2024-03-08", 3, 6, "2024-03-14"),  # Saturday 9 = 1, 13, 14
]
MIDDLE_OF_2024 = [  # off: 17 Jun Iduladha, 18 leave; 7 Jul Sunday; 17 Aug Saturday; 16 Sep Maulid
    ("2024-06-03", 30, 5, "2024-07-17"),  # Jun 4-7 = 4, 10-14 = 9, 19-21 = 12, 24-28 = 17, Jul 1-5 = 22, 8-12 = 27, 17
    ("2024-07-01", 60, 5, "2024-09-24"),  # Jul 31 = 22, Aug 2 = 24, 9 = 29, 16 = 34, 23 = 39, 30 = 44, Sep 6 = 49,
    #                                       13 = 54, 17-20 = 58, 23, 24
    ("2024-07-01", 60, 6, "2024-09-10"),  # Jul 6 = 5, 13 = 11, 20 = 17, 27 = 23, Aug 3 = 29, 10 = 35, 16 = 40,
    #                                       24 = 46, 31 = 52, Sep 7 = 58, 9, 10
    ("2024-11-26", 2, 5, "2024-11-29"),  # 27 is the day of the regional elections: 28, 29
]
NATAL_2024 = [  # off: Wednesday 25 Natal, 26 leave; 1 Jan
    ("2024-12-23", 3, 5, "2024-12-30"),  # 24, 27, 30
    ("2024-12-23", 3, 6, "2024-12-28"),  # 24, 27, Saturday 28
    ("2024-12-23", 5, 5, "2025-01-02"),  # 24, 27, 30, 31, 2
    ("2024-12-23", 14, 5, "2025-01-15"),  # 31 = 4, Jan 2, 3 = 6, 6-10 = 11, 13-15 = 14
]
YEAR_2025 = [  # off: 27-29 Jan; 28 Mar leave, 29 Nyepi, 31, 1 Apr Idulfitri, 2-4, 7 leave; Friday 18 Apr
    ("2025-01-24", 3, 5, "2025-02-03"),  # 30, 31 = 2, Monday 3
    ("2025-01-24", 3, 6, "2025-01-31"),  # Saturday 25 = 1, 30, 31
    ("2025-03-24", 3, 5, "2025-03-27"),  # 25, 26, 27
    ("2025-03-24", 5, 5, "2025-04-09"),  # 25-27 = 3, 8, 9
    ("2025-03-24", 5, 6, "2025-04-08"),  # 25-27 = 3, Saturday 29 is Nyepi, Saturday 5 Apr = 4, 8
    ("2025-03-27", 14, 5, "2025-04-28"),  # 8-11 = 4, 14-17 = 8, 21-25 = 13, 28
    ("2025-03-27", 14, 6, "2025-04-23"),  # 5 = 1, 8-12 = 6, 14-17 = 10, 19 = 11, 21-23 = 14
    ("2025-08-15", 3, 5, "2025-08-21"),  # 17 is a Sunday, 18 leave: 19, 20, 21
    ("2025-08-15", 3, 6, "2025-08-20"),  # Saturday 16 = 1, 19, 20
    ("2025-12-24", 3, 5, "2025-12-31"),  # 25 Natal, 26 leave: 29, 30, 31
    ("2025-12-24", 3, 6, "2025-12-30"),  # Saturday 27 = 1, 29, 30
    ("2025-12-24", 5, 5, "2026-01-05"),  # 29-31 = 3, Friday 2 Jan = 4, Monday 5
]
YEAR_2026 = [  # off: 16, 17 Feb; 18-24 Mar (Nyepi 19, Idulfitri 21, 22, the rest leave); 3 Apr; 27, 28 May, 1 Jun
    ("2026-02-13", 5, 5, "2026-02-24"),  # 18-20 = 3, 23, 24
    ("2026-03-16", 3, 5, "2026-03-26"),  # 17, 25, 26
    ("2026-03-16", 3, 6, "2026-03-26"),  # the Saturday between is Idulfitri: the same
    ("2026-03-17", 14, 5, "2026-04-14"),  # 25-27 = 3, 30-2 = 7, 6-10 = 12, 13, 14
    ("2026-03-17", 14, 6, "2026-04-10"),  # 25-28 = 4, 30-2 = 8, Saturday 4 = 9, 6-10 = 14
    ("2026-05-26", 3, 5, "2026-06-03"),  # 29 = 1, Jun 2, 3
    ("2026-05-26", 3, 6, "2026-06-02"),  # 29, Saturday 30 = 2, Jun 2
    ("2026-12-23", 3, 5, "2026-12-30"),  # 24 leave, 25 Natal: 28, 29, 30
    ("2026-12-23", 3, 6, "2026-12-29"),  # Saturday 26 = 1, 28, 29
]
YEAR_2027 = [  # off: 8 Mar Nyepi, 9 leave, 10, 11 Idulfitri, 12, 15 leave; 25 leave, 26 Mar; 24 Dec leave
    ("2027-03-05", 3, 5, "2027-03-18"),  # 16, 17, 18
    ("2027-03-05", 3, 6, "2027-03-16"),  # Saturdays 6 and 13 = 2, 16
    ("2027-03-22", 5, 5, "2027-03-31"),  # 23, 24 = 2, 29-31 = 5
    ("2027-12-23", 3, 5, "2027-12-29"),  # 27, 28, 29
    ("2027-12-23", 3, 6, "2027-12-29"),  # Saturday 25 is Natal: the same
    ("2027-12-30", 2, 5, "2028-01-03"),  # 31, Monday 3
    ("2027-12-30", 2, 6, "2028-01-03"),  # Saturday 1 Jan is New Year: the same
]


@pytest.mark.parametrize(
    ("start", "length", "week", "expected"),
    [*IDULFITRI_2024, *NYEPI_2024, *MIDDLE_OF_2024, *NATAL_2024, *YEAR_2025, *YEAR_2026, *YEAR_2027],
)
def test_a_clock_of_working_days_ends_where_a_wall_calendar_says(start, length, week, expected):
    assert due(start, length, W, week) == day(expected)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2024-03-11", 30, "2024-04-10"),  # 20 days of March are left, 10 of April: Idulfitri, and it stays there
        ("2024-04-01", 14, "2024-04-15"),  # 1 + 14: collective leave, and it stays there
        ("2024-12-01", 30, "2024-12-31"),  # 1 + 30
        ("2024-12-02", 60, "2025-01-31"),  # 29 days of December are left, 31 of January
        ("2024-01-30", 30, "2024-02-29"),  # 1 day of January is left, 29 of a leap February
        ("2025-01-30", 30, "2025-03-01"),  # 1 of January, 28 of February, 1 of March
        ("2026-03-16", 14, "2026-03-30"),  # 16 + 14
        ("2027-12-25", 14, "2028-01-08"),  # 6 days of December are left, 8 of January: a Saturday, and it stays there
    ],
)
@pytest.mark.parametrize("week", [5, 6])
def test_a_clock_of_calendar_days_counts_every_day_and_does_not_move(start, length, week, expected):
    assert due(start, length, C, week) == day(expected)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2024-08-17", 2, "2026-08-17"),
        ("2024-02-29", 2, "2026-02-28"),  # 2026 has no 29 February
        ("2024-02-29", 4, "2028-02-29"),
        ("2023-12-31", 1, "2024-12-31"),  # across a leap year
    ],
)
def test_a_clock_of_years_ends_on_the_same_date(start, length, expected):
    assert due(start, length, Y) == day(expected)


@pytest.mark.parametrize(
    ("unit", "length", "pauses", "expected"),
    [
        # Without a pause from Monday 1 July 2024: calendar 1 + 14 = 15 July; working 5 = 4, 12 = 9, 19 = 14: 19 July.
        (C, 14, [("2024-07-05", "2024-07-15")], "2024-07-25"),  # 2-5 = 4, ten days out, 16-25 = 14
        (W, 14, [("2024-07-05", "2024-07-15")], "2024-07-29"),  # 2-5 = 4, 16-19 = 8, 22-26 = 13, 29
        (C, 14, [("2024-07-15", "2024-07-20")], "2024-07-15"),  # stopped on the last day: too late to matter
        (C, 14, [("2024-07-14", "2024-07-20")], "2024-07-21"),  # 2-14 = 13, 21 = 14
        (C, 14, [("2024-07-05", "2024-07-05")], "2024-07-15"),  # resumed at once
        (C, 14, [("2024-06-20", "2024-07-03")], "2024-07-17"),  # stopped before the start: 2, 3 out, 4-17 = 14
        (C, 14, [("2024-07-03", "2024-07-05"), ("2024-07-08", "2024-07-10")], "2024-07-19"),  # 4, 5, 9, 10 out: 15 + 4
        (C, 14, [("2024-07-03", "2024-07-08"), ("2024-07-05", "2024-07-10")], "2024-07-22"),  # 4-10 out once: 15 + 7
        (W, 14, [("2024-07-05", "2024-07-07")], "2024-07-19"),  # only a weekend: nothing lost
        (W, 14, [("2024-07-05", "2024-07-08")], "2024-07-22"),  # one Monday lost
        (C, 14, [("2024-07-05", None)], None),  # still with the complainant
        (C, 14, [("2024-07-15", None)], "2024-07-15"),  # opened on the last day: the clock had run
        (Y, 1, [("2024-07-05", "2024-07-15")], "2025-07-11"),  # 1 July 2025 and ten days
    ],
)
def test_a_pause_moves_the_due_day_by_the_days_it_took(unit, length, pauses, expected):
    given = [Pause(day(stopped), day(resumed) if resumed else None) for stopped, resumed in pauses]
    assert due("2024-07-01", length, unit, pauses=given) == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("start", "length", "unit", "extensions", "expected"),
    [
        ("2024-07-01", 10, W, [7], "2024-07-24"),  # 10 + 7: 5 = 4, 12 = 9, 19 = 14, 22-24 = 17
        ("2024-07-01", 14, C, [10], "2024-07-25"),  # 1 + 24
        ("2024-04-01", 5, W, [1], "2024-04-17"),  # 16 = 5 (see above), 17 = 6
        ("2024-07-01", 10, W, [3, 4], "2024-07-24"),  # twice makes seven as well
        ("2024-02-29", 2, Y, [1], "2026-03-01"),  # 28 February 2026 and a day
    ],
)
def test_an_extension_adds_days_of_the_same_kind(start, length, unit, extensions, expected):
    given = [Extension(days, "menunggu keterangan ahli") for days in extensions]
    assert due(start, length, unit, extensions=given) == day(expected)


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        # UTC+7, UTC+8, UTC+9
        ("2024-12-31T16:59:59+00:00", "WIB", "2024-12-31"),  # 23.59
        ("2024-12-31T17:00:00+00:00", "WIB", "2025-01-01"),  # 00.00
        ("2024-12-31T16:00:00+00:00", "WITA", "2025-01-01"),  # 00.00
        ("2024-12-31T15:59:59+00:00", "WITA", "2024-12-31"),  # 23.59
        ("2024-12-31T15:00:00+00:00", "WIT", "2025-01-01"),  # 00.00
        ("2024-12-31T14:59:59+00:00", "Asia/Jayapura", "2024-12-31"),  # 23.59
        ("2024-04-05T23:30:00+07:00", "WIB", "2024-04-05"),
        ("2024-04-05T23:30:00+07:00", "WITA", "2024-04-06"),  # 00.30 the next day
    ],
)
def test_the_day_of_an_instant_is_the_local_one(instant, zone, expected):
    assert local_date(datetime.fromisoformat(instant), zone) == day(expected)


def test_the_zone_can_move_a_deadline():
    """Friday 5 April 2024, 23.30 in Jakarta: already Saturday in Makassar, and for a week of six days a day less."""
    sent = datetime.fromisoformat("2024-04-05T23:30:00+07:00")
    calendar = library_calendar([2024], week=6)
    ends = [due_date(local_date(sent, zone), Clock(1, W), calendar).due_on for zone in ("WIB", "WITA")]
    assert ends == [date(2024, 4, 6), date(2024, 4, 13)]
