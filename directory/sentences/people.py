"""What the pages about people say."""

from enum import StrEnum

from accounts.permissions import Permission


class PersonRefusal(StrEnum):
    ROLE_NOT_GRANTABLE = "role_not_grantable"
    UNIT_NEEDED = "unit_needed"
    UNIT_ELSEWHERE = "unit_elsewhere"
    UNIT_NOT_NEEDED = "unit_not_needed"
    LAST_COORDINATOR = "last_coordinator"
    ENTERED_ALREADY = "entered_already"
    NOT_ACTIVE = "not_active"
    JUST_SENT = "just_sent"


PROBLEMS: dict[PersonRefusal, str] = {
    PersonRefusal.ROLE_NOT_GRANTABLE: "Peran ini tidak dapat diberikan dari halaman ini.",
    PersonRefusal.UNIT_NEEDED: "Peran ini bertugas di satu unit. Pilih unitnya.",
    PersonRefusal.UNIT_ELSEWHERE: "Unit harus berada di pemerintah daerah ini.",
    PersonRefusal.UNIT_NOT_NEEDED: "Peran ini berlaku untuk seluruh pemerintah daerah; kosongkan unit.",
    PersonRefusal.LAST_COORDINATOR: (
        "Ini koordinator aktif terakhir. Undang koordinator lain lebih dahulu, lalu nonaktifkan yang ini."
    ),
    PersonRefusal.ENTERED_ALREADY: "Orang ini sudah pernah masuk, jadi undangan tidak perlu dikirim ulang.",
    PersonRefusal.NOT_ACTIVE: "Keanggotaan ini nonaktif. Aktifkan kembali sebelum mengirim undangan.",
    PersonRefusal.JUST_SENT: "Undangan baru saja dikirim. Tunggu beberapa menit sebelum mengirim ulang.",
}

PERMISSION_WORDS: dict[Permission, str] = {
    Permission.GOVERNMENT_VIEW: "melihat profil pemerintah daerah",
    Permission.GOVERNMENT_EDIT: "mengubah profil pemerintah daerah",
    Permission.UNIT_VIEW: "melihat data unit",
    Permission.UNIT_EDIT: "mengubah data unit dan produk layanannya",
    Permission.OFFICER_EDIT: "mengubah data petugas",
    Permission.PEOPLE_MANAGE: "mengundang orang dan mengatur peran",
    Permission.CYCLE_VIEW: "melihat siklus penilaian",
    Permission.CYCLE_MANAGE: "membuka dan mengatur siklus penilaian",
    Permission.ASSESSMENT_VIEW: "melihat penilaian mandiri",
    Permission.ASSESSMENT_FILL: "mengisi penilaian mandiri",
    Permission.ASSESSMENT_SUBMIT: "mengajukan penilaian mandiri",
    Permission.ASSESSMENT_REVIEW: "meninjau penilaian mandiri",
    Permission.ASSESSMENT_APPROVE: "menyetujui penilaian mandiri",
    Permission.ASSESSMENT_REOPEN: "membuka kembali penilaian yang disetujui",
    Permission.DASHBOARD_VIEW: "melihat dasbor",
    Permission.REPORT_VIEW: "melihat laporan",
    Permission.REPORT_ORDER: "memesan laporan",
    Permission.CALENDAR_VIEW: "melihat hari libur dan aturan tenggat",
    Permission.CALENDAR_MANAGE: "mengatur hari libur dan tenggat daerah",
    Permission.COMPLAINT_VIEW: "melihat pengaduan",
    Permission.COMPLAINT_RECORD: "mencatat pengaduan",
    Permission.COMPLAINT_VERIFY: "memverifikasi dan mendisposisikan pengaduan",
    Permission.COMPLAINT_ASSIGN: "menugaskan petugas dan memperpanjang tenggat pengaduan",
    Permission.COMPLAINT_HANDLE: "menangani dan menjawab pengaduan",
    Permission.COMPLAINT_SUPERVISE: "mengawasi penanganan pengaduan",
    Permission.COMPLAINT_SETTINGS: "mengatur meja pengaduan",
    Permission.COMPLAINT_REPORT: "melihat register dan laporan pengaduan tanpa identitas",
    Permission.IDENTITY_READ: "membaca identitas pengadu yang tidak dirahasiakan dari unitnya",
    Permission.IDENTITY_ERASE: "mengekspor dan menghapus data pribadi pengadu",
    Permission.INSTRUMENT_VIEW: "melihat pustaka instrumen",
    Permission.INSTRUMENT_MANAGE: "menyusun dan menerbitkan instrumen sendiri",
    Permission.OFFICIAL_VIEW: "melihat hasil resmi se-Indonesia",
    Permission.OFFICIAL_IMPORT: "memuat hasil resmi dan memilih unit bagi nama yang tercetak",
    Permission.PLAN_VIEW: "melihat rencana peningkatan nilai",
    Permission.PLAN_EDIT: "menyusun skenario dan rencana tindakan",
    Permission.PLATFORM_MANAGE: "mengelola portal",
}

BECAUSE_OF_UNIT = "bertugas di {}"
BECAUSE_OF_GOVERNMENT = "berperan untuk seluruh {}"
BECAUSE_OF_PLATFORM = "mengelola seluruh portal"

INVITED = "Undangan untuk {} sedang dikirim."
ALREADY_MEMBER = "{} sudah memiliki peran itu. Tidak ada yang diubah."
DEACTIVATED = "Akses {} sebagai {} dihentikan."
REACTIVATED = "Akses {} sebagai {} dipulihkan."
RESENT = "Undangan untuk {} sedang dikirim ulang."

STATE_ACTIVE = "aktif"
STATE_INVITED = "diundang, belum masuk"
STATE_INACTIVE = "nonaktif"

REASON_NEEDED = "Tulis alasannya agar dapat dipahami di kemudian hari."
