"""The door every uploaded file passes."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from kspp.lib.uploads import sentences
from kspp.lib.uploads.images import cleaned_image
from kspp.lib.uploads.kinds import Family, UploadRefused, family_of
from kspp.lib.uploads.names import kept_name
from kspp.lib.uploads.office import checked_office
from kspp.lib.uploads.pdf import checked_pdf

READERS = {Family.PDF: checked_pdf, Family.IMAGE: cleaned_image, Family.OFFICE: checked_office}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is to be stored. `size` in bytes and `sha256` are those of `content`, not of what was sent."""

    content: bytes
    name: str
    media_type: str
    size: int
    sha256: str


def inspect(upload: "UploadedFile[bytes]") -> CheckedFile:
    """Read, judge and clean. Raises UploadRefused. Slow for photos (up to a second): call outside a transaction."""
    sent = _read(upload)
    content, kind = READERS[family_of(sent)](sent)
    return CheckedFile(
        content=content,
        name=kept_name(upload.name or "", kind.extension),
        media_type=kind.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _read(upload: "UploadedFile[bytes]") -> bytes:
    """Never more than the limit and one byte, whatever size the upload claims."""
    limit: int = settings.EVIDENCE_MAX_BYTES
    if (upload.size or 0) > limit:
        raise UploadRefused([sentences.too_large(limit)])
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise UploadRefused([sentences.too_large(limit)])
    if not content:
        raise UploadRefused([sentences.EMPTY])
    return content
