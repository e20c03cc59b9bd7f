"""What the pages about complaint officers and contacts say."""

from complaints.standing import Remark

WARNINGS: dict[Remark, str] = {
    Remark.NO_OFFICER: "Tidak ada petugas pengaduan yang bertugas hari ini. Tunjuk petugas dengan SK.",
    Remark.FEW_OFFICERS: "Baru satu petugas pengaduan. Penilai biasanya mewawancarai dua orang.",
    Remark.DECREE_MISSING: "Ada petugas yang nomor SK-nya belum dicatat.",
    Remark.DECREE_LAPSES: "Masa tugas petugas berakhir sebelum penilaian lapangan selesai. Perpanjang SK-nya.",
    Remark.CHANGES_OFTEN: "Petugas sering berganti dalam dua tahun terakhir. Serahkan berkas dan ulangi pembinaan.",
    Remark.NO_COACHING: "Ada petugas yang belum dibina dalam 12 bulan terakhir.",
    Remark.NO_CONTACT: "Belum ada kanal pengaduan yang dipublikasikan.",
    Remark.UNTESTED: "Ada kanal yang belum diuji dalam sebulan terakhir. Penilai akan mencobanya.",
    Remark.FAILED: "Ada kanal yang gagal pada uji terakhir. Perbaiki atau turunkan dari publikasi.",
}
ABOUT_RULES = "Peringatan ini aturan kami sendiri (perkiraan), bukan ketentuan Ombudsman."
CONTACT_SAVED = "Kanal {} tersimpan."
TESTS_SAVED = "Hasil uji {} kanal tersimpan."
COACHING_SAVED = "Pembinaan “{}” tersimpan."
PHONE_WRONG = "Nomor telepon Indonesia terdiri atas 8 sampai 15 angka, misalnya 0812-0000-0000."
EMAIL_WRONG = "Surel ini tidak lengkap, misalnya pengaduan@kabupaten.go.id."
WEB_WRONG = "Alamat laman harus diawali https:// atau http://."
NOTHING_TESTED = "Pilih hasil uji paling sedikit satu kanal."
FOREIGN_OFFICER = "Petugas ini bukan petugas pengaduan unit ini."
