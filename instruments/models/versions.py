"""Instrument versions: the tree, the samples, the bands. Rows that nothing may change once the version is published."""

from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from instruments.models.reaching import InstrumentQuerySet
from scoring import instrument as spec
from units.models import Government


class Provenance(models.TextChoices):
    OFFICIAL = "official", "resmi"
    PRESS = "press", "pemberitaan"
    ESTIMATED = "estimated", "perkiraan"


class Immutable(Exception):
    """A published instrument version was about to be changed."""


class InstrumentVersion(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "rancangan"
        PUBLISHED = "published", "berlaku"
        RETIRED = "retired", "tidak dipakai lagi"

    code = models.SlugField("kode", max_length=60, unique=True)
    family = models.SlugField("keluarga", max_length=30)
    title = models.CharField("judul", max_length=200)
    years = models.JSONField("tahun", default=list)
    description = models.TextField("keterangan", blank=True)
    source = models.TextField("sumber", blank=True)
    owner = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="instruments", verbose_name="pemilik"
    )
    cloned_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="clones")
    status = models.CharField("status", max_length=9, choices=Status, default=Status.DRAFT)
    roll_up = models.CharField("nilai pemerintah daerah", max_length=20, default=spec.RollUp.MEAN_OF_LOCI.value)
    scale = models.DecimalField("skala", max_digits=6, decimal_places=2, default=100)
    decimals = models.PositiveSmallIntegerField("desimal", default=2)
    not_applicable_allowed = models.BooleanField("boleh tidak berlaku", default=False)
    formula = models.CharField("rumus nilai unit", max_length=20, default=spec.Formula.WEIGHTED_DIMENSIONS.value)
    clause = models.CharField("klausul opini", max_length=80, blank=True)
    award_zone = models.CharField("zona penghargaan", max_length=10, blank=True, default=spec.AWARD_ZONE)
    certificate_from = models.DecimalField("piagam mulai dari", max_digits=6, decimal_places=2, null=True, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    draft = models.TextField(
        "isi rancangan",
        blank=True,
        editable=False,
        help_text="A draft as an instrument file (YAML), right in shape; rows of the tree come with publishing.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        verbose_name = "versi instrumen"
        verbose_name_plural = "versi instrumen"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("instruments:instrument", args=[self.code])

    @property
    def is_frozen(self) -> bool:
        return self.status != self.Status.DRAFT

    @property
    def history_place(self) -> Government | None:
        return self.owner

    def spec(self) -> spec.Instrument:
        """The scoring part as plain values; cached for published versions, which cannot change."""
        return _cached_spec(self.pk, self.digest) if self.is_frozen else build_spec(self)


class TreeQuerySet(models.QuerySet[models.Model]):
    def _refuse_frozen(self) -> None:
        path = self.model.version_path  # type: ignore[attr-defined]
        if self.filter(~Q(**{f"{path}__status": InstrumentVersion.Status.DRAFT})).exists():
            raise Immutable(self.model.__name__)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(objs)
        for row in rows:
            row._refuse_frozen()
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: object) -> int:
        self._refuse_frozen()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete()


class TreeRow(models.Model):
    """A row of an instrument's tree: changeable only while its version is a draft."""

    version_path: ClassVar[str] = "version"
    objects = TreeQuerySet.as_manager()

    class Meta:
        abstract = True

    def _version(self) -> InstrumentVersion:
        row: object = self
        for step in self.version_path.split("__"):
            row = getattr(row, step)
        assert isinstance(row, InstrumentVersion)
        return row

    def _refuse_frozen(self) -> None:
        if self._version().is_frozen:
            raise Immutable(f"{self._version().code}: {self}")

    def save(self, *args: object, **kwargs: object) -> None:
        self._refuse_frozen()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        self._refuse_frozen()
        return super().delete(*args, **kwargs)  # type: ignore[arg-type]


class Part(TreeRow):
    """A component above the dimensions, such as F-02 beside F-03; most instruments have none."""

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=20)
    name = models.CharField("komponen", max_length=120)
    weight = models.DecimalField("bobot", max_digits=8, decimal_places=4)
    weight_provenance = models.CharField("asal bobot", max_length=9, choices=Provenance)

    class Meta:
        verbose_name = "komponen"
        verbose_name_plural = "komponen"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_part_code_per_version")]

    def __str__(self) -> str:
        return self.name


