"""The rows of a table as printed results, or what is wrong with them and where."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum

from kspp.lib.blanks import plain_blanks
from kspp.lib.names import name_key
from kspp.lib.tables import TITLE_ROWS

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "level": ("level", "tingkat"),
    "code": ("code", "kode wilayah", "kode"),
    "government": (
        "government",
        "pemerintah daerah",
        "nama pemerintah daerah",
        "daerah",
        "nama daerah",
        "pemda",
        "nama pemda",
        "kabupaten/kota",
        "kab/kota",
    ),
    "province": ("province", "provinsi"),
    "year": ("year", "tahun"),
    "instrument": ("instrument", "instrumen"),
    "unit": ("unit", "nama unit", "unit penyelenggara"),
    "score": ("score", "nilai", "skor", "nilai akhir", "nilai kepatuhan"),
    "decimals": ("decimals", "desimal"),
    "zone": ("zone", "zona"),
    "grade": ("grade", "kategori"),
    "label": ("label", "sebutan"),
    "rank_national": ("rank_national", "peringkat nasional", "peringkat"),
    "complete_set": ("complete_set", "himpunan lengkap"),
    "source": ("source", "sumber"),
    "kind": ("kind", "jenis"),
}
REQUIRED = ("government", "year", "instrument", "score", "source")
LENGTHS = {
    "code": 5, "government": 80, "province": 80, "instrument": 60, "unit": 160, "zone": 10, "grade": 10, "label": 80,
    "complete_set": 80, "source": 500,
}  # fmt: skip
LEVELS = {
    "": "",
    "provinsi": "provinsi",
    "prov": "provinsi",
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "kota": "kota",
}
ZONES = ("", "hijau", "kuning", "merah")
YEARS = range(2015, 2101)
HIGHEST_RANK = 1000

FigureKey = tuple[str, int, str, str]
"""Key of the unit's name (empty for the government's total), year, instrument, source."""

_NUMBER = re.compile(r"\d{1,3}(?:[.,](\d{1,2}))?")
_WHOLE = re.compile(r"\d{1,4}")
_CODE = re.compile(r"\d\d(\.\d\d)?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class FlawCode(StrEnum):
    """What is wrong with a cell, or (COLUMN_MISSING) with the table."""

    COLUMN_MISSING = "column_missing"
    MISSING = "missing"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    LEVEL = "level"
    CODE = "code"
    YEAR = "year"
    INSTRUMENT = "instrument"
    SCORE = "score"
    ZONE = "zone"
    RANK = "rank"
    REPEATED = "repeated"
    CONTRADICTED = "contradicted"


SHOWN = 80
"""Characters of a cell that are shown of a row that was refused."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What stands in a row that was refused, as it is written there; empty where nothing does."""

    government: str
    unit: str
    year: str
    score: str
    zone: str
    grade: str
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """`row` as a spreadsheet shows it, `column` our name of it, `place` where it stands in the table, from 0.

    `beside`: what its whole row says; None where the table itself is wrong.
    """

    row: int
    column: str
    code: FlawCode
    written: str = ""
    place: int | None = None
    beside: RefusedRow | None = None


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """One published figure with everything printed beside it. `unit` is empty for a government's total."""

    row: int
    level: str
    code: str
    government: str
    province: str
    year: int
    instrument: str
    unit: str
    score: Decimal
    decimals: int
    zone: str
    grade: str
    label: str
    rank_national: int | None
    complete_set: str
    source: str


def read_results(table: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[PrintedResult], list[Flaw]]:
    """A row with a flaw is not among the results. Of a figure that stands twice the first is kept.

    Rows above the headings, such as a title over merged cells, are passed over.
    """
    start = _headings(table)
    (head, headings), *rows = table[start:]
    places = _places(headings)
    missing = [Flaw(head, column, FlawCode.COLUMN_MISSING) for column in REQUIRED if column not in places]
    if missing:
        return [], missing
    results: list[PrintedResult] = []
    flaws: list[Flaw] = []
    seen: dict[tuple[str, str, str, FigureKey], PrintedResult] = {}
    for number, cells in rows:
        values = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        wrong = [Flaw(number, c, code, values.get(c, "")[:SHOWN], places.get(c)) for c, code in _wrong(values)]
        if not wrong:
            result = _printed(number, values)
            first = seen.setdefault(_key(result), result)
            wrong = [] if first is result else [_twice(first, result, places["score"])]
            results += [] if wrong else [result]
        flaws += [replace(flaw, beside=_written(values)) for flaw in wrong]
    return results, flaws


