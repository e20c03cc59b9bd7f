"""Places and people outside the portal: governments, their service units, products and officers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kspp.lib.names import name_key


class Province(models.Model):
    """A province as a territory; its government is the `Government` with the same code."""

    code = models.CharField("kode wilayah", max_length=2, primary_key=True)
    name = models.CharField("nama", max_length=80)

    class Meta:
        verbose_name = "provinsi"
        verbose_name_plural = "provinsi"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class GovernmentQuerySet(models.QuerySet["Government"]):
    def named(self, name: str, level: str | None = None) -> Self:
        """Governments with this name or alias, blanks and hyphens ignored. Twin names need `level` to be told apart."""
        key = name_key(name)
        found = self.filter(Q(name_key=key) | Q(aliases__key=key)).distinct()
        return found.filter(level=level) if level else found


class Government(models.Model):
    class Level(models.TextChoices):
        PROVINSI = "provinsi", "Provinsi"
        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"

    HEAD_TITLES = {Level.PROVINSI: "Gubernur", Level.KABUPATEN: "Bupati", Level.KOTA: "Wali Kota"}

    code = models.CharField("kode wilayah", max_length=5, unique=True)
    level = models.CharField("tingkat", max_length=9, choices=Level)
    name = models.CharField("nama", max_length=80)
    name_key = models.CharField(max_length=80, editable=False, db_index=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="governments", verbose_name="provinsi")
    seat = models.CharField("ibu kota", max_length=80, blank=True)
    address = models.CharField("alamat kantor", max_length=200, blank=True, help_text="Dicetak pada kop laporan.")
    contact = models.CharField(
        "telepon, laman, surel", max_length=200, blank=True, help_text="Baris kedua pada kop laporan."
    )
    signatory_post = models.CharField("jabatan penanda tangan", max_length=120, blank=True)
    signatory_name = models.CharField("nama penanda tangan", max_length=120, blank=True)
    signatory_rank = models.CharField("pangkat/golongan", max_length=80, blank=True)
    signatory_nip = models.CharField("NIP", max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = GovernmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pemerintah daerah"
        verbose_name_plural = "pemerintah daerah"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def full_name(self) -> str:
        return f"{self.get_level_display()} {self.name}"

    @property
    def head_title(self) -> str:
        return self.HEAD_TITLES[self.Level(self.level)]

    def get_absolute_url(self) -> str:
        return reverse("directory:government", args=[self.code])


class GovernmentAlias(models.Model):
    government = models.ForeignKey(Government, models.CASCADE, related_name="aliases")
    name = models.CharField("nama lain", max_length=80)
    key = models.CharField(max_length=80, editable=False, db_index=True)
    note = models.CharField("catatan", max_length=200, blank=True)

    class Meta:
        verbose_name = "nama lain"
        verbose_name_plural = "nama lain"
        constraints = [models.UniqueConstraint(fields=["government", "key"], name="one_alias_per_government")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class ServiceUnit(models.Model):
    class Kind(models.TextChoices):
        DUKCAPIL = "dukcapil", "Dinas – kependudukan dan pencatatan sipil"
        PTSP = "ptsp", "Dinas – penanaman modal dan PTSP"
        SOCIAL = "sosial", "Dinas – sosial"
        EDUCATION = "pendidikan", "Dinas – pendidikan"
        HEALTH = "kesehatan", "Dinas – kesehatan"
        OTHER_OFFICE = "dinas-lain", "Dinas atau badan lainnya"
        PUSKESMAS = "puskesmas", "Puskesmas"
        HOSPITAL = "rsud", "RSUD"
        SCHOOL = "sekolah", "Sekolah"
        DISTRICT = "kecamatan", "Kecamatan"
        OTHER = "lainnya", "Unit lainnya"

    class Zone(models.TextChoices):
        WIB = "Asia/Jakarta", "WIB"
        WITA = "Asia/Makassar", "WITA"
        WIT = "Asia/Jayapura", "WIT"

    government = models.ForeignKey(Government, models.PROTECT, related_name="units", verbose_name="pemerintah daerah")
    kind = models.CharField("jenis", max_length=12, choices=Kind)
    name = models.CharField("nama unit", max_length=160)
    address = models.CharField("alamat", max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="unit induk"
    )
    six_day_week = models.BooleanField("enam hari kerja", default=False)
    time_zone = models.CharField("zona waktu", max_length=14, choices=Zone, default=Zone.WIB)
    is_active = models.BooleanField("aktif", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "unit penyelenggara"
        verbose_name_plural = "unit penyelenggara"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["government", "name"],
                name="one_unit_name_per_government",
                violation_error_message="Unit dengan nama ini sudah ada.",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:unit", args=[self.pk])


class UnitAlias(models.Model):
    """What others print for a unit. Within a government a name stands for one unit."""

    unit = models.ForeignKey(ServiceUnit, models.CASCADE, related_name="aliases", verbose_name="unit")
    government = models.ForeignKey(Government, models.CASCADE, related_name="+", editable=False)
    name = models.CharField("nama lain", max_length=160)
    key = models.CharField(max_length=480, editable=False)

    class Meta:
        verbose_name = "nama lain unit"
        verbose_name_plural = "nama lain unit"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["government", "key"], name="one_unit_alias_per_government"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.name)
        self.government_id = self.unit.government_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class ServiceProduct(models.Model):
    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="products", verbose_name="unit")
    name = models.CharField("nama produk layanan", max_length=160)
    is_active = models.BooleanField("aktif", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "produk layanan"
        verbose_name_plural = "produk layanan"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="one_product_name_per_unit",
                violation_error_message="Produk layanan dengan nama ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OfficerQuerySet(models.QuerySet["Officer"]):
    def serving(self, today: date) -> Self:
        return self.filter(Q(serves_until=None) | Q(serves_until__gte=today), is_active=True)


class Officer(models.Model):
    """Somebody the assessor may talk to. Not an account of the portal."""

    class Duty(models.TextChoices):
        OFFICIAL = "official", "Pejabat atau pelaksana yang diwawancarai"
        COMPLAINT_OFFICER = "complaint_officer", "Petugas pengelola pengaduan"

    unit = models.ForeignKey(ServiceUnit, models.PROTECT, related_name="officers", verbose_name="unit")
    duty = models.CharField("tugas", max_length=17, choices=Duty)
    name = models.CharField("nama", max_length=120)
    post = models.CharField("jabatan", max_length=120)
    decree_number = models.CharField("nomor SK", max_length=80, blank=True)
    serves_from = models.DateField("bertugas sejak", null=True, blank=True)
    serves_until = models.DateField("bertugas sampai", null=True, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = "petugas"
        verbose_name_plural = "petugas"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(serves_until=None) | Q(serves_from=None) | Q(serves_until__gte=F("serves_from")),
                name="officer_serves_until_after_from",
                violation_error_message="Tanggal selesai bertugas mendahului tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return self.name
