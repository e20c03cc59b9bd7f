"""Searching the library, copying an instrument, ending its use."""

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from django import forms
from django.utils.text import slugify

from instruments.forms.editor_fields import SlugTextField
from instruments.models import InstrumentVersion
from instruments.selectors.library import LibraryFilter
from instruments.sentences import library as sentences
from instruments.versions.comparing import RowSort
from kspp.lib.forms import SearchForm, VersionField, plain_helper
from kspp.lib.text import TidyField
from units.models import Government


class LibrarySearch(SearchForm):
    q = TidyField(label="Cari judul, kode, atau isi", required=False, max_length=80)
    keluarga = forms.ChoiceField(label="Keluarga", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Semua status"), *InstrumentVersion.Status.choices]
    )
    tahun = forms.ChoiceField(label="Tahun", required=False)
    milik = forms.ChoiceField(
        label="Milik",
        required=False,
        choices=[("", "Semua"), ("nasional", "Nasional"), ("daerah", "Pemerintah daerah")],
    )

    def __init__(self, data: Any, *, families: Sequence[str], years: Sequence[int]) -> None:
        super().__init__(data)
        self.fields["keluarga"].choices = [("", "Semua keluarga"), *((f, f) for f in families)]  # type: ignore[attr-defined]
        self.fields["tahun"].choices = [("", "Semua tahun"), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]

    def wanted(self) -> LibraryFilter:
        return LibraryFilter(*(self.chosen(name) for name in ("q", "keluarga", "status", "tahun", "milik")))


class CloneForm(forms.Form):
    """`governments`: whose the copy may be; none for who makes national ones."""

    title = TidyField(label="Judul", max_length=200)
    code = SlugTextField(
        label="Kode", max_length=60, help_text="Huruf kecil, angka, dan tanda hubung. Tidak dapat diganti lagi."
    )
    owner: forms.ModelChoiceField = forms.ModelChoiceField(None, label="Untuk", empty_label="Pilih pemerintah daerah")

    def __init__(self, *args: Any, source: InstrumentVersion, governments: Sequence[Government]) -> None:
        only = governments[0] if len(governments) == 1 else None
        place = only.name if only else "salinan"
        title, code = f"{source.title} ({place})"[:200], slugify(f"{place}-{source.code}")[:60].strip("-")
        if only and source.owner_id == only.pk:
            title, code = _corrected(source)
        super().__init__(*args)
        self.initial = {"title": title, "code": code}
        self.governments = {government.pk: government for government in governments}
        if len(governments) > 1:
            ids = list(self.governments)
            self.fields["owner"].queryset = Government.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]
        self.helper = plain_helper()

    @property
    def sent(self) -> dict[str, object]:
        """Without an owner it is for everybody."""
        only = next(iter(self.governments.values()), None)
        return {"owner": only, **self.cleaned_data}


def _corrected(source: InstrumentVersion) -> tuple[str, str]:
    """Title and the first free code for the next version of one's own."""
    base = re.sub(r"-v[0-9]+$", "", source.code)[:55].strip("-")
    taken = set(InstrumentVersion.objects.filter(code__startswith=base).values_list("code", flat=True))
    number = next(n for n in count(2) if f"{base}-v{n}" not in taken)
    title = re.sub(r" \(perbaikan(?: [0-9]+)?\)$", "", source.title)[:180]
    return f"{title} (perbaikan{f' {number - 1}' if number > 2 else ''})", f"{base}-v{number}"


class RetireForm(forms.Form):
    reason = TidyField(label="Alasan", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()


class DraftForm(forms.Form):
    """A button on a draft as it was seen."""

    version = VersionField()

    def __init__(self, *args: Any, draft: InstrumentVersion) -> None:
        super().__init__(*args)
        self.initial = {"version": draft.version}


class MoveForm(DraftForm):
    """`move` is three words: up, down or remove, the kind of row, its ref."""

    move = forms.CharField(required=False)

    def _words(self) -> list[str]:
        return [*self.cleaned_data["move"].split(" ", 2), "", "", ""][:3]

    @property
    def sent(self) -> dict[str, object]:
        act, sort, ref = self._words()
        return {"act": act, "sort": sort, "ref": ref, "seen_version": self.cleaned_data["version"]}

    @property
    def told(self) -> str:
        act, sort, ref = self._words()
        said = sentences.REMOVED if act == "remove" else sentences.MOVED
        return said.format(f"{sentences.SORT_NAMES[RowSort(sort)]} {ref}")

    @property
    def lands_on(self) -> str:
        """Anchor of the row of the outline to go on at."""
        act, sort, ref = self._words()
        return "" if act == "remove" else f"{sort}-{ref}"
