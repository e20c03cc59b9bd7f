"""What is said about a file with complaints: why it cannot be read, and what is wrong with which row and cell."""

from complaints.importing import EntryFlaw, EntryFlawCode, SheetError, SheetFault, SheetNote
from complaints.importing.columns import ImportField
from complaints.importing.sheets import MAX_BYTES, MAX_LETTERS, MAX_ROWS
from kspp.lib.errors import Sentences

FAULTS: dict[SheetFault, str] = {
    SheetFault.EMPTY: "Berkas ini tidak berisi baris pengaduan. Periksa isinya, lalu unggah lagi.",
    SheetFault.TOO_LARGE: (
        f"Berkas ini terlalu besar: paling besar {MAX_BYTES // 1024 // 1024} MB. Bagi menurut tahun atau unit, lalu "
        "unggah satu per satu."
    ),
    SheetFault.TOO_MANY_ROWS: (
        f"Berkas ini memuat lebih dari {MAX_ROWS:,} baris. Bagi menurut tahun atau unit, lalu unggah satu per satu."
    ).replace(",", ".", 1),
    SheetFault.TOO_MUCH_TEXT: (
        f"Berkas ini memuat lebih dari {MAX_LETTERS // 1_000_000} juta huruf. Bagi menurut tahun atau unit, lalu "
        "unggah satu per satu."
    ),
    SheetFault.BROKEN: (
        "Berkas ini tidak dapat dibaca. Buka di aplikasi lembar kerja, simpan ulang sebagai XLSX, lalu unggah lagi."
    ),
    SheetFault.NOT_TEXT: "Isi berkas ini bukan XLSX dan bukan teks CSV. Simpan ulang sebagai XLSX, lalu unggah lagi.",
    SheetFault.OPEN_QUOTE: (
        "Baris {} tidak dapat dibaca: tanda kutip tidak ditutup atau diikuti huruf. Perbaiki baris itu, atau simpan "
        "ulang sebagai XLSX."
    ),
    SheetFault.NO_HEADINGS: (
        "Judul kolom tidak ditemukan dalam dua puluh baris pertama. Pastikan pilihan asal berkas tepat, atau pakai "
        "templat register."
    ),
    SheetFault.COLUMNS_MISSING: "Kolom berikut tidak ditemukan: {}. Tambahkan kolomnya, atau sesuaikan judulnya.",
}
COLUMN_WORDS: dict[ImportField, str] = {
    ImportField.NUMBER: "Nomor (atau Tracking ID)",
    ImportField.RECEIVED: "Tanggal",
    ImportField.CHANNEL: "Kanal",
    ImportField.STORY: "Uraian (atau Isi Laporan)",
    ImportField.STATE: "Status",
    ImportField.CLASS: "Kelas",
    ImportField.ANSWERED: "Tanggal dijawab",
}
"""Of columns that a file may lack."""

FLAWS: dict[EntryFlawCode, str] = {
    EntryFlawCode.MISSING: "belum diisi.",
    EntryFlawCode.TOO_LONG: "terlalu panjang: paling banyak {} huruf.",
    EntryFlawCode.NOT_A_DATE: "“{}” bukan tanggal sejak tahun 2000. Tulis seperti 21/11/2026.",
    EntryFlawCode.FUTURE: "“{}” belum terjadi.",
    EntryFlawCode.TOO_EARLY: (
        "“{}” mendahului tanggal sebelumnya dalam urutan diterima, diverifikasi, dijawab, selesai."
    ),
    EntryFlawCode.UNKNOWN_WORD: (
        "“{}” tidak dikenal. Kata yang diterima ada di lembar Keterangan pada templat register."
    ),
    EntryFlawCode.TWICE: "nomor dan kanal ini sudah ada pada baris {}.",
    EntryFlawCode.DAY_NEEDED: (
        "pengaduan yang sudah dijawab atau selesai memerlukan tanggal dijawab atau tanggal selesai."
    ),
    EntryFlawCode.CLASS_NEEDED: (
        "pengaduan yang sudah dijawab memerlukan kelas. Isi kelasnya, atau pilih kelas untuk baris yang kosong "
        "sewaktu mengunggah."
    ),
    EntryFlawCode.UNIT_UNKNOWN: "“{}” belum tercatat sebagai unit. Pengaduan dimasukkan tanpa unit.",
    EntryFlawCode.PRODUCT_UNKNOWN: "“{}” belum tercatat pada unit itu. Pengaduan dimasukkan tanpa produk layanan.",
    EntryFlawCode.BACK_TO_RECEIVED: "kelas kosong, jadi pengaduan dimasukkan sebagai Diterima dan menunggu verifikasi.",
    EntryFlawCode.BACK_TO_VERIFIED: (
        "unit belum ada, jadi pengaduan dimasukkan sebagai Diverifikasi dan menunggu disposisi."
    ),
}

NOTES: dict[SheetNote, str] = {
    SheetNote.WINDOWS_TEXT: (
        "Berkas ini bukan UTF-8 dan dibaca sebagai teks Windows. Periksa huruf berciri, misalnya pada nama; bila "
        "keliru, simpan ulang sebagai XLSX."
    ),
    SheetNote.HIDDEN_SHEETS: "Lembar kerja yang disembunyikan tidak dibaca.",
    SheetNote.OTHER_SHEETS: (
        "Hanya lembar kerja pertama yang berjudul kolom yang dibaca. Unggah lembar lain tersendiri."
    ),
    SheetNote.PLAIN_CLASS: "“Pengaduan” tanpa keterangan dibaca sebagai pengaduan tidak berkadar pengawasan.",
    SheetNote.NO_VERIFICATION_DAY: (
        "Sebagian baris tidak memuat tanggal diverifikasi. Tenggat menurut kelas dihitung sejak tanggal diterima."
    ),
}

TAKEN = "{} pengaduan dimasukkan."
DROPPED = "Impor dibatalkan. Isi berkasnya sudah dihapus dari portal."


def fault(error: SheetError) -> str:
    detail = error.detail
    if error.fault is SheetFault.COLUMNS_MISSING:
        detail = ", ".join(COLUMN_WORDS[ImportField(name)] for name in detail.split(","))
    return FAULTS[error.fault].format(detail)


FAULT_WORDS: Sentences = dict.fromkeys(SheetFault, fault)


def flaw(flaw: EntryFlaw) -> str:
    """Baris 7, kolom Tanggal: “31-02-2026” bukan tanggal …"""
    column = COLUMN_WORDS[ImportField(flaw.column)] if flaw.column in COLUMN_WORDS else flaw.column
    return f"Baris {flaw.row}, kolom {column}: {FLAWS[flaw.code].format(flaw.shown)}"
