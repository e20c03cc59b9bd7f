"""What a citizen may type: the form of a complaint, the code, and what is done with the code."""

import re
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from complaints.deadlines import FIRST_START
from complaints.models import Complaint
from complaints.selectors.public import ComplaintAddressee
from complaints.sentences import public as sentences
from complaints.sentences.problems import PROBLEMS, Code
from kspp.lib.forms import DateInput
from kspp.lib.text import TidyField
from units.models import ServiceProduct, ServiceUnit

PERSON = ("name", "address", "phone", "email")
MOST_FILES = 5
MOST_MEGABYTES = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,image/jpeg,image/png,image/webp,application/pdf"
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y"]
ANONYMOUS = Complaint.Secrecy.ANONYMOUS


class LinesField(forms.CharField):
    """Several lines of text. A line break counts as one character, as in the browser."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class PublicFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PublicFilesField(forms.FileField):
    """Any number of files up to MOST_FILES; their content is judged elsewhere."""

    too_large = sentences.TOO_MUCH.format(MOST_MEGABYTES)
    widget = PublicFilesInput(attrs={"multiple": True, "accept": ACCEPTED, "data-megabytes": MOST_MEGABYTES})

    def __init__(self, *, hint: str = "", **kwargs: Any) -> None:
        allowed = f"Foto, PDF, Word, atau Excel; paling banyak {MOST_FILES} berkas, bersama-sama {MOST_MEGABYTES} MB."
        super().__init__(required=False, allow_empty_file=True, help_text=f"{allowed} {hint}".strip(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(f"Pilih paling banyak {MOST_FILES} berkas sekali kirim.", code="too_many")
        return list(sent)


def _known_as(token: str, **more: str) -> forms.TextInput:
    """One line that a browser can fill from what it knows of its owner."""
    return forms.TextInput(attrs={"autocomplete": token, **more})


class ComplaintForm(forms.Form):
    """`door` decides which units and services are offered. Only the story is required."""

    story = LinesField(
        label="Apa yang terjadi?",
        rows=7,
        max_length=6000,
        help_text="Pakai kata-kata Anda sendiri. Bila tidak ingin dikenali, jangan tulis nama atau ciri Anda di sini.",
        error_messages={"required": sentences.STORY_NEEDED},
    )
    subject = TidyField(
        label="Judul singkat",
        required=False,
        max_length=160,
        help_text="Boleh dikosongkan; kami ambil dari awal cerita Anda.",
    )
    unit = forms.ChoiceField(label="Unit yang diadukan", required=False)
    product = forms.ChoiceField(label="Layanan", required=False)
    event_date = forms.DateField(
        label="Tanggal kejadian",
        required=False,
        widget=DateInput,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": sentences.DATE_SHAPE},
    )
    place = TidyField(label="Tempat kejadian", required=False, max_length=200)
    loss = LinesField(label="Kerugian yang Anda alami", required=False, max_length=2000)
    wish = LinesField(label="Penyelesaian yang Anda harapkan", required=False, max_length=2000)
    files = PublicFilesField(  # type: ignore[assignment]  # fields leave the class; the uploads stay in self.files
        label="Foto atau dokumen", hint="Lokasi di dalam foto kami hapus; PDF dan Word dapat memuat nama pembuatnya."
    )
    secrecy = forms.ChoiceField(
        choices=Complaint.Secrecy, required=False, widget=forms.RadioSelect, initial=ANONYMOUS, label="Siapa Anda?"
    )
    name = TidyField(label="Nama", required=False, max_length=120, widget=_known_as("name"))
    phone = TidyField(
        label="Nomor telepon atau WhatsApp",
        required=False,
        max_length=40,
        validators=[RegexValidator(r"^[0-9+()./ -]{6,}$", sentences.PHONE_SHAPE)],
        widget=_known_as("tel", inputmode="tel"),
    )
    email = forms.EmailField(
        label="Surel", required=False, max_length=200, widget=_known_as("email", inputmode="email")
    )
    address = TidyField(label="Alamat", required=False, max_length=300, widget=_known_as("street-address"))
    is_vulnerable = forms.BooleanField(
        label="Saya termasuk kelompok rentan",
        required=False,
        help_text="Misalnya penyandang disabilitas, lanjut usia, anak, atau ibu hamil. Boleh dikosongkan.",
    )

    def __init__(self, *args: Any, door: ComplaintAddressee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.door = door
        self.units = {str(unit.pk): unit for unit in door.units}
        self.products = {str(product.pk): product for product in door.products}
        if door.unit:
            del self.fields["unit"]
        else:
            self._offer("unit", [("", "Belum tahu atau bukan unit tertentu"), *self._pairs(door.units)])
        if door.products:
            self._offer("product", [("", "Belum tahu atau layanan lain"), *self._services()])
        else:
            del self.fields["product"]

    def _offer(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields[name].error_messages["invalid_choice"] = {
            "unit": sentences.UNKNOWN_CHOICE,
            "product": sentences.FOREIGN_PRODUCT,
        }[name]

    def _services(self) -> list[Any]:
        """Of one unit as a list, of several under the names of their units."""
        if self.door.unit:
            return self._pairs(self.door.products)
        groups: dict[str, list[ServiceProduct]] = {}
        for product in self.door.products:
            groups.setdefault(product.unit.name, []).append(product)
        return [(name, self._pairs(products)) for name, products in groups.items()]

    @staticmethod
    def _pairs(rows: Sequence[ServiceUnit] | Sequence[ServiceProduct]) -> list[tuple[str, str]]:
        return [(str(row.pk), row.name) for row in rows]

    def clean_event_date(self) -> date | None:
        day: date | None = self.cleaned_data["event_date"]
        if day and day > self.door.today:
            raise forms.ValidationError(PROBLEMS[Code.FUTURE_DAY], code="future")
        if day and day < FIRST_START:
            raise forms.ValidationError(sentences.OUT_OF_DATES, code="past")
        return day

    def clean_secrecy(self) -> str:
        return self.cleaned_data["secrecy"] or ANONYMOUS.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._join_places(cleaned)
        if cleaned.get("secrecy", ANONYMOUS) == ANONYMOUS:
            for field in PERSON:
                self.errors.pop(field, None)
                cleaned[field] = ""
        else:
            self._need_person(cleaned)
        return cleaned

    def _join_places(self, cleaned: dict[str, Any]) -> None:
        """Rows in the place of their numbers; a service alone names its unit."""
        product = self.products.get(cleaned.get("product", ""))
        unit = self.door.unit or self.units.get(cleaned.get("unit", "")) or (product.unit if product else None)
        if product and unit and product.unit_id != unit.pk:
            self.add_error("product", sentences.FOREIGN_PRODUCT)
        cleaned["unit"], cleaned["product"] = unit, product

    def _need_person(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", sentences.NAME_NEEDED)
        ways = ("phone", "email", "address")
        if not any(cleaned.get(way) or way in self.errors for way in ways):
            self.add_error("phone", sentences.REACH_NEEDED)

    @property
    def identity(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in PERSON}

    @property
    def values(self) -> dict[str, object]:
        """Fields of the complaint, in which nothing tells who complains."""
        cleaned = self.cleaned_data
        plain = ("unit", "product", "story", "event_date", "place", "loss", "wish", "secrecy", "is_vulnerable")
        return {**{name: cleaned[name] for name in plain if name in cleaned}, "subject": self._subject()}

    def _subject(self) -> str:
        cleaned = self.cleaned_data
        about = cleaned["product"] or cleaned["unit"] or self.door.government
        private = {word.casefold() for word in re.split(r"\W+", cleaned["name"]) if len(word) > 2}
        private |= {cleaned[field].casefold() for field in ("phone", "email") if cleaned[field]}
        return cleaned["subject"] or sentences.subject_from(cleaned["story"], str(about), private)


class TrackingCodeForm(forms.Form):
    code = TidyField(
        label="Kode pengaduan",
        max_length=60,
        help_text="16 huruf dan angka dari tanda terima. Huruf besar atau kecil sama saja.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": sentences.NOT_A_CODE},
    )


OUTWORN = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentences.SEND_AGAIN)
"""What the page itself wrote into the form cannot be read."""


class ActForm(forms.Form):
    """Something done with the code: once for each form, on the complaint as it was shown."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, error_messages=OUTWORN)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9, error_messages=OUTWORN)

    @classmethod
    def fresh(cls, complaint: Complaint, name: str) -> "ActForm":
        return cls(initial={"form_key": uuid.uuid4(), "version": complaint.version}, auto_id=f"{name}_%s")

    def shown_again(self, complaint: Complaint) -> None:
        """Keep what was typed; what the page writes is as new."""
        given: Any = self.data
        self.data = given = given.copy()
        given["version"] = str(complaint.version)
        if "form_key" in self.errors:
            given["form_key"] = str(uuid.uuid4())


