"""What may be typed about a complainant."""

from collections.abc import Callable
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator

from complaints.selectors.persons import FIELDS, Person, words_sought
from complaints.sentences import persons as sentences
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services.retention import RetentionKind
from kspp.lib.forms import EMPTY, Difference, VersionField, plain_helper, show_conflict
from kspp.lib.text import TidyField, tidy_lines

REASON_LENGTH = 500


class IdentityForm(forms.Form):
    """Correcting who complained."""

    name = TidyField(label="Nama", required=False, max_length=120)
    address = TidyField(label="Alamat", required=False, max_length=300)
    phone = TidyField(
        label="Telepon atau WhatsApp",
        required=False,
        max_length=40,
        validators=[RegexValidator(r"^[0-9+(). -]*[0-9][0-9+(). -]*$", sentences.PHONE_SHAPE)],
    )
    email = forms.EmailField(label="Surel", required=False, max_length=254)
    version = VersionField()

    def __init__(self, *args: Any, stored_now: Callable[[], Person] = Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_now = stored_now
        self.helper = plain_helper(Layout(Fieldset("Perbaiki identitas", *FIELDS), "version"))
        self.differences: list[Difference] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in FIELDS):
            self.add_error("name", PROBLEMS[Code.IDENTITY_EMPTY])
        return cleaned

    @property
    def person(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def sent(self) -> dict[str, object]:
        return {"person": self.person, "seen_version": self.cleaned_data["version"]}

    def show_conflict(self, row: object) -> None:
        """Opens what is kept now: its reading is told like any other."""
        stored = self.stored_now()
        show_conflict(self, stored.version, self.compared_with(stored))

    def compared_with(self, stored: Person) -> list[Difference]:
        return [
            (str(self.fields[name].label), getattr(stored, name) or EMPTY, typed or EMPTY)
            for name, typed in self.person.items()
        ]


def identity_form(person: Person | None) -> IdentityForm:
    """Filled with what is kept."""
    kept = person or Person()
    return IdentityForm(initial={"version": kept.version} | {name: getattr(kept, name) for name in FIELDS})


class PersonSearchForm(forms.Form):
    """Sent by POST: what is typed here stands in no address."""

    person = TidyField(
        label="Nama, telepon, atau surel",
        max_length=120,
        help_text="Nama boleh sebagian kata. Nomor telepon dan surel ditulis lengkap.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()

    def clean_person(self) -> str:
        typed: str = self.cleaned_data["person"]
        if not words_sought(typed):
            raise forms.ValidationError(sentences.NOT_SEARCHABLE, code="not_searchable")
        return typed


class EraseForm(forms.Form):
    """Erasing on request: the identity always, files and texts when chosen."""

    files = forms.BooleanField(  # type: ignore[assignment]  # fields leave the class
        label="Hapus juga semua lampiran", required=False
    )
    texts = forms.BooleanField(label="Hapus juga uraian, pesan, dan catatan", required=False)
    reason = forms.CharField(
        label="Alasan",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tersimpan dalam riwayat dan tidak dapat dihapus. Jangan menulis nama atau data pribadi lain.",
    )
    sure = forms.BooleanField(
        label="Saya sudah memastikan siapa yang meminta", error_messages={"required": sentences.SURE_NEEDED}
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.differences: list[Difference] = []

    def clean_reason(self) -> str:
        return tidy_lines(self.cleaned_data["reason"], REASON_LENGTH)

    @property
    def sent(self) -> dict[str, object]:
        fields = self.cleaned_data
        return {"kinds": self.kinds, "reason": fields["reason"], "seen_version": fields["version"]}

    @property
    def kinds(self) -> set[RetentionKind]:
        return {RetentionKind.IDENTITY} | {
            kind for kind in (RetentionKind.FILES, RetentionKind.TEXTS) if self.cleaned_data[kind.value]
        }
