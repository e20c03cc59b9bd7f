"""Which unit of ours a printed name stands for."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kspp.lib.names import name_key
from kspp.lib.text import whole_number
from official_results.selectors.unit_names import PrintedUnit, who_said
from official_results.sentences import unit_names as sentences
from units.models import Government, ServiceUnit, UnitAlias

LONGEST_NAME = 160


class UnitLinkForm(forms.Form):
    """Of one printed name. `units`: all of the government's.

    `seen`: the id of the unit the name stood for when the page was drawn, empty for none.
    """

    name = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_NAME, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    unit = forms.ChoiceField(
        label="Unit ini di portal",
        error_messages={"required": sentences.CHOOSE, "invalid_choice": sentences.NOT_OURS},
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, government: Government, units: Iterable[ServiceUnit]
    ) -> None:
        super().__init__(data, files)
        self.government = government
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = self._choices(())  # type: ignore[attr-defined]
        self.fields["unit"].required = not self.lets_go

    def at(self, printed: PrintedUnit, likely: Iterable[ServiceUnit], number: int) -> None:
        """To be drawn at this name, the `number`th of its page; what was sent stays."""
        now = printed.unit.pk if printed.unit else ""
        self.initial = {"name": printed.name, "seen": now, "unit": now}
        self.auto_id = f"id_%s_{number}"
        self.fields["unit"].choices = self._choices(likely)  # type: ignore[attr-defined]

    @property
    def lets_go(self) -> bool:
        """Whether the name shall stand for nothing, whatever is chosen."""
        return "lepas" in self.data

    @property
    def chosen(self) -> ServiceUnit | None:
        """None where the name shall stand for nothing."""
        return None if self.lets_go else self.units[int(self.cleaned_data["unit"])]

    def clean_seen(self) -> int | None:
        """The field is always sent; nothing in it is what the page showed."""
        text = self.cleaned_data["seen"]
        seen = whole_number(text)
        if "seen" not in self.data or (text and seen is None):
            raise forms.ValidationError(sentences.INCOMPLETE)
        return seen

    @property
    def sent(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "unit": self.chosen, "seen": self.cleaned_data["seen"]}

    @property
    def key(self) -> str:
        """Of the name that was sent, also where the rest cannot be read."""
        return name_key(self.data.get("name", ""))

    def show_conflict(self, alias: UnitAlias | None) -> None:
        """Keep what was chosen, say who made the name what it is now, and let the next save replace it knowingly."""
        name, unit = (alias.name, alias.unit) if alias else (self.cleaned_data["name"], None)
        self.data = {**self.data.dict(), "seen": str(unit.pk if unit else "")}  # type: ignore[attr-defined]
        self.add_error(None, sentences.meanwhile(name, str(unit or ""), who_said(self.government, name)))

    def _choices(self, likely: Iterable[ServiceUnit]) -> list[tuple[str, Any]]:
        """The likeliest first."""
        first = [_choice(unit) for unit in likely]
        others = [choice for choice in map(_choice, self.units.values()) if choice not in first]
        groups = [(sentences.ALIKE, first), (sentences.OTHERS, others)]
        return [("", "Pilih unit"), *(groups if first and others else first or others)]


def _choice(unit: ServiceUnit) -> tuple[str, str]:
    """An inactive one says so: a figure of an earlier year may be about it."""
    return str(unit.pk), unit.name if unit.is_active else sentences.inactive(unit.name)
