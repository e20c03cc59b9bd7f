"""What an uploaded file proposes: an instrument right in shape, or sentences that say what to mend and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from instruments.importing.layout import ESTIMATED, LEVELS_PROVENANCE
from instruments.importing.reading import STRUCTURAL, CellPlace, WorkbookReading
from instruments.importing.table import read_workbook
from instruments.sentences import exchange as sentences
from instruments.versions import InstrumentFile, InstrumentFileError, shape
from instruments.versions.composing import MAX_PROBLEMS, Composed, compose
from instruments.versions.problems import Path, dotted
from instruments.versions.reading import MAX_BYTES, draft_of, text_of
from instruments.versions.writing import as_yaml, content_of
from instruments.workbooks.reading import FileFault, UnfitWorkbook, sheets_of
from kspp.lib.sent_workbooks import XLSX_START

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_STARTS = (OLD_OFFICE, b"%PDF-", b"{\\rtf", b"<")
HEAD_OF_FILE = 4096

FAULTS = {
    FileFault.TOO_LARGE: lambda _: sentences.TOO_LARGE,
    FileFault.BROKEN: lambda _: sentences.BROKEN,
    FileFault.TOO_MANY_ROWS: sentences.too_many_rows,
    FileFault.TOO_MANY_COLUMNS: sentences.too_many_columns,
    FileFault.SHEET_TWICE: sentences.sheet_twice,
}


class UnusableFile(ValueError):
    """`problems`: one sentence for each mistake, with its cell or line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(dict.fromkeys(problems))


@dataclass(frozen=True, slots=True)
class ReadInstrument:
    """`text` says `file` as YAML. `contradictions` must be mended before publishing; `notes` are for the reader.

    `written_code` is the code the file carries, empty when it carries none.
    """

    file: InstrumentFile
    text: str
    written_code: str
    contradictions: tuple[str, ...]
    notes: tuple[str, ...]


def proposal_of(raw: bytes, overrides: Mapping[str, str]) -> ReadInstrument:
    """`raw`: the bytes of an XLSX or YAML file. `overrides` stand in for fields of its head. Raises Unusable."""
    if not raw.strip():
        raise UnusableFile([sentences.EMPTY])
    if raw.startswith(XLSX_START):
        return _from_workbook(raw, overrides)
    if raw.lstrip().startswith(OTHER_STARTS) or b"\0" in raw[:HEAD_OF_FILE]:
        raise UnusableFile([sentences.NEITHER])
    return _from_text(raw, overrides)


def _from_workbook(raw: bytes, overrides: Mapping[str, str]) -> ReadInstrument:
    try:
        sheets = sheets_of(raw)
    except UnfitWorkbook as fault:
        raise UnusableFile([FAULTS[fault.fault](fault.detail)]) from fault
    reading = read_workbook(sheets.known)
    written = reading.content.get("code", "")
    content = {**reading.content, **overrides}
    _say_estimated(content)
    problems = _table_problems(reading, content, {reading.place((name,)) for name in overrides})
    if problems:
        raise UnusableFile(problems)
    draft = draft_of(content)
    contradictions = [sentences.mistake(reading.place(path), sentence) for path, sentence in draft.mistakes]
    notes = [sentences.ignored(sheets.ignored)] if sheets.ignored else []
    return _proposal(draft.file, written, contradictions, notes)


def _say_estimated(content: Mapping[str, Any]) -> None:
    """Levels whose source nobody named. A workbook leaves the cell blank also where there are no levels."""
    for dimension in content["dimensions"]:
        for row in (row for variable in dimension["variables"] for row in variable["indicators"]):
            if row.get("levels"):
                row.setdefault(LEVELS_PROVENANCE, ESTIMATED)


def _table_problems(reading: WorkbookReading, content: Mapping[str, Any], settled: set[CellPlace]) -> list[str]:
    """Flaws of cells, then what their content may not be; a cell that could not be read is told once."""
    flaws = [flaw for flaw in reading.flaws if flaw.place not in settled]
    problems = [sentences.flaw(flaw) for flaw in flaws]
    if any(flaw.code in STRUCTURAL for flaw in flaws):
        return problems
    flawed = {flaw.place for flaw in flaws}
    for path, sentence in islice(shape.mistakes(content), MAX_PROBLEMS):
        place = reading.place(path)
        if place not in flawed:
            problems.append(sentences.mistake(place, sentence))
    return problems


def _from_text(raw: bytes, overrides: Mapping[str, str]) -> ReadInstrument:
    try:
        composed = compose(text_of(raw, ""), "")
    except InstrumentFileError as error:
        raise UnusableFile([sentences.line(p.line, p.field, p.sentence) for p in error.problems]) from error
    content: Any = composed.content
    if isinstance(content, str):
        raise UnusableFile([sentences.NEITHER])
    written = content.get("code", "") if isinstance(content, dict) else ""
    if isinstance(content, dict):
        content = {**content, **overrides}
    problems = _lines(composed, shape.mistakes(content))
    if problems:
        raise UnusableFile(problems)
    draft = draft_of(content)
    return _proposal(draft.file, str(written), _lines(composed, draft.mistakes), [])


def _lines(composed: Composed, mistakes: Iterable[tuple[Path, str]]) -> list[str]:
    found = sorted((composed.line(path), dotted(path), sentence) for path, sentence in islice(mistakes, MAX_PROBLEMS))
    return [sentences.line(*each) for each in found]


def _proposal(
    file: InstrumentFile, written: object, contradictions: Sequence[str], notes: Sequence[str]
) -> ReadInstrument:
    text = as_yaml(content_of(file))
    if len(text.encode()) > MAX_BYTES:
        raise UnusableFile([sentences.TOO_MUCH])
    return ReadInstrument(file, text, str(written or ""), tuple(contradictions), tuple(notes))
