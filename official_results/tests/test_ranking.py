"""Ranks, movements and places among published scores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from official_results.ranking import Movement, around, columns, movement, rank_of, ranks, score_for

SCORES = st.decimals(0, 100, places=2)
D = Decimal


def test_who_shares_a_score_shares_a_rank_and_the_next_counts_everybody_above():
    assert ranks({"a": D("90"), "b": D("95"), "c": D("90"), "d": D("80")}) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert ranks({}) == {}


@given(st.dictionaries(st.integers(), SCORES, max_size=30))
def test_a_rank_is_one_more_than_the_number_of_higher_scores(scores):
    found = ranks(scores)
    assert set(found) == set(scores)
    for key, score in scores.items():
        assert found[key] == 1 + sum(other > score for other in scores.values()) == rank_of(score, scores.values())


@given(st.lists(SCORES, min_size=1, max_size=30), st.data())
def test_a_rank_takes_no_more_and_no_less_than_the_score_of_who_holds_it(scores, data):
    ordered = sorted(scores, reverse=True)
    rank = data.draw(st.integers(1, len(scores)))
    takes = score_for(rank, ordered)
    assert rank_of(takes, scores) <= rank < rank_of(takes - D("0.01"), scores)


def test_of_too_few_others_no_rank_takes_a_score():
    assert [score_for(rank, [D("90")]) for rank in (0, 1, 2, -1)] == [None, D("90"), None, None]


@pytest.mark.parametrize(
    ("now", "decimals", "before", "decimals_before", "moved"),
    [
        ("96.14", 2, "95.94", 2, Movement(D("0.20"), 2)),
        ("80", 0, "83.01", 2, Movement(D("-3"), 0)),
        ("96.00", 2, "95.94", 0, Movement(D("0"), 0)),
        ("90.00", 2, "90.00", 2, Movement(D("0.00"), 2)),
    ],
)
def test_a_movement_is_no_more_exact_than_the_coarser_figure(now, decimals, before, decimals_before, moved):
    assert movement(D(now), decimals, D(before), decimals_before) == moved


@given(st.lists(SCORES, max_size=40), SCORES)
def test_every_score_stands_in_one_column_and_the_own_one_is_marked(scores, own):
    found = columns([*scores, own], own)
    assert sum(column.count for column in found) == len(scores) + 1
    [mine] = [column for column in found if column.is_own]
    assert mine.lower <= own <= mine.upper
    assert (found[0].lower, found[-1].upper) == (0, 100)


def test_columns_follow_the_scale():
    found = columns([D("4.80"), D("5.00")], None, D(5))
    assert [(c.lower, c.upper, c.count) for c in found if c.count] == [(D("4.75"), D(5), 2)]
    assert not any(column.is_own for column in found)


@pytest.mark.parametrize(("own", "shown"), [(0, [0, 1, 2]), (1, [0, 1, 2]), (5, [4, 5, 6]), (9, [7, 8, 9])])
def test_neighbours_stand_on_both_sides_and_more_on_one_where_the_other_ends(own, shown):
    assert list(around(range(10), own, 1)) == shown


def test_few_neighbours_are_all_shown():
    assert list(around([3, 4], 4, 3)) == [3, 4]
