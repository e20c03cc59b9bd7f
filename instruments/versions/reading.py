"""An instrument file from disk to frozen values, or a list of everything that is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from instruments.versions import consistency, shape
from instruments.versions.composing import Composed, compose
from instruments.versions.document import (
    FileBand,
    FileDimension,
    FileIndicator,
    FileLevel,
    FileOutcomeFactor,
    FilePart,
    FileProvenance,
    FileSample,
    FileSamplePer,
    FileVariable,
    InstrumentFile,
)
from instruments.versions.problems import InstrumentFileError, Path, Problem, dotted
from scoring.instrument import AWARD_ZONE, WHOLE, AppliesTo, Formula, RollUp, Scope, Thing, WhenBlank

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """`content`: plain values as in the file, Decimal for numbers with a point. `mistakes`: path and sentence."""

    content: Any
    file: InstrumentFile
    mistakes: tuple[tuple[Path, str], ...]


def read(path: FilePath) -> InstrumentFile:
    """Raises `InstrumentFileError` naming file, line and field of every problem; `OSError` if it cannot be opened."""
    with path.open("rb") as opened:
        text = text_of(opened.read(MAX_BYTES + 1), path.name)
    composed = compose(text, path.name)
    file = _shaped(composed, path.name)
    _refuse(path.name, composed, consistency.mistakes(file))
    return file


def read_draft(text: str, name: str = "rancangan") -> Draft:
    """A file that may still contradict itself. Raises `InstrumentFileError` where the YAML or its shape is wrong."""
    composed = compose(text, name)
    return draft_of(composed.content, _shaped(composed, name))


def checked(content: Any) -> list[tuple[Path, str]]:
    """Every mistake in plain content: of its shape, and where that is right, of what must hold between fields."""
    return list(shape.mistakes(content)) or list(consistency.mistakes(_instrument(content)))


def draft_of(content: Any, file: InstrumentFile | None = None) -> Draft:
    """Plain content whose shape is right, with what is still wrong between its fields."""
    file = file or _instrument(content)
    return Draft(content, file, tuple(consistency.mistakes(file)))


def text_of(raw: bytes, name: str) -> str:
    """Raises `InstrumentFileError` for a file that is too large or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise InstrumentFileError([Problem(name, 1, "", "berkas lebih besar dari 2 MB.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InstrumentFileError([Problem(name, line, "", "berkas harus ditulis dalam UTF-8.")]) from error


def _shaped(composed: Composed, name: str) -> InstrumentFile:
    _refuse(name, composed, shape.mistakes(composed.content))
    return _instrument(composed.content)


def _refuse(file: str, composed: Composed, mistakes: Iterable[tuple[Path, str]]) -> None:
    problems = [Problem(file, composed.line(path), dotted(path), sentence) for path, sentence in mistakes]
    if problems:
        raise InstrumentFileError(problems)


def _instrument(content: Any) -> InstrumentFile:
    return InstrumentFile(
        code=content["code"],
        family=content["family"],
        title=content["title"],
        years=tuple(content["years"]),
        description=content["description"],
        source=content["source"],
        roll_up=RollUp(content["roll_up"]),
        scale=Decimal(content["scale"]),
        decimals=content["decimals"],
        not_applicable_allowed=content["not_applicable_allowed"],
        samples=tuple(_sample(row) for row in content["samples"]),
        outcome_factors=tuple(_outcome_factor(row) for row in content["outcome_factors"]),
        bands=tuple(_band(row) for row in content["bands"]),
        dimensions=tuple(_dimension(row) for row in content["dimensions"]),
        formula=Formula(content.get("formula", Formula.WEIGHTED_DIMENSIONS)),
        clause=content.get("clause", ""),
        parts=tuple(_part(row) for row in content.get("parts", ())),
        award_zone=content.get("award_zone", AWARD_ZONE),
        certificate_from=Decimal(content["certificate_from"]) if "certificate_from" in content else None,
    )


def _sample(row: Any) -> FileSample:
    return FileSample(Scope(row["scope"]), row["number"], FileSamplePer(row["per"]), FileProvenance(row["provenance"]))


def _outcome_factor(row: Any) -> FileOutcomeFactor:
    return FileOutcomeFactor(row["outcome"], Decimal(row["factor"]), FileProvenance(row["provenance"]))


def _band(row: Any) -> FileBand:
    return FileBand(
        Decimal(row["lower"]),
        row["zone"],
        row["grade"],
        row["label"],
        FileProvenance(row["provenance"]),
        row.get("unit_label", ""),
    )


def _part(row: Any) -> FilePart:
    return FilePart(row["code"], row["name"], Decimal(row["weight"]), FileProvenance(row["weight_provenance"]))


def _dimension(row: Any) -> FileDimension:
    return FileDimension(
        code=row["code"],
        name=row["name"],
        weight=Decimal(row["weight"]),
        weight_provenance=FileProvenance(row["weight_provenance"]),
        description=row.get("description", ""),
        variables=tuple(_variable(inner) for inner in row["variables"]),
        part=row.get("part", ""),
        weight_total=Decimal(row["weight_total"]) if "weight_total" in row else None,
        when_blank=WhenBlank(row.get("when_blank", WhenBlank.ZERO)),
    )


def _variable(row: Any) -> FileVariable:
    return FileVariable(row["code"], row["name"], tuple(_indicator(inner) for inner in row["indicators"]))


def _indicator(row: Any) -> FileIndicator:
    levels_provenance = row.get("levels_provenance")
    levels = sorted((int(points), text) for points, text in row.get("levels", {}).items())
    return FileIndicator(
        code=row["code"],
        name=row["name"],
        scope=Scope(row["scope"]),
        weight=Decimal(row["weight"]),
        name_provenance=FileProvenance(row["name_provenance"]),
        weight_provenance=FileProvenance(row["weight_provenance"]),
        levels_provenance=FileProvenance(levels_provenance) if levels_provenance else None,
        evidence=tuple(row.get("evidence", ())),
        legal_ref=row.get("legal_ref", ""),
        note=row.get("note", ""),
        levels=tuple(FileLevel(points, text) for points, text in levels),
        figure_maximum=Decimal(row.get("figure_maximum", WHOLE)),
        applies_to=AppliesTo(row.get("applies_to", AppliesTo.ALL)),
        things=tuple(Thing(code, text) for code, text in row.get("things", {}).items()),
        at_least=tuple(row.get("at_least", ())),
    )
