"""Reports that were ordered: the row is the truth about the work, whatever the broker did."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.scope import ScopedQuerySet
from assessments.models import Assessment, AssessmentCycle
from instruments.models import InstrumentVersion
from units.models import Government, ServiceUnit

WITHOUT_PERIOD = ["readiness", "poster"]
STALE_AFTER = timedelta(minutes=2)
"""A running report without a heartbeat for this long was left by a dead worker."""


def report_path(report: "Report", filename: str) -> str:
    name = uuid.uuid4().hex
    return f"reports/{name[:2]}/{name}"


class ReportQuerySet(ScopedQuerySet["Report"]):
    government_path = "government"
    unit_path = "unit"

    def waiting(self) -> Self:
        return self.filter(state=Report.State.QUEUED)

    def abandoned(self, now: datetime) -> Self:
        """Work that nobody is doing: queued but unseen, or running without a heartbeat."""
        before = now - STALE_AFTER
        return self.filter(
            Q(state=Report.State.RUNNING, heartbeat_at__lt=before) | Q(state=Report.State.QUEUED, sent_at__lt=before)
        )


class Report(models.Model):
    """One ordered document. Readiness is about a cycle; the others are about a period, or about now (a poster)."""

    class Kind(models.TextChoices):
        READINESS = "readiness", "Laporan kesiapan"
        COMPLAINTS = "complaints", "Laporan pengaduan"
        REGISTER = "register", "Buku register pengaduan"
        PUBLICATION = "publication", "Publikasi penanganan pengaduan"
        POSTER = "poster", "Poster kanal pengaduan"

    class State(models.TextChoices):
        QUEUED = "queued", "menunggu giliran"
        RUNNING = "running", "sedang dibuat"
        READY = "ready", "siap diunduh"
        FAILED = "failed", "gagal dibuat"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("jenis", max_length=11, choices=Kind, default=Kind.READINESS)
    government = models.ForeignKey(Government, models.PROTECT, related_name="reports", verbose_name="pemerintah daerah")
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="unit"
    )
    cycle = models.ForeignKey(
        AssessmentCycle, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="siklus"
    )
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="penilaian unit"
    )
    instrument = models.ForeignKey(
        InstrumentVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="instrumen tambahan",
        help_text="Of a whole government: a further instrument of the cycle. Empty: the cycle's own.",
    )
    period_from = models.DateField("sejak", null=True, blank=True)
    period_until = models.DateField("sampai", null=True, blank=True)
    number = models.CharField("nomor", max_length=60, unique=True)
    reprint_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reprints")
    order_key = models.UUIDField(unique=True, help_text="From the form: the same order sent twice is one report.")
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("kemajuan", default=0)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    error = models.CharField("galat", max_length=250, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField("dipesan")
    sent_at = models.DateTimeField("dikirim ke antrean")
    started_at = models.DateTimeField("mulai dibuat", null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField("selesai", null=True)
    file = models.FileField("berkas", upload_to=report_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField("ukuran", default=0)
    pages = models.PositiveSmallIntegerField("halaman", default=0)
    content = models.JSONField(
        "isi", default=dict, help_text="What the PDF says, frozen at making, so that a reprint says the same."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan"
        verbose_name_plural = "laporan"
        ordering = ["-ordered_at"]
        indexes = [models.Index(fields=["state", "ordered_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="readiness", cycle__isnull=False) | (~Q(kind="readiness") & Q(cycle=None)),
                name="readiness_is_about_a_cycle",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITHOUT_PERIOD, period_from=None, period_until=None)
                | (~Q(kind__in=WITHOUT_PERIOD) & Q(period_from__isnull=False, period_until__gte=F("period_from"))),
                name="complaint_report_is_about_a_period",
            ),
            models.CheckConstraint(condition=~Q(kind="poster") | Q(unit__isnull=False), name="poster_is_about_a_unit"),
            models.CheckConstraint(
                condition=Q(instrument=None) | Q(kind="readiness", unit=None, assessment=None),
                name="further_instrument_is_of_a_whole_government",
            ),
        ]

    def __str__(self) -> str:
        return f"Laporan {self.number}"

    @property
    def subject_year(self) -> int:
        """The year its number and its file name carry."""
        if self.cycle is not None:
            return self.cycle.year
        return (self.period_until or timezone.localdate(self.ordered_at)).year

    @property
    def judged_by(self) -> InstrumentVersion | None:
        """The instrument of a readiness report: its unit's assessment's, the further one, else the cycle's own."""
        if self.assessment is not None:
            return self.assessment.instrument
        return self.instrument or (self.cycle.instrument if self.cycle is not None else None)

    @property
    def is_by_further(self) -> bool:
        """Whether it is about an instrument that the cycle prepares for beside its own."""
        return self.cycle is not None and self.judged_by != self.cycle.instrument

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])
