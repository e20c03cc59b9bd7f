"""What assessors would object to: pure decisions about officers, decrees, replacements and contacts."""

from datetime import date, timedelta

import pytest

from complaints.sentences.officers import CONCERNS, told
from complaints.standing import (
    ContactTrial,
    OfficerConcern,
    OfficerRemark,
    OfficerService,
    field_window,
    remarks,
    replacements,
)

TODAY = date(2024, 6, 3)
FINE = [ContactTrial(TODAY, works=True)]


def service(name="Ani", since=date(2022, 1, 3), until=None, **fields):
    given = {"pk": 1, "post": "Pengelola", "decree": "1/2024", "is_active": True, "coached": 1, **fields}
    return OfficerService(name=name, since=since, until=until, **given)


PAIR = [service(), service("Budi")]


def concerns(services=PAIR, contacts=FINE, today=TODAY):
    return [remark.concern for remark in remarks(services, contacts, today)]


def test_two_coached_officers_with_decrees_and_a_working_contact_leave_nothing_to_say():
    assert concerns() == []


@pytest.mark.parametrize(
    "absent",
    [
        [],
        [service(is_active=False)],
        [service(until=date(2024, 6, 2))],
        [service(since=date(2024, 6, 4))],
    ],
)
def test_nobody_in_force_is_said_first(absent):
    assert concerns(absent)[0] is OfficerConcern.NO_OFFICER
    assert OfficerConcern.FEW_OFFICERS not in concerns(absent)


def test_the_first_and_the_last_day_of_service_count():
    assert concerns([service(since=TODAY), service("Budi", until=TODAY)]) == [OfficerConcern.DECREE_LAPSES]


def test_one_officer_is_fewer_than_assessors_interview():
    assert concerns([service()]) == [OfficerConcern.FEW_OFFICERS]


def test_a_missing_decree_names_whose():
    [remark] = remarks([service(), service("Budi", decree="")], FINE, TODAY)
    assert remark == OfficerRemark(OfficerConcern.DECREE_MISSING, 1, ("Budi",))


@pytest.mark.parametrize(
    ("today", "window"),
    [
        (date(2024, 1, 1), 2024),
        (date(2024, 5, 1), 2024),
        (date(2024, 11, 30), 2024),
        (date(2024, 12, 1), 2025),
    ],
)
def test_the_field_window_ahead_or_under_way(today, window):
    assert field_window(today) == (date(window, 5, 1), date(window, 11, 30))


@pytest.mark.parametrize(
    ("until", "lapses"),
    [
        (date(2024, 6, 3), True),
        (date(2024, 11, 29), True),
        (date(2024, 11, 30), False),
        (date(2024, 12, 31), False),
        (None, False),
    ],
)
def test_a_decree_must_last_through_the_field_window(until, lapses):
    assert (OfficerConcern.DECREE_LAPSES in concerns([service(), service("Budi", until=until)])) is lapses


def test_in_december_the_window_of_next_year_counts():
    lapsing = [service(), service("Budi", until=date(2024, 12, 31))]
    assert concerns(lapsing, [ContactTrial(date(2024, 12, 2), works=True)], date(2024, 12, 2)) == [
        OfficerConcern.DECREE_LAPSES
    ]


def test_whoever_was_not_coached_is_named():
    [remark] = remarks([service(), service("Budi", coached=0)], FINE, TODAY)
    assert (remark.concern, remark.names) == (OfficerConcern.NO_COACHING, ("Budi",))


# Replacements


def chain(*days):
    """Officers who follow one another, each until the day before the next."""
    starts = [*days, None]
    return [
        service(f"Petugas {n}", since=start, until=starts[n + 1] - timedelta(days=1) if starts[n + 1] else None, pk=n)
        for n, start in enumerate(days)
    ]


def test_a_successor_takes_the_place_of_who_left_last():
    [one] = replacements(chain(date(2022, 1, 3), date(2023, 6, 1)), TODAY)
    assert (one.left.name, one.came.name, one.on, one.is_early) == ("Petugas 0", "Petugas 1", date(2023, 6, 1), False)


def test_two_early_replacements_within_two_years_are_often():
    twice = [*chain(date(2023, 2, 1), date(2023, 9, 1), date(2024, 3, 1)), service()]
    assert [one.is_early for one in replacements(twice, TODAY)] == [True, True]
    assert concerns(twice) == [OfficerConcern.CHANGES_OFTEN]


