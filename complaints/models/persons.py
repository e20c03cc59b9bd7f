"""Who complained: sealed, apart from the case."""

from typing import ClassVar

from django.db import models

from complaints.models.cases import Complaint


class Identity(models.Model):
    """Name, address, telephone and mail of a complainant, encrypted as one text. An anonymous complaint has none."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="identity", verbose_name="pengaduan")
    sealed = models.TextField("identitas tersegel", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "identitas pengadu"
        verbose_name_plural = "identitas pengadu"

    def __str__(self) -> str:
        return f"Identitas dalam {self.complaint}"


class IdentityWord(models.Model):
    """The keyed digest of one word of a name, a number or a mail address: it finds without being readable."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="words")
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        verbose_name = "kata identitas"
        verbose_name_plural = "kata identitas"
        constraints: ClassVar = [models.UniqueConstraint(fields=["identity", "digest"], name="one_digest_per_identity")]

    def __str__(self) -> str:
        return self.digest
