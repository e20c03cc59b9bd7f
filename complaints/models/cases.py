"""A complaint and everything that is said, attached and decided in it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.scope import ScopedQuerySet
from complaints.models.lists import MaladministrationForm
from complaints.workflow import OPEN
from units.models import Government, ServiceProduct, ServiceUnit

WHO = settings.AUTH_USER_MODEL


def attachment_path(attachment: "Attachment", filename: str) -> str:
    name = uuid.uuid4().hex
    return f"complaints/{name[:2]}/{name}"


class NumberSeries(models.Model):
    """The last number given in one government and year; locked while the next is taken."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "nomor terakhir"
        verbose_name_plural = "nomor terakhir"
        constraints: ClassVar = [models.UniqueConstraint(fields=["government", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.government} {self.year}: {self.last}"


class ComplaintQuerySet(ScopedQuerySet["Complaint"]):
    government_path = "government"
    unit_path = "unit"

    def open(self) -> Self:
        return self.filter(open_flag=1)


class Complaint(models.Model):
    """One case. Who complained stands apart, in Identity, and never here."""

    class State(models.TextChoices):
        RECEIVED = "received", "Diterima"
        INCOMPLETE = "incomplete", "Perlu dilengkapi"
        VERIFIED = "verified", "Diverifikasi"
        ASSIGNED = "assigned", "Didisposisikan"
        IN_PROGRESS = "in_progress", "Diproses"
        ANSWERED = "answered", "Dijawab"
        CLOSED = "closed", "Selesai"
        REOPENED = "reopened", "Dibuka kembali"
        WITHDRAWN = "withdrawn", "Dicabut"
        NOT_OURS = "not_ours", "Bukan kewenangan"
        ARCHIVED = "archived", "Arsip"
        OMBUDSMAN = "ombudsman", "Diteruskan ke Ombudsman"

    class Channel(models.TextChoices):
        WEB = "web", "Laman pengaduan"
        FACE = "face", "Tatap muka"
        PHONE = "phone", "Telepon"
        WHATSAPP = "whatsapp", "WhatsApp"
        LETTER = "letter", "Surat"
        BOX = "box", "Kotak pengaduan"
        SOCIAL = "social", "Media sosial"
        LAPOR = "lapor", "SP4N-LAPOR!"

    class Class(models.TextChoices):
        INFORMATION = "information", "Permintaan informasi"
        ASPIRATION = "aspiration", "Aspirasi"
        NON_SUPERVISORY = "non_supervisory", "Pengaduan tidak berkadar pengawasan"
        SUPERVISORY = "supervisory", "Pengaduan berkadar pengawasan"

    class Secrecy(models.TextChoices):
        NAMED = "named", "Dengan identitas"
        SECRET = "secret", "Identitas dirahasiakan"
        ANONYMOUS = "anonymous", "Tanpa nama"

    class Severity(models.TextChoices):
        LOW = "low", "Ringan"
        MEDIUM = "medium", "Sedang"
        HIGH = "high", "Berat"

    class Standard(models.TextChoices):
        """The components of a service standard, UU 25/2009 art. 21."""

        LEGAL_BASIS = "legal_basis", "Dasar hukum"
        REQUIREMENTS = "requirements", "Persyaratan"
        PROCEDURE = "procedure", "Sistem, mekanisme, dan prosedur"
        TIME = "time", "Jangka waktu penyelesaian"
        FEE = "fee", "Biaya atau tarif"
        PRODUCT = "product", "Produk pelayanan"
        FACILITIES = "facilities", "Sarana, prasarana, dan fasilitas"
        COMPETENCE = "competence", "Kompetensi pelaksana"
        SUPERVISION = "supervision", "Pengawasan internal"
        COMPLAINTS = "complaints", "Penanganan pengaduan, saran, dan masukan"
        STAFF = "staff", "Jumlah pelaksana"
        GUARANTEE = "guarantee", "Jaminan pelayanan"
        SAFETY = "safety", "Jaminan keamanan dan keselamatan"
        EVALUATION = "evaluation", "Evaluasi kinerja pelaksana"

    class Outcome(models.TextChoices):
        PROVEN = "proven", "Terbukti dan diperbaiki"
        PARTLY = "partly", "Terbukti sebagian"
        NOT_PROVEN = "not_proven", "Tidak terbukti"
        EXPLAINED = "explained", "Dijelaskan"

    class Rating(models.IntegerChoices):
        """The four steps of PermenPANRB 14/2017."""

        VERY_BAD = 1, "Tidak puas"
        BAD = 2, "Kurang puas"
        GOOD = 3, "Puas"
        VERY_GOOD = 4, "Sangat puas"

    government = models.ForeignKey(
        Government, models.PROTECT, related_name="complaints", verbose_name="pemerintah daerah"
    )
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="unit"
    )
    product = models.ForeignKey(
        ServiceProduct, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="produk layanan"
    )
    number = models.CharField("nomor", max_length=40)
    channel = models.CharField("kanal", max_length=8, choices=Channel)
    external_number = models.CharField("nomor di kanal asal", max_length=60, blank=True)
    subject = models.CharField("pokok pengaduan", max_length=160)
    story = models.TextField("apa yang terjadi", max_length=6000)
    loss = models.TextField("kerugian", max_length=2000, blank=True)
    wish = models.TextField("penyelesaian yang diharapkan", max_length=2000, blank=True)
    place = models.CharField("tempat kejadian", max_length=200, blank=True)
    event_date = models.DateField("tanggal kejadian", null=True, blank=True)
    secrecy = models.CharField("identitas", max_length=9, choices=Secrecy, default=Secrecy.NAMED)
    is_vulnerable = models.BooleanField("pengadu kelompok rentan", default=False)
    classification = models.CharField("kelas", max_length=15, choices=Class, blank=True)
    severity = models.CharField("bobot", max_length=6, choices=Severity, default=Severity.MEDIUM)
    standard = models.CharField("komponen standar pelayanan", max_length=12, choices=Standard, blank=True)
    maladministration: models.ManyToManyField = models.ManyToManyField(
        MaladministrationForm, blank=True, related_name="complaints", verbose_name="bentuk maladministrasi"
    )
    state = models.CharField("status", max_length=11, choices=State, default=State.RECEIVED)
    state_before = models.CharField(max_length=11, choices=State, blank=True, editable=False)
    officer = models.ForeignKey(
        WHO, models.PROTECT, null=True, blank=True, related_name="complaints_handled", verbose_name="petugas"
    )
    received_at = models.DateTimeField("diterima")
    recorded_at = models.DateTimeField("dicatat")
    recorded_by = models.ForeignKey(WHO, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField("diverifikasi", null=True, blank=True)
    decided_on = models.DateField("tanggal keputusan", null=True, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)
    reopenings = models.PositiveSmallIntegerField("kali dibuka kembali", default=0)
    outcome = models.CharField("hasil", max_length=10, choices=Outcome, blank=True)
    improvement = models.TextField("perbaikan yang dilakukan", max_length=2000, blank=True)
    delay_reason = models.CharField("alasan lewat tenggat", max_length=500, blank=True)
    referred_to = models.CharField("alamat yang tepat", max_length=300, blank=True)
    rating = models.PositiveSmallIntegerField("penilaian pengadu", choices=Rating, null=True, blank=True)
    rating_note = models.CharField("catatan pengadu", max_length=500, blank=True)
    rated_at = models.DateTimeField("dinilai", null=True, blank=True)
    open_flag = models.GeneratedField(
        expression=models.Case(models.When(state__in=sorted(OPEN), then=1), default=0),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    """1 while it is open. A number and no condition of an index: SQLite proves neither of bound parameters."""
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="sama dengan"
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="dipecah dari"
    )
    due_on = models.DateField("jatuh tempo terdekat", null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    is_unread = models.BooleanField("ada pesan baru dari pengadu", default=False)
    anonymised_at = models.DateTimeField("data pribadi dihapus", null=True, blank=True)
    last_form = models.UUIDField(null=True, blank=True, editable=False, help_text="The form of the last move.")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "pengaduan"
        verbose_name_plural = "pengaduan"
        ordering = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["government", "number"], name="one_number_per_government"),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="one_complaint_per_code"),
            models.UniqueConstraint(
                fields=["government", "channel", "external_number"],
                condition=~Q(external_number=""),
                name="one_complaint_per_external_number",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of=None) | ~Q(duplicate_of=F("id")), name="complaint_is_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | (Q(rating__gte=1) & Q(rating__lte=4)), name="rating_in_bounds"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["government", "open_flag", "due_on", "officer", "is_unread", "unit"], name="open_by_due_day"
            ),
            models.Index(fields=["code_hash"], name="complaints_by_code"),
            models.Index(fields=["government", "channel", "external_number"], name="complaints_by_origin"),
            models.Index(fields=["government", "-received_at", "-id"], name="complaints_by_receipt"),
            models.Index(fields=["unit", "-received_at", "-id"], name="complaints_of_unit"),
            models.Index(fields=["government", "state", "-received_at"], name="complaints_by_state"),
        ]

    def __str__(self) -> str:
        return f"Pengaduan {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("complaints:complaint", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_anonymous(self) -> bool:
        return self.secrecy == self.Secrecy.ANONYMOUS

    @property
    def zone(self) -> str:
        """The time zone in which its days are counted."""
        return self.unit.time_zone if self.unit else ServiceUnit.Zone.WIB.value


