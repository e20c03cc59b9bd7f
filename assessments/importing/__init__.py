"""What others wrote down in tables: results the Ombudsman published, instruments. Pure.

What is printed is read and judged, never corrected.
"""

from assessments.importing.checks import Remark, RemarkCode, remarks
from assessments.importing.results import HEADINGS, Flaw, FlawCode, Printed, read_results

__all__ = ["HEADINGS", "Flaw", "FlawCode", "Printed", "Remark", "RemarkCode", "read_results", "remarks"]
