"""Why the services of assessments refuse, and the sentence of each reason."""

from collections.abc import Sequence
from enum import StrEnum

from assessments.sentences.checklist import FORM_INCOMPLETE
from assessments.sentences.cycles import SAMPLE_NAMES, chosen_twice
from assessments.sentences.moving import slip
from kspp.lib.errors import Sentences


class Refusal(StrEnum):
    CLOSED = "closed"
    NO_ROW = "no_row"
    ROW_UNREADABLE = "row_unreadable"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNKNOWN_SUBJECT = "unknown_subject"
    OUTCOME_NEEDS_OFFICIAL = "outcome_needs_official"

    REASON_MISSING = "reason_missing"
    MOVED_ALREADY = "moved_already"
    SAME_PERSON = "same_person"
    STILL_MISSING = "still_missing"
    SUPERSEDED = "superseded"

    FILE_UNFIT = "file_unfit"
    NO_LINK = "no_link"
    LINK_SCHEME = "link_scheme"
    LINK_LENGTH = "link_length"
    LINK_SPACES = "link_spaces"
    LINK_CREDENTIALS = "link_credentials"
    LINK_WRONG = "link_wrong"
    NOT_OFFERED = "not_offered"
    EVIDENCE_CLOSED = "evidence_closed"
    EVIDENCE_FULL = "evidence_full"
    SAME_FILE = "same_file"
    SAME_LINK = "same_link"

    ALREADY_OPEN = "already_open"
    PHASE_ENDS_BEFORE_START = "phase_ends_before_start"
    PHASE_FAR_OFF = "phase_far_off"
    PHASE_OUT_OF_ORDER = "phase_out_of_order"
    INSTRUMENT_NOT_IN_FORCE = "instrument_not_in_force"
    SOURCE_OF_OTHERS = "source_of_others"
    STANDING_UNREASONED = "standing_unreasoned"
    OVERSIGHT_BOTH = "oversight_both"
    OVERSIGHT_TOO_MANY = "oversight_too_many"
    LOCI_FIX_INSTRUMENT = "loci_fix_instrument"
    IS_FURTHER = "is_further"
    IS_OWN = "is_own"
    FURTHER_HAS_ANSWERS = "further_has_answers"
    FURTHER_HAS_LEFT_DRAFT = "further_has_left_draft"
    FURTHER_HAS_REPORT = "further_has_report"

    OTHER_GOVERNMENT = "other_government"
    UNIT_INACTIVE = "unit_inactive"
    LOCUS_HAS_ANSWERS = "locus_has_answers"
    LOCUS_HAS_LEFT_DRAFT = "locus_has_left_draft"
    LOCUS_HAS_REPORT = "locus_has_report"

    SAMPLE_CLOSED = "sample_closed"
    TOO_MANY = "too_many"
    CHOSEN_TWICE = "chosen_twice"
    NOT_AVAILABLE = "not_available"
    PRODUCT_HAS_ANSWERS = "product_has_answers"
    PERSON_HAS_ANSWERS = "person_has_answers"

    MOVE_UNREASONED = "move_unreasoned"
    NOT_A_TARGET = "not_a_target"
    NO_COUNTERPART = "no_counterpart"
    PROPOSAL_CHANGED = "proposal_changed"


def _further_has_answers(units: Sequence[str]) -> str:
    return (
        f"Instrumen ini tidak dapat dilepas karena daftar periksanya sudah mulai diisi: {', '.join(units)}."
        " Kosongkan dahulu isian dan hapus buktinya, atau biarkan instrumen ini tetap tercatat."
    )


def _further_has_left_draft(units: Sequence[str]) -> str:
    return (
        f"Instrumen ini tidak dapat dilepas karena penilaiannya sudah diajukan atau diputuskan: {', '.join(units)}."
        " Biarkan instrumen ini tetap tercatat."
    )


def _too_many(scope: str, number: int) -> str:
    return f"Paling banyak {number} {SAMPLE_NAMES[scope]} menurut instrumen siklus ini."


