"""Words about scenarios: what moves, by how much, and why something cannot be kept."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from assessments.scoring.changing import ChangeCode
from assessments.scoring.instrument import Scope
from assessments.scoring.rounding import to_decimal
from assessments.sentences.words import SCOPE_NAMES
from kspp.lib.numbers import decimal_id, half_up

NAME_NEEDED = "Beri nama skenario, paling panjang 120 huruf."
NO_STEP = "Belum ada tingkat yang diubah. Ubah paling sedikit satu, lalu simpan."
TOO_MANY_STEPS = "Terlalu banyak perubahan dalam satu skenario. Paling banyak {}."
UNREADABLE = "Perubahan tidak terbaca. Muat ulang halaman ini, lalu coba lagi."
OTHER_CYCLE = "Ada perubahan pada penilaian yang bukan bagian dari siklus dan instrumen ini. Muat ulang halaman ini."
GONE = "Skenario ini sudah dihapus."
SAVED = "Skenario {} tersimpan. Tidak ada jawaban yang berubah."
CHANGED = "Skenario {} tersimpan."
REMOVED = "Skenario {} dihapus. Tindakan yang berasal darinya tetap ada."
BLANK = "belum dijawab"

LOST = {
    ChangeCode.UNKNOWN: "tidak ada lagi dalam daftar periksa atau sampel",
    ChangeCode.SETTLED: "wawancaranya ditolak atau tidak terlaksana, jadi nilainya tetap nol",
    ChangeCode.OUT_OF_RANGE: "tingkat yang dituju tidak ada",
    ChangeCode.TWICE: "disebut dua kali",
}


def lost(place: str, code: ChangeCode) -> str:
    return f"{place}: {LOST[code]}."


def level_words(points: Fraction | None, maximum: Fraction, *, is_figure: bool = False) -> str:
    """`tingkat 2 dari 4`, `angka 84,17`, `rata-rata 3,4 dari 4`, `belum dijawab`."""
    if points is None:
        return BLANK
    if is_figure:
        return f"angka {points_words(points)}"
    if points.denominator == 1:
        return f"tingkat {points} dari {points_words(maximum)}"
    return f"rata-rata {points_words(points)} dari {points_words(maximum)}"


def points_words(points: Fraction) -> str:
    """Up to two decimals, none where it is whole."""
    text = decimal_id(to_decimal(points))
    return text.rstrip("0").rstrip(",") if "," in text else text


def signed(change: Decimal | Fraction | None) -> str:
    """`naik 1,24`, `turun 0,50`, `tetap`; rounded to two decimals."""
    if change is None:
        return "belum dapat dibandingkan"
    value = half_up(to_decimal(change) if isinstance(change, Fraction) else change)
    if value > 0:
        return f"naik {decimal_id(value)}"
    return f"turun {decimal_id(-value)}" if value < 0 else "tetap"


def listed(words: Sequence[str]) -> str:
    """`a, b, dan c`."""
    if len(words) < 3:
        return " dan ".join(words)
    return f"{', '.join(words[:-1])}, dan {words[-1]}"


def where(unit: str, code: str, who: str) -> str:
    return f"{unit}, {code} ({who})" if who else f"{unit}, {code}"


def somebody(scope: Scope | None, number: str) -> str:
    """Somebody no longer in the sample."""
    return f"{SCOPE_NAMES[scope]} {number}" if scope else number


def unnamed(scope: Scope, number: int) -> str:
    return f"{SCOPE_NAMES[scope]} ke-{number}, belum dinamai"
