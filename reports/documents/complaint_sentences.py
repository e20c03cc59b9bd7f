"""What the pages and documents about complaints say."""

from datetime import date, timedelta
from decimal import Decimal

from complaints.figures import DaysSpan, Figures, Share
from kspp.lib.dates import date_id
from kspp.lib.numbers import decimal_id
from reports.documents.complaint_content import ComplaintsContent

PROMISE = "Setiap pengaduan kami terima, kami jawab, dan kami jaga kerahasiaannya. Mengadu tidak dipungut biaya."
EMPTY = (
    "Tidak ada pengaduan yang tercatat pada periode ini. Register yang kosong adalah risiko, bukan keberhasilan: "
    "periksa apakah kanal dikenal, berfungsi, dan pengaduan lisan ikut dicatat."
)
PERIOD_NEEDED = "Isi tanggal awal dan akhir periode."
PERIOD_REVERSED = "Tanggal akhir mendahului tanggal awal."
PERIOD_TOO_LONG = "Periode paling lama lima tahun."
UNIT_NEEDED = "Poster dibuat untuk satu unit. Pilih unitnya."
NOT_YOUR_UNIT = "Pilihan ini tidak tersedia. Pilih dari daftar."
NO_OFFICIAL_FIGURES = "Angka penanganan pengaduan belum dipublikasikan."


def period(first: date, last: date) -> str:
    """Triwulan III 2026; Oktober 2026; Tahun 2026; else both dates."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.year == last.year:
        months = last.month - first.month + 1
        if months == 12:
            return f"Tahun {first.year}"
        if months == 3 and first.month % 3 == 1:
            return f"Triwulan {('I', 'II', 'III', 'IV')[first.month // 3]} {first.year}"
        if months == 6 and first.month % 6 == 1:
            return f"Semester {('I', 'II')[first.month // 6]} {first.year}"
        if months == 1:
            return date_id(first).split(" ", 1)[1]
    return f"{date_id(first)} sampai {date_id(last)}"


def five_lines(content: ComplaintsContent) -> list[str]:
    """What a head of government reads standing."""
    figures = content.figures
    if figures.is_empty:
        return [EMPTY]
    lines = [_received(content), _on_time(figures.on_time), _answering(figures.answering)]
    if figures.by_unit:
        most = figures.by_unit[0]
        lines.append(f"Unit dengan pengaduan terbanyak: {most.label}, {most.number} pengaduan.")
    lines.append(_improved(figures))
    return lines


def _received(content: ComplaintsContent) -> str:
    figures = content.figures
    sentence = f"{figures.received} pengaduan diterima, {figures.answered} dijawab, {figures.open} masih terbuka"
    difference = figures.received - content.before.received
    if content.before.is_empty or not difference:
        return f"{sentence}."
    word = "naik" if difference > 0 else "turun"
    return f"{sentence}; {word} {abs(difference)} dari periode sebelumnya."


def _on_time(share: Share) -> str:
    if share.percent is None:
        return "Belum ada pengaduan yang dijawab atau lewat tenggat."
    late = share.whole - share.part
    tail = f"{late} lewat tenggat" if late else "tidak ada yang lewat tenggat"
    return f"{decimal_id(share.percent)}% ditangani tepat waktu; {tail}."


def _answering(span: DaysSpan) -> str:
    if span.median is None:
        return "Belum ada pengaduan yang dijawab."
    return f"Separuh pengaduan dijawab dalam {days(span.median)} atau kurang; paling lama {span.longest} hari."


def _improved(figures: Figures) -> str:
    satisfied = figures.satisfied.percent
    words = f"{figures.improvements} pengaduan menghasilkan perbaikan pelayanan"
    if satisfied is None:
        return f"{words}; belum ada pengadu yang menilai."
    return f"{words}; {decimal_id(satisfied)}% pengadu yang menilai merasa puas."


def days(number: Decimal) -> str:
    """3 hari; 2,5 hari."""
    return f"{decimal_id(number, 0 if number == number.to_integral_value() else 1)} hari"


def times(figures: Figures) -> list[tuple[str, int, str, str]]:
    """What, how many, median, longest."""
    spans = [
        ("Diterima sampai diverifikasi", figures.verified),
        ("Diterima sampai dijawab", figures.answering),
        ("Diterima sampai selesai", figures.settling),
    ]
    return [
        (what, span.number, days(span.median) if span.median is not None else "–", _longest(span))
        for what, span in spans
    ]


def _longest(span: DaysSpan) -> str:
    return f"{span.longest} hari" if span.longest is not None else "–"


def compared(content: ComplaintsContent) -> list[tuple[str, str, str]]:
    """A figure, now and in the period before."""
    now, before = content.figures, content.before
    return [
        ("Diterima", str(now.received), str(before.received)),
        ("Dijawab", str(now.answered), str(before.answered)),
        ("Masih terbuka", str(now.open), str(before.open)),
        ("Tepat waktu", percent(now.on_time), percent(before.on_time)),
        ("Pengadu yang puas", percent(now.satisfied), percent(before.satisfied)),
        ("Dibuka kembali", str(now.reopened), str(before.reopened)),
        ("Menghasilkan perbaikan", str(now.improvements), str(before.improvements)),
        ("Pengadu kelompok rentan", str(now.vulnerable), str(before.vulnerable)),
    ]


def percent(share: Share) -> str:
    return "–" if share.percent is None else f"{decimal_id(share.percent)}%"
