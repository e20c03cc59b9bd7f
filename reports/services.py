"""Ordering reports. The row is committed first; the broker hears of it after, and may be down."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from history.services import record
from reports import tasks
from reports.models import Report
from reports.rendering.claims import NOT_SENT


class OrderKeyUsed(Exception):
    """The order's key belongs to another order: two forms cannot share one."""


class NotPossible(Exception):
    """The report is not in a state for this; `state` is the one it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@transaction.atomic
def order_report(
    *, cycle: AssessmentCycle, assessment: Assessment | None, order_key: UUID, by: User, now: datetime
) -> Report:
    """A new report, or the one that the same order already made. Raises OrderKeyUsed."""
    _lock_numbers(cycle)
    same = Report.objects.filter(order_key=order_key).first()
    if same is not None:
        return _same_order(same, cycle, assessment.pk if assessment else None, None, by)
    report = _create(cycle, assessment, _next_number(cycle), order_key, by, now)
    _record("report.ordered", report, by, now, {"number": ["", report.number]})
    return report


@transaction.atomic
def reprint_report(*, report: Report, order_key: UUID, by: User, now: datetime) -> Report:
    """Another print of the frozen content under the original's number. Raises NotPossible, OrderKeyUsed."""
    original = report.reprint_of or report
    _lock_numbers(report.cycle)
    same = Report.objects.filter(order_key=order_key).first()
    if same is not None:
        return _same_order(same, report.cycle, original.assessment_id, original.pk, by)
    if not original.is_ready:
        raise NotPossible(original.state)
    number = f"{original.number}-CU{original.reprints.count() + 1}"
    copy = _create(report.cycle, original.assessment, number, order_key, by, now, original)
    _record("report.reprinted", copy, by, now, {"reprint_of": ["", original.number]})
    return copy


@transaction.atomic
def retry_report(*, report: Report, by: User, now: datetime) -> Report:
    """A failed report back into the queue with fresh attempts. Pressed twice it is retried once."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if locked.state != Report.State.FAILED:
        return locked
    locked.state, locked.progress, locked.attempts, locked.error = Report.State.QUEUED, 0, 0, ""
    locked.sent_at, locked.heartbeat_at, locked.finished_at = NOT_SENT, now, None
    locked.save(update_fields=["state", "progress", "attempts", "error", "sent_at", "heartbeat_at", "finished_at"])
    _record("report.retried", locked, by, now, {"state": [Report.State.FAILED, Report.State.QUEUED]})
    _send_on_commit(locked)
    return locked


@transaction.atomic
def record_download(*, report: Report, by: User, now: datetime) -> None:
    _record("report.downloaded", report, by, now, {"sha256": [report.sha256, report.sha256]})


def _lock_numbers(cycle: AssessmentCycle) -> None:
    """One number at a time: the cycle's row is the government and the year."""
    AssessmentCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)


def _next_number(cycle: AssessmentCycle) -> str:
    """`001/KSPP/17.04/2024`: running number, family, government, year. Call with the numbers locked."""
    series = f"/KSPP/{cycle.government.code}/{cycle.year}"  # of the number, not of the cycle: its year may have changed
    given = Report.objects.filter(number__endswith=series, reprint_of=None).values_list("number", flat=True)
    last = max((int(number.partition("/")[0]) for number in given), default=0)
    return f"{last + 1:03d}{series}"


def _same_order(
    same: Report, cycle: AssessmentCycle, assessment: int | None, original: UUID | None, by: User
) -> Report:
    found = (same.cycle_id, same.assessment_id, same.reprint_of_id, same.ordered_by_id)
    if found != (cycle.pk, assessment, original, by.pk):
        raise OrderKeyUsed
    return same


def _create(
    cycle: AssessmentCycle,
    assessment: Assessment | None,
    number: str,
    order_key: UUID,
    by: User,
    now: datetime,
    original: Report | None = None,
) -> Report:
    report = Report.objects.create(
        cycle=cycle,
        assessment=assessment,
        number=number,
        order_key=order_key,
        ordered_by=by,
        ordered_at=now,
        sent_at=NOT_SENT,
        reprint_of=original,
        content=original.content if original else {},
    )
    _send_on_commit(report)
    return report


def _send_on_commit(report: Report) -> None:
    transaction.on_commit(partial(tasks.send, report.pk))


def _record(action: str, report: Report, by: User, now: datetime, changes: dict[str, object]) -> None:
    record(
        action=action,
        subject=report,
        by=by,
        now=now,
        government=report.cycle.government_id,
        unit=report.unit,
        changes=changes,
    )
