"""What may be sent as an instrument, and under which code a new draft stands."""

from typing import Any

from django import forms

from instruments.models import InstrumentVersion
from instruments.sentences import exchange as sentences
from instruments.workbooks.proposals import ReadInstrument, UnusableFile, proposal_of
from instruments.workbooks.reading import MAX_BYTES
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

    proposal: ReadInstrument
    """Of a valid form."""

    def __init__(self, *args: Any, draft: InstrumentVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            _, content = typed["file"]
            try:
                self.proposal = proposal_of(bytes(content), self.overrides)
            except UnusableFile as fault:
                self.add_error(None, fault.problems)
        return typed

    @property
    def overrides(self) -> dict[str, str]:
        """Fields of the instrument that do not come from the file."""
        if self.draft:
            return {"code": self.draft.code}
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
