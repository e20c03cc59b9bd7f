"""Sentences of the planner."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from instruments.sentences.words import band_words
from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from official_results.sentences.ranking import PLACES, by_instrument, why_no_rank
from scoring.instrument import Band

SCORE_MISSING = "Tulis nilai yang dituju."
SCORE_WRONG = "Tulis nilai lebih dari 0 sampai {highest}, paling banyak {decimals} angka di belakang koma."
BAND_MISSING = "Pilih zona atau kategori yang dituju."
KIND_MISSING = "Pilih salah satu target di atas."
YEAR_MISSING = "Pilih tahun yang ada dalam daftar: hanya tahun dengan hasil yang sebanding dapat dipakai."
RANK_MISSING = "Tulis peringkat dan pilih tahunnya."
DATE_PAST = "Pilih tanggal sesudah hari ini."
DATE_FAR = "Pilih tanggal dalam tiga tahun ke depan."
CONTRADICTED = "{what} ditandai “harus” sekaligus “jangan”. Pilih salah satu."
TOO_LARGE = (
    "Rencana ini terlalu besar untuk dihitung sekaligus. Isi hari kerja tiap unit atau tanggal selesai,"
    " atau naikkan jumlah unit yang boleh disentuh, lalu hitung lagi."
)
TOO_FEW_UNITS = (
    "Langkah yang ditandai “harus” berada di lebih banyak unit daripada yang boleh disentuh."
    " Naikkan jumlah unit atau lepaskan sebagian tanda “harus”."
)
WORKDAYS_NOTE = (
    "Hari kerja dihitung Senin sampai Jumat tanpa libur nasional, cuti bersama,"
    " dan libur daerah yang tercatat di portal."
)
NO_LIMIT = "Hari kerja tidak dibatasi."
ALREADY = "Nilai sekarang sudah mencapai target ini; tidak ada langkah yang diperlukan."


def too_few_days(units: Sequence[str]) -> str:
    return (
        f"Langkah yang ditandai “harus” di {', '.join(units)} memerlukan lebih banyak hari daripada yang tersedia."
        " Tambah hari kerjanya atau lepaskan sebagian tanda “harus”."
    )


def band_choice(band: Band, decimals: int) -> str:
    """`zona hijau, kategori A, Kualitas Tertinggi (mulai 88,00)`."""
    words = band_words(band)
    return f"{words[:1].upper()}{words[1:]} (mulai {decimal_id(band.lower, decimals)})"


def rank_name(rank: int, level: str, year: int, score: str) -> str:
    return f"peringkat {rank} {PLACES[level]} menurut hasil {year} (perkiraan {score})"


def rank_takes(rank: int, level: str, year: int, score: Decimal, others: int) -> str:
    place = PLACES[level]
    return (
        f"Peringkat {rank} {place} se-Indonesia menurut hasil resmi tahun {year} diperkirakan memerlukan"
        f" {decimal_id(score)}: {others} {place} lain diketahui nilainya di portal ini. Nilai yang sebenarnya"
        " diperlukan dapat lebih tinggi bila ada hasil yang belum diketahui."
    )


def rank_unknown(rank: int, level: str, year: int, others: int) -> str:
    return (
        f"Peringkat {rank} belum dapat dihitung: baru {others} {PLACES[level]} lain yang nilainya diketahui dan"
        f" sebanding untuk tahun {year}. Pilih angka yang lebih kecil atau tahun lain."
    )


def year_choice(year: int, others: int, level: str) -> str:
    return f"{year} ({others} {PLACES[level]} lain diketahui)"


def years_unlike(unlike: Mapping[str, Sequence[int]]) -> str:
    """Why the list of years lacks some; empty where it lacks none."""
    return f"Tidak dapat dipilih karena instrumennya tidak sebanding: {by_instrument(unlike)}." if unlike else ""


def no_rank_target(level: str, title: str, unlike: Mapping[str, Sequence[int]]) -> str:
    reason = why_no_rank(level, title, unlike)
    return f"Peringkat tidak dapat menjadi target: {reason}; tulis nilai tertentu sebagai target Anda sendiri."


def days_until(days: int, until: date) -> str:
    """What the date leaves for each unit."""
    return f"Tersedia {days} hari kerja bagi satu orang di tiap unit, mulai hari ini sampai sebelum {date_id(until)}."


def days_typed(days: int) -> str:
    return f"Tersedia {days} hari kerja di tiap unit."


def summary(target: str, days: int, steps: int, units: int) -> str:
    """`target`: the score in words."""
    where = "satu unit" if units == 1 else f"{units} unit"
    return (
        f"Target {target} dapat dicapai dengan {steps} langkah di {where}: {days} hari kerja."
        " Menurut perkiraan hari kerja ini tidak ada cara yang lebih singkat."
    )


def unreachable(target: str, nearest: str, missing: str, days: int) -> str:
    return (
        f"Target {target} tidak dapat dicapai dengan batas ini. Paling dekat {nearest}, masih kurang {missing} poin,"
        f" dengan {days} hari kerja."
    )


WHY = {
    "room": "Sebabnya: semua langkah bersama-sama pun belum cukup. Yang tidak dapat dinaikkan di sini, misalnya"
    " wawancara yang ditolak atau dijawab pengganti, menahan nilai.",
    "locks": "Sebabnya: langkah yang ditandai “jangan” diperlukan untuk mencapainya. Lepaskan sebagian tandanya.",
    "units": "Sebabnya: unit yang boleh disentuh terlalu sedikit. Naikkan jumlahnya.",
    "days": "Sebabnya: hari kerja yang tersedia terlalu sedikit. Tambah hari atau orang, atau pilih target lain.",
}


def enough(days: int) -> str:
    return f"Tanpa batas hari, target ini memerlukan {days} hari kerja seluruhnya."


def stale(number: int) -> str:
    return f"{number} tanda “harus” atau “jangan” tidak dipakai karena langkahnya sudah dikerjakan atau tidak ada lagi."


def closed(checklists: Sequence[tuple[str, str]]) -> str:
    """`checklists`: unit and state of those whose answers may not change now."""
    named = ", ".join(f"{unit} ({state})" for unit, state in checklists)
    return (
        f"Daftar periksa ini tertutup dan jawabannya baru dapat diubah setelah dikembalikan atau dibuka lagi: {named}."
    )


def scenario_name(target: str, *, nearest: str, days: int, units: int) -> str:
    """Told apart from other plans for the same target. `nearest`: the score of one that does not reach it."""
    where = f"{days} hari kerja di {units} unit"
    return f"Mendekati {target}: {nearest}, {where}" if nearest else f"Rencana menuju {target}, {where}"
