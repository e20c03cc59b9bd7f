"""What the pages about complaint officers, their coaching and the published contacts say."""

from datetime import date

from django.utils.formats import date_format

from complaints.standing import OfficerConcern, OfficerRemark, field_window
from kspp.lib.dates import date_id

CONCERNS: dict[OfficerConcern, str] = {
    OfficerConcern.NO_OFFICER: "Tidak ada petugas pengaduan yang bertugas hari ini. Tunjuk petugas dengan SK.",
    OfficerConcern.FEW_OFFICERS: (
        "Baru {count} petugas pengaduan yang bertugas, sedangkan penilai mewawancarai dua orang. Tunjuk satu lagi."
    ),
    OfficerConcern.DECREE_MISSING: "Nomor SK belum dicatat untuk {names}. Lengkapi di data petugas.",
    OfficerConcern.DECREE_LAPSES: (
        "Masa tugas {names} berakhir {day}, sebelum masa penilaian lapangan selesai (perkiraan {window}). "
        "Perpanjang SK-nya."
    ),
    OfficerConcern.CHANGES_OFTEN: (
        "{count} petugas diganti sebelum bertugas satu tahun, dalam 24 bulan terakhir. Pertahankan petugas yang ada, "
        "dan catat serah terima serta pembinaan penggantinya."
    ),
    OfficerConcern.NO_COACHING: "Belum ada pembinaan dalam 12 bulan terakhir untuk {names}.",
    OfficerConcern.NO_CONTACT: "Belum ada kanal pengaduan yang dipublikasikan.",
    OfficerConcern.CONTACT_FAILED: "{count} kanal gagal pada uji terakhir. Perbaiki, atau hentikan publikasinya.",
    OfficerConcern.CONTACT_UNTESTED: "{count} kanal belum diuji bulan ini. Penilai akan mencobanya.",
}
OUR_RULES = (
    "Perkiraan menurut aturan portal ini, bukan ketentuan Ombudsman: dua petugas setiap unit, masa tugas sampai "
    "penilaian lapangan selesai, pembinaan paling lama 12 bulan lalu, setiap kanal diuji setiap bulan, dan tidak ada "
    "dua penggantian sebelum satu tahun dalam 24 bulan."
)

NO_ADMIN = (
    "Belum ada admin koordinator pengaduan. Warga sudah dapat mengadu, tetapi tidak ada yang memverifikasinya. "
    "Koordinator mengundangnya di halaman Orang dan peran."
)

CONTACT_CREATED = "Kanal {} ditambahkan."
CONTACT_CHANGED = "Kanal {} tersimpan."
TESTS_SAVED = "Hasil uji {} kanal tersimpan."
COACHING_CREATED = "Pembinaan “{}” tercatat."
COACHING_CHANGED = "Pembinaan “{}” tersimpan."
PROOF_MISSING = "Berkas bukti ini tidak ada lagi di penyimpanan. Unggah lagi melalui Ubah."

PHONE_WRONG = "Nomor ini bukan nomor Indonesia yang lengkap. Tulis seperti 0812-3456-7890 atau 0736-61234."
WHATSAPP_WRONG = "Nomor WhatsApp ini tidak lengkap. Tulis seperti 0812-3456-7890."
EMAIL_WRONG = "Alamat surel ini tidak lengkap. Tulis seperti pengaduan@kabupaten.go.id."
WEB_WRONG = "Alamat laman ini tidak lengkap. Tulis seperti https://kabupaten.go.id/pengaduan."
NOTHING_TESTED = "Pilih hasil uji untuk paling sedikit satu kanal."
NOT_TESTED = "Tidak diuji"
FOREIGN_OFFICER = "Ada pilihan yang bukan petugas pengaduan unit ini. Muat ulang halaman, lalu pilih lagi."
FOREIGN_PLACE = "Anda tidak dapat menambah kanal untuk unit ini. Pilih yang tersedia."
OFFICER_NEEDED = "Pilih paling sedikit satu petugas yang mengikuti."


def told(remark: OfficerRemark, today: date) -> str:
    names = list(remark.names)
    return CONCERNS[remark.concern].format(
        count=remark.count,
        names=" dan ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names),
        day=_ending(remark),
        window=window_id(today),
    )


def _ending(remark: OfficerRemark) -> str:
    if remark.day is None:
        return ""
    return f"mulai {date_id(remark.day)}" if remark.count > 1 else date_id(remark.day)


def window_id(today: date) -> str:
    """Mei–November 2026."""
    first, last = field_window(today)
    return f"{date_format(first, 'F')}–{date_format(last, 'F Y')}"
