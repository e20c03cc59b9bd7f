"""A unit's score as JSON. Figures are strings with the instrument's number of decimals, never floats."""

from typing import Any

from kspp.lib.numbers import half_up
from scoring.instrument import Instrument
from scoring.readings import Reading, ReadingName
from scoring.scores import DimensionScore, PartScore, UnitScore

ESTIMATE = "perkiraan penilaian mandiri, bukan hasil resmi Ombudsman"
"""Stands on every result, whatever its form."""


def result_json(instrument: Instrument, score: UnitScore) -> dict[str, Any]:
    parts = [_weighed(part, instrument.decimals) for part in score.parts]
    return {
        "instrument": instrument.code,
        **({"parts": parts} if parts else {}),
        "dimensions": [_weighed(dimension, instrument.decimals) for dimension in score.dimensions],
        "score": {str(name): _graded(score.readings.named(name)) for name in ReadingName},
        "answered": score.answered,
        "expected": score.expected,
        "complete": score.complete,
        "estimate": True,
        "note": ESTIMATE,
    }


def _weighed(score: PartScore | DimensionScore, decimals: int) -> dict[str, str | None]:
    figures = {str(name): score.readings.named(name).graded.as_json()["score"] for name in ReadingName}
    weight = f"{half_up(score.weight, decimals):f}"
    return {"code": score.code, "name": score.name, "weight": weight, **figures}


def _graded(reading: Reading) -> dict[str, str | None]:
    """A word is empty where its band has none, and null where no band was reached."""
    told = reading.graded.as_json()
    return told if reading.band else {**dict.fromkeys(told), "score": told["score"]}
