"""Sentences of the dashboard and the home page. Pure."""

from collections.abc import Mapping, Sequence

from history.sentences import told
from kspp.lib.numbers import decimal_id
from reports.dashboards.attention import Concern, ConcernKind
from reports.documents.content import PastFigure
from reports.documents.sentences import changed_by, graded_words
from scoring.graded import Graded

NAMED = 3

NOTHING_URGENT = "Tidak ada yang mendesak hari ini."
NOTHING_CHANGED = "Tidak ada perubahan selama tujuh hari terakhir."
NO_LOCI_MANAGER = "Pilih dahulu unit yang menjadi lokus; nilai dan kemajuannya kemudian tampil di sini."
NO_UNITS_MANAGER = "Unit tetap dapat berlatih pada siklus ini: pilih unitnya sebagai persiapan saja."
NO_UNITS_READER = (
    "Unit tetap dapat berlatih pada siklus ini bila koordinator (Bagian Organisasi) memilihnya sebagai persiapan saja."
)
NO_LOCI_READER = "Koordinator (Bagian Organisasi) memilih lokusnya; nilai dan kemajuannya kemudian tampil di sini."

CONCERNS = {
    ConcernKind.PHASES_OVER: "adalah tahap terakhir dan berakhir {ago}; {behind}",
    ConcernKind.PHASE_ENDS: "berakhir {ahead}; {behind}",
    ConcernKind.RETURNED: "dikembalikan dengan catatan {ago} dan belum diajukan kembali.",
    ConcernKind.REVIEW: "menunggu tinjauan {lasting}.",
    ConcernKind.APPROVAL: "sudah diverifikasi dan menunggu persetujuan {lasting}.",
    ConcernKind.NOT_STARTED: "belum mulai mengisi; tahap {phase} berjalan {lasting}.",
    ConcernKind.IDLE: "tidak ada kegiatan {lasting}; terisi {filled}.",
    ConcernKind.LOWEST: "mempunyai nilai perkiraan terendah: {total}.",
}
"""What is said after the name of the unit or phase."""

NEWS = (
    "assessment.submit",
    "assessment.return",
    "assessment.verify",
    "assessment.approve",
    "assessment.reopen",
    "answer.saved",
    "answer.reviewed",
    "evidence.added",
    "evidence.reused",
    "evidence.removed",
    "interview.outcome",
    "sample.changed",
    "cycle.opened",
    "cycle.changed",
    "cycle.instrument_added",
    "cycle.instrument_removed",
)
"""Actions of the history that are news on the dashboard, in the order they are told in one line."""


def not_assessed(government: str, year: int, is_locus: bool, reason: str) -> str:
    """The headline of a year without an assessment."""
    if not is_locus:
        return f"{government} bukan lokus penilaian tahun {year}."
    return f"{government} tidak dinilai pada tahun {year}. Alasan: {reason.rstrip('. ')}."


def no_loci(year: int) -> str:
    return f"Belum ada lokus pada siklus {year}."


def completeness(answered_loci: int, loci: int, answered: int, expected: int) -> str:
    """How much of the total is known; empty without loci."""
    if not loci:
        return ""
    filled = f"{answered} dari {expected} isian terisi"
    if answered_loci == loci and answered == expected:
        return f"Lengkap: {loci} lokus, {filled}."
    return f"Belum lengkap: {answered_loci} dari {loci} lokus mulai mengisi, {filled}."


def past_name(past: PastFigure) -> str:
    return f"{'Hasil resmi' if past.is_official else 'Perkiraan'} {past.year}"


def compared(floor: Graded, past: PastFigure) -> str:
    """How the headline stands to an official figure, or what changed against our own."""
    if not past.is_comparable:
        return "Tidak dibandingkan: instrumennya berbeda."
    change = changed_by(floor.score, past.result.score)
    if not change:
        return ""
    if not past.is_official:
        return f"Perkiraan tahun ini {change} terhadap {past.year}."
    if change == "tetap":
        return "Perkiraan kini sama dengan hasil resmi."
    side = "di atas" if change.startswith("naik") else "di bawah"
    return f"Perkiraan kini {change.split()[1]} poin {side} hasil resmi {past.year}."


def no_official(year: int) -> str:
    return f"Hasil resmi {year} belum dicatat."


def concern_name(concern: Concern) -> str:
    return concern.place.name if concern.place else f"Tahap {concern.phase}"


def concern(concern: Concern) -> str:
    """What follows the name, without the date."""
    days, place = concern.days, concern.place
    return CONCERNS[concern.kind].format(
        ago=_ago(days),
        ahead=_ahead(days),
        lasting=_lasting(days),
        phase=concern.phase,
        behind=_behind(concern),
        filled=f"{place.answered} dari {place.expected}" if place else "",
        total=f"{decimal_id(place.total.score or 0)}, {graded_words(place.total)}" if place else "",
    )


def contacts(names: Sequence[str]) -> str:
    return f"Operator: {listed(names)}." if names else "Unit ini belum mempunyai operator."


def more_concerns(number: int) -> str:
    return f"Masih ada {number} hal lain; lihat keadaan tiap unit pada tabel di bawah." if number > 0 else ""


def did(counts: Mapping[str, int]) -> str:
    """`menyimpan jawaban (42 kali) dan menambah bukti`."""
    return listed([told(action) + (f" ({n} kali)" if n > 1 else "") for action in NEWS if (n := counts.get(action, 0))])


def listed(parts: Sequence[str]) -> str:
    """`a`, `a dan b`, `a, b, dan c`."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def _behind(concern: Concern) -> str:
    names = list(concern.behind)
    if len(names) > NAMED + 1:
        names = [*names[:NAMED], f"{len(names) - NAMED} lainnya"]
    return f"{len(concern.behind)} dari {concern.out_of} lokus belum mengajukan: {listed(names)}."


def _ago(days: int | None) -> str:
    if days is None:
        return "pada tanggal yang tidak tercatat"
    return "hari ini" if days == 0 else f"{days} hari lalu"


def _ahead(days: int | None) -> str:
    return {0: "hari ini", 1: "besok"}.get(days or 0, f"{days} hari lagi")


def _lasting(days: int | None) -> str:
    if days is None:
        return "sejak tanggal yang tidak tercatat"
    return "sejak hari ini" if days == 0 else f"selama {days} hari"
