"""Edits of content: what they change, what they leave alone, what they refuse; and answers made up for a preview."""

from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.versions import editing, read, shipped
from instruments.versions.comparing import DifferenceKind, RowSort, compare
from instruments.versions.previewing import tried
from instruments.versions.reading import checked, draft_of
from instruments.versions.writing import content_of
from scoring.kinds import Height

FILES = {path.stem: read(path) for path in shipped()}
CONTENT = content_of(FILES["kspp-2023-2024"])
FIRST = (0, 0, 0)
YES_NO = {
    "code": "BARU",
    "name": "Baru",
    "scope": "unit",
    "weight": 1,
    "name_provenance": "estimated",
    "weight_provenance": "estimated",
    "levels_provenance": "estimated",
    "levels": {"0": "Tidak.", "1": "Ya."},
    "note": None,
}


@pytest.fixture(autouse=True)
def content_stays_as_it_was():
    before = deepcopy(CONTENT)
    yield
    assert before == CONTENT


def codes(content, sort=RowSort.INDICATOR):
    return editing.codes(content, sort)


def test_rows_are_found_by_code_whatever_its_case() -> None:
    for sort in editing.DEPTHS:
        for ref, place in editing.places(CONTENT, sort).items():
            assert editing.place_of(CONTENT, sort, ref.lower()) == place
            assert editing.row_at(CONTENT, place)["code"] == ref == editing.ref_at(CONTENT, place)
    with pytest.raises(editing.NoSuchRow):
        editing.place_of(CONTENT, RowSort.INDICATOR, "tidak-ada")


def test_the_second_row_of_a_code_has_a_name_too() -> None:
    code = editing.row_at(CONTENT, FIRST)["code"]
    twice = editing.with_child(CONTENT, (1, 0), {**YES_NO, "code": code.lower()})
    place = editing.place_of(twice, RowSort.INDICATOR, f"{code}~2")
    assert place[:2] == (1, 0)
    assert editing.place_of(twice, RowSort.INDICATOR, code) == FIRST


def test_a_field_is_set_left_alone_or_left_out() -> None:
    changed = editing.with_row(CONTENT, FIRST, {"name": "Nama baru", "note": "Ada", "legal_ref": None})
    row = editing.row_at(changed, FIRST)
    assert (row["name"], row["note"]) == ("Nama baru", "Ada")
    assert "legal_ref" not in row
    assert row["levels"] == editing.row_at(CONTENT, FIRST)["levels"]
    assert "note" not in editing.row_at(editing.with_row(changed, FIRST, {"note": None}), FIRST)


def test_a_number_with_other_decimals_is_the_same_number() -> None:
    stored = editing.with_row(CONTENT, FIRST, {"weight": Decimal("9.50")})
    again = editing.with_row(stored, FIRST, {"weight": Decimal("9.5")})
    assert str(editing.row_at(again, FIRST)["weight"]) == "9.50"


def test_a_child_comes_last_and_a_row_goes() -> None:
    more = editing.with_child(CONTENT, (0, 0), YES_NO)
    assert editing.row_at(more, (0, 0))["indicators"][-1]["code"] == "BARU"
    assert "note" not in editing.row_at(more, (0, 0))["indicators"][-1]
    assert checked(more) == []
    place = editing.place_of(more, RowSort.INDICATOR, "BARU")
    assert editing.without(more, place) == CONTENT


def test_nothing_is_emptied() -> None:
    content = CONTENT
    for _ in editing.row_at(CONTENT, (0, 0))["indicators"][1:]:
        content = editing.without(content, FIRST)
    with pytest.raises(editing.LastRow):
        editing.without(content, FIRST)
    with pytest.raises(editing.LastRow):
        editing.relocated(content, FIRST, (1, 0))


def test_up_and_down_stop_at_the_ends() -> None:
    down = editing.shifted(CONTENT, (0,), 1)
    assert codes(down, RowSort.DIMENSION)[:2] == codes(CONTENT, RowSort.DIMENSION)[1::-1]
    assert editing.shifted(down, (1,), -1) == CONTENT
    assert editing.shifted(CONTENT, (0,), -1) == CONTENT
    last = len(CONTENT["dimensions"]) - 1
    assert editing.shifted(CONTENT, (last,), 1) == CONTENT


def test_a_row_moves_to_another_parent() -> None:
    moved = editing.relocated(CONTENT, FIRST, (1, 0))
    comparison = compare(draft_of(CONTENT).file, draft_of(moved).file)
    assert [row.shown.code for row in comparison.of(DifferenceKind.MOVED)] == [editing.row_at(CONTENT, FIRST)["code"]]
    assert editing.relocated(CONTENT, FIRST, (0, 0)) == CONTENT


def test_a_source_is_named_once() -> None:
    once = editing.with_source(CONTENT, "Kisi-kisi 2027 halaman 3")
    assert once["source"].endswith("\nKisi-kisi 2027 halaman 3")
    assert editing.with_source(once, "kisi-kisi 2027 halaman 3") == once
    assert editing.with_source(CONTENT, "") == CONTENT


