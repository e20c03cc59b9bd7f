"""What differs between two instrument files: complete, named by kind, and nothing else."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.versions import comparing, read, shipped
from instruments.versions.comparing import Change, Comparison, DifferenceKind, Rename, RowSort, compare
from instruments.versions.document import FileIndicator, FileProvenance, InstrumentFile
from instruments.versions.reading import draft_of
from instruments.versions.writing import content_of

FILES = {path.stem: read(path) for path in shipped()}
KSPP = FILES["kspp-2023-2024"]
F02 = FILES["pekppp-f02"]


def edited(file: InstrumentFile, edit: Any) -> InstrumentFile:
    content = content_of(file)
    edit(content)
    return draft_of(content).file


def variables(content: Any, dimension: int = 0) -> Any:
    return content["dimensions"][dimension]["variables"]


def indicator(content: Any, dimension: int = 0, variable: int = 0, place: int = 0) -> Any:
    return variables(content, dimension)[variable]["indicators"][place]


def kinds(comparison: Comparison, sort: RowSort) -> dict[str, set[DifferenceKind]]:
    return {row.shown.code: set(row.kinds) for row in comparison.differing(sort)}


@pytest.mark.parametrize("code", FILES)
def test_a_file_does_not_differ_from_itself(code: str) -> None:
    comparison = compare(FILES[code], FILES[code])
    assert comparison.is_same
    assert len(comparison.rows) > 5


@pytest.mark.parametrize("before", FILES)
@pytest.mark.parametrize("after", FILES)
def test_added_and_dropped_rows_account_for_both_files(before: str, after: str) -> None:
    comparison = compare(FILES[before], FILES[after])
    rows = [row for row in comparison.rows if row.sort is RowSort.INDICATOR]
    assert [row.after.row for row in rows if row.after] == list(FILES[after].indicators())
    assert {row.before.code for row in rows if row.before} == {i.code for i in FILES[before].indicators()}
    assert sum(row.after.share or 0 for row in rows if row.after) <= 100


def test_the_head_names_its_fields() -> None:
    changed = replace(KSPP, title="Lain", scale=Decimal(5), years=(2027,))
    assert [change.field for change in compare(KSPP, changed).head] == ["title", "years", "scale"]
    assert not compare(KSPP, changed).is_same


def test_a_weight_moves_the_share_of_its_neighbours() -> None:
    changed = edited(KSPP, lambda content: indicator(content).update(weight=Decimal("9.5")))
    comparison = compare(KSPP, changed)
    first, *others = comparison.differing(RowSort.INDICATOR)
    assert first.kinds == {DifferenceKind.REWEIGHTED}
    assert first.changes == (Change("weight", KSPP.indicators()[0].weight, Decimal("9.5")),)
    assert others
    assert all(row.kinds == {DifferenceKind.SHIFTED} and not row.changes for row in others)
    assert {row.shown.parents[0] for row in others} == {KSPP.dimensions[0].code}
    assert comparison.of(DifferenceKind.SHIFTED, RowSort.DIMENSION) == ()


def test_a_share_is_percent_of_the_unit_through_part_and_dimension() -> None:
    stands = {row.after.code: row.after for row in compare(F02, F02).rows if row.after and row.sort in comparing.TREE}
    assert stands["f02"].share == Fraction(75)
    assert stands["A"].share == Fraction(18)
    assert stands["F01"].share == Fraction(18) * Fraction(17, 100)


def test_what_is_reworded_rescoped_and_ruled_is_told_field_by_field() -> None:
    def edit(content: Any) -> None:
        row = indicator(content)
        row["levels"] = {"0": "Baru.", "1": "Ada."}
        row |= {"note": "Catatan", "legal_ref": "UU 1", "evidence": ["Foto"], "scope": "government"}
        row["levels_provenance"] = "estimated"

    before = edited(
        KSPP, lambda content: indicator(content).update(levels={"0": "Lama.", "1": "Ada.", "2": "Lebih."}, scope="unit")
    )
    (row,) = compare(before, edited(before, edit)).differing(RowSort.INDICATOR)
    assert row.kinds >= {DifferenceKind.REWORDED, DifferenceKind.RESCOPED, DifferenceKind.RULED}
    changes = {change.field: (change.before, change.after) for change in row.changes}
    assert changes["levels.0"] == ("Lama.", "Baru.")
    assert changes["levels.2"] == ("Lebih.", None)
    assert changes["scope"] == ("unit", "government")
    assert {"note", "legal_ref", "evidence"} <= changes.keys()
    assert "levels.1" not in changes


def test_another_origin_alone_is_no_rewording() -> None:
    changed = edited(KSPP, lambda content: content["dimensions"][0].update(weight_provenance="estimated"))
    (row,) = compare(KSPP, changed).differing()
    assert (row.sort, row.kinds) == (RowSort.DIMENSION, {DifferenceKind.RESOURCED})
    assert row.changes[0].after is FileProvenance.ESTIMATED


def test_a_row_below_another_parent_has_moved() -> None:
    def edit(content: Any) -> None:
        variables(content, 1)[0]["indicators"].append(variables(content, 0)[0]["indicators"].pop(0))

    code = KSPP.indicators()[0].code
    row = next(row for row in compare(KSPP, edited(KSPP, edit)).differing(RowSort.INDICATOR) if row.shown.code == code)
    assert DifferenceKind.MOVED in row.kinds
    assert DifferenceKind.ADDED not in row.kinds
    parents = next(change for change in row.changes if change.field == "parents")
    assert parents.before[0] != parents.after[0]


def test_one_row_put_elsewhere_is_the_only_one_reordered() -> None:
    def edit(content: Any) -> None:
        content["dimensions"].append(content["dimensions"].pop(0))

    comparison = compare(KSPP, edited(KSPP, edit))
    assert kinds(comparison, RowSort.DIMENSION) == {KSPP.dimensions[0].code: {DifferenceKind.REORDERED}}
    assert comparison.differing(RowSort.VARIABLE, RowSort.INDICATOR) == ()


def test_a_dimension_before_those_of_another_part_is_reordered() -> None:
    def edit(content: Any) -> None:
        content["dimensions"].insert(0, content["dimensions"].pop())

    last = F02.dimensions[-1].code
    assert kinds(compare(F02, edited(F02, edit)), RowSort.DIMENSION) == {last: {DifferenceKind.REORDERED}}


def test_added_and_dropped_rows_do_not_reorder_the_others() -> None:
    def edit(content: Any) -> None:
        members = variables(content)[0]["indicators"]
        members[0] = {**members[0], "code": "BARU", "name": "Sama sekali baru"}

    comparison = compare(KSPP, edited(KSPP, edit))
    assert kinds(comparison, RowSort.INDICATOR) == {
        "BARU": {DifferenceKind.ADDED},
        KSPP.indicators()[0].code: {DifferenceKind.DROPPED},
    }
    assert comparison.probable_renames == ()


def renamed_first(content: Any) -> None:
    content["dimensions"][0]["code"] = "BARU"
    indicator(content)["code"] = "X1"


def test_a_row_of_the_same_name_is_probably_renamed_and_matched_only_when_told() -> None:
    old, changed = KSPP.indicators()[0], edited(KSPP, renamed_first)
    guessed = compare(KSPP, changed)
    dimension = KSPP.dimensions[0]
    assert guessed.probable_renames == (
        Rename(RowSort.DIMENSION, dimension.code, "BARU", dimension.name),
        Rename(RowSort.INDICATOR, old.code, "X1", old.name),
    )
    assert {row.shown.code for row in guessed.of(DifferenceKind.ADDED)} == {"BARU", "X1"}
    told = compare(KSPP, changed, {(row.sort, row.before): row.after for row in guessed.probable_renames})
    assert kinds(told, RowSort.INDICATOR) == {"X1": {DifferenceKind.RECODED}}
    assert kinds(told, RowSort.DIMENSION) == {"BARU": {DifferenceKind.RECODED}}
    assert told.differing(RowSort.VARIABLE) == ()
    assert told.probable_renames == ()


def test_two_rows_of_one_name_are_not_guessed() -> None:
    def edit(content: Any) -> None:
        members = variables(content)[0]["indicators"]
        members[0]["code"] = "X1"
        members.append({**members[0], "code": "X2"})

    assert compare(KSPP, edited(KSPP, edit)).probable_renames == ()


def test_case_alone_is_a_new_spelling_of_the_same_code() -> None:
    changed = edited(KSPP, lambda content: indicator(content).update(code=KSPP.indicators()[0].code.lower()))
    assert [row.kinds for row in compare(KSPP, changed).differing()] == [{DifferenceKind.RECODED}]


def test_a_code_that_stands_twice_in_a_draft_is_matched_in_order() -> None:
    def twice(content: Any) -> None:
        members = variables(content)[0]["indicators"]
        members.append({**members[0], "name": "Yang kedua"})

    draft = edited(KSPP, twice)
    assert compare(draft, draft).is_same
    assert [row.shown.name for row in compare(KSPP, draft).of(DifferenceKind.ADDED)] == ["Yang kedua"]


def test_bands_are_known_by_their_grade_or_by_where_they_begin() -> None:
    higher = edited(KSPP, lambda content: content["bands"][0].update(lower=Decimal("90.00")))
    (row,) = compare(KSPP, higher).differing()
    assert (row.sort, row.kinds, row.changes[0].field) == (RowSort.BAND, {DifferenceKind.RULED}, "lower")
    other = edited(KSPP, lambda content: content["bands"][0].update(grade="S", label="Istimewa"))
    (row,) = compare(KSPP, other).differing()
    assert row.kinds == {DifferenceKind.REWORDED}
    fewer = edited(KSPP, lambda content: content["bands"].pop(1))
    assert [row.kinds for row in compare(KSPP, fewer).differing()] == [{DifferenceKind.DROPPED}]


def test_samples_and_outcome_factors_have_their_rows() -> None:
    def edit(content: Any) -> None:
        content["samples"][0]["number"] += 1
        content["samples"].pop()
        content["outcome_factors"][0]["factor"] = Decimal("0.9")

    comparison = compare(KSPP, edited(KSPP, edit))
    assert [row.kinds for row in comparison.differing(RowSort.SAMPLE)] == [
        {DifferenceKind.RULED},
        {DifferenceKind.DROPPED},
    ]
    assert kinds(comparison, RowSort.OUTCOME) == {KSPP.outcome_factors[0].outcome: {DifferenceKind.RULED}}


def test_parts_and_printed_totals_are_compared() -> None:
    def edit(content: Any) -> None:
        content["parts"][0]["weight"] = Decimal(70)
        content["parts"][1]["weight"] = Decimal(30)
        content["dimensions"][0]["when_blank"] = "withheld"
        content["dimensions"][1]["weight_total"] = Decimal(200)

    comparison = compare(F02, edited(F02, edit))
    assert kinds(comparison, RowSort.PART) == {"f02": {DifferenceKind.REWEIGHTED}, "f03": {DifferenceKind.REWEIGHTED}}
    assert kinds(comparison, RowSort.DIMENSION)["A"] == {DifferenceKind.RULED, DifferenceKind.SHIFTED}
    assert DifferenceKind.REWEIGHTED in kinds(comparison, RowSort.DIMENSION)["B"]


EDITS = st.sampled_from(["name", "weight", "scope", "move", "drop", "code", "bands", "note", "swap", "level"])


def apply(content: Any, name: str, number: int) -> None:
    members = variables(content)[number % len(variables(content))]["indicators"]
    row = members[number % len(members)]
    fields: dict[str, Any] = {
        "name": f"{number} kata",
        "note": f"{number} kata",
        "weight": Decimal(number),
        "scope": ["unit", "user", "government"][number % 3],
        "code": f"K{number}",
    }
    if name in fields:
        row[name] = fields[name]
    elif name == "level":
        row.setdefault("levels", {})["1"] = f"{number}"
    else:
        rearrange(content, name, members, row, number)


def rearrange(content: Any, name: str, members: Any, row: Any, number: int) -> None:
    if name == "move":
        variables(content, 1)[0]["indicators"].append(row)
    elif name == "drop" and len(members) > 1:
        members.remove(row)
    elif name == "swap":
        content["dimensions"].append(content["dimensions"].pop(number % len(content["dimensions"])))
    elif content["bands"]:
        content["bands"].append(content["bands"].pop(number % len(content["bands"])))


@settings(deadline=None, max_examples=300)
@given(code=st.sampled_from(sorted(FILES)), edits=st.lists(st.tuples(EDITS, st.integers(1, 20)), max_size=4))
def test_nothing_differs_exactly_when_the_digest_is_the_same(code: str, edits: list[tuple[str, int]]) -> None:
    def edit(content: Any) -> None:
        for name, number in edits:
            if len(content["dimensions"]) > 1 or name != "move":
                apply(content, name, number)

    changed = edited(FILES[code], edit)
    assert compare(FILES[code], changed).is_same == (FILES[code].digest() == changed.digest())


def test_every_field_of_an_indicator_is_compared() -> None:
    known = set(comparing.FIELDS[RowSort.INDICATOR]) | {"code", "levels"}
    assert known == set(FileIndicator.__dataclass_fields__)
    told = set(comparing.HEAD) | {"samples", "outcome_factors", "bands", "dimensions", "parts"}
    assert told == set(InstrumentFile.__dataclass_fields__)