class Dimension(TreeRow):
    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="dimensions")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="dimensions")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=20)
    name = models.CharField("dimensi", max_length=120)
    weight = models.DecimalField("bobot", max_digits=8, decimal_places=4)
    weight_provenance = models.CharField("asal bobot", max_length=9, choices=Provenance)
    description = models.TextField("keterangan", blank=True)
    weight_total = models.DecimalField(
        "jumlah bobot menurut aturan", max_digits=8, decimal_places=4, null=True, blank=True
    )
    when_blank = models.CharField("bila ada yang kosong", max_length=8, default=spec.WhenBlank.ZERO.value)

    class Meta:
        verbose_name = "dimensi"
        verbose_name_plural = "dimensi"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_dimension_code_per_version")]

    def __str__(self) -> str:
        return self.name


class Variable(TreeRow):
    version_path = "dimension__version"
    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="variables")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=20)
    name = models.CharField("variabel", max_length=120)

    class Meta:
        verbose_name = "variabel"
        verbose_name_plural = "variabel"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["dimension", "code"], name="one_variable_code_per_dimension")]

    def __str__(self) -> str:
        return self.name


class Indicator(TreeRow):
    version_path = "variable__dimension__version"
    SCOPE_CHOICES = [
        ("unit", "unit"),
        ("product", "produk layanan"),
        ("official", "pejabat/pelaksana"),
        ("complaint_officer", "petugas pengaduan"),
        ("user", "pengguna (survei)"),
        ("secondary", "data sekunder"),
        ("government", "pemerintah daerah"),
    ]

    variable = models.ForeignKey(Variable, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField("kode", max_length=20)
    name = models.CharField("indikator", max_length=250)
    scope = models.CharField("lingkup", max_length=17, choices=SCOPE_CHOICES)
    weight = models.DecimalField("bobot", max_digits=8, decimal_places=4)
    name_provenance = models.CharField("asal nama", max_length=9, choices=Provenance)
    weight_provenance = models.CharField("asal bobot", max_length=9, choices=Provenance)
    levels_provenance = models.CharField("asal tingkat", max_length=9, choices=Provenance, blank=True)
    evidence_kinds = models.JSONField("bukti yang diharapkan", default=list)
    legal_ref = models.CharField("dasar hukum", max_length=250, blank=True)
    figure_maximum = models.DecimalField("angka tertinggi", max_digits=6, decimal_places=2, default=100)
    things = models.JSONField("hal yang dihitung", default=list, blank=True, help_text="Pairs of code and text.")
    at_least = models.JSONField("batas tingkat", default=list, blank=True)
    applies_to = models.CharField("berlaku bagi", max_length=8, default=spec.AppliesTo.ALL.value)
    note = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["variable", "code"], name="one_indicator_code_per_variable")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_estimated(self) -> bool:
        """Whether its wording, weight or levels are this project's proposal, to be marked *perkiraan*."""
        return Provenance.ESTIMATED in (self.name_provenance, self.weight_provenance, self.levels_provenance)


class Level(TreeRow):
    version_path = "indicator__variable__dimension__version"
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="levels")
    points = models.PositiveSmallIntegerField("nilai")
    text = models.TextField("uraian")

    class Meta:
        verbose_name = "tingkat"
        verbose_name_plural = "tingkat"
        ordering = ["points"]
        constraints = [models.UniqueConstraint(fields=["indicator", "points"], name="one_level_per_points")]

    def __str__(self) -> str:
        return f"{self.points}: {self.text[:40]}"


class Band(TreeRow):
    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="bands")
    lower = models.DecimalField("mulai dari", max_digits=6, decimal_places=2)
    zone = models.CharField("zona", max_length=10, blank=True)
    grade = models.CharField("kategori", max_length=10, blank=True)
    label = models.CharField("sebutan", max_length=80)
    unit_label = models.CharField("sebutan bagi unit", max_length=80, blank=True)
    provenance = models.CharField("asal", max_length=9, choices=Provenance)

    class Meta:
        verbose_name = "rentang nilai"
        verbose_name_plural = "rentang nilai"
        ordering = ["-lower"]
        constraints = [models.UniqueConstraint(fields=["version", "lower"], name="one_band_per_lower_bound")]

    def __str__(self) -> str:
        return f"≥ {self.lower} {self.label}"

    def spec(self) -> spec.Band:
        return spec.Band(self.lower, self.zone, self.grade, self.label, self.unit_label)


