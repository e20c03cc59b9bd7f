"""Words about scenarios: what moves, by how much, and why something cannot be kept."""

from decimal import Decimal
from fractions import Fraction

from instruments.sentences.words import SCOPE_NAMES
from kspp.lib.numbers import decimal_id, half_up
from planning.decisions.changing import ChangeCode
from scoring.instrument import Scope
from scoring.rounding import to_decimal

SAVED = "Skenario {} tersimpan. Tidak ada jawaban yang berubah."
CHANGED = "Skenario {} tersimpan."
REMOVED = "Skenario {} dihapus. Tindakan yang berasal darinya tetap ada."
BLANK = "belum dijawab"
FIRST_SCORE = "sebelumnya belum ada nilai"

LOST = {
    ChangeCode.UNKNOWN: "tidak ada lagi dalam daftar periksa atau sampel",
    ChangeCode.SETTLED: "wawancaranya ditolak atau tidak terlaksana, jadi nilainya tetap nol",
    ChangeCode.OUT_OF_RANGE: "tingkat yang dituju tidak ada",
    ChangeCode.TWICE: "disebut dua kali",
}


def lost(place: str, code: ChangeCode) -> str:
    return f"{place}: {LOST[code]}."


def level_words(points: Fraction | None, maximum: Fraction | None = None, *, is_figure: bool = False) -> str:
    """`tingkat 2 dari 4`, `angka 84,17`, `rata-rata 3,4 dari 4`, `belum dijawab`; `tingkat 2` without `maximum`."""
    if points is None:
        return BLANK
    if is_figure:
        return f"angka {points_words(points)}"
    among = "" if maximum is None else f" dari {points_words(maximum)}"
    return f"{'tingkat' if points.denominator == 1 else 'rata-rata'} {points_words(points)}{among}"


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


def slight(change: Fraction) -> str:
    """As `signed`, with a third decimal for what is smaller than a tenth."""
    return f"{'naik' if change > 0 else 'turun'} {decimal_id(to_decimal(abs(change)), 3)}" if change else "tetap"


def where(unit: str, code: str, who: str) -> str:
    return f"{unit}, {code} ({who})" if who else f"{unit}, {code}"


def somebody(scope: Scope | None, number: str) -> str:
    """Somebody no longer in the sample."""
    return f"{SCOPE_NAMES[scope]} {number}" if scope else number


def unnamed(scope: Scope, number: int) -> str:
    return f"{SCOPE_NAMES[scope]} ke-{number}, belum dinamai"


def not_a_level(maximum: Fraction, *, is_figure: bool) -> str:
    if is_figure:
        return f"Isi angka dari 0 sampai {points_words(maximum)}, paling banyak dua desimal."
    return f"Pilih tingkat yang ada, paling tinggi {points_words(maximum)}."


def moved_words(before: Decimal | None, after: Decimal | None) -> str:
    if after is not None and before is None:
        return FIRST_SCORE
    if before is None or after is None:
        return signed(None)
    return signed(after - before)


def band_change(before: tuple[str, str], after: tuple[str, str]) -> str:
    """`Zona kuning menjadi hijau, kategori C menjadi B.`; each a zone and a grade."""
    parts = [
        f"{name} {old} menjadi {new}" if old != new else f"{name} tetap {new}"
        for name, old, new in zip(("zona", "kategori"), before, after, strict=True)
        if old and new
    ]
    if not parts:
        return ""
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def climb(missing: Decimal, band: str) -> str:
    return f"Kurang {decimal_id(missing)} poin ke {band}."


UNCHANGED = "Belum ada yang diubah. Geser satu tingkat untuk melihat akibatnya."


def summary(number: int, days: int) -> str:
    return f"{number} perubahan, perkiraan {days} hari kerja." if number else UNCHANGED


STANDS = "sudah tercapai"


def plain_level(points: Fraction | None) -> str:
    return BLANK if points is None else points_words(points)


def difference(first: Decimal | None, second: Decimal | None) -> str:
    """How the second stands to the first."""
    if first is None or second is None:
        return "belum dapat dibandingkan"
    change = second - first
    if not change:
        return "sama"
    return f"{'lebih tinggi' if change > 0 else 'lebih rendah'} {decimal_id(abs(change))}"
