"""What may be sent as a file of complaints."""

from typing import Any

from django import forms

from complaints.importing import SheetFault, Source
from complaints.importing.sheets import MAX_BYTES
from complaints.models import Complaint, ImportBatch
from complaints.sentences.imports import FAULTS
from complaints.services.imports import Upload
from kspp.lib.forms import plain_helper
from kspp.lib.uploads.tables import TableField


class ImportForm(forms.Form):
    source = forms.ChoiceField(label="Asal berkas", choices=ImportBatch.Source.choices)
    file = TableField(
        label="Berkas XLSX atau CSV",
        help_text="Paling banyak 5.000 baris dan 5 MB.",
        limit=MAX_BYTES,
        too_large=FAULTS[SheetFault.TOO_LARGE],
        empty=FAULTS[SheetFault.EMPTY],
    )
    default_class = forms.ChoiceField(
        label="Kelas untuk baris yang kelasnya kosong",
        required=False,
        choices=[("", "Jangan diisi"), *Complaint.Class.choices],
        help_text="Pengaduan yang sudah dijawab memerlukan kelas, karena kelas menentukan tenggatnya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    @property
    def sent(self) -> dict[str, Upload]:
        return {"upload": self.upload}

    @property
    def upload(self) -> Upload:
        name, content = self.cleaned_data["file"]
        return Upload(name, content, Source(self.cleaned_data["source"]), self.cleaned_data["default_class"])
