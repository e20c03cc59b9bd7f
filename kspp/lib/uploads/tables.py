"""A CSV or XLSX file as it was sent; what is in it is judged by whoever reads it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kspp.lib.sent_workbooks import XLSX_START
from kspp.lib.uploads.inspection import inspect
from kspp.lib.uploads.kinds import UploadRefused
from kspp.lib.uploads.names import clean_text

NAME_LENGTH = 120


def sent_table(upload: "UploadedFile[bytes]", *, limit: int, too_large: str) -> tuple[str, bytes]:
    """Its name and content. A workbook passes the check of every office document. Raises UploadRefused.

    `limit` in bytes, `too_large` the sentence for a file above it.
    """
    if (upload.size or 0) > limit:
        raise UploadRefused([too_large])
    upload.seek(0)
    content: bytes = upload.read(limit + 1)
    if content.startswith(XLSX_START):
        content = inspect(upload).content
    return clean_text(upload.name or "")[:NAME_LENGTH] or "berkas", content


class TableField(forms.FileField):
    """Cleans to name and content; `limit` and `too_large` as in `sent_table`."""

    def __init__(self, *, limit: int, too_large: str, empty: str, **more: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"})
        errors = {"required": "Pilih berkasnya lebih dahulu.", "empty": empty}
        super().__init__(widget=widget, error_messages=errors, **more)
        self.limit, self.too_large = limit, too_large

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes]:
        try:
            return sent_table(super().clean(data, initial), limit=self.limit, too_large=self.too_large)
        except UploadRefused as refusal:
            raise forms.ValidationError(refusal.problems, code="refused") from refusal
