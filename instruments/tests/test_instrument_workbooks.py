"""An instrument as a workbook: nothing is lost on the way, and whatever is wrong is told with its cell."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import shipped_file
from instruments.importing import layout as layout
from instruments.importing.cells import LONGEST_CELL, is_writable, tables_of
from instruments.importing.layout import COLUMNS, GUIDE, HEAD, MOST_ROWS, SHEETS
from instruments.sentences import words
from instruments.tests.instrument_strategies import contents, files
from instruments.versions import TEMPLATE, InstrumentFile, read, shape, shipped
from instruments.versions.reading import draft_of, read_draft
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks import NotWritable, template_workbook, workbook_of
from instruments.workbooks.proposals import UnusableFile, proposal_of


def texts_of(file: InstrumentFile) -> list[str]:
    tables = tables_of(content_of(file)).values()
    return [value for table in tables for row in table for value in row if isinstance(value, str)]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_every_shipped_instrument_comes_back_from_both_kinds_of_file(path: Any) -> None:
    file = read(path)
    for raw in (workbook_of(file), as_yaml(content_of(file)).encode()):
        proposal = proposal_of(raw, {})
        assert proposal.file == file
        assert proposal.file.digest() == file.digest()
        assert (proposal.contradictions, proposal.notes, proposal.written_code) == ((), (), path.stem)


@settings(max_examples=60, deadline=None)
@given(files())
def test_any_instrument_comes_back_or_is_not_written(file: InstrumentFile) -> None:
    try:
        raw = workbook_of(file)
    except NotWritable:
        assert not all(map(is_writable, texts_of(file)))
        return
    again = proposal_of(raw, {})
    assert again.file == file
    assert proposal_of(workbook_of(again.file), {}).text == again.text


@settings(max_examples=60, deadline=None)
@given(contents())
def test_any_instrument_comes_back_from_yaml(content: dict[str, Any]) -> None:
    assert not list(shape.mistakes(content))
    file = draft_of(content).file
    assert proposal_of(as_yaml(content).encode(), {}).file == file == read_draft(as_yaml(content_of(file))).file


def test_two_rows_of_one_code_are_not_written_to_a_workbook() -> None:
    content = content_of(shipped_file())
    first, second = content["dimensions"][:2]
    second["code"] = first["code"]
    with pytest.raises(NotWritable):
        workbook_of(draft_of(content).file)


@pytest.mark.parametrize("text", ["a\x07b", "_x0041_", "baris\rbaris", "x" * (LONGEST_CELL + 1), "\ufffe"])
def test_text_that_a_cell_would_change_is_not_written(text: str) -> None:
    with pytest.raises(NotWritable):
        workbook_of(draft_of(content_of(shipped_file()) | {"source": text}).file)


def test_no_cell_acts_as_a_formula() -> None:
    content = content_of(shipped_file()) | {"title": "=cmd|' /C calc'!A0", "source": "@SUM(1)", "description": "+1-1"}
    raw = workbook_of(draft_of(content).file)
    for sheet in load_workbook(BytesIO(raw)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not isinstance(cell.value, str) or cell.value[:1] not in "=+-@" or cell.quotePrefix
    assert proposal_of(raw, {}).file.title == content["title"]


def test_the_workbook_helps_whoever_fills_it_in() -> None:
    book = load_workbook(BytesIO(template_workbook()))
    assert book.sheetnames == [GUIDE, *SHEETS]
    guide = [cell.value for row in book[GUIDE].iter_rows() for cell in row]
    for title, columns in {"Instrumen": HEAD, **COLUMNS}.items():
        sheet = book[title]
        assert sheet.freeze_panes == "A2"
        offered = [rule.formula1 for rule in sheet.data_validations.dataValidation]
        for column in columns:
            assert column.heading in guide
            if column.words:
                assert f'"{",".join(column.words.values())}"' in offered
                assert len(",".join(column.words.values())) <= 255, "Excel takes no longer list"


def test_choices_carry_the_words_of_the_portal() -> None:
    assert {scope.value: name for scope, name in words.SCOPE_NAMES.items()} == layout.SCOPES
    assert words.OUTCOME_NAMES == layout.OUTCOMES


def test_the_layout_has_a_place_for_every_field_of_the_format() -> None:
    schema = shape._validator().schema
    fields = {name: set(rule["properties"]) for name, rule in schema["$defs"].items() if "properties" in rule}
    columns = {title: {column.field for column in each} for title, each in COLUMNS.items()}
    assert {column.field for column in HEAD} == set(schema["properties"]) - {
        "parts", "samples", "outcome_factors", "bands", "dimensions"
    }  # fmt: skip
    assert columns["Komponen"] == fields["part"]
    assert columns["Dimensi"] == fields["dimension"] - {"variables"}
    assert columns["Indikator"] == fields["indicator"] - {"levels", "evidence"} | {
        "dimension", "variable", "variable_name"
    }  # fmt: skip
    assert (columns["Rentang"], columns["Sampel"]) == (fields["band"], fields["sample"])
    assert columns["Faktor"] == fields["outcome_factor"]


def test_the_yaml_template_is_a_complete_example() -> None:
    raw = TEMPLATE.read_bytes()
    proposal = proposal_of(raw, {})
    assert proposal.contradictions == ()
    text = raw.decode()
    for rule in (shape._validator().schema, *shape._validator().schema["$defs"].values()):
        for name in rule.get("properties", ()):
            assert f"{name}:" in text, name


def changed(change: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(BytesIO(workbook_of(shipped_file())))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def column_of(sheet: Worksheet, heading: str) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == heading)


def problems(change: Callable[[Workbook], object]) -> list[str]:
    with pytest.raises(UnusableFile) as caught:
        proposal_of(changed(change), {})
    return caught.value.problems


def put(title: str, heading: str, row: int, value: object) -> Callable[[Workbook], object]:
    def change(book: Workbook) -> None:
        sheet = book[title]
        sheet[f"{column_of(sheet, heading)}{row}"].value = value

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("Indikator", "Lingkup", 12, "kantor"), "Lembar Indikator, sel F12 (Lingkup): harus salah satu dari: unit"),
        (put("Indikator", "Bobot", 3, "dua"), "Lembar Indikator, sel G3 (Bobot): harus berupa angka, bukan “dua”."),
        (put("Indikator", "Bobot", 3, None), "Lembar Indikator, sel G3 (Bobot): wajib diisi."),
        (put("Indikator", "Bobot", 3, "1.000"), "Lembar Indikator, sel G3 (Bobot): “1.000” dapat berarti ribuan."),
        (put("Indikator", "Bobot", 3, 2000), "Lembar Indikator, sel G3 (Bobot): paling besar 1000."),
        (put("Indikator", "Bobot", 3, "=1+1"), "Lembar Indikator, sel G3 (Bobot): berisi rumus."),
        (put("Indikator", "Kode", 3, date(2026, 1, 2)), "Lembar Indikator, sel D3 (Kode): berisi tanggal"),
        (put("Indikator", "Kode", 3, 1.5), "Lembar Indikator, sel D3 (Kode): berisi angka pecahan."),
        (put("Indikator", "Kode", 3, "S 1"), "Lembar Indikator, sel D3 (Kode): hanya boleh berisi huruf"),
        (put("Indikator", "Dimensi", 3, "X9"), "Lembar Indikator, sel A3 (Dimensi): dimensi “X9” tidak ada"),
        (put("Indikator", "Variabel", 3, "Lain"), "Lembar Indikator, sel C3 (Variabel): berbeda dari baris"),
        (put("Indikator", "Indikator", 3, "x" * 251), "Lembar Indikator, sel E3 (Indikator): paling panjang 250"),
        (put("Dimensi", "Kode", 3, "Input"), "Lembar Dimensi, sel A3 (Kode): "),
        (put("Dimensi", "Bobot", 2, "#REF!"), "Lembar Dimensi, sel C2 (Bobot): "),
        (put("Instrumen", "Isi", 9, "seratus"), "Lembar Instrumen, sel B9 (Skala): harus berupa angka"),
        (put("Instrumen", "Isi", 5, "duaribu"), "Lembar Instrumen, sel B5 (Tahun): harus berupa tahun"),
        (put("Instrumen", "Isian", 5, "Umur"), "Lembar Instrumen, sel A5: isian “umur” tidak dikenal."),
        (put("Instrumen", "Isian", 5, "Kode"), "Lembar Instrumen, sel A5: isian Kode ada dua kali."),
        (put("Sampel", "Jumlah", 2, 1.5), "Lembar Sampel, sel B2 (Jumlah): harus berupa bilangan bulat"),
        (put("Rentang", "Zona", 2, "biru"), "Lembar Rentang, sel B2 (Zona): harus salah satu dari: hijau, kuning"),
        (put("Faktor", "Faktor", 2, "=SUM(A1)"), "Lembar Faktor, sel B2 (Faktor): berisi rumus."),
        (lambda book: book.remove(book["Rentang"]), "Lembar Rentang: tidak ada dalam berkas."),
        (lambda book: book["Dimensi"].merge_cells("A2:A3"), "Lembar Dimensi, sel A2:A3: sel digabung."),
        (put("Indikator", "Lingkup", 1, "Lingkungan"), "Lembar Indikator, sel F1: kolom “lingkungan” tidak dikenal."),
        (put("Indikator", "Lingkup", 1, "Bobot"), "Lembar Indikator, sel G1: kolom “bobot” ada dua kali."),
        (put("Indikator", "Lingkup", 1, None), "Lembar Indikator, sel F2: terisi, tetapi kolomnya tidak berjudul."),
        (put("Indikator", "Lingkup", 1, None), "Lembar Indikator: kolom Lingkup tidak ada pada baris pertama."),
        (put("Indikator", "Tingkat 0", 1, "Tingkat 500"), "kolom “tingkat 500” tidak dikenal."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_cell(change: Any, sentence: str) -> None:
    found = problems(change)
    assert any(each.startswith(sentence) or sentence in each for each in found), found


def test_a_dimension_without_indicators_and_one_named_twice_are_told() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Dimensi"]
        sheet["A7"], sheet["B7"], sheet["C7"], sheet["D7"] = "BARU", "Baru", 0, "perkiraan"
        sheet["A8"], sheet["B8"], sheet["C8"], sheet["D8"] = "baru", "Baru lagi", 0, "perkiraan"

    found = problems(change)
    assert "Lembar Dimensi, sel A7: dimensi BARU belum mempunyai indikator pada lembar Indikator." in found
    assert "Lembar Dimensi, sel A8 (Kode): kode baru sudah dipakai dimensi lain." in found


def test_every_mistake_is_told_once_and_all_at_once() -> None:
    def change(book: Workbook) -> None:
        for row in (2, 3, 4):
            put("Indikator", "Bobot", row, "salah")(book)
        put("Instrumen", "Isi", 4, None)(book)

    found = problems(change)
    assert len(found) == len(set(found)) == 4


def same_after(change: Callable[[Workbook], object]) -> bool:
    return proposal_of(changed(change), {}).file == shipped_file()


def test_numbers_may_be_text_with_a_comma_and_codes_numbers() -> None:
    def comma(book: Workbook) -> None:
        for cell in book["Dimensi"]["C"][1:]:
            cell.value = str(cell.value).replace(".", ",")

    assert same_after(comma)
    file = proposal_of(changed(put("Indikator", "Kode", 2, 7)), {}).file
    assert file.indicators()[0].code == "7"


def test_blank_rows_order_of_columns_and_sheets_of_ones_own_do_not_matter() -> None:
    def untidy(book: Workbook) -> None:
        book["Indikator"].insert_rows(5, 3)
        book["Dimensi"].insert_rows(1, 2)
        book["Dimensi"].move_range("F3:F9", cols=20)
        book["Rentang"]["C900"] = "   "
        book.create_sheet("Catatan saya")["A1"] = "=1+1"
        book._sheets.reverse()

    proposal = proposal_of(changed(untidy), {})
    assert proposal.file == shipped_file()
    assert proposal.notes == ("Lembar yang tidak dibaca: Catatan saya.",)


def test_rows_of_one_variable_come_together_wherever_they_stand() -> None:
    def apart(book: Workbook) -> None:
        sheet = book["Indikator"]
        last = sheet.max_row + 1
        for cell in sheet[2]:
            sheet.cell(last, cell.column).value = cell.value
        sheet.cell(last, 4).value = "BARU"
        sheet.cell(last, 3).value = None

    file = proposal_of(changed(apart), {}).file
    first = shipped_file().dimensions[0].variables[0]
    assert file.dimensions[0].variables[0].code == first.code
    assert [i.code for i in file.dimensions[0].variables[0].indicators] == [*(i.code for i in first.indicators), "BARU"]


def test_words_of_choices_are_read_without_case_and_as_they_are_stored() -> None:
    assert same_after(put("Indikator", "Asal bobot", 2, "PERKIRAAN"))
    assert same_after(put("Indikator", "Asal bobot", 2, "estimated"))
    assert same_after(put("Instrumen", "Isi", 11, False))


def test_blanks_around_a_text_that_was_pasted_are_no_part_of_it() -> None:
    name = shipped_file().dimensions[0].variables[0].indicators[0].name
    assert same_after(put("Indikator", "Indikator", 2, f"\u00a0{name} "))


def test_blanks_inside_a_text_are_those_of_the_space_bar_in_a_workbook_and_in_a_text() -> None:
    name = shipped_file().dimensions[0].variables[0].indicators[0].name
    assert name.count(" ") >= 2
    pasted = "\ufeff" + name.replace(" ", "\u00a0\u200b", 1).replace(" ", "\u202f", 1).replace(" ", "\u2007", 1)
    assert same_after(put("Indikator", "Indikator", 2, pasted))
    for written in (pasted, f'"{pasted}"'):
        text = as_yaml(content_of(shipped_file())).replace(name, written)
        assert proposal_of(text.encode(), {}).file == shipped_file()


def without_sources(book: Workbook) -> None:
    for sheet in book.worksheets:
        for heading in sheet[1]:
            if str(heading.value).startswith("Asal"):
                for row in range(2, sheet.max_row + 1):
                    sheet.cell(row, heading.column).value = None


def test_where_no_source_is_said_it_is_an_estimate() -> None:
    proposal = proposal_of(changed(without_sources), {})

    said = [line.strip() for line in proposal.text.splitlines() if "provenance" in line]
    assert proposal.contradictions == ()
    assert len(said) > 100
    assert all(line.endswith("provenance: estimated") for line in said)
    assert proposal.file.dimensions[2].variables[1].indicators[0].levels_provenance is None  # a figure has no levels


@pytest.mark.parametrize("form", ["0%", "0.00%", '0.0"%"', "[Red]0.00%;-0.00%"])
def test_a_percentage_is_not_taken_for_the_hundredth_that_stands_behind_it(form: str) -> None:
    def percent(book: Workbook) -> None:
        cell = book["Dimensi"]["C2"]
        cell.value, cell.number_format = 0.2185, form

    (problem,) = problems(percent)
    assert problem.startswith("Lembar Dimensi, sel C2 (Bobot): berformat persen. Ubah format sel menjadi Umum")


def test_a_contradiction_is_told_with_its_cell_and_does_not_stop_the_draft() -> None:
    proposal = proposal_of(changed(put("Rentang", "Mulai dari", 3, 99)), {})
    assert proposal.contradictions[0].startswith("Lembar Rentang, sel A3 (Mulai dari): harus lebih kecil dari")


def test_a_code_given_beside_the_file_takes_its_place() -> None:
    raw = changed(put("Instrumen", "Isi", 2, None))
    with pytest.raises(UnusableFile, match=r"sel B2 \(Kode\): wajib diisi"):
        proposal_of(raw, {})
    proposal = proposal_of(raw, {"code": "baru-1"})
    assert (proposal.file.code, proposal.written_code) == ("baru-1", "")
    with pytest.raises(UnusableFile, match=r"sel B2 \(Kode\): hanya boleh berisi huruf kecil"):
        proposal_of(raw, {"code": "Bukan Kode"})


def test_yaml_tells_line_and_field() -> None:
    text = as_yaml(content_of(shipped_file())).replace("decimals: 2", "decimals: 9").replace("scope: unit", "scope: x")
    with pytest.raises(UnusableFile) as caught:
        proposal_of(text.encode(), {})
    number = text.splitlines().index("decimals: 9") + 1
    assert f"Baris {number}, decimals: paling besar 2." in caught.value.problems
    assert len(caught.value.problems) > 1


def zipped(**parts: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def with_many_rows(book: Workbook) -> None:
    for row in range(2, MOST_ROWS + 10):
        book["Sampel"].cell(row, 1).value = "unit"


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "kosong"),
        (b"  \n", "kosong"),
        (b"PK\x03\x04" + b"x" * 100, "rusak"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bukan XLSX maupun YAML"),
        (b"a\0b", "bukan XLSX maupun YAML"),
        (b"%PDF-1.7 kisi-kisi", "bukan XLSX maupun YAML"),
        (b"\n<html><body>kisi-kisi</body></html>", "bukan XLSX maupun YAML"),
        (b"Kode;Indikator\nK1;Standar", "bukan XLSX maupun YAML"),
        (b"\xff\xfe1", "UTF-8"),
        (b"a" * 2_000_001, "2 MB"),
        (b"PK\x03\x04" + b"x" * 2_100_000, "2 MB"),
        (b"- 1\n- 2\n", "harus berupa kumpulan isian"),
        (b"a: &x 1\nb: *x\n", "jangkar"),
        (zipped(**{f"a{n}": b"0" * 1_000_000 for n in range(20)}), "terlalu besar setelah dibuka"),
        (zipped(**{f"a{n}": b"" for n in range(400)}), "terlalu besar setelah dibuka"),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), "rusak"),
    ],
)
def test_a_file_that_is_no_instrument_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        proposal_of(raw, {})
    assert sentence in caught.value.problems[0]


def test_sheets_beyond_any_instrument_are_refused() -> None:
    assert problems(with_many_rows) == ["Lembar Sampel lebih dari 3.000 baris."]
    wide = problems(lambda book: book["Sampel"].__setitem__("GS2", "x"))
    assert wide == ["Lembar Sampel lebih dari 200 kolom. Hapus kolom yang tidak perlu."]
    far = problems(lambda book: book["Sampel"].__setitem__("A1000000", "x"))
    assert far == ["Lembar Sampel lebih dari 3.000 baris."]
    twice = problems(lambda book: setattr(book.create_sheet("x"), "title", "DIMENSI "))
    assert twice == ["Lembar Dimensi ada dua kali. Sisakan satu."]
