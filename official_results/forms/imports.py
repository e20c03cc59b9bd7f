"""What may be sent as a file of official results."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from kspp.lib.forms import VersionField, plain_helper
from kspp.lib.tables import MAX_BYTES, MAX_ROWS, TableFault
from kspp.lib.uploads.tables import TableField
from official_results.models import OfficialImport
from official_results.sentences.imports import ASK_AGAIN, DECIDED_MEANWHILE, TABLE_FAULTS
from units.models import Government

NATIONAL = ""
ROWS = f"{MAX_ROWS:,}".replace(",", ".")


class OfficialImportForm(forms.Form):
    """`places`: whose figures this person may bring in; None stands for everybody's."""

    place = forms.ChoiceField(label="Hasil milik", required=False)
    file = TableField(
        label="Berkas CSV atau XLSX",
        help_text=f"Paling banyak {ROWS} baris dan {MAX_BYTES // 1024 // 1024} MB.",
        limit=MAX_BYTES,
        too_large=TABLE_FAULTS[TableFault.TOO_LARGE],
        empty=TABLE_FAULTS[TableFault.EMPTY],
    )
    order_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, places: Sequence[Government | None], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_key"].initial = uuid.uuid4
        self.places = {place.code if place else NATIONAL: place for place in places}
        if len(self.places) > 1:
            choices = [(code, str(place) if place else "Seluruh Indonesia") for code, place in self.places.items()]
            self.fields["place"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["place"]
        self.helper = plain_helper()

    @property
    def government(self) -> Government | None:
        if len(self.places) == 1:
            return next(iter(self.places.values()))
        return self.places[self.cleaned_data["place"]]

    @property
    def sent(self) -> dict[str, Any]:
        name, content = self.cleaned_data["file"]
        key = self.cleaned_data["order_key"]
        return {"government": self.government, "name": name, "content": content, "order_key": key}


class DropForm(forms.Form):
    version = VersionField(error_messages=dict.fromkeys(VersionField.default_error_messages, ASK_AGAIN))

    @property
    def problem(self) -> str:
        return " ".join(map(str, self.non_field_errors()))

    def show_conflict(self, stored: OfficialImport) -> None:
        self.add_error(None, DECIDED_MEANWHILE)


class TakeForm(DropForm):
    """`partial`: only the good rows, although others are refused."""

    partial = forms.BooleanField(required=False)
