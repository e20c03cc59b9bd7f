"""A complaint as an officer records it, at the counter or on the telephone."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from complaints.forms.choosing import ProductField
from complaints.forms.uploads import CheckedFilesField
from complaints.models import Complaint
from complaints.selectors import choices
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput, plain_helper
from kspp.lib.text import TidyField
from units.models import Government

CHANNELS = [(code, label) for code, label in Complaint.Channel.choices if code != Complaint.Channel.WEB]
PERSON = ("name", "phone", "email", "address")
CASE = (
    "channel",
    "external_number",
    "received_at",
    "unit",
    "product",
    "subject",
    "story",
    "loss",
    "wish",
    "event_date",
    "place",
    "secrecy",
    "is_vulnerable",
)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _side_by_side(*names: str) -> Div:
    return Div(*names, css_class="row")


class EntryForm(forms.Form):
    """One screen, in the order in which people tell it; the keyboard alone is enough."""

    form_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": PROBLEMS[Code.FORM_USED], "required": PROBLEMS[Code.FORM_USED]},
    )
    channel = forms.ChoiceField(label="Kanal", choices=CHANNELS)
    external_number = TidyField(
        label="Nomor di kanal asal",
        max_length=60,
        required=False,
        help_text="Wajib untuk SP4N-LAPOR!; untuk surat boleh nomor agenda.",
    )
    received_at = forms.DateTimeField(
        label="Diterima",
        widget=MomentInput,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M"],
        help_text="Tenggat dihitung sejak saat ini.",
    )
    unit = forms.ModelChoiceField(None, label="Unit yang diadukan", required=False, empty_label="Belum jelas")  # type: ignore[var-annotated]
    product = ProductField()
    subject = TidyField(label="Pokok pengaduan", max_length=160)
    story = forms.CharField(label="Apa yang terjadi", max_length=6000, widget=forms.Textarea(attrs={"rows": 5}))
    loss = forms.CharField(label="Kerugian", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False)
    wish = forms.CharField(
        label="Penyelesaian yang diharapkan", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    event_date = forms.DateField(label="Tanggal kejadian", widget=DateInput, required=False)
    place = TidyField(label="Tempat kejadian", max_length=200, required=False)
    files = CheckedFilesField(label="Lampiran", required=False)  # type: ignore[assignment]
    secrecy = forms.ChoiceField(label="Identitas", choices=Complaint.Secrecy)
    name = TidyField(label="Nama", max_length=120, required=False, help_text="Wajib, kecuali tanpa nama.")
    phone = TidyField(label="Telepon", max_length=40, required=False)
    email = forms.EmailField(label="Surel", max_length=120, required=False)
    address = TidyField(label="Alamat", max_length=200, required=False)
    is_vulnerable = forms.BooleanField(label="Pengadu termasuk kelompok rentan", required=False)

    layout: ClassVar = Layout(
        Fieldset("Dari mana", _side_by_side("channel", "received_at", "external_number")),
        Fieldset(
            "Tentang apa",
            _side_by_side("unit", "product"),
            "subject",
            "story",
            _side_by_side("loss", "wish"),
            _side_by_side("event_date", "place"),
            "files",
        ),
        Fieldset(
            "Siapa yang mengadu",
            "secrecy",
            Div(_side_by_side("name", "phone"), _side_by_side("email", "address"), data_kspp_person=""),
            "is_vulnerable",
        ),
        "form_key",
    )

    def __init__(self, *args: Any, government: Government, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4()
        self.fields["received_at"].initial = timezone.now
        units = choices.units_of(government)
        self.is_limited = not may(user, Permission.COMPLAINT_RECORD, government)
        if self.is_limited:
            own = [m.unit_id for m in user.memberships_with(Permission.COMPLAINT_RECORD) if m.unit_id]
            units = units.filter(pk__in=own)
            self.fields["unit"].required = True
            self.fields["unit"].initial = units.first()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["product"].queryset = choices.products_of(government).filter(unit__in=units)  # type: ignore[attr-defined]
        self.fields["unit"].error_messages["invalid_choice"] = PROBLEMS[Code.FOREIGN_CHOICE]
        self.fields["channel"].widget.attrs["autofocus"] = not self.is_bound
        self.helper = plain_helper(self.layout)

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        if moment > timezone.now():
            raise forms.ValidationError(PROBLEMS[Code.FUTURE_DAY], code="future")
        if moment.year < 2000:
            raise forms.ValidationError(PROBLEMS[Code.LONG_AGO], code="past")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        product, unit = cleaned.get("product"), cleaned.get("unit")
        if product and not unit:
            cleaned["unit"] = product.unit
        elif product and unit and product.unit_id != unit.pk:
            self.add_error("product", PROBLEMS[Code.FOREIGN_PRODUCT])
        event, received = cleaned.get("event_date"), cleaned.get("received_at")
        if event and received and event > timezone.localdate(received):
            self.add_error("event_date", PROBLEMS[Code.FUTURE_DAY])
        if cleaned.get("channel") == Complaint.Channel.LAPOR and not cleaned.get("external_number"):
            self.add_error("external_number", PROBLEMS[Code.LAPOR_NUMBER_NEEDED])
        self._check_person(cleaned)
        return cleaned

    def _check_person(self, cleaned: dict[str, Any]) -> None:
        """Whoever is named needs a name; an anonymous complaint keeps none."""
        if cleaned.get("secrecy") == Complaint.Secrecy.ANONYMOUS:
            for field in PERSON:
                self.errors.pop(field, None)
                cleaned[field] = ""
        elif not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", PROBLEMS[Code.NAME_NEEDED])

    @property
    def values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in CASE}

    @property
    def is_anonymous(self) -> bool:
        return bool(self.cleaned_data["secrecy"] == Complaint.Secrecy.ANONYMOUS)

    def is_of(self, stored: Complaint) -> bool:
        """Whether `stored` holds what was typed, and not what this form was used for before."""
        return all(getattr(stored, name) == self.cleaned_data[name] for name in ("subject", "story"))

    def renew_key(self) -> None:
        data: Any = self.data
        self.data = data = data.copy()
        data["form_key"] = str(uuid.uuid4())

    @property
    def identity(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PERSON}
