"""Forms of what stands beside the tree of a draft: weights, parts, samples, outcome factors, bands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField, formset_factory

from instruments.forms.editor import BasedForm
from instruments.forms.editor_fields import CodeField, NumberField, choices_of, origin_field
from instruments.sentences import library as sentences
from instruments.sentences.editor import without_place
from instruments.sentences.words import OUTCOME_NAMES, SCOPE_NAMES
from instruments.versions import editing
from instruments.versions.comparing import RowSort
from instruments.versions.editing import Content
from instruments.versions.reading import draft_of
from instruments.versions.weighing import percents_of
from kspp.lib.text import TidyField, whole_number
from scoring.instrument import Scope

MOST_ROWS = 60


class PartRow(forms.Form):
    code = CodeField()
    name = TidyField(label="Nama", max_length=120)
    weight = NumberField(label="Bobot")
    weight_provenance = origin_field("Asal")


class SampleRow(forms.Form):
    scope = forms.ChoiceField(label="Lingkup", choices=choices_of(SCOPE_NAMES, list(Scope)), initial=Scope.UNIT.value)
    number = forms.IntegerField(label="Jumlah", min_value=1, max_value=10_000, widget=forms.NumberInput({"size": 6}))
    per = forms.ChoiceField(label="Dihitung", choices=list(sentences.PER_NAMES.items()), initial="unit")
    provenance = origin_field("Asal")


class BandRow(forms.Form):
    lower = NumberField(label="Mulai dari", places=2)
    label = TidyField(label="Sebutan", max_length=80)
    unit_label = TidyField(label="Sebutan bagi unit", max_length=80, required=False)
    grade = TidyField(label="Kategori", max_length=10, required=False, widget=forms.TextInput({"size": 6}))
    zone = forms.ChoiceField(
        label="Zona",
        required=False,
        choices=[("", "Tanpa zona"), *((zone, zone.capitalize()) for zone in ("hijau", "kuning", "merah"))],
    )
    provenance = origin_field("Asal")


class RowsForm(BasedForm):
    """A list of the content, one row a form; a new list replaces the old one."""

    template = "instruments/rows_form.html"
    key: ClassVar[str]
    row_sort: ClassVar[RowSort]
    row_form: ClassVar[type[forms.Form]]
    optional: ClassVar[frozenset[str]] = frozenset()
    """Fields that are left out where they are empty."""

    def prepare(self) -> None:
        made: Any = formset_factory(
            self.row_form, extra=2, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
        )
        stored = list(self.content.get(self.key, []))
        if self.is_bound:
            # Rows that somebody else added meanwhile are no first values of the empty rows that were sent.
            stored = stored[: whole_number(self.data.get("rows-INITIAL_FORMS", "")) or 0]
        self.rows = made(self.data if self.is_bound else None, initial=stored, prefix="rows")
        for form in self.rows.forms:
            form.fields["DELETE"].label = "Hapus baris ini"

    def claims(self) -> Iterable[tuple[str, object]]:
        (origin,) = editing.ORIGINS[self.row_sort]
        for index, row in enumerate(self.content.get(self.key, [])):
            yield f"rows-{index}-{origin}", row.get(origin)

    def apply(self) -> Content:
        if not self.rows.is_valid():
            self.add_error(None, sentences.CHECK_ROWS)
            return dict(self.content)
        rows = self.ordered([row for row in map(self._row, range(len(self.rows.forms))) if row])
        if any(form.errors for form in self.rows.forms):
            self.add_error(None, sentences.CHECK_ROWS)
        return self.sourced(editing.with_fields(self.content, {self.key: self.whole(rows)}))

    def _row(self, index: int) -> dict[str, Any] | None:
        form = self.rows.forms[index]
        typed = form.cleaned_data
        if not typed or typed.get("DELETE") or (index >= len(self.rows.initial) and not form.has_changed()):
            return None
        before = self.rows.initial[index] if index < len(self.rows.initial) else None
        after = {name: None if name in self.optional and not typed[name] else typed[name] for name in form.base_fields}
        for name in self.unsourced(self.row_sort, before, after):
            form.add_error(name, sentences.SOURCE_NEEDED)
        has_source = bool(self.cleaned_data.get("basis"))
        row = editing.owned(self.row_sort, before, after, has_source)
        return editing.with_fields(before or {}, row)

    def ordered(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return rows

    def whole(self, rows: list[dict[str, Any]]) -> Any:
        return rows


class PartsForm(RowsForm):
    tab = "draft_parts"
    heading = "Komponen"
    lead = "Hanya bila dimensi dikelompokkan lagi, misalnya formulir F-02 dan F-03. Kosong, atau paling sedikit dua."
    key, row_sort, row_form = "parts", RowSort.PART, PartRow

    def whole(self, rows: list[dict[str, Any]]) -> Any:
        if len(rows) == 1:
            self.add_error(None, sentences.TWO_PARTS)
        return rows or None


class SamplesForm(RowsForm):
    tab = "draft_samples"
    heading = "Sampel"
    lead = "Berapa produk, pejabat, petugas, atau responden yang diamati."
    key, row_sort, row_form = "samples", RowSort.SAMPLE, SampleRow


class BandsForm(RowsForm):
    tab = "draft_bands"
    heading = "Rentang nilai"
    lead = "Sebutan, kategori, dan zona menurut nilai yang sudah dibulatkan. Diurutkan sendiri dari yang tertinggi."
    key, row_sort, row_form = "bands", RowSort.BAND, BandRow
    optional = frozenset({"unit_label"})

    def ordered(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(rows, key=lambda row: -Decimal(row["lower"]))


@dataclass(frozen=True, slots=True)
class WeightRow:
    """`number` and `origin` are the row's two fields; `percent`: what it weighs in the unit now."""

    code: str
    name: str
    percent: str
    number: BoundField
    origin: BoundField


