"""A table out of the bytes of an XLSX or CSV file, within limits. Formulas are never run: their stored result is read.

XLSX must have passed the check of uploaded office documents before. Text that is not UTF-8 is read as Windows-1252,
which is what Indonesian Windows writes, and the reading says so.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO, StringIO
from zipfile import ZipFile

from openpyxl import load_workbook

from complaints.importing.columns import HEADING_ROWS, find_headings

MAX_BYTES = 5 * 1024 * 1024
MAX_INFLATED = 60 * 1024 * 1024
MAX_ROWS = 5000
"""With headings; blank rows do not count."""
LAST_ROW = 100_000
MAX_COLUMNS = 80
MAX_LETTERS = 10_000_000
MAX_CELL = 40_000
"""More than a cell of a spreadsheet can hold."""
XLSX_START = b"PK\x03\x04"
DELIMITERS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Row = tuple[int, tuple[object, ...]]


class Fault(StrEnum):
    """Why a file cannot be read at all."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MUCH_TEXT = "too_much_text"
    BROKEN = "broken"
    NOT_TEXT = "not_text"
    OPEN_QUOTE = "open_quote"
    NO_HEADINGS = "no_headings"
    COLUMNS_MISSING = "columns_missing"


class Note(StrEnum):
    """What whoever imports should know about the whole file."""

    WINDOWS_TEXT = "windows_text"
    HIDDEN_SHEETS = "hidden_sheets"
    OTHER_SHEETS = "other_sheets"
    PLAIN_CLASS = "plain_class"
    NO_VERIFICATION_DAY = "no_verification_day"


class SheetError(ValueError):
    """`detail` is a row, or the columns meant."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are not blank, with their numbers as a spreadsheet shows them."""

    rows: Sequence[Row]
    notes: tuple[Note, ...] = ()


def table_of(content: bytes) -> Table:
    """Raises SheetError."""
    if not content:
        raise SheetError(Fault.EMPTY)
    if len(content) > MAX_BYTES:
        raise SheetError(Fault.TOO_LARGE)
    table = _workbook(content) if content.startswith(XLSX_START) else _text(content)
    if not table.rows:
        raise SheetError(Fault.EMPTY)
    return table


def _workbook(content: bytes) -> Table:
    try:
        return _first_sheet(content)
    except SheetError:
        raise
    except Exception as error:  # a foreign workbook may fail anywhere in openpyxl, zipfile or expat
        raise SheetError(Fault.BROKEN) from error


def _first_sheet(content: bytes) -> Table:
    """The first visible sheet with headings; without any, the first visible one."""
    with ZipFile(BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > MAX_INFLATED:
            raise SheetError(Fault.TOO_LARGE)
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        notes = [Note.HIDDEN_SHEETS] if len(visible) < len(book.worksheets) else []
        for sheet in visible:
            sheet.reset_dimensions()
        chosen = next((sheet for sheet in visible if find_headings(_bounded(_cells(sheet, HEADING_ROWS)))), None)
        if chosen is None:
            raise SheetError(Fault.NO_HEADINGS if visible else Fault.EMPTY)
        rows = _bounded(_cells(chosen, LAST_ROW + 1))
        if any(len(_bounded(_cells(sheet, HEADING_ROWS))) > 1 for sheet in visible if sheet is not chosen):
            notes.append(Note.OTHER_SHEETS)
    finally:
        book.close()
    return Table(rows, tuple(notes))


def _cells(sheet, last: int) -> Iterator[tuple[object, ...]]:  # type: ignore[no-untyped-def]
    return sheet.iter_rows(max_row=last, max_col=MAX_COLUMNS, values_only=True)  # type: ignore[no-any-return]


def _text(content: bytes) -> Table:
    text, notes = _decoded(content)
    if "\0" in text:
        raise SheetError(Fault.NOT_TEXT)
    best: Table | None = None
    for delimiter in DELIMITERS:
        headings = find_headings(_bounded(_records(_head(text), delimiter, is_whole=False)))
        if headings is not None and (best is None or len(headings.places) > best[0]):
            best = (len(headings.places), delimiter)
    if best is None:
        raise SheetError(Fault.NO_HEADINGS)
    return Table(_bounded(_records(text, best[1])), notes)


def _decoded(content: bytes) -> tuple[str, tuple[Note, ...]]:
    try:
        if content.startswith(UTF_16):
            return content.decode("utf-16"), ()
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (Note.WINDOWS_TEXT,)
    except UnicodeDecodeError as error:
        raise SheetError(Fault.NOT_TEXT) from error
