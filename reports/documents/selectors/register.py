"""The register of complaints as lines, for screen, spreadsheet and paper. Neither persons nor stories are read."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import UnitScope
from complaints.deadlines import local_date
from complaints.models import Complaint, RunningClock
from complaints.selectors.figures import NO_UNIT, received_between
from complaints.workflow import OPEN
from reports.documents.complaint_content import RegisterLine
from units.models import Government, ServiceUnit

CHANNELS = dict(Complaint.Channel.choices)
CLASSES = dict(Complaint.Class.choices)
STATES = dict(Complaint.State.choices)
OUTCOMES = dict(Complaint.Outcome.choices)
FIELDS = (
    "pk",
    "number",
    "external_number",
    "received_at",
    "channel",
    "unit__name",
    "unit__time_zone",
    "product__name",
    "subject",
    "classification",
    "state",
    "answered_at",
    "outcome",
)
ON_TIME, LATE, NOT_YET, NOTHING_OWED = "Ya", "Tidak", "Belum dijawab", "–"


def lines(rows: QuerySet[Complaint, Complaint], today: date) -> list[RegisterLine]:
    """In the order of `rows`. Two queries, however many."""
    found = list(rows.values(*FIELDS))
    late = late_among([row["pk"] for row in found], today)
    return [_line(row, row["pk"] in late) for row in found]


def late_among(ids: list[int], today: date) -> set[int]:
    """Complaints with a clock of the provider that was overrun."""
    overrun = Q(state=RunningClock.State.MET, ended_on__gt=F("due_on")) | Q(
        state=RunningClock.State.RUNNING, due_on__lt=today
    )
    clocks = RunningClock.objects.filter(overrun, is_ours=True, complaint__in=ids)
    return set(clocks.values_list("complaint_id", flat=True))


def _line(row: dict[str, Any], is_late: bool) -> RegisterLine:
    zone = row["unit__time_zone"] or ServiceUnit.Zone.WIB.value
    return RegisterLine(
        number=row["number"],
        external_number=row["external_number"],
        received_on=local_date(row["received_at"], zone),
        channel=CHANNELS[row["channel"]],
        unit=row["unit__name"] or NO_UNIT,
        product=row["product__name"] or "",
        subject=row["subject"],
        classification=CLASSES.get(row["classification"], ""),
        state=STATES[row["state"]],
        answered_on=local_date(row["answered_at"], zone) if row["answered_at"] else None,
        outcome=OUTCOMES.get(row["outcome"], ""),
        on_time=_on_time(row, is_late),
    )


def _on_time(row: dict[str, Any], is_late: bool) -> str:
    if is_late:
        return LATE
    if row["answered_at"]:
        return ON_TIME
    return NOT_YET if row["state"] in OPEN else NOTHING_OWED


def units_to_report(government: Government, user: User) -> QuerySet[ServiceUnit, ServiceUnit]:
    rows = UnitScope(ServiceUnit).permitting(user, Permission.COMPLAINT_REPORT)
    return rows.filter(government=government).order_by("name")


def register_rows(
    government: Government, user: User, unit: ServiceUnit | None, first: date, last: date
) -> QuerySet[Complaint, Complaint]:
    """What came in within these days and the user may see, in the order of receipt."""
    rows = received_between(government, unit, first, last)
    return rows.permitting(user, Permission.COMPLAINT_REPORT).order_by("received_at", "pk")  # type: ignore[attr-defined]
