"""The reviewed lists the desk chooses from, read strictly. Pure: no Django, no database."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

DATA = Path(__file__).parent / "data"
FORMS, TEMPLATES = DATA / "maladministration.yaml", DATA / "reply_templates.yaml"
PURPOSES = ("answer", "request", "referral", "message")
FIRST_YEAR, LAST_YEAR = 1945, 2100

Row = TypeVar("Row")


class ListFileError(ValueError):
    """What is wrong with which row, in words."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form of maladministration; it holds from the first year to the last, both included."""

    code: str
    name: str
    basis: str
    since_year: int
    until_year: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    code: str
    purpose: str
    title: str
    text: str


TEXTS = {"code": 40, "name": 120, "basis": 200, "title": 80, "text": 4000, "purpose": 8}
"""Longest text of each field, in letters."""


def read_forms(path: Path = FORMS) -> list[FormRow]:
    """Raises ListFileError, OSError."""
    return _rows(path, FormRow, _form_fault)


def read_templates(path: Path = TEMPLATES) -> list[TemplateRow]:
    """Raises ListFileError, OSError."""
    return _rows(path, TemplateRow, _template_fault)


def _form_fault(row: FormRow) -> str:
    if not FIRST_YEAR <= row.since_year <= (row.until_year or LAST_YEAR) <= LAST_YEAR:
        return "tahun di luar batas atau terbalik"
    return ""


def _template_fault(row: TemplateRow) -> str:
    return "" if row.purpose in PURPOSES else f"kegunaan harus salah satu dari {', '.join(PURPOSES)}"


def _rows(path: Path, kind: Callable[..., Row], fault: Callable[[Row], str]) -> list[Row]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ListFileError(f"{path.name}: bukan YAML yang sah ({error})") from error
    if not isinstance(content, list) or not all(isinstance(row, Mapping) for row in content):
        raise ListFileError(f"{path.name}: harus berupa daftar baris")
    rows = []
    for place, told in enumerate(content, 1):
        where = f"{path.name}, baris ke-{place}"
        row = kind(**_checked(where, kind, told))
        if wrong := fault(row):
            raise ListFileError(f"{where}: {wrong}")
        rows.append(row)
    codes = [row.code for row in rows]  # type: ignore[attr-defined]
    if len(set(codes)) < len(codes):
        raise ListFileError(f"{path.name}: satu kode dipakai dua kali")
    return rows


def _checked(where: str, kind: Any, told: Mapping[Any, Any]) -> dict[str, Any]:
    known = {field.name: field for field in fields(kind)}
    needed = {name for name, field in known.items() if field.default is MISSING}
    if wrong := sorted(map(str, (set(told) - set(known)) | (needed - set(told)))):
        raise ListFileError(f"{where}: kolom kurang atau tidak dikenal: {', '.join(wrong)}")
    for name, value in told.items():
        if name in TEXTS and not (isinstance(value, str) and 0 < len(value.strip()) <= TEXTS[name]):
            raise ListFileError(f"{where}: {name} harus teks 1 sampai {TEXTS[name]} huruf")
        if name not in TEXTS and type(value) is not int and not (value is None and name not in needed):
            raise ListFileError(f"{where}: {name} harus bilangan bulat")
    return {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
