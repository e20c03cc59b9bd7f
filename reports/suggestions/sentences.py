"""What the suggestions from the complaint register say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from reports.suggestions.suggesting import Confirm, Fact


class Code(StrEnum):
    NOTE_NEEDED = "note_needed"
    LEVEL_NEEDED = "level_needed"
    NO_ROOM = "no_room"


PROBLEMS: dict[Code, str] = {
    Code.NOTE_NEEDED: "Tulis mengapa isian Anda berbeda dari saran register.",
    Code.LEVEL_NEEDED: "Pilih tingkat yang tersedia pada indikator ini.",
    Code.NO_ROOM: "Rekap tidak dapat dilampirkan: jawaban ini sudah memuat bukti sebanyak yang diperbolehkan.",
}

FACTS: dict[Fact, str] = {
    Fact.NO_OFFICER: "Tidak ada petugas pengaduan yang bertugas hari ini.",
    Fact.OFFICERS: "{number} petugas pengaduan bertugas.",
    Fact.DECREE_MISSING: "Belum ada nomor SK petugas.",
    Fact.DECREE_LAPSED: "SK petugas tercatat, tetapi tidak ada yang berlaku hari ini.",
    Fact.DECREE_THIS_YEAR: "SK petugas berlaku dan mulai tahun ini.",
    Fact.DECREE_OLDER: "SK petugas berlaku, tetapi dari tahun sebelumnya.",
    Fact.CONTACTS: "{number} jenis kanal dipublikasikan.",
    Fact.NO_CONTACT: "Belum ada kanal pengaduan yang dipublikasikan di portal.",
    Fact.CONTACTS_FAILED: "Uji terakhir semua kanal gagal.",
    Fact.CONTACTS_TESTED: "Kanal terakhir diuji {day}.",
    Fact.CONTACTS_UNTESTED: "Kanal belum diuji dalam sebulan terakhir.",
    Fact.FACE_AND_ELECTRONIC: "Ada kanal tatap muka dan kanal elektronik yang berfungsi.",
    Fact.LAPOR: "Terhubung dengan SP4N-LAPOR!.",
    Fact.NO_LAPOR: "SP4N-LAPOR! belum tercatat sebagai kanal.",
    Fact.EMPTY_REGISTER: "Register nihil pada periode ini. Ini risiko, bukan keberhasilan: penilai akan menanyakannya.",
    Fact.EMPTY_AND_UNTESTED: "Register nihil dan tidak ada bukti uji kanal: penilai akan menganggapnya tidak dipakai.",
    Fact.RECEIVED: "{number} pengaduan diterima pada periode ini.",
    Fact.ON_TIME: "{percent}% selesai tepat waktu.",
    Fact.NOTHING_DUE: "Belum ada pengaduan yang dijawab atau jatuh tempo.",
    Fact.TOLD: "Semua pengadu diberi tahu ({part} dari {whole}).",
    Fact.NOT_ALL_TOLD: "Tidak semua pengadu diberi tahu ({part} dari {whole}).",
    Fact.PUBLISHED: "Hasil penanganan sudah dibuat dalam versi publikasi tanpa identitas.",
    Fact.NOT_PUBLISHED: "Versi publikasi tanpa identitas belum dibuat untuk periode ini.",
    Fact.COMPLETE_FILES: "{number} berkas lengkap dari penerimaan sampai jawaban.",
    Fact.INCOMPLETE_FILES: "{part} dari {whole} pengaduan yang dijawab berkasnya lengkap.",
    Fact.COACHED: "{number} kali dibina dalam 12 bulan terakhir.",
    Fact.COACHED_LONG_AGO: "Pembinaan terakhir lebih dari 12 bulan yang lalu.",
    Fact.NEVER_COACHED: "Belum ada catatan pembinaan.",
    Fact.REPORTS: "{number} laporan pengaduan dibuat pada periode ini.",
    Fact.NO_REPORT: "Belum ada laporan pengaduan pada periode ini.",
    Fact.IMPROVEMENTS: "{number} pengaduan menghasilkan perbaikan yang dicatat.",
    Fact.NO_IMPROVEMENT: "Belum ada perbaikan yang dicatat.",
    Fact.DECREES: "{number} petugas pengaduan mempunyai nomor SK.",
    Fact.NONE_ANSWERED: "{number} pengaduan diterima, belum ada yang dijawab.",
    Fact.ANSWERED_OF: "{part} dari {whole} pengaduan pada periode ini sudah dijawab.",
    Fact.RECAP: "Rekap register dilampirkan sebagai buktinya.",
    Fact.INTERNAL_WORKS: "{number} jenis kanal selain SP4N-LAPOR! berfungsi saat diuji.",
    Fact.NOT_COACHED: "Belum ada pembinaan petugas pengaduan dalam 12 bulan terakhir.",
    Fact.FACE_TO_FACE: "Kanal tatap muka berfungsi saat diuji.",
    Fact.NO_LAPOR_CASE: "Tidak ada yang masuk melalui SP4N-LAPOR! pada periode ini.",
    Fact.LAPOR_ANSWERED: "{part} dari {whole} pengaduan melalui SP4N-LAPOR! sudah dijawab.",
}

CONFIRM: dict[Confirm, str] = {
    Confirm.SOP: "Pastikan SOP pengelolaan pengaduan ada dan masih berlaku.",
    Confirm.NO_OTHER_DUTY: "Pastikan pengelola tidak merangkap tugas lain.",
    Confirm.EXPLAINS: "Pastikan petugas dapat menjelaskan seluruh tahapan dan jangka waktunya.",
    Confirm.VULNERABLE_FRIENDLY: "Pastikan sarana dapat dipakai kelompok rentan.",
    Confirm.APPLIES: "Pastikan hasil pembinaan diterapkan.",
    Confirm.CAUSES: "Pastikan laporan memuat analisis penyebab.",
    Confirm.DOCUMENT: "Lampirkan dokumennya; register hanya menunjukkan bahwa isinya tercatat.",
    Confirm.SCREENSHOT: "Lampirkan tangkapan layarnya.",
    Confirm.FACILITIES: "Hitung fasilitas tatap muka yang lain, lalu naikkan tingkatnya bila lebih banyak.",
    Confirm.SEPARATE: "Pastikan apakah tempatnya terpisah dari front office; bila terpisah, tingkatnya lebih tinggi.",
}

ACCEPTED = "Saran untuk {} dipakai dan rekap register dilampirkan sebagai bukti."
DIFFERED = "Isian {} tersimpan dengan catatan Anda."
NO_LONGER_SUGGESTED = "Register berubah sejak halaman dibuka. Periksa saran yang baru, lalu putuskan lagi."
RECAP_NAME = "Rekap register pengaduan {} {}.xlsx"


def fact(found: Fact, values: Mapping[str, object]) -> str:
    return FACTS[found].format(**{name: _worded(value) for name, value in values.items()})


def _worded(value: object) -> str:
    if value is None:
        return "belum pernah"
    if isinstance(value, date):
        return date_id(value)
    return decimal_id(value) if isinstance(value, Decimal) else str(value)
