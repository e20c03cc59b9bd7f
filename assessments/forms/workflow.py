"""What may be sent about an interview, a reviewer's mark and a step of the workflow."""

from typing import Any

from django import forms

from assessments.forms.answers import NOTE_LENGTH
from assessments.models import Answer, Assessment, Subject
from assessments.sentences import checklist as sentences
from assessments.sentences.refusals import PROBLEMS, Refusal
from kspp.lib.errors import Problem
from kspp.lib.forms import VersionField
from kspp.lib.text import tidy_lines

LARGEST_ID = 2**63 - 1


class StepForm(forms.Form):
    """A step on the page of a checklist. What stands against it is said above the checklist."""

    version = VersionField()

    @property
    def problems(self) -> list[str]:
        return list(dict.fromkeys(str(message) for messages in self.errors.values() for message in messages))


class OutcomeForm(StepForm):
    subject = forms.CharField(required=False, max_length=40)
    outcome = forms.CharField(required=False, max_length=40)

    @property
    def sent(self) -> dict[str, Any]:
        subject, outcome = self.cleaned_data["subject"], self.cleaned_data["outcome"]
        return {"subject_ref": subject, "outcome": outcome, "seen_version": self.cleaned_data["version"]}

    def show_conflict(self, stored: Subject) -> None:
        self.add_error(None, sentences.outcome_changed(stored.name, stored.get_outcome_display()))


class ReviewForm(StepForm):
    answer = forms.IntegerField(max_value=LARGEST_ID, error_messages={"required": sentences.FORM_INCOMPLETE})
    review = forms.CharField(required=False, max_length=40)
    review_note = forms.CharField(required=False)

    def clean_review_note(self) -> str:
        return tidy_lines(self.cleaned_data["review_note"], NOTE_LENGTH)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("review") == Answer.Review.RETURNED and not cleaned.get("review_note"):
            self.add_error("review_note", sentences.REVIEW_NOTE_MISSING)
        return cleaned

    @property
    def sent(self) -> dict[str, Any]:
        review, note = self.cleaned_data["review"], self.cleaned_data["review_note"]
        return {"review": review, "note": note, "seen_version": self.cleaned_data["version"]}

    def show_conflict(self, stored: Answer) -> None:
        self.add_error(None, sentences.CHANGED_MEANWHILE)


class MoveForm(StepForm):
    reason = forms.CharField(required=False)

    def clean_reason(self) -> str:
        return tidy_lines(self.cleaned_data["reason"], NOTE_LENGTH)

    def show_conflict(self, stored: Assessment) -> None:
        self.add_error(None, Problem(Refusal.MOVED_ALREADY).said_by(PROBLEMS))
