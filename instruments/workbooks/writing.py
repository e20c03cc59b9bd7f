"""An instrument as a workbook to be filled in: lists to choose from, frozen headings, nothing read as a formula."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from instruments.importing.cells import Table, Value, is_writable, tables_of
from instruments.importing.layout import (
    COLUMNS,
    EVIDENCE,
    GUIDE,
    HEAD,
    INDICATORS,
    INSTRUMENT,
    LEVEL,
    MOST_COLUMNS,
    MOST_ROWS,
    CellKind,
    SheetColumn,
)
from instruments.importing.reading import RawSheet, letter
from instruments.importing.table import read_workbook
from instruments.sentences import exchange as sentences
from instruments.versions import InstrumentFile, shape
from instruments.versions.reading import draft_of
from instruments.versions.writing import content_of

WIDTHS = {LEVEL: 32, EVIDENCE: 28}
HEAD_WIDTHS = (28, 60, 70)
LAST_VALIDATED = 1000
"""The last row that offers lists to choose from."""
RISKY = ("=", "+", "-", "@", "\t")
_HEADING = PatternFill("solid", fgColor="FFE8EDF2")


class NotWritable(ValueError):
    """A workbook could not hold this instrument without losing something; a YAML file can."""


def workbook_of(file: InstrumentFile) -> bytes:
    """Raises NotWritable. What is written reads back as the same instrument: that is tried before."""
    tables = tables_of(content_of(file))
    texts = (value for table in tables.values() for row in table for value in row if isinstance(value, str))
    is_small = all(len(table) <= MOST_ROWS and len(table[0]) <= MOST_COLUMNS for table in tables.values())
    if not is_small or not all(map(is_writable, texts)) or not _comes_back(file, tables):
        raise NotWritable
    return _bytes(tables)


def template_workbook() -> bytes:
    """Headings, explanations and lists; nothing filled in."""
    return _bytes(tables_of({}))


def _comes_back(file: InstrumentFile, tables: Mapping[str, Table]) -> bool:
    """Two rows of one code cannot be told apart in a table; a draft may have such."""
    reading = read_workbook({title: _raw(table) for title, table in tables.items()})
    if reading.flaws or any(shape.mistakes(reading.content)):
        return False
    return draft_of(reading.content).file == file


def _raw(table: Table) -> RawSheet:
    return RawSheet([(number, row) for number, row in enumerate(table, 1) if any(cell is not None for cell in row)])


def _bytes(tables: Mapping[str, Table]) -> bytes:
    book = Workbook()
    _guide(book.worksheets[0])
    for title, table in tables.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(table, 1):
            _write(sheet, number, row)
        _heading(sheet)
        _widths(sheet, title, table[0])
        _validate(sheet, title)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE
    _write(sheet, 1, ["Lembar", "Kolom", "Wajib", "Isi"])
    number = 2
    for line in sentences.GUIDE:
        _write(sheet, number, [GUIDE, "", "", line])
        number += 1
    for title, columns in {INSTRUMENT: HEAD, **COLUMNS}.items():
        for column in columns:
            _write(sheet, number, [title, column.heading, _needed(column), sentences.cell_help(column)])
            number += 1
    for heading, words in (
        (f"{LEVEL} 0, 1, …", sentences.LEVELS_HELP),
        (f"{EVIDENCE} 1, 2, …", sentences.EVIDENCE_HELP),
    ):
        _write(sheet, number, [INDICATORS, heading, "tidak", words])
        number += 1
    _heading(sheet)
    for place, width in enumerate((14, 28, 8, 100)):
        sheet.column_dimensions[letter(place)].width = width


def _needed(column: SheetColumn) -> str:
    is_free = column.is_optional or column.blank is not None or column.kind is CellKind.YEARS
    return "tidak" if is_free else "ya"


def _heading(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = _HEADING


def _write(sheet: Worksheet, number: int, row: Sequence[Value]) -> None:
    for place, value in enumerate(row, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, place)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.value = value
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = value.startswith(RISKY)
        else:
            cell.value = float(value) if isinstance(value, Decimal) else value


def _widths(sheet: Worksheet, title: str, headings: Sequence[Value]) -> None:
    widths = [column.width for column in COLUMNS.get(title, ())] or list(HEAD_WIDTHS)
    widths += [WIDTHS[str(heading).partition(" ")[0]] for heading in headings[len(widths) :]]
    for place, width in enumerate(widths):
        dimension = sheet.column_dimensions[letter(place)]
        dimension.width = width
        kinds = COLUMNS[title][place].kind if place < len(COLUMNS.get(title, ())) else CellKind.TEXT
        if title in COLUMNS and kinds in (CellKind.TEXT, CellKind.CODE):
            dimension.number_format = "@"


def _validate(sheet: Worksheet, title: str) -> None:
    """A list to choose from wherever only some words, or the codes of another sheet, may stand."""
    if title == INSTRUMENT:
        places = [(column, f"B{number}") for number, column in enumerate(HEAD, 2)]
    else:
        places = [(c, f"{letter(n)}2:{letter(n)}{LAST_VALIDATED}") for n, c in enumerate(COLUMNS[title])]
    for column, cells in places:
        source = f"={column.rows_of}!$A$2:$A${LAST_VALIDATED}" if column.rows_of else ""
        if column.words:
            source = f'"{",".join(column.words.values())}"'
        if source:
            rule = DataValidation(type="list", formula1=source.removeprefix("="), allow_blank=True)
            rule.errorTitle, rule.error = "Pilihan tidak dikenal", sentences.CHOOSE_FROM_LIST
            rule.showErrorMessage = not column.rows_of
            sheet.add_data_validation(rule)
            rule.add(cells)
