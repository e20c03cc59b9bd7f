"""What a cell of an instrument's workbook says, and an instrument's content as such cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from instruments.importing.layout import (
    BANDS,
    COLUMNS,
    DIMENSION,
    DIMENSIONS,
    EVIDENCE,
    FACTORS,
    HEAD,
    HEAD_COLUMNS,
    INDICATORS,
    INSTRUMENT,
    LEVEL,
    LISTS,
    PARTS,
    SAMPLES,
    VARIABLE,
    VARIABLE_NAME,
    YES_NO,
    CellKind,
    SheetColumn,
    plain,
)
from kspp.lib.blanks import plain_blanks


class OddCell(StrEnum):
    """A cell that holds neither text nor a number."""

    FORMULA = "formula"
    DATE = "date"
    PERCENT = "percent"
    ERROR = "error"


Value = str | int | Decimal | bool | OddCell | None
Table = list[list[Value]]


class CellCode(StrEnum):
    """What is wrong with one cell."""

    MISSING = "missing"
    FORMULA = "formula"
    DATE = "date"
    PERCENT = "percent"
    ERROR = "error"
    NUMBER = "number"
    THOUSANDS = "thousands"
    WHOLE = "whole"
    CHOICE = "choice"
    YEARS = "years"
    CODE_IS_NUMBER = "code_is_number"


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    code: CellCode
    written: str = ""


_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
"""`1.000` is one to a program and a thousand to an Indonesian reader."""
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]|x005F_|_x[0-9A-Fa-f]{4}_")
LONGEST_CELL = 32_767
SHOWN = 60


def is_writable(text: str) -> bool:
    """Whether a cell can hold this text and give it back as it is."""
    return len(text) <= LONGEST_CELL and not _UNWRITABLE.search(text) and text == plain_blanks(text).strip()


def read_cell(column: SheetColumn, value: Value) -> Any:
    """The content of a cell, None where it is blank, or Unreadable."""
    if isinstance(value, OddCell):
        return UnreadableCell(CellCode(value.value))
    if isinstance(value, str):
        value = plain_blanks(_EXCEL_ESCAPE.sub(_unescaped, value))
    if value is None or (isinstance(value, str) and not value.strip()):
        return [] if column.kind is CellKind.YEARS else column.blank
    return _READERS[column.kind](column, value)


def _unescaped(found: "re.Match[str]") -> str:
    """Line ends that Excel escaped become line ends; other control characters go."""
    sign = chr(int(found[1], 16))
    return "\n" if sign == "\r" else "" if ord(sign) < 32 else sign


def _text(column: SheetColumn, value: Any) -> Any:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return UnreadableCell(CellCode.CODE_IS_NUMBER, _shown(value))
    return str(value).strip()  # blanks at the ends are not seen in a spreadsheet


def _number(column: SheetColumn, value: Any) -> Any:
    if isinstance(value, bool):
        return UnreadableCell(CellCode.NUMBER, _shown(value))
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not _NUMBER.fullmatch(text):
        return UnreadableCell(CellCode.NUMBER, _shown(text))
    if _THOUSANDS.fullmatch(text):
        return UnreadableCell(CellCode.THOUSANDS, text)
    number = Decimal(text.replace(",", "."))
    return number if "," in text or "." in text else int(text)


def _whole(column: SheetColumn, value: Any) -> Any:
    found = _number(column, value)
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else UnreadableCell(CellCode.WHOLE, _shown(value))
    return found


def _choice(column: SheetColumn, value: Any) -> Any:
    if isinstance(value, bool):
        value = YES_NO[str(value).casefold()]
    word = plain(value)
    for stored, name in column.words.items():
        if word in (plain(name), stored):
            return stored == "true" if column.words is YES_NO else stored
    return UnreadableCell(CellCode.CHOICE, _shown(value))


def _years(column: SheetColumn, value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return [value]
    parts = [part.strip() for part in re.split("[,;]", str(value)) if part.strip()]
    if not all(re.fullmatch("[0-9]{4}", part) for part in parts):
        return UnreadableCell(CellCode.YEARS, _shown(value))
    return [int(part) for part in parts]


def _numbers(column: SheetColumn, value: Any) -> Any:
    """`1, 2, 3`; what is no number stays as it is, for the check of the content to say."""
    parts = [part.strip() for part in re.split("[,;]", _shown_whole(value)) if part.strip()]
    return [int(part) if re.fullmatch("[0-9]{1,4}", part) else part for part in parts]


def _shown_whole(value: Any) -> str:
    """A number typed as `1,2` may have become a decimal."""
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


def _pairs(column: SheetColumn, value: Any) -> Any:
    """Lines of `code: text`."""
    pairs = (line.partition(":") for line in str(value).splitlines() if line.strip())
    return {code.strip(): text.strip() for code, _, text in pairs}


_READERS = {
    CellKind.TEXT: _text,
    CellKind.CODE: _text,
    CellKind.NUMBER: _number,
    CellKind.WHOLE: _whole,
    CellKind.CHOICE: _choice,
    CellKind.YEARS: _years,
    CellKind.NUMBERS: _numbers,
    CellKind.PAIRS: _pairs,
}


def _shown(value: object) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in str(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def tables_of(content: Mapping[str, Any]) -> dict[str, Table]:
    """Content as `content_of` writes it, sheet by sheet, headings first."""
    head: Table = [list(HEAD_COLUMNS)]
    head += [[column.heading, _written(column, content), column.help] for column in HEAD]
    tables: dict[str, Table] = {INSTRUMENT: head}
    for sheet in (PARTS, DIMENSIONS, INDICATORS, BANDS, SAMPLES, FACTORS):
        rows = content.get("dimensions" if sheet == DIMENSIONS else LISTS.get(sheet, ""), ())
        tables[sheet] = [_headings(sheet), *([_written(c, row) for c in COLUMNS[sheet]] for row in rows)]
    tables[INDICATORS] = _indicators(content)
    return tables


def _headings(sheet: str) -> list[Value]:
    return [column.heading for column in COLUMNS[sheet]]


def _written(column: SheetColumn, row: Mapping[str, Any]) -> Value:
    value = row.get(column.field)
    if column.kind in (CellKind.YEARS, CellKind.NUMBERS):
        return ", ".join(map(str, value or ())) or (None if column.kind is CellKind.NUMBERS else "")
    if column.kind is CellKind.PAIRS:
        return "\n".join(f"{code}: {text}" for code, text in (value or {}).items()) or None
    if column.kind is CellKind.CHOICE and value not in (None, ""):
        return column.words[str(value).lower() if isinstance(value, bool) else value]
    return value or None if isinstance(value, str) else value


def _indicators(content: Mapping[str, Any]) -> Table:
    rows = list(_placed(content))
    levels = range(max([4, *(int(points) for row in rows for points in row.get("levels", ()))]) + 1)
    pieces = range(max([3, *(len(row.get("evidence", ())) for row in rows)]))
    head = _headings(INDICATORS)
    head += [f"{LEVEL} {points}" for points in levels] + [f"{EVIDENCE} {place + 1}" for place in pieces]
    table: Table = [head]
    for row in rows:
        cells = [_written(column, row) for column in COLUMNS[INDICATORS]]
        cells += [row.get("levels", {}).get(str(points)) for points in levels]
        table.append([*cells, *_padded(row.get("evidence", ()), len(pieces))])
    return table


def _placed(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every indicator with where it stands in the tree."""
    for dimension in content.get("dimensions", ()):
        for variable in dimension["variables"]:
            place = {DIMENSION: dimension["code"], VARIABLE: variable["code"], VARIABLE_NAME: variable["name"]}
            for indicator in variable["indicators"]:
                yield {**indicator, **place}


def _padded(pieces: Sequence[str], length: int) -> list[str | None]:
    return [*pieces, *([None] * (length - len(pieces)))]
