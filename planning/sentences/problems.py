"""Why something of the plan was not kept, in Indonesian."""

from enum import StrEnum

from kspp.lib.errors import Sentences
from planning.sentences.scenarios import lost


class Code(StrEnum):
    WHAT_NEEDED = "what_needed"
    OWNER_NEEDED = "owner_needed"
    DUE_WRONG = "due_wrong"
    REASON_NEEDED = "reason_needed"
    STATE_UNKNOWN = "state_unknown"
    FOREIGN_UNIT = "foreign_unit"
    NO_ACTIONS_OF_REMOVED = "no_actions_of_removed"
    NOTHING_CHOSEN = "nothing_chosen"
    DAYS_OUT_OF_RANGE = "days_out_of_range"
    NAME_NEEDED = "name_needed"
    NO_STEP = "no_step"
    TOO_MANY_STEPS = "too_many_steps"
    UNREADABLE = "unreadable"
    OTHER_CYCLE = "other_cycle"
    STEP_LOST = "step_lost"
    SCENARIO_REMOVED = "scenario_removed"
    NOTHING_TO_KEEP = "nothing_to_keep"


PROBLEMS: Sentences = {
    Code.WHAT_NEEDED: "Tuliskan apa yang harus dikerjakan.",
    Code.OWNER_NEEDED: "Sebutkan siapa yang bertanggung jawab.",
    Code.DUE_WRONG: "Tenggat harus sebuah tanggal antara tahun 2015 dan 2100.",
    Code.REASON_NEEDED: "Tuliskan alasannya, agar kelak jelas mengapa tindakan ini dibatalkan.",
    Code.STATE_UNKNOWN: "Keadaan tidak dikenal. Muat ulang halaman ini, lalu coba lagi.",
    Code.FOREIGN_UNIT: "Unit ini bukan bagian dari siklus ini.",
    Code.NO_ACTIONS_OF_REMOVED: "Skenario ini sudah dihapus, jadi tidak dapat dijadikan tindakan.",
    Code.NOTHING_CHOSEN: "Pilih paling sedikit satu langkah untuk dijadikan tindakan.",
    Code.DAYS_OUT_OF_RANGE: "Hari kerja tiap langkah 1 sampai 250. Muat ulang halaman bila langkahnya tidak dikenal.",
    Code.NAME_NEEDED: "Beri nama skenario, paling panjang 120 huruf.",
    Code.NO_STEP: "Belum ada tingkat yang diubah. Ubah paling sedikit satu, lalu simpan.",
    Code.TOO_MANY_STEPS: "Terlalu banyak perubahan dalam satu skenario. Paling banyak {most}.",
    Code.UNREADABLE: "Perubahan tidak terbaca. Muat ulang halaman ini, lalu coba lagi.",
    Code.OTHER_CYCLE: (
        "Ada perubahan pada penilaian yang bukan bagian dari siklus dan instrumen ini. Muat ulang halaman ini."
    ),
    Code.STEP_LOST: lost,
    Code.SCENARIO_REMOVED: "Skenario ini sudah dihapus.",
    Code.NOTHING_TO_KEEP: "Rencana ini tidak dapat dihitung lagi. Hitung dahulu, lalu simpan.",
}
