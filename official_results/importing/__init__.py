"""What others wrote down in tables: results the Ombudsman published, instruments. Pure.

What is printed is read and judged, never corrected.
"""

from official_results.importing.checks import Remark, RemarkCode, remarks
from official_results.importing.results import (
    HEADINGS,
    FigureKey,
    Flaw,
    FlawCode,
    PrintedResult,
    figure_key,
    read_results,
)

__all__ = [
    "HEADINGS",
    "FigureKey",
    "Flaw",
    "FlawCode",
    "PrintedResult",
    "Remark",
    "RemarkCode",
    "figure_key",
    "read_results",
    "remarks",
]
