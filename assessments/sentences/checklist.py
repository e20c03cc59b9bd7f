"""Sentences of the checklist and of its workflow."""

from decimal import Decimal

from assessments.completeness import Code
from assessments.workflow import Move, State
from instruments.sentences.words import highest
from kspp.lib.numbers import decimal_id

LEVEL_UNKNOWN = "Pilih salah satu tingkat yang tersedia."
TALLY_WRONG = "Tulis jumlah responden sebagai bilangan bulat 0 sampai 9.999."
NOTE_TOO_LONG = "Catatan paling banyak 2.000 huruf."
NOT_APPLICABLE_REFUSED = "Instrumen ini tidak mengenal “tidak berlaku”."
VERSION_MISSING = "Isian tidak lengkap. Muat ulang halaman, lalu coba lagi."
FORM_INCOMPLETE = "Isian tidak lengkap. Muat ulang halaman."
REVIEW_NOTE_MISSING = "Tuliskan apa yang perlu diperbaiki."

GAPS = {
    Code.UNANSWERED: "Belum dijawab.",
    Code.SUBJECT_MISSING: "Sampel {scope} baru {present} dari {wanted}. Lengkapi pilihannya.",
    Code.RETURNED: "Diminta diperbaiki oleh peninjau dan belum diubah.",
    Code.EVIDENCE_MISSING: "Sudah diberi nilai, tetapi belum ada bukti dukung.",
    Code.SURVEY_SMALL: "Baru {present} dari {wanted} responden.",
}

MOVES = {
    Move.SUBMIT: "Ajukan ke Inspektorat",
    Move.RETURN: "Kembalikan dengan catatan",
    Move.VERIFY: "Nyatakan terverifikasi",
    Move.APPROVE: "Setujui dan bekukan",
    Move.REOPEN: "Buka kembali",
}

MOVED = {
    State.SUBMITTED: "Penilaian sudah diajukan ke Inspektorat.",
    State.REVISED: "Perbaikan sudah diajukan kembali ke Inspektorat.",
    State.RETURNED: "Penilaian dikembalikan kepada unit untuk diperbaiki.",
    State.VERIFIED: "Penilaian sudah diverifikasi dan menunggu persetujuan.",
    State.APPROVED: "Penilaian disetujui. Isi, versi instrumen, dan hasilnya dibekukan.",
}

MOVE_UNKNOWN = "Langkah tidak dikenal."
CHANGED_MEANWHILE = "Jawaban ini baru saja diubah orang lain. Periksa isinya yang sekarang, lalu ulangi."


def outcome_changed(name: str, outcome: str) -> str:
    return (
        f"Hasil wawancara {name} baru saja diubah orang lain menjadi “{outcome}”. Periksa, lalu pilih lagi bila perlu."
    )


def figure_wrong(maximum: Decimal) -> str:
    example = decimal_id(maximum * Decimal("0.8417"))
    return f"Tulis angka 0 sampai {highest(maximum)}, paling banyak dua angka di belakang koma, misalnya {example}."
