"""Printed results are read as printed; whatever is wrong is named by row and column."""

from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from instruments import versions
from kspp.lib.tables import MAX_BYTES, TableError, TableFault, table_of
from official_results.importing import FlawCode, RemarkCode, read_results, remarks
from official_results.importing.checks import Grades

SHIPPED = Path(__file__).parents[1] / "data" / "published-scores.csv"
HEAD = "level,government,year,instrument,unit,score,zone,grade,label,complete_set,source"
GRADES = {p.stem: Grades(versions.find(p.stem).bands, versions.find(p.stem).clause) for p in versions.shipped()}


def read(*lines):
    return read_results(table_of("\n".join([HEAD, *lines]).encode()))


def row(**changes):
    usual = ["kabupaten", "Kaur", "2023", "kspp-2023-2024", "", "95.94", "hijau", "A", "", "", "press: Uji"]
    fields = dict(zip(HEAD.split(","), usual, strict=True))
    return ",".join(f'"{value}"' for value in {**fields, **changes}.values())


def test_the_shipped_figures_read_well_and_agree_with_their_bands_and_units():
    results, flaws = read_results(table_of(SHIPPED.read_bytes()))
    assert (len(results), flaws, remarks(results, GRADES)) == (424, [], [])
    assert len({result.complete_set for result in results if result.complete_set}) == 7
    assert all(result.source for result in results)


@pytest.mark.parametrize(("written", "score", "decimals"), [("95,94", "95.94", 2), ("96", "96", 0), ("7.5", "7.5", 1)])
def test_decimal_comma_and_point_are_both_read(written, score, decimals):
    [result], flaws = read(row(score=written))
    assert (result.score, result.decimals, flaws) == (Decimal(score), decimals, [])


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"score": "1.234,5"}, "score", FlawCode.SCORE),
        ({"score": "100.01"}, "score", FlawCode.SCORE),
        ({"score": "-1"}, "score", FlawCode.SCORE),
        ({"score": "NaN"}, "score", FlawCode.SCORE),
        ({"score": ""}, "score", FlawCode.MISSING),
        ({"year": "2014"}, "year", FlawCode.YEAR),
        ({"year": "2101"}, "year", FlawCode.YEAR),
        ({"year": "²⁰²³"}, "year", FlawCode.YEAR),
        ({"year": "9" * 40}, "year", FlawCode.YEAR),
        ({"level": "desa"}, "level", FlawCode.LEVEL),
        ({"zone": "hitam"}, "zone", FlawCode.ZONE),
        ({"instrument": "KSPP 2023"}, "instrument", FlawCode.INSTRUMENT),
        ({"source": ""}, "source", FlawCode.MISSING),
        ({"source": "x" * 501}, "source", FlawCode.TOO_LONG),
        ({"unit": "Dinas\x07"}, "unit", FlawCode.UNPRINTABLE),
    ],
)
def test_a_wrong_cell_is_named(changes, column, code):
    results, [flaw] = read(row(**changes))
    assert results == []
    assert (flaw.row, flaw.column, flaw.code) == (2, column, code)


def test_a_figure_that_stands_twice_is_told_from_one_that_contradicts_itself():
    results, flaws = read(row(), row(), row(score="1.00"), row(source="press: Lain", score="1.00"))
    assert [result.row for result in results] == [2, 5]
    assert [(flaw.row, flaw.code) for flaw in flaws] == [(3, FlawCode.REPEATED), (4, FlawCode.CONTRADICTED)]


def test_missing_columns_are_named_before_anything_is_read():
    results, flaws = read_results(table_of(b"tahun;nilai\n2023;90\n"))
    assert results == []
    assert {flaw.column for flaw in flaws} == {"government", "instrument", "source"}


def test_indonesian_headings_and_semicolons_are_understood():
    text = (
        "Tingkat;Pemerintah Daerah;Tahun;Instrumen;Nilai;Sumber\nkota;Pekanbaru;2024;kspp-2023-2024;97,37;press: Uji\n"
    )
    [result], flaws = read_results(table_of(text.encode("utf-8-sig")))
    assert (result.government, result.level, result.score, flaws) == ("Pekanbaru", "kota", Decimal("97.37"), [])


def test_words_that_disagree_with_the_score_are_told_and_kept():
    opinion = {"year": "2025", "instrument": "opini-2025", "zone": "", "grade": "", "score": "87.50"}
    results, _ = read(
        row(zone="kuning", grade="B"),
        row(**opinion, label="Kualitas Tertinggi Tanpa Maladministrasi"),
        row(year="2024", instrument="lain-2024"),
        row(year="2026", instrument="opini-2026"),
    )
    told = remarks(results, GRADES)
    assert [(r.row, r.code, r.expected) for r in told] == [
        (2, RemarkCode.ZONE, "hijau"),
        (2, RemarkCode.GRADE, "A"),
        (3, RemarkCode.LABEL, "Kualitas Tinggi"),
        (4, RemarkCode.UNKNOWN_INSTRUMENT, ""),
    ]
    assert results[0].zone == "kuning"