def _headings(table: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Of the first rows the one with the most headings we know, the first of equals."""
    known = [len(_places(cells)) for _, cells in table[:TITLE_ROWS]]
    return known.index(max(known))


def _places(headings: Sequence[str]) -> dict[str, int]:
    names = {word: field for field, words in HEADINGS.items() for word in words}
    found = [names.get(" ".join(heading.casefold().split())) for heading in headings]
    return {field: place for place, field in reversed(list(enumerate(found))) if field}


def _wrong(values: Mapping[str, str]) -> list[tuple[str, FlawCode]]:
    wrong = [(column, FlawCode.MISSING) for column in REQUIRED if not values[column]]
    wrong += [(c, FlawCode.TOO_LONG) for c, longest in LENGTHS.items() if len(values.get(c, "")) > longest]
    wrong += [(c, FlawCode.UNPRINTABLE) for c, text in values.items() if not text.isprintable()]
    told = {column for column, _ in wrong}
    checks = (
        ("level", FlawCode.LEVEL, lambda text: _level(text) in LEVELS),
        ("code", FlawCode.CODE, lambda text: not text or _CODE.fullmatch(text)),
        ("year", FlawCode.YEAR, lambda text: _WHOLE.fullmatch(text) and int(text) in YEARS),
        ("instrument", FlawCode.INSTRUMENT, _SLUG.fullmatch),
        ("score", FlawCode.SCORE, lambda text: _NUMBER.fullmatch(text) and _decimal(text) <= 100),
        ("zone", FlawCode.ZONE, lambda text: text.casefold() in ZONES),
        ("rank_national", FlawCode.RANK, _is_rank),
    )
    wrong += [(c, code) for c, code, is_right in checks if c in values and c not in told and not is_right(values[c])]
    return wrong


def _written(values: Mapping[str, str]) -> RefusedRow:
    return RefusedRow(**{field.name: _legible(values.get(field.name, "")) for field in fields(RefusedRow)})


def _legible(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)[:SHOWN].strip()


def _level(text: str) -> str:
    return text.casefold().removesuffix(".")


def _is_rank(text: str) -> bool:
    return not text or (_WHOLE.fullmatch(text) is not None and 1 <= int(text) <= HIGHEST_RANK)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _printed(number: int, values: Mapping[str, str]) -> PrintedResult:
    fraction = _NUMBER.fullmatch(values["score"])
    assert fraction is not None
    printed = values.get("decimals", "")
    rank = values.get("rank_national", "")
    return PrintedResult(
        row=number,
        level=LEVELS[_level(values.get("level", ""))],
        code=values.get("code", ""),
        government=values["government"],
        province=values.get("province", ""),
        year=int(values["year"]),
        instrument=values["instrument"],
        unit=values.get("unit", ""),
        score=_decimal(values["score"]),
        decimals=int(printed) if printed in ("0", "1", "2") else len(fraction.group(1) or ""),
        zone=values.get("zone", "").casefold(),
        grade=values.get("grade", ""),
        label=values.get("label", ""),
        rank_national=int(rank) if rank else None,
        complete_set=values.get("complete_set", ""),
        source=values["source"],
    )


def figure_key(unit: str, year: int, instrument: str, source: str) -> FigureKey:
    """What makes a government's figure the same one: a source prints it once, by each instrument it reports on."""
    return name_key(unit), year, instrument, plain_blanks(source)


def _key(result: PrintedResult) -> tuple[str, str, str, FigureKey]:
    figure = figure_key(result.unit, result.year, result.instrument, result.source)
    return result.level, result.code, result.government.casefold(), figure


def _twice(first: PrintedResult, result: PrintedResult, place: int) -> Flaw:
    code = FlawCode.REPEATED if first.score == result.score else FlawCode.CONTRADICTED
    return Flaw(result.row, "score", code, str(first.row), place)
