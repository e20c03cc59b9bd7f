"""Celery's doors to the making of reports."""

from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from reports.documents.rendering import claims, work
from reports.models import Report

log = structlog.get_logger(__name__)

TIME_LIMIT = 100
"""Seconds. Shorter than STALE_AFTER: whoever held an old claim is dead before a new one is taken. The soft limit comes
a little earlier, so that the attempt is given up in good order.
"""


@shared_task(soft_time_limit=TIME_LIMIT - 20, time_limit=TIME_LIMIT)
def render_report(report_id: str) -> None:
    work.render(UUID(report_id))


@shared_task(expires=55)
def sweep() -> None:
    """Every minute: what nobody does is sent again."""
    for report_id in claims.recover(timezone.now()):
        send(report_id)


def send(report_id: UUID) -> None:
    """Hand the work to the broker. A broker that is down is no error: the row waits and the sweeper sends it."""
    waiting, now = Report.objects.filter(pk=report_id, state=Report.State.QUEUED), timezone.now()
    waiting.update(sent_at=now)
    try:
        render_report.apply_async([str(report_id)], retry=False)
    except Exception:
        log.exception("report.not_sent", report=str(report_id))
        waiting.filter(sent_at=now).update(sent_at=claims.NOT_SENT)
