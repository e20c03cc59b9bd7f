"""Ordering reports. The row is committed first; the broker hears of it after, and may be down."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from history.services import record
from instruments.models import InstrumentVersion
from kspp.lib.errors import Refused
from reports.documents import tasks
from reports.documents.rendering.claims import NOT_SENT
from reports.documents.sentences import OrderRefusal
from reports.models import Report
from units.models import Government, ServiceUnit


@transaction.atomic
def order_report(
    *,
    cycle: AssessmentCycle,
    assessment: Assessment | None,
    order_key: UUID,
    by: User,
    now: datetime,
    instrument: InstrumentVersion | None = None,
) -> Report:
    """A new report, or the one that the same order already made. Raises Refused.

    `instrument`: a further one of the cycle, for a report about the whole government.
    """
    unit = assessment.unit if assessment else None
    wanted = Report(government=cycle.government, unit=unit, cycle=cycle, assessment=assessment, instrument=instrument)
    return _order(wanted, order_key, by, now)


@transaction.atomic
def order_complaint_report(
    *,
    kind: Report.Kind,
    government: Government,
    unit: ServiceUnit | None,
    period: tuple[date, date] | None,
    order_key: UUID,
    by: User,
    now: datetime,
) -> Report:
    """A new document about complaints, or the one that the same order already made. Raises Refused.

    `period` is its first and last day; None for a poster.
    """
    first, last = period or (None, None)
    wanted = Report(kind=kind, government=government, unit=unit, period_from=first, period_until=last)
    return _order(wanted, order_key, by, now)


@transaction.atomic
def reprint_report(*, report: Report, order_key: UUID, by: User, now: datetime) -> Report:
    """Another print of the frozen content under the original's number. Raises Refused."""
    original = report.reprint_of or report
    _lock_numbers(original)
    copy = _about_the_same(original)
    copy.reprint_of, copy.content = original, original.content
    same = Report.objects.filter(order_key=order_key).first()
    if same is not None:
        return _same_order(same, copy, by)
    if not original.is_ready:
        raise Refused(OrderRefusal.NOT_READY)
    copy.number = f"{original.number}-CU{original.reprints.count() + 1}"
    _insert(copy, order_key, by, now)
    record(action="report.reprinted", subject=copy, by=by, now=now, changes={"reprint_of": ["", original.number]})
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
    record(
        action="report.retried",
        subject=locked,
        by=by,
        now=now,
        changes={"state": [Report.State.FAILED, Report.State.QUEUED]},
    )
    _send_on_commit(locked)
    return locked


@transaction.atomic
def record_download(*, report: Report, by: User, now: datetime) -> None:
    record(
        action="report.downloaded", subject=report, by=by, now=now, changes={"sha256": [report.sha256, report.sha256]}
    )


ABOUT = (
    "kind",
    "government_id",
    "unit_id",
    "cycle_id",
    "assessment_id",
    "instrument_id",
    "period_from",
    "period_until",
)
"""The fields that say what a report is about."""
SERIES = {
    Report.Kind.READINESS: "KSPP",
    Report.Kind.COMPLAINTS: "ADU",
    Report.Kind.REGISTER: "REG",
    Report.Kind.PUBLICATION: "PUB",
    Report.Kind.POSTER: "PST",
}


def _order(wanted: Report, order_key: UUID, by: User, now: datetime) -> Report:
    _lock_numbers(wanted)
    same = Report.objects.filter(order_key=order_key).first()
    if same is not None:
        return _same_order(same, wanted, by)
    wanted.ordered_at = now
    wanted.number = _next_number(wanted)
    _insert(wanted, order_key, by, now)
    record(action="report.ordered", subject=wanted, by=by, now=now, changes={"number": ["", wanted.number]})
    return wanted


def _about_the_same(report: Report) -> Report:
    return Report(**{name: getattr(report, name) for name in ABOUT})


def _lock_numbers(report: Report) -> None:
    """One number at a time in a government."""
    Government.objects.select_for_update(no_key=True).get(pk=report.government_id)


def _next_number(report: Report) -> str:
    """`001/KSPP/17.04/2024`: running number, series of the kind, government, year. Call with the numbers locked."""
    series = f"/{SERIES[Report.Kind(report.kind)]}/{report.government.code}/{report.subject_year}"
    given = Report.objects.filter(number__endswith=series, reprint_of=None).values_list("number", flat=True)
    last = max((int(number.partition("/")[0]) for number in given), default=0)
    return f"{last + 1:03d}{series}"


def _same_order(same: Report, wanted: Report, by: User) -> Report:
    is_same = all(getattr(same, name) == getattr(wanted, name) for name in (*ABOUT, "reprint_of_id"))
    if not is_same or same.ordered_by_id != by.pk:
        raise Refused(OrderRefusal.ORDER_KEY_USED)
    return same


def _insert(report: Report, order_key: UUID, by: User, now: datetime) -> None:
    """Raises Refused when an order of another government took the key since we looked."""
    report.order_key, report.ordered_by, report.ordered_at, report.sent_at = order_key, by, now, NOT_SENT
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        if not Report.objects.filter(order_key=order_key).exists():
            raise
        raise Refused(OrderRefusal.ORDER_KEY_USED) from error
    _send_on_commit(report)


def _send_on_commit(report: Report) -> None:
    transaction.on_commit(partial(tasks.send, report.pk))
