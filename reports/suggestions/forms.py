"""What may be sent about one suggestion."""

from typing import Any

from django import forms

from kspp.lib.forms import VersionField
from kspp.lib.text import tidy_lines
from reports.suggestions.sentences import NO_LONGER_SUGGESTED, PROBLEMS, SuggestionRefusal

LONGEST_NOTE = 2000
HIGHEST_LEVEL = 1000


class LevelField(forms.IntegerField):
    def __init__(self) -> None:
        said = dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), PROBLEMS[SuggestionRefusal.LEVEL_NEEDED]
        )
        super().__init__(min_value=0, max_value=HIGHEST_LEVEL, error_messages=said)


class DecisionForm(forms.Form):
    """`version` is the answer's, 0 where it was never given."""

    place = forms.CharField(max_length=40)
    suggested = LevelField()
    points = LevelField()
    note = forms.CharField(required=False)
    version = VersionField()

    def clean_note(self) -> str:
        return tidy_lines(self.cleaned_data["note"], LONGEST_NOTE)

    @property
    def is_taken(self) -> bool:
        return bool(self.cleaned_data["points"] == self.cleaned_data["suggested"])

    @property
    def wrong(self) -> dict[str, Any]:
        """What the page shows again at the place it was sent for, with all that stands against it."""
        typed = {name: self[name].value() or "" for name in ("place", "points", "note")}
        problems = dict.fromkeys(str(message) for messages in self.errors.values() for message in messages)
        return {**typed, "problem": " ".join(problems)}

    def show_conflict(self, stored: object) -> None:
        self.add_error(None, NO_LONGER_SUGGESTED)
