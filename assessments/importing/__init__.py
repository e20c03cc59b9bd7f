"""Results the Ombudsman published, read out of a table. Pure: what is printed is read and judged, never corrected."""

from assessments.importing.checks import Remark, RemarkCode, remarks
from assessments.importing.results import HEADINGS, Flaw, FlawCode, Printed, read_results

__all__ = ["HEADINGS", "Flaw", "FlawCode", "Printed", "Remark", "RemarkCode", "read_results", "remarks"]
