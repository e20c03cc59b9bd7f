"""Which indicator takes over from which, and which answers may go along."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.answering import GivenAnswer
from assessments.carrying import AskedIndicator, MappingProblem, Obstacle, obstacle, proposed, reads_the_same, slips
from scoring.instrument import Indicator, Scope

LEVELS = {0: "tidak ada", 1: "sebagian", 2: "lengkap"}


def asked(code: str, name: str = "", scope: Scope = Scope.UNIT, texts: dict[int, str] = LEVELS) -> AskedIndicator:
    """Without texts a figure; asked of users a survey."""
    maximum = Decimal(max(texts)) if texts else None
    return AskedIndicator(Indicator(code, name or f"Indikator {code}", scope, Decimal(1), maximum), texts)


def test_what_is_called_the_same_stays() -> None:
    rows = [asked("S1"), asked("S2")]
    assert proposed(rows, [*rows, asked("S3")]) == {"S1": "S1", "S2": "S2"}


def test_renumbered_codes_follow_their_names() -> None:
    before = [asked("S1", "Papan standar"), asked("S2", "Maklumat"), asked("S3", "Sarana")]
    after = [
        asked("S1", "Baru sama sekali"),
        asked("S2", "Papan standar"),
        asked("S3", "Maklumat"),
        asked("S4", "Sarana"),
    ]
    assert proposed(before, after) == {"S1": "S2", "S2": "S3", "S3": "S4"}


def test_a_reworded_indicator_keeps_its_code() -> None:
    assert proposed([asked("S1", "Papan standar")], [asked("S1", "Rambu dan denah loket")]) == {"S1": "S1"}


def test_a_similar_name_is_proposed_and_a_strange_one_is_not() -> None:
    before = [asked("S1", "Ketersediaan standar pelayanan"), asked("S2", "Maklumat")]
    after = [asked("A1", "Ketersediaan  Standar Pelayanan publik"), asked("A2", "Sarana khusus")]
    assert proposed(before, after) == {"S1": "A1", "S2": ""}
    other_kind = [asked("A1", after[0].name, texts={})]
    assert proposed(before[:1], other_kind) == {"S1": ""}


names = st.sampled_from(["Papan", "Papan standar", "Maklumat", "Sarana", "Sarana umum"])
rows = st.lists(
    st.builds(asked, st.sampled_from([f"S{n}" for n in range(8)]), names, scope=st.sampled_from(list(Scope))),
    max_size=8,
    unique_by=lambda row: row.code,
)


@given(rows, rows)
def test_nobody_takes_over_from_two(before: list[AskedIndicator], after: list[AskedIndicator]) -> None:
    mapped = proposed(before, after)
    targets = [code for code in mapped.values() if code]
    assert mapped.keys() == {row.code for row in before}
    assert len(targets) == len(set(targets))
    assert set(targets) <= {row.code for row in after}
    assert list(slips(mapped, before, after)) == []
    unchanged = [row for row in before if row in after]
    assert all(mapped[row.code] for row in unchanged)


def test_a_mapping_somebody_chose_is_checked() -> None:
    before, after = [asked("S1"), asked("S2"), asked("S3")], [asked("A1")]
    chosen = {"S1": "A1", "S2": "A1", "S3": "B9"}
    assert list(slips(chosen, before, after)) == [("S2", MappingProblem.TWICE), ("S3", MappingProblem.UNKNOWN)]
    assert list(slips({"S1": ""}, before, after)) == []


FIGURE = asked("M", scope=Scope.SECONDARY, texts={})
OF_FIVE = replace(FIGURE, asks=replace(FIGURE.asks, figure_maximum=Decimal(5)))
SURVEY = asked("U", scope=Scope.USER)


@pytest.mark.parametrize(
    ("answer", "before", "after", "expected"),
    [
        (GivenAnswer(2), asked("S"), asked("S"), None),
        (GivenAnswer(2), asked("S"), None, Obstacle.NO_COUNTERPART),
        (GivenAnswer(2), asked("S"), asked("S", scope=Scope.PRODUCT), Obstacle.SCOPE),
        (GivenAnswer(2), asked("S"), asked("S", texts={}), Obstacle.MEASURE),
        (GivenAnswer(2), asked("S"), asked("S", texts={0: "", 1: ""}), Obstacle.LEVEL),
        (GivenAnswer(0), asked("S"), asked("S", texts={1: "", 2: ""}), Obstacle.LEVEL),
        (GivenAnswer(), asked("S"), asked("S", texts={1: "", 2: ""}), None),
        (GivenAnswer(tally={1: 3, 2: 0}), SURVEY, asked("U", scope=Scope.USER, texts={0: "", 1: ""}), None),
        (GivenAnswer(tally={2: 1}), SURVEY, asked("U", scope=Scope.USER, texts={0: "", 1: ""}), Obstacle.LEVEL),
        (GivenAnswer(figure=Decimal(80)), FIGURE, FIGURE, None),
        (GivenAnswer(figure=Decimal(80)), FIGURE, OF_FIVE, Obstacle.MEASURE),
        (GivenAnswer(not_applicable_reason="x"), asked("S"), asked("S"), Obstacle.NOT_APPLICABLE),
    ],
)
def test_an_answer_goes_along_only_where_it_means_the_same(answer, before, after, expected) -> None:
    assert obstacle(answer, before, after, not_applicable_allowed=False) == expected


def test_not_applicable_goes_along_where_it_is_known() -> None:
    assert obstacle(GivenAnswer(not_applicable_reason="x"), asked("S"), asked("S"), not_applicable_allowed=True) is None


def test_only_the_words_that_were_confirmed_count() -> None:
    other = asked("S", texts={**LEVELS, 0: "nihil"})
    assert reads_the_same(GivenAnswer(2), asked("S"), other)
    assert not reads_the_same(GivenAnswer(0), asked("S"), other)
    assert not reads_the_same(GivenAnswer(2), asked("S"), asked("S", "Lain"))