class NumbersForm(BasedForm):
    """One number and its provenance for each of a known set of rows."""

    template = "instruments/numbers_form.html"
    label: ClassVar[str] = "Bobot"
    number_key: ClassVar[str] = "weight"
    origin_key: ClassVar[str] = "weight_provenance"
    required: ClassVar[bool] = True

    def subjects(self) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
        """Key, code, name and the stored row of each."""
        raise NotImplementedError

    def field(self) -> NumberField:
        return NumberField(label=self.label, required=self.required)

    def prepare(self) -> None:
        """A row that was not sent, because it was added meanwhile, keeps what is stored."""
        for key, _, name, row in self.subjects():
            number, origin = self.field(), origin_field(f"Asal {self.label.lower()} {name}", required=False)
            number.label = f"{self.label} {name}"
            if self.is_bound and f"number_{key}" not in self.data:
                number.required = False
            self.fields[f"number_{key}"], self.fields[f"origin_{key}"] = number, origin
            self.initial[f"number_{key}"] = row.get(self.number_key)
            self.initial[f"origin_{key}"] = row.get(self.origin_key, "estimated")

    def clean(self) -> dict[str, Any]:
        """What was typed for rows that are not in this section any more is said, not dropped."""
        sent = [(name, self.data[name].strip()) for name in self.data if name.startswith("number_")]
        gone = [(name.removeprefix("number_"), typed) for name, typed in sent if typed and name not in self.fields]
        if gone:
            self.add_error(None, without_place(self.label, gone))
        return super().clean()

    def claims(self) -> Iterable[tuple[str, object]]:
        for key, _, _, row in self.subjects():
            yield f"origin_{key}", row.get(self.origin_key)

    def weight_rows(self) -> list[WeightRow]:
        percents = self.percents()
        return [
            WeightRow(code, name, percents.get(code, ""), self[f"number_{key}"], self[f"origin_{key}"])
            for key, code, name, _ in self.subjects()
        ]

    def percents(self) -> Mapping[str, str]:
        """By code, what each weighs in the unit as stored; of indicators and dimensions."""
        file = draft_of(self.content).file
        weighed = percents_of(file)
        shares = {row.code: weighed.indicator(row) for row in file.indicators()}
        if not self.place:
            shares = {row.code: weighed.dimension(row) for row in file.dimensions}
        return {code: sentences.percent_words(share) for code, share in shares.items()}

    @property
    def total(self) -> str:
        weights = (Decimal(row.get(self.number_key, 0)) for *_, row in self.subjects())
        return sentences.weight_words(sum(weights, Decimal(0)))

    def typed_row(self, key: str, row: Mapping[str, Any], sort: RowSort) -> dict[str, Any]:
        if f"number_{key}" not in self.data:
            return dict(row)
        number = self.cleaned_data[f"number_{key}"]
        origin = self.cleaned_data[f"origin_{key}"] or row.get(self.origin_key, "estimated")
        after = {**row, self.number_key: number, self.origin_key: origin}
        if self.unsourced(sort, row, {self.origin_key: origin, self.number_key: number}) and number is not None:
            self.add_error(f"origin_{key}", sentences.SOURCE_NEEDED)
        return editing.owned(sort, row, after, has_source=bool(self.cleaned_data.get("basis")))


