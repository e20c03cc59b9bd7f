"""What the pages show of ordered reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from assessments.models import Assessment, AssessmentCycle
from assessments.sentences.words import short_title
from reports.models import Report, ReportQuerySet
from units.models import Government

ASLEEP_AFTER = timedelta(minutes=1)
WAITING = (Report.State.QUEUED, Report.State.RUNNING)
WITH_PLACE = (
    "government",
    "unit",
    "cycle__government",
    "cycle__instrument",
    "assessment__instrument",
    "ordered_by",
    "reprint_of",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The place among all reports that are not finished; the one being made is the first."""

    place: int
    total: int


def reports_of(cycle: AssessmentCycle, user: User) -> ReportQuerySet:
    """Newest first; everything a row of the list shows is in one query."""
    rows = Report.objects.filter(cycle=cycle).permitting(user, Permission.REPORT_VIEW)
    return rows.select_related(*WITH_PLACE).defer("content")


def subjects_to_order(cycle: AssessmentCycle, user: User) -> list[tuple[str, str]]:
    """What the user may order a report about, as choices; the empty value stands for the whole government."""
    rows = Assessment.objects.filter(locus__cycle=cycle, superseded_by=None)
    permitted = rows.permitting(user, Permission.REPORT_ORDER).select_related("locus__unit", "instrument")
    in_order = sorted(permitted, key=lambda row: (row.instrument_id != cycle.instrument_id, row.instrument_id))
    units = [(str(row.pk), _about(row, cycle)) for row in in_order]
    whole = [("", f"Seluruh {cycle.government.full_name}")]
    return (whole if may(user, Permission.REPORT_ORDER, cycle.government) else []) + units


def _about(assessment: Assessment, cycle: AssessmentCycle) -> str:
    """The unit, and the instrument where it is a further one."""
    if assessment.instrument_id == cycle.instrument_id:
        return assessment.unit.name
    return f"{assessment.unit.name} · {short_title(assessment.instrument.title)}"


def complaint_reports_of(government: Government, user: User) -> ReportQuerySet:
    """Everything about complaints that the user may see, newest first."""
    rows = Report.objects.filter(government=government).exclude(kind=Report.Kind.READINESS)
    return rows.permitting(user, Permission.COMPLAINT_REPORT).select_related(*WITH_PLACE).defer("content")


def turn_of(report: Report) -> Turn | None:
    """None once the report is finished or failed."""
    if report.state not in WAITING:
        return None
    unfinished = Report.objects.filter(state__in=WAITING)
    return Turn(unfinished.filter(ordered_at__lt=report.ordered_at).count() + 1, unfinished.count())


def worker_is_asleep(now: datetime) -> bool:
    """Whether a report has waited for a minute while nothing was being made: told from the rows alone."""
    before = now - ASLEEP_AFTER
    waiting = Report.objects.waiting().annotate(since=Coalesce(F("heartbeat_at"), F("ordered_at")))
    if not waiting.filter(since__lt=before).exists():
        return False
    return not Report.objects.filter(heartbeat_at__gte=before).exists()
