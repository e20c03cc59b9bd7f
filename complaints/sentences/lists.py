"""What the work lists say."""

from datetime import date

TAB_LABELS = {
    "semua-terbuka": "Terbuka",
    "saya": "Tugas saya",
    "segera": "Segera jatuh tempo",
    "lewat": "Lewat tenggat",
    "tanpa-petugas": "Tanpa petugas",
    "pesan": "Pesan baru",
    "semua": "Semua",
}
EMPTY = {
    "semua-terbuka": "Tidak ada pengaduan yang terbuka.",
    "saya": "Tidak ada pengaduan yang ditugaskan kepada Anda.",
    "segera": "Tidak ada yang jatuh tempo dalam tujuh hari.",
    "lewat": "Tidak ada yang lewat tenggat.",
    "tanpa-petugas": "Semua pengaduan terbuka sudah ada petugasnya.",
    "pesan": "Tidak ada pesan baru dari pengadu.",
    "semua": "Belum ada pengaduan yang tercatat.",
}
EMPTY_IS_RISK = (
    "Register yang kosong adalah risiko, bukan keberhasilan: penilai akan menanyakan apakah kanal berfungsi. "
    "Catat juga pengaduan lisan dan uji kanal setiap bulan."
)


def time_left(due_on: date, today: date, working_days: int | None) -> str:
    """lewat 2 hari; hari ini; sisa 3 hari kerja; sisa 130 hari."""
    days = (due_on - today).days
    if days < 0:
        return f"lewat {-days} hari"
    if days == 0:
        return "hari ini"
    if working_days is None:
        return f"sisa {days} hari"
    return f"sisa {working_days} hari kerja" if working_days else f"sisa {days} hari, semuanya libur"
