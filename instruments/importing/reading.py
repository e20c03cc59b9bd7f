"""Headings and cells of one sheet of an instrument's workbook, taken into content or told as flaws."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from instruments.importing.cells import CellCode, UnreadableCell, Value, read_cell
from instruments.importing.layout import (
    COLUMNS,
    EVIDENCE,
    INDICATORS,
    INSTRUMENT,
    LEVEL,
    MOST_EVIDENCE,
    MOST_LEVELS,
    SheetColumn,
    plain,
)

Path = tuple[str | int, ...]
Row = tuple[int, Sequence[Value]]
"""Its number as a spreadsheet shows it, and its cells."""


class TableCode(StrEnum):
    """What is wrong beyond a single value."""

    SHEET_MISSING = "sheet_missing"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    NO_HEADING = "no_heading"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_TWICE = "field_twice"
    ROW_UNKNOWN = "row_unknown"
    MERGED = "merged"
    VARIABLE_NAMES = "variable_names"
    CODE_TWICE = "code_twice"
    BRANCH_EMPTY = "branch_empty"


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell. `heading` may be empty."""

    sheet: str
    cell: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class CellFlaw:
    """`written` is what stands there, `offered` what may stand there."""

    place: CellPlace
    code: CellCode | TableCode
    written: str = ""
    offered: str = ""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """Rows that are not blank, and the ranges of merged cells."""

    rows: Sequence[Row]
    merged: Sequence[str] = ()


STRUCTURAL = frozenset({TableCode.SHEET_MISSING, TableCode.COLUMN_MISSING, TableCode.COLUMN_TWICE, TableCode.MERGED})
"""With one of these, most other mistakes are only what follows from it."""


@dataclass(slots=True)
class WorkbookReading:
    """`content`: an instrument file's, without what could not be read. `places`: where each path of it stands."""

    content: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, CellPlace] = field(default_factory=dict)
    flaws: list[CellFlaw] = field(default_factory=list)

    def place(self, path: Path) -> CellPlace:
        """The cell of a path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, CellPlace(INSTRUMENT))


def letter(place: int) -> str:
    """Of the column at `place`, from 0: A … Z, AA …"""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell(cells: Sequence[Value], place: int) -> Value:
    return cells[place] if place < len(cells) else None


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def take(
    reading: WorkbookReading, target: dict[str, Any], column: SheetColumn, value: Value, path: Path, place: CellPlace
) -> None:
    """A cell into the content, or a flaw."""
    reading.places[path] = place
    found = read_cell(column, value)
    if isinstance(found, UnreadableCell):
        offered = ", ".join(column.words.values()) if found.code is CellCode.CHOICE else ""
        reading.flaws.append(CellFlaw(place, found.code, found.written, offered))
    elif found is not None:
        target[column.field] = found
    elif not column.is_optional:
        reading.flaws.append(CellFlaw(place, CellCode.MISSING))


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The columns of a sheet by their place, and what stands to the right of those with a name."""

    columns: Mapping[int, SheetColumn]
    levels: Mapping[int, int] = field(default_factory=dict)
    evidence: Mapping[int, int] = field(default_factory=dict)


def headings(reading: WorkbookReading, title: str, sheet: RawSheet) -> FoundColumns:
    """The first row says what stands below. What is missing, unknown or there twice is a flaw."""
    known = {plain(column.heading): column for column in COLUMNS[title]}
    columns, numbered = dict[int, SheetColumn](), {LEVEL: dict[int, int](), EVIDENCE: dict[int, int]()}
    seen: set[str] = set()
    cells = sheet.rows[0][1] if sheet.rows else ()
    for place in range(max((len(row) for _, row in sheet.rows), default=0)):
        name = plain(cell(cells, place) or "")
        at = CellPlace(title, f"{letter(place)}{sheet.rows[0][0]}")
        number = _numbered(name) if title == INDICATORS else None
        if not name:
            reading.flaws += _unheaded(title, sheet, place)
        elif name in seen:
            reading.flaws.append(CellFlaw(at, TableCode.COLUMN_TWICE, name[:60]))
        elif name in known:
            columns[place] = known[name]
        elif number:
            numbered[number[0]][place] = number[1]
        else:
            reading.flaws.append(CellFlaw(at, TableCode.COLUMN_UNKNOWN, name[:60]))
        seen.add(name)
    found = FoundColumns(columns, numbered[LEVEL], numbered[EVIDENCE])
    if sheet.rows:
        missing = [c for c in COLUMNS[title] if not c.is_optional and c not in columns.values()]
        reading.flaws += [CellFlaw(CellPlace(title), TableCode.COLUMN_MISSING, column.heading) for column in missing]
    return found


def _numbered(name: str) -> tuple[str, int] | None:
    """`tingkat 3` or `bukti 2`."""
    word, _, digits = name.partition(" ")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        return None
    for kind, numbers in ((LEVEL, range(MOST_LEVELS)), (EVIDENCE, range(1, MOST_EVIDENCE + 1))):
        if word == plain(kind) and int(digits) in numbers:
            return kind, int(digits)
    return None


def _unheaded(title: str, sheet: RawSheet, place: int) -> Iterator[CellFlaw]:
    """The first cell of a column without a heading that says something."""
    for number, cells in sheet.rows[1:]:
        if not is_blank(cell(cells, place)):
            yield CellFlaw(CellPlace(title, f"{letter(place)}{number}"), TableCode.NO_HEADING)
            return


def take_row(
    reading: WorkbookReading,
    title: str,
    found: FoundColumns,
    number: int,
    cells: Sequence[Value],
    path: Path,
    row: dict[str, Any],
) -> None:
    reading.places[path] = CellPlace(title, f"A{number}")
    for place, column in found.columns.items():
        at = CellPlace(title, f"{letter(place)}{number}", column.heading)
        take(reading, row, column, cell(cells, place), (*path, column.field), at)
