"""What may be ordered."""

import uuid
from typing import Any

from django import forms

from kspp.lib.forms import plain_helper


class OrderForm(forms.Form):
    """`order_key` is made with the page: the same page sent twice is one order."""

    order_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Formulir tidak lengkap. Muat ulang halaman.", "invalid": "Muat ulang halaman."},
    )
    assessment = forms.IntegerField(
        label="Laporan tentang",
        required=False,
        widget=forms.Select,
        error_messages={"invalid": "Pilihan ini tidak tersedia. Pilih dari daftar."},
    )

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_key"].initial = uuid.uuid4
        self.fields["assessment"].widget.choices = subjects
        self.helper = plain_helper()


class KeyForm(forms.Form):
    """A button that must not act twice."""

    order_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