@pytest.mark.parametrize("code", FILES)
def test_a_suggested_code_is_free_and_well_formed(code: str) -> None:
    content = content_of(FILES[code])
    for parent in ((), (0,), (0, 0)):
        sort = editing.SORTS[len(parent) + 1]
        suggested = editing.next_code(content, parent)
        assert suggested.casefold() not in {known.casefold() for known in codes(content, sort)}
    row = {**YES_NO, "code": editing.next_code(content, (0, 0))}
    assert not [m for m in checked(editing.with_child(content, (0, 0), row)) if m[0][-1] == "code"]


OFFICIAL = {
    "name": "Nama",
    "weight": Decimal(5),
    "levels": {"0": "a", "1": "b"},
    "name_provenance": "official",
    "weight_provenance": "official",
    "levels_provenance": "official",
}


def test_what_changed_without_a_source_is_an_estimate() -> None:
    after = {**OFFICIAL, "weight": Decimal(6), "levels": {"0": "a", "1": "c"}}
    row = editing.owned(RowSort.INDICATOR, OFFICIAL, after, has_source=False)
    assert (row["name_provenance"], row["weight_provenance"], row["levels_provenance"]) == (
        "official", "estimated", "estimated",
    )  # fmt: skip
    assert editing.owned(RowSort.INDICATOR, OFFICIAL, after, has_source=True) == after
    assert editing.owned(RowSort.INDICATOR, OFFICIAL, OFFICIAL, has_source=False) == OFFICIAL
    same = {**OFFICIAL, "weight": Decimal("5.00")}
    assert editing.owned(RowSort.INDICATOR, OFFICIAL, same, has_source=False)["weight_provenance"] == "official"


def test_a_figure_has_no_levels_whose_origin_could_be_told() -> None:
    figure = {**OFFICIAL, "levels": None, "levels_provenance": None}
    assert editing.owned(RowSort.INDICATOR, OFFICIAL, figure, has_source=False)["levels_provenance"] is None


def test_claiming_more_than_before_needs_a_source() -> None:
    estimated = {name: "estimated" if name.endswith("provenance") else value for name, value in OFFICIAL.items()}
    assert editing.unsourced(RowSort.INDICATOR, estimated, {**estimated, "weight_provenance": "press"}) == [
        "weight_provenance"
    ]
    assert editing.unsourced(RowSort.INDICATOR, OFFICIAL, OFFICIAL) == []
    assert editing.unsourced(RowSort.INDICATOR, OFFICIAL, estimated) == []
    assert editing.unsourced(RowSort.BAND, None, {"provenance": "official"}) == ["provenance"]


@pytest.mark.parametrize("code", FILES)
def test_settled_content_is_in_the_order_of_files(code: str) -> None:
    content = content_of(FILES[code])
    turned = dict(reversed(content.items()))
    assert list(editing.settled(turned)) == list(content)
    assert editing.settled(turned) == content
    assert editing.settled({**content, "title": ""})["title"] == ""


EDITS = st.lists(st.tuples(st.sampled_from(["up", "down", "remove", "move", "add"]), st.integers(0, 500)), max_size=8)


@settings(max_examples=40, deadline=None)
@given(code=st.sampled_from(sorted(FILES)), edits=EDITS)
def test_whatever_is_rearranged_the_shape_stays_right(code: str, edits: list[tuple[str, int]]) -> None:
    content = content_of(FILES[code])
    for act, number in edits:
        sort = list(editing.DEPTHS)[number % 3]
        refs = list(editing.places(content, sort).values())
        place = refs[number % len(refs)]
        try:
            if act == "remove":
                content = editing.without(content, place)
            elif act == "move" and len(place) > 1:
                parents = list(editing.places(content, editing.SORTS[len(place) - 1]).values())
                content = editing.relocated(content, place, parents[number % len(parents)])
            elif act == "add" and sort is RowSort.INDICATOR:
                row = {**YES_NO, "code": editing.next_code(content, place[:-1])}
                content = editing.with_child(content, place[:-1], row)
            else:
                content = editing.shifted(content, place, -1 if act == "up" else 1)
        except editing.LastRow:
            continue
    mistakes = draft_of(editing.settled(content)).mistakes
    assert not [sentence for _, sentence in mistakes if sentence.startswith("kode ")]


@pytest.mark.parametrize("code", FILES)
def test_a_preview_rises_from_the_lowest_to_the_highest(code: str) -> None:
    instrument = FILES[code].spec()
    scores = [tried(instrument, height) for height in Height]
    assert all(score.complete for score in scores)
    values = [score.readings.floor.value for score in scores]
    assert values == sorted(values)
    top = scores[-1].readings.floor
    assert top.rounded is not None
    assert top.rounded >= instrument.scale * Decimal("0.99")
    assert not instrument.bands or top.band == instrument.unit_bands()[0]
