"""Forms about one complaint that act once."""

import uuid
from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms

from complaints.models import Complaint
from complaints.selectors.case import latest_events
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import VersionField, plain_helper

FORM_USED = PROBLEMS[Code.FORM_USED]


class KeyedForm(forms.Form):
    """The version that was seen and the form's own key travel hidden: sent twice it acts once.

    `sends` names what a service is called with: fields, or properties of the form.
    """

    version = VersionField()
    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": FORM_USED, "required": FORM_USED})
    sends: ClassVar[tuple[str, ...]] = ("form_key",)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complaint, self.is_stale = complaint, False
        self.fields["version"].initial = complaint.version
        self.fields["version"].required = "seen_version" in self.sends
        self.fields["form_key"].initial = uuid.uuid4()
        self.lay_out(*(name for name in self.fields if name not in ("version", "form_key")))

    def lay_out(self, *shown: str) -> None:
        self.helper = plain_helper(Layout(*shown, "version", "form_key"))

    @property
    def seen_version(self) -> int:
        version: int = self.cleaned_data["version"]
        return version

    @property
    def sent(self) -> dict[str, Any]:
        fields = self.cleaned_data
        return {name: fields[name] if name in fields else getattr(self, name) for name in self.sends}

    def show_conflict(self, current: Complaint) -> None:
        """Keep what was typed, tell what others did meanwhile, and let the next sending go on knowingly."""
        missed = current.version - (self.cleaned_data.get("version") or 0)
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version")] = str(current.version)
        self.is_stale, self.current, self.missed = True, current, latest_events(current, missed)
