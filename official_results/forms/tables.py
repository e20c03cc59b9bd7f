"""Filters of the published results."""

from collections.abc import Sequence
from typing import Self

from django import forms

from kspp.lib.forms import PlainSelect, SearchForm
from official_results.sentences.ranking import LEVELS


class OfficialForm(SearchForm):
    """Filters of the published results. What is not among the choices narrows nothing."""

    tahun = forms.CharField(widget=forms.HiddenInput, required=False)
    tingkat = forms.ChoiceField(label="Tingkat", required=False, choices=list(LEVELS.items()), widget=PlainSelect)
    provinsi = forms.ChoiceField(label="Provinsi", required=False, widget=PlainSelect)
    zona = forms.ChoiceField(label="Zona", required=False, widget=PlainSelect)
    kategori = forms.ChoiceField(label="Kategori atau opini", required=False, widget=PlainSelect)
    instrumen = forms.ChoiceField(label="Instrumen", required=False, widget=PlainSelect)
    urut = forms.ChoiceField(
        label="Urutkan",
        required=False,
        choices=[("", "Menurut peringkat"), ("nama", "Menurut nama")],
        widget=PlainSelect,
    )

    def only(self, *names: str) -> Self:
        """Without the filters of other pages; the year stays."""
        for name in [name for name in self.fields if name not in (*names, "tahun")]:
            del self.fields[name]
        return self

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """A list with nothing to choose is left away."""
        if len(choices) < 2:
            del self.fields[name]
        else:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
