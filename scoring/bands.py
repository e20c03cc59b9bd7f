"""Where a rounded score stands in a grading table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.instrument import Band


@dataclass(frozen=True, slots=True)
class NextBand:
    """The next band up and the points that are missing to enter it."""

    band: Band
    missing: Decimal


def band_for(rounded: Decimal | None, bands: Sequence[Band]) -> Band | None:
    """The band of an already rounded score; None without a score, without bands or below the lowest band."""
    if rounded is None:
        return None
    return max((band for band in bands if band.lower <= rounded), key=_lower, default=None)


def next_band_up(rounded: Decimal | None, bands: Sequence[Band]) -> NextBand | None:
    """The nearest band above an already rounded score; None in the highest band or without a score."""
    if rounded is None:
        return None
    above = min((band for band in bands if band.lower > rounded), key=_lower, default=None)
    return None if above is None else NextBand(above, above.lower - rounded)


def highest_first(bands: Sequence[Band]) -> tuple[Band, ...]:
    return tuple(sorted(bands, key=_lower, reverse=True))


def spans(bands: Sequence[Band], scale: Decimal) -> list[tuple[Band, Decimal]]:
    """From the lowest band up, each with the score at which it ends; the highest ends at the perfect score."""
    rows = sorted(bands, key=_lower)
    return list(zip(rows, [*(band.lower for band in rows[1:]), scale], strict=False))


def _lower(band: Band) -> Decimal:
    return band.lower
