"""Sentences of the checklist and of its workflow."""

from decimal import Decimal

from assessments.completeness import ProblemCode
from assessments.workflow import Move, State
from instruments.sentences.words import highest
from kspp.lib.numbers import decimal_id
from scoring.codes import FieldCode
from scoring.kinds import Unreadable

NOTE_TOO_LONG = "Catatan paling banyak 2.000 huruf."
NOT_APPLICABLE_REFUSED = "Instrumen ini tidak mengenal “tidak berlaku”."
VERSION_MISSING = "Isian tidak lengkap. Muat ulang halaman, lalu coba lagi."
FORM_INCOMPLETE = "Isian tidak lengkap. Muat ulang halaman."
REVIEW_NOTE_MISSING = "Tuliskan apa yang perlu diperbaiki."

UNREADABLE = {
    FieldCode.LEVEL_UNKNOWN: "Pilih salah satu tingkat yang tersedia.",
    FieldCode.TALLY_WRONG: "Tulis jumlah responden sebagai bilangan bulat 0 sampai 9.999.",
    FieldCode.SOMETHING_AND_NOTHING: "Pilih hal yang ada, atau “tidak ada satu pun”, jangan keduanya.",
    FieldCode.FIGURE_WRONG: "Tulis angka 0 sampai {highest}, paling banyak dua angka di belakang koma,"
    " misalnya {example}.",
}

GAPS = {
    ProblemCode.UNANSWERED: "Belum dijawab.",
    ProblemCode.SUBJECT_MISSING: "Sampel {scope} baru {present} dari {wanted}. Lengkapi pilihannya.",
    ProblemCode.RETURNED: "Diminta diperbaiki oleh peninjau dan belum diubah.",
    ProblemCode.EVIDENCE_MISSING: "Sudah diberi nilai, tetapi belum ada bukti dukung.",
    ProblemCode.SURVEY_SMALL: "Baru {present} dari {wanted} responden.",
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


def unreadable(problem: Unreadable) -> str:
    """Why what was typed is no answer."""
    maximum = problem.indicator.figure_maximum
    example = decimal_id(maximum * Decimal("0.8417"))
    return UNREADABLE[problem.code].format(highest=highest(maximum), example=example)
