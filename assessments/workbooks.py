"""An explanation as an XLSX file: the figures, the arithmetic behind them, the answers, the rules of the instrument."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.content import Explanation, ExplanationLine, ReadingFigure
from assessments.sentences.explaining import facts, provenance_words
from instruments.sentences.words import READING_NAMES, band_words, reading_title
from kspp.lib.numbers import half_up
from kspp.lib.workbooks import Sheet, Value, workbook
from scoring.explanation import NodeKind
from scoring.readings import ReadingName

LEVELS = {
    NodeKind.GOVERNMENT: "Pemerintah daerah",
    NodeKind.UNIT: "Unit",
    NodeKind.PART: "Bagian",
    NodeKind.DIMENSION: "Dimensi",
    NodeKind.INDICATOR: "Indikator",
    NodeKind.OBSERVATION: "Isian",
}
READING_HEADS = tuple(f"{READING_NAMES[name].capitalize()} (perkiraan)" for name in ReadingName)
INDENT = "    "


def explanation_workbook(explanation: Explanation) -> bytes:
    return workbook([_figures(explanation), _arithmetic(explanation), _answers(explanation), _notes(explanation)])


def _figures(explanation: Explanation) -> Sheet:
    """Down to the dimensions, in the three readings with their bands."""
    heads = ["Bagian", "Nama", "Bobot (%)", *(h for name in READING_HEADS for h in (name, "Zona dan kategori"))]
    rows = [
        [LEVELS[line.kind], INDENT * depth + line.name, _percent(line.said), *_graded(line)]
        for depth, line in explanation.top.walk()
        if line.is_graded
    ]
    return Sheet("Nilai", heads, (18, 48, 10, *(18, 32) * len(READING_HEADS)), rows)


def _graded(line: ExplanationLine) -> Iterator[Value]:
    for figure in line.figures:
        yield figure.score
        yield band_words(figure.band) if figure.band else ""


def _arithmetic(explanation: Explanation) -> Sheet:
    """The whole tree; beside each figure its weight, how it was made and what it brings to the top."""
    each = [(name, "Bobot (%)", "Cara menghitung", "Sumbangan (poin)") for name in READING_HEADS]
    heads = ["Bagian", "Kode", "Nama", *(head for heads in each for head in heads), "Asal"]
    rows: list[list[Value]] = [
        [LEVELS[line.kind], _code(line), INDENT * depth + line.name, *_worked_out(line), provenance_words(line)]
        for depth, line in explanation.top.walk()
    ]
    return Sheet("Penjelasan", heads, (18, 10, 52, *(14, 10, 60, 12) * len(READING_HEADS), 44), rows)


def _worked_out(line: ExplanationLine) -> Iterator[Value]:
    for figure in line.figures:
        yield figure.score
        yield _percent(figure)
        yield figure.arithmetic
        yield None if figure.value is None else half_up(figure.value * figure.share / 100)


def _answers(explanation: Explanation) -> Sheet:
    heads = ("Unit", "Dimensi", "Kode", "Indikator", "Yang diamati", "Jawaban", "Cara menghitung", READING_HEADS[0])
    return Sheet("Jawaban", heads, (34, 28, 10, 52, 34, 60, 30, 14), list(_answer_rows(explanation)))


def _answer_rows(explanation: Explanation) -> Iterator[list[Value]]:
    """One for each observation, and one for what does not apply."""
    above = dict.fromkeys(NodeKind, "")
    for _, line in explanation.top.walk():
        above[line.kind] = line.name
        place: list[Value] = [above[NodeKind.UNIT], above[NodeKind.DIMENSION], line.code, above[NodeKind.INDICATOR]]
        if line.kind is NodeKind.OBSERVATION:
            seen = f"{line.name} ({line.about})" if line.about else line.name
            yield [*place, seen, line.answer, line.figures[0].arithmetic, line.figures[0].score]
        for remark in line.remarks:
            yield [*place, "", "", remark, None]


def _notes(explanation: Explanation) -> Sheet:
    about = explanation.about
    rows: list[tuple[str, Value]] = [
        ("Pemerintah daerah", f"{about.government} ({about.government_code})"),
        *([("Unit", about.unit)] if about.unit else []),
        ("Siklus", about.year),
        *(("Bacaan", reading_title(name)) for name in ReadingName),
        *facts(explanation),
    ]
    return Sheet("Keterangan", ("Hal", "Isi"), (22, 110), rows)


def _code(line: ExplanationLine) -> str:
    """The ids of a government's units say nothing to anybody."""
    return "" if line.kind in (NodeKind.GOVERNMENT, NodeKind.UNIT) else line.code


def _percent(figure: ReadingFigure) -> Decimal:
    return half_up(figure.weight)
