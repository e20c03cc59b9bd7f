"""What may be ordered."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from kspp.lib.forms import DateInput, plain_helper
from reports.documents import complaint_sentences as sentences
from reports.documents.selectors.orders import WHOLE
from reports.models import Report
from units.models import ServiceUnit

NOT_ON_THE_LIST = "Pilihan ini tidak tersedia. Pilih dari daftar."
ABOUT = re.compile(rf"{WHOLE}(?:-(?P<instrument>[0-9]{{1,15}}))?|(?P<assessment>[0-9]{{1,15}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """Keys of what is to be reported: a unit's assessment, or the whole government, maybe by a further instrument."""

    instrument: int | None
    assessment: int | None


class OrderForm(forms.Form):
    """`order_key` is made with the page: the same page sent twice is one order."""

    order_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Formulir tidak lengkap. Muat ulang halaman.", "invalid": "Muat ulang halaman."},
    )
    about = forms.CharField(
        label="Laporan tentang", widget=forms.Select, max_length=40, error_messages={"required": NOT_ON_THE_LIST}
    )

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_key"].initial = uuid.uuid4
        self.fields["about"].widget.choices = subjects
        self.helper = plain_helper()

    def clean_about(self) -> ReportTarget:
        """Whether it is theirs to order is the view's question."""
        found = ABOUT.fullmatch(self.cleaned_data["about"])
        if found is None:
            raise forms.ValidationError(NOT_ON_THE_LIST)
        return ReportTarget(*(int(key) if key else None for key in found.groups()))


class KeyForm(forms.Form):
    """A button that must not act twice."""

    order_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


PERIODS = [
    ("month", "Bulan lalu"),
    ("quarter", "Triwulan lalu"),
    ("year", "Tahun berjalan"),
    ("own", "Periode lain"),
]
LONGEST_DAYS = 5 * 366


def named_period(name: str, today: date) -> tuple[date, date]:
    """The last whole month or quarter, or this year so far."""
    first_of_month = today.replace(day=1)
    if name == "month":
        last = first_of_month - timedelta(days=1)
        return last.replace(day=1), last
    if name == "quarter":
        start = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        last = start - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last
    return date(today.year, 1, 1), today


class ComplaintOrderForm(forms.Form):
    """`order_key` is made with the page: the same page sent twice is one order."""

    order_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Formulir tidak lengkap. Muat ulang halaman.", "invalid": "Muat ulang halaman."},
    )
    kind = forms.ChoiceField(label="Dokumen", choices=[c for c in Report.Kind.choices if c[0] != Report.Kind.READINESS])
    unit = forms.ModelChoiceField(None, label="Tentang", required=False)  # type: ignore[var-annotated]
    span = forms.ChoiceField(
        label="Periode", choices=PERIODS, required=False, help_text="Poster tidak memakai periode."
    )
    first = forms.DateField(label="Sejak", widget=DateInput, required=False)
    last = forms.DateField(label="Sampai", widget=DateInput, required=False)

    def __init__(self, *args: Any, units: Any, is_whole: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["order_key"].initial = uuid.uuid4
        unit = self.fields["unit"]
        unit.queryset, unit.required = units, not is_whole  # type: ignore[attr-defined]
        unit.empty_label = "Seluruh pemerintah daerah" if is_whole else "Pilih unit"  # type: ignore[attr-defined]
        unit.error_messages["invalid_choice"] = sentences.NOT_YOUR_UNIT
        self.helper = plain_helper(Layout("kind", "unit", "span", "first", "last", "order_key"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Report.Kind.POSTER:
            if not cleaned.get("unit") and "unit" not in self.errors:
                self.add_error("unit", sentences.UNIT_NEEDED)
        elif cleaned.get("span") == "own":
            check_period(self, cleaned)
        return cleaned

    @property
    def sent(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        kind = Report.Kind(cleaned["kind"])
        return {"kind": kind, "unit": cleaned["unit"], "period": self.period, "order_key": cleaned["order_key"]}

    @property
    def period(self) -> tuple[date, date] | None:
        cleaned = self.cleaned_data
        if cleaned["kind"] == Report.Kind.POSTER:
            return None
        if cleaned["span"] == "own":
            return cleaned["first"], cleaned["last"]
        return named_period(cleaned["span"] or "month", self.today)


def check_period(form: forms.Form, cleaned: dict[str, Any]) -> None:
    first, last = cleaned.get("first"), cleaned.get("last")
    if {"first", "last"} & set(form.errors):
        return
    if not first or not last:
        form.add_error("first" if not first else "last", sentences.PERIOD_NEEDED)
    elif last < first:
        form.add_error("last", sentences.PERIOD_REVERSED)
    elif (last - first).days > LONGEST_DAYS or first.year < 2000:
        form.add_error("last", sentences.PERIOD_TOO_LONG)


class PeriodForm(forms.Form):
    """Above the register. What cannot be read falls back to this year."""

    unit = forms.ModelChoiceField(None, label="Unit", required=False, empty_label="Semua unit")  # type: ignore[var-annotated]
    first = forms.DateField(label="Sejak", widget=DateInput, required=False)
    last = forms.DateField(label="Sampai", widget=DateInput, required=False)

    def __init__(self, *args: Any, units: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[ServiceUnit | None, date, date]:
        self.is_valid()
        start, end = named_period("year", self.today)
        first, last = self.cleaned_data.get("first") or start, self.cleaned_data.get("last") or end
        if not 2000 <= first.year <= last.year <= 2199 or not first <= last <= first + timedelta(days=LONGEST_DAYS):
            first, last = start, end
        return self.cleaned_data.get("unit"), first, last
