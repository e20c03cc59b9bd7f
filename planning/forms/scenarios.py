"""Naming a scenario."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kspp.lib.forms import Difference
from kspp.lib.text import LONGEST_NUMBER, TidyField, tidy_lines
from planning.models import Scenario
from planning.sentences import scenarios as sentences
from planning.services.scenarios import LONGEST_NAME, LONGEST_NOTE


class NoteField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(label="Catatan", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 2}))

    def clean(self, value: Any) -> str:
        return tidy_lines(super().clean((value or "").replace("\x00", "")), LONGEST_NOTE)


class NameForm(forms.Form):
    """A new scenario. `order_key`: sent twice it is one."""

    order_key = forms.UUIDField(widget=forms.HiddenInput)
    name = TidyField(label="Nama skenario", max_length=LONGEST_NAME, error_messages={"required": sentences.NAME_NEEDED})
    note = NoteField()

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class RenameForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**LONGEST_NUMBER)
    name = TidyField(label="Nama skenario", max_length=LONGEST_NAME, error_messages={"required": sentences.NAME_NEEDED})
    note = NoteField()

    differences: Sequence[Difference] = ()

    def compared_with(self, stored: Scenario) -> list[Difference]:
        data = self.cleaned_data
        return [("Nama skenario", stored.name, data["name"]), ("Catatan", stored.note, data["note"])]
