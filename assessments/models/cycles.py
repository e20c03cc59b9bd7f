"""A government's yearly cycle: phases, loci and who or what is sampled in each locus."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.scope import ScopedQuerySet
from instruments.models import InstrumentVersion
from instruments.sentences.words import OUTCOME_NAMES
from scoring.opinion import Oversight
from units.models import Government, Officer, ServiceProduct, ServiceUnit


class CycleQuerySet(ScopedQuerySet["AssessmentCycle"]):
    government_path = "government"

    def with_place(self) -> "CycleQuerySet":
        """Government and instrument in the same query."""
        return self.select_related("government", "instrument")

    def held(self, pk: int) -> "AssessmentCycle":
        """The cycle with its place, its row locked until the transaction ends.

        Locked by itself and then read: with the join in the lock, PostgreSQL loses a row whose instrument was changed
        while this transaction waited.
        """
        self.select_for_update(no_key=True).get(pk=pk)
        return self.with_place().get(pk=pk)


class AssessmentCycle(models.Model):
    class Standing(models.TextChoices):
        ASSESSED = "assessed", "dinilai"
        NOT_LOCUS = "not_locus", "bukan lokus tahun ini"
        NOT_ASSESSED = "not_assessed", "tidak dinilai"

    government = models.ForeignKey(Government, models.PROTECT, related_name="cycles", verbose_name="pemerintah daerah")
    year = models.PositiveSmallIntegerField("tahun")
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="cycles", verbose_name="instrumen")
    standing = models.CharField("keadaan", max_length=12, choices=Standing, default=Standing.ASSESSED)
    standing_reason = models.CharField("alasan", max_length=250, blank=True)
    oversight_received = models.PositiveSmallIntegerField(
        "produk pengawasan Ombudsman yang diterima", null=True, blank=True
    )
    oversight_completed = models.PositiveSmallIntegerField(
        "di antaranya selesai ditindaklanjuti", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = "siklus penilaian"
        verbose_name_plural = "siklus penilaian"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "year"],
                name="one_cycle_per_year",
                violation_error_message="Siklus tahun ini sudah dibuka.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2015, year__lte=2100),
                name="cycle_year_in_range",
                violation_error_message="Tahun harus antara 2015 dan 2100.",
            ),
            models.CheckConstraint(
                condition=~Q(standing="not_assessed") | ~Q(standing_reason=""),
                name="not_assessed_has_reason",
                violation_error_message="Sebutkan alasan mengapa tidak dinilai.",
            ),
            models.CheckConstraint(
                condition=Q(oversight_received=None, oversight_completed=None)
                | Q(oversight_completed__lte=F("oversight_received")),
                name="oversight_completed_up_to_received",
                violation_error_message="Yang selesai tidak dapat melebihi yang diterima; isi keduanya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Siklus {self.year} {self.government}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:cycle", args=[self.pk])

    @property
    def oversight(self) -> Oversight:
        return Oversight(self.oversight_received, self.oversight_completed)


class CycleInstrument(models.Model):
    """An instrument that the loci of a cycle prepare for beside the cycle's own, on the same evidence."""

    cycle = models.ForeignKey(AssessmentCycle, models.CASCADE, related_name="further", verbose_name="siklus")
    instrument = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+", verbose_name="instrumen")
    added_at = models.DateTimeField("ditambahkan")

    class Meta:
        verbose_name = "instrumen tambahan"
        verbose_name_plural = "instrumen tambahan"
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "instrument"], name="one_further_instrument_each")]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.cycle.year})"


class Phase(models.Model):
    cycle = models.ForeignKey(AssessmentCycle, models.CASCADE, related_name="phases", verbose_name="siklus")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("tahap", max_length=80)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")

    class Meta:
        verbose_name = "tahap"
        verbose_name_plural = "tahap"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_start",
                violation_error_message="Tanggal selesai mendahului tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_current(self, today: date) -> bool:
        return self.starts_on <= today <= self.ends_on


class LocusQuerySet(ScopedQuerySet["Locus"]):
    government_path = "cycle__government"
    unit_path = "unit"


class Locus(models.Model):
    class Standing(models.TextChoices):
        LOCUS = "locus", "lokus penilaian"
        PREPARING = "preparing", "persiapan saja"

    cycle = models.ForeignKey(AssessmentCycle, models.PROTECT, related_name="loci", verbose_name="siklus")
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="loci", verbose_name="unit")
    standing = models.CharField("keadaan", max_length=9, choices=Standing, default=Standing.LOCUS)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = LocusQuerySet.as_manager()

    class Meta:
        verbose_name = "lokus"
        verbose_name_plural = "lokus"
        ordering = ["unit__name"]
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="one_locus_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit} ({self.cycle.year})"


class Subject(models.Model):
    """One sampled product, official or complaint officer of a locus. The name is kept as it was when chosen."""

    class Scope(models.TextChoices):
        PRODUCT = "product", "produk layanan"
        OFFICIAL = "official", "pejabat/pelaksana"
        COMPLAINT_OFFICER = "complaint_officer", "petugas pengaduan"

    class Outcome(models.TextChoices):
        MAIN = "main", OUTCOME_NAMES["main"]
        SUBSTITUTE = "substitute", OUTCOME_NAMES["substitute"]
        REFUSED = "refused", OUTCOME_NAMES["refused"]
        ABSENT = "absent", OUTCOME_NAMES["absent"]

    locus = models.ForeignKey(Locus, models.CASCADE, related_name="subjects", verbose_name="lokus")
    scope = models.CharField("lingkup", max_length=17, choices=Scope)
    position = models.PositiveSmallIntegerField("urutan")
    product = models.ForeignKey(ServiceProduct, models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nama", max_length=160)
    post = models.CharField("jabatan", max_length=120, blank=True)
    outcome = models.CharField("hasil wawancara", max_length=10, choices=Outcome, default=Outcome.MAIN)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "sampel"
        verbose_name_plural = "sampel"
        ordering = ["scope", "position"]
        constraints = [
            models.UniqueConstraint(fields=["locus", "scope", "position"], name="one_subject_per_place"),
            models.UniqueConstraint(fields=["locus", "product"], name="one_sample_per_product"),
            models.UniqueConstraint(fields=["locus", "scope", "officer"], name="one_sample_per_officer"),
            models.CheckConstraint(
                condition=Q(scope="product", product__isnull=False, officer=None)
                | (~Q(scope="product") & Q(product=None, officer__isnull=False)),
                name="subject_is_a_product_or_an_officer",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Names this subject within its locus: `official-1`."""
        return f"{self.scope}-{self.position}"

    @property
    def ref(self) -> str:
        """The key with the row's id, as forms carry it: places may be swapped while a page is open."""
        return f"{self.key}.{self.pk}"
