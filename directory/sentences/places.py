"""What the pages about places say."""

from enum import StrEnum


class PlaceRefusal(StrEnum):
    UNIT_NAME_TAKEN = "unit_name_taken"
    PRODUCT_NAME_TAKEN = "product_name_taken"
    OFFICER_KNOWN = "officer_known"
    PARENT_ELSEWHERE = "parent_elsewhere"
    PARENT_CIRCLE = "parent_circle"


PROBLEMS: dict[PlaceRefusal, str] = {
    PlaceRefusal.UNIT_NAME_TAKEN: "Unit dengan nama ini sudah ada. Bila unit itu nonaktif, aktifkan kembali.",
    PlaceRefusal.PRODUCT_NAME_TAKEN: "Produk layanan dengan nama ini sudah ada. Bila nonaktif, aktifkan kembali.",
    PlaceRefusal.OFFICER_KNOWN: (
        "Petugas dengan nama, jabatan, dan tugas yang sama sudah tercatat. Bila nonaktif, aktifkan kembali."
    ),
    PlaceRefusal.PARENT_ELSEWHERE: "Unit induk harus berada di pemerintah daerah yang sama.",
    PlaceRefusal.PARENT_CIRCLE: "Unit induk tidak boleh unit ini sendiri atau unit di bawahnya.",
}

UNIT_CREATED = "Unit {} ditambahkan."
UNIT_CHANGED = "Data unit {} tersimpan."
PRODUCT_CREATED = "Produk layanan {} ditambahkan."
PRODUCT_CHANGED = "Produk layanan {} tersimpan."
OFFICER_CREATED = "Petugas {} ditambahkan."
OFFICER_CHANGED = "Data petugas {} tersimpan."
GOVERNMENT_CHANGED = "Profil {} tersimpan."

DATES_REVERSED = "Tanggal selesai bertugas mendahului tanggal mulai."
NIP_SHAPE = "NIP hanya berisi angka dan spasi."
