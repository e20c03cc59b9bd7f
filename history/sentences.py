"""What each action is called in a timeline: the predicate after the actor's name."""

ACTIONS: dict[str, str] = {
    "alias.created": "menambah nama lain",
    "alias.changed": "mengubah nama lain",
    "alias.removed": "menghapus nama lain",
    "answer.reviewed": "meninjau jawaban",
    "answer.saved": "menyimpan jawaban",
    "assessment.approve": "menyetujui penilaian",
    "assessment.reopen": "membuka kembali penilaian",
    "assessment.return": "mengembalikan penilaian dengan catatan",
    "assessment.submit": "mengajukan penilaian",
    "assessment.verify": "memverifikasi penilaian",
    "cycle.changed": "mengubah siklus",
    "cycle.opened": "membuka siklus",
    "evidence.added": "menambah bukti",
    "evidence.removed": "menghapus bukti",
    "government.changed": "mengubah profil pemerintah daerah",
    "government.created": "menambah pemerintah daerah",
    "instrument.loaded": "memuat instrumen",
    "interview.outcome": "mencatat hasil wawancara",
    "loci.changed": "mengubah daftar lokus",
    "membership.changed": "mengubah peran",
    "membership.created": "memberi peran",
    "membership.deactivated": "menghentikan akses",
    "membership.invited": "mengundang",
    "membership.invited_again": "mengirim ulang undangan",
    "membership.reactivated": "memulihkan akses",
    "officer.changed": "mengubah data petugas",
    "officer.created": "menambah petugas",
    "product.changed": "mengubah produk layanan",
    "product.created": "menambah produk layanan",
    "report.downloaded": "mengunduh laporan",
    "report.failed": "gagal membuat laporan",
    "report.made": "selesai membuat laporan",
    "report.ordered": "memesan laporan",
    "report.reprinted": "mencetak ulang laporan",
    "sample.changed": "mengubah sampel",
    "unit.changed": "mengubah data unit",
    "unit.created": "menambah unit",
    "user.changed": "mengubah data pengguna",
    "user.created": "menambah pengguna",
}


def told(action: str) -> str:
    """The predicate; the code itself for an action of an older release."""
    return ACTIONS.get(action, action)
