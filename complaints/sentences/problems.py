"""Why a write about complaints did not happen, and what to do next."""

from enum import StrEnum

from complaints.deadlines import LONGEST, ClockUnit


class Code(StrEnum):
    DAY_KNOWN = "day_known"
    NATIONAL_FOR_PLATFORM = "national_for_platform"
    REASON_NEEDED = "reason_needed"
    PERIOD_OVERLAPS = "period_overlaps"
    DATES_REVERSED = "dates_reversed"
    LENGTH_OUT_OF_BOUNDS = "length_out_of_bounds"
    MOVE_NOT_POSSIBLE = "move_not_possible"
    NOT_YOURS = "not_yours"
    TEXT_NEEDED = "text_needed"
    CLASS_NEEDED = "class_needed"
    UNIT_NEEDED = "unit_needed"
    UNIT_SAME = "unit_same"
    OUTCOME_NEEDED = "outcome_needed"
    DELAY_REASON_NEEDED = "delay_reason_needed"
    RIGHT_ADDRESS_NEEDED = "right_address_needed"
    DECISION_DAY = "decision_day"
    REOPEN_TOO_LATE = "reopen_too_late"
    FOREIGN_CHOICE = "foreign_choice"
    CLOCK_NOT_RUNNING = "clock_not_running"
    NO_EXTENSION = "no_extension"
    EXTENSION_TOO_LONG = "extension_too_long"
    EXTERNAL_NUMBER_KNOWN = "external_number_known"
    TOO_MANY_FILES = "too_many_files"
    FUTURE_DAY = "future_day"
    FORM_USED = "form_used"
    TITLE_TAKEN = "title_taken"
    CLOSES_TOO_LATE = "closes_too_late"
    IMPORT_DROPPED = "import_dropped"
    IMPORT_TAKEN = "import_taken"
    IMPORT_AGAIN = "import_again"
    UNKNOWN_NUMBER = "unknown_number"
    DOUBLE_OF_DOUBLE = "double_of_double"
    ENTRY_KNOWN = "entry_known"
    UNFILLED = "unfilled"
    LONG_AGO = "long_ago"
    CONTACT_KNOWN = "contact_known"
    NOTHING_CHOSEN = "nothing_chosen"
    TOO_MANY_CHOSEN = "too_many_chosen"
    LAPOR_NUMBER_NEEDED = "lapor_number_needed"
    NAME_NEEDED = "name_needed"
    FILE_NEEDED = "file_needed"
    FOREIGN_PRODUCT = "foreign_product"
    NOT_AN_OFFICER = "not_an_officer"
    SPLIT_NEEDS_TWO = "split_needs_two"
    ANONYMOUS = "anonymous"
    IDENTITY_EMPTY = "identity_empty"
    IDENTITY_ERASED = "identity_erased"
    IDENTITY_UNREADABLE = "identity_unreadable"
    CASE_NOT_ENDED = "case_not_ended"


LENGTH_BOUNDS = (
    f"Lama tenggat harus 1 sampai {LONGEST[ClockUnit.CALENDAR]} hari kalender, "
    f"{LONGEST[ClockUnit.WORKING]} hari kerja, atau {LONGEST[ClockUnit.YEARS]} tahun."
)

