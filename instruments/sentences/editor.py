"""What the editor says to somebody whose page is older than the draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from instruments.sentences.library import NOTHING, SORT_NAMES, field_words
from instruments.versions.comparing import Sort
from kspp.lib.dates import moment_id

KEPT = "Isian Anda masih ada di bawah ini dan belum tersimpan."
NOT_SAVED = "Isian ini tidak dapat disimpan"
CHANGED = "Berubah sejak Anda membukanya"
DIFFERENT = "Yang berbeda dari yang tersimpan tampak di bawah ini; Simpan menggantikannya dengan isian Anda."
NOT_LOST = "Isian Anda tidak hilang: tekan Simpan untuk melihat jalan lanjutnya."
CHOOSE_PLACE = "Pilih letak lain: yang tertulis di isian Anda tidak ada lagi."
COPY_ON = "Salin instrumen ini menjadi rancangan baru, lalu salin isian Anda ke sana."
COPY_BACK = "Salin yang masih Anda perlukan, lalu kembali ke susunan rancangan."


def went(changes: Mapping[str, Any], sort: Sort, code: str) -> str | None:
    """What one edit made of a row, read from what `library.told` told of it.

    Its new code, empty where the row was removed, None where neither happened.
    """
    name, as_code = SORT_NAMES[sort], f": {field_words('code')}"
    for label, pair in changes.items():
        if not (label.startswith(f"{name} ") and isinstance(pair, list) and len(pair) == 2):
            continue
        if label.endswith(as_code) and str(pair[0]).casefold() == code.casefold():
            return str(pair[1])
        if label.casefold() == f"{name} {code}".casefold() and pair[1] == NOTHING:
            return ""
    return None


def who_when(by: str, at: datetime) -> str:
    return f"oleh {by} pada {moment_id(at)}"


def gone(sort: Sort, ref: str) -> str:
    return f"{SORT_NAMES[sort]} {ref} tidak ada lagi"


def has_code(sort: Sort, ref: str, now: str, by: str, at: datetime) -> str:
    return f"{SORT_NAMES[sort]} {ref} kini berkode {now}, diubah {who_when(by, at)}."


def recoded(sort: Sort, ref: str, now: str, by: str, at: datetime) -> str:
    return f"{has_code(sort, ref, now, by, at)} Simpan akan menyimpan isian Anda pada {now}."


def removed(sort: Sort, ref: str, by: str, at: datetime) -> str:
    return f"{SORT_NAMES[sort]} {ref} dihapus {who_when(by, at)}."


def vanished(sort: Sort, ref: str, by: str, at: datetime) -> str:
    name = SORT_NAMES[sort]
    return f"{name} {ref} tidak ada lagi dalam rancangan, yang terakhir diubah {who_when(by, at)}."


def vanished_untold(sort: Sort, ref: str) -> str:
    return f"{SORT_NAMES[sort]} {ref} tidak ada lagi dalam rancangan."


def make_again(sort: Sort) -> str:
    """`sort`: of the row that was edited or was to be made."""
    name = SORT_NAMES[sort].lower()
    return f"{KEPT} Bila {name} ini masih diperlukan, periksa isian dan letaknya, lalu tekan Simpan untuk membuatnya."


def published(by: str, at: datetime) -> str:
    return f"Rancangan ini sudah diterbitkan {who_when(by, at)}, jadi tidak dapat diubah lagi."


def discarded(code: str, by: str, at: datetime) -> str:
    return f"Rancangan {code} dibuang {who_when(by, at)}. Salin yang masih Anda perlukan."


def without_place(label: str, typed: Sequence[tuple[str, str]]) -> str:
    """`Bobot yang Anda isi untuk S1 (3) dan S2 (4) tidak ikut…`"""
    rows = " dan ".join(f"{ref} ({number})" for ref, number in typed)
    return f"{label} yang Anda isi untuk {rows} tidak ikut, karena barisnya sudah dihapus atau pindah dari daftar ini."