class WriteForm(ActForm):
    text = LinesField(label="Tulis pesan", required=False, rows=4, max_length=6000)
    files = PublicFilesField(label="Foto atau dokumen")  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["text"] and not cleaned["files"]:
            self.add_error("text", sentences.TEXT_OR_FILE)
        return cleaned


class CompleteForm(WriteForm):
    text = LinesField(label="Keterangan Anda", required=False, rows=4, max_length=6000)


class WithdrawForm(ActForm):
    reason = LinesField(label="Alasan (boleh dikosongkan)", required=False, max_length=2000)
    is_sure = forms.BooleanField(
        label="Ya, saya ingin mencabut pengaduan ini", error_messages={"required": sentences.SURE_NEEDED}
    )


class RateForm(ActForm):
    rating = forms.TypedChoiceField(
        label="Bagaimana penanganan pengaduan Anda?",
        choices=Complaint.Rating,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": sentences.RATING_NEEDED, "invalid_choice": sentences.RATING_NEEDED},
    )
    note = LinesField(label="Catatan (boleh dikosongkan)", required=False, max_length=500)


class CloseForm(ActForm):
    pass


class ReopenForm(ActForm):
    reason = LinesField(
        label="Apa yang belum selesai?", max_length=2000, error_messages={"required": sentences.REASON_NEEDED}
    )


ACT_FORMS: dict[str, type[ActForm]] = {
    "write": WriteForm,
    "complete": CompleteForm,
    "withdraw": WithdrawForm,
    "rate": RateForm,
    "close": CloseForm,
    "reopen": ReopenForm,
}


def uploads_of(form: forms.Form) -> list[UploadedFile]:
    """The files a valid form brought."""
    sent: list[UploadedFile] = form.cleaned_data.get("files", [])
    return sent
