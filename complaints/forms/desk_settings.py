"""What a government may decide about its complaint desk."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout

from complaints.models import DeskSettings
from complaints.sentences.problems import PROBLEMS
from complaints.services.desk_settings import late_closing
from kspp.lib.forms import RowForm
from kspp.lib.text import tidy_formfield

DAYS = ("reopen_days", "close_after_days", "warn_days")
MONTHS = ("keep_identity_months", "keep_files_months", "keep_text_months")


class DeskSettingsForm(RowForm):
    layout = Layout(
        Fieldset("Kepada warga", "promise"),
        Fieldset("Waktu", *DAYS),
        Fieldset("Lama penyimpanan sesudah pengaduan berakhir", *MONTHS),
        "version",
    )

    class Meta:
        model = DeskSettings
        fields = ("promise", *DAYS, *MONTHS)
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "promise": "Satu atau dua kalimat di halaman pengaduan dan poster, misalnya siapa yang membaca pengaduan.",
            "reopen_days": "Selama ini sesudah dijawab, pengadu dapat meminta dibuka kembali. 1 sampai 365.",
            "close_after_days": (
                "Pengaduan yang sudah dijawab ditutup portal setelah sekian hari. Tidak lebih lama dari masa "
                "membuka kembali."
            ),
            "warn_days": "Petugas diperingatkan sekian hari kalender sebelum jatuh tempo. 1 sampai 30.",
            "keep_identity_months": "Sesudahnya nama, alamat, telepon, dan surel pengadu dihapus. 1 sampai 600.",
            "keep_files_months": "Sesudahnya lampiran dihapus; catatan bahwa lampiran pernah ada tetap tersimpan.",
            "keep_text_months": "Sesudahnya uraian dan pesan dihapus; angka untuk laporan tetap tersimpan.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "reopen_days" in cleaned and "close_after_days" in cleaned:
            for problem in late_closing(cleaned):
                self.add_error(problem.field, problem.said_by(PROBLEMS))
        return cleaned
