"""What may be typed about places and people."""

from copy import copy
from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator
from django.db import models

from kspp.lib.dates import date_id
from kspp.lib.forms import DateInput, Difference, SearchForm, plain_helper
from kspp.lib.text import tidy_formfield
from units.models import Government, Officer, ServiceProduct, ServiceUnit
from units.sentences import DATES_REVERSED, EMPTY, NIP_SHAPE, NO, YES


class RowForm(forms.ModelForm):
    """A model form that carries the version it was opened at and never touches the row it was given."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    layout: ClassVar[Layout | None] = None

    def __init__(self, *args: Any, instance: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)  # type: ignore[misc]
        if instance is not None:
            self.fields["version"].initial = getattr(instance, "version", None)
        self.helper = plain_helper(self.layout)
        self.differences: list[Difference] = []

    @property
    def values(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def compared_with(self, stored: models.Model) -> list[Difference]:
        """Of what was typed and can be read."""
        return [
            (str(self.fields[name].label), self._words(name, getattr(stored, name)), self._words(name, value))
            for name, value in self.values.items()
        ]

    def _words(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, date):
            return date_id(value)
        return str(choices.get(value, value) if value not in (None, "") else EMPTY)


class GovernmentForm(RowForm):
    layout = Layout(
        Fieldset("Kop surat", "seat", "address", "contact"),
        Fieldset("Penanda tangan laporan", "signatory_post", "signatory_name", "signatory_rank", "signatory_nip"),
        "version",
    )

    class Meta:
        model = Government
        fields = (
            "seat",
            "address",
            "contact",
            "signatory_post",
            "signatory_name",
            "signatory_rank",
            "signatory_nip",
        )
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "seat": "Dipakai sebagai tempat pada tanggal surat.",
            "signatory_post": "Bila kosong, laporan memakai sebutan kepala daerah.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory_nip"].validators.append(RegexValidator(r"^[0-9 ]*$", NIP_SHAPE))


class UnitForm(RowForm):
    class Meta:
        model = ServiceUnit
        fields = ("name", "kind", "address", "parent", "six_day_week", "time_zone", "is_active")
        formfield_callback = tidy_formfield
        help_texts: ClassVar = {
            "parent": "Misalnya dinas kesehatan bagi sebuah puskesmas.",
            "six_day_week": "Dipakai untuk menghitung hari kerja.",
            "is_active": "Unit nonaktif tetap tersimpan, tetapi tidak ditawarkan pada siklus baru.",
        }

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = models.Q(is_active=True) | models.Q(pk=self.instance.parent_id)
        parent = self.fields["parent"]
        parent.queryset = government.units.filter(offered).exclude(pk=self.instance.pk)  # type: ignore[attr-defined]
        parent.empty_label = "Tanpa unit induk"  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "Pilih jenis"), *ServiceUnit.Kind.choices]  # type: ignore[attr-defined]


class ProductForm(RowForm):
    class Meta:
        model = ServiceProduct
        fields = ("name", "is_active")
        formfield_callback = tidy_formfield


class OfficerForm(RowForm):
    class Meta:
        model = Officer
        fields = ("duty", "name", "post", "decree_number", "serves_from", "serves_until", "is_active")
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"serves_from": DateInput, "serves_until": DateInput}
        help_texts: ClassVar = {
            "decree_number": "Diperlukan bagi petugas pengelola pengaduan; kosongkan bila belum ada.",
            "serves_until": "Kosongkan bila masih bertugas.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [("", "Pilih tugas"), *Officer.Duty.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("serves_from"), cleaned.get("serves_until")
        if since and until and until < since:
            self.add_error("serves_until", DATES_REVERSED)
        return cleaned


class GovernmentSearchForm(SearchForm):
    tingkat = forms.ChoiceField(
        label="Tingkat", required=False, choices=[("", "Semua tingkat"), *Government.Level.choices]
    )


class UnitSearchForm(SearchForm):
    jenis = forms.ChoiceField(label="Jenis", required=False, choices=[("", "Semua jenis"), *ServiceUnit.Kind.choices])
