"""Opening a foreign XLSX within limits. Formulas are never run."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook

XLSX_START = b"PK\x03\x04"


class UnfitFile(ValueError):
    """A file that cannot be read. `detail` is what the fault is about: a sheet, a row, columns."""

    def __init__(self, fault: StrEnum, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault: Any = fault
        self.detail = detail


@contextmanager
def opened(
    content: bytes, *, inflated: int, too_large: UnfitFile, broken: UnfitFile, results: bool = True, parts: int = 5000
) -> Iterator[tuple[Any, ZipFile]]:
    """The workbook and its package. At most `parts` that open to `inflated` bytes; `results` instead of formulas.

    Whatever a foreign workbook makes the reader raise becomes `broken`; an UnfitFile passes.
    """
    try:
        with ZipFile(BytesIO(content)) as package:
            found = package.infolist()
            if len(found) > parts or sum(part.file_size for part in found) > inflated:
                raise too_large
            book = load_workbook(BytesIO(content), read_only=True, data_only=results, keep_links=False)
            try:
                yield book, package
            finally:
                book.close()
    except UnfitFile:
        raise
    except Exception as error:  # a foreign workbook may fail anywhere in openpyxl, zipfile or expat
        raise broken from error
