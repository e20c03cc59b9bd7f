"""Sentences of a readiness report, spoken from its content. Pure."""

import re
from decimal import Decimal
from enum import StrEnum
from textwrap import shorten
from unicodedata import normalize
from urllib.parse import urlsplit

from instruments.sentences.words import NOT_YET, READING_NAMES
from kspp.lib.numbers import decimal_id
from reports.documents.content import AdvisedStep, PastFigure, ReportContent, UnitLine
from scoring.bands import NextBand
from scoring.graded import Graded, Trio
from scoring.readings import ReadingName

ESTIMATE = "Perkiraan penilaian mandiri, bukan hasil resmi Ombudsman Republik Indonesia."
OMBUDSMAN = "Ombudsman Republik Indonesia"
ASSESSORS = {"pekppp": "Kementerian PANRB", "skm": "penyelenggara survei"}
"""By family of instruments: whose official result it is; of every other family the Ombudsman's."""
NOT_FILLED = "belum diisi"
HEAD_LENGTH = 62
FAILED = (
    "Laporan belum berhasil dibuat setelah {attempts} kali percobaan. Data Anda aman. Tekan Coba lagi; bila tetap"
    " gagal, sampaikan nomor laporan ini kepada admin platform."
)
WORKER_ASLEEP = (
    "Pekerja latar belum aktif, sehingga laporan belum mulai dibuat. Pesanan Anda tersimpan dan dikerjakan begitu"
    " pekerja latar berjalan kembali."
)
SILENT = (
    "Sudah lebih dari satu menit tidak ada kabar dari pekerja latar. Bila pekerjaannya terhenti, laporan ini dibuat"
    " kembali dengan sendirinya dalam beberapa menit. Anda tidak perlu memesan ulang."
)


class OrderRefusal(StrEnum):
    ORDER_KEY_USED = "order_key_used"
    NOT_READY = "not_ready"


PROBLEMS: dict[OrderRefusal, str] = {
    OrderRefusal.ORDER_KEY_USED: (
        "Formulir ini sudah dipakai untuk pesanan lain. Muat ulang halaman, lalu pesan kembali."
    ),
    OrderRefusal.NOT_READY: (
        "Laporan ini belum siap, sehingga belum dapat dicetak ulang. Tunggu sampai berkasnya dapat diunduh."
    ),
}


def score_words(value: Decimal | None) -> str:
    return NOT_YET if value is None else decimal_id(value)


def graded_words(result: Graded) -> str:
    """`zona hijau, kategori B`, or the band's label where the table knows neither."""
    parts = [f"zona {result.zone}" if result.zone else "", f"kategori {result.grade}" if result.grade else ""]
    return ", ".join(part for part in parts if part) or result.label


def scale_words(scale: Decimal) -> str:
    """The end of the scale: 100 or 5."""
    return decimal_id(scale, 0) if scale == scale.to_integral_value() else decimal_id(scale)


def graded_by(content: ReportContent) -> str:
    """What the grading table has, as a column's heading."""
    if content.has_zones:
        return "Zona, kategori"
    return "Kategori" if any(band.grade for band in content.bands) else "Sebutan"


def changed_by(now: Decimal | None, before: Decimal | None) -> str:
    """The difference with sign and word: `naik 1,24`. Empty when one of the two is unknown."""
    if now is None or before is None:
        return ""
    if now == before:
        return "tetap"
    return f"{'naik' if now > before else 'turun'} {decimal_id(abs(now - before))}"


def against(content: ReportContent, past: PastFigure) -> str:
    """How the headline compares with an earlier or official figure."""
    if not past.is_comparable:
        return "tidak dibandingkan: instrumennya berbeda"
    if not content.answered:
        return "tahun ini belum diisi"
    change = changed_by(content.readings.floor.score, past.result.score)
    if not past.is_official or change in ("", "tetap"):
        return change
    where = "di atas" if change.startswith("naik") else "di bawah"
    return f"perkiraan {change.split()[1]} {where} hasil resmi"


def headline(content: ReportContent) -> str:
    floor = content.readings.floor
    if content.expected and not content.answered:
        so_far = "belum ada" if floor.score is None else "masih 0,00"
        return f"Penilaian mandiri siklus ini belum diisi, sehingga perkiraannya {so_far}."
    if content.answered and floor.score is None:
        return withheld(content.readings.answered_only.score, content.answered, content.expected)
    return standing(floor, content.climb, content.complete)


