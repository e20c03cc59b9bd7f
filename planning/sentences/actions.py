"""Words about actions: what is due, what became of it, and why something cannot be kept."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from planning.sentences.scenarios import points_words

POINTS_WRONG = "Isi angka, misalnya 0,84."
UNTIL_WRONG = "Pilih tanggal sesudah hari ini, paling jauh seribu hari, yang menyisakan hari kerja."
CHANGED = "Tindakan tersimpan."
MOVED = "Keadaan tindakan sekarang: {}."
START, FINISH, PUT_BACK = "Mulai kerjakan", "Tandai selesai", "Kembali direncanakan"
OPEN_AGAIN, PLAN_AGAIN = "Buka lagi", "Rencanakan lagi"


def added(due_on: date) -> str:
    return f"Tindakan tersimpan dengan tenggat {date_id(due_on)}."


def made(number: int) -> str:
    return f"{number} tindakan dibuat." if number else "Semua langkah ini sudah menjadi tindakan; tidak ada yang ganda."


def due_words(due_on: date, today: date) -> str:
    """`terlambat 3 hari`, `hari ini`, `besok`, `sisa 12 hari`."""
    days = (due_on - today).days
    if days < 0:
        return f"terlambat {-days} hari"
    return {0: "jatuh tempo hari ini", 1: "jatuh tempo besok"}.get(days, f"sisa {days} hari")


def headline(open_number: int, late: int, due_soon: int) -> str:
    """The board's first sentence."""
    if not open_number:
        return "Tidak ada tindakan yang masih terbuka."
    late_words = f"{late} sudah terlambat" if late else "tidak ada yang terlambat"
    soon = f", {due_soon} jatuh tempo dalam tujuh hari" if due_soon else ""
    return f"{open_number} tindakan masih terbuka: {late_words}{soon}."


def points(value: Decimal | None) -> str:
    """`+0,84`, `-0,20`, `belum diperkirakan`."""
    if value is None:
        return "belum diperkirakan"
    return f"+{decimal_id(value)}" if value >= 0 else f"-{decimal_id(-value)}"


def proposal(code: str, name: str, who: str, start: str, to: str) -> str:
    """What is to be done, at most 300 characters: the name gives way."""
    about = f" ({who})" if who else ""
    frame = f"{code} {{}}{about}: dari {start} ke {to}"
    room = 300 - len(frame) + 2
    return frame.format(name if len(name) <= room else f"{name[: room - 1].rstrip()}…")[:300]


def target(text: str, points_to: Fraction, *, is_figure: bool) -> str:
    """What the level looks like once it is reached."""
    if text:
        return text
    return f"Angka {points_words(points_to)}." if is_figure else f"Tingkat {points_words(points_to)}."


def until(day: date, working_days: int) -> str:
    return f"Sisa {working_days} hari kerja sampai {date_id(day)}."


def crowded(units: Sequence[tuple[str, int]], left: int) -> str:
    """Nothing where the days suffice."""
    if not units:
        return ""
    needed = "; ".join(f"{name} memerlukan {days} hari kerja" for name, days in units)
    return (
        f"{needed}, padahal sisa {left}. Tenggat di bawah dirapatkan: bagi pekerjaan kepada beberapa orang,"
        " mundurkan tanggalnya, atau pilih sebagian langkah saja."
    )


def conflict(state: str, who: Sequence[str] = ()) -> str:
    by = f" oleh {who[0]}" if who else ""
    return f"Tindakan ini baru saja diubah{by}; keadaannya sekarang: {state}. Perubahan Anda belum tersimpan."
