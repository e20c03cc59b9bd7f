"""The recap of a unit's complaint register that hangs on an answer as evidence. No persons and no stories."""

from collections.abc import Sequence

from complaints.figures import FigureCase
from complaints.models import Complaint
from kspp.lib.workbooks import Sheet, Value, workbook
from reports.suggestions import sentences as sentences
from reports.suggestions.selectors import Suggestion, SuggestionPeriod

CHANNELS = dict(Complaint.Channel.choices)
CLASSES = dict(Complaint.Class.choices)
STATES = dict(Complaint.State.choices)


def recap(unit: str, period: SuggestionPeriod, suggestions: Sequence[Suggestion], cases: Sequence[FigureCase]) -> bytes:
    """XLSX: what the suggestions rest on, and every complaint of the period as one line without its person."""
    reasons = Sheet("Dasar saran", ("Indikator", "Petugas", "Temuan"), (12, 28, 80), _reasons(suggestions))
    heads = ("Nomor", "Diterima", "Kanal", "Kelas", "Status", "Hari sampai dijawab", "Tepat waktu")
    register = Sheet("Register", heads, (18, 12, 20, 34, 18, 12, 12), [_line(case) for case in cases])
    about: list[list[Value]] = [["Unit", unit], ["Sejak", period.first], ["Sampai", period.last]]
    return workbook([Sheet("Keterangan", ("Rekap register pengaduan", ""), (28, 60), about), reasons, register])


def _reasons(suggestions: Sequence[Suggestion]) -> list[list[Value]]:
    return [
        [suggestion.indicator.code, str(suggestion.subject or ""), sentences.fact(found, values)]
        for suggestion in suggestions
        for found, values in suggestion.suggested.facts
    ]


def _line(case: FigureCase) -> list[Value]:
    on_time = "Tidak" if case.is_late else "Ya" if case.is_answered else "Belum dijawab"
    return [
        case.number,
        case.received_on,
        CHANNELS[case.channel],
        CLASSES.get(case.classification, "Belum diverifikasi"),
        STATES[case.state],
        case.days_to_answer,
        on_time,
    ]