@pytest.mark.parametrize(("total", "is_told"), [("80.50", False), ("80.51", False), ("80.49", False), ("80.52", True)])
def test_a_total_is_held_against_the_mean_of_its_units(total, is_told):
    blank = {"zone": "", "grade": "", "complete_set": "kaur-2023"}
    lines = [row(score=total, **blank), row(unit="A", score="80.00", **blank), row(unit="B", score="81.00", **blank)]
    results, _ = read(*lines)
    assert [r.code for r in remarks(results, GRADES)] == [RemarkCode.TOTAL] * is_told


def test_one_mark_beside_the_sets_of_several_governments_joins_none_of_them():
    blank = {"zone": "", "grade": "", "complete_set": "ya"}
    lines = [
        row(score="80.00", **blank),
        row(unit="A", score="80.00", **blank),
        row(government="Paser", score="60.00", **blank),
        row(government="PASER", unit="A", score="70.00", **blank),
        row(government="Paser", year="2024", score="90.00", **blank),
    ]
    results, _ = read(*lines)
    assert [(r.row, r.code, r.expected) for r in remarks(results, GRADES)] == [(4, RemarkCode.TOTAL, "70.0000")]


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b))
def test_no_bytes_break_the_reading(content):
    with suppress(TableError):
        read_results(table_of(content))


@given(st.lists(st.lists(st.text(max_size=30), max_size=12), min_size=1, max_size=5))
def test_no_cells_break_the_reading(rows):
    head = HEAD.split(",")
    results, _ = read_results([(1, head), *enumerate(rows, 2)])
    remarks(results, GRADES)


def test_a_workbook_says_the_same_as_the_text():
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(
        ["kabupaten", "Kaur", 2023, "kspp-2023-2024", None, 95.94, "hijau", "A", None, None, "press: Uji"]
    )
    content = BytesIO()
    book.save(content)
    from_book, _ = read_results(table_of(content.getvalue()))
    assert from_book == read(row())[0]


def test_a_title_over_merged_cells_is_passed_over():
    book = Workbook()
    sheet = book.active
    sheet.append(["HASIL PENILAIAN KEPATUHAN TAHUN 2024"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["No", "Nama Daerah", "Tahun", "Instrumen", "Skor", "Zona", "Sumber"])
    sheet.append([1, "Kota Solok", 2024, "kspp-2023-2024", 88.1, "Hijau", "press: Uji"])
    sheet.append([2, "Kaur", 2024, "kspp-2023-2024", 79.02000000000001, "Hijau", "press: Uji"])
    sheet.append([3, "Paser", 2024, "kspp-2023-2024", "x", "Hijau", "press: Uji"])
    sheet["E4"].number_format = "0.00"
    content = BytesIO()
    book.save(content)
    results, [flaw] = read_results(table_of(content.getvalue()))
    assert [(found.row, found.government, str(found.score), found.decimals) for found in results] == [
        (4, "Kota Solok", "88.10", 2),
        (5, "Kaur", "79.02", 2),
    ]
    assert (flaw.row, flaw.column, flaw.place) == (6, "score", 4)


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (96, "General", "96"), (96, "0.00", "96.00"), (95.94, "0.0", "95.94"), (2024, "0", "2024"),
        (0.5, "0.00%", "0.5"), (1e300, "0.00", "1e+300"),
        (88.1, '#,##0.00_);[Red]"("#,##0.00")"', "88.10"), (True, "0.00", "True"),
    ],
)  # fmt: skip
def test_a_number_in_a_workbook_keeps_the_decimals_it_shows(value, shown_as, text):
    book = Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = shown_as
    content = BytesIO()
    book.save(content)
    [(_, cells)] = table_of(content.getvalue())
    assert cells[0] == text


def test_a_title_above_the_headings_does_not_hide_what_divides_the_columns():
    head = "pemerintah daerah;tahun;instrumen;nilai;sumber"
    text = f"Hasil, tahun 2024\n\n{head}\nKaur;2024;kspp-2023-2024;96,14;press: Uji\n"
    [result], flaws = read_results(table_of(text.encode()))
    assert (str(result.score), result.row, flaws) == ("96.14", 4, [])


def test_files_that_are_too_large_or_empty_are_refused():
    for content, fault in ((b"x" * (MAX_BYTES + 1), TableFault.TOO_LARGE), (b" \n\n", TableFault.EMPTY),
                           (b"a\xff\xfe", TableFault.NOT_TEXT), (b'a,"b', TableFault.BROKEN)):  # fmt: skip
        with pytest.raises(TableError) as caught:
            table_of(content)
        assert caught.value.fault is fault
