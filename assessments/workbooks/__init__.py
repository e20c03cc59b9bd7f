"""Instruments as XLSX workbooks: written with lists to choose from, read within limits."""

from assessments.workbooks.reading import FileFault, Unfit, sheets_of
from assessments.workbooks.writing import MEDIA_TYPE, NotWritable, template_workbook, workbook_of

__all__ = [
    "MEDIA_TYPE",
    "FileFault",
    "NotWritable",
    "Unfit",
    "sheets_of",
    "template_workbook",
    "workbook_of",
]
