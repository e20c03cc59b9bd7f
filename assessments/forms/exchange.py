"""What may be sent as an instrument, and under which code a new draft stands."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from assessments.sentences import exchange as sentences
from assessments.workbooks.reading import MAX_BYTES
from kspp.lib.forms import plain_helper
from kspp.lib.sent_workbooks import XLSX_START
from kspp.lib.text import TidyField
from kspp.lib.uploads import UploadRefused, inspect


class InstrumentUploadForm(forms.Form):
    """`file` cleans to bytes. A workbook passes the check of every uploaded office document."""

    file = forms.FileField(
        label="Berkas XLSX atau YAML",
        help_text="Paling besar 2 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml"}),
        error_messages={"required": sentences.NO_FILE, "empty": sentences.EMPTY},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_file(self) -> bytes:
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError(sentences.TOO_LARGE, code="too_large")
        upload.seek(0)
        content: bytes = upload.read(MAX_BYTES + 1)
        if content.startswith(XLSX_START):
            try:
                inspect(upload)
            except UploadRefused as refusal:
                raise forms.ValidationError(refusal.problems, code="refused") from refusal
        return content

    @property
    def overrides(self) -> dict[str, str]:
        """Fields of the instrument that do not come from the file."""
        return {name: self.cleaned_data[name] for name in ("code", "title") if self.cleaned_data.get(name)}


class NewInstrumentUploadForm(InstrumentUploadForm):
    code = TidyField(
        label="Kode rancangan",
        max_length=60,
        required=False,
        help_text="Huruf kecil, angka, dan tanda hubung. Kosongkan untuk memakai kode dalam berkas.",
    )
    title = TidyField(
        label="Judul rancangan",
        max_length=200,
        required=False,
        help_text="Kosongkan untuk memakai judul dalam berkas.",
    )
