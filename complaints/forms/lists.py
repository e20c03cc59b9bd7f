"""Filters and bulk acts of the work lists."""

import uuid
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from accounts.models import User
from complaints.models import Complaint, MaladministrationForm
from complaints.selectors import choices
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput, RowsField, plain_helper
from kspp.lib.text import TidyField
from units.models import Government

MOST_AT_ONCE = 100
FILTERS = ("q", "unit", "channel", "classification", "state", "severity", "form", "since", "until")


class FilterForm(forms.Form):
    """What cannot be read narrows nothing. Names and numbers are searched only where the user may read them."""

    q = TidyField(label="Cari nomor, isi, atau pengadu", required=False, max_length=80)
    unit = forms.ModelChoiceField(None, required=False, label="Unit", empty_label="Semua unit")  # type: ignore[var-annotated]
    channel = forms.ChoiceField(required=False, label="Kanal", choices=[("", "Semua"), *Complaint.Channel.choices])
    classification = forms.ChoiceField(required=False, label="Kelas", choices=[("", "Semua"), *Complaint.Class.choices])
    state = forms.ChoiceField(required=False, label="Status", choices=[("", "Semua"), *Complaint.State.choices])
    severity = forms.ChoiceField(required=False, label="Bobot", choices=[("", "Semua"), *Complaint.Severity.choices])
    form = forms.ModelChoiceField(None, required=False, label="Maladministrasi", empty_label="Semua")  # type: ignore[var-annotated]
    since = forms.DateField(required=False, label="Diterima sejak", widget=DateInput)
    until = forms.DateField(required=False, label="Sampai", widget=DateInput)

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = choices.units_of(government)  # type: ignore[attr-defined]
        self.fields["form"].queryset = MaladministrationForm.objects.all()  # type: ignore[attr-defined]
        self.helper = plain_helper(Layout(*FILTERS))

    @property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


ACTS = [
    ("", "Pilih tindakan"),
    ("assign", "Tugaskan petugas"),
    ("dispose", "Disposisikan ke unit"),
    ("archive", "Arsipkan"),
    ("read", "Tandai pesan sudah dibaca"),
]


class BulkForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": PROBLEMS[Code.FORM_USED]})
    act = forms.ChoiceField(label="Tindakan untuk yang dipilih", choices=ACTS)
    officer = forms.ModelChoiceField(None, label="Petugas", required=False, empty_label="Pilih petugas")  # type: ignore[var-annotated]
    unit = forms.ModelChoiceField(None, label="Unit", required=False, empty_label="Pilih unit")  # type: ignore[var-annotated]
    reason = TidyField(label="Alasan (untuk arsip)", required=False, max_length=500)
    complaints = RowsField(None, required=True)

    def __init__(self, *args: Any, government: Government, user: User, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4()
        self.fields["officer"].queryset = choices.officers_of(government)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = choices.units_of(government)  # type: ignore[attr-defined]
        self.fields["complaints"].queryset = rows  # type: ignore[attr-defined]
        self.fields["complaints"].error_messages |= {
            "required": PROBLEMS[Code.NOTHING_CHOSEN],
            "invalid_choice": PROBLEMS[Code.FOREIGN_CHOICE],
            "invalid_pk_value": PROBLEMS[Code.FOREIGN_CHOICE],
        }
        self.helper = plain_helper(Layout("act", "officer", "unit", "reason", "form_key"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs = {"dispose": ("unit", Code.UNIT_NEEDED), "archive": ("reason", Code.REASON_NEEDED)}
        field, problem = needs.get(cleaned.get("act", ""), ("", None))
        if problem and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, PROBLEMS[problem])
        chosen = cleaned.get("complaints")
        if chosen is not None and len(chosen) > MOST_AT_ONCE:
            self.add_error("complaints", PROBLEMS[Code.TOO_MANY_CHOSEN])
        return cleaned
