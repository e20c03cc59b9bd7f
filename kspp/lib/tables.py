"""A table of text out of the bytes of a CSV or XLSX file, within limits. Formulas are not run; their result is read."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from io import StringIO
from typing import Any

from kspp.lib.blanks import plain_blanks
from kspp.lib.sent_workbooks import XLSX_START, UnfitFile, opened

MAX_BYTES = 5 * 1024 * 1024
MAX_INFLATED = 60 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
DELIMITERS = ",;\t"
TITLE_ROWS = 20
"""So many rows may stand above the headings."""

_DECIMALS = re.compile(r"[#0]\.(0{1,4})")

Row = tuple[int, tuple[str, ...]]
"""Its number as a spreadsheet shows it, and its cells."""


class TableFault(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    BROKEN = "broken"
    NOT_TEXT = "not_text"


class TableError(UnfitFile):
    fault: TableFault


def table_of(content: bytes) -> list[Row]:
    """The rows that are not blank, trimmed, blanks plain. Of a workbook its first visible sheet. Raises TableError."""
    if len(content) > MAX_BYTES:
        raise TableError(TableFault.TOO_LARGE)
    rows = _workbook(content) if content.startswith(XLSX_START) else _bounded(_records(_decoded(content)))
    if not rows:
        raise TableError(TableFault.EMPTY)
    return rows


def _workbook(content: bytes) -> list[Row]:
    too_large, broken = TableError(TableFault.TOO_LARGE), TableError(TableFault.BROKEN)
    with opened(content, inflated=MAX_INFLATED, too_large=too_large, broken=broken) as (book, _):
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()
        cells = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS)
        return _bounded([_written(cell) for cell in row] for row in cells)


def _written(cell: Any) -> str:
    """A number as the sheet shows it, with the zeros of its format and without the noise beyond what Excel keeps."""
    value = cell.value
    if not isinstance(value, float | int) or isinstance(value, bool):
        return "" if value is None else str(value)
    text = f"{value:.15g}"
    shown = _DECIMALS.search(cell.number_format or "")
    missing = len(shown[1]) - len(text.partition(".")[2]) if shown else 0
    if missing <= 0 or "%" in cell.number_format or not text.lstrip("-").replace(".", "", 1).isdigit():
        return text
    return (text if "." in text else f"{text}.") + "0" * missing


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(TableFault.NOT_TEXT) from None
    if "\0" in text:
        raise TableError(TableFault.NOT_TEXT)
    return text


def _records(text: str) -> Iterator[Sequence[str]]:
    head = "\n".join(text.split("\n", TITLE_ROWS)[:TITLE_ROWS])
    delimiter = max(DELIMITERS, key=head.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise TableError(TableFault.BROKEN) from error


def _bounded(rows: Iterable[Sequence[str]]) -> list[Row]:
    kept: list[Row] = []
    for number, cells in enumerate(rows, 1):
        trimmed = tuple(plain_blanks(cell).strip() for cell in cells[:MAX_COLUMNS])
        if any(trimmed):
            kept.append((number, trimmed))
        if number > MAX_ROWS + 1:
            raise TableError(TableFault.TOO_MANY_ROWS)
    return kept
