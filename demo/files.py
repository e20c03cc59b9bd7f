"""Small real files to show as evidence, made on the spot and marked as examples."""

from functools import lru_cache
from io import BytesIO

import pikepdf
from PIL import Image, ImageDraw, ImageFont

A4 = (595, 842)
"""Points."""
PHOTO = (640, 480)
MARK = "CONTOH - bukan dokumen resmi"
WALL, FLOOR, BOARD, INK = (226, 232, 229), (168, 150, 128), (250, 250, 247), (31, 45, 61)


@lru_cache(maxsize=512)
def document(title: str, place: str) -> bytes:
    """A one-page PDF with a heading and a few lines."""
    lines = [(20, title), (12, place), (12, ""), (12, MARK), (10, "Dibuat untuk data contoh portal.")]
    text, height = [], A4[1] - 90
    for size, line in lines:
        text.append(f"BT /F1 {size} Tf 60 {height} Td ({_escaped(line)}) Tj ET")
        height -= size + 14
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream("\n".join(text).encode("cp1252", "replace"))
    return _saved(pdf)


@lru_cache(maxsize=512)
def photo(title: str, place: str) -> bytes:
    """A drawn service room with a board on the wall that says what the photo stands for."""
    image = Image.new("RGB", PHOTO, WALL)
    draw = ImageDraw.Draw(image)
    width, height = PHOTO
    draw.rectangle((0, height - 110, width, height), FLOOR)
    draw.rectangle((70, 60, width - 70, 250), BOARD, INK, 3)
    draw.rectangle((110, 300, width - 110, 410), (120, 94, 70), INK, 2)
    for line, (text, size) in enumerate(((title, 22), (place, 16), (MARK, 16))):
        draw.text((90, 85 + 52 * line), text[:54], INK, ImageFont.load_default(size))
    target = BytesIO()
    image.save(target, "JPEG", quality=80)
    return target.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()
