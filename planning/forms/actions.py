"""Forms of the action plan."""

import re
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from assessments.selectors.owners import Owners
from kspp.lib.dates import date_id
from kspp.lib.errors import Problem
from kspp.lib.forms import DateInput, Difference, VersionField
from kspp.lib.numbers import decimal_id
from kspp.lib.text import TidyField, tidy_lines
from planning.models import Action
from planning.selectors.proposals import ActionProposal, is_possible
from planning.sentences import actions as sentences
from planning.sentences.problems import PROBLEMS, Code
from planning.services.actions import LONGEST_NOTE, LONGEST_TARGET, YEARS
from units.models import ServiceUnit

POINTS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,2})?")


class OwnerField(TidyField):
    """A typed name with suggestions; `list_id` names the list of them on the page."""

    def __init__(self, list_id: str, **options: Any) -> None:
        super().__init__(label="Penanggung jawab", max_length=120, **options)
        self.widget.attrs.update({"list": list_id, "autocomplete": "off"})


class ActionForm(forms.Form):
    """What, who, when. `owners` are suggested; any other name may be typed."""

    what = TidyField(label="Tindakan", max_length=300)
    target = forms.CharField(
        label="Keadaan yang dituju",
        required=False,
        max_length=LONGEST_TARGET,
        widget=forms.Textarea({"rows": 3}),
        help_text="Apa yang harus terlihat bila tindakan ini selesai.",
    )
    owner_name = OwnerField("pemilik", help_text="Pilih dari daftar atau ketik nama.")
    due_on = forms.DateField(label="Tenggat", widget=DateInput())

    differences: Sequence[Difference] = ()

    def __init__(self, data: Any = None, *, owners: Owners, **options: Any) -> None:
        super().__init__(data, **options)
        self.owners = owners

    def clean_target(self) -> str:
        return tidy_lines(self.cleaned_data["target"], LONGEST_TARGET)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on.year not in YEARS:
            raise forms.ValidationError(Problem(Code.DUE_WRONG).said_by(PROBLEMS))
        return due_on

    @property
    def values(self) -> dict[str, object]:
        """The fields of an action, with the account behind the name where there is one."""
        names = ("what", "owner_name", "due_on", "target", "expected_points")
        written = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {**written, "owner": self.owners.named(self.cleaned_data["owner_name"])}


class PointsField(forms.CharField):
    """Points a unit may gain, with a decimal comma or point; None where nothing is typed."""

    def __init__(self) -> None:
        super().__init__(
            label="Perkiraan tambahan nilai unit",
            required=False,
            help_text="Boleh dikosongkan. Misalnya 0,84.",
            widget=forms.TextInput({"inputmode": "decimal"}),
        )

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        if not text.isascii() or not POINTS.fullmatch(text):
            raise forms.ValidationError(sentences.POINTS_WRONG)
        return Decimal(text.replace(",", "."))


class NewActionForm(ActionForm):
    """Written by hand. `units`: of the cycle; one of them is chosen unless there is only one."""

    order_key = forms.UUIDField(widget=forms.HiddenInput)
    expected_points = PointsField()

    def __init__(self, data: Any = None, *, owners: Owners, units: Sequence[ServiceUnit]) -> None:
        super().__init__(data, owners=owners, initial={"order_key": uuid.uuid4()})
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"] = forms.TypedChoiceField(
            label="Unit",
            coerce=int,
            choices=[("", "Pilih unit"), *((unit.pk, unit.name) for unit in units)]
            if len(units) != 1
            else [(unit.pk, unit.name) for unit in units],
        )
        self.order_fields(["unit"])

    @property
    def sent(self) -> dict[str, object]:
        data = self.cleaned_data
        return {"unit": self.units[data["unit"]], "values": self.values, "order_key": str(data["order_key"])}


class ChangeActionForm(ActionForm):
    """The points of an action that came of a scenario are computed and not asked for."""

    version = VersionField()

    def __init__(self, data: Any = None, *, owners: Owners, action: Action) -> None:
        initial = {name: getattr(action, name) for name in ("what", "target", "owner_name", "due_on", "version")}
        super().__init__(data, owners=owners, initial=initial)
        if not action.scenario_id:
            points = action.expected_points
            self.fields["expected_points"] = PointsField()
            self.initial["expected_points"] = "" if points is None else decimal_id(points)

    @property
    def sent(self) -> dict[str, object]:
        return {"values": self.values, "seen_version": self.cleaned_data["version"]}

    def compared_with(self, stored: Action) -> list[Difference]:
        data = self.cleaned_data
        return [
            ("Tindakan", stored.what, data["what"]),
            ("Keadaan yang dituju", stored.target, data["target"]),
            ("Penanggung jawab", stored.owner_name, data["owner_name"]),
            ("Tenggat", date_id(stored.due_on), date_id(data["due_on"])),
        ]


class MoveForm(forms.Form):
    """A button of an action's page, with the reason where it is dropped."""

    version = VersionField()
    state = forms.CharField(required=False)
    note = forms.CharField(required=False)

    def clean_note(self) -> str:
        return tidy_lines(self.cleaned_data["note"], LONGEST_NOTE)

    def show_conflict(self, stored: Action) -> None:
        """The page shows what is stored, with a version of its own."""


class ProposalForm(ActionForm):
    """One proposed action on the page of a scenario; taken unless another scenario made the same already."""

    take = forms.BooleanField(label="Jadikan tindakan", required=False)

    def __init__(self, data: Any = None, *, proposal: ActionProposal, owners: Owners) -> None:
        initial = {
            "take": not proposal.twin,
            "what": proposal.what,
            "target": proposal.target,
            "owner_name": proposal.owner,
            "due_on": proposal.due_on,
        }
        super().__init__(data, owners=owners, prefix=f"s{proposal.number}", initial=initial)
        self.proposal = proposal
        self.fields["owner_name"].widget.attrs["list"] = f"pemilik-{proposal.unit.pk}"
        self.fields["owner_name"].help_text = self.fields["target"].help_text = ""
        self.fields["what"].widget = forms.Textarea({"rows": 2, "maxlength": 300})
        self.fields["target"].widget.attrs["rows"] = 2

    @property
    def is_sent(self) -> bool:
        return self.add_prefix("what") in self.data

    @property
    def is_taken(self) -> bool:
        return self.is_sent and bool(self.data.get(self.add_prefix("take")))

    @property
    def values(self) -> dict[str, object]:
        return {**super().values, "expected_points": self.proposal.points}


class UntilForm(forms.Form):
    """The day by which everything is to be done, from the address."""

    sampai = forms.DateField(label="Semua selesai paling lambat", widget=DateInput())

    def __init__(self, data: Any, *, government: int, today: date, usual: date) -> None:
        super().__init__(data if data.get("sampai") else None, initial={"sampai": usual})
        self.government, self.today, self.usual = government, today, usual

    def clean_sampai(self) -> date:
        day: date = self.cleaned_data["sampai"]
        if not is_possible(day, self.today, self.government):
            raise forms.ValidationError(sentences.UNTIL_WRONG)
        return day

    @property
    def day(self) -> date:
        """As asked, else the usual one."""
        return self.cleaned_data["sampai"] if self.is_valid() else self.usual
