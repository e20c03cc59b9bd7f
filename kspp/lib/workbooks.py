"""XLSX files from plain rows: bold heads, frozen first row, and no cell that a spreadsheet would take for a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_000
"""Characters; a cell takes 32,767."""
TITLE_LENGTH = 31

Value = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`widths` in characters, one for each head."""

    title: str
    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Value]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Times are written as local times without their zone, as spreadsheets know none."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title[:TITLE_LENGTH])
        _lay_out(page, sheet)
        page.append([_head(page, head) for head in sheet.heads])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lay_out(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for place, width in enumerate(sheet.widths):
        page.column_dimensions[chr(ord("A") + place)].width = width


def _head(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(page: Any, value: Value) -> Any:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
        if isinstance(value, Decimal):
            cell.number_format = _number_format(value)
        return cell
    cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in "=+-@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _number_format(value: Decimal) -> str:
    """So many decimals as the figure carries: 78.50 is shown as 78,50."""
    decimals = -int(value.as_tuple().exponent)
    return f"0.{'0' * decimals}" if decimals > 0 else "0"