class Message(models.Model):
    """What the desk and the complainant write to each other. Both read it."""

    class Kind(models.TextChoices):
        MESSAGE = "message", "Pesan"
        REQUEST = "request", "Permintaan kelengkapan"
        COMPLETION = "completion", "Kelengkapan"
        ANSWER = "answer", "Jawaban"
        REFERRAL = "referral", "Alamat yang tepat"
        REOPENING = "reopening", "Permintaan dibuka kembali"
        WITHDRAWAL = "withdrawal", "Pencabutan"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="messages", verbose_name="pengaduan")
    is_from_complainant = models.BooleanField("dari pengadu", default=False)
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.MESSAGE)
    text = models.TextField("isi", max_length=6000)
    written_at = models.DateTimeField("ditulis")
    written_by = models.ForeignKey(WHO, models.PROTECT, null=True, blank=True, related_name="+")
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="The same form sent twice is one message."
    )

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} dalam {self.complaint}"


class Note(models.Model):
    """Between officers; no complainant ever reads it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes", verbose_name="pengaduan")
    text = models.TextField("catatan internal", max_length=4000)
    written_at = models.DateTimeField("ditulis")
    written_by = models.ForeignKey(WHO, models.PROTECT, related_name="+")
    form_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "catatan internal"
        verbose_name_plural = "catatan internal"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"Catatan dalam {self.complaint}"


class Attachment(models.Model):
    """A checked file, private. `removed_at` hides it; retention deletes the bytes and keeps the row."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="attachments", verbose_name="pengaduan")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="attachments")
    is_from_complainant = models.BooleanField("dari pengadu", default=False)
    is_internal = models.BooleanField("hanya untuk petugas", default=False)
    file = models.FileField("berkas", upload_to=attachment_path, blank=True)
    name = models.CharField("nama berkas", max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("ukuran")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField("ditambahkan")
    added_by = models.ForeignKey(WHO, models.PROTECT, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField("dihapus", null=True, blank=True)

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ["added_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "sha256"], name="one_attachment_per_content")
        ]

    def __str__(self) -> str:
        return self.name
