"""An instrument's workbook as the content of an instrument file, or what is wrong with it and where."""

from collections.abc import Mapping
from typing import Any

from instruments.importing.cells import CellCode
from instruments.importing.layout import DIMENSIONS, HEAD, INDICATORS, INSTRUMENT, LISTS, SHEETS, plain
from instruments.importing.reading import (
    CellFlaw,
    CellPlace,
    RawSheet,
    TableCode,
    WorkbookReading,
    cell,
    headings,
    is_blank,
    take,
    take_row,
)
from instruments.importing.tree import RowsAsTree


def read_workbook(sheets: Mapping[str, RawSheet]) -> WorkbookReading:
    """`sheets` by their titles as in `SHEETS`. Never raises: whatever is wrong is a flaw."""
    reading = WorkbookReading()
    empty = RawSheet(())
    for title in SHEETS:
        if title not in sheets:
            reading.flaws.append(CellFlaw(CellPlace(title), TableCode.SHEET_MISSING))
    for title, sheet in sheets.items():
        reading.flaws += [CellFlaw(CellPlace(title, ref), TableCode.MERGED) for ref in sheet.merged]
    _read_head(reading, sheets.get(INSTRUMENT, empty))
    for title, name in LISTS.items():
        _read_list(reading, title, name, sheets.get(title, empty))
    _read_list(reading, DIMENSIONS, "dimensions", sheets.get(DIMENSIONS, empty))
    RowsAsTree(reading, sheets.get(INDICATORS, empty)).read()
    if not reading.content["parts"]:
        del reading.content["parts"]
    return reading


def _read_head(reading: WorkbookReading, sheet: RawSheet) -> None:
    """Fields below one another: the name in the first column, what it is in the second."""
    known = {plain(column.heading): column for column in HEAD}
    seen: set[str] = set()
    for number, cells in sheet.rows[1:]:
        name, place = plain(cell(cells, 0) or ""), CellPlace(INSTRUMENT, f"A{number}")
        column = known.get(name)
        if column is None:
            if name or not is_blank(cell(cells, 1)):
                reading.flaws.append(CellFlaw(place, TableCode.FIELD_UNKNOWN, name[:60]))
        elif name in seen:
            reading.flaws.append(CellFlaw(place, TableCode.FIELD_TWICE, column.heading))
        else:
            seen.add(name)
            at = CellPlace(INSTRUMENT, f"B{number}", column.heading)
            take(reading, reading.content, column, cell(cells, 1), (column.field,), at)
    if sheet.rows:
        for column in HEAD:
            if plain(column.heading) not in seen and not column.is_optional:
                reading.flaws.append(CellFlaw(CellPlace(INSTRUMENT, "", column.heading), CellCode.MISSING))
                reading.places[column.field,] = CellPlace(INSTRUMENT, "", column.heading)


def _read_list(reading: WorkbookReading, title: str, name: str, sheet: RawSheet) -> None:
    found = headings(reading, title, sheet)
    rows: list[dict[str, Any]] = []
    reading.content[name] = rows
    reading.places[name,] = CellPlace(title)
    for number, cells in sheet.rows[1:]:
        row: dict[str, Any] = {}
        take_row(reading, title, found, number, cells, (name, len(rows)), row)
        rows.append(row)
