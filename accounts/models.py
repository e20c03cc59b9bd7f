"""Accounts of the portal and what each of them is in which government."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from accounts.permissions import ROLE_PERMISSIONS, UNIT_ROLES, Permission, Role
from units.models import Government, ServiceUnit

TWICE = "Pengguna ini sudah memiliki peran tersebut."


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("surel", unique=True)
    name = models.CharField("nama", max_length=120)
    is_active = models.BooleanField("aktif", default=True)
    is_staff = models.BooleanField("staf platform", default=False)
    invited_at = models.DateTimeField("diundang", null=True, blank=True)
    date_joined = models.DateTimeField("dibuat", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def active_memberships(self) -> list["Membership"]:
        """This user's active memberships, read once per loaded user (one query a request)."""
        if not hasattr(self, "_memberships"):
            self._memberships = list(
                self.memberships.filter(is_active=True).select_related("government", "unit").order_by("pk")
            )
        return self._memberships

    def memberships_with(self, permission: Permission) -> Iterable["Membership"]:
        return (m for m in self.active_memberships() if permission in ROLE_PERMISSIONS[Role(m.role)])

    def has(self, permission: Permission) -> bool:
        """Whether any membership grants this, anywhere."""
        return any(True for _ in self.memberships_with(permission))


def display_name(user: User) -> str:
    return str(user)


class Membership(models.Model):
    ROLE_CHOICES = [
        (Role.PLATFORM_ADMIN.value, "Admin platform"),
        (Role.COORDINATOR.value, "Koordinator (Bagian Organisasi)"),
        (Role.UNIT_OPERATOR.value, "Operator unit"),
        (Role.REVIEWER.value, "Peninjau (Inspektorat)"),
        (Role.ASSISTANT.value, "Asisten III"),
        (Role.SECRETARY.value, "Sekretaris Daerah"),
        (Role.HEAD.value, "Kepala daerah"),
        (Role.COMPLAINT_OFFICER.value, "Petugas pengaduan"),
        (Role.COMPLAINT_LIAISON.value, "Pejabat penghubung pengaduan"),
        (Role.COMPLAINT_ADMIN.value, "Admin koordinator pengaduan"),
        (Role.COMPLAINT_SUPERVISOR.value, "Pengawas pengaduan"),
        (Role.LIAISON.value, "Narahubung Ombudsman"),
    ]

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="pengguna")
    role = models.CharField("peran", max_length=20, choices=ROLE_CHOICES)
    government = models.ForeignKey(
        Government, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="pemerintah daerah"
    )
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="unit"
    )
    is_active = models.BooleanField("aktif", default=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "keanggotaan"
        verbose_name_plural = "keanggotaan"
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.PLATFORM_ADMIN, government=None, unit=None)
                | (~Q(role=Role.PLATFORM_ADMIN) & Q(government__isnull=False)),
                name="role_has_its_government",
                violation_error_message="Peran ini harus terikat pada satu pemerintah daerah.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(UNIT_ROLES), unit__isnull=False)
                | (~Q(role__in=sorted(UNIT_ROLES)) & Q(unit=None)),
                name="unit_role_has_its_unit",
                violation_error_message="Peran ini harus terikat pada satu unit.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(government=None),
                name="one_platform_membership",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["user", "role", "government"],
                condition=Q(unit=None),
                name="one_membership_per_government",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], name="one_membership_per_unit", violation_error_message=TWICE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def last_entry(self) -> datetime | None:
        """The user's last sign-in since this membership began; what came before is nobody's business here."""
        entered = self.user.last_login
        return entered if entered and entered >= self.created_at else None

    @property
    def place(self) -> str:
        return str(self.unit or self.government or "seluruh portal")
