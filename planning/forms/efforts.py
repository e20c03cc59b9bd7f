"""The table of working days: one field for each step of an instrument."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from instruments.selectors.tree import IndicatorNode, VariableNode
from kspp.lib.forms import VERSION_MISSING, Difference
from planning.decisions.effort import IndicatorEffort
from planning.models import LONGEST_STEP
from planning.selectors.efforts import StoredEfforts
from planning.sentences import efforts as sentences


@dataclass(frozen=True, slots=True)
class EffortRow:
    """An indicator with the fields of its steps."""

    node: IndicatorNode
    ladder: IndicatorEffort
    fields: tuple[BoundField, ...]

    @property
    def has_own(self) -> bool:
        return bool(self.ladder.own)


class EffortForm(forms.Form):
    """Every field is filled with what holds now; an emptied one goes back to the default."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16, error_messages={"required": VERSION_MISSING})
    differences: Sequence[Difference] = ()

    def __init__(self, data: Any = None, *, ladders: Mapping[str, IndicatorEffort], stored: StoredEfforts) -> None:
        super().__init__(data, initial={"seen": stored.seen})
        self.ladders = ladders
        for code, ladder in ladders.items():
            for level in ladder.steps():
                label = sentences.TENTH if ladder.is_figure else sentences.to_level(level)
                self.fields[self.name_of(code, level)] = forms.IntegerField(
                    label=label,
                    min_value=1,
                    max_value=LONGEST_STEP,
                    required=False,
                    initial=ladder.step(level),
                    widget=forms.NumberInput({"class": "form-control", "inputmode": "numeric"}),
                )

    @staticmethod
    def name_of(code: str, level: int) -> str:
        return f"hari-{code}-{level}"

    def sections(self, variables: Sequence[VariableNode]) -> Iterator[tuple[VariableNode, list[EffortRow]]]:
        for variable in variables:
            yield variable, [self._row(node) for node in variable.indicators]

    def _row(self, node: IndicatorNode) -> EffortRow:
        ladder = self.ladders[node.code]
        return EffortRow(node, ladder, tuple(self[self.name_of(node.code, level)] for level in ladder.steps()))

    @property
    def is_reset(self) -> bool:
        """Whether everything shall go back to the defaults, whatever was typed."""
        return "reset" in self.data

    def is_valid(self) -> bool:
        """Going back to the defaults does not depend on what was typed."""
        return super().is_valid() or (self.is_reset and "seen" not in self.errors)

    @property
    def sent(self) -> dict[str, object]:
        return {"days": self.days, "seen": self.cleaned_data["seen"]}

    @property
    def days(self) -> dict[tuple[str, int], int]:
        if self.is_reset:
            return {}
        typed = ((step, self.cleaned_data.get(self.name_of(*step))) for step in self._steps())
        return {step: length for step, length in typed if length is not None}

    def show_conflict(self, stored: StoredEfforts) -> None:
        """Keep what was typed, show what is stored, and let the next save replace it knowingly."""
        self.data = {**self.data.dict(), "seen": stored.seen}  # type: ignore[attr-defined]
        typed = self.days
        rows = [(step, stored.own.get(step), self._own(step, typed.get(step))) for step in self._steps()]
        self.differences = [
            (sentences.step(*step), sentences.days(theirs), sentences.days(mine))
            for step, theirs, mine in rows
            if theirs != mine
        ]

    def _steps(self) -> Iterator[tuple[str, int]]:
        for code, ladder in self.ladders.items():
            for level in ladder.steps():
                yield code, level

    def _own(self, step: tuple[str, int], length: int | None) -> int | None:
        """None for the default."""
        code, level = step
        return None if length == self.ladders[code].usual.step(level) else length
