"""What may be typed about published contacts and the tests of them."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.validators import URLValidator, validate_email

from complaints.models import Contact, ContactTest
from complaints.sentences import officers as sentences
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput, RowForm
from kspp.lib.phones import local_number
from kspp.lib.text import TidyField, tidy_formfield
from units.models import Government, ServiceUnit

Kind = Contact.Kind
is_web_address = URLValidator(schemes=["http", "https"])


def past_day(day: date, today: date, *, years: int) -> date:
    """A day that has come and is not older than so many years. Raises ValidationError."""
    if day > today:
        raise forms.ValidationError(PROBLEMS[Code.FUTURE_DAY], code="future")
    if day < today - timedelta(days=366 * years):
        raise forms.ValidationError(PROBLEMS[Code.LONG_AGO], code="long_ago")
    return day


def tidy_value(kind: str, value: str) -> str:
    """The one way a contact of this kind is written. Raises ValidationError."""
    if kind == Kind.PHONE:
        return _needed(local_number(value), sentences.PHONE_WRONG)
    if kind == Kind.WHATSAPP:
        return _needed(local_number(value, may_be_short=False), sentences.WHATSAPP_WRONG)
    if kind == Kind.EMAIL:
        return _approved(validate_email, value.lower(), sentences.EMAIL_WRONG)
    if kind == Kind.WEB:
        address = value if "://" in value else f"https://{value}"
        return _approved(is_web_address, address, sentences.WEB_WRONG)
    return value


def _needed(value: str, problem: str) -> str:
    if not value:
        raise forms.ValidationError(problem, code="invalid")
    return value


def _approved(judge: Any, value: str, problem: str) -> str:
    try:
        judge(value)
    except forms.ValidationError:
        raise forms.ValidationError(problem, code="invalid") from None
    return value


class ContactForm(RowForm):
    class Meta:
        model = Contact
        fields = ("kind", "value", "hours", "is_active")
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "value": "Nomor kantor, bukan nomor pribadi: penilai mencobanya.",
            "hours": "Misalnya Senin–Jumat 08.00–15.30.",
            "is_active": "Kosongkan untuk menurunkannya dari halaman warga dan poster.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Pilih jenis"), *Kind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, value = cleaned.get("kind"), cleaned.get("value")
        if kind and value:
            try:
                cleaned["value"] = tidy_value(kind, value)
            except forms.ValidationError as error:
                self.add_error("value", error)
        return cleaned

    def validate_constraints(self) -> None:
        """The service says which contact stands there already, whoever is faster."""


class NewContactForm(ContactForm):
    """`unit` offers only places whose contacts the person keeps; blank is the government itself."""

    unit = forms.ModelChoiceField(None, label="Milik")  # type: ignore[var-annotated]
    field_order = ("unit", "kind", "value", "hours", "is_active")

    def __init__(
        self, *args: Any, government: Government, may_keep_government: bool, units: Sequence[ServiceUnit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = government.units.filter(pk__in=[unit.pk for unit in units]).order_by("name")
        unit.empty_label = government.full_name if may_keep_government else "Pilih unit"
        unit.required = not may_keep_government
        unit.error_messages["invalid_choice"] = sentences.FOREIGN_PLACE
        if not may_keep_government and len(units) == 1:
            unit.initial = units[0].pk


class TestsForm(forms.Form):
    """One line for each contact: how it went. A line left alone was not tried."""

    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": PROBLEMS[Code.FORM_USED], "required": PROBLEMS[Code.FORM_USED]},
    )
    tested_on = forms.DateField(label="Tanggal uji", widget=DateInput)

    def __init__(self, *args: Any, contacts: Sequence[Contact], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.contacts = today, contacts
        self.fields["form_key"].initial = uuid.uuid4()
        self.fields["tested_on"].initial = today
        offered = [("", sentences.NOT_TESTED), *ContactTest.Result.choices]
        for contact in contacts:
            self.fields[f"hasil-{contact.pk}"] = forms.ChoiceField(
                label="Hasil", choices=offered, widget=forms.RadioSelect, required=False, initial=""
            )
            self.fields[f"catatan-{contact.pk}"] = TidyField(label="Catatan", max_length=300, required=False)

    @property
    def rows(self) -> list[tuple[Contact, Any, Any]]:
        return [(c, self[f"hasil-{c.pk}"], self[f"catatan-{c.pk}"]) for c in self.contacts]

    @property
    def results(self) -> dict[Contact, tuple[str, str]]:
        """Result and note of those that were tried."""
        given = {c: self.cleaned_data.get(f"hasil-{c.pk}", "") for c in self.contacts}
        return {c: (result, self.cleaned_data.get(f"catatan-{c.pk}", "")) for c, result in given.items() if result}

    @property
    def sent(self) -> dict[str, object]:
        return {"results": self.results, **{name: self.cleaned_data[name] for name in ("tested_on", "form_key")}}

    def clean_tested_on(self) -> date:
        return past_day(self.cleaned_data["tested_on"], self.today, years=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.results:
            raise forms.ValidationError(sentences.NOTHING_TESTED, code="nothing")
        return cleaned
