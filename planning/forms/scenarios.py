"""Naming a scenario."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kspp.lib.errors import Problem
from kspp.lib.forms import Difference, VersionField
from kspp.lib.text import TidyField, tidy_lines
from planning.models import Scenario
from planning.sentences.problems import PROBLEMS, Code
from planning.services.scenarios import LONGEST_NAME, LONGEST_NOTE


class NoteField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(label="Catatan", required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 2}))

    def clean(self, value: Any) -> str:
        return tidy_lines(super().clean((value or "").replace("\x00", "")), LONGEST_NOTE)


class ScenarioForm(forms.Form):
    name = TidyField(
        label="Nama skenario",
        max_length=LONGEST_NAME,
        error_messages={"required": Problem(Code.NAME_NEEDED).said_by(PROBLEMS)},
    )
    note = NoteField()


class NameForm(ScenarioForm):
    """A new scenario. `order_key`: sent twice it is one."""

    order_key = forms.UUIDField(widget=forms.HiddenInput)


class RenameForm(ScenarioForm):
    version = VersionField()

    differences: Sequence[Difference] = ()

    def compared_with(self, stored: Scenario) -> list[Difference]:
        data = self.cleaned_data
        return [("Nama skenario", stored.name, data["name"]), ("Catatan", stored.note, data["note"])]