def test_one_early_replacement_is_not_often():
    once = [*chain(date(2022, 1, 3), date(2023, 9, 1), date(2024, 3, 1)), service()]
    assert [one.is_early for one in replacements(once, TODAY)] == [False, True]
    assert concerns(once) == []


def test_what_is_older_than_two_years_is_past():
    assert replacements(chain(date(2021, 1, 1), date(2021, 6, 1), date(2022, 6, 1)), TODAY) == ()


def test_a_full_year_of_service_is_not_early():
    (one,) = replacements(chain(date(2023, 3, 1), date(2024, 2, 29)), TODAY)
    assert not one.is_early


def test_two_who_leave_together_are_replaced_by_two():
    left = [service("A", date(2023, 1, 2), date(2023, 12, 31)), service("B", date(2023, 1, 2), date(2023, 12, 31))]
    came = [service("C", date(2024, 1, 2)), service("D", date(2024, 1, 2))]
    found = replacements(left + came, TODAY)
    assert {one.left.name for one in found} == {"A", "B"}
    assert {one.came.name for one in found} == {"C", "D"}


def test_a_handover_may_overlap_by_a_month():
    left = service("A", date(2022, 1, 3), date(2024, 1, 31))
    assert len(replacements([left, service("B", date(2024, 1, 2))], TODAY)) == 1
    assert replacements([left, service("B", date(2023, 12, 1))], TODAY) == ()


@pytest.mark.parametrize(
    "services",
    [
        [service("A", date(2023, 1, 2)), service("B", date(2023, 6, 1))],
        [service("A", date(2023, 1, 2), is_active=False), service("B", date(2023, 6, 1))],
        [service("A", date(2023, 1, 2), date(2023, 12, 31)), service("a", date(2024, 1, 2))],
        [service("A", date(2023, 1, 2), date(2023, 12, 31)), service("B", None)],
        [service("A", date(2023, 1, 2), date(2024, 6, 1)), service("B", date(2024, 6, 4))],
    ],
    ids=["an addition", "left on an unknown day", "a renewal", "came on an unknown day", "not yet"],
)
def test_what_is_no_replacement(services):
    assert replacements(services, TODAY) == ()


def test_who_left_without_a_known_beginning_was_not_early():
    (one,) = replacements([service("A", None, date(2024, 1, 31)), service("B", date(2024, 2, 1))], TODAY)
    assert not one.is_early


# Contacts


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([], [OfficerConcern.NO_CONTACT]),
        ([ContactTrial(None, works=False)], [OfficerConcern.CONTACT_UNTESTED]),
        ([ContactTrial(date(2024, 5, 31), works=True)], [OfficerConcern.CONTACT_UNTESTED]),
        ([ContactTrial(date(2023, 6, 3), works=True)], [OfficerConcern.CONTACT_UNTESTED]),
        ([ContactTrial(date(2024, 6, 1), works=False)], [OfficerConcern.CONTACT_FAILED]),
        (
            [ContactTrial(date(2024, 5, 1), works=False)],
            [OfficerConcern.CONTACT_FAILED, OfficerConcern.CONTACT_UNTESTED],
        ),
        ([ContactTrial(date(2024, 6, 1), works=True)], []),
    ],
)
def test_contacts_are_tried_every_month_and_work(contacts, expected):
    assert concerns(contacts=contacts) == expected


@pytest.mark.parametrize("concern", list(OfficerConcern))
def test_every_concern_is_told_in_words(concern):
    text = told(OfficerRemark(concern, 2, ("Ani", "Budi", "Cici"), date(2024, 8, 31)), TODAY)
    assert text.endswith(".")
    assert "{" not in text
    assert set(CONCERNS) == set(OfficerConcern)


def test_the_lapse_is_told_with_names_day_and_window():
    lapsing = [service(until=date(2024, 8, 31)), service("Budi", until=date(2024, 7, 31))]
    [remark] = remarks(lapsing, FINE, TODAY)
    assert told(remark, TODAY) == (
        "Masa tugas Ani dan Budi berakhir mulai 31 Juli 2024, sebelum masa penilaian lapangan selesai "
        "(perkiraan Mei–November 2024). Perpanjang SK-nya."
    )
