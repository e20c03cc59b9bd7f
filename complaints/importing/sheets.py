"""A table out of the bytes of an XLSX or CSV file, within limits. Formulas are never run: their stored result is read.

XLSX must have passed the check of uploaded office documents before. Text that is not UTF-8 is read as Windows-1252,
which is what Indonesian Windows writes, and the reading says so.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from itertools import islice
from typing import Any

from complaints.importing.columns import HEADING_ROWS, find_headings
from kspp.lib.sent_workbooks import XLSX_START, UnfitFile, opened

MAX_BYTES = 5 * 1024 * 1024
MAX_INFLATED = 60 * 1024 * 1024
MAX_ROWS = 5000
"""Without the headings and what stands above them; blank rows do not count."""
LAST_ROW = 100_000
MAX_COLUMNS = 80
MAX_LETTERS = 10_000_000
DELIMITERS = ",;\t"
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Row = tuple[int, tuple[object, ...]]


class SheetFault(StrEnum):
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


class SheetNote(StrEnum):
    """What whoever imports should know about the whole file."""

    WINDOWS_TEXT = "windows_text"
    HIDDEN_SHEETS = "hidden_sheets"
    OTHER_SHEETS = "other_sheets"
    PLAIN_CLASS = "plain_class"
    NO_VERIFICATION_DAY = "no_verification_day"


class SheetError(UnfitFile):
    """`detail` is a row, or the columns meant."""

    fault: SheetFault


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are not blank, with their numbers as a spreadsheet shows them."""

    rows: Sequence[Row]
    notes: tuple[SheetNote, ...] = ()


def table_of(content: bytes) -> Table:
    """Raises SheetError."""
    if not content:
        raise SheetError(SheetFault.EMPTY)
    if len(content) > MAX_BYTES:
        raise SheetError(SheetFault.TOO_LARGE)
    table = _workbook(content) if content.startswith(XLSX_START) else _text(content)
    if not table.rows:
        raise SheetError(SheetFault.EMPTY)
    return table


def _workbook(content: bytes) -> Table:
    """The first visible sheet with headings; other visible sheets and hidden ones are left out, and that is told."""
    too_large, broken = SheetError(SheetFault.TOO_LARGE), SheetError(SheetFault.BROKEN)
    with opened(content, inflated=MAX_INFLATED, too_large=too_large, broken=broken) as (book, _):
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            sheet.reset_dimensions()
        with_headings = [sheet for sheet in visible if find_headings(_bounded(_cells(sheet, HEADING_ROWS)))]
        if not with_headings:
            raise SheetError(SheetFault.NO_HEADINGS)
        rows = _bounded(_cells(with_headings[0], LAST_ROW + 1))
        notes = [SheetNote.HIDDEN_SHEETS] if len(visible) < len(book.worksheets) else []
        return Table(rows, (*notes, *([SheetNote.OTHER_SHEETS] if len(with_headings) > 1 else [])))


def _cells(sheet: Any, last: int) -> Iterator[tuple[object, ...]]:
    yield from sheet.iter_rows(max_row=last, max_col=MAX_COLUMNS, values_only=True)


def _text(content: bytes) -> Table:
    """The delimiter under which the headings make most sense is the file's."""
    text, notes = _decoded(content)
    if "\0" in text:
        raise SheetError(SheetFault.NOT_TEXT)
    found = [(_fields_found(text, delimiter), delimiter) for delimiter in DELIMITERS]
    most, delimiter = max(found, key=lambda pair: pair[0])
    if not most:
        raise SheetError(SheetFault.NO_HEADINGS)
    return Table(_bounded(_records(text, delimiter)), notes)


def _decoded(content: bytes) -> tuple[str, tuple[SheetNote, ...]]:
    try:
        if content.startswith(UTF_16):
            return content.decode("utf-16"), ()
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), (SheetNote.WINDOWS_TEXT,)
    except UnicodeDecodeError as error:
        raise SheetError(SheetFault.NOT_TEXT) from error


def _fields_found(text: str, delimiter: str) -> int:
    first: list[tuple[object, ...]] = []
    with suppress(SheetError):
        first.extend(islice(_records(text, delimiter), HEADING_ROWS))
    headings = find_headings(_bounded(first))
    return len(headings.places) if headings else 0


def _records(text: str, delimiter: str) -> Iterator[tuple[object, ...]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for number, record in enumerate(reader, 2):  # noqa: B007  the row after the last one read is the broken one
            yield tuple(record)
    except csv.Error as error:
        raise SheetError(SheetFault.OPEN_QUOTE, str(number)) from error


def _bounded(rows: Iterable[Sequence[object]]) -> list[Row]:
    """Rows with something in them. Raises SheetError beyond the limits."""
    kept: list[Row] = []
    letters = 0
    for number, cells in enumerate(rows, 1):
        written = tuple(cells[:MAX_COLUMNS])
        lengths = [len(cell) for cell in written if isinstance(cell, str) and not cell.isspace()]
        if not any(lengths) and all(cell is None or isinstance(cell, str) for cell in written):
            continue
        letters += sum(lengths)
        kept.append((number, written))
        if len(kept) > MAX_ROWS + HEADING_ROWS or number > LAST_ROW:
            raise SheetError(SheetFault.TOO_MANY_ROWS)
        if letters > MAX_LETTERS:
            raise SheetError(SheetFault.TOO_MUCH_TEXT)
    return kept
