"""What may be sent as an instrument, and under which code a new draft stands."""

from typing import Any

from django import forms

from instruments.sentences import exchange as sentences
from instruments.workbooks.reading import MAX_BYTES
from kspp.lib.forms import plain_helper
from kspp.lib.text import TidyField
from kspp.lib.uploads.tables import TableField


class InstrumentUploadForm(forms.Form):
    """`file` cleans to bytes. A workbook passes the check of every uploaded office document."""

    file = TableField(
        label="Berkas XLSX atau YAML",
        help_text="Paling besar 2 MB.",
        limit=MAX_BYTES,
        too_large=sentences.TOO_LARGE,
        empty=sentences.EMPTY,
        other=sentences.WORD,
        broken=sentences.BROKEN,
        accept=".xlsx,.yaml,.yml",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_file(self) -> bytes:
        _, content = self.cleaned_data["file"]
        return bytes(content)

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
