"""Text people type: blanks collapsed, control characters refused."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kspp.lib.blanks import plain_blanks

_BLANKS = re.compile(r"[ \t\r\n]+")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs"})
LONGEST_NUMBER = 18
"""Digits that surely fit a row's id."""
REFUSED = "Hapus karakter yang tidak dapat dicetak, lalu simpan lagi."


def tidy_lines(text: str, longest: int) -> str:
    """Several lines of free text: plain blanks, none around it, no NUL (PostgreSQL stores none), cut at `longest`."""
    return plain_blanks(text).replace("\x00", "").replace("\r\n", "\n").strip()[:longest]


def whole_number(text: str) -> int | None:
    """A row's id or version as a form carries it; None for what is none. Other scripts' digits are no number here."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def collapse(text: str) -> str:
    return _BLANKS.sub(" ", plain_blanks(text)).strip()


def is_printable(text: str) -> bool:
    """False when a control, formatting (for instance right-to-left override) or surrogate character is in the text."""
    return not any(unicodedata.category(character) in _UNPRINTABLE for character in text)


class TidyField(forms.CharField):
    """One line of text. Blanks and line breaks count as one blank; unprintable characters are refused."""

    def to_python(self, value: Any) -> Any:
        text = collapse(str(value)) if value not in self.empty_values else ""
        if not is_printable(text):
            raise ValidationError(REFUSED, code="unprintable")
        return super().to_python(text)


def tidy_formfield(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """For `formfield_callback`: every plain text column of a model form becomes a `TidyField`."""
    if db_field.get_internal_type() == "CharField":
        kwargs["form_class"] = TidyField
    field: forms.Field | None = db_field.formfield(**kwargs)
    return field
