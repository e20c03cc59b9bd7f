"""What the editor says to somebody whose page is older than the draft."""

from collections.abc import Sequence

from instruments.sentences.library import SORT_NAMES
from instruments.versions.comparing import RowSort

NOT_SAVED = "Isian ini tidak dapat disimpan"
CHANGED = "Berubah sejak Anda membukanya"
NOT_LOST = "Isian Anda tidak hilang: tekan Simpan untuk melihat jalan lanjutnya."
CHOOSE_PLACE = "Pilih letak lain: yang tertulis di isian Anda tidak ada lagi."
PUBLISHED = (
    "Instrumen ini bukan rancangan lagi, jadi tidak dapat diubah. Salin menjadi rancangan baru, lalu salin isian Anda "
    "ke sana."
)
DISCARDED = "Rancangan ini tidak ada lagi. Salin yang masih Anda perlukan."


def gone(sort: RowSort, ref: str) -> str:
    return f"{SORT_NAMES[sort]} {ref} tidak ada lagi dalam rancangan, karena dihapus atau diberi kode lain."


def without_place(label: str, typed: Sequence[tuple[str, str]]) -> str:
    """`Bobot yang Anda isi untuk S1 (3) dan S2 (4) tidak ikut…`"""
    rows = " dan ".join(f"{ref} ({number})" for ref, number in typed)
    return (
        f"{label} yang Anda isi untuk {rows} tidak ikut, karena barisnya sudah dihapus, berganti kode, atau pindah "
        "dari daftar ini. Periksa yang lain, lalu tekan Simpan lagi."
    )
