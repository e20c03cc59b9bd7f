"""Forms of files: whatever program wrote them, and whatever broke them. No database."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from complaints.importing import (
    EntryFlawCode,
    SheetError,
    SheetFault,
    SheetNote,
    Source,
    register_template,
)
from complaints.importing.columns import MEANINGS, ImportField, plain
from complaints.importing.sheets import MAX_ROWS
from complaints.importing.template import COLUMNS
from complaints.importing.values import CHANNELS, CLASSES, OUTCOMES, SECRECIES, STATES
from complaints.sentences import imports as sentences
from complaints.tests.files import REGISTER, csv_of, local, reading, register_row, sheet_of, stored


def fault_of(content, source=Source.REGISTER):
    with pytest.raises(SheetError) as raised:
        reading(content, source)
    assert sentences.fault(raised.value)
    return raised.value.fault


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_with_any_usual_delimiter_and_encoding(delimiter, encoding):
    content = csv_of(REGISTER, register_row(nama="José, Sari; “S”"), delimiter=delimiter, encoding=encoding)
    found = reading(content)
    assert found.entries[0].person["name"] == "José, Sari; “S”"
    assert SheetNote.WINDOWS_TEXT not in found.notes


def test_windows_text_is_read_and_told():
    found = reading(csv_of(REGISTER, register_row(nama="José"), encoding="cp1252"))
    assert found.entries[0].person["name"] == "José"
    assert SheetNote.WINDOWS_TEXT in found.notes


def test_line_breaks_within_a_cell_do_not_shift_the_row_numbers():
    content = csv_of(REGISTER, register_row(uraian="satu\ndua\n\ntiga"), register_row(tanggal="x"))
    found = reading(content)
    assert found.entries[0].story == "satu\ndua\n\ntiga"
    assert found.flaws[0].row == 3


def test_a_sheet_is_read_with_real_dates_and_numbers_and_formulas_as_data():
    row = register_row(nomor=15.0, tanggal=local(2024, 5, 2, 9, 30), telepon=81200000001, uraian="-lama sekali")
    found = reading(sheet_of(REGISTER, (), row))
    entry = found.entries[0]
    assert (entry.row, entry.number, entry.received) == (3, "15", local(2024, 5, 2, 9, 30))
    assert (entry.person["phone"], entry.story) == ("81200000001", "-lama sekali")


def test_cells_that_look_like_formulas_stay_text_in_csv():
    row = register_row(uraian='=HYPERLINK("http://a.example","klik")', nama="@SUM(1)", jawaban="+62 tidak aktif")
    entry = reading(csv_of(REGISTER, row)).entries[0]
    assert entry.story.startswith("=HYPERLINK")
    assert entry.person["name"] == "@SUM(1)"
    assert entry.answer == "+62 tidak aktif"


def test_a_formula_without_a_stored_result_is_an_empty_cell():
    found = reading(sheet_of(REGISTER, register_row(uraian="=A1&B1")))
    assert [(flaw.column, flaw.code) for flaw in found.flaws] == [("Uraian", EntryFlawCode.MISSING)]


def test_hidden_sheets_are_ignored_and_that_is_told():
    book = Workbook()
    hidden = book.worksheets[0]
    hidden.sheet_state = "hidden"
    hidden.append(list(REGISTER))
    hidden.append(list(register_row(nomor="rahasia")))
    for name in ("Register", "Lain"):
        sheet = book.create_sheet(name)
        sheet.append(list(REGISTER))
        sheet.append(list(register_row(nomor=name)))
    book.active = 1
    found = reading(stored(book))
    assert [entry.number for entry in found.entries] == ["Register"]
    assert {SheetNote.HIDDEN_SHEETS, SheetNote.OTHER_SHEETS} <= set(found.notes)


def test_missing_columns_are_named():
    with pytest.raises(SheetError) as raised:
        reading(csv_of(("Nomor", "Uraian"), ("1", "x")))
    assert sentences.fault(raised.value).startswith("Kolom berikut tidak ditemukan: Tanggal, Kanal.")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault.EMPTY),
        (b"x" * (5 * 1024 * 1024 + 1), SheetFault.TOO_LARGE),
        (b"Nomor,Tanggal\x00,Kanal\n1,2,3", SheetFault.NOT_TEXT),
        (b"\x81\x8d\x8f\x90 bukan teks", SheetFault.NOT_TEXT),
        (b"halo", SheetFault.NO_HEADINGS),
        (b"PK\x03\x04 bukan zip", SheetFault.BROKEN),
        (csv_of(REGISTER), SheetFault.EMPTY),
        (csv_of(REGISTER, register_row()) + b'\r\n"terbuka', SheetFault.OPEN_QUOTE),
        (csv_of(REGISTER, *[register_row()] * (MAX_ROWS + 1)), SheetFault.TOO_MANY_ROWS),
        (b"Nomor,Tanggal\n" * 100_000, SheetFault.TOO_MANY_ROWS),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(content, fault):
    assert fault_of(content) is fault


def test_a_broken_quote_names_its_row():
    with pytest.raises(SheetError) as raised:
        reading(csv_of(REGISTER, register_row()) + b'\r\n"terbuka')
    assert sentences.fault(raised.value).startswith("Baris 3 ")


def test_a_truncated_workbook_is_broken():
    content = sheet_of(REGISTER, register_row())
    for length in (100, len(content) // 2, len(content) - 1):
        assert fault_of(content[:length]) is SheetFault.BROKEN


def test_entities_that_blow_up_are_not_followed():
    bomb = b'<!DOCTYPE s [<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    explode = lambda xml: bomb + b"]>" + xml.replace(b"Sari Contoh", b"&j;")  # noqa: E731
    content = rewritten(sheet_of(REGISTER, register_row()), "xl/worksheets/sheet1.xml", explode)
    assert fault_of(content) is SheetFault.BROKEN


def test_a_row_that_claims_to_be_the_last_of_a_sheet_costs_nothing():
    content = rewritten(
        sheet_of(REGISTER, register_row()),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="2"', b'r="1048576"'),
    )
    assert fault_of(content) in (SheetFault.EMPTY, SheetFault.TOO_MANY_ROWS)


def rewritten(content, part, change):
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for info in old.infolist():
            new.writestr(info, change(old.read(info)) if info.filename == part else old.read(info))
    return out.getvalue()


# The template


def test_the_template_explains_every_column_and_is_read_back_when_filled_in():
    book = load_workbook(BytesIO(register_template()))
    headings = [cell.value for cell in book["Register"][1]]
    assert headings == [cell.value for cell in book["Keterangan"]["A"]][1:] == [heading for heading, _, _ in COLUMNS]
    assert {MEANINGS[plain(heading)][0] for heading in headings} >= {
        ImportField.NUMBER,
        ImportField.RECEIVED,
        ImportField.CHANNEL,
        ImportField.STORY,
    }
    assert len({MEANINGS[plain(heading)][0] for heading in headings}) == len(headings)
    values = dict(zip(REGISTER, register_row(), strict=True))
    words = {"Pokok pengaduan": "Antrean", "Hasil": "Terbukti sebagian", "Identitas": "Dirahasiakan"}
    book["Register"].append([words.get(heading, values.get(heading, "")) for heading in headings])
    found = reading(stored(book))
    assert found.flaws == []
    entry = found.entries[0]
    assert (entry.subject, entry.outcome, entry.secrecy) == ("Antrean", "partly", "secret")
    assert not found.unused


def test_words_named_in_the_template_are_accepted():
    told = {heading: words for heading, _, words in COLUMNS}
    for heading, known in (("Kanal", CHANNELS), ("Hasil", OUTCOMES)):
        assert all(plain(word) in known for word in told[heading].rstrip(".").split(";"))
    for heading, known in (("Kelas", CLASSES), ("Status", STATES), ("Identitas", SECRECIES)):
        assert all(plain(word) in known for word in told[heading].split(".")[0].split(";"))
