"""What the clock calls for the complaint desk. Each task may run twice, or twice at once, with one effect."""

import structlog
from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from complaints import mailing
from complaints.services import escalation, housekeeping
from complaints.services.retention import anonymise

log = structlog.get_logger(__name__)


@shared_task(expires=3500)
def warn() -> None:
    """Hourly: write the notices that are due, then mail what was not mailed yet."""
    now = timezone.now()
    written = escalation.write_notices(now=now)
    if written:
        log.info("complaints.notices_written", number=written)
    for user, notices in escalation.claim_mails(now=now):
        try:
            mailing.send_notices(user, notices)
        except OSError:
            log.exception("complaints.mail_failed", number=len(notices))
            escalation.give_back(notices)


@shared_task(expires=3500)
def keep_house() -> None:
    """Hourly: files not completed in time lapse, uncontradicted answers close."""
    now = timezone.now()
    log.info("complaints.housekeeping", lapsed=housekeeping.lapse(now=now), closed=housekeeping.close(now=now))


@shared_task(expires=20 * 3600)
def recount_deadlines(government: int | None = None) -> None:
    """Nightly for all, and for one government right after its calendar changed."""
    changed = housekeeping.recount_all(government=government)
    log.info("complaints.deadlines_recounted", changed=changed)


@shared_task(expires=20 * 3600)
def forget_persons() -> None:
    """Nightly: what the retention periods say."""
    anonymise(now=timezone.now())


SCHEDULE = {
    "complaints.warn": {"task": "complaints.schedule.warn", "schedule": crontab(minute=7)},
    "complaints.keep_house": {"task": "complaints.schedule.keep_house", "schedule": crontab(minute=37)},
    "complaints.recount_deadlines": {
        "task": "complaints.schedule.recount_deadlines",
        "schedule": crontab(hour=1, minute=10),
    },
    "complaints.forget_persons": {"task": "complaints.schedule.forget_persons", "schedule": crontab(hour=2, minute=20)},
}
