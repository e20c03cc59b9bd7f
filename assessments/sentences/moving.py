"""Sentences about a running cycle that goes on in a corrected version of its instrument."""

from collections.abc import Iterable

from assessments.carrying import MappingProblem, Obstacle
from instruments.sentences.words import SCOPE_NAMES
from scoring.instrument import Scope

CHANGED_MEANWHILE = (
    "Isian berubah sejak halaman ini dibuka, dan belum ada yang dipindahkan. Periksa lagi hasilnya di bawah ini."
)
MOVED = (
    "Siklus {year} dipindahkan ke {title}. Semua penilaian dengan instrumen ini kembali menjadi draf untuk diperiksa"
    " dan diajukan lagi."
)
RECALCULATED = "Dihitung ulang dengan pemetaan ini. Belum ada yang dipindahkan."

OBSTACLES = {
    Obstacle.NO_COUNTERPART: "tidak ada padanannya",
    Obstacle.SCOPE: "dinilai pada lingkup lain",
    Obstacle.MEASURE: "diisi dengan ukuran lain",
    Obstacle.LEVEL: "tingkatnya tidak ada lagi",
    Obstacle.NOT_APPLICABLE: "versi baru tidak mengenal “tidak berlaku”",
}
SLIPS = {
    MappingProblem.UNKNOWN: "{code}: padanan yang dipilih tidak ada dalam versi baru.",
    MappingProblem.TWICE: (
        "{code}: padanan {target} sudah dipakai indikator lain. Setiap indikator baru hanya menerima satu."
    ),
}


def slip(code: str, target: str, found: MappingProblem) -> str:
    return SLIPS[found].format(code=code, target=target)


def lacking(unit: str, scopes: Iterable[tuple[Scope, int]]) -> str:
    """`Dukcapil: 2 produk layanan, 1 petugas pengaduan`."""
    return f"{unit}: {', '.join(f'{number} {SCOPE_NAMES[scope]}' for scope, number in scopes)}"


def stays(words: str, pieces: int, why: str) -> str:
    """`tingkat 3 dari 4, 2 bukti: tingkatnya tidak ada lagi`."""
    evidence = f", {pieces} bukti" if pieces else ""
    return f"{words}{evidence}: {why}"
