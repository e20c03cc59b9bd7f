"""Readings and bands of the scoring core as a report's content has them."""

from collections.abc import Sequence
from dataclasses import replace

from reports.documents.content import Graded, Trio
from scoring.instrument import Band
from scoring.readings import Reading, Readings


def bands(rows: Sequence[Band]) -> tuple[Band, ...]:
    """From the highest down."""
    return tuple(sorted(rows, key=lambda band: band.lower, reverse=True))


def graded(reading: Reading) -> Graded:
    band = reading.band
    return Graded(reading.rounded, band.zone, band.grade, band.label) if band else Graded(reading.rounded)


def trio(readings: Readings) -> Trio:
    return Trio(graded(readings.floor), graded(readings.answered_only), graded(readings.ceiling))


def told(readings: Trio) -> Trio:
    """Without a floor where nothing is answered: what is not known is not zero."""
    return replace(readings, floor=Graded()) if readings.answered_only.score is None else readings
