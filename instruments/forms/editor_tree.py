"""Forms of the tree of a draft: a dimension, a variable, an indicator, and one more of each."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

from django import forms

from instruments.forms.editor import BasedForm
from instruments.forms.editor_fields import CodeField, LinesField, ListField, NumberField, choices_of, origin_field
from instruments.sentences import library as sentences
from instruments.sentences.editor import CHOOSE_PLACE
from instruments.sentences.words import SCOPE_NAMES
from instruments.versions import editing
from instruments.versions.comparing import Renamed, RowSort
from instruments.versions.document import FileProvenance
from instruments.versions.editing import Content, Place
from kspp.lib.text import TidyField
from scoring.instrument import WHOLE, AppliesTo, Scope, WhenBlank

MORE_LEVELS, MOST_LEVELS = 3, 100
YES_NO = {"0": "Belum terpenuhi.", "1": "Terpenuhi."}
"""Levels a first indicator begins with, marked as an estimate."""


def parent_field(label: str) -> forms.ChoiceField:
    """Which row of the tree it stands in, by ref."""
    return forms.ChoiceField(label=label, error_messages={"invalid_choice": CHOOSE_PLACE, "required": CHOOSE_PLACE})


class RowForm(BasedForm):
    """`sort`: the kind of the row that is edited or made. `is_new`: `ref` names the parent it will be in."""

    sort: RowSort
    is_new = False
    code = CodeField()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return self.free(code, self.sort, None if self.is_new else self.place)

    def free(self, code: str, sort: RowSort, own: Place | None) -> str:
        """A row keeps the code it has, even where a draft has that code twice."""
        taken = {ref.casefold() for ref, place in editing.places(self.content, sort).items() if place != own}
        if code.casefold() in taken and (own is None or code != editing.row_at(self.content, own)["code"]):
            raise forms.ValidationError(sentences.TAKEN)
        return code

    def claims(self) -> Iterable[tuple[str, object]]:
        stored = {} if self.is_new else self.row
        return [(origin, stored.get(origin)) for origin in editing.ORIGINS.get(self.sort, {})]

    def sent_before(self) -> Self | None:
        """Of a new row that was sent twice: without the row of its code, the form would make just what is there."""
        if not (self.is_new and self.is_late):
            return None
        try:
            place = editing.place_of(self.content, self.sort, str(self.data.get("code", "")).strip())
            before = editing.without(self.content, place)
            form = type(self)(self.data, content=before, ref=self.ref, version=self.initial["version"])
        except (editing.NoSuchRow, editing.LastRow):
            return None
        return form if form.is_valid() and form.applied == editing.settled(self.content) else None

    @property
    def renamed(self) -> Renamed:
        """Of a code that stands twice nobody can tell which one is meant."""
        before, after = ("", "") if self.is_new else (self.row["code"], self.cleaned_data["code"])
        is_single = editing.codes(self.content, self.sort).count(before) == 1
        return {(self.sort, before): after} if is_single and before != after else {}

    @property
    def page_title(self) -> str:
        name = sentences.SORT_NAMES[self.sort]
        return f"{name} baru" if self.is_new else f"{name} {self.row['code']}"

    @property
    def removal(self) -> str:
        return "" if self.is_new else sentences.removal_words(self.row)

    @property
    def lands_on(self) -> str:
        return f"{self.sort}-{self.cleaned_data['code']}"


class FirstIndicator(forms.Form):
    """Nothing may be empty: a new variable comes with its first indicator."""

    indicator_code = CodeField(label="Kode indikator pertamanya")
    indicator_name = TidyField(
        label="Nama indikator pertamanya",
        max_length=250,
        help_text="Dimulai sebagai ya atau tidak, bobot 1, bertanda perkiraan. Lengkapi sesudah disimpan.",
    )

    def clean_indicator_code(self) -> str:
        return self.free(self.cleaned_data["indicator_code"], RowSort.INDICATOR, None)  # type: ignore[attr-defined]

    def first_indicator(self) -> dict[str, Any]:
        typed = self.cleaned_data
        row = {"code": typed["indicator_code"], "name": typed["indicator_name"], "scope": Scope.UNIT.value, "weight": 1}
        origins = {f"{what}_provenance": FileProvenance.ESTIMATED.value for what in ("name", "weight", "levels")}
        return {**row, **origins, "levels": dict(YES_NO)}


class DimensionForm(RowForm):
    named = sort = RowSort.DIMENSION
    route = "draft_dimension"
    field_order = ["code", "name", "part", "weight", "weight_provenance", "description"]

    name = TidyField(label="Nama dimensi", max_length=120)
    part = forms.ChoiceField(label="Komponen", required=False)
    weight = NumberField(label="Bobot", help_text="Ditimbang terhadap jumlah bobot dimensi di sampingnya.")
    weight_provenance = origin_field("Asal bobot")
    description = LinesField(label="Keterangan", required=False)
    weight_total = NumberField(
        label="Jumlah bobot menurut aturan",
        required=False,
        above_zero=True,
        help_text="Hanya bila bobot indikator dipakai seperti tercetak, misalnya sembilan kali 0,111 dari 1.",
    )
    when_blank = forms.ChoiceField(
        label="Bila ada yang kosong", choices=choices_of(sentences.WHEN_BLANK_NAMES, list(WhenBlank))
    )
    FIELDS = ("code", "name", "part", "weight", "weight_provenance", "description", "weight_total", "when_blank")

    def start(self) -> Mapping[str, Any]:
        return {"when_blank": WhenBlank.ZERO.value, **self.row}

    def prepare(self) -> None:
        parts = [(part["code"], f"{part['code']} {part['name']}") for part in self.content.get("parts", [])]
        stored = self.initial.get("part")
        if stored and stored not in dict(parts):
            parts.append((stored, f"{stored} (tidak ada lagi)"))
        self.fields["part"].choices = [("", "Tanpa komponen"), *parts]  # type: ignore[attr-defined]
        if not parts:
            del self.fields["part"]

    def values(self) -> dict[str, Any]:
        return {"part": None, **self.typed(*(name for name in self.FIELDS if name in self.fields))}

    def apply(self) -> Content:
        row = self.settle(RowSort.DIMENSION, self.row, self.values())
        return self.sourced(editing.with_row(self.content, self.place, row))


class NewDimensionForm(FirstIndicator, DimensionForm):
    """In the instrument itself, with its first variable and that one's first indicator."""

    named = None  # type: ignore[assignment]
    route = "draft_dimension_create"
    is_new = True
    lead = "Dimensi memuat variabel, dan variabel memuat indikator; yang pertama dibuat sekaligus."
    field_order = ["code", "name", "part", "weight", "weight_provenance", "variable_code", "variable_name"]

    variable_code = CodeField(label="Kode variabel pertamanya")
    variable_name = TidyField(label="Nama variabel pertamanya", max_length=120)

    def start(self) -> Mapping[str, Any]:
        return {
            "code": editing.next_code(self.content, ()),
            "weight": 1,
            "when_blank": WhenBlank.ZERO.value,
            "variable_code": editing.next_code(self.content, self._last(2)),
            "indicator_code": editing.next_code(self.content, self._last(3)),
        }

    def _last(self, depth: int) -> Place:
        """The parent of the last row at this depth."""
        place: Place = ()
        for above in range(depth - 1):
            place = (*place, len(editing.row_at(self.content, place)[editing.BELOW[above]]) - 1)
        return place

    def clean_variable_code(self) -> str:
        return self.free(self.cleaned_data["variable_code"], RowSort.VARIABLE, None)

    def apply(self) -> Content:
        typed = self.cleaned_data
        row = self.settle(RowSort.DIMENSION, None, self.values())
        variable = {"code": typed["variable_code"], "name": typed["variable_name"]}
        inside = {"variables": [{**variable, "indicators": [self.first_indicator()]}]}
        return self.sourced(editing.with_child(self.content, (), {**row, **inside}))


