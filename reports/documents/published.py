"""The numbers a government has published about its complaints: those of its newest publication, as it was made."""

from dataclasses import dataclass

from reports.documents import complaint_sentences as sentences
from reports.documents.complaint_content import ComplaintsContent
from reports.documents.frozen import from_json
from reports.models import Report
from units.models import Government


@dataclass(frozen=True, slots=True)
class Published:
    number: str
    period: str
    rows: tuple[tuple[str, str], ...]


def latest(government: Government) -> Published | None:
    """Of the government as a whole. One query."""
    ready = Report.objects.filter(
        government=government, unit=None, kind=Report.Kind.PUBLICATION, state=Report.State.READY, reprint_of=None
    )
    report = ready.order_by("-period_until", "-finished_at").first()
    if report is None:
        return None
    content = from_json(ComplaintsContent, report.content)
    rows = tuple((what, now) for what, now, _ in sentences.compared(content))
    return Published(report.number, sentences.period(content.first, content.last), rows)