def withheld(answered_only: Decimal | None, answered: int, expected: int) -> str:
    """The headline where the instrument has no total while something is blank."""
    so_far = f" Dari yang sudah terisi: {decimal_id(answered_only)}." if answered_only is not None else ""
    return (
        f"Perkiraan belum dapat dihitung: instrumen ini menunggu isian yang masih kosong ({answered} dari {expected}"
        f" terisi).{so_far}"
    )


def standing(floor: Graded, climb: NextBand | None, complete: bool) -> str:
    """The estimate with its zone and grade, and how far it is to the band above."""
    if floor.score is None:
        return "Belum ada yang dapat dinilai: belum ada lokus atau isian pada siklus ini."
    said = f"Perkiraan {decimal_id(floor.score)}{'' if complete else ' (belum lengkap)'}: {graded_words(floor)}."
    if climb is None:
        return f"{said} Sudah pada rentang tertinggi."
    name = f"kategori {climb.band.grade}" if climb.band.grade else climb.band.label
    return f"{said} Kurang {decimal_id(climb.missing)} poin menuju {name}."


def five_lines(content: ReportContent) -> list[str]:
    """What a head of government reads standing; at most five, the headline first."""
    lines = [headline(content), _extremes(content), _history(content), _completeness(content), _best_step(content)]
    return [line for line in lines if line]


def _extremes(content: ReportContent) -> str:
    if content.is_government and content.units:
        return _units_behind(content)
    known = [d for d in content.dimensions if d.readings.floor.score is not None]
    if len(known) < 2 or not content.answered:
        return ""
    ranked = sorted(known, key=lambda d: d.readings.floor.score or Decimal(0))
    low, high = ranked[0], ranked[-1]
    return (
        f"Dimensi terkuat {high.name} ({score_words(high.readings.floor.score)}); "
        f"terlemah {low.name} ({score_words(low.readings.floor.score)})."
    )


def _units_behind(content: ReportContent) -> str:
    loci = [u for u in content.units if not u.is_preparing]
    if not content.has_zones:
        return _units_without_zones(loci)
    behind = [u for u in loci if u.readings.floor.zone != "hijau"]
    if not behind:
        return f"Seluruh {len(loci)} lokus berada pada zona hijau." if loci else ""
    named = sorted(behind, key=lambda u: u.readings.floor.score or Decimal(0))[:3]
    names = "; ".join(f"{u.name} ({_unit_score(u)})" for u in named)
    more = f"; dan {len(behind) - 3} lainnya" if len(behind) > 3 else ""
    return f"{len(behind)} dari {len(loci)} lokus belum hijau: {names}{more}."


def _units_without_zones(loci: list[UnitLine]) -> str:
    """Who has not begun, else who stands lowest."""
    blank = [u.name for u in loci if not u.answered]
    if blank:
        more = f"; dan {len(blank) - 3} lainnya" if len(blank) > 3 else ""
        return f"{len(blank)} dari {len(loci)} lokus belum diisi: {'; '.join(blank[:3])}{more}."
    known = [u for u in loci if u.readings.floor.score is not None]
    if len({u.readings.floor.score for u in known}) < 2:
        return ""
    lowest = sorted(known, key=lambda u: u.readings.floor.score or Decimal(0))[:3]
    return f"Lokus dengan nilai terendah: {'; '.join(f'{u.name} ({_unit_score(u)})' for u in lowest)}."


def _unit_score(unit: UnitLine) -> str:
    return score_words(unit.readings.floor.score) if unit.answered else "belum diisi"


def _history(content: ReportContent) -> str:
    parts = []
    previous, official = content.previous, content.official
    if previous and previous.is_comparable:
        before = f"perkiraan {previous.year} ({previous.words or NOT_YET})"
        parts.append(f"dibanding {before}: {against(content, previous)}")
    if official:
        parts.append(f"hasil resmi {official.year} {official.words or NOT_YET}")
    sentence = "; ".join(parts) or "belum ada nilai tahun lalu atau hasil resmi pembanding"
    return f"{sentence[0].upper()}{sentence[1:]}."


