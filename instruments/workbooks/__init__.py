"""Instruments as XLSX workbooks: written with lists to choose from, read within limits."""

from instruments.workbooks.reading import FileFault, UnfitWorkbook, sheets_of
from instruments.workbooks.writing import NotWritable, template_workbook, workbook_of

__all__ = [
    "FileFault",
    "NotWritable",
    "UnfitWorkbook",
    "sheets_of",
    "template_workbook",
    "workbook_of",
]
