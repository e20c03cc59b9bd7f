"""What may be typed about the calendar and the clocks."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from complaints.models import ClockRule, DayOff
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import shape_problems
from kspp.lib.forms import DateInput, RowForm
from kspp.lib.text import tidy_formfield

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
OUT_OF_RANGE = "Tanggal harus antara 1 Januari 2000 dan 31 Desember 2100."


class DayOffForm(RowForm):
    """A new day. Only the platform may choose a kind that makes it national."""

    class Meta:
        model = DayOff
        fields = ("date", "name", "kind", "is_estimate")
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"date": DateInput}
        help_texts: ClassVar = {
            "name": "Seperti tertulis dalam keputusan, misalnya Hari Jadi Kabupaten.",
            "is_estimate": "Centang bila tanggalnya masih dapat berubah.",
        }

    def __init__(self, *args: Any, may_add_national: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if may_add_national:
            kind.help_text = "Hari libur nasional dan cuti bersama berlaku bagi semua pemerintah daerah."
        else:
            kind.choices = [(DayOff.Kind.LOCAL.value, DayOff.Kind.LOCAL.label)]  # type: ignore[attr-defined]
        kind.initial = DayOff.Kind.LOCAL

    def clean_date(self) -> date:
        day: date = self.cleaned_data["date"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(OUT_OF_RANGE, code="out_of_range")
        return day


class DayOffChangeForm(RowForm):
    """The date stays: a moved day is set inactive and added anew."""

    class Meta:
        model = DayOff
        fields = ("name", "is_estimate", "is_active", "reason")
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "is_active": "Kosongkan bila hari ini tetap hari kerja.",
            "reason": "Wajib diisi bila hari ini tidak lagi berlaku sebagai hari libur.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("is_active") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", PROBLEMS[Code.REASON_NEEDED])
        return cleaned


LENGTH_PARTS = ("length", "unit", "extension", "starts_at")
PERIOD_PARTS = ("valid_from", "valid_until")
HELP: dict[str, str] = {
    "extension": "Kosongkan bila tidak dapat diperpanjang. Memakai satuan yang sama.",
    "valid_until": "Kosongkan bila masih berlaku.",
    "basis": "Nama peraturan dan pasalnya.",
}


class AnyClockForm(RowForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "unit" in cleaned:
            for field, problem in shape_problems(cleaned).items():
                self.add_error(field, PROBLEMS[problem])
        return cleaned


class ClockForm(AnyClockForm):
    """A national rule, for the platform."""

    layout = Layout(
        Fieldset("Tenggat", "name", *LENGTH_PARTS),
        Fieldset("Dasar", "basis", "confidence", *PERIOD_PARTS),
        "version",
    )

    class Meta:
        model = ClockRule
        fields = ("name", *LENGTH_PARTS, "basis", "confidence", *PERIOD_PARTS)
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"valid_from": DateInput, "valid_until": DateInput}
        help_texts: ClassVar = {**HELP, "length": "Kosongkan bila ditetapkan setiap pemerintah daerah."}


class LocalClockForm(AnyClockForm):
    """A government's own rule; it takes the place of the national one chosen."""

    code = forms.ChoiceField(label="Menggantikan")
    layout = Layout(
        Fieldset("Tenggat", "code", "name", *LENGTH_PARTS),
        Fieldset("Keputusan daerah", "decree_number", "basis", *PERIOD_PARTS),
        "version",
    )

    class Meta:
        model = ClockRule
        fields = ("code", "name", *LENGTH_PARTS, "decree_number", "basis", *PERIOD_PARTS)
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"valid_from": DateInput, "valid_until": DateInput}
        help_texts: ClassVar = {**HELP, "decree_number": "Misalnya 100.3.3.2/145/2024."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        national = ClockRule.objects.national().values_list("code", "name")
        self.fields["code"].choices = [("", "Pilih tenggat nasional"), *dict(national).items()]  # type: ignore[attr-defined]
        for name in ("length", "decree_number", "valid_from"):
            self.fields[name].required = True
