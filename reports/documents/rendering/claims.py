"""Who makes a report. One worker at a time holds the claim; whoever lost it can no longer change the row.

The claim is the pair (attempt, start): a worker that comes back from the dead finds another pair and stops.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from history.services import record
from reports.documents import sentences
from reports.models import STALE_AFTER, Report

MAX_ATTEMPTS = 3
NOT_SENT = datetime(2000, 1, 1, tzinfo=UTC)
"""`sent_at` of a report that no broker has accepted yet: the sweeper sends it at its next round."""


class ClaimLost(Exception):
    """Somebody else makes this report now, or has made it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`leftover` is the file a dead predecessor may have left behind."""

    report_id: UUID
    attempt: int
    started_at: datetime
    leftover: str = ""

    def held(self) -> QuerySet[Report]:
        """The row while the claim holds, else nothing."""
        return Report.objects.filter(
            pk=self.report_id, state=Report.State.RUNNING, attempts=self.attempt, started_at=self.started_at
        )


@transaction.atomic
def take(report_id: UUID, now: datetime) -> Claim | None:
    """None when there is nothing to do: finished, failed, or somebody is at it."""
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None or report.state in (Report.State.READY, Report.State.FAILED):
        return None
    if report.state == Report.State.RUNNING and not _is_stale(report, now):
        return None
    if report.attempts >= MAX_ATTEMPTS:
        _fail(report, now)
        return None
    leftover, report.file = report.file.name or "", ""
    report.state, report.progress, report.attempts = Report.State.RUNNING, 5, report.attempts + 1
    report.started_at = report.heartbeat_at = now
    report.save(update_fields=["state", "progress", "attempts", "started_at", "heartbeat_at", "file"])
    return Claim(report.pk, report.attempts, now, leftover)


def beat(claim: Claim, progress: int, now: datetime, **fields: object) -> None:
    """A sign of life with the progress in percent. Raises ClaimLost."""
    if not claim.held().update(progress=progress, heartbeat_at=now, **fields):
        raise ClaimLost


@transaction.atomic
def finish(claim: Claim, now: datetime, *, sha256: str, size: int, pages: int) -> None:
    """Raises ClaimLost: then the file belongs to nobody and is the caller's to remove."""
    done = {"sha256": sha256, "size": size, "pages": pages, "error": "", "finished_at": now}
    beat(claim, 100, now, state=Report.State.READY, **done)
    report = _with_place(claim.report_id)
    changes = {"state": [Report.State.RUNNING, Report.State.READY], "sha256": ["", sha256]}
    record(action="report.made", subject=report, by=None, now=now, changes=changes)


@transaction.atomic
def give_up(claim: Claim, now: datetime) -> None:
    """After an error: back into the queue for the sweeper, or failed when the attempts are used up."""
    report = claim.held().select_for_update().first()
    if report is None:
        return
    if report.attempts >= MAX_ATTEMPTS:
        _fail(report, now)
        return
    report.state, report.progress = Report.State.QUEUED, 0
    report.sent_at, report.heartbeat_at = NOT_SENT, now
    report.save(update_fields=["state", "progress", "sent_at", "heartbeat_at"])


def recover(now: datetime) -> list[UUID]:
    """Puts what nobody does back into the queue, or fails it; returns what has to be sent again."""
    abandoned = Report.objects.abandoned(now).order_by("ordered_at").values_list("pk", flat=True)
    return [pk for pk in abandoned if _requeue(pk, now)]


@transaction.atomic
def _requeue(report_id: UUID, now: datetime) -> bool:
    report = Report.objects.abandoned(now).select_for_update().filter(pk=report_id).first()
    if report is None:
        return False
    if report.attempts >= MAX_ATTEMPTS:
        _fail(report, now)
        return False
    report.state, report.progress = Report.State.QUEUED, 0
    report.save(update_fields=["state", "progress"])
    return True


def _is_stale(report: Report, now: datetime) -> bool:
    return report.heartbeat_at is None or report.heartbeat_at < now - STALE_AFTER


def _fail(report: Report, now: datetime) -> None:
    before = report.state
    report.state, report.finished_at = Report.State.FAILED, now
    report.error = sentences.FAILED.format(attempts=report.attempts)
    report.save(update_fields=["state", "finished_at", "error"])
    changes = {"state": [before, Report.State.FAILED]}
    record(action="report.failed", subject=_with_place(report.pk), by=None, now=now, changes=changes)


def _with_place(report_id: UUID) -> Report:
    return Report.objects.select_related("government", "unit").get(pk=report_id)
