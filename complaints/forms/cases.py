"""What may be typed on the page of one complaint beside its moves."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.permissions import Permission
from complaints.deadlines import local_date
from complaints.forms.choosing import OfficerField
from complaints.forms.keyed import KeyedForm
from complaints.forms.moves import without_placeholders
from complaints.forms.uploads import CheckedFilesField
from complaints.models import Complaint, MaladministrationForm
from complaints.selectors import choices
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput, RowsField
from kspp.lib.text import TidyField


def _lines(label: str, length: int, rows: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=area, required=required, help_text=help_text)


class MessageForm(KeyedForm):
    sends = ("text", "files", "form_key")
    text = _lines("Pesan untuk pengadu", 6000, 4, required=False, help_text="Dibaca pengadu.")
    files = CheckedFilesField(label="Lampiran", required=False)  # type: ignore[assignment]

    def clean_text(self) -> str:
        return without_placeholders(self.cleaned_data["text"])


class NoteForm(KeyedForm):
    sends = ("text", "form_key")
    text = _lines("Catatan internal", 4000, 3, help_text="Hanya dibaca petugas.")


class ExtendForm(KeyedForm):
    sends = ("days", "reason", "form_key", "seen_version")
    days = forms.IntegerField(label="Tambahan hari", min_value=1, max_value=365)
    reason = _lines("Alasan", 500, 3, help_text="Disampaikan kepada pengadu dan tercatat dalam riwayat.")


class AttachForm(KeyedForm):
    sends = ("files",)
    files = CheckedFilesField(  # type: ignore[assignment]
        label="Berkas",
        required=False,
        help_text="Hanya dibaca petugas. Berkas untuk pengadu dilampirkan pada pesan atau jawaban.",
    )


class LinkForm(KeyedForm):
    sends = ("original", "seen_version")
    number = TidyField(
        label="Nomor pengaduan yang sama",
        max_length=40,
        required=False,
        help_text="Misalnya ADU/2026/00012. Kosongkan untuk melepas hubungan.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.original: Complaint | None = None
        twin = self.complaint.duplicate_of
        self.fields["number"].initial = twin.number if twin else ""

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not number:
            return ""
        rows = Complaint.objects.permitting(self.user, Permission.COMPLAINT_VIEW)
        self.original = rows.filter(government=self.complaint.government, number__iexact=number).first()
        if self.original is None or self.original.pk == self.complaint.pk:
            raise forms.ValidationError(PROBLEMS[Code.UNKNOWN_NUMBER], code="unknown")
        return number


class SplitForm(KeyedForm):
    sends = ("values", "form_key")
    subject = TidyField(label="Pokok bagian yang dipisahkan", max_length=160)
    story = _lines("Uraiannya", 6000, 6, help_text="Salin bagian cerita yang menjadi pengaduan tersendiri.")
    unit = forms.ModelChoiceField(None, label="Unit", required=False, empty_label="Sama dengan pengaduan ini")  # type: ignore[var-annotated]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = choices.units_of(self.complaint.government)  # type: ignore[attr-defined]
        self.fields["unit"].error_messages["invalid_choice"] = PROBLEMS[Code.FOREIGN_CHOICE]

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("subject", "story", "unit") if self.cleaned_data[name]}


class FactsForm(KeyedForm):
    sends = ("values", "seen_version")
    product = forms.ModelChoiceField(None, label="Produk layanan", required=False, empty_label="Belum jelas")  # type: ignore[var-annotated]
    event_date = forms.DateField(label="Tanggal kejadian", widget=DateInput, required=False)
    place = TidyField(label="Tempat kejadian", max_length=200, required=False)
    severity = forms.ChoiceField(label="Bobot", choices=Complaint.Severity)
    standard = forms.ChoiceField(
        label="Komponen standar pelayanan",
        choices=[("", "Tidak tertentu"), *Complaint.Standard.choices],
        required=False,
    )
    maladministration = RowsField(
        MaladministrationForm.objects.none(),
        label="Bentuk maladministrasi",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_vulnerable = forms.BooleanField(label="Pengadu termasuk kelompok rentan", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        complaint = self.complaint
        products = choices.products_of(complaint.government).filter(unit=complaint.unit_id)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.fields["product"].error_messages["invalid_choice"] = PROBLEMS[Code.FOREIGN_PRODUCT]
        self.fields["maladministration"].queryset = choices.forms_for(complaint)  # type: ignore[attr-defined]
        for name in ("product", "event_date", "place", "severity", "standard", "is_vulnerable"):
            self.fields[name].initial = getattr(complaint, name)
        self.fields["maladministration"].initial = list(complaint.maladministration.all()) if complaint.pk else []

    def clean_event_date(self) -> date | None:
        day: date | None = self.cleaned_data["event_date"]
        if day and day > local_date(self.complaint.received_at, self.complaint.zone):
            raise forms.ValidationError(PROBLEMS[Code.FUTURE_DAY], code="future")
        return day

    @property
    def values(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "form_key")}


class AssignForm(KeyedForm):
    sends = ("officer", "seen_version")

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, complaint=complaint, **kwargs)
        self.fields["officer"] = OfficerField(complaint.government, complaint.unit, initial=complaint.officer_id)
        self.lay_out("officer")


class NewCodeForm(KeyedForm):
    """A button that must not act twice."""
