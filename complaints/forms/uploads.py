"""Several files in one field, each judged by its content."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from complaints.sentences.public import TOO_MUCH
from kspp.lib.uploads import CheckedFile, UploadRefused, inspect

MOST_AT_ONCE = 10
TOO_MANY = f"Pilih paling banyak {MOST_AT_ONCE} berkas sekali kirim."


class CheckedFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CheckedFilesField(forms.Field):
    """Cleans to a list of CheckedFile; errors name the file."""

    widget = CheckedFilesInput
    too_large = TOO_MUCH.format(settings.EVIDENCE_MAX_BYTES // (1024 * 1024))

    def clean(self, value: Any) -> list[CheckedFile]:
        files = [file for file in (value if isinstance(value, list | tuple) else [value]) if file]
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(TOO_MANY, code="too_many")
        return [self._checked(file) for file in files]

    def _checked(self, file: "UploadedFile[bytes]") -> CheckedFile:
        try:
            return inspect(file)
        except UploadRefused as refusal:
            problems = [f"{file.name}: {problem}" for problem in refusal.problems]
            raise forms.ValidationError(problems, code="refused") from refusal
