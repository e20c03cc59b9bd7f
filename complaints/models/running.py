"""The clocks that run, or ran, in one complaint, with their pauses and extensions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from complaints.deadlines import Clock, ClockUnit
from complaints.models.cases import Complaint
from complaints.models.rules import ClockRule


class RunningClock(models.Model):
    """One time limit of one complaint. What the rule said when it began is kept: a later decree changes nothing here.

    `due_on` is None while the clock is paused. `ended_on` is the day on which what was owed was done (MET), or on
    which nothing was owed any longer (VOID).
    """

    class State(models.TextChoices):
        RUNNING = "running", "berjalan"
        PAUSED = "paused", "terhenti"
        MET = "met", "terpenuhi"
        VOID = "void", "gugur"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="clocks", verbose_name="pengaduan")
    rule = models.ForeignKey(ClockRule, models.PROTECT, null=True, related_name="+", verbose_name="aturan")
    code = models.SlugField("kode", max_length=40)
    run = models.PositiveSmallIntegerField("putaran", default=1, help_text="2 and more after reopening.")
    name = models.CharField("nama tenggat", max_length=160)
    length = models.PositiveSmallIntegerField("lama")
    ceiling = models.PositiveSmallIntegerField("perpanjangan paling lama", null=True, blank=True)
    unit = models.CharField("satuan", max_length=8, choices=ClockRule.Unit)
    basis = models.CharField("dasar", max_length=200)
    confidence = models.CharField("kepastian", max_length=1, choices=ClockRule.Confidence)
    is_ours = models.BooleanField("kewajiban penyelenggara", default=True)
    starts_on = models.DateField("mulai")
    due_on = models.DateField("jatuh tempo", null=True, blank=True)
    ended_on = models.DateField("berakhir", null=True, blank=True)
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.RUNNING)

    class Meta:
        verbose_name = "tenggat berjalan"
        verbose_name_plural = "tenggat berjalan"
        ordering = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "code", "run"], name="one_clock_per_run"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")), name="clock_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"], condition=Q(state="running", is_ours=True), name="running_clocks_by_due_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.complaint})"

    @property
    def clock(self) -> Clock:
        return Clock(self.length, ClockUnit(self.unit))

    @property
    def needs_checking(self) -> bool:
        return self.confidence == ClockRule.Confidence.LOW

    @property
    def is_late(self) -> bool:
        """Of a finished clock: whether it was done after the due day."""
        return bool(self.ended_on and self.due_on and self.ended_on > self.due_on)


class ClockPause(models.Model):
    """The file is back with the complainant."""

    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="pauses")
    stopped_on = models.DateField("dihentikan")
    resumed_on = models.DateField("dilanjutkan", null=True, blank=True)

    class Meta:
        verbose_name = "penghentian tenggat"
        verbose_name_plural = "penghentian tenggat"
        ordering = ["stopped_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock"], condition=Q(resumed_on=None), name="one_open_pause"),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("stopped_on")), name="pause_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.stopped_on}"


class ClockExtension(models.Model):
    """More days, with the reason that is told to the complainant."""

    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField("tambahan hari")
    reason = models.CharField("alasan", max_length=500)
    granted_at = models.DateTimeField("diberikan")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    form_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "perpanjangan tenggat"
        verbose_name_plural = "perpanjangan tenggat"
        ordering = ["granted_at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(days__gte=1), name="extension_has_days")]

    def __str__(self) -> str:
        return f"{self.clock}: {self.days} hari"


class Notice(models.Model):
    """One warning about one clock to one person: written once, mailed once."""

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", "Segera jatuh tempo"
        BREACHED = "breached", "Lewat tenggat"

    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="notices", verbose_name="tenggat")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="complaint_notices", verbose_name="penerima"
    )
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    due_on = models.DateField("jatuh tempo")
    created_at = models.DateTimeField("dibuat")
    mailed_at = models.DateTimeField("dikirim lewat surel", null=True, blank=True)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)

    class Meta:
        verbose_name = "peringatan tenggat"
        verbose_name_plural = "peringatan tenggat"
        ordering = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "user", "kind", "due_on"], name="one_notice_each")
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_notices"),
            models.Index(fields=["created_at"], condition=Q(mailed_at=None), name="unmailed_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.clock}"