class VariableForm(RowForm):
    named = sort = RowSort.VARIABLE
    route = "draft_variable"
    basis = None  # type: ignore[assignment]

    name = TidyField(label="Nama variabel", max_length=120)
    dimension = parent_field("Dimensi")

    def start(self) -> Mapping[str, Any]:
        return {**self.row, "dimension": editing.ref_at(self.content, self.place[:1])}

    def prepare(self) -> None:
        self.fields["dimension"].choices = parents(self.content, RowSort.DIMENSION)  # type: ignore[attr-defined]

    def apply(self) -> Content:
        content = editing.with_row(self.content, self.place, self.typed("code", "name"))
        parent = editing.place_of(self.content, RowSort.DIMENSION, self.cleaned_data["dimension"])
        return editing.relocated(content, self.place, parent)


class NewVariableForm(FirstIndicator, VariableForm):
    """`ref` names the dimension in which it is made unless another is chosen."""

    named = RowSort.DIMENSION
    route = "draft_variable_create"
    is_new = True
    field_order = ["code", "name", "dimension"]

    def start(self) -> Mapping[str, Any]:
        last = (*self.place, len(self.row["variables"]) - 1)
        return {
            "code": editing.next_code(self.content, self.place),
            "dimension": self.ref,
            "indicator_code": editing.next_code(self.content, last),
        }

    def apply(self) -> Content:
        row = {**self.typed("code", "name"), "indicators": [self.first_indicator()]}
        parent = editing.place_of(self.content, RowSort.DIMENSION, self.cleaned_data["dimension"])
        return editing.with_child(self.content, parent, row)


