"""A unit's result as aligned text, for the command line."""

from instruments.sentences.words import ESTIMATE_NOTE, NOT_YET, band_words
from kspp.lib.numbers import decimal_id
from scoring.instrument import Instrument
from scoring.readings import Reading, Readings
from scoring.scores import UnitScore
from scoring.sheet_json import SheetMeta

_COLUMNS = ("Dimensi", "Bobot", "Saat ini", "Terisi saja", "Tertinggi")
_READING_NOTES = (
    "Saat ini    : isian kosong dihitung 0.",
    "Terisi saja : hanya yang sudah terisi, bukan nilai.",
    "Tertinggi   : isian kosong dihitung penuh; batas yang masih mungkin.",
)


def result_table(instrument: Instrument, score: UnitScore, meta: SheetMeta) -> list[str]:
    """Lines with dimensions, unit score, zone and grade in the three readings, ending with the estimate note."""
    decimals = instrument.decimals
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for dimension in score.dimensions:
        weight = f"{decimal_id(dimension.weight)}%"
        rows.append((dimension.name, weight, *_figures(dimension.readings, decimals)))
    rows.append(("Nilai unit", "", *_figures(score.readings, decimals)))
    rows.append(("Zona", "", *(reading.band.zone if reading.band else "" for reading in _three(score.readings))))
    rows.append(("Kategori", "", *(reading.band.grade if reading.band else "" for reading in _three(score.readings))))
    table = _aligned(rows)
    rule = "-" * max(map(len, table))
    head = [f"{name}: {value}" for name, value in _head(instrument, score, meta) if value]
    return [*head, "", table[0], rule, *table[1:-3], rule, *table[-3:], "", *_READING_NOTES, "", ESTIMATE_NOTE]


def _head(instrument: Instrument, score: UnitScore, meta: SheetMeta) -> list[tuple[str, str]]:
    floor = score.readings.floor
    verdict = f"{_figure(floor, instrument.decimals)} ({band_words(floor.band)})" if floor.band else ""
    state = "lengkap" if score.complete else "belum lengkap"
    return [
        ("Pemerintah daerah", meta.government_name),
        ("Unit", meta.unit_name),
        ("Tahun", str(meta.year or "")),
        ("Instrumen", f"{instrument.code} ({instrument.name})"),
        ("Terisi", f"{score.answered} dari {score.expected} butir, {state}"),
        ("Nilai saat ini", verdict),
    ]


def _three(readings: Readings) -> tuple[Reading, Reading, Reading]:
    return readings.floor, readings.answered_only, readings.ceiling


def _figures(readings: Readings, decimals: int) -> tuple[str, ...]:
    return tuple(_figure(reading, decimals) for reading in _three(readings))


def _figure(reading: Reading, decimals: int) -> str:
    return NOT_YET if reading.rounded is None else decimal_id(reading.rounded, decimals)


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """First column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
