"""What is said when a cycle, its loci or a sample cannot be as asked: what is the matter and how to go on."""

from collections.abc import Iterable, Sequence
from datetime import date

from instruments.sentences.words import ESTIMATE_NOTE, SCOPE_NAMES
from kspp.lib.dates import date_id
from scoring.instrument import SUBJECT_SCOPES, Scope
from scoring.opinion import Oversight

OPEN_CYCLE = "Buka siklus dengan instrumen ini"

SAMPLE_NAMES = {scope.value: SCOPE_NAMES[scope] for scope in SUBJECT_SCOPES}

NO_PHASE = "Isi paling sedikit satu tahap dengan tanggalnya."
FURTHER_ADDED = "{} ditambahkan: setiap lokus kini juga mempunyai daftar periksanya."
FURTHER_REMOVED = "{} dilepas dari siklus ini."
FURTHER_CHANGED = "Siklus berubah sejak halaman dibuka. Periksa keadaannya sekarang, lalu ulangi bila masih perlu."
NO_INSTRUMENT = "Pilih instrumen yang hendak ditambahkan."

DEFAULT_PHASES = (
    "Persiapan",
    "Pengisian mandiri",
    "Peninjauan Inspektorat",
    "Masa penilaian lapangan Ombudsman",
    "Hasil",
)
PHASE_INCOMPLETE = "Lengkapi nama dan kedua tanggal, atau kosongkan kedua tanggal bila tahap ini tidak dipakai."

CYCLE_OPENED = "Siklus {} dibuka. Berikutnya: pilih lokus dan sampelnya."
PHASES_MOVED = "Tanggal tahap ikut dipindahkan ke tahun {}. Periksa, dan ubah bila perlu."
CYCLE_CHANGED = "Siklus {} tersimpan."
LOCI_CHANGED = "Pilihan lokus tersimpan. Berikutnya: atur sampel tiap unit."
SAMPLE_CHANGED = "Sampel {} tersimpan."
SAMPLE_SHORT = "Sampel belum lengkap: {}. Yang kurang dihitung sebagai isian kosong."
FIXED = "Tetap, karena lokus sudah dipilih."
EMPTY_PLACE = "Belum dipilih"
NOTHING = "kosong"


def not_copied(left_out: Sequence[str]) -> str:
    return "Tidak ikut disalin: " + " ".join(left_out)


def from_to(starts_on: date, ends_on: date) -> str:
    return f"{date_id(starts_on)} – {date_id(ends_on)}"


def score_caption(answered: int, total: int, complete: bool) -> str:
    incomplete = "" if complete else f" Belum lengkap: {answered} dari {total} lokus sudah mulai diisi."
    return f"{ESTIMATE_NOTE}{incomplete}"


def phase_list(phases: Iterable[object]) -> str:
    return "; ".join(map(str, phases)) or NOTHING


def oversight(products: Oversight) -> str:
    """`3 diterima, 2 selesai`."""
    if products.received is None:
        return "belum dicatat"
    return f"{products.received} diterima, {products.completed} selesai"


def further_not_copied(title: str) -> str:
    return f"Instrumen tambahan {title}: tidak berlaku lagi."


def chosen_twice(name: object) -> str:
    return f"{name} dipilih lebih dari sekali. Pilih yang lain atau kosongkan."


def short_of(scope: str, have: int, need: int) -> str:
    """`petugas pengaduan kurang 1 dari 2`."""
    return f"{SAMPLE_NAMES[scope]} kurang {need - have} dari {need}"


def sampled(name: str, post: str) -> str:
    return f"{name} – {post}" if post else name


def no_longer_active(name: str) -> str:
    return f"{name} (tidak aktif lagi)"


def unit_not_copied(unit: object) -> str:
    return f"{unit}: tidak aktif lagi."


def sample_not_copied(unit: object, name: str, scope: str) -> str:
    return f"{unit}: {SAMPLE_NAMES[scope]} {name} tidak aktif lagi."


def sample_beyond_number(unit: object, names: Sequence[str], scope: str, number: int) -> str:
    return f"{unit}: {SAMPLE_NAMES[scope]} {', '.join(names)}, karena instrumen ini hanya meminta {number}."


def sample_not_asked(scopes: Iterable[str]) -> str:
    unasked = set(scopes)
    names = ", ".join(SCOPE_NAMES[scope] for scope in Scope if scope in unasked)
    return f"Sampel {names} semua unit, karena instrumen ini tidak menanyakannya."


def used_words(own: Iterable[tuple[str, Sequence[int]]]) -> list[str]:
    """`Kabupaten Kaur: 2 siklus (2023, 2024)`."""
    return [f"{name}: {len(years)} siklus ({', '.join(map(str, years))})" for name, years in own]


def move_cycle(year: int) -> str:
    return f"Pindahkan siklus {year} ke versi ini"
