"""Lists the desk chooses from: forms of maladministration and reply templates."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from complaints.models.rules import NationalOrLocal
from units.models import Government


class MaladministrationForm(models.Model):
    """One form of maladministration; the list is versioned by the years it holds."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=120)
    basis = models.CharField("dasar", max_length=200)
    since_year = models.PositiveSmallIntegerField("sejak tahun")
    until_year = models.PositiveSmallIntegerField("sampai tahun", null=True, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "bentuk maladministrasi"
        verbose_name_plural = "bentuk maladministrasi"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ReplyTemplate(models.Model):
    """Words an officer starts from. Without a government: offered everywhere."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", "Jawaban"
        REQUEST = "request", "Permintaan kelengkapan"
        REFERRAL = "referral", "Bukan kewenangan"
        MESSAGE = "message", "Pesan"

    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pemerintah daerah"
    )
    code = models.SlugField(max_length=40, blank=True, editable=False, help_text="Of a national one, from the file.")
    purpose = models.CharField("dipakai untuk", max_length=8, choices=Purpose)
    title = models.CharField("judul", max_length=80)
    text = models.TextField("isi", max_length=4000)
    is_active = models.BooleanField("dipakai", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = NationalOrLocal.as_manager()

    class Meta:
        verbose_name = "templat balasan"
        verbose_name_plural = "templat balasan"
        ordering = ["purpose", "title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_national_reply_template"),
            models.UniqueConstraint(
                fields=["government", "purpose", "title"],
                condition=~Q(government=None),
                name="one_reply_template_title",
                violation_error_message="Templat dengan judul ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
