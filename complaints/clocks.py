"""The reviewed file of clocks, read strictly. Pure: no Django, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from complaints.deadlines import Clock, ClockUnit, DeadlineError

SHIPPED = Path(__file__).parent / "data" / "clocks.yaml"
CONFIDENCES = ("H", "M", "L")


class ClockFileError(ValueError):
    """What is wrong with which row, in words."""


@dataclass(frozen=True, slots=True)
class ClockFileRow:
    code: str
    name: str
    unit: str
    starts_at: str
    basis: str
    confidence: str
    length: int | None = None
    extension: int | None = None


REQUIRED = {"code", "name", "unit", "starts_at", "basis", "confidence"}
KNOWN = {field.name for field in fields(ClockFileRow)}


def read_clocks(path: Path = SHIPPED) -> list[ClockFileRow]:
    """Raises ClockFileError, OSError."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ClockFileError(f"{path.name}: bukan YAML yang sah ({error})") from error
    if not isinstance(content, list) or not all(isinstance(row, Mapping) for row in content):
        raise ClockFileError(f"{path.name}: harus berupa daftar baris")
    rows = [_row(f"{path.name}, baris ke-{place}", row) for place, row in enumerate(content, 1)]
    codes = [row.code for row in rows]
    if len(set(codes)) < len(codes):
        raise ClockFileError(f"{path.name}: satu kode dipakai dua kali")
    return rows


def _row(where: str, content: Mapping[str, object]) -> ClockFileRow:
    if set(content) - KNOWN or REQUIRED - set(content):
        wrong = sorted(map(str, (set(content) - KNOWN) | (REQUIRED - set(content))))
        raise ClockFileError(f"{where}: kolom kurang atau tidak dikenal: {', '.join(wrong)}")
    texts = {name: content[name] for name in REQUIRED}
    numbers = {name: content.get(name) for name in ("length", "extension")}
    if not all(isinstance(value, str) and value.strip() for value in texts.values()):
        raise ClockFileError(f"{where}: kolom teks kosong atau bukan teks")
    if not all(value is None or type(value) is int for value in numbers.values()):
        raise ClockFileError(f"{where}: lama harus bilangan bulat")
    row = ClockFileRow(**texts, **numbers)  # type: ignore[arg-type]
    _check(where, row)
    return row


def _check(where: str, row: ClockFileRow) -> None:
    if row.unit not in list(ClockUnit) or row.confidence not in CONFIDENCES:
        raise ClockFileError(f"{where}: satuan atau kepastian tidak dikenal")
    try:
        for length in (row.length, row.extension):
            if length is not None:
                Clock(length, ClockUnit(row.unit))
    except DeadlineError as error:
        raise ClockFileError(f"{where}: lama di luar batas") from error
