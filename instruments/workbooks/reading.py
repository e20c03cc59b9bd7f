"""The cells of an uploaded instrument workbook. Formulas are not run and not believed: they are told as such."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import WorkSheetParser

from instruments.importing.cells import OddCell, Value
from instruments.importing.layout import GUIDE, MOST_COLUMNS, MOST_ROWS, SHEETS, plain
from instruments.importing.reading import RawSheet, Row
from kspp.lib.sent_workbooks import UnfitFile, opened

MAX_BYTES = 2 * 1024 * 1024
MAX_INFLATED = 16 * 1024 * 1024
MAX_PARTS = 300
LAST_ROW = 20_000
"""Blank rows count here."""
_MERGED = re.compile(
    rb"<(?:[A-Za-z0-9_]+:)?mergeCell\s[^>]{0,200}?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"
)
MOST_MERGED = 20


class FileFault(StrEnum):
    """Why a workbook cannot be read at all."""

    TOO_LARGE = "too_large"
    BROKEN = "broken"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    SHEET_TWICE = "sheet_twice"


class UnfitWorkbook(UnfitFile):
    """`detail` names the sheet meant."""

    fault: FileFault


@dataclass(frozen=True, slots=True)
class Sheets:
    """`known`: by title as in the layout. `ignored`: titles of sheets that are not read."""

    known: Mapping[str, RawSheet]
    ignored: tuple[str, ...]


def sheets_of(content: bytes) -> Sheets:
    """Raises Unfit."""
    if len(content) > MAX_BYTES:
        raise UnfitWorkbook(FileFault.TOO_LARGE)
    too_large, broken = UnfitWorkbook(FileFault.TOO_LARGE), UnfitWorkbook(FileFault.BROKEN)
    limits = {"inflated": MAX_INFLATED, "parts": MAX_PARTS}
    with opened(content, **limits, too_large=too_large, broken=broken, results=False) as (book, package):
        return _known(book, package)


def _known(book: Any, package: ZipFile) -> Sheets:
    titles = {plain(title): title for title in SHEETS}
    known: dict[str, RawSheet] = {}
    ignored = []
    for sheet in book.worksheets:
        title = titles.get(plain(sheet.title))
        if title is None:
            ignored += [] if plain(sheet.title) == plain(GUIDE) else [str(sheet.title)]
        elif title in known:
            raise UnfitWorkbook(FileFault.SHEET_TWICE, title)
        else:
            known[title] = RawSheet(_rows(sheet, title), _merged(package, sheet))
    return Sheets(known, tuple(ignored))


def _rows(sheet: Any, title: str) -> list[Row]:
    kept: list[Row] = []
    percents = _percents(sheet.parent)
    for number, cells in _cells(sheet):
        found = {cell["column"]: _value(cell, percents) for cell in cells}
        filled = [column for column, value in found.items() if not (value is None or _is_blank(value))]
        if not filled:
            continue
        if number > LAST_ROW or len(kept) > MOST_ROWS:
            raise UnfitWorkbook(FileFault.TOO_MANY_ROWS, title)
        if max(filled) > MOST_COLUMNS:
            raise UnfitWorkbook(FileFault.TOO_MANY_COLUMNS, title)
        kept.append((number, tuple(found.get(column) for column in range(1, max(filled) + 1))))
    return kept


def _cells(sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Only rows that are written down; `iter_rows` would make up all those before a row numbered in millions."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=False,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        yield from parser.parse()


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, OddCell) and not value.strip()


def _percents(book: Any) -> frozenset[int]:
    """Styles that show 0.2185 as 21.85 %, which is what was meant."""
    own = dict(enumerate(book._number_formats, BUILTIN_FORMATS_MAX_SIZE))
    formats = {place: style.numFmtId for place, style in enumerate(book._cell_styles)}
    return frozenset(place for place, kept in formats.items() if "%" in own.get(kept, BUILTIN_FORMATS.get(kept, "")))


def _value(cell: Mapping[str, Any], percents: Container[int]) -> Value:
    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        return OddCell.FORMULA
    if value is None or isinstance(value, bool):
        return None if value is None else value
    if kind == "e":
        return OddCell.ERROR
    if isinstance(value, datetime | date | time | timedelta):
        return OddCell.DATE
    if not isinstance(value, int | float):
        return str(value)
    return OddCell.PERCENT if cell["style_id"] in percents else _number(value)


def _number(value: float) -> Value:
    """As a spreadsheet shows it: at most fifteen digits that mean something."""
    if not isfinite(value) or abs(value) >= 1e15:
        return OddCell.ERROR
    found = Decimal(f"{value:.15g}")
    return int(found) if found == found.to_integral_value() else found


def _merged(package: ZipFile, sheet: Any) -> tuple[str, ...]:
    """openpyxl does not tell of them when it reads row by row."""
    found = _MERGED.findall(package.read(sheet._worksheet_path))
    return tuple(ref.decode("ascii") for ref in found[:MOST_MERGED])
