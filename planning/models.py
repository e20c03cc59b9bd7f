"""The way up: what a step costs, scenarios of steps, and the actions that came of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.scope import ScopedQuerySet
from assessments.models.cycles import AssessmentCycle
from instruments.models import InstrumentVersion
from units.models import Government, ServiceUnit

LONGEST_STEP = 250


class StepEffort(models.Model):
    """Working days for rising to `points` from the level below, as a government reckons. Without a row: the default."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="efforts", verbose_name="pemerintah daerah")
    instrument = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="+", verbose_name="instrumen")
    indicator_code = models.CharField("indikator", max_length=20)
    points = models.PositiveSmallIntegerField("ke tingkat")
    days = models.PositiveSmallIntegerField(
        "hari kerja", validators=[MinValueValidator(1), MaxValueValidator(LONGEST_STEP)]
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "perkiraan hari kerja"
        verbose_name_plural = "perkiraan hari kerja"
        ordering = ["indicator_code", "points"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "instrument", "indicator_code", "points"], name="one_effort_per_step"
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=LONGEST_STEP), name="effort_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_code} ke {self.points}: {self.days}"


class ScenarioQuerySet(ScopedQuerySet["Scenario"]):
    government_path = "government"
    unit_path = "unit"


class Scenario(models.Model):
    """Answers as they might become. `steps`: one for each observation that rises; `result`: what it then scores."""

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="scenarios", verbose_name="pemerintah daerah"
    )
    cycle = models.ForeignKey(AssessmentCycle, models.PROTECT, related_name="scenarios", verbose_name="siklus")
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="scenarios", verbose_name="unit"
    )
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+", verbose_name="instrumen")
    name = models.CharField("nama", max_length=120)
    note = models.TextField("catatan", blank=True)
    asked = models.JSONField("permintaan", default=dict, help_text="What the planner was asked; empty by hand.")
    steps = models.JSONField("langkah", default=list)
    result = models.JSONField("hasil", default=dict)
    order_key = models.UUIDField(unique=True, help_text="From the form: the same scenario sent twice is one.")
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("dihapus", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "skenario"
        verbose_name_plural = "skenario"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("planning:scenario", args=[self.pk])


class ActionQuerySet(ScopedQuerySet["Action"]):
    government_path = "government"
    unit_path = "unit"


class Action(models.Model):
    """One thing to be done by somebody until a day. `expected_points`: what it adds to the unit's score, rounded."""

    class State(models.TextChoices):
        PLANNED = "planned", "direncanakan"
        DOING = "doing", "dikerjakan"
        DONE = "done", "selesai"
        DROPPED = "dropped", "dibatalkan"

    government = models.ForeignKey(Government, models.PROTECT, related_name="actions", verbose_name="pemerintah daerah")
    cycle = models.ForeignKey(AssessmentCycle, models.PROTECT, related_name="actions", verbose_name="siklus")
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="actions", verbose_name="unit")
    scenario = models.ForeignKey(
        Scenario, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="skenario"
    )
    step_key = models.CharField("langkah", max_length=120, blank=True)
    indicator_code = models.CharField("indikator", max_length=20, blank=True)
    what = models.CharField("tindakan", max_length=300)
    target = models.TextField("keadaan yang dituju", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="akun"
    )
    owner_name = models.CharField("penanggung jawab", max_length=120)
    due_on = models.DateField("tenggat")
    state = models.CharField("keadaan", max_length=7, choices=State, default=State.PLANNED)
    state_note = models.CharField("keterangan", max_length=250, blank=True)
    expected_points = models.DecimalField("perkiraan tambahan nilai", max_digits=6, decimal_places=2, null=True)
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "tindakan"
        verbose_name_plural = "tindakan"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["cycle", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "step_key"], condition=~Q(step_key=""), name="one_action_per_step"
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("planning:action", args=[self.pk])
