"""The kinds of evidence, told apart by their first bytes. The parser of the kind has the last word."""

from collections.abc import Sequence
from enum import Enum

import puremagic

from kspp.lib.uploads import sentences

OFFICE = "application/vnd.openxmlformats-officedocument"
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
SAMPLE = 4096


class UploadRefused(ValueError):
    """The file cannot be taken. `problems` are Indonesian sentences for whoever uploaded it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class Kind(Enum):
    """What is kept: media type and file extension."""

    PDF = ("application/pdf", ".pdf")
    JPEG = ("image/jpeg", ".jpg")
    PNG = ("image/png", ".png")
    WEBP = ("image/webp", ".webp")
    DOCX = (f"{OFFICE}.wordprocessingml.document", ".docx")
    XLSX = (f"{OFFICE}.spreadsheetml.sheet", ".xlsx")

    @property
    def media_type(self) -> str:
        return self.value[0]

    @property
    def extension(self) -> str:
        return self.value[1]


class Family(Enum):
    """Which parser reads it."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"


def family_of(content: bytes) -> Family:
    """Raises UploadRefused, saying what to do with a file of another kind."""
    if content.startswith(b"%PDF-"):
        return Family.PDF
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp(content):
        return Family.IMAGE
    if content.startswith(b"PK\x03\x04"):
        return Family.OFFICE
    raise UploadRefused([_advice(content[:SAMPLE])])


def is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _advice(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return sentences.HEIC
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return sentences.OLD_OFFICE
    if head.startswith((b"MZ", b"\x7fELF")):
        return sentences.PROGRAM
    guesses = _guesses(head)
    if "text/html" in guesses:
        return sentences.PAGE
    if any(guess.startswith("image/") for guess in guesses):
        return sentences.OTHER_IMAGE
    return sentences.UNKNOWN


def _guesses(head: bytes) -> set[str]:
    """Media types the first bytes may stand for; empty when nothing is recognised."""
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()
