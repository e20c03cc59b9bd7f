"""Files as people send them, good and bad, made on the spot."""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kspp.lib.uploads import CheckedFile, UploadRefused, inspect
from kspp.lib.uploads.kinds import OFFICE

GPS_IFD = 0x8825
MAIN_DOCX = f"{OFFICE}.wordprocessingml.document.main+xml"
MAIN_XLSX = f"{OFFICE}.spreadsheetml.sheet.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sent(content: bytes, name: str = "berkas.bin", claimed: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, claimed)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def picture(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    """A picture whose left half is dark, so that turning it can be seen."""
    image = Image.new(mode, size)
    light = Image.new(
        mode, (size[0] // 2, size[1]), {"CMYK": (0, 0, 0, 0), "RGBA": (250, 250, 250, 255)}.get(mode) or "white"
    )
    image.paste(light, (size[0] - size[0] // 2, 0))
    target = BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def phone_photo(size: tuple[int, int] = (60, 40), orientation: int = 1) -> bytes:
    """A JPEG with place, camera, time and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telepon Contoh"
    exif[0x9003] = "2024:06:03 10:00:00"
    place = exif.get_ifd(GPS_IFD)
    place[1], place[2] = "S", (4.0, 40.0, 12.0)
    place[3], place[4] = "E", (103.0, 20.0, 30.0)
    return picture("JPEG", size, exif=exif, comment=b"rahasia-komentar")


def pdf(change: object = None, **options: object) -> bytes:
    """One blank page, the same bytes every time; `change` may alter the document before it is written."""
    document = pikepdf.new()
    document.add_blank_page()
    if callable(change):
        change(document)
    target = BytesIO()
    document.save(target, static_id=True, **options)
    return target.getvalue()


def bomb_pdf(megabytes: int) -> bytes:
    """A small PDF whose object stream opens to `megabytes`."""
    squeeze = zlib.compressobj(9)
    pieces = [squeeze.compress(b"5 0 ")] + [squeeze.compress(b" " * (1 << 20)) for _ in range(megabytes)]
    stream = b"".join([*pieces, squeeze.compress(b"<</A 1>>"), squeeze.flush()])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/X 5 0 R>>",
        b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, rows = b"%PDF-1.5\n", b"\0" * 6
    for number, content in enumerate(objects, 1):
        rows += b"\1" + len(body).to_bytes(4, "big") + b"\0"
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows += b"\2" + (4).to_bytes(4, "big") + b"\0" + b"\1" + len(body).to_bytes(4, "big") + b"\0"
    table = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n"
    return body + table % (len(rows), rows) + b"startxref\n%d\n%%%%EOF\n" % len(body)


def types_xml(main: str, part: str, extra: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{extra}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{part}" ContentType="{main}"/>'
        "</Types>"
    )


def office(main: str = MAIN_DOCX, part: str = "word/document.xml", extra: str = "", **more: str | bytes) -> bytes:
    """A minimal package. `more` maps further part names to content; a name given as None leaves that part out."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types_xml(main, part, extra),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
        part: "<isi>Maklumat pelayanan</isi>",
        **more,
    }
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that promise an enormous picture."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    chunks = b""
    for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        chunks += len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunks


def looked_at(content: bytes, name: str = "bukti") -> CheckedFile:
    return inspect(sent(content, name))


def refusal(content: bytes, name: str = "bukti.pdf") -> str:
    with pytest.raises(UploadRefused) as caught:
        inspect(sent(content, name))
    [problem] = caught.value.problems
    return problem
