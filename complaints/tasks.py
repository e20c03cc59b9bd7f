"""Handing work of the complaint desk to the worker."""

import structlog
from celery import current_app

log = structlog.get_logger(__name__)


def recount_later(government: int | None) -> None:
    """After the calendar changed. A broker that is down is no error: the nightly run counts all again."""
    try:
        current_app.send_task("complaints.schedule.recount_deadlines", [government], retry=False)
    except Exception:
        log.exception("complaints.recount_not_sent")
