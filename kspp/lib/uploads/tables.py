"""A CSV or XLSX file as it was sent; what is in it is judged by whoever reads it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kspp.lib.sent_workbooks import XLSX_START
from kspp.lib.uploads import sentences
from kspp.lib.uploads.inspection import inspect
from kspp.lib.uploads.kinds import Kind, UploadRefused
from kspp.lib.uploads.names import clean_text

NAME_LENGTH = 120


def sent_table(
    upload: "UploadedFile[bytes]", *, limit: int, too_large: str, other: str = sentences.NO_WORKBOOK, broken: str = ""
) -> tuple[str, bytes]:
    """Its name and content. A workbook passes the check of every office document. Raises UploadRefused.

    `limit` in bytes; `too_large`, `other` and `broken` say what to do with a file above it, with another office
    document, and with one that cannot be read (as the check says it unless given).
    """
    if (upload.size or 0) > limit:
        raise UploadRefused([too_large])
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if content.startswith(XLSX_START):
        content = _workbook(upload, other, broken)
    return clean_text(upload.name or "")[:NAME_LENGTH] or "berkas", content


def _workbook(upload: "UploadedFile[bytes]", other: str, broken: str) -> bytes:
    try:
        found = inspect(upload)
    except UploadRefused as refusal:
        raise UploadRefused([broken] if broken else refusal.problems) from refusal
    if found.media_type != Kind.XLSX.media_type:
        raise UploadRefused([other])
    return found.content


class TableField(forms.FileField):
    """Cleans to name and content; `limit`, `too_large`, `other` and `broken` as in `sent_table`."""

    def __init__(
        self,
        *,
        limit: int,
        too_large: str,
        empty: str,
        other: str = sentences.NO_WORKBOOK,
        broken: str = "",
        accept: str = ".xlsx,.csv,.txt",
        **more: Any,
    ) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": accept})
        errors = {"required": "Pilih berkasnya lebih dahulu.", "empty": empty}
        super().__init__(widget=widget, error_messages=errors, **more)
        self.too_large = too_large
        self.told: dict[str, Any] = {"limit": limit, "too_large": too_large, "other": other, "broken": broken}

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes]:
        try:
            return sent_table(super().clean(data, initial), **self.told)
        except UploadRefused as refusal:
            raise forms.ValidationError(refusal.problems, code="refused") from refusal
