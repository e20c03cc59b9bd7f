"""Working days ahead."""

from datetime import date

import pytest

from kspp.lib.workdays import LONGEST, known_to_library, working_days

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2024, 6, 3), date(2024, 6, 7), 5),  # Monday to Friday
        (date(2024, 6, 3), date(2024, 6, 9), 5),
        (date(2024, 6, 8), date(2024, 6, 9), 0),
        (date(2024, 8, 12), date(2024, 8, 18), 5),  # 17 August 2024 is a Saturday
        (date(2023, 8, 14), date(2023, 8, 20), 4),  # 17 August 2023 is a Thursday
        (date(2024, 4, 8), date(2024, 4, 15), 0),  # Lebaran with its collective leave
        (date(2024, 6, 7), date(2024, 6, 6), 0),
        (date(2024, 6, 7), date(2023, 6, 6), 0),
    ],
)
def test_weekends_holidays_and_collective_leave_are_not_counted(first, last, days):
    assert working_days(first, last) == days


def test_what_the_library_knows_is_a_calendar_of_its_own():
    assert date(2023, 8, 17) in known_to_library(None, date(2023, 8, 14), date(2023, 8, 20))


def test_days_beyond_three_years_are_not_counted_at_all():
    with pytest.raises(ValueError, match="too far"):
        working_days(date(2024, 1, 1), date(2024 + LONGEST // 365 + 1, 1, 2))
