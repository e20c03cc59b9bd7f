"""Each kind of report: what it says, where that comes from, and on which template it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.documents.complaint_content import ComplaintsContent, PosterContent, RegisterContent
from reports.documents.content import ReportContent
from reports.documents.rendering import complaint_pages, document
from reports.documents.selectors import complaint_content
from reports.documents.selectors.content import content_of
from reports.models import Report


@dataclass(frozen=True, slots=True)
class ReportKind:
    """`content` is the frozen dataclass that `content_of` makes and `page_of` turns into the template's context."""

    content: type[Any]
    content_of: Callable[[Report, date], Any]
    template: str
    page_of: Callable[[Any, document.Stamp], dict[str, Any]]


KINDS: dict[Report.Kind, ReportKind] = {
    Report.Kind.READINESS: ReportKind(ReportContent, content_of, "reports/document.html", document.page_of),
    Report.Kind.COMPLAINTS: ReportKind(
        ComplaintsContent,
        complaint_content.complaints,
        "reports/complaints/document.html",
        complaint_pages.complaints,
    ),
    Report.Kind.PUBLICATION: ReportKind(
        ComplaintsContent,
        complaint_content.publication,
        "reports/complaints/publication.html",
        complaint_pages.complaints,
    ),
    Report.Kind.REGISTER: ReportKind(
        RegisterContent, complaint_content.register, "reports/complaints/register.html", complaint_pages.register
    ),
    Report.Kind.POSTER: ReportKind(
        PosterContent, complaint_content.poster, "reports/complaints/poster.html", complaint_pages.poster
    ),
}
