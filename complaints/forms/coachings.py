"""What may be typed about the coaching of complaint officers."""

import uuid
from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.db import models

from complaints.forms.contacts import past_day
from complaints.forms.uploads import CheckedFilesField
from complaints.models import Coaching
from complaints.sentences import officers as sentences
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput, Difference, RowForm, RowsField, plain_helper
from kspp.lib.text import tidy_formfield
from kspp.lib.uploads import CheckedFile
from kspp.lib.uploads import sentences as file_sentences
from units.models import Officer, ServiceUnit

FIELDS = ("held_on", "topic", "given_by", "officers", "note", "proof")


class OneFileField(CheckedFilesField):
    """Cleans to one CheckedFile, or None."""

    widget = forms.ClearableFileInput  # type: ignore[assignment]
    too_large = file_sentences.too_large(settings.EVIDENCE_MAX_BYTES)

    def clean(self, value: Any) -> CheckedFile | None:  # type: ignore[override]
        return next(iter(super().clean(value)), None)


class CoachingForm(RowForm):
    """`form_key` counts for a new coaching, `version` for a stored one."""

    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": PROBLEMS[Code.FORM_USED], "required": PROBLEMS[Code.FORM_USED]},
    )
    officers = RowsField(
        None,
        label="Petugas yang mengikuti",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": sentences.OFFICER_NEEDED,
            "invalid_choice": sentences.FOREIGN_OFFICER,
            "invalid_pk_value": sentences.FOREIGN_OFFICER,
        },
    )
    proof = OneFileField(
        label="Bukti", required=False, help_text="Satu berkas: daftar hadir, sertifikat, surat tugas, atau notula."
    )

    class Meta:
        model = Coaching
        fields = ("held_on", "topic", "given_by", "note")
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"held_on": DateInput}

    def __init__(self, *args: Any, unit: ServiceUnit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        officers = unit.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER).order_by("-is_active", "name", "pk")
        self.fields["officers"].queryset = officers  # type: ignore[attr-defined]
        self.fields["form_key"].initial = uuid.uuid4()
        if self.instance.pk:
            del self.fields["form_key"]
            self.fields["officers"].initial = list(self.instance.officers.all())
            if self.instance.file_name:
                self.fields["proof"].help_text = f"Tersimpan: {self.instance.file_name}. Berkas baru menggantikannya."
        self.helper = plain_helper(Layout(*FIELDS, "version", *(["form_key"] if "form_key" in self.fields else [])))

    def clean_held_on(self) -> date:
        return past_day(self.cleaned_data["held_on"], self.today, years=10)

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def beside(self) -> dict[str, Any]:
        """What a service takes beside the values of the row."""
        return {"officers": list(self.cleaned_data["officers"]), "file": self.cleaned_data["proof"]}

    @property
    def sent(self) -> dict[str, Any]:
        key = {"form_key": self.cleaned_data["form_key"]} if "form_key" in self.fields else {}
        return {**super().sent, **self.beside, **key}

    def compared_with(self, stored: models.Model) -> list[Difference]:
        typed, names = self.beside, ", ".join
        now = [officer.name for officer in stored.officers.all()]  # type: ignore[attr-defined]
        stored_file = stored.file_name  # type: ignore[attr-defined]
        return [
            *super().compared_with(stored),
            ("Petugas yang mengikuti", names(sorted(now)), names(sorted(o.name for o in typed["officers"]))),
            ("Bukti", stored_file, typed["file"].name if typed["file"] else stored_file),
        ]
