"""One form for each move, with only what that move needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from accounts.permissions import Permission
from complaints.forms.choosing import OfficerField, ProductField
from complaints.forms.keyed import KeyedForm
from complaints.forms.uploads import CheckedFilesField
from complaints.models import Complaint, MaladministrationForm
from complaints.selectors import choices
from complaints.sentences.problems import PROBLEMS, Code
from complaints.sentences.templates import unfilled
from complaints.services.moves import MoveDetails
from complaints.workflow import Move
from kspp.lib.forms import DateInput, RowsField
from kspp.lib.text import TidyField

FIELDS: dict[Move, tuple[str, ...]] = {
    Move.ASK: ("text", "reason"),
    Move.COMPLETE: ("reason", "files"),
    Move.VERIFY: ("classification", "severity", "standard", "maladministration", "unit", "product", "officer"),
    Move.REFER: ("referred_to", "text", "reason"),
    Move.ARCHIVE: ("reason", "duplicate_of"),
    Move.DISPOSE: ("unit", "product", "officer"),
    Move.TRANSFER: ("unit", "product", "officer", "reason"),
    Move.RETURN: ("reason",),
    Move.START: (),
    Move.ANSWER: ("text", "outcome", "improvement", "decided_on", "delay_reason", "files"),
    Move.CLOSE: (),
    Move.REOPEN: ("reason",),
    Move.WITHDRAW: ("reason",),
    Move.ESCALATE: ("reason",),
}
REQUIRED = {
    Move.ASK: {"text", "reason"},
    Move.VERIFY: {"classification"},
    Move.REFER: {"referred_to", "reason"},
    Move.ARCHIVE: {"reason"},
    Move.DISPOSE: {"unit"},
    Move.TRANSFER: {"unit", "reason"},
    Move.RETURN: {"reason"},
    Move.ANSWER: {"text", "outcome"},
    Move.REOPEN: {"reason"},
    Move.WITHDRAW: {"reason"},
    Move.ESCALATE: {"reason"},
}
HELP = {
    "text": "Dibaca pengadu. Tulis dengan kata yang mudah dan tanpa menyebut orang lain.",
    "reason": "Dibaca petugas dan tercatat dalam riwayat.",
    "delay_reason": "Jawaban ini lewat tenggat. Alasannya masuk laporan.",
    "improvement": "Apa yang diubah agar tidak terulang. Masuk laporan, jadi jangan sebut nama orang.",
    "duplicate_of": "Isi nomornya bila sama dengan pengaduan lain, misalnya ADU/2026/00012.",
    "referred_to": "Nama instansi yang berwenang dan alamat atau kanalnya.",
    "unit": "Unit yang menangani.",
    "officer": "Boleh dikosongkan; unit menentukan sendiri.",
    "decided_on": "Kosongkan bila hari ini.",
}


class MoveForm(KeyedForm):
    """`details` are what `services.moves.move` takes."""

    sends = ("details", "form_key", "seen_version")

    def __init__(self, *args: Any, move: Move, complaint: Complaint, user: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, complaint=complaint, **kwargs)
        self.user = user
        is_late = complaint.due_on is not None and today > complaint.due_on
        shown = [name for name in FIELDS[move] if name != "delay_reason" or is_late]
        for name in shown:
            self.fields[name] = MAKERS[name](complaint)
            self.fields[name].required = name in REQUIRED.get(move, set())
            self.fields[name].help_text = HELP.get(name, self.fields[name].help_text)
        self.lay_out(*shown)

    def clean_text(self) -> str:
        return without_placeholders(self.cleaned_data["text"])

    def clean_duplicate_of(self) -> Complaint | None:
        """A number the user may see, in the same government."""
        number = self.cleaned_data["duplicate_of"]
        if not number:
            return None
        rows = Complaint.objects.permitting(self.user, Permission.COMPLAINT_VIEW)
        found = rows.filter(government=self.complaint.government, number__iexact=number).first()
        if found is None or found.pk == self.complaint.pk:
            raise forms.ValidationError(PROBLEMS[Code.UNKNOWN_NUMBER], code="unknown")
        return found

    def clean(self) -> dict[str, Any]:
        """A service alone names its unit; a service of another unit is refused."""
        cleaned = super().clean() or self.cleaned_data
        product, unit = cleaned.get("product"), cleaned.get("unit")
        if product and unit and product.unit_id != unit.pk:
            self.add_error("product", PROBLEMS[Code.FOREIGN_PRODUCT])
        return cleaned

    @property
    def details(self) -> MoveDetails:
        left_out = {"version", "form_key"}
        given = {name: value for name, value in self.cleaned_data.items() if name not in left_out and value is not None}
        return MoveDetails(**given)


def without_placeholders(text: str) -> str:
    """What nobody filled in is not sent to a complainant. Raises ValidationError."""
    if unfilled(text):
        raise forms.ValidationError(PROBLEMS[Code.UNFILLED], code="unfilled")
    return text


def _text(label: str, *, length: int, rows: int = 4) -> Callable[[Complaint], forms.Field]:
    return lambda complaint: forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), required=False
    )


def _line(label: str, *, length: int) -> Callable[[Complaint], forms.Field]:
    return lambda complaint: TidyField(label=label, max_length=length, required=False)


def _choice(label: str, options: Any, empty: str, initial: str = "") -> Callable[[Complaint], forms.Field]:
    pairs = [("", empty), *options.choices]
    return lambda complaint: forms.ChoiceField(
        label=label, choices=pairs, initial=getattr(complaint, initial) if initial else ""
    )


def _unit(complaint: Complaint) -> forms.Field:
    units = choices.units_of(complaint.government)
    field = forms.ModelChoiceField(units, label="Unit", empty_label="Pilih unit", initial=complaint.unit_id)
    field.error_messages["invalid_choice"] = PROBLEMS[Code.FOREIGN_CHOICE]
    return field


def _product(complaint: Complaint) -> forms.Field:
    return ProductField(choices.products_of(complaint.government), initial=complaint.product_id)


def _officer(complaint: Complaint) -> forms.Field:
    return OfficerField(complaint.government, initial=complaint.officer_id)


def _maladministration(complaint: Complaint) -> forms.Field:
    return RowsField(
        choices.forms_for(complaint) if complaint.pk else MaladministrationForm.objects.none(),
        label="Bentuk maladministrasi",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


MAKERS: dict[str, Callable[[Complaint], forms.Field]] = {
    "text": _text("Pesan untuk pengadu", length=6000, rows=8),
    "reason": _text("Alasan", length=500, rows=3),
    "classification": _choice("Kelas", Complaint.Class, "Pilih kelas", "classification"),
    "severity": _choice("Bobot", Complaint.Severity, "Pilih bobot", "severity"),
    "standard": _choice("Komponen standar pelayanan", Complaint.Standard, "Tidak tertentu", "standard"),
    "outcome": _choice("Hasil", Complaint.Outcome, "Pilih hasil"),
    "improvement": _text("Perbaikan yang dilakukan", length=2000, rows=3),
    "delay_reason": _text("Alasan lewat tenggat", length=500, rows=2),
    "referred_to": _line("Alamat yang tepat", length=300),
    "duplicate_of": _line("Nomor pengaduan yang sama", length=40),
    "decided_on": lambda complaint: forms.DateField(label="Tanggal keputusan", widget=DateInput, required=False),
    "files": lambda complaint: CheckedFilesField(label="Lampiran", required=False),
    "unit": _unit,
    "product": _product,
    "officer": _officer,
    "maladministration": _maladministration,
}
