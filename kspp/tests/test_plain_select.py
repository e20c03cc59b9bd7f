"""A select written in one go says what Django's says."""

import pytest
from django import forms
from django.test.html import parse_html

from kspp.lib.forms import PlainSelect

CHOICES = [("", "Semua"), ("a&b", '<"Kota">'), ("c", "Sangat Baik")]


@pytest.mark.parametrize("value", ["", "a&b", "c", "unknown", None])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_kategori", "required": True, "aria-describedby": 'x"y'}])
def test_it_writes_what_the_select_of_django_writes(value: str | None, attrs: dict[str, object]) -> None:
    ours, theirs = (widget(choices=CHOICES).render("kategori", value, attrs) for widget in (PlainSelect, forms.Select))
    assert parse_html(ours) == parse_html(theirs)