class IndicatorForm(RowForm):
    """Levels stand under `level_0`, `level_1` …; an empty one is left out and those above it move down."""

    named = sort = RowSort.INDICATOR
    route = "draft_indicator"
    template = "instruments/indicator_form.html"

    name = TidyField(label="Nama indikator", max_length=250, widget=forms.Textarea({"rows": 2}))
    name_provenance = origin_field("Asal nama")
    variable = parent_field("Letak")
    scope = forms.ChoiceField(label="Lingkup", choices=choices_of(SCOPE_NAMES, list(Scope)))
    weight = NumberField(label="Bobot", help_text="Ditimbang dalam dimensinya; 0 dicatat tetapi tidak dihitung.")
    weight_provenance = origin_field("Asal bobot")
    lowest = forms.TypedChoiceField(
        label="Tingkat terendah", choices=[(0, "0"), (1, "1")], coerce=int, required=False, empty_value="0"
    )
    levels_provenance = origin_field("Asal tingkat", required=False)
    figure_maximum = NumberField(
        label="Angka tertinggi",
        highest=100,
        places=2,
        above_zero=True,
        required=False,
        help_text="Hanya untuk data sekunder; kosong berarti 100.",
    )
    evidence = ListField(label="Bukti yang diharapkan", required=False, help_text="Satu bukti setiap baris.")
    legal_ref = TidyField(label="Dasar hukum", max_length=250, required=False)
    note = LinesField(label="Catatan", required=False)
    applies_to = forms.ChoiceField(
        label="Berlaku bagi", choices=choices_of(sentences.APPLIES_TO_NAMES, list(AppliesTo))
    )
    PLAIN = ("code", "name", "name_provenance", "scope", "weight", "weight_provenance", "evidence", "legal_ref", "note")

    def start(self) -> Mapping[str, Any]:
        row = self.row
        levels = {f"level_{n}": text for n, (_, text) in enumerate(self._levels())}
        lowest = min((points for points, _ in self._levels()), default=0)
        place = {"variable": editing.ref_at(self.content, self.place[:2]), "lowest": min(lowest, 1)}
        return {"applies_to": AppliesTo.ALL.value, "figure_maximum": "", **row, **levels, **place}

    def _most_levels(self) -> int:
        """Of any indicator here: a new one usually has as many."""
        rows = (row for d in self.content["dimensions"] for v in d["variables"] for row in v["indicators"])
        return max([MORE_LEVELS, *(len(row.get("levels", ())) for row in rows)])

    def _levels(self) -> list[tuple[int, str]]:
        return sorted((int(points), text) for points, text in self.row.get("levels", {}).items())

    def prepare(self) -> None:
        self.fields["variable"].choices = parents(self.content, RowSort.VARIABLE)  # type: ignore[attr-defined]
        stored = self._most_levels() - MORE_LEVELS if self.is_new else len(self._levels())
        sent = sum(name.startswith("level_") for name in self.data)
        first = int(self.initial.get("lowest", 0))
        for n in range(min(max(stored, sent) + (0 if sent else MORE_LEVELS), MOST_LEVELS)):
            label = f"Tingkat {n + first}"
            self.fields[f"level_{n}"] = LinesField(label=label, required=False, rows=2)

    def level_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("level_")]

    def main_fields(self) -> list[Any]:
        names = ("code", "name", "name_provenance", "variable", "scope", "weight", "weight_provenance")
        return [self[name] for name in names]

    def rest_fields(self) -> list[Any]:
        return [self[name] for name in ("figure_maximum", "evidence", "legal_ref", "note", "applies_to", "basis")]

    def values(self) -> dict[str, Any]:
        typed, is_figure = self.cleaned_data, self.cleaned_data["scope"] == Scope.SECONDARY
        texts = [typed[field.name] for field in self.level_fields() if typed[field.name]]
        levels = {str(n): text for n, text in enumerate(texts, int(typed["lowest"]))}
        has_levels = bool(levels) and not is_figure
        highest = typed["figure_maximum"] if is_figure and typed["figure_maximum"] != WHOLE else None
        applies = typed["applies_to"] if typed["applies_to"] != AppliesTo.ALL else None
        return {
            **self.typed(*self.PLAIN),
            "levels": levels if has_levels else None,
            "levels_provenance": (typed["levels_provenance"] or FileProvenance.ESTIMATED.value) if has_levels else None,
            "figure_maximum": highest,
            "applies_to": applies,
        }

    def apply(self) -> Content:
        row = self.settle(RowSort.INDICATOR, self.row, self.values())
        content = editing.with_row(self.content, self.place, row)
        parent = editing.place_of(self.content, RowSort.VARIABLE, self.cleaned_data["variable"])
        return self.sourced(editing.relocated(content, self.place, parent))


class NewIndicatorForm(IndicatorForm):
    """`ref` names the variable in which it is made unless another is chosen."""

    named = RowSort.VARIABLE
    route = "draft_indicator_create"
    is_new = True

    def start(self) -> Mapping[str, Any]:
        levels = {f"level_{n}": text for n, text in enumerate(YES_NO.values())}
        start = {"code": editing.next_code(self.content, self.place), "weight": 1, "scope": Scope.UNIT.value}
        return {**start, **levels, "variable": self.ref, "lowest": 0, "applies_to": AppliesTo.ALL.value}

    def apply(self) -> Content:
        row = self.settle(RowSort.INDICATOR, None, self.values())
        parent = editing.place_of(self.content, RowSort.VARIABLE, self.cleaned_data["variable"])
        return self.sourced(editing.with_child(self.content, parent, row))


def parents(content: Mapping[str, Any], sort: RowSort) -> list[tuple[str, str]]:
    """Every row of this kind by its ref, with its name."""
    return [
        (ref, f"{ref} {editing.row_at(content, place)['name']}") for ref, place in editing.places(content, sort).items()
    ]
