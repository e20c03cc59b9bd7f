"""Indonesian names of the values that scoring uses."""

import re
from decimal import Decimal

from instruments.versions.document import FileProvenance
from kspp.lib.numbers import decimal_id
from scoring.instrument import Band, Scope
from scoring.readings import ReadingName
from scoring.result_json import ESTIMATE

ESTIMATE_NOTE = f"Angka ini {ESTIMATE}."
NOT_YET = "belum ada"

READING_NAMES = {
    ReadingName.FLOOR: "nilai saat ini",
    ReadingName.ANSWERED_ONLY: "hanya yang sudah terisi",
    ReadingName.CEILING: "nilai tertinggi yang masih mungkin",
}

READING_NOTES = {
    ReadingName.FLOOR: "isian kosong dihitung 0",
    ReadingName.ANSWERED_ONLY: "bukan nilai",
    ReadingName.CEILING: "isian kosong dihitung penuh",
}

OUTCOME_NAMES = {
    "main": "responden utama",
    "substitute": "responden pengganti",
    "refused": "menolak diwawancarai",
    "absent": "tidak hadir",
}

SCOPE_NAMES = {
    Scope.UNIT: "unit",
    Scope.PRODUCT: "produk layanan",
    Scope.OFFICIAL: "pejabat atau pelaksana",
    Scope.COMPLAINT_OFFICER: "petugas pengaduan",
    Scope.USER: "pengguna layanan",
    Scope.SECONDARY: "data sekunder",
    Scope.GOVERNMENT: "pemerintah daerah",
}

PROVENANCE_NAMES = {
    FileProvenance.OFFICIAL: "resmi",
    FileProvenance.PRESS: "pemberitaan",
    FileProvenance.ESTIMATED: "perkiraan",
}

_ABBREVIATED = re.compile(r"^.*\(([A-Z][A-Z0-9-]+)\)(.*)$")


def short_title(title: str) -> str:
    """An instrument's title for a tab: its abbreviation where it names one, and nothing after a colon.

    `Penilaian Kepatuhan Standar Pelayanan Publik (KSPP) 2023–2024` is `KSPP 2023–2024`.
    """
    short = title.partition(":")[0].strip()
    return _ABBREVIATED.sub(r"\1\2", short) or title


def reading_words(name: ReadingName) -> str:
    """`nilai saat ini (isian kosong dihitung 0)`."""
    return f"{READING_NAMES[name]} ({READING_NOTES[name]})"


def reading_title(name: ReadingName) -> str:
    """As a heading: `Nilai saat ini (isian kosong dihitung 0)`."""
    words = reading_words(name)
    return words[0].upper() + words[1:]


def band_words(band: Band) -> str:
    """Zone, grade and label, as far as the table has them."""
    zone = f"zona {band.zone}" if band.zone else ""
    grade = f"kategori {band.grade}" if band.grade else ""
    return ", ".join(part for part in (zone, grade, band.label) if part)


def highest(maximum: Decimal) -> str:
    """`100` or `4,5`: a limit without needless zeros."""
    return decimal_id(maximum, max(0, -int(maximum.normalize().as_tuple().exponent)))
