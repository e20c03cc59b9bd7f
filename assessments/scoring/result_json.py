"""A unit's score as JSON. Figures are strings with the instrument's number of decimals, never floats."""

from typing import Any

from assessments.scoring.instrument import Instrument
from assessments.scoring.readings import Reading, ReadingName
from assessments.scoring.scores import DimensionScore, UnitScore
from kspp.lib.numbers import half_up

ESTIMATE = "perkiraan penilaian mandiri, bukan hasil resmi Ombudsman"
"""Stands on every result, whatever its form."""


def result_json(instrument: Instrument, score: UnitScore) -> dict[str, Any]:
    return {
        "instrument": instrument.code,
        "dimensions": [_dimension(dimension, instrument.decimals) for dimension in score.dimensions],
        "score": {str(name): _graded(score.readings.named(name)) for name in ReadingName},
        "answered": score.answered,
        "expected": score.expected,
        "complete": score.complete,
        "estimate": True,
        "note": ESTIMATE,
    }


def _dimension(dimension: DimensionScore, decimals: int) -> dict[str, str | None]:
    figures = {str(name): _figure(dimension.readings.named(name)) for name in ReadingName}
    weight = f"{half_up(dimension.weight, decimals):f}"
    return {"code": dimension.code, "name": dimension.name, "weight": weight, **figures}


def _graded(reading: Reading) -> dict[str, str | None]:
    band = reading.band
    return {
        "score": _figure(reading),
        "zone": band.zone if band else None,
        "grade": band.grade if band else None,
        "label": band.label if band else None,
    }


def _figure(reading: Reading) -> str | None:
    return None if reading.rounded is None else f"{reading.rounded:f}"
