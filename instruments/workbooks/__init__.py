"""Instruments as XLSX workbooks: written with lists to choose from, read within limits."""

from instruments.workbooks.reading import FileFault, Unfit, sheets_of
from instruments.workbooks.writing import NotWritable, template_workbook, workbook_of

__all__ = [
    "FileFault",
    "NotWritable",
    "Unfit",
    "sheets_of",
    "template_workbook",
    "workbook_of",
]