PROBLEMS: dict[Code, str] = {
    Code.DAY_KNOWN: "Hari libur dengan tanggal dan nama ini sudah ada. Bila tidak berlaku, ubah yang sudah ada.",
    Code.NATIONAL_FOR_PLATFORM: "Baris nasional hanya dapat diubah admin platform.",
    Code.REASON_NEEDED: "Tulis alasannya lebih dahulu.",
    Code.PERIOD_OVERLAPS: (
        "Sudah ada aturan lain untuk tenggat ini pada masa yang sama. Isi tanggal berakhir aturan lama lebih dahulu."
    ),
    Code.DATES_REVERSED: "Tanggal berakhir mendahului tanggal mulai.",
    Code.LENGTH_OUT_OF_BOUNDS: LENGTH_BOUNDS,
    Code.MOVE_NOT_POSSIBLE: "Pada status pengaduan sekarang, langkah ini tidak dapat dilakukan.",
    Code.NOT_YOURS: "Langkah ini bukan wewenang Anda.",
    Code.TEXT_NEEDED: "Tulis pesan yang akan dibaca pengadu.",
    Code.CLASS_NEEDED: "Pilih kelas pengaduan. Kelas menentukan tenggatnya.",
    Code.UNIT_NEEDED: "Pilih unit yang menangani.",
    Code.UNIT_SAME: "Pengaduan ini sudah ditangani unit tersebut. Pilih unit lain.",
    Code.OUTCOME_NEEDED: "Pilih hasil penanganan.",
    Code.DELAY_REASON_NEEDED: "Pengaduan ini lewat tenggat. Tulis alasannya; alasan ini masuk laporan.",
    Code.RIGHT_ADDRESS_NEEDED: "Tulis instansi yang berwenang beserta alamat atau kanalnya.",
    Code.DECISION_DAY: "Tanggal keputusan harus antara tanggal pengaduan diterima dan hari ini.",
    Code.REOPEN_TOO_LATE: "Masa untuk membuka kembali pengaduan ini sudah lewat. Anda dapat membuat pengaduan baru.",
    Code.FOREIGN_CHOICE: "Pilihan ini tidak tersedia. Muat ulang halaman, lalu pilih lagi.",
    Code.CLOCK_NOT_RUNNING: "Tenggat ini tidak sedang berjalan, jadi tidak dapat diperpanjang.",
    Code.NO_EXTENSION: "Aturan tenggat ini tidak mengenal perpanjangan. Keputusan daerah dapat mengaturnya.",
    Code.EXTENSION_TOO_LONG: "Perpanjangan melewati batas yang diatur untuk tenggat ini.",
    Code.EXTERNAL_NUMBER_KNOWN: "Pengaduan dengan nomor ini sudah tercatat dari kanal yang sama.",
    Code.TOO_MANY_FILES: "Satu pengaduan memuat paling banyak 20 lampiran. Gabungkan beberapa berkas menjadi PDF.",
    Code.FUTURE_DAY: "Tanggal ini belum terjadi. Periksa kembali.",
    Code.FILE_NEEDED: "Pilih berkas lebih dahulu.",
    Code.NOTHING_CHOSEN: "Pilih paling sedikit satu pengaduan dari daftar.",
    Code.TOO_MANY_CHOSEN: "Pilih paling banyak 100 pengaduan sekaligus.",
    Code.CONTACT_KNOWN: "Kanal ini sudah tercatat. Bila tidak dipublikasikan, aktifkan kembali.",
    Code.LONG_AGO: "Tanggal ini terlalu lama berlalu. Periksa tahunnya.",
    Code.LAPOR_NUMBER_NEEDED: "Isi nomor laporan SP4N-LAPOR!.",
    Code.NAME_NEEDED: "Isi nama pengadu, atau pilih tanpa nama.",
    Code.DOUBLE_OF_DOUBLE: (
        "Salah satu dari keduanya sudah dihubungkan dengan pengaduan lain. Hubungkan semuanya ke satu pengaduan asal."
    ),
    Code.ENTRY_KNOWN: (
        "Formulir ini sudah dipakai untuk mencatat pengaduan lain. Isian Anda masih ada dan belum tersimpan; "
        "bila memang pengaduan baru, tekan Simpan sekali lagi."
    ),
    Code.UNFILLED: "Ganti dahulu bagian templat yang masih berkurung kurawal, misalnya {jatuh_tempo}.",
    Code.UNKNOWN_NUMBER: "Nomor ini tidak ada di antara pengaduan yang dapat Anda lihat. Periksa penulisannya.",
    Code.FOREIGN_PRODUCT: "Layanan ini bukan layanan unit yang dipilih. Pilih layanan dari unit yang sama.",
    Code.NOT_AN_OFFICER: "Orang ini tidak menangani pengaduan di unit tersebut. Pilih petugas lain.",
    Code.SPLIT_NEEDS_TWO: "Tulis pokok dan uraian bagian yang dipisahkan.",
    Code.FORM_USED: "Formulir ini sudah dipakai. Muat ulang halaman, lalu isi kembali.",
    Code.ANONYMOUS: "Pengaduan ini disampaikan tanpa nama. Identitas tidak disimpan, apa pun yang diisi.",
    Code.IDENTITY_EMPTY: "Isi paling sedikit satu: nama, alamat, telepon, atau surel.",
    Code.IDENTITY_ERASED: "Identitas dalam pengaduan ini sudah dihapus dan tidak diisi lagi.",
    Code.IDENTITY_UNREADABLE: (
        "Identitas ini tidak dapat dibuka: kuncinya tidak ada lagi di portal. Hubungi admin platform dan sebutkan "
        "nomor pengaduannya."
    ),
    Code.CASE_NOT_ENDED: (
        "Uraian dan lampiran baru dapat dihapus sesudah pengaduan berakhir. Identitas dapat dihapus sekarang."
    ),
    Code.TITLE_TAKEN: "Templat dengan kegunaan dan judul ini sudah ada. Pilih judul lain.",
    Code.CLOSES_TOO_LATE: (
        "Pengaduan harus ditutup paling lambat saat masa membuka kembali berakhir. Perkecil angka ini, atau "
        "perpanjang masa membuka kembali."
    ),
    Code.IMPORT_DROPPED: "Impor ini sudah dibatalkan. Unggah berkasnya lagi bila tetap akan dimasukkan.",
    Code.IMPORT_TAKEN: "Pengaduan dari berkas ini sudah dimasukkan, jadi tidak dapat dibatalkan lagi.",
    Code.IMPORT_AGAIN: "Hasil pemeriksaan berkas ini tidak berlaku lagi. Unggah berkasnya sekali lagi.",
}
