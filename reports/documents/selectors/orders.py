"""What the pages show of ordered reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from assessments.models import Assessment, AssessmentCycle
from instruments.models import InstrumentVersion
from instruments.sentences.words import short_title
from reports.models import Report, ReportQuerySet
from units.models import Government

WHOLE = "seluruh"
"""The whole government as a choice of the order form; with the key of a further instrument after a hyphen, by that."""
ASLEEP_AFTER = timedelta(minutes=1)
WAITING = (Report.State.QUEUED, Report.State.RUNNING)
WITH_PLACE = (
    "government",
    "unit",
    "cycle__government",
    "cycle__instrument",
    "assessment__instrument",
    "instrument",
    "ordered_by",
    "reprint_of",
)


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """The place among all reports that are not finished; the one being made is the first."""

    place: int
    total: int


def reports_of(cycle: AssessmentCycle, user: User) -> ReportQuerySet:
    """Newest first; everything a row of the list shows is in one query."""
    rows = Report.objects.filter(cycle=cycle).permitting(user, Permission.REPORT_VIEW)
    return rows.select_related(*WITH_PLACE).defer("content")


def subjects_to_order(cycle: AssessmentCycle, user: User) -> list[tuple[str, str]]:
    """What the user may order a report about, as choices: the whole government by each instrument, then the units.

    A fixed number of queries.
    """
    rows = Assessment.objects.filter(locus__cycle=cycle, superseded_by=None)
    permitted = rows.permitting(user, Permission.REPORT_ORDER).select_related("locus__unit", "instrument")
    in_order = sorted(permitted, key=lambda row: (row.instrument_id != cycle.instrument_id, row.instrument_id))
    units = [(str(row.pk), _about(row.unit.name, row.instrument, cycle)) for row in in_order]
    if not may(user, Permission.REPORT_ORDER, cycle.government):
        return units
    whole = f"Seluruh {cycle.government.full_name}"
    further = [(f"{WHOLE}-{v.pk}", _about(whole, v, cycle)) for v in further_assessed(cycle)]
    return [(WHOLE, whole), *further, *units]


def further_assessed(cycle: AssessmentCycle) -> list[InstrumentVersion]:
    """The further instruments by which some unit of the cycle assesses itself. One query."""
    assessed = Assessment.objects.filter(locus__cycle=cycle, superseded_by=None, instrument=OuterRef("instrument"))
    rows = cycle.further.filter(Exists(assessed)).select_related("instrument")
    return [row.instrument for row in rows]


def _about(subject: str, instrument: InstrumentVersion, cycle: AssessmentCycle) -> str:
    """The subject, and the instrument where it is a further one."""
    return subject if instrument == cycle.instrument else f"{subject} · {short_title(instrument.title)}"


def complaint_reports_of(government: Government, user: User) -> ReportQuerySet:
    """Everything about complaints that the user may see, newest first."""
    rows = Report.objects.filter(government=government).exclude(kind=Report.Kind.READINESS)
    return rows.permitting(user, Permission.COMPLAINT_REPORT).select_related(*WITH_PLACE).defer("content")


def turn_of(report: Report) -> QueuePlace | None:
    """None once the report is finished or failed."""
    if report.state not in WAITING:
        return None
    unfinished = Report.objects.filter(state__in=WAITING)
    return QueuePlace(unfinished.filter(ordered_at__lt=report.ordered_at).count() + 1, unfinished.count())


def is_silent(report: Report, now: datetime) -> bool:
    """Whether it is being made, yet nobody has been heard of for a minute: most likely its worker was killed."""
    return report.state == Report.State.RUNNING and (report.heartbeat_at or report.sent_at) < now - ASLEEP_AFTER


def worker_is_asleep(now: datetime) -> bool:
    """Whether a report has waited for a minute while nothing was being made: told from the rows alone."""
    before = now - ASLEEP_AFTER
    waiting = Report.objects.waiting().annotate(since=Coalesce(F("heartbeat_at"), F("ordered_at")))
    if not waiting.filter(since__lt=before).exists():
        return False
    return not Report.objects.filter(heartbeat_at__gte=before).exists()
