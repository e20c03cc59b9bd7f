"""What may be typed about a cycle, its phases, its loci and a sample."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from statistics import mode
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory

from assessments.models import AssessmentCycle, Locus, Subject
from assessments.selectors.cycles import SamplePlace, UnitChoice, current_choice, instruments_for, places
from assessments.sentences import cycles as sentences
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services.cycles import PhasePlan, oversight_problems, phase_problems, plans_of
from instruments.models import InstrumentVersion
from kspp.lib.errors import Problem
from kspp.lib.forms import DateInput, Difference, VersionField, plain_helper
from kspp.lib.text import TidyField
from scoring.opinion import Oversight
from units.models import Government, Officer, ServiceProduct, ServiceUnit

MOST_OVERSIGHT = 9999


class PhaseForm(forms.Form):
    name = TidyField(label="Nama tahap", max_length=80, required=False, widget=forms.TextInput({"size": 36}))
    starts_on = forms.DateField(label="Mulai", widget=DateInput, required=False)
    ends_on = forms.DateField(label="Selesai", widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        missing = [field for field in self.fields if not cleaned.get(field) and field not in self.errors]
        is_used = self.errors or cleaned.get("starts_on") or cleaned.get("ends_on")
        if missing and is_used:
            self.add_error(missing[0], sentences.PHASE_INCOMPLETE)
        return cleaned

    @property
    def plan(self) -> PhasePlan | None:
        """None where the row has no dates: that phase is not used."""
        return PhasePlan(**self.cleaned_data) if self.cleaned_data.get("starts_on") else None


class BasePhases(BaseFormSet):
    def clean(self) -> None:
        if any(self.errors):
            return
        used = [form for form in self.forms if form.plan]
        if not used:
            raise forms.ValidationError(sentences.NO_PHASE)
        for place, problem in phase_problems([form.plan for form in used]):
            used[place].add_error(problem.field, problem.said_by(PROBLEMS))

    def is_valid(self) -> bool:
        """`clean` may add an error to a single row after that row was found valid."""
        return super().is_valid() and not any(form.errors for form in self.forms)

    @property
    def plans(self) -> list[PhasePlan]:
        return [form.plan for form in self.forms if form.plan]


Phases: Any = formset_factory(PhaseForm, formset=BasePhases, extra=1, max_num=12, absolute_max=12, validate_max=True)


class CycleForm(forms.Form):
    """The cycle itself and, under `phases`, the rows of its phases."""

    differences: Sequence[Difference] = ()
    year = forms.IntegerField(label="Tahun", min_value=2015, max_value=2100)
    instrument: forms.ModelChoiceField = forms.ModelChoiceField(None, label="Instrumen", empty_label="Pilih instrumen")

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        government: Government,
        phases: Sequence[Mapping[str, object]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["instrument"].queryset = instruments_for(government)  # type: ignore[attr-defined]
        # A bound row equal to its initial value would count as untouched and be dropped, so it gets none.
        self.phases = Phases(data, initial=phases if data is None else None, prefix="phases")
        self.helper = plain_helper()

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return self.phases.is_valid() and valid

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**typed, "phases": self.phases.plans}

    @property
    def sent(self) -> dict[str, Any]:
        return self.values


class OpenCycleForm(CycleForm):
    """`wanted`: code of the instrument to begin with.

    `phases_for` is the year for which the phases were suggested; dates left as they were follow the year typed.
    """

    phases_for = forms.IntegerField(widget=forms.HiddenInput, required=False)
    copy_from: forms.ModelChoiceField = forms.ModelChoiceField(
        None,
        label="Salin lokus dan sampel dari",
        required=False,
        empty_label="Tidak menyalin",
        help_text="Hanya unit, produk, dan petugas yang masih aktif yang disalin.",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, government: Government, today: date, wanted: str = ""
    ) -> None:
        earlier = AssessmentCycle.objects.filter(government=government).with_place()
        latest = earlier.first()
        year = max(today.year, latest.year + 1) if latest else today.year
        chosen = {"instrument": latest.instrument_id, "copy_from": latest.pk} if latest else {}
        super().__init__(
            data,
            files,
            government=government,
            phases=suggested_phases(latest, year),
            initial={"year": year, "phases_for": year, **chosen},
        )
        offered = self.fields["instrument"].queryset  # type: ignore[attr-defined]
        asked_for = offered.filter(code=wanted).first() if wanted else None
        if asked_for or (latest is None and len(offered[:2]) == 1):
            self.initial["instrument"] = (asked_for or offered[0]).pk
        self.fields["copy_from"].queryset = earlier  # type: ignore[attr-defined]
        self.fields["copy_from"].label_from_instance = lambda cycle: f"Siklus {cycle.year}"  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().values.items() if name != "phases_for"}
        return {**typed, "phases": [_later(plan, self.years_moved) for plan in self.phases.plans]}

    @property
    def years_moved(self) -> int:
        """0 where a phase touches the year of the cycle: then somebody saw to the dates."""
        year: int = self.cleaned_data["year"]
        if self.cleaned_data.get("phases_for") in (None, year):
            return 0
        plans = self.phases.plans
        is_touched = any(plan.starts_on.year <= year <= plan.ends_on.year for plan in plans)
        return 0 if is_touched else year - mode(plan.starts_on.year for plan in plans)


class ChangeCycleForm(CycleForm):
    version = VersionField()
    standing = forms.ChoiceField(label="Keadaan", choices=AssessmentCycle.Standing.choices)
    standing_reason = TidyField(
        label="Alasan", max_length=250, required=False, help_text="Diisi bila tidak dinilai, misalnya karena keamanan."
    )

    oversight_received = forms.IntegerField(
        label="Produk pengawasan Ombudsman yang diterima",
        min_value=0,
        max_value=MOST_OVERSIGHT,
        required=False,
        help_text="Di seluruh pemerintah daerah, juga di luar lokus. Tulis 0 bila tidak ada; kosongkan bila ragu.",
    )
    oversight_completed = forms.IntegerField(
        label="Di antaranya selesai ditindaklanjuti",
        min_value=0,
        max_value=MOST_OVERSIGHT,
        required=False,
        help_text="Menentukan klausul opini atau penghargaan, bukan nilai.",
    )
    OWN = ("year", "standing", "standing_reason", "oversight_received", "oversight_completed", "version")

    def __init__(self, data: Any = None, files: Any = None, *, cycle: AssessmentCycle) -> None:
        initial = {name: getattr(cycle, name) for name in self.OWN}
        super().__init__(
            data,
            files,
            government=cycle.government,
            phases=[phase_row(plan) for plan in plans_of(cycle)],
            initial={**initial, "instrument": cycle.instrument_id},
        )
        self.has_loci = cycle.loci.exists()
        for name in ("year", "instrument"):
            self.fields[name].disabled = self.has_loci
            self.fields[name].help_text = sentences.FIXED if self.has_loci else ""
        if self.has_loci:
            fixed = InstrumentVersion.objects.filter(pk=cycle.instrument_id)
            self.fields["instrument"].queryset = fixed  # type: ignore[attr-defined]
        self.helper.layout = Layout("year", "instrument", *self.OWN[1:])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_assessed = cleaned.get("standing") == AssessmentCycle.Standing.NOT_ASSESSED
        if not_assessed and not cleaned.get("standing_reason") and "standing_reason" not in self.errors:
            self.add_error("standing_reason", Problem(Refusal.STANDING_UNREASONED).said_by(PROBLEMS))
        oversight = ("oversight_received", "oversight_completed")
        if not any(name in self.errors for name in oversight):
            for problem in oversight_problems(*(cleaned.get(name) for name in oversight)):
                self.add_error("oversight_completed", Problem(problem).said_by(PROBLEMS))
        return cleaned

    @property
    def sent(self) -> dict[str, Any]:
        return {**self.values, "seen_version": self.cleaned_data["version"]}

    @property
    def oversight(self) -> Oversight:
        return Oversight(self.values["oversight_received"], self.values["oversight_completed"])

    def compared_with(self, stored: AssessmentCycle) -> list[Difference]:
        typed, standings = self.values, dict(AssessmentCycle.Standing.choices)
        return [
            ("Tahun", str(stored.year), str(typed["year"])),
            ("Instrumen", str(stored.instrument), str(typed["instrument"])),
            ("Keadaan", standings[stored.standing], standings[typed["standing"]]),
            ("Alasan", stored.standing_reason or sentences.NOTHING, typed["standing_reason"] or sentences.NOTHING),
            ("Produk pengawasan", sentences.oversight(stored.oversight), sentences.oversight(self.oversight)),
            ("Tahap", sentences.phase_list(plans_of(stored)), sentences.phase_list(typed["phases"])),
        ]


def phase_row(plan: PhasePlan) -> dict[str, object]:
    return {"name": plan.name, "starts_on": plan.starts_on, "ends_on": plan.ends_on}


def suggested_phases(latest: AssessmentCycle | None, year: int) -> list[dict[str, object]]:
    """The phases of the cycle before, moved to `year`; without one the usual names, whose dates nobody can guess."""
    plans = plans_of(latest) if latest else []
    if latest is None or not plans:
        return [{"name": name} for name in sentences.DEFAULT_PHASES]
    return [phase_row(_later(plan, year - latest.year)) for plan in plans]


def _later(plan: PhasePlan, years: int) -> PhasePlan:
    return PhasePlan(plan.name, _moved(plan.starts_on, years), _moved(plan.ends_on, years))


def _moved(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)


class LociForm(forms.Form):
    """One choice per unit shown. Units the search left out, or that were not sent, keep their standing."""

    version = VersionField()
    differences: Sequence[Difference] = ()
    CHOICES = (("", "Tidak dipilih"), (Locus.Standing.LOCUS, "Lokus"), (Locus.Standing.PREPARING, "Persiapan saja"))

    def __init__(
        self, data: Any = None, files: Any = None, *, cycle: AssessmentCycle, rows: Sequence[UnitChoice]
    ) -> None:
        super().__init__(data, files, initial={"version": cycle.version})
        self.cycle, self.rows = cycle, rows
        for row in rows:
            self.fields[self.name_of(row.unit)] = forms.ChoiceField(
                choices=self.CHOICES, required=False, initial=row.standing, label=row.unit.name
            )

    @staticmethod
    def name_of(unit: ServiceUnit) -> str:
        return f"unit-{unit.pk}"

    def groups(self) -> list[tuple[str, list[tuple[ServiceUnit, str, str]]]]:
        """By kind of unit: the unit, the name of its control, and what is marked in it."""
        return [
            (ServiceUnit.Kind(kind).label, [(row.unit, self.name_of(row.unit), self._marked(row)) for row in rows])
            for kind, rows in groupby(self.rows, key=lambda row: row.unit.kind)
        ]

    def _marked(self, row: UnitChoice) -> str:
        return self.data.get(self.name_of(row.unit), row.standing) if self.is_bound else row.standing

    @property
    def sent(self) -> dict[str, Any]:
        return {"chosen": self.chosen(current_choice(self.cycle)), "seen_version": self.cleaned_data["version"]}

    def chosen(self, current: Mapping[ServiceUnit, str]) -> dict[ServiceUnit, str]:
        wanted = dict(current)
        for row in self.rows:
            name = self.name_of(row.unit)
            if name in self.data:
                wanted[row.unit] = self.cleaned_data[name]
        return {unit: standing for unit, standing in wanted.items() if standing}

    def compared_with(self, cycle: AssessmentCycle) -> list[Difference]:
        names, stored = dict(self.CHOICES), current_choice(cycle)
        typed = self.chosen(stored)
        units = sorted({*stored, *typed}, key=lambda unit: unit.name)
        return [(unit.name, names[stored.get(unit, "")], names[typed.get(unit, "")]) for unit in units]


class SampleForm(forms.Form):
    """One list per place of the sample. Places left empty close up."""

    version = VersionField()
    differences: Sequence[Difference] = ()

    def __init__(self, data: Any = None, files: Any = None, *, locus: Locus, today: date) -> None:
        super().__init__(data, files, initial={"version": locus.version})
        self.places, self.today = places(locus, today), today
        for place in self.places:
            self.fields[self.name_of(place)] = forms.TypedChoiceField(
                label=f"{sentences.SAMPLE_NAMES[place.scope].capitalize()} {place.position}",
                choices=[("", sentences.EMPTY_PLACE), *place.options],
                initial=place.chosen_id or "",
                coerce=int,
                empty_value=None,
                required=False,
            )

    @staticmethod
    def name_of(place: SamplePlace) -> str:
        return f"{place.scope}-{place.position}"

    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The lists by scope, in order."""
        return [
            (scope, [self[self.name_of(place)] for place in places])
            for scope, places in groupby(self.places, key=lambda place: place.scope)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: set[tuple[str, int]] = set()
        for place in self.places:
            name = self.name_of(place)
            chosen = cleaned.get(name)
            if chosen and (place.scope, chosen) in seen:
                self.add_error(name, sentences.chosen_twice(dict(place.options)[chosen]))
            elif chosen:
                seen.add((place.scope, chosen))
        return cleaned

    def compared_with(self, locus: Locus) -> list[Difference]:
        stored = places(locus, self.today)
        names: dict[tuple[str, int | None], str] = {
            (place.scope, pk): label for place in (*self.places, *stored) for pk, label in place.options
        }
        empty = sentences.EMPTY_PLACE
        return [
            (
                str(self.fields[self.name_of(place)].label),
                names.get((place.scope, place.chosen_id), empty),
                names.get((place.scope, self.cleaned_data[self.name_of(place)]), empty),
            )
            for place in stored
        ]

    @property
    def sent(self) -> dict[str, Any]:
        """Rows by the argument of the service. Two queries."""
        by_scope: dict[str, list[int]] = {scope: [] for scope in Subject.Scope.values}
        for place in self.places:
            pk = self.cleaned_data[self.name_of(place)]
            if pk:
                by_scope[place.scope].append(pk)
        products = ServiceProduct.objects.in_bulk(by_scope["product"])
        officers = Officer.objects.in_bulk(by_scope["official"] + by_scope["complaint_officer"])
        return {
            "products": [products[pk] for pk in by_scope["product"]],
            "officials": [officers[pk] for pk in by_scope["official"]],
            "complaint_officers": [officers[pk] for pk in by_scope["complaint_officer"]],
            "seen_version": self.cleaned_data["version"],
        }
