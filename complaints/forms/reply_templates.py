"""What may be typed as a reply template."""

from typing import ClassVar

from django import forms

from complaints.models import ReplyTemplate
from complaints.sentences.templates import PLACEHOLDERS, unknown_placeholders
from kspp.lib.forms import RowForm
from kspp.lib.text import tidy_formfield

OFFERED = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
UNKNOWN = "{} tidak dikenal. Yang dapat dipakai: " + OFFERED.replace("{", "{{").replace("}", "}}") + "."


class ReplyTemplateForm(RowForm):
    class Meta:
        model = ReplyTemplate
        fields = ("purpose", "title", "text", "is_active")
        formfield_callback = tidy_formfield
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts: ClassVar = {
            "text": "Diganti isinya untuk setiap pengaduan: "
            + "; ".join(f"{{{name}}} {words}" for name, words in PLACEHOLDERS.items())
            + ".",
            "is_active": "Kosongkan bila tidak lagi ditawarkan kepada petugas.",
        }

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if unknown := unknown_placeholders(text):
            raise forms.ValidationError(UNKNOWN.format(", ".join(unknown)), code="unknown_placeholder")
        return text
