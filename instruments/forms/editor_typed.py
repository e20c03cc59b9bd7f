"""What was typed into a section that cannot be opened any more, in words, so that it can be copied."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from instruments.forms.editor import SectionForm
from instruments.forms.editor_lists import NumbersForm, RowsForm

_ROW = re.compile(r"rows-([0-9]{1,3})-([a-z_]+)")
_LEVEL = re.compile(r"level_([0-9]{1,3})")


def typed_words(form_class: type[SectionForm], data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of every filled field, in the order in which they were sent; nothing that no form has."""
    return [
        (label, words)
        for name in data
        for label, field in _fields(form_class, name)
        if (words := _words(field, str(data[name]).strip()))
    ]


def _fields(form_class: type[SectionForm], name: str) -> Iterator[tuple[str, forms.Field | None]]:
    if name == "version":
        return
    field = form_class.base_fields.get(name)
    if field:
        yield str(field.label), field
    elif found := _LEVEL.fullmatch(name):
        yield f"Tingkat, kotak ke-{int(found[1]) + 1}", None
    elif issubclass(form_class, RowsForm):
        yield from _of_row(form_class, name)
    elif issubclass(form_class, NumbersForm) and name.startswith("number_"):
        yield f"{form_class.label} {name.removeprefix('number_')}", None


def _of_row(form_class: type[RowsForm], name: str) -> Iterator[tuple[str, forms.Field | None]]:
    found = _ROW.fullmatch(name)
    field = form_class.row_form.base_fields.get(found[2]) if found else None
    if found and field:
        yield f"Baris {int(found[1]) + 1}: {field.label}", field


def _words(field: forms.Field | None, value: str) -> str:
    """A choice as the page showed it."""
    if isinstance(field, forms.BooleanField):
        return "ya" if value else ""
    choices = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
    return str(choices.get(value, value))
