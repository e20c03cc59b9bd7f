"""What the page shows of an uploaded instrument: the size of it, and how it differs from what there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from assessments.importing.instrument_layout import COLUMNS, HEAD, LEVEL, YES_NO, Column
from assessments.instruments import InstrumentFile
from assessments.instruments.comparing import Change, Comparison, Difference, Kind, Sort, compare
from assessments.models import InstrumentVersion
from assessments.sentences import exchange as sentences
from kspp.lib.numbers import decimal_id

MOST_SHOWN = 300
SHEETS = dict(zip(Sort, ("Komponen", "Dimensi", "", "Indikator", "Rentang", "Sampel", "Faktor"), strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One field that differs. `before` or `after` is empty where there is nothing."""

    what: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """`lines` at most `MOST_SHOWN`; `more` counts the others. `is_same`: the file says what is there already."""

    summary: str
    lines: tuple[Line, ...]
    more: int
    shifted: int
    is_same: bool


def base_of(code: str, user: User) -> InstrumentVersion | None:
    """The version whose code a file carries, if this person may read it: what a new draft is compared with."""
    return InstrumentVersion.objects.permitting(user, Permission.INSTRUMENT_VIEW).filter(code=code).first()


def size_of(file: InstrumentFile) -> str:
    return sentences.size(len(file.dimensions), len(file.indicators()), len(file.bands))


def shown(before: InstrumentFile, after: InstrumentFile) -> Shown:
    """The code is left out: a new draft always has its own."""
    comparison = compare(before, after)
    lines = list(_lines(comparison))
    shifted = [row for row in comparison.differing(Sort.INDICATOR) if row.kinds == {Kind.SHIFTED}]
    return Shown(
        summary=sentences.differences(
            *(len(comparison.of(kind, Sort.INDICATOR)) for kind in (Kind.ADDED, Kind.DROPPED))
        ),
        lines=tuple(lines[:MOST_SHOWN]),
        more=max(len(lines) - MOST_SHOWN, 0),
        shifted=len(shifted),
        is_same=not lines,
    )


def _lines(comparison: Comparison) -> Iterator[Line]:
    head = {column.field: column for column in HEAD}
    for change in comparison.head:
        if change.field != "code":
            yield _line("Instrumen", head[change.field], change)
    for row in comparison.differing():
        yield from _row_lines(row)


def _row_lines(row: Difference) -> Iterator[Line]:
    what = sentences.row_name(row.sort, row.shown.code, row.shown.name)
    if Kind.ADDED in row.kinds or Kind.DROPPED in row.kinds:
        is_new = Kind.ADDED in row.kinds
        yield Line(what, "", "" if is_new else "ada", "ditambahkan" if is_new else "dihapus")
        return
    columns = {column.field: column for column in COLUMNS.get(SHEETS[row.sort], ())}
    for change in row.changes:
        yield _line(what, columns.get(change.field), change)
    if Kind.REORDERED in row.kinds:
        yield Line(what, "Urutan", "", "berpindah tempat")


def _line(what: str, column: Column | None, change: Change) -> Line:
    heading = column.heading if column else _heading(change.field)
    return Line(what, heading, _words(column, change.before), _words(column, change.after))


def _heading(name: str) -> str:
    if name.startswith("levels."):
        return f"{LEVEL} {name.removeprefix('levels.')}"
    return sentences.FIELDS.get(name, name)


def _words(column: Column | None, value: Any) -> str:
    if isinstance(value, bool):
        return YES_NO[str(value).casefold()]
    if isinstance(value, StrEnum):
        return column.words.get(str(value), str(value)) if column else str(value)
    if isinstance(value, Decimal):
        return decimal_id(value, max(0, -int(value.normalize().as_tuple().exponent)))
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value if each)
    return "" if value is None else str(value)
