"""Why a write about instruments did not happen, and what to do next."""

from enum import StrEnum

from instruments.sentences.exchange import TOO_MUCH
from instruments.sentences.library import where_words
from instruments.versions.problems import Path
from kspp.lib.errors import Sentences


class Code(StrEnum):
    REASON_NEEDED = "reason_needed"
    NOT_PUBLISHED = "not_published"
    NOT_A_DRAFT = "not_a_draft"
    DRAFT_GONE = "draft_gone"
    SOURCE_GONE = "source_gone"
    HAS_CLONES = "has_clones"
    LAST_ROW = "last_row"
    CODE_TAKEN = "code_taken"
    FILE_CODE_TAKEN = "file_code_taken"
    LOADED_OTHERWISE = "loaded_otherwise"
    CONTENT_WRONG = "content_wrong"
    TOO_MUCH = "too_much"
    PREVIEW_ENDED = "preview_ended"
    PREVIEW_ELSEWHERE = "preview_elsewhere"


def _content_wrong(path: Path, sentence: str) -> str:
    return f"{where_words(path)}: {sentence}" if path else sentence


REFUSALS: Sentences = {
    Code.REASON_NEEDED: "Sebutkan alasan instrumen ini tidak dipakai lagi.",
    Code.NOT_PUBLISHED: "Rancangan belum terbit. Buang saja rancangannya bila tidak diperlukan.",
    Code.NOT_A_DRAFT: (
        "Instrumen ini bukan rancangan lagi, jadi tidak dapat diubah. Salin dahulu menjadi rancangan baru."
    ),
    Code.DRAFT_GONE: "Rancangan ini sudah dibuang, jadi tidak dapat diubah lagi.",
    Code.SOURCE_GONE: "Rancangan yang hendak Anda salin sudah dibuang. Pilih instrumen lain di perpustakaan.",
    Code.HAS_CLONES: "Rancangan ini sudah disalin menjadi rancangan lain, jadi tidak dapat dibuang.",
    Code.LAST_ROW: (
        "Ini satu-satunya isi dari induknya, jadi tidak dapat dihapus atau dipindahkan. Hapus induknya saja."
    ),
    Code.CODE_TAKEN: "Kode {code} sudah dipakai instrumen lain. Pilih kode yang belum dipakai.",
    Code.FILE_CODE_TAKEN: (
        "Kode {code} sudah dipakai instrumen lain. Isi kode lain pada kolom Kode rancangan, lalu unggah lagi."
    ),
    Code.LOADED_OTHERWISE: ("Instrumen {code} sudah dimuat dengan isi lain. Beri kode baru untuk versi yang diubah."),
    Code.CONTENT_WRONG: _content_wrong,
    Code.TOO_MUCH: TOO_MUCH,
    Code.PREVIEW_ENDED: "Pemeriksaan ini tidak berlaku lagi. Unggah lagi berkasnya.",
    Code.PREVIEW_ELSEWHERE: "Pemeriksaan ini dibuat dari halaman atau oleh orang lain. Unggah lagi berkasnya.",
}
