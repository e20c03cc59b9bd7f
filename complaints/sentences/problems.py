"""Why a write about complaints did not happen, and what to do next."""

from enum import StrEnum

from complaints.deadlines import LONGEST, Unit


class Problem(StrEnum):
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
    f"Lama tenggat harus 1 sampai {LONGEST[Unit.CALENDAR]} hari kalender, "
    f"{LONGEST[Unit.WORKING]} hari kerja, atau {LONGEST[Unit.YEARS]} tahun."
)

PROBLEMS: dict[Problem, str] = {
    Problem.DAY_KNOWN: "Hari libur dengan tanggal dan nama ini sudah ada. Bila tidak berlaku, ubah yang sudah ada.",
    Problem.NATIONAL_FOR_PLATFORM: "Baris nasional hanya dapat diubah admin platform.",
    Problem.REASON_NEEDED: "Tulis alasannya lebih dahulu.",
    Problem.PERIOD_OVERLAPS: (
        "Sudah ada aturan lain untuk tenggat ini pada masa yang sama. Isi tanggal berakhir aturan lama lebih dahulu."
    ),
    Problem.DATES_REVERSED: "Tanggal berakhir mendahului tanggal mulai.",
    Problem.LENGTH_OUT_OF_BOUNDS: LENGTH_BOUNDS,
    Problem.MOVE_NOT_POSSIBLE: "Pada status pengaduan sekarang, langkah ini tidak dapat dilakukan.",
    Problem.NOT_YOURS: "Langkah ini bukan wewenang Anda.",
    Problem.TEXT_NEEDED: "Tulis pesan yang akan dibaca pengadu.",
    Problem.CLASS_NEEDED: "Pilih kelas pengaduan. Kelas menentukan tenggatnya.",
    Problem.UNIT_NEEDED: "Pilih unit yang menangani.",
    Problem.UNIT_SAME: "Pengaduan ini sudah ditangani unit tersebut. Pilih unit lain.",
    Problem.OUTCOME_NEEDED: "Pilih hasil penanganan.",
    Problem.DELAY_REASON_NEEDED: "Pengaduan ini lewat tenggat. Tulis alasannya; alasan ini masuk laporan.",
    Problem.RIGHT_ADDRESS_NEEDED: "Tulis instansi yang berwenang beserta alamat atau kanalnya.",
    Problem.DECISION_DAY: "Tanggal keputusan harus antara tanggal pengaduan diterima dan hari ini.",
    Problem.REOPEN_TOO_LATE: "Masa untuk membuka kembali pengaduan ini sudah lewat. Anda dapat membuat pengaduan baru.",
    Problem.FOREIGN_CHOICE: "Pilihan ini tidak tersedia. Muat ulang halaman, lalu pilih lagi.",
    Problem.CLOCK_NOT_RUNNING: "Tenggat ini tidak sedang berjalan, jadi tidak dapat diperpanjang.",
    Problem.NO_EXTENSION: "Aturan tenggat ini tidak mengenal perpanjangan. Keputusan daerah dapat mengaturnya.",
    Problem.EXTENSION_TOO_LONG: "Perpanjangan melewati batas yang diatur untuk tenggat ini.",
    Problem.EXTERNAL_NUMBER_KNOWN: "Pengaduan dengan nomor ini sudah tercatat dari kanal yang sama.",
    Problem.TOO_MANY_FILES: "Satu pengaduan memuat paling banyak 20 lampiran. Gabungkan beberapa berkas menjadi PDF.",
    Problem.FUTURE_DAY: "Tanggal ini belum terjadi. Periksa kembali.",
    Problem.FILE_NEEDED: "Pilih berkas lebih dahulu.",
    Problem.NOTHING_CHOSEN: "Pilih paling sedikit satu pengaduan dari daftar.",
    Problem.TOO_MANY_CHOSEN: "Pilih paling banyak 100 pengaduan sekaligus.",
    Problem.CONTACT_KNOWN: "Kanal ini sudah tercatat. Bila tidak dipublikasikan, aktifkan kembali.",
    Problem.LONG_AGO: "Tanggal ini terlalu lama berlalu. Periksa tahunnya.",
    Problem.LAPOR_NUMBER_NEEDED: "Isi nomor laporan SP4N-LAPOR!.",
    Problem.NAME_NEEDED: "Isi nama pengadu, atau pilih tanpa nama.",
    Problem.DOUBLE_OF_DOUBLE: (
        "Salah satu dari keduanya sudah dihubungkan dengan pengaduan lain. Hubungkan semuanya ke satu pengaduan asal."
    ),
    Problem.ENTRY_KNOWN: (
        "Formulir ini sudah dipakai untuk mencatat pengaduan lain. Isian Anda masih ada dan belum tersimpan; "
        "bila memang pengaduan baru, tekan Simpan sekali lagi."
    ),
    Problem.UNFILLED: "Ganti dahulu bagian templat yang masih berkurung kurawal, misalnya {jatuh_tempo}.",
    Problem.UNKNOWN_NUMBER: "Nomor ini tidak ada di antara pengaduan yang dapat Anda lihat. Periksa penulisannya.",
    Problem.FOREIGN_PRODUCT: "Layanan ini bukan layanan unit yang dipilih. Pilih layanan dari unit yang sama.",
    Problem.NOT_AN_OFFICER: "Orang ini tidak menangani pengaduan di unit tersebut. Pilih petugas lain.",
    Problem.SPLIT_NEEDS_TWO: "Tulis pokok dan uraian bagian yang dipisahkan.",
    Problem.FORM_USED: "Formulir ini sudah dipakai. Muat ulang halaman, lalu isi kembali.",
    Problem.ANONYMOUS: "Pengaduan ini disampaikan tanpa nama. Identitas tidak disimpan, apa pun yang diisi.",
    Problem.IDENTITY_EMPTY: "Isi paling sedikit satu: nama, alamat, telepon, atau surel.",
    Problem.IDENTITY_ERASED: "Identitas dalam pengaduan ini sudah dihapus dan tidak diisi lagi.",
    Problem.IDENTITY_UNREADABLE: (
        "Identitas ini tidak dapat dibuka: kuncinya tidak ada lagi di portal. Hubungi admin platform dan sebutkan "
        "nomor pengaduannya."
    ),
    Problem.CASE_NOT_ENDED: (
        "Uraian dan lampiran baru dapat dihapus sesudah pengaduan berakhir. Identitas dapat dihapus sekarang."
    ),
    Problem.TITLE_TAKEN: "Templat dengan kegunaan dan judul ini sudah ada. Pilih judul lain.",
    Problem.CLOSES_TOO_LATE: (
        "Pengaduan harus ditutup paling lambat saat masa membuka kembali berakhir. Perkecil angka ini, atau "
        "perpanjang masa membuka kembali."
    ),
    Problem.IMPORT_DROPPED: "Impor ini sudah dibatalkan. Unggah berkasnya lagi bila tetap akan dimasukkan.",
    Problem.IMPORT_TAKEN: "Pengaduan dari berkas ini sudah dimasukkan, jadi tidak dapat dibatalkan lagi.",
    Problem.IMPORT_AGAIN: "Hasil pemeriksaan berkas ini tidak berlaku lagi. Unggah berkasnya sekali lagi.",
}
