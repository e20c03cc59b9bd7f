"""What may be typed about places and people."""

from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator
from django.db import models

from directory.sentences.places import DATES_REVERSED, NIP_SHAPE
from kspp.lib.forms import DateInput, RowForm, SearchForm
from kspp.lib.text import tidy_formfield
from units.models import Government, Officer, ServiceProduct, ServiceUnit


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
