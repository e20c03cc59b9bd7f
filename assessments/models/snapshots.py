"""What a score was when it was handed over: the only way to compare it later with what became of it."""

from django.conf import settings
from django.db import models

from accounts.scope import ScopedQuerySet
from assessments.models.assessments import Assessment


class SnapshotQuerySet(ScopedQuerySet["ScoreSnapshot"]):
    government_path = "assessment__locus__cycle__government"
    unit_path = "assessment__locus__unit"


class ScoreSnapshot(models.Model):
    """`floor`, `answered_only`, `ceiling`: rounded readings of the unit. `indicators`: code to its unrounded floor."""

    class Moment(models.TextChoices):
        SUBMITTED = "submitted", "saat diajukan"
        VERIFIED = "verified", "saat diverifikasi"
        APPROVED = "approved", "saat disetujui"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="snapshots", verbose_name="penilaian")
    moment = models.CharField("saat", max_length=9, choices=Moment)
    floor = models.DecimalField("nilai", max_digits=6, decimal_places=2, null=True)
    answered_only = models.DecimalField("nilai dari yang terisi", max_digits=6, decimal_places=2, null=True)
    ceiling = models.DecimalField("nilai tertinggi yang mungkin", max_digits=6, decimal_places=2, null=True)
    indicators = models.JSONField("nilai indikator", default=dict)
    digest = models.CharField("sidik instrumen", max_length=64)
    taken_at = models.DateTimeField("dicatat")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "potret nilai"
        verbose_name_plural = "potret nilai"
        ordering = ["taken_at", "pk"]
        indexes = [models.Index(fields=["assessment", "moment"])]

    def __str__(self) -> str:
        return f"{self.assessment} {self.get_moment_display()}"
