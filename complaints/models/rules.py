"""The calendar and the clocks: what governs when something about a complaint is due."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from complaints.deadlines import LONGEST, Clock, ClockUnit
from units.models import Government


class NationalOrLocal(models.QuerySet):
    """Rows without a government hold everywhere."""

    def for_government(self, government: Government | None) -> Self:
        return self.filter(Q(government=None) | Q(government=government)) if government else self.national()

    def national(self) -> Self:
        return self.filter(government=None)


class DayOff(models.Model):
    """A named day that no clock of working days counts. Never deleted: it is set inactive."""

    class Kind(models.TextChoices):
        PUBLIC = "public", "Hari libur nasional"
        COLLECTIVE_LEAVE = "collective_leave", "Cuti bersama"
        LOCAL = "local", "Hari libur daerah"

    class Source(models.TextChoices):
        LIBRARY = "library", "data awal portal"
        PEOPLE = "people", "dicatat pengelola"

    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="days_off", verbose_name="pemerintah daerah"
    )
    date = models.DateField("tanggal", db_index=True)
    name = models.CharField("nama hari libur", max_length=120)
    kind = models.CharField("jenis", max_length=16, choices=Kind)
    source = models.CharField("sumber", max_length=7, choices=Source, default=Source.PEOPLE, editable=False)
    is_estimate = models.BooleanField("perkiraan", default=False)
    is_active = models.BooleanField("berlaku", default=True)
    reason = models.CharField("alasan", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NationalOrLocal.as_manager()

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["date", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["date", "name"], condition=Q(government=None), name="one_national_day_off"),
            models.UniqueConstraint(
                fields=["government", "date", "name"], condition=~Q(government=None), name="one_local_day_off"
            ),
            models.CheckConstraint(
                condition=Q(government=None) ^ Q(kind="local"), name="local_day_off_belongs_to_a_government"
            ),
            models.CheckConstraint(condition=Q(is_active=True) | ~Q(reason=""), name="inactive_day_off_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.date:%d-%m-%Y})"

    @property
    def is_edited(self) -> bool:
        """Whether a person had a hand in it: loading leaves such a row alone."""
        return self.source == self.Source.PEOPLE or self.version > 1


class ClockRuleQuerySet(NationalOrLocal):
    def in_force(self, day: date) -> Self:
        since = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(since, Q(valid_until=None) | Q(valid_until__gte=day))


class ClockRule(models.Model):
    """One legal time limit. A government's own rule takes the place of the national one with the same code."""

    class Unit(models.TextChoices):
        CALENDAR = "calendar", "hari kalender"
        WORKING = "working", "hari kerja"
        YEARS = "years", "tahun"

    class Confidence(models.TextChoices):
        HIGH = "H", "pasti"
        MEDIUM = "M", "cukup pasti"
        LOW = "L", "perlu diperiksa"

    class Start(models.TextChoices):
        SERVICE_RECEIVED = "service_received", "layanan diterima"
        EVENT = "event", "peristiwa terjadi"
        RECEIPT = "receipt", "pengaduan diterima"
        COMPLETENESS_REPLY = "completeness_reply", "jawaban tentang kelengkapan"
        FILE_COMPLETE = "file_complete", "berkas dinyatakan lengkap"
        VERIFICATION = "verification", "pengaduan diverifikasi"
        DECISION = "decision", "keputusan ditetapkan"
        LHP_RECEIVED = "lhp_received", "LHP diterima"
        RECOMMENDATION_RECEIVED = "recommendation_received", "rekomendasi diterima"
        LOCAL = "local", "menurut keputusan daerah"

    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="clock_rules", verbose_name="pemerintah daerah"
    )
    code = models.SlugField("kode", max_length=40)
    name = models.CharField("nama tenggat", max_length=160)
    length = models.PositiveSmallIntegerField("lama", null=True, blank=True)
    extension = models.PositiveSmallIntegerField("perpanjangan paling lama", null=True, blank=True)
    unit = models.CharField("satuan", max_length=8, choices=Unit)
    starts_at = models.CharField("dihitung sejak", max_length=24, choices=Start)
    basis = models.CharField("dasar", max_length=200)
    decree_number = models.CharField("nomor keputusan daerah", max_length=80, blank=True)
    confidence = models.CharField("kepastian", max_length=1, choices=Confidence, default=Confidence.HIGH)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ClockRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "aturan tenggat"
        verbose_name_plural = "aturan tenggat"
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(government=None, valid_from=None), name="one_undated_national_clock"
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"], condition=Q(government=None), name="one_national_clock_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["government", "code", "valid_from"],
                condition=~Q(government=None),
                name="one_local_clock_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(government=None)
                | (Q(valid_from__isnull=False) & Q(length__isnull=False) & ~Q(decree_number="")),
                name="local_clock_has_length_day_and_decree",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="clock_valid_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(length=None) | (Q(length__gte=1) & Q(length__lte=max(LONGEST.values()))),
                name="clock_length_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def clock(self) -> Clock | None:
        """None for a rule whose length each government decides for itself."""
        return Clock(self.length, ClockUnit(self.unit)) if self.length else None

    @property
    def needs_checking(self) -> bool:
        return self.confidence == self.Confidence.LOW
