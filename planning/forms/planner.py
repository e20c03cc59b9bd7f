"""What the planner is asked: a target, the days there are, and what must or must not be done. Read from the address."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from assessments.models import Assessment
from instruments.sentences.words import band_words
from kspp.lib.forms import DateInput
from kspp.lib.numbers import decimal_id
from kspp.lib.workdays import LONGEST, working_days
from official_results.selectors.rivals import OtherGovernments, RankingBasis, rank_words, rivals_of, yardstick_of
from planning.decisions.steps import StepError, number
from planning.selectors.inputs import PlanningInputs
from planning.selectors.planner import PlannerQuestion
from planning.sentences import planner as sentences
from scoring.instrument import Band
from units.models import Government

MOST_DAYS = 2000
MOST_RANK = 100
TOP = 10
SCORE, BAND, RANK = "nilai", "kategori", "peringkat"
KINDS = {SCORE: "Nilai tertentu", BAND: "Zona atau kategori", RANK: "Peringkat"}
_FIGURE = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


class PlannerForm(forms.Form):
    """Field names are those of the address. `government` is None for a unit: it has no rank and no units to limit."""

    jenis = forms.ChoiceField(
        label="Target", widget=forms.RadioSelect, error_messages={"invalid_choice": sentences.KIND_MISSING}
    )
    nilai = forms.CharField(label="Nilai yang dituju", required=False, max_length=10)
    kategori = forms.ChoiceField(label="Zona atau kategori yang dituju", required=False)
    peringkat = forms.IntegerField(label="Peringkat", required=False, min_value=1, max_value=MOST_RANK)
    tahun = forms.TypedChoiceField(
        label="Menurut hasil resmi tahun",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": sentences.YEAR_MISSING},
    )
    sebelum = forms.DateField(label="Selesai sebelum", required=False, widget=DateInput)
    hari = forms.IntegerField(label="Hari kerja tiap unit", required=False, min_value=0, max_value=MOST_DAYS)
    paling_banyak = forms.IntegerField(label="Paling banyak unit", required=False, min_value=1, max_value=500)

    def __init__(
        self,
        data: QueryDict,
        *,
        inputs: PlanningInputs,
        today: date,
        field_start: date | None,
        government: Government | None,
    ) -> None:
        self.inputs, self.today, self.government, self.query = inputs, today, government, data
        self.yardstick = yardstick_of(government, inputs.instrument) if government else None
        self.rivals: OtherGovernments | None = None
        is_asked = "jenis" in data
        super().__init__(data if is_asked else None, initial=self._initial(field_start))
        self._offer()
        for name, assessment in self._units():
            label = f"Hari kerja {assessment.unit.name}"
            self.fields[name] = forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST_DAYS)

    def _initial(self, field_start: date | None) -> dict[str, Any]:
        """The next band up, until the assessors come."""
        above = [band for band in self.inputs.bands if band.lower > (self.inputs.now.score or 0)]
        nearest = min(above, key=lambda band: band.lower, default=None)
        ahead = field_start if field_start and field_start > self.today else None
        wanted = {"jenis": BAND, "kategori": str(nearest.lower)} if nearest else {"jenis": SCORE}
        return {**wanted, "sebelum": ahead, "peringkat": TOP}

    def _offer(self) -> None:
        kinds = dict(KINDS)
        if self.inputs.bands:
            rows = [(str(band.lower), self._band_words(band)) for band in self.inputs.bands if band.lower]
            self.fields["kategori"].choices = rows  # type: ignore[attr-defined]
        else:
            del kinds[BAND], self.fields["kategori"]
        if self.yardstick and self.yardstick.years:
            self._offer_years(self.yardstick)
        else:
            del kinds[RANK], self.fields["peringkat"], self.fields["tahun"]
        if self.government is None:
            del self.fields["paling_banyak"]
        self.fields["jenis"].choices = list(kinds.items())  # type: ignore[attr-defined]

    def _offer_years(self, known: RankingBasis) -> None:
        """Only those that compare; which do not, and why, stands beside the list."""
        years = self.fields["tahun"]
        rows = [(year, sentences.year_choice(year, others, known.level)) for year, others in known.years.items()]
        years.choices = rows  # type: ignore[attr-defined]
        years.help_text = sentences.years_unlike(known.unlike)

    @property
    def no_rank(self) -> str:
        """Why a government is offered no rank; empty where it is, and for a unit, which has none."""
        known = self.yardstick
        if known is None or known.years:
            return ""
        return sentences.no_rank_target(known.level, known.title, known.unlike)

    def _band_words(self, band: Band) -> str:
        return sentences.band_choice(band, self.inputs.spec.decimals)

    def _units(self) -> Iterator[tuple[str, Assessment]]:
        """A government's units may have days of their own; a unit has only its own."""
        if self.government is not None:
            for assessment in self.inputs.units:
                yield f"hari-{assessment.pk}", assessment

    def unit_fields(self) -> list[BoundField]:
        return [self[name] for name, _ in self._units()]

    @property
    def has_own_days(self) -> bool:
        return any(self.data.get(name) for name, _ in self._units())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        readers = {SCORE: self._score, BAND: self._band, RANK: self._rank}
        kind = cleaned.get("jenis")
        if kind in readers:
            cleaned["target"] = readers[kind](cleaned)
        self._clean_locks()
        return cleaned

    def clean_sebelum(self) -> date | None:
        day: date | None = self.cleaned_data["sebelum"]
        if day and day <= self.today:
            raise forms.ValidationError(sentences.DATE_PAST)
        if day and (day - self.today).days > LONGEST:
            raise forms.ValidationError(sentences.DATE_FAR)
        return day

    def _score(self, cleaned: dict[str, Any]) -> Decimal | None:
        text = cleaned.get("nilai", "").strip()
        spec = self.inputs.spec
        value = Decimal(text.replace(",", ".")) if text.isascii() and _FIGURE.fullmatch(text) else None
        if value is not None and 0 < value <= spec.scale and value == round(value, spec.decimals):
            return value
        wrong = sentences.SCORE_WRONG.format(highest=decimal_id(spec.scale, spec.decimals), decimals=spec.decimals)
        if "nilai" not in self.errors:
            self.add_error("nilai", wrong if text else sentences.SCORE_MISSING)
        return None

    def _band(self, cleaned: dict[str, Any]) -> Decimal | None:
        if cleaned.get("kategori"):
            return Decimal(cleaned["kategori"])
        if "kategori" not in self.errors:
            self.add_error("kategori", sentences.BAND_MISSING)
        return None

    def _rank(self, cleaned: dict[str, Any]) -> Decimal | None:
        rank, year = cleaned.get("peringkat"), cleaned.get("tahun")
        if not rank or not year or self.yardstick is None:
            if "peringkat" not in self.errors and "tahun" not in self.errors:
                self.add_error("peringkat", sentences.RANK_MISSING)
            return None
        self.rivals = rivals_of(self.yardstick, year)
        score = self.rivals.score_for(rank)
        if score is None:
            others = len(self.rivals.scores)
            self.add_error("peringkat", sentences.rank_unknown(rank, self.rivals.level, year, others))
        return score

    def _clean_locks(self) -> None:
        must, out, out_all = set(self.must), set(self.out), set(self.out_all)
        both = [p for p in self.inputs.possible if p.key in must and (p.key in out or p.node.code in out_all)]
        names = [f"{p.node.code} {p.subject_name} di {p.assessment.unit.name}".replace("  ", " ") for p in both]
        codes = {possible.node.code: None for possible in self.inputs.possible}
        names += [code for code in codes if code in set(self.must_all) & set(self.out_all)]
        for name in names:
            self.add_error(None, sentences.CONTRADICTED.format(what=name))

    def _list(self, name: str) -> list[str]:
        """Also where nothing was asked yet: a list of gains links here with a step locked in."""
        return self.query.getlist(name)

    @property
    def must(self) -> dict[str, Fraction]:
        """`12/S1/product-1@3`: at least level 3. What cannot be read is no lock; the outcome counts it as stale."""
        found = {}
        for text in self._list("harus"):
            key, _, points = text.rpartition("@")
            try:
                found[key or text] = number(points)
            except StepError:
                found[text] = Fraction(0)
        return found

    @property
    def out(self) -> list[str]:
        return self._list("jangan")

    @property
    def must_all(self) -> list[str]:
        return self._list("harus_semua")

    @property
    def out_all(self) -> list[str]:
        return self._list("jangan_semua")

    @cached_property
    def days(self) -> int | None:
        """Of each unit: what was typed, else what the date leaves; None while neither is given."""
        typed, until = self.cleaned_data.get("hari"), self.cleaned_data.get("sebelum")
        if typed is not None or until is None:
            return typed
        place = self.inputs.units[0].government.pk if self.inputs.units else None
        return working_days(self.today, until - timedelta(days=1), place)

    @property
    def target_words(self) -> str:
        """`88,00` or `kategori A (88,00)`; of a form that is valid."""
        data, decimals = self.cleaned_data, self.inputs.spec.decimals
        target: Decimal = data["target"]
        score = decimal_id(target, decimals)
        if self.yardstick and data["jenis"] == RANK:
            return sentences.rank_name(data["peringkat"], self.yardstick.level, data["tahun"], score)
        band = next((band for band in self.inputs.bands if data["jenis"] == BAND and band.lower == target), None)
        return f"{band_words(band)} ({score})" if band else score

    def notes(self, before: Decimal | None, after: Decimal | None) -> list[str]:
        """What the answer rests on; `before` and `after`: the scores it leads from and to."""
        return [*self._rank_words(before, after), self._days_words()]

    def _rank_words(self, before: Decimal | None, after: Decimal | None) -> list[str]:
        if self.yardstick is None or self.rivals is None:
            return []
        rank, rivals = self.cleaned_data["peringkat"], self.rivals
        takes = sentences.rank_takes(
            rank, rivals.level, rivals.year, self.cleaned_data["target"], others=len(rivals.scores)
        )
        return [takes, *rank_words(self.yardstick, rivals, before, after)]

    def _days_words(self) -> str:
        days, until = self.days, self.cleaned_data.get("sebelum")
        if days is None:
            return sentences.NO_LIMIT
        if self.cleaned_data.get("hari") is None and until:
            return sentences.days_until(days, until)
        return sentences.days_typed(days)

    @property
    def asked(self) -> PlannerQuestion:
        own = {a.pk: self.cleaned_data[name] for name, a in self._units() if self.cleaned_data[name] is not None}
        return PlannerQuestion(
            target=self.cleaned_data["target"],
            days=self.days,
            own_days=own,
            max_units=self.cleaned_data.get("paling_banyak"),
            must=self.must,
            out=frozenset(self.out),
            must_all=frozenset(self.must_all),
            out_all=frozenset(self.out_all),
        )
