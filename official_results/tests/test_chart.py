"""Where the chart of a government's years says that the instrument changed."""

from decimal import Decimal

import pytest

from official_results.charts import ChartedResult, trend
from scoring.instrument import Band


def figure(year, family, since=None, until=None):
    return ChartedResult(year, Decimal("70.65"), 2, family, Decimal(100), (), since=since, until=until)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (figure(2018, "kepatuhan", 2015, 2021), figure(2022, "kspp", 2022, 2024), 2021, 2022),
        (figure(2021, "kepatuhan", 2015, 2021), figure(2023, "kspp", 2022, 2024), 2021, 2022),
        (figure(2022, "kspp", 2022, 2024), figure(2025, "opini", 2025, 2026), 2024, 2025),
        (figure(2022, "kspp", 2022, 2024), figure(2026, "lain"), 2024, 2025),
        (figure(2022, "lain"), figure(2024, "lain-lagi"), 2023, 2023),
    ],
)
def test_the_break_stands_where_the_instrument_changed_and_not_half_way_between_figures(before, after, left, right):
    drawn = trend([before, after])
    places = {year: float(x) for x, year in drawn.years}
    [turn] = drawn.breaks
    assert float(turn.x) == pytest.approx((places[str(left)] + places[str(right)]) / 2, abs=0.1)


@pytest.mark.parametrize("last", [2015, 2018, 2020, 2026])
def test_no_label_of_a_score_lies_on_the_letter_of_a_band(last):
    bands = (Band(Decimal(88), "hijau", "A", ""), Band(Decimal(0), "merah", "E", ""))
    scores = [ChartedResult(year, Decimal(100), 2, "kspp", Decimal(100), bands) for year in range(2015, last + 1)]
    drawn = trend(scores)
    ends = float(drawn.fields[0].name_x) + 7
    assert all(float(dot.box_x) >= ends for dot in drawn.dots)
    assert float(drawn.width) > max(float(x) for x, _ in drawn.years) + 30
