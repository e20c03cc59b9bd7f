"""What may be typed about people."""

from typing import Any

from django import forms

from accounts.models import Membership
from accounts.permissions import Role
from directory.sentences.people import REASON_NEEDED
from kspp.lib.forms import SearchForm, plain_helper
from kspp.lib.text import TidyField
from units.models import Government

GRANTABLE = [(role, label) for role, label in Membership.ROLE_CHOICES if role != Role.PLATFORM_ADMIN]


class PeopleSearchForm(SearchForm):
    q = TidyField(label="Cari nama atau surel", required=False, max_length=80)


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Surel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Undangan dikirim ke sini.",
    )
    name = TidyField(label="Nama", max_length=120, help_text="Bila orang ini sudah punya akun, nama akunnya dipakai.")
    role = forms.ChoiceField(label="Peran", choices=[("", "Pilih peran"), *GRANTABLE])
    unit: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Unit",
        queryset=None,
        required=False,
        empty_label="Seluruh pemerintah daerah",
        help_text="Hanya bagi operator unit dan petugas pengaduan.",
    )

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = government.units.filter(is_active=True)  # type: ignore[attr-defined]
        self.helper = plain_helper()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class ReasonForm(forms.Form):
    reason = TidyField(
        label="Alasan",
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": REASON_NEEDED, "min_length": REASON_NEEDED},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
