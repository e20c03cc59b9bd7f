"""Fields that read what an instrument file may say, and say in Indonesian what it may not."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from instruments.sentences import library as sentences
from instruments.sentences.words import PROVENANCE_NAMES
from instruments.versions.document import FileProvenance
from kspp.lib.blanks import plain_blanks
from kspp.lib.text import REFUSED, TidyField, is_printable, tidy_lines

LONGEST_TEXT = 4000
_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,4})?")
CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"
ORIGIN_CHOICES = [(word.value, PROVENANCE_NAMES[word]) for word in FileProvenance]


class NumberField(forms.CharField):
    """A number from 0 to `highest`, with comma or point before at most `places` decimals. No grouping of thousands."""

    def __init__(self, *, highest: int = 1000, places: int = 4, above_zero: bool = False, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "size": 8}
        super().__init__(max_length=12, widget=forms.TextInput(attributes), **kwargs)
        self.highest, self.places, self.above_zero = Decimal(highest), places, above_zero

    def prepare_value(self, value: Any) -> Any:
        return sentences.weight_words(value) if isinstance(value, Decimal | int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._number(text) if text else None

    def _number(self, text: str) -> Decimal | int:
        if not _NUMBER.fullmatch(text):
            raise ValidationError("Tulis angka saja, misalnya 12 atau 9,5.", "not_a_number")
        whole, _, decimals = text.replace(",", ".").partition(".")
        if len(decimals) > self.places:
            raise ValidationError(f"Paling banyak {self.places} angka di belakang koma.", "places")
        number = Decimal(f"{whole}.{decimals}") if decimals else Decimal(whole)
        if number > self.highest:
            raise ValidationError(f"Paling besar {sentences.weight_words(self.highest)}.", "too_high")
        if self.above_zero and not number:
            raise ValidationError("Harus lebih besar dari 0.", "too_low")
        return number if decimals else int(whole)


class LinesField(forms.CharField):
    """Free text with line breaks; no control characters."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), **{"max_length": LONGEST_TEXT, **kwargs})

    def to_python(self, value: Any) -> Any:
        text = plain_blanks(super().to_python(value) or "")
        if not is_printable(text.replace("\r\n", "").replace("\n", "").replace("\t", "")):
            raise ValidationError(REFUSED, "unprintable")
        return tidy_lines(text, len(text))


class ListField(LinesField):
    """One entry a line; the same entry counts once."""

    def __init__(self, *, longest: int = 250, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        entries = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if any(len(entry) > self.longest for entry in entries):
            raise ValidationError(f"Setiap baris paling panjang {self.longest} huruf.", "too_long")
        return entries


class YearsField(forms.CharField):
    """Years between commas or blanks."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        words = [word for word in re.split(r"[,;\s]+", super().clean(value)) if word]
        if not all(re.fullmatch(r"(?:20[0-9]{2}|2100)", word) for word in words):
            raise ValidationError("Tulis tahun empat angka, dipisah koma, misalnya 2026, 2027.", "years")
        return sorted({int(word) for word in words})


class CodeField(TidyField):
    def __init__(self, **kwargs: Any) -> None:
        sentence = "Hanya huruf, angka, titik, tanda hubung, dan garis bawah; diawali huruf atau angka."
        super().__init__(
            **{
                "label": "Kode",
                "max_length": 20,
                "validators": [RegexValidator(CODE_PATTERN, sentence)],
                "widget": forms.TextInput({"size": 12, "autocomplete": "off"}),
                **kwargs,
            }
        )


class SlugTextField(TidyField):
    def __init__(self, **kwargs: Any) -> None:
        sentence = "Hanya huruf kecil, angka, dan tanda hubung di antaranya."
        pattern = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"
        super().__init__(**{"validators": [RegexValidator(pattern, sentence)], **kwargs})


def origin_field(label: str, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=ORIGIN_CHOICES, initial=FileProvenance.ESTIMATED.value, required=required
    )


def choices_of(names: Any, values: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(value), sentences.capital(names[value])) for value in values]
