"""What the suggestions from the complaint register say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from reports.suggestions.suggesting import RegisterFact, ToConfirm


class SuggestionRefusal(StrEnum):
    NOTE_NEEDED = "note_needed"
    LEVEL_NEEDED = "level_needed"
    NO_ROOM = "no_room"


PROBLEMS: dict[SuggestionRefusal, str] = {
    SuggestionRefusal.NOTE_NEEDED: "Tulis mengapa isian Anda berbeda dari saran register.",
    SuggestionRefusal.LEVEL_NEEDED: "Pilih tingkat yang tersedia pada indikator ini.",
    SuggestionRefusal.NO_ROOM: (
        "Rekap tidak dapat dilampirkan: jawaban ini sudah memuat bukti sebanyak yang diperbolehkan."
    ),
}

FACTS: dict[RegisterFact, str] = {
    RegisterFact.NO_OFFICER: "Tidak ada petugas pengaduan yang bertugas hari ini.",
    RegisterFact.OFFICERS: "{number} petugas pengaduan bertugas.",
    RegisterFact.DECREE_MISSING: "Belum ada nomor SK petugas.",
    RegisterFact.DECREE_LAPSED: "SK petugas tercatat, tetapi tidak ada yang berlaku hari ini.",
    RegisterFact.DECREE_THIS_YEAR: "SK petugas berlaku dan mulai tahun ini.",
    RegisterFact.DECREE_OLDER: "SK petugas berlaku, tetapi dari tahun sebelumnya.",
    RegisterFact.CONTACTS: "{number} jenis kanal dipublikasikan.",
    RegisterFact.NO_CONTACT: "Belum ada kanal pengaduan yang dipublikasikan di portal.",
    RegisterFact.CONTACTS_FAILED: "Uji terakhir semua kanal gagal.",
    RegisterFact.CONTACTS_TESTED: "Kanal terakhir diuji {day}.",
    RegisterFact.CONTACTS_UNTESTED: "Kanal belum diuji dalam sebulan terakhir.",
    RegisterFact.FACE_AND_ELECTRONIC: "Ada kanal tatap muka dan kanal elektronik yang berfungsi.",
    RegisterFact.LAPOR: "Terhubung dengan SP4N-LAPOR!.",
    RegisterFact.NO_LAPOR: "SP4N-LAPOR! belum tercatat sebagai kanal.",
    RegisterFact.EMPTY_REGISTER: (
        "Register nihil pada periode ini. Ini risiko, bukan keberhasilan: penilai akan menanyakannya."
    ),
    RegisterFact.EMPTY_AND_UNTESTED: (
        "Register nihil dan tidak ada bukti uji kanal: penilai akan menganggapnya tidak dipakai."
    ),
    RegisterFact.RECEIVED: "{number} pengaduan diterima pada periode ini.",
    RegisterFact.ON_TIME: "{percent}% selesai tepat waktu.",
    RegisterFact.NOTHING_DUE: "Belum ada pengaduan yang dijawab atau jatuh tempo.",
    RegisterFact.TOLD: "Semua pengadu diberi tahu ({part} dari {whole}).",
    RegisterFact.NOT_ALL_TOLD: "Tidak semua pengadu diberi tahu ({part} dari {whole}).",
    RegisterFact.PUBLISHED: "Hasil penanganan sudah dibuat dalam versi publikasi tanpa identitas.",
    RegisterFact.NOT_PUBLISHED: "Versi publikasi tanpa identitas belum dibuat untuk periode ini.",
    RegisterFact.COMPLETE_FILES: "{number} berkas lengkap dari penerimaan sampai jawaban.",
    RegisterFact.INCOMPLETE_FILES: "{part} dari {whole} pengaduan yang dijawab berkasnya lengkap.",
    RegisterFact.COACHED: "{number} kali dibina dalam 12 bulan terakhir.",
    RegisterFact.COACHED_LONG_AGO: "Pembinaan terakhir lebih dari 12 bulan yang lalu.",
    RegisterFact.NEVER_COACHED: "Belum ada catatan pembinaan.",
    RegisterFact.REPORTS: "{number} laporan pengaduan dibuat pada periode ini.",
    RegisterFact.NO_REPORT: "Belum ada laporan pengaduan pada periode ini.",
    RegisterFact.IMPROVEMENTS: "{number} pengaduan menghasilkan perbaikan yang dicatat.",
    RegisterFact.NO_IMPROVEMENT: "Belum ada perbaikan yang dicatat.",
    RegisterFact.DECREES: "{number} petugas pengaduan mempunyai nomor SK.",
    RegisterFact.NONE_ANSWERED: "{number} pengaduan diterima, belum ada yang dijawab.",
    RegisterFact.ANSWERED_OF: "{part} dari {whole} pengaduan pada periode ini sudah dijawab.",
    RegisterFact.RECAP: "Rekap register dilampirkan sebagai buktinya.",
    RegisterFact.INTERNAL_WORKS: "{number} jenis kanal selain SP4N-LAPOR! berfungsi saat diuji.",
    RegisterFact.NOT_COACHED: "Belum ada pembinaan petugas pengaduan dalam 12 bulan terakhir.",
    RegisterFact.FACE_TO_FACE: "Kanal tatap muka berfungsi saat diuji.",
    RegisterFact.NO_LAPOR_CASE: "Tidak ada yang masuk melalui SP4N-LAPOR! pada periode ini.",
    RegisterFact.LAPOR_ANSWERED: "{part} dari {whole} pengaduan melalui SP4N-LAPOR! sudah dijawab.",
}

CONFIRM: dict[ToConfirm, str] = {
    ToConfirm.SOP: "Pastikan SOP pengelolaan pengaduan ada dan masih berlaku.",
    ToConfirm.NO_OTHER_DUTY: "Pastikan pengelola tidak merangkap tugas lain.",
    ToConfirm.EXPLAINS: "Pastikan petugas dapat menjelaskan seluruh tahapan dan jangka waktunya.",
    ToConfirm.VULNERABLE_FRIENDLY: "Pastikan sarana dapat dipakai kelompok rentan.",
    ToConfirm.APPLIES: "Pastikan hasil pembinaan diterapkan.",
    ToConfirm.CAUSES: "Pastikan laporan memuat analisis penyebab.",
    ToConfirm.DOCUMENT: "Lampirkan dokumennya; register hanya menunjukkan bahwa isinya tercatat.",
    ToConfirm.SCREENSHOT: "Lampirkan tangkapan layarnya.",
    ToConfirm.FACILITIES: "Hitung fasilitas tatap muka yang lain, lalu naikkan tingkatnya bila lebih banyak.",
    ToConfirm.SEPARATE: "Pastikan apakah tempatnya terpisah dari front office; bila terpisah, tingkatnya lebih tinggi.",
}

ACCEPTED = "Saran untuk {} dipakai dan rekap register dilampirkan sebagai bukti."
DIFFERED = "Isian {} tersimpan dengan catatan Anda."
NO_LONGER_SUGGESTED = "Register berubah sejak halaman dibuka. Periksa saran yang baru, lalu putuskan lagi."
RECAP_NAME = "Rekap register pengaduan {} {}.xlsx"


def fact(found: RegisterFact, values: Mapping[str, object]) -> str:
    return FACTS[found].format(**{name: _worded(value) for name, value in values.items()})


def _worded(value: object) -> str:
    if value is None:
        return "belum pernah"
    if isinstance(value, date):
        return date_id(value)
    return decimal_id(value) if isinstance(value, Decimal) else str(value)
