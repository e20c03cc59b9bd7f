"""One unit's self-assessment: answers, evidence and the stored result kept in step with them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.scope import ScopedQuerySet
from assessments.models.cycles import Locus, Subject
from assessments.workflow import EDITABLE, UNDER_REVIEW, State
from instruments.models import Indicator, InstrumentVersion
from scoring.graded import Graded
from units.models import Government, ServiceUnit


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    government_path = "locus__cycle__government"
    unit_path = "locus__unit"

    def with_place(self) -> "AssessmentQuerySet":
        """Unit, government, cycle and instrument in the same query."""
        return self.select_related("locus__unit__government", "locus__cycle__government", "instrument")

    def locked(self) -> "AssessmentQuerySet":
        """For a write: the assessment's own row is locked until the transaction ends."""
        return self.with_place().select_for_update(of=("self",), no_key=True)


class Assessment(models.Model):
    STATE_CHOICES = [
        (State.DRAFT.value, "draf"),
        (State.SUBMITTED.value, "diajukan"),
        (State.RETURNED.value, "dikembalikan dengan catatan"),
        (State.REVISED.value, "diperbaiki"),
        (State.VERIFIED.value, "diverifikasi"),
        (State.APPROVED.value, "disetujui"),
    ]

    locus = models.ForeignKey(Locus, models.PROTECT, related_name="assessments", verbose_name="lokus")
    instrument = models.ForeignKey(
        InstrumentVersion, models.PROTECT, related_name="assessments", verbose_name="instrumen"
    )
    state = models.CharField("keadaan", max_length=9, choices=STATE_CHOICES, default=State.DRAFT.value)
    floor = models.DecimalField("nilai perkiraan", max_digits=6, decimal_places=2, null=True, editable=False)
    answered_only = models.DecimalField(
        "nilai dari yang terisi", max_digits=6, decimal_places=2, null=True, editable=False
    )
    ceiling = models.DecimalField(
        "nilai tertinggi yang mungkin", max_digits=6, decimal_places=2, null=True, editable=False
    )
    zone = models.CharField("zona", max_length=10, blank=True, editable=False)
    grade = models.CharField("kategori", max_length=10, blank=True, editable=False)
    label = models.CharField("sebutan", max_length=80, blank=True, editable=False)
    answered = models.PositiveIntegerField("terisi", default=0, editable=False)
    expected = models.PositiveIntegerField("seharusnya terisi", default=0, editable=False)
    result = models.JSONField(
        "hasil",
        default=dict,
        editable=False,
        help_text="Per dimension the three readings, and the unrounded readings of the unit, as strings.",
    )
    last_activity_at = models.DateTimeField("aktivitas terakhir", null=True, editable=False)
    superseded_by = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="supersedes",
        verbose_name="dilanjutkan dalam",
        help_text="The assessment that went on with these answers in a corrected version of the instrument.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "penilaian mandiri"
        verbose_name_plural = "penilaian mandiri"
        ordering = ["locus__unit__name"]
        constraints = [
            models.UniqueConstraint(fields=["locus", "instrument"], name="one_assessment_per_locus_and_instrument")
        ]

    def __str__(self) -> str:
        return f"Penilaian mandiri {self.unit} {self.locus.cycle.year}"

    @property
    def unit(self) -> ServiceUnit:
        return self.locus.unit

    @property
    def government(self) -> Government:
        return self.locus.cycle.government

    @property
    def is_editable(self) -> bool:
        return State(self.state) in EDITABLE and self.superseded_by_id is None

    @property
    def is_under_review(self) -> bool:
        return State(self.state) in UNDER_REVIEW and self.superseded_by_id is None

    @property
    def graded(self) -> Graded:
        """The stored headline."""
        return Graded(self.floor, self.zone, self.grade, self.label)

    def get_absolute_url(self) -> str:
        return reverse("assessments:checklist", args=[self.pk])


class AnswerQuerySet(ScopedQuerySet["Answer"]):
    government_path = "assessment__locus__cycle__government"
    unit_path = "assessment__locus__unit"


class Answer(models.Model):
    """What was answered for one indicator, or for one indicator and one subject.

    Exactly one of `points` (a level), `figure` (a secondary figure, 0–100) and `tally` (survey answers counted per
    level) is used, as the indicator's scope says; all empty is blank, which is never zero.
    """

    class Review(models.TextChoices):
        NONE = "", "belum ditinjau"
        CONFIRMED = "confirmed", "sesuai bukti"
        RETURNED = "returned", "perlu diperbaiki"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers", db_index=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="answers")
    points = models.PositiveSmallIntegerField("nilai", null=True, blank=True)
    figure = models.DecimalField("angka", max_digits=6, decimal_places=2, null=True, blank=True)
    tally = models.JSONField("hitungan jawaban survei", default=dict, blank=True)
    chosen = models.JSONField("hal yang ada", null=True, blank=True, help_text="Null: not answered; []: none is there.")
    note = models.TextField("catatan", blank=True)
    not_applicable_reason = models.CharField("alasan tidak berlaku", max_length=250, blank=True)
    review = models.CharField("tinjauan", max_length=9, choices=Review, default=Review.NONE, blank=True)
    review_note = models.TextField("catatan peninjau", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("disimpan", null=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "jawaban"
        verbose_name_plural = "jawaban"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator", "subject"], name="one_answer_per_subject"),
            models.UniqueConstraint(
                fields=["assessment", "indicator"], condition=Q(subject=None), name="one_answer_without_subject"
            ),
            models.CheckConstraint(
                condition=Q(figure=None) | Q(figure__gte=0, figure__lte=100), name="figure_between_0_and_100"
            ),
        ]

    def __str__(self) -> str:
        return f"Jawaban {self.pk}"

    @property
    def is_blank(self) -> bool:
        measures = (self.points, self.figure, self.tally or None, self.chosen, self.not_applicable_reason or None)
        return all(value is None for value in measures)


def evidence_path(evidence: "Evidence", filename: str) -> str:
    """An unguessable place that says nothing about the content."""
    name = uuid.uuid4().hex
    return f"evidence/{name[:2]}/{name}"


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    government_path = "answer__assessment__locus__cycle__government"
    unit_path = "answer__assessment__locus__unit"

    def kept(self) -> "EvidenceQuerySet":
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A file or a link that supports an answer. Removing one hides it; history and file stay."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="evidence")
    file = models.FileField("berkas", upload_to=evidence_path, blank=True)
    link = models.URLField("tautan", max_length=500, blank=True)
    name = models.CharField("nama", max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField("ukuran", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    upload_key = models.UUIDField(
        null=True, unique=True, help_text="Chosen by the browser: the same upload sent twice is one file."
    )
    uploaded_at = models.DateTimeField("diunggah")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField("dihapus", null=True, blank=True)
    reused_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="The evidence of another answer whose file or link this is.",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "bukti dukung"
        verbose_name_plural = "bukti dukung"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")), name="evidence_is_a_file_or_a_link"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.link or reverse("assessments:evidence", args=[self.pk])
