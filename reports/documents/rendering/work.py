"""Making one report, from the claim to the finished file."""

from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.template.loader import render_to_string
from django.utils import timezone

from kspp.lib.dates import moment_id
from reports.documents import frozen
from reports.documents.rendering import claims, document
from reports.documents.rendering.kinds import KINDS, ReportKind
from reports.documents.selectors.context import zone_of
from reports.models import Report, report_path
from units.models import ServiceUnit

log = structlog.get_logger(__name__)


def render(report_id: UUID) -> None:
    """Does nothing when the report is finished or somebody is at it. Errors are kept on the row, not raised."""
    claim = claims.take(report_id, timezone.now())
    if claim is None:
        return
    try:
        _make(claim)
    except claims.ClaimLost:
        log.warning("report.claim_lost", report=str(report_id), attempt=claim.attempt)
    except Exception:
        log.exception("report.attempt_failed", report=str(report_id), attempt=claim.attempt)
        claims.give_up(claim, timezone.now())


def _make(claim: claims.Claim) -> None:
    report = Report.objects.select_related(
        "government", "unit", "cycle__government", "cycle__instrument", "instrument", "ordered_by", "reprint_of"
    ).get(pk=claim.report_id)
    storage = report.file.storage
    if claim.leftover:
        storage.delete(claim.leftover)
    claims.beat(claim, 15, timezone.now())
    kind = KINDS[Report.Kind(report.kind)]
    content = _content(report, kind, claim)
    html = document.in_ink(render_to_string(kind.template, kind.page_of(content, stamp_of(report, claim))))
    claims.beat(claim, 40, timezone.now())
    pages = document.lay_out(html)
    claims.beat(claim, 80, timezone.now())
    pdf = document.write(pages)
    _keep(claim, report, storage, pdf)


def _content(report: Report, kind: ReportKind, claim: claims.Claim) -> object:
    """Frozen at the first making; a later attempt and a reprint say the same."""
    if report.content:
        return frozen.from_json(kind.content, report.content)
    today = timezone.localdate(claim.started_at, zone_of(report.government, report.unit))
    content = kind.content_of(report, today)
    claims.beat(claim, 25, timezone.now(), content=frozen.to_json(content))
    return content


def _keep(claim: claims.Claim, report: Report, storage: Storage, pdf: document.Pdf) -> None:
    """The row names the file before it is written, so that nothing is left behind unknown, and is ready only after."""
    name = report_path(report, "")
    claims.beat(claim, 90, timezone.now(), file=name)
    storage.save(name, ContentFile(pdf.data))
    try:
        claims.finish(claim, timezone.now(), sha256=pdf.sha256, size=len(pdf.data), pages=pdf.pages)
    except claims.ClaimLost:
        storage.delete(name)
        raise


def stamp_of(report: Report, claim: claims.Claim) -> document.Stamp:
    zone = zone_of(report.government, report.unit)
    when = timezone.localtime(claim.started_at, zone)
    name = dict(ServiceUnit.Zone.choices).get(str(zone), "")
    original = report.reprint_of or report
    return document.Stamp(
        number=original.number,
        made_at=f"{moment_id(when)} {name}".strip(),
        ordered_by=str(report.ordered_by),
        reprint=report.number if report.reprint_of else "",
    )
