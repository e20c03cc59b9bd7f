"""What pages and commands about the calendar and the clocks say."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format

from complaints.deadlines import ClockUnit, Deadline, DeadlineFault, Reason, SkipReason
from complaints.sentences.problems import LENGTH_BOUNDS

FAULTS: dict[DeadlineFault, str] = {
    DeadlineFault.LENGTH: LENGTH_BOUNDS,
    DeadlineFault.START: "Tanggal mulai harus antara 17 Agustus 1945 dan 31 Desember 2199.",
    DeadlineFault.WEEK: "Jumlah hari kerja seminggu harus 5 atau 6.",
    DeadlineFault.PAUSE: "Tanggal dilanjutkan mendahului tanggal dihentikan.",
    DeadlineFault.EXTENSION: "Perpanjangan harus paling sedikit satu hari, beralasan, dan tidak melewati batas.",
    DeadlineFault.ZONE: "Zona waktu harus WIB, WITA, atau WIT.",
    DeadlineFault.TOO_FAR: (
        "Jatuh tempo lebih dari dua puluh tahun sesudah tanggal mulai. Periksa lama dan kalendernya."
    ),
}

DAY_OFF_CREATED = "Hari libur {} ditambahkan."
DAY_OFF_CHANGED = "Hari libur {} tersimpan."
CLOCK_CREATED = "Aturan tenggat “{}” ditambahkan."
CLOCK_CHANGED = "Aturan tenggat “{}” tersimpan."
NO_LONGER_IN_SOURCE = "Tidak ada lagi dalam data awal"
NOT_A_DAY = "{} bukan tanggal. Tulis seperti 2026-03-16."
NOT_A_LENGTH = "{} bukan bilangan bulat. Tulis lama tenggat dengan angka, misalnya 14."
NO_GOVERNMENT = "Tidak ada pemerintah daerah dengan kode {}."
NO_DATABASE = "Basis data tidak dapat dibaca, jadi hari libur daerah {} tidak diketahui."

UNIT_WORDS = {ClockUnit.CALENDAR: "hari kalender", ClockUnit.WORKING: "hari kerja", ClockUnit.YEARS: "tahun"}
WHY_WORDS = {
    SkipReason.SATURDAY: "Sabtu",
    SkipReason.SUNDAY: "Minggu",
    SkipReason.PAUSED: "terhenti: menunggu kelengkapan dari pengadu",
}
KIND_WORDS = {
    SkipReason.PUBLIC: "libur nasional",
    SkipReason.COLLECTIVE_LEAVE: "cuti bersama",
    SkipReason.LOCAL: "libur daerah",
}


def full_date(day: date) -> str:
    """Rabu, 10 April 2024."""
    return date_format(day, "l, j F Y")


def reason(reason: Reason) -> str:
    """Minggu; or Hari Raya Natal (libur nasional)."""
    if not reason.name:
        return WHY_WORDS[reason.why]
    estimate = ", perkiraan" if reason.is_estimate else ""
    return f"{reason.name} ({KIND_WORDS[reason.why]}{estimate})"


def reasons(found: Iterable[Reason]) -> str:
    return "; ".join(map(reason, found))


def progress(deadline: Deadline, today: date) -> str:
    """What is due when and where the clock stands: hari kerja ke-9 dari 14; Hari Raya Natal tidak dihitung."""
    word = "hari kerja" if deadline.clock.unit is ClockUnit.WORKING else "hari"
    if deadline.is_overdue(today):
        told = f"lewat {deadline.days_late(today)} hari kalender dari jatuh tempo"
    else:
        told = f"{word} ke-{deadline.number(today)} dari {deadline.total}"
    names = dict.fromkeys(r.name for skipped in deadline.skipped for r in skipped.reasons if r.name)
    return f"{told}; {', '.join(names)} tidak dihitung" if names else told


def explanation(deadline: Deadline) -> list[str]:
    """The deadline and every day skipped, a line each."""
    length = f"{deadline.clock.length} {UNIT_WORDS[deadline.clock.unit]}"
    if deadline.extended_by:
        length += f", diperpanjang {deadline.extended_by} menjadi {deadline.total} hari"
    due = full_date(deadline.due_on) if deadline.due_on else "belum ada, karena tenggat terhenti"
    lines = [f"Mulai: {full_date(deadline.start)} (tidak dihitung)", f"Lama: {length}", f"Jatuh tempo: {due}"]
    if deadline.clock.unit is not ClockUnit.WORKING and deadline.due_day_off:
        lines.append(f"Jatuh tempo pada hari libur, {reasons(deadline.due_day_off)}; tenggat kalender tidak bergeser.")
    if deadline.skipped:
        lines.append(f"Tidak dihitung ({len(deadline.skipped)} hari):")
        lines += [f"  {full_date(day.day)}: {reasons(day.reasons)}" for day in deadline.skipped]
    else:
        lines.append("Semua hari dihitung.")
    return lines + warnings(deadline)


def warnings(deadline: Deadline) -> list[str]:
    lines = []
    if deadline.provisional_years:
        years = ", ".join(map(str, deadline.provisional_years))
        lines.append(f"Perhatian: cuti bersama tahun {years} belum diketahui; jatuh tempo dapat bergeser.")
    elif deadline.rests_on_estimates:
        lines.append("Perhatian: sebagian hari libur masih perkiraan; jatuh tempo dapat bergeser.")
    return lines