def _not_available(name: str, scope: str) -> str:
    return f"{name} bukan {SAMPLE_NAMES[scope]} unit ini yang masih aktif."


_KEEP = " Ubah menjadi persiapan saja bila perlu."

PROBLEMS: Sentences = {
    Refusal.CLOSED: "Penilaian ini sedang tidak dapat diubah. Muat ulang halaman untuk melihat keadaannya sekarang.",
    Refusal.NO_ROW: FORM_INCOMPLETE,
    Refusal.ROW_UNREADABLE: "Ada isian yang tidak dapat dibaca. Perbaiki, lalu simpan lagi.",
    Refusal.UNKNOWN_INDICATOR: "Indikator ini tidak ada dalam instrumen yang dipakai.",
    Refusal.UNKNOWN_SUBJECT: "Produk atau petugas ini tidak (lagi) termasuk sampel. Muat ulang halaman.",
    Refusal.OUTCOME_NEEDS_OFFICIAL: "Pilih hasil wawancara untuk seorang pejabat yang termasuk sampel.",
    Refusal.REASON_MISSING: "Tuliskan alasan atau catatan agar unit tahu apa yang harus dilakukan.",
    Refusal.MOVED_ALREADY: ("Keadaan penilaian sudah berubah. Muat ulang halaman untuk melihat keadaannya sekarang."),
    Refusal.SAME_PERSON: (
        "Anda ikut mengisi atau memverifikasi penilaian ini, sehingga langkah ini harus dilakukan orang lain"
        " (empat mata)."
    ),
    Refusal.STILL_MISSING: (
        "Penilaian belum dapat diajukan: masih ada {count} isian yang kurang. Daftarnya ada di bawah ini."
    ),
    Refusal.SUPERSEDED: (
        "Penilaian ini sudah dilanjutkan dalam versi instrumen yang diperbaiki, sehingga tidak dapat diubah lagi."
    ),
    Refusal.FILE_UNFIT: "{why}",
    Refusal.NO_LINK: "Isi tautan lebih dahulu.",
    Refusal.LINK_SCHEME: "Tautan harus diawali http:// atau https://, misalnya https://kabupaten.go.id/maklumat.",
    Refusal.LINK_LENGTH: "Tautan terlalu panjang. Paling banyak 500 huruf; pakai tautan yang lebih pendek.",
    Refusal.LINK_SPACES: "Tautan tidak boleh memuat spasi. Salin ulang dari bilah alamat peramban.",
    Refusal.LINK_CREDENTIALS: (
        "Tautan memuat nama pengguna atau kata sandi. Hapus bagian itu, karena tautan dibaca banyak orang."
    ),
    Refusal.LINK_WRONG: "Alamat tautan ini tidak lengkap. Salin ulang dari bilah alamat peramban.",
    Refusal.NOT_OFFERED: "Bukti ini tidak (lagi) tersedia pada instrumen lain unit ini. Muat ulang halaman.",
    Refusal.EVIDENCE_CLOSED: "Penilaian ini sedang tidak dapat diubah, sehingga bukti tidak ditambah atau dihapus.",
    Refusal.EVIDENCE_FULL: (
        "Satu jawaban memuat paling banyak {limit} bukti. Hapus salah satu atau gabungkan beberapa berkas menjadi PDF."
    ),
    Refusal.SAME_FILE: "Berkas yang sama sudah terlampir di sini dengan nama “{name}”, jadi tidak perlu diunggah lagi.",
    Refusal.SAME_LINK: "Tautan yang sama sudah terlampir di sini dengan nama “{name}”.",
    Refusal.ALREADY_OPEN: "Siklus {year} sudah dibuka. Lanjutkan dari siklus itu.",
    Refusal.PHASE_ENDS_BEFORE_START: "Tanggal selesai mendahului tanggal mulai.",
    Refusal.PHASE_FAR_OFF: "Periksa tahunnya: tanggal tahap harus antara tahun 2000 dan 2101.",
    Refusal.PHASE_OUT_OF_ORDER: "Tahap ini mulai sebelum tahap di atasnya. Perbaiki tanggal atau urutannya.",
    Refusal.INSTRUMENT_NOT_IN_FORCE: (
        "Instrumen ini belum berlaku atau bukan untuk pemerintah daerah Anda. Pilih instrumen lain."
    ),
    Refusal.SOURCE_OF_OTHERS: "Siklus yang hendak disalin bukan milik pemerintah daerah ini.",
    Refusal.STANDING_UNREASONED: "Sebutkan alasan mengapa tidak dinilai.",
    Refusal.OVERSIGHT_BOTH: (
        "Isi kedua jumlah produk pengawasan, atau kosongkan keduanya bila belum diketahui. Tidak ada berarti 0."
    ),
    Refusal.OVERSIGHT_TOO_MANY: "Produk pengawasan yang selesai tidak dapat melebihi yang diterima.",
    Refusal.LOCI_FIX_INSTRUMENT: (
        "Tahun dan instrumen tidak dapat diganti karena lokus sudah dipilih. Lepaskan dahulu semua lokusnya."
    ),
    Refusal.IS_FURTHER: "Instrumen ini sudah menjadi instrumen tambahan siklus ini. Lepaskan dahulu sebagai tambahan.",
    Refusal.IS_OWN: "Instrumen ini sudah menjadi instrumen utama siklus ini. Pilih instrumen lain.",
    Refusal.FURTHER_HAS_ANSWERS: _further_has_answers,
    Refusal.FURTHER_HAS_LEFT_DRAFT: _further_has_left_draft,
    Refusal.FURTHER_HAS_REPORT: "Instrumen ini tidak dapat dilepas karena laporannya sudah pernah dibuat.",
    Refusal.OTHER_GOVERNMENT: "{unit} bukan unit pemerintah daerah ini.",
    Refusal.UNIT_INACTIVE: "{unit} tidak aktif lagi, jadi tidak dapat dipilih sebagai lokus.",
    Refusal.LOCUS_HAS_ANSWERS: "{unit} tidak dapat dilepas: daftar periksanya sudah mulai diisi." + _KEEP,
    Refusal.LOCUS_HAS_LEFT_DRAFT: "{unit} tidak dapat dilepas: penilaiannya sudah {state}." + _KEEP,
    Refusal.LOCUS_HAS_REPORT: "{unit} tidak dapat dilepas: laporannya sudah pernah dibuat." + _KEEP,
    Refusal.SAMPLE_CLOSED: (
        "Penilaian unit ini sudah {state}. Sampel dapat diubah setelah penilaian dikembalikan untuk diperbaiki."
    ),
    Refusal.TOO_MANY: _too_many,
    Refusal.CHOSEN_TWICE: chosen_twice,
    Refusal.NOT_AVAILABLE: _not_available,
    Refusal.PRODUCT_HAS_ANSWERS: (
        "Jawaban untuk {name} sudah terisi, jadi produk ini tidak dapat dilepas. Kosongkan dahulu jawabannya."
    ),
    Refusal.PERSON_HAS_ANSWERS: (
        "Jawaban untuk {name} sudah terisi, jadi orangnya tidak dapat dilepas atau diganti. Bila ia berhalangan,"
        " pilih hasil wawancara “responden pengganti” pada daftar periksa."
    ),
    Refusal.MOVE_UNREASONED: "Tuliskan alasan pemindahan; alasan ini tercatat dalam riwayat setiap penilaian.",
    Refusal.NOT_A_TARGET: "Versi ini tidak dapat dipakai siklus ini. Pilih versi lain yang masih berlaku.",
    Refusal.NO_COUNTERPART: slip,
    Refusal.PROPOSAL_CHANGED: (
        "Usulan ini berubah sejak halaman dibuka. Periksa keadaannya sekarang, lalu putuskan lagi."
    ),
}
