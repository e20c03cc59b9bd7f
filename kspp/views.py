"""The component gallery: every shared template in every state, for staff who design or check pages."""

from datetime import UTC, datetime
from decimal import Decimal

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.permissions import Permission
from kspp.lib.http import page
from kspp.lib.qr import qr

LONG_NAME = (
    "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana "
    "Kabupaten Indragiri Hilir"
)
MOMENT = datetime(2026, 11, 23, 3, 42, tzinfo=UTC)
SECTIONS = (
    ("Dasar", "kspp/gallery/basics.html"),
    ("Nilai dan zona", "kspp/gallery/scores.html"),
    ("Keadaan dan kemajuan", "kspp/gallery/states.html"),
    ("Pesan", "kspp/gallery/messages.html"),
    ("Formulir", "kspp/gallery/forms.html"),
    ("Tabel dan daftar", "kspp/gallery/lists.html"),
)
ICONS = (
    "alert arrow-left arrow-right camera chart check chevron-down clock close download edit error file history info "
    "link lock logout menu moon offline people person plus print search sun unit upload"
).split()
STATES = (
    ("draft", "draf"),
    ("submitted", "diajukan"),
    ("returned", "dikembalikan dengan catatan"),
    ("revised", "diperbaiki"),
    ("verified", "diverifikasi"),
    ("approved", "disetujui"),
    ("queued", "menunggu giliran"),
    ("running", "sedang dibuat"),
    ("ready", "siap diunduh"),
    ("failed", "gagal dibuat"),
)


class SpecimenForm(forms.Form):
    """Fields in every kind; sent empty, so that each shows its error."""

    name = forms.CharField(label="Nama unit", help_text="Sesuai surat keputusan pembentukan.")
    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih jenis"), ("dinas", "Dinas"), ("rsud", "RSUD")])
    since = forms.DateField(label="Mulai bertugas", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    days = forms.ChoiceField(
        label="Hari kerja", choices=[("5", "Lima hari"), ("6", "Enam hari")], widget=forms.RadioSelect
    )
    decree = forms.FileField(label="Surat keputusan", required=False)
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    frozen = forms.CharField(label="Nomor register", initial="KSPP/2026/014", disabled=True, required=False)
    active = forms.BooleanField(label="Unit masih aktif", required=False)

    def __init__(self, data: dict[str, str], *, theme: str) -> None:
        super().__init__(data, auto_id=f"id_{theme}_%s")
        self.helper = FormHelper()
        self.helper.form_tag = False


class SmallForm(forms.Form):
    """For the field template that stands where crispy would be too much."""

    code = forms.CharField(label="Kode enam angka", help_text="Dari aplikasi autentikator.")
    trusted = forms.BooleanField(label="Ingat perangkat ini", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Kode sudah kedaluwarsa. Mintalah kode baru, lalu coba lagi.")


def bands() -> list[dict[str, object]]:
    """The zone scale of the specimens, in percent of its width."""
    cuts = [(0, 32, "merah", "E"), (32, 54, "merah", "D"), (54, 78, "kuning", "C"), (78, 88, "hijau", "B")]
    cuts.append((88, 100, "hijau", "A"))
    return [
        {"start": low, "width": high - low, "middle": (low + high) / 2, "zone": zone, "grade": grade}
        for low, high, zone, grade in cuts
    ]


def heat_rows() -> list[dict[str, object]]:
    cells: list[list[tuple[str | None, str, str]]] = [
        [("78.72", "hijau", "B"), ("91.53", "hijau", "A"), ("64.58", "kuning", "C"), ("72.19", "kuning", "C")],
        [("53.99", "merah", "D"), ("12.50", "merah", "E"), (None, "", ""), ("100", "hijau", "A")],
    ]
    names = ["Puskesmas Tetap", LONG_NAME]
    return [
        {
            "name": name,
            "cells": [{"score": s and Decimal(s), "zone": zone, "grade": grade} for s, zone, grade in row],
        }
        for name, row in zip(names, cells, strict=True)
    ]


def steps() -> list[dict[str, str]]:
    return [
        {"label": "Draf", "state": "done", "note": "3 November"},
        {"label": "Diajukan", "state": "done", "note": "17 November"},
        {"label": "Diverifikasi", "state": "current", "note": "Menunggu Inspektorat"},
        {"label": "Disetujui", "state": "todo", "note": ""},
    ]


def events() -> list[dict[str, object]]:
    return [
        {"at": MOMENT, "actor": "Rina Wulandari", "text": "mengajukan penilaian ke Inspektorat.", "reason": ""},
        {
            "at": MOMENT,
            "actor": "Hendra Saputra",
            "text": "mengembalikan penilaian.",
            "reason": "Bukti G4 belum memuat register bulan Oktober. Mohon dilengkapi.",
        },
    ]


def sample_context() -> dict[str, object]:
    return {
        "long_name": LONG_NAME,
        "differences": (("Nama unit", "Puskesmas Mentiring", "Puskesmas Mentiring Baru"),),
        "moment": MOMENT,
        "score": Decimal("78.723073"),
        "low": Decimal("41.2"),
        "middle": Decimal("64.58"),
        "ceiling": Decimal("91.25"),
        "bands": bands(),
        "heat_rows": heat_rows(),
        "steps": steps(),
        "events": events(),
        "icons": [(name, f"components/icons/{name}.html") for name in ICONS],
        "crumbs": [("Beranda", "/"), ("Siklus 2026", "/"), (LONG_NAME, "")],
        "tabs": [
            {"label": "Produk A", "url": "#a", "current": True, "note": "11 dari 11"},
            {"label": "Produk B", "url": "#b", "current": False, "note": "4 dari 11"},
        ],
        "listing": Paginator(range(45), 10).get_page(2),
        "states": STATES,
        "qr": qr("https://portal.example/adu/17.04/", "Kode QR alamat pengaduan"),
        "themes": [
            {
                "code": code,
                "name": name,
                "form": SpecimenForm({}, theme=code),
                "small_form": SmallForm({}, auto_id=f"id_small_{code}_%s"),
            }
            for code, name in (("light", "Terang"), ("dark", "Gelap"))
        ],
    }


@page
def gallery(request: HttpRequest) -> HttpResponse:
    if not (isinstance(request.user, User) and request.user.has(Permission.PLATFORM_MANAGE)):
        raise PermissionDenied
    return render(request, "kspp/gallery.html", {"sections": SECTIONS, **sample_context()})