def _completeness(content: ReportContent) -> str:
    missing = content.expected - content.answered
    if not content.expected:
        return ""
    if not missing:
        return f"Seluruh {content.expected} isian sudah terisi."
    ceiling = content.readings.ceiling
    return (
        f"Masih kosong {missing} dari {content.expected} isian; bila terpenuhi seluruhnya nilai paling tinggi"
        f" {score_words(ceiling.score)} ({graded_words(ceiling)})."
    )


def _best_step(content: ReportContent) -> str:
    if not content.steps:
        return ""
    step = content.steps[0]
    where = f" di {step.unit}" if step.unit else ""
    about = f" {step.code} {step.name}" if step.code else ""
    return f"Langkah berdampak terbesar: {step_act(step)}{about}{where} ({step_gain(step)})."


def step_act(step: AdvisedStep) -> str:
    if not step.code:
        return "isi seluruh penilaian mandiri"
    return "lengkapi isian" if step.is_blank else "naikkan satu tingkat"


def step_gain(step: AdvisedStep) -> str:
    return f"{'hingga ' if step.is_blank else ''}+{decimal_id(step.gain)}"


def about(content: ReportContent) -> str:
    """The report's full subject, for the file's title."""
    place = "" if content.is_government else f", {content.government}"
    return f"{content.title_subject}{place}, siklus {content.year}"


def running_head(content: ReportContent) -> str:
    """The subject in one line of the page's head."""
    return f"{shorten(content.title_subject, HEAD_LENGTH, placeholder=' …')}, siklus {content.year}"


def filename(kind: str, subject: str, place: str, when: str, copy: str = "", by: str = "") -> str:
    """`Laporan-Kesiapan-Disdukcapil-Kaur-2024.pdf`; letters, digits and hyphens only, whatever the names hold.

    `by` names a further instrument, before the year.
    """
    parts = [kind, subject[:80], "" if subject.endswith(place) else place, by[:60], when, copy]
    plain = normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode()
    return f"{re.sub('[^A-Za-z0-9]+', '-', plain).strip('-')}.pdf"


def readings(content: ReportContent) -> list[tuple[str, Graded, str]]:
    """The three readings, always together: name, figure, what it means in one line."""
    trio = content.readings
    return [
        ("Nilai perkiraan", trio.floor, "isian yang masih kosong dihitung nol"),
        ("Hanya yang terisi", trio.answered_only, "isian kosong tidak dihitung; bukan nilai"),
        ("Tertinggi yang mungkin", trio.ceiling, "isian kosong dihitung penuh"),
    ]


def trio_words(trio: Trio | None) -> list[tuple[str, Graded]]:
    """The three readings of one line of the annex; none below the dimensions."""
    if trio is None:
        return []
    names = (READING_NAMES[name].capitalize() for name in ReadingName)
    return list(zip(names, (trio.floor, trio.answered_only, trio.ceiling), strict=True))


def beside(content: ReportContent) -> list[tuple[str, str, Graded, str, str]]:
    """What the headline is read against: name, figure as printed, its zone and grade, change in words, source."""
    previous, official = content.previous, content.official
    rows = [_past_row(content, f"Perkiraan {content.year - 1}", previous, "Belum ada penilaian mandiri tahun lalu.")]
    whose = "Ombudsman" if content.assessor in ("", OMBUDSMAN) else content.assessor
    name = f"Hasil resmi {whose} {official.year}" if official else f"Hasil resmi {whose}"
    return [*rows, _past_row(content, name, official, "Belum ada hasil resmi yang tercatat.")]


def _past_row(
    content: ReportContent, name: str, past: PastFigure | None, absent: str
) -> tuple[str, str, Graded, str, str]:
    if past is None:
        return name, "", Graded(), absent, ""
    return name, past.words, past.result, against(content, past), _short_source(past.source)


def _short_source(source: str) -> str:
    """The site of a web address; page one has no room for more, section 4 has it in full."""
    return urlsplit(source).netloc.removeprefix("www.") or source[:60]


def changes(content: ReportContent) -> list[tuple[str, Decimal | None, Decimal | None, str]]:
    """Each part against last year: name, last year, now, change in words."""
    parts = [(d.name, d.previous, d.readings.floor.score if d.answered else None) for d in content.dimensions]
    parts += [(u.name, u.previous, u.readings.floor.score if u.answered else None) for u in content.units]
    known = [part for part in parts if part[1] is not None]
    return [(name, before, now, changed_by(now, before) or "belum diisi") for name, before, now in known]
