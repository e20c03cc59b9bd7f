"""Files of complaints for tests: sheets and CSV made of rows."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from complaints.importing import FileReading, Source, read, table_of
from complaints.models import ImportBatch, ReplyTemplate
from complaints.services.imports import Upload, check
from conftest import NOW
from units.models import Government

TODAY = date(2024, 6, 3)
REGISTER = (
    "Nomor",
    "Tanggal",
    "Kanal",
    "Nama",
    "Telepon",
    "Unit",
    "Uraian",
    "Kelas",
    "Status",
    "Tanggal dijawab",
    "Jawaban",
)


def local(*parts: int) -> datetime:
    """As a sheet has it: without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def register_row(**cells: Any) -> tuple[Any, ...]:
    """By heading in small letters with underscores; the rest is an ordinary closed complaint."""
    usual = {
        "nomor": "001/2024",
        "tanggal": "02/05/2024",
        "kanal": "Tatap muka",
        "nama": "Sari Contoh",
        "telepon": "081200000001",
        "unit": "Disdukcapil",
        "uraian": "Saya menunggu empat jam.",
        "kelas": "Pengaduan tidak berkadar pengawasan",
        "status": "Selesai",
        "tanggal_dijawab": "10/05/2024",
        "jawaban": "Loket ditambah.",
    }
    assert set(cells) <= set(usual)
    return tuple((usual | cells).values())


def csv_of(*rows: Sequence[Any], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    def quoted(cell: Any) -> str:
        return '"' + str(cell).replace('"', '""') + '"'

    return "\r\n".join(delimiter.join(map(quoted, row)) for row in rows).encode(encoding)


def sheet_of(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    return stored(book)


def stored(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def checked(
    government: Government,
    by: User,
    *rows: Sequence[Any],
    source: Source = Source.REGISTER,
    default_class: str = "",
    headings: Sequence[str] = REGISTER,
) -> ImportBatch:
    upload = Upload("register.csv", csv_of(headings, *rows), source, default_class)
    return check(government=government, upload=upload, today=TODAY, by=by, now=NOW)


def reading(content: bytes, source: Source = Source.REGISTER, default_class: str = "") -> FileReading:
    return read(table_of(content), source, default_class, TODAY)


def own_template(government: Government) -> ReplyTemplate:
    return ReplyTemplate.objects.create(
        government=government, purpose="answer", title="Jawaban kami", text="Yth. {nomor}"
    )