class DimensionWeightsForm(NumbersForm):
    tab = "draft_weights"
    heading = "Bobot dimensi"
    lead = "Setiap bobot ditimbang terhadap jumlahnya. Bobot resmi harus berjumlah tepat 100."

    def subjects(self) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
        for ref, place in editing.places(self.content, RowSort.DIMENSION).items():
            row = editing.row_at(self.content, place)
            yield ref, row["code"], row["name"], row

    def apply(self) -> Content:
        content = dict(self.content)
        for ref, _, _, row in self.subjects():
            place = editing.place_of(self.content, RowSort.DIMENSION, ref)
            content = editing.with_row(content, place, self.typed_row(ref, row, RowSort.DIMENSION))
        return self.sourced(content)


class IndicatorWeightsForm(NumbersForm):
    named = RowSort.DIMENSION
    route = "draft_indicator_weights"
    lead = "Setiap bobot ditimbang terhadap jumlahnya dalam dimensi ini."

    @property
    def page_title(self) -> str:
        return f"Bobot indikator dalam {self.row['name']}"

    def subjects(self) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
        for ref, place in editing.places(self.content, RowSort.INDICATOR).items():
            if place[:1] == self.place:
                row = editing.row_at(self.content, place)
                yield ref, row["code"], row["name"], row

    def apply(self) -> Content:
        content = dict(self.content)
        for ref, _, _, row in self.subjects():
            place = editing.place_of(self.content, RowSort.INDICATOR, ref)
            content = editing.with_row(content, place, self.typed_row(ref, row, RowSort.INDICATOR))
        return self.sourced(content)


class OutcomesForm(NumbersForm):
    tab = "draft_outcomes"
    heading = "Faktor hasil wawancara"
    lead = "Pengali isian pejabat, 0 sampai 1. Kosongkan keempatnya bila tidak ada yang diwawancarai."
    label, number_key, origin_key, required = "Faktor", "factor", "provenance", False

    def field(self) -> NumberField:
        return NumberField(label=self.label, highest=1, places=2, required=False)

    def subjects(self) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
        stored = {row["outcome"]: row for row in reversed(self.content["outcome_factors"])}
        for outcome, name in OUTCOME_NAMES.items():
            yield outcome, "", name, stored.get(outcome, {})

    @property
    def total(self) -> str:
        return ""

    def percents(self) -> Mapping[str, str]:
        return {}

    def apply(self) -> Content:
        rows = [
            {"outcome": outcome, **self.typed_row(outcome, row, RowSort.OUTCOME)}
            for outcome, _, _, row in self.subjects()
        ]
        kept = [row for row in rows if row.get("factor") is not None]
        return self.sourced(editing.with_fields(self.content, {"outcome_factors": kept}))
