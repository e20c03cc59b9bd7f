"""Small files to attach, made on the spot."""

import io

from PIL import Image
from playwright.sync_api import FilePayload
from pypdf import PdfWriter


def photo() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(target, "JPEG")
    return target.getvalue()


def document() -> bytes:
    target, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(target)
    return target.getvalue()


def as_file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}
