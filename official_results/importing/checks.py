"""What does not agree within published results: words against bands, totals against their units. Told, not mended."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kspp.lib.names import name_key
from official_results.importing.results import PrintedResult
from scoring.bands import band_for
from scoring.instrument import Band

TOLERANCE = Decimal("0.01")
"""Published units are rounded already."""


class RemarkCode(StrEnum):
    ZONE = "zone"
    GRADE = "grade"
    LABEL = "label"
    TOTAL = "total"
    UNKNOWN_INSTRUMENT = "unknown_instrument"


@dataclass(frozen=True, slots=True)
class Remark:
    row: int
    code: RemarkCode
    printed: str
    expected: str


@dataclass(frozen=True, slots=True)
class Grades:
    """What is known of an instrument's grading: its bands and the clause that may follow a label."""

    bands: Sequence[Band]
    clause: str = ""


def remarks(results: Sequence[PrintedResult], instruments: Mapping[str, Grades]) -> list[Remark]:
    """In the order of the rows."""
    found = [remark for result in results for remark in _words(result, instruments.get(result.instrument))]
    return sorted([*found, *_totals(results)], key=lambda remark: remark.row)


def _words(result: PrintedResult, grades: Grades | None) -> Iterator[Remark]:
    if grades is None:
        yield Remark(result.row, RemarkCode.UNKNOWN_INSTRUMENT, result.instrument, "")
        return
    band = band_for(result.score, grades.bands)
    if band is None:
        return
    if result.zone and band.zone and result.zone != band.zone:
        yield Remark(result.row, RemarkCode.ZONE, result.zone, band.zone)
    if result.grade and band.grade and result.grade != band.grade:
        yield Remark(result.row, RemarkCode.GRADE, result.grade, band.grade)
    printed = result.label.casefold().removesuffix(grades.clause.casefold()).strip()
    if printed and printed not in _names(band):
        yield Remark(result.row, RemarkCode.LABEL, result.label, band.label)


def _names(band: Band) -> set[str]:
    """What sources call a band: its words in full, or the last of them (`sedang`)."""
    label = band.label.casefold()
    return {label, label.split()[-1], band.unit_label.casefold()}


def _totals(results: Sequence[PrintedResult]) -> Iterator[Remark]:
    """A mark such as `ya` may stand beside the sets of several governments: each is held against its own units."""
    sets: dict[tuple[object, ...], list[PrintedResult]] = defaultdict(list)
    for result in results:
        if result.complete_set:
            place = result.level, result.code, name_key(result.government), result.year, result.instrument
            sets[result.complete_set, *place].append(result)
    for members in sets.values():
        units = [member.score for member in members if member.unit]
        for total in members:
            if not total.unit and units:
                mean = sum(units, Decimal(0)) / len(units)
                if abs(mean - total.score) > TOLERANCE:
                    yield Remark(total.row, RemarkCode.TOTAL, str(total.score), f"{mean:.4f}")
