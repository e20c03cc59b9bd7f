"""Published contacts, their monthly test, and coaching."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from complaints.forms.uploads import FilesField
from complaints.models import Coaching, Contact, ContactTest
from complaints.selectors.officers import ContactLine
from complaints.sentences import officers as sentences
from complaints.sentences.problems import PROBLEMS, Problem
from kspp.lib.forms import DateInput, plain_helper
from kspp.lib.text import TidyField, tidy_formfield
from units.forms import RowForm
from units.models import Officer, ServiceUnit

LONG_AGO = timedelta(days=3 * 365)
CALLED = {Contact.Kind.PHONE, Contact.Kind.WHATSAPP}


class ContactForm(RowForm):
    class Meta:
        model = Contact
        fields = ("kind", "value", "hours", "is_active")
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "hours": "Misalnya Senin–Jumat 08.00–15.30.",
            "is_active": "Kosongkan untuk menurunkannya dari halaman warga dan poster.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value:
            problem = contact_problem(kind, value)
            if problem:
                self.add_error("value", problem)
        return cleaned


def contact_problem(kind: str, value: str) -> str:
    """What is wrong with a contact of this kind; empty when nothing is."""
    if kind in CALLED and not re.fullmatch(r"(\+?62|0)?\d{7,14}", re.sub(r"[\s().-]", "", value)):
        return sentences.PHONE_WRONG
    try:
        if kind == Contact.Kind.EMAIL:
            validate_email(value)
        if kind == Contact.Kind.WEB:
            URLValidator(schemes=["http", "https"])(value)
    except ValidationError:
        return sentences.EMAIL_WRONG if kind == Contact.Kind.EMAIL else sentences.WEB_WRONG
    return ""


def _past(day: date | None, today: date) -> date | None:
    if day and (day > today or day < today - LONG_AGO):
        raise forms.ValidationError(PROBLEMS[Problem.FUTURE_DAY if day > today else Problem.LONG_AGO], code="day")
    return day


class TestsForm(forms.Form):
    """One line for each contact: how it went. A line left alone was not tried."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": PROBLEMS[Problem.FORM_USED]})
    tested_on = forms.DateField(label="Tanggal uji", widget=DateInput)

    def __init__(self, *args: Any, lines: Sequence[ContactLine], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.contacts = today, [line.contact for line in lines if line.contact.is_active]
        self.fields["form_key"].initial = uuid.uuid4()
        self.fields["tested_on"].initial = today
        results = [("", "Tidak diuji"), *ContactTest.Result.choices]
        for contact in self.contacts:
            self.fields[f"hasil-{contact.pk}"] = forms.ChoiceField(label=str(contact), choices=results, required=False)
            self.fields[f"catatan-{contact.pk}"] = TidyField(label=f"Catatan {contact}", max_length=300, required=False)

    @property
    def rows(self) -> list[tuple[Contact, Any, Any]]:
        return [(c, self[f"hasil-{c.pk}"], self[f"catatan-{c.pk}"]) for c in self.contacts]

    def clean_tested_on(self) -> date | None:
        return _past(self.cleaned_data["tested_on"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.results:
            raise forms.ValidationError(sentences.NOTHING_TESTED, code="nothing")
        return cleaned

    @property
    def results(self) -> dict[Contact, tuple[str, str]]:
        cleaned = self.cleaned_data
        found = {c: (cleaned.get(f"hasil-{c.pk}", ""), cleaned.get(f"catatan-{c.pk}", "")) for c in self.contacts}
        return {contact: given for contact, given in found.items() if given[0]}


class CoachingForm(RowForm):
    form_key = forms.UUIDField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": PROBLEMS[Problem.FORM_USED]}
    )
    officers = forms.ModelMultipleChoiceField(
        Officer.objects.none(), label="Petugas yang mengikuti", widget=forms.CheckboxSelectMultiple
    )
    proof = FilesField(label="Bukti", required=False, help_text="Undangan, daftar hadir, sertifikat, atau notula.")

    class Meta:
        model = Coaching
        fields = ("held_on", "topic", "given_by", "note")
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"held_on": DateInput}

    def __init__(self, *args: Any, unit: ServiceUnit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        officers = self.fields["officers"]
        officers.queryset = unit.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER)  # type: ignore[attr-defined]
        officers.error_messages["invalid_choice"] = sentences.FOREIGN_OFFICER
        self.fields["form_key"].initial = uuid.uuid4()
        if self.instance.pk:
            officers.initial = list(self.instance.officers.all())
            del self.fields["proof"]
        self.helper = plain_helper(None)

    def clean_held_on(self) -> date | None:
        return _past(self.cleaned_data["held_on"], self.today)

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
