"""PDFs are kept byte for byte, so that signatures stay valid; therefore what could act on a reader is refused.

Refused: a password to open, JavaScript, actions that start programs or send data, embedded files and rich media. A
PDF that only restricts printing or copying opens without a password and is taken: regulations are often issued so.
"""

import time
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from kspp.lib.uploads import sentences
from kspp.lib.uploads.kinds import Kind, UploadRefused

INFLATED_LIMIT = 32 * 1024 * 1024
"""Bytes one compressed stream may open to while the structure is read."""
SECONDS = 10
"""Longest time spent on the objects of one file."""
NESTING = 100
TAIL = 2048
"""The end mark stands in the last bytes; without it the file was cut off, and repairing would hide the loss."""

ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute"}
)
MEDIA = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})

pikepdf.settings.set_qpdf_limits(flate_max_memory=INFLATED_LIMIT, run_length_max_memory=INFLATED_LIMIT)


def checked_pdf(content: bytes) -> tuple[bytes, Kind]:
    """Raises UploadRefused."""
    try:
        with pikepdf.open(BytesIO(content)) as document:
            _refuse_broken(content, document)
            _refuse_active(document)
            _refuse_unread(document)
    except UploadRefused:
        raise
    except pikepdf.PasswordError as error:
        raise UploadRefused([sentences.PDF_LOCKED]) from error
    except Exception as error:  # a foreign file may fail anywhere in the parser
        raise UploadRefused([sentences.PDF_BROKEN]) from error
    return content, Kind.PDF


def _refuse_broken(content: bytes, document: pikepdf.Pdf) -> None:
    if b"%%EOF" not in content[-TAIL:] or not len(document.pages):
        raise UploadRefused([sentences.PDF_BROKEN])


def _refuse_active(document: pikepdf.Pdf) -> None:
    deadline = time.monotonic() + SECONDS
    for item in document.objects:
        if time.monotonic() > deadline:
            raise UploadRefused([sentences.PDF_COMPLEX])
        for entry in _dictionaries(item, NESTING):
            _refuse_entry(entry)


def _refuse_unread(document: pikepdf.Pdf) -> None:
    """What the parser skipped, because it opens to too much or not at all, was not checked but may act elsewhere."""
    if any("decoding stream" in str(warning) or "unfilterable" in str(warning) for warning in document.get_warnings()):
        raise UploadRefused([sentences.PDF_COMPLEX])


def _dictionaries(item: object, depth: int) -> Iterator[pikepdf.Object]:
    """The dictionaries inside one object. Whatever it refers to has its own turn."""
    if depth == 0:
        raise UploadRefused([sentences.PDF_COMPLEX])
    if isinstance(item, pikepdf.Array):
        inner = list(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        dictionary = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        yield dictionary
        inner = [value for _, value in dictionary.items()]
    else:
        return
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth - 1)


def _refuse_entry(entry: pikepdf.Object) -> None:
    if _name(entry, "/S") in ACTIONS or "/JS" in entry or "/JavaScript" in entry or "/XFA" in entry:
        raise UploadRefused([sentences.PDF_ACTIVE])
    if _name(entry, "/Subtype") in MEDIA and "/Rect" in entry:
        raise UploadRefused([sentences.PDF_ACTIVE])
    if "/EmbeddedFiles" in entry or "/EF" in entry or _name(entry, "/Type") == "/EmbeddedFile":
        raise UploadRefused([sentences.PDF_ATTACHMENTS])


def _name(entry: pikepdf.Object, key: str) -> str:
    value = entry.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