class SampleRule(TreeRow):
    class Per(models.TextChoices):
        UNIT = "unit", "per unit"
        GOVERNMENT = "government", "per pemerintah daerah"

    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="samples")
    scope = models.CharField("lingkup", max_length=17, choices=Indicator.SCOPE_CHOICES)
    per = models.CharField("per", max_length=10, choices=Per)
    number = models.PositiveSmallIntegerField("jumlah")
    provenance = models.CharField("asal", max_length=9, choices=Provenance)

    class Meta:
        verbose_name = "jumlah sampel"
        verbose_name_plural = "jumlah sampel"
        constraints = [models.UniqueConstraint(fields=["version", "scope", "per"], name="one_sample_rule_each")]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.number} {self.get_per_display()}"


class OutcomeFactor(TreeRow):
    version = models.ForeignKey(InstrumentVersion, models.CASCADE, related_name="outcome_factors")
    outcome = models.CharField("hasil wawancara", max_length=10)
    factor = models.DecimalField("faktor", max_digits=4, decimal_places=2)
    provenance = models.CharField("asal", max_length=9, choices=Provenance)

    class Meta:
        verbose_name = "faktor hasil wawancara"
        verbose_name_plural = "faktor hasil wawancara"
        constraints = [models.UniqueConstraint(fields=["version", "outcome"], name="one_factor_per_outcome")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.factor}"


def build_spec(version: InstrumentVersion) -> spec.Instrument:
    dimensions = version.dimensions.select_related("part").prefetch_related("variables__indicators__levels")
    return spec.Instrument(
        code=version.code,
        name=version.title,
        dimensions=tuple(_dimension(row) for row in dimensions),
        bands=tuple(band.spec() for band in version.bands.all()),
        samples={spec.Scope(s.scope): s.number for s in version.samples.all() if s.per == SampleRule.Per.UNIT},
        outcome_factors={o.outcome: o.factor for o in version.outcome_factors.all()},
        roll_up=spec.RollUp(version.roll_up),
        scale=version.scale,
        decimals=version.decimals,
        formula=spec.Formula(version.formula),
        parts=tuple(spec.Part(p.code, p.name, p.weight) for p in version.parts.all()),
        clause=version.clause,
        award_zone=version.award_zone,
        certificate_from=version.certificate_from,
    )


def _dimension(row: Dimension) -> spec.Dimension:
    return spec.Dimension(
        code=row.code,
        name=row.name,
        weight=row.weight,
        variables=tuple(_variable(variable) for variable in row.variables.all()),
        part=row.part.code if row.part else "",
        weight_total=row.weight_total,
        when_blank=spec.WhenBlank(row.when_blank),
    )


def _variable(variable: Variable) -> spec.Variable:
    return spec.Variable(
        variable.code, variable.name, tuple(spec_of(indicator) for indicator in variable.indicators.all())
    )


def spec_of(row: Indicator) -> spec.Indicator:
    levels = [level.points for level in row.levels.all()]
    return spec.Indicator(
        code=row.code,
        name=row.name,
        scope=spec.Scope(row.scope),
        weight=row.weight,
        maximum=Decimal(max(levels)) if levels else None,
        minimum=min(levels, default=0),
        figure_maximum=row.figure_maximum,
        applies_to=spec.AppliesTo(row.applies_to),
        things=things_of(row),
        at_least=tuple(row.at_least),
    )


def things_of(row: Indicator) -> tuple[spec.Thing, ...]:
    return tuple(spec.Thing(code, text) for code, text in row.things)


@lru_cache(maxsize=128)
def _cached_spec(version_id: int, digest: str) -> spec.Instrument:
    return build_spec(InstrumentVersion.objects.get(pk=version_id))


def forget_specs() -> None:
    """Drop what is cached; for tests, whose rows come and go under the same ids."""
    _cached_spec.cache_clear()
