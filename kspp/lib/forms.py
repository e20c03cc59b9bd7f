"""What the forms of several apps share: crispy without its form element, dates, searching, rows and their versions."""

from collections.abc import Iterable
from copy import copy
from datetime import date
from typing import Any, ClassVar, Protocol

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kspp.lib.dates import date_id
from kspp.lib.text import TidyField, whole_number

Difference = tuple[str, str, str]
"""A label, what is stored, what was typed."""

EMPTY, YES, NO = "kosong", "ya", "tidak"
LARGEST_VERSION = 2**31 - 1
VERSION_MISSING = "Portal tidak tahu versi data yang Anda lihat. Muat ulang halaman, lalu isi kembali."


def plain_helper(layout: Layout | None = None) -> FormHelper:
    """Fields only: the form element, its token and its buttons are the template's."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if layout is not None:
        helper.layout = layout
    return helper


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlainSelect(forms.Select):
    """As Django's, without groups; written in one go instead of with a template for every choice."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        choices = (choice for _, group, _ in widget["optgroups"] for choice in group)
        options = format_html_join(
            "",
            "<option{}>{}</option>",
            ((flatatt({"value": choice["value"], **choice["attrs"]}), choice["label"]) for choice in choices),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": widget["name"], **widget["attrs"]}), options)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows by their ids. An id no database could hold is an unknown choice, not an error of the database."""

    def clean(self, value: Any) -> Any:
        for text in value or ():
            if whole_number(str(text)) is None:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": text})
        return super().clean(value)


class VersionField(forms.IntegerField):
    """The version that was seen travels hidden. A form without one is refused: it could overwrite anything."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar = dict.fromkeys(("required", "invalid", "min_value", "max_value"), VERSION_MISSING)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST_VERSION, **kwargs)


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A model form that carries the version it was opened at and never touches the row it was given."""

    version = VersionField()
    layout: ClassVar[Layout | None] = None

    def __init__(self, *args: Any, instance: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=copy(instance), **kwargs)  # type: ignore[misc]
        self.fields["version"].initial = getattr(instance, "version", None)
        self.fields["version"].required = instance is not None
        self.helper = plain_helper(self.layout)
        self.differences: list[Difference] = []

    @property
    def values(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def sent(self) -> dict[str, object]:
        """What a service is called with; a row that is new has no version that could have been seen."""
        seen = {"seen_version": self.cleaned_data["version"]} if self.fields["version"].required else {}
        return {"values": self.values, **seen}

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


class SearchForm(forms.Form):
    """The search line above a list. What cannot be read narrows nothing."""

    q = TidyField(label="Cari nama", required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def chosen(self, name: str) -> str:
        self.is_valid()
        found: str = self.cleaned_data.get(name, "")
        return found


class ComparingForm(Protocol):
    """A form with a field `version` that can show what is stored beside what was typed."""

    data: Any
    differences: Any

    def add_prefix(self, field_name: str) -> str: ...


def show_conflict(form: ComparingForm, version: int, differences: Iterable[Difference]) -> None:
    """Keep what was typed, show what is stored, and let the next save replace it knowingly."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(version)
    form.differences = [row for row in differences if row[1] != row[2]]
