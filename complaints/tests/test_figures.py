"""The figures of a period from plain cases: each number from the fewest cases that tell it from its neighbours."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from complaints.figures import REPEATED_FROM, Count, DaysSpan, FigureCase, Repeated, Share, figures_of


def case(**values: Any) -> FigureCase:
    """An open case of Disdukcapil that nobody has looked at yet."""
    ordinary = {
        "number": "ADU/2024/00001", "unit": "Disdukcapil", "channel": "web", "classification": "non_supervisory",
        "state": "received", "forms": (), "product": "", "standard": "", "received_on": date(2024, 6, 3),
        "days_to_verify": None, "days_to_answer": None, "days_to_settle": None, "is_open": True, "is_answered": False,
        "is_late": False, "due_on": date(2024, 7, 1), "delay_reason": "", "rating": None, "has_improvement": False,
        "is_duplicate": False, "is_vulnerable": False, "reopenings": 0,
    }  # fmt: skip
    return FigureCase(**(ordinary | values))


def test_cases_are_counted_by_what_they_have_in_common_the_largest_first_then_by_name():
    figures = figures_of([case(channel="phone"), case(channel="letter"), case(channel="web"), case(channel="web")])
    assert figures.by_channel == (Count("web", 2), Count("letter", 1), Count("phone", 1))
    assert figures.by_unit == (Count("Disdukcapil", 4),)
    assert figures.received == figures.open == 4


def test_a_case_counts_once_for_each_of_its_forms():
    figures = figures_of([case(forms=("delay", "fee")), case(forms=("fee",)), case()])
    assert figures.by_form == (Count("fee", 2), Count("delay", 1))


@pytest.mark.parametrize(
    ("values", "reopened", "duplicates", "vulnerable", "improvements"),
    [
        ({"reopenings": 1}, 1, 0, 0, 0),
        ({"reopenings": 2}, 1, 0, 0, 0),
        ({"is_duplicate": True}, 0, 1, 0, 0),
        ({"is_vulnerable": True}, 0, 0, 1, 0),
        ({"has_improvement": True}, 0, 0, 0, 1),
    ],
)
def test_a_case_counts_for_what_it_is(values, reopened, duplicates, vulnerable, improvements):
    figures = figures_of([case(), case(**values)])
    assert figures.reopened == reopened
    assert (figures.duplicates, figures.vulnerable, figures.improvements) == (duplicates, vulnerable, improvements)


@pytest.mark.parametrize("state", ["archived", "withdrawn", "not_ours"])
def test_what_owes_no_answer_is_received_and_judged_by_nothing_else(state):
    figures = figures_of([case(state=state, is_answered=True, is_late=True, days_to_answer=9, days_to_settle=9)])
    assert (figures.received, figures.answered, figures.settled) == (1, 0, 0)
    assert figures.on_time == Share(0, 0)
    assert figures.on_time.percent is None
    assert figures.answering == figures.settling == DaysSpan(0, None, None)
    assert figures.overdue == ()


def test_on_time_is_asked_of_what_is_answered_or_overdue():
    late = case(is_late=True)
    figures = figures_of([case(is_answered=True), case(is_answered=True, is_late=True), late, case()])
    assert figures.on_time == Share(1, 3)
    assert figures.on_time.percent == Decimal("33.33")
    assert late in figures.overdue
    assert len(figures.overdue) == 2


@pytest.mark.parametrize(
    ("days", "span"),
    [
        ([], DaysSpan(0, None, None)),
        ([None, 0], DaysSpan(1, Decimal(0), 0)),
        ([5, 2], DaysSpan(2, Decimal("3.5"), 5)),
        ([9, 1, 4], DaysSpan(3, Decimal(4), 9)),
        ([8, 1, 2, 3], DaysSpan(4, Decimal("2.5"), 8)),
    ],
)
def test_median_and_longest_are_of_the_days_that_are_known(days, span):
    assert figures_of([case(days_to_verify=number) for number in days]).verified == span
    assert figures_of([case(days_to_answer=number) for number in days]).answering == span


def test_who_gives_three_or_four_is_satisfied():
    figures = figures_of([case(rating=rating) for rating in (1, 2, 3, 3, 4, None)])
    assert figures.ratings == (Count("1", 1), Count("2", 1), Count("3", 2), Count("4", 1))
    assert figures.rating_mean == Decimal("2.60")
    assert figures.satisfied == Share(3, 5)


def test_nobody_who_rated_is_no_mean():
    figures = figures_of([])
    assert figures.is_empty
    assert (figures.rating_mean, figures.satisfied.percent) == (None, None)


def test_a_matter_is_repeated_from_the_third_complaint_on():
    twice = [case(product="KTP", standard="biaya")] * (REPEATED_FROM - 1)
    often = [case(product="KK", standard="waktu")] * REPEATED_FROM
    unknown = [case()] * REPEATED_FROM
    assert figures_of([*twice, *often, *unknown]).repeated == (Repeated("Disdukcapil", "KK", "waktu", REPEATED_FROM),)


def test_repeated_matters_stand_the_most_frequent_first():
    rare = [case(product="Akta", standard="waktu")] * REPEATED_FROM
    frequent = [case(product="KTP", standard="waktu")] * (REPEATED_FROM + 1)
    assert [matter.product for matter in figures_of([*rare, *frequent]).repeated] == ["KTP", "Akta"]
