"""What a government promises and publishes about its complaint handling, and how it keeps it in order."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.scope import ScopedQuerySet
from units.models import Government, Officer, ServiceUnit

WHO = settings.AUTH_USER_MODEL
MONTHS = [MinValueValidator(1), MaxValueValidator(600)]
DAYS = [MinValueValidator(1), MaxValueValidator(365)]


class DeskSettings(models.Model):
    """One row for each government; without it the defaults hold. Retention counts from the end of a case."""

    government = models.OneToOneField(Government, models.PROTECT, related_name="desk_settings")
    promise = models.TextField(
        "janji layanan pengaduan",
        max_length=600,
        blank=True,
        help_text="Satu atau dua kalimat di halaman pengaduan dan poster.",
    )
    reopen_days = models.PositiveSmallIntegerField("dapat dibuka kembali (hari)", default=30, validators=DAYS)
    close_after_days = models.PositiveSmallIntegerField("ditutup sesudah dijawab (hari)", default=30, validators=DAYS)
    warn_days = models.PositiveSmallIntegerField(
        "peringatan sebelum jatuh tempo (hari)", default=2, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    keep_identity_months = models.PositiveSmallIntegerField("simpan identitas (bulan)", default=24, validators=MONTHS)
    keep_files_months = models.PositiveSmallIntegerField("simpan lampiran (bulan)", default=24, validators=MONTHS)
    keep_text_months = models.PositiveSmallIntegerField(
        "simpan uraian dan pesan (bulan)", default=60, validators=MONTHS
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "pengaturan pengaduan"
        verbose_name_plural = "pengaturan pengaduan"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(close_after_days__lte=F("reopen_days")), name="closes_while_it_can_be_reopened"
            )
        ]

    def __str__(self) -> str:
        return f"Pengaturan pengaduan {self.government}"


class ContactQuerySet(ScopedQuerySet["Contact"]):
    government_path = "government"
    unit_path = "unit"


class Contact(models.Model):
    """A number or address that is published for complaints. Assessors try them."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Telepon"
        WHATSAPP = "whatsapp", "WhatsApp"
        EMAIL = "email", "Surel"
        WEB = "web", "Laman"
        ADDRESS = "address", "Alamat kantor"
        SOCIAL = "social", "Media sosial"
        LAPOR = "lapor", "SP4N-LAPOR!"

    government = models.ForeignKey(Government, models.PROTECT, related_name="complaint_contacts")
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="complaint_contacts", verbose_name="unit"
    )
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    value = models.CharField("nomor atau alamat", max_length=200)
    hours = models.CharField("waktu layanan", max_length=120, blank=True)
    is_active = models.BooleanField("dipublikasikan", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "kanal pengaduan"
        verbose_name_plural = "kanal pengaduan"
        ordering = ["kind", "value", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["government", "kind", "value"],
                condition=Q(unit=None),
                name="one_contact_of_a_government",
                violation_error_message="Kanal ini sudah tercatat.",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "value"],
                condition=~Q(unit=None),
                name="one_contact_of_a_unit",
                violation_error_message="Kanal ini sudah tercatat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class ContactTest(models.Model):
    """Somebody tried a published contact, as an assessor would."""

    class Result(models.TextChoices):
        ANSWERED = "answered", "Dijawab"
        SLOW = "slow", "Dijawab terlambat"
        SILENT = "silent", "Tidak dijawab"
        WRONG = "wrong", "Salah atau tidak aktif"

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="tests", verbose_name="kanal")
    tested_on = models.DateField("tanggal uji")
    result = models.CharField("hasil", max_length=8, choices=Result)
    note = models.CharField("catatan", max_length=300, blank=True)
    tested_by = models.ForeignKey(WHO, models.PROTECT, related_name="+")
    form_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "uji kanal"
        verbose_name_plural = "uji kanal"
        ordering = ["-tested_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_result_display()}"


def coaching_path(coaching: "Coaching", filename: str) -> str:
    name = uuid.uuid4().hex
    return f"coaching/{name[:2]}/{name}"


class CoachingQuerySet(ScopedQuerySet["Coaching"]):
    government_path = "unit__government"
    unit_path = "unit"


class Coaching(models.Model):
    """Training or guidance for the complaint officers of a unit, with its proof."""

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="coachings", verbose_name="unit")
    held_on = models.DateField("tanggal")
    topic = models.CharField("materi", max_length=200)
    given_by = models.CharField("pembina", max_length=160)
    officers: models.ManyToManyField = models.ManyToManyField(
        Officer, blank=True, related_name="coachings", verbose_name="petugas yang mengikuti"
    )
    note = models.CharField("hasil dan tindak lanjut", max_length=500, blank=True)
    file = models.FileField("bukti", upload_to=coaching_path, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    media_type = models.CharField(max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    form_key = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CoachingQuerySet.as_manager()

    class Meta:
        verbose_name = "pembinaan"
        verbose_name_plural = "pembinaan"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.topic} ({self.held_on:%d-%m-%Y})"


class ImportBatchQuerySet(ScopedQuerySet["ImportBatch"]):
    government_path = "government"


class ImportBatch(models.Model):
    """A checked file of complaints from elsewhere: looked at first, taken once."""

    class Source(models.TextChoices):
        LAPOR = "lapor", "Ekspor SP4N-LAPOR!"
        REGISTER = "register", "Buku register"

    class State(models.TextChoices):
        CHECKED = "checked", "sudah diperiksa"
        TAKEN = "taken", "sudah dimasukkan"
        DROPPED = "dropped", "dibatalkan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    source = models.CharField("asal", max_length=8, choices=Source)
    name = models.CharField("nama berkas", max_length=120)
    sha256 = models.CharField(max_length=64)
    sealed_rows = models.TextField(editable=False, help_text="The readable rows, encrypted: they hold persons.")
    count = models.PositiveIntegerField("baris terbaca", default=0)
    known = models.PositiveIntegerField("sudah ada", default=0)
    problems = models.JSONField("kesalahan", default=list)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.CHECKED)
    checked_at = models.DateTimeField("diperiksa")
    checked_by = models.ForeignKey(WHO, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("dimasukkan", null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas impor"
        verbose_name_plural = "berkas impor"
        ordering = ["-checked_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def failed(self) -> int:
        return len(self.problems)

    @property
    def fitting(self) -> int:
        """Rows that are new and right."""
        return self.count - self.known - self.failed
