"""Readings and bands of the scoring core as a report's content has them."""

from assessments.scoring.instrument import Band, Instrument
from assessments.scoring.readings import Reading, Readings
from reports.content import Graded, Trio


def bands(spec: Instrument) -> tuple[Band, ...]:
    """From the highest down."""
    return tuple(sorted(spec.bands, key=lambda band: band.lower, reverse=True))


def graded(reading: Reading) -> Graded:
    band = reading.band
    return Graded(reading.rounded, band.zone, band.grade, band.label) if band else Graded(reading.rounded)


def trio(readings: Readings) -> Trio:
    return Trio(graded(readings.floor), graded(readings.answered_only), graded(readings.ceiling))
