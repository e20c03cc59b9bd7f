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
PHASE_ENDS_BEFORE_START = "Tanggal selesai mendahului tanggal mulai."
PHASE_FAR_OFF = "Periksa tahunnya: tanggal tahap harus antara tahun 2000 dan 2101."
PHASE_OUT_OF_ORDER = "Tahap ini mulai sebelum tahap di atasnya. Perbaiki tanggal atau urutannya."
INSTRUMENT_NOT_IN_FORCE = "Instrumen ini belum berlaku atau bukan untuk pemerintah daerah Anda. Pilih instrumen lain."
SOURCE_OF_OTHERS = "Siklus yang hendak disalin bukan milik pemerintah daerah ini."
REASON_NEEDED = "Sebutkan alasan mengapa tidak dinilai."
OVERSIGHT_BOTH = (
    "Isi kedua jumlah produk pengawasan, atau kosongkan keduanya bila belum diketahui. Tidak ada berarti 0."
)
OVERSIGHT_TOO_MANY = "Produk pengawasan yang selesai tidak dapat melebihi yang diterima."
LOCI_FIX_INSTRUMENT = (
    "Tahun dan instrumen tidak dapat diganti karena lokus sudah dipilih. Lepaskan dahulu semua lokusnya."
)
IS_FURTHER = "Instrumen ini sudah menjadi instrumen tambahan siklus ini. Lepaskan dahulu sebagai tambahan."
IS_OWN = "Instrumen ini sudah menjadi instrumen utama siklus ini. Pilih instrumen lain."
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


def already_open(year: int) -> str:
    return f"Siklus {year} sudah dibuka. Lanjutkan dari siklus itu."


def other_government(unit: object) -> str:
    return f"{unit} bukan unit pemerintah daerah ini."


def unit_inactive(unit: object) -> str:
    return f"{unit} tidak aktif lagi, jadi tidak dapat dipilih sebagai lokus."


def locus_has_answers(unit: object) -> str:
    return f"{unit} tidak dapat dilepas: daftar periksanya sudah mulai diisi. Ubah menjadi persiapan saja bila perlu."


def locus_has_left_draft(unit: object, state: str) -> str:
    return f"{unit} tidak dapat dilepas: penilaiannya sudah {state}. Ubah menjadi persiapan saja bila perlu."


def locus_has_report(unit: object) -> str:
    return f"{unit} tidak dapat dilepas: laporannya sudah pernah dibuat. Ubah menjadi persiapan saja bila perlu."


def further_has_answers(units: Sequence[str]) -> str:
    return (
        f"Instrumen ini tidak dapat dilepas karena daftar periksanya sudah mulai diisi: {', '.join(units)}."
        " Kosongkan dahulu isian dan hapus buktinya, atau biarkan instrumen ini tetap tercatat."
    )


def further_has_left_draft(units: Sequence[str]) -> str:
    return (
        f"Instrumen ini tidak dapat dilepas karena penilaiannya sudah diajukan atau diputuskan: {', '.join(units)}."
        " Biarkan instrumen ini tetap tercatat."
    )


FURTHER_HAS_REPORT = "Instrumen ini tidak dapat dilepas karena laporannya sudah pernah dibuat."


def further_not_copied(title: str) -> str:
    return f"Instrumen tambahan {title}: tidak berlaku lagi."


def sample_is_closed(state: str) -> str:
    return f"Penilaian unit ini sudah {state}. Sampel dapat diubah setelah penilaian dikembalikan untuk diperbaiki."


def too_many(scope: str, number: int) -> str:
    return f"Paling banyak {number} {SAMPLE_NAMES[scope]} menurut instrumen siklus ini."


def chosen_twice(name: object) -> str:
    return f"{name} dipilih lebih dari sekali. Pilih yang lain atau kosongkan."


def not_available(name: object, scope: str) -> str:
    return f"{name} bukan {SAMPLE_NAMES[scope]} unit ini yang masih aktif."


def product_has_answers(name: str) -> str:
    return f"Jawaban untuk {name} sudah terisi, jadi produk ini tidak dapat dilepas. Kosongkan dahulu jawabannya."


def person_has_answers(name: str) -> str:
    return (
        f"Jawaban untuk {name} sudah terisi, jadi orangnya tidak dapat dilepas atau diganti. Bila ia berhalangan,"
        " pilih hasil wawancara “responden pengganti” pada daftar periksa."
    )


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
