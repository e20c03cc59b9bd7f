"""Results the Ombudsman published, kept beside our own and never corrected."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.scope import ScopedQuerySet
from units.models import Government, ServiceUnit


class OfficialResultQuerySet(ScopedQuerySet["OfficialResult"]):
    government_path = "government"

    def totals(self) -> "OfficialResultQuerySet":
        return self.filter(unit_name="")


class OfficialResult(models.Model):
    government = models.ForeignKey(
        Government, models.PROTECT, related_name="official_results", verbose_name="pemerintah daerah"
    )
    province = models.CharField("provinsi pada tahun itu", max_length=80, blank=True)
    unit_name = models.CharField("unit", max_length=160, blank=True)
    unit = models.ForeignKey(
        ServiceUnit, models.SET_NULL, null=True, blank=True, related_name="official_results", verbose_name="unit kita"
    )
    year = models.PositiveSmallIntegerField("tahun")
    instrument_code = models.SlugField("instrumen", max_length=60)
    score = models.DecimalField("nilai", max_digits=6, decimal_places=2)
    decimals = models.PositiveSmallIntegerField("desimal tercetak", default=2)
    zone = models.CharField("zona", max_length=10, blank=True)
    grade = models.CharField("kategori", max_length=10, blank=True)
    label = models.CharField("sebutan lain", max_length=80, blank=True)
    rank_national = models.PositiveSmallIntegerField("peringkat nasional", null=True, blank=True)
    complete_set = models.CharField("himpunan lengkap", max_length=80, blank=True)
    source = models.CharField("sumber", max_length=500)

    imported_at = models.DateTimeField("dimuat", null=True, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = OfficialResultQuerySet.as_manager()

    class Meta:
        verbose_name = "hasil resmi"
        verbose_name_plural = "hasil resmi"
        ordering = ["-year", "unit_name"]
        indexes = [models.Index(fields=["unit_name", "year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "unit_name", "year", "instrument_code", "source"],
                name="one_official_result_per_source",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="official_score_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.government} {self.unit_name} {self.year}".replace("  ", " ")


class OfficialImportQuerySet(ScopedQuerySet["OfficialImport"]):
    government_path = "government"


class OfficialImport(models.Model):
    """A file that was looked at and waits for a decision. Its content stays, as the proof of what was brought in."""

    class State(models.TextChoices):
        CHECKED = "checked", "menunggu keputusan"
        TAKEN = "taken", "sudah dimuat"
        DROPPED = "dropped", "dibatalkan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    government = models.ForeignKey(
        Government,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="official_imports",
        verbose_name="pemerintah daerah",
        help_text="Whose results may be brought in; none: everybody's.",
    )
    name = models.CharField("nama berkas", max_length=200)
    content = models.BinaryField("isi")
    sha256 = models.CharField(max_length=64)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.CHECKED)
    summary = models.JSONField("hasil pemeriksaan", default=dict)
    order_key = models.UUIDField(unique=True, help_text="From the form: the same file sent twice is one import.")
    uploaded_at = models.DateTimeField("diunggah")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("diputuskan", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfficialImportQuerySet.as_manager()

    class Meta:
        verbose_name = "impor hasil resmi"
        verbose_name_plural = "impor hasil resmi"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
