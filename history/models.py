"""The audit trail: append-only, one hash chain per government (and one for the platform)."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.scope import ScopedQuerySet
from units.models import Government, ServiceUnit


class Chain(models.Model):
    """The head of one government's chain; locked while an event is appended."""

    PLATFORM: ClassVar[str] = "platform"

    key = models.CharField(max_length=20, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        verbose_name = "rantai riwayat"
        verbose_name_plural = "rantai riwayat"

    def __str__(self) -> str:
        return self.key


class EventQuerySet(ScopedQuerySet["Event"]):
    government_path = "government"
    unit_path = "unit"

    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Event(models.Model):
    """Who did what to what, when and why. The database refuses to change or delete a row."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="events")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField("waktu")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events", verbose_name="pelaku"
    )
    actor_name = models.CharField("nama pelaku", max_length=120)
    action = models.CharField("tindakan", max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_name = models.CharField("perihal", max_length=250)
    government = models.ForeignKey(Government, models.PROTECT, null=True, related_name="events")
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, null=True, related_name="events")
    reason = models.TextField("alasan", blank=True)
    changes = models.JSONField("perubahan", default=dict)
    request_id = models.CharField(max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "peristiwa"
        verbose_name_plural = "riwayat"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="one_event_per_place_in_chain")]
        indexes = [models.Index(fields=["subject_type", "subject_id"]), models.Index(fields=["government", "-at"])]

    def __str__(self) -> str:
        return f"{self.action} · {self.subject_name}"
