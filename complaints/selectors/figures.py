"""The cases of a period for the figures: persons and texts are not even read."""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from complaints.deadlines import local_date
from complaints.figures import FigureCase, Figures, figures_of
from complaints.models import Complaint, RunningClock
from complaints.workflow import OPEN, State
from units.models import Government, ServiceUnit

NO_UNIT = "Belum ditentukan"
FIELDS = (
    "pk",
    "number",
    "unit__name",
    "unit__time_zone",
    "channel",
    "classification",
    "state",
    "product__name",
    "standard",
    "received_at",
    "verified_at",
    "answered_at",
    "ended_at",
    "due_on",
    "delay_reason",
    "rating",
    "duplicate_of",
    "is_vulnerable",
    "reopenings",
)


def received_between(
    government: Government, unit: ServiceUnit | None, first: date, last: date
) -> QuerySet[Complaint, Complaint]:
    """Complaints that came in from `first` to `last`, both included, by the date in the unit's own zone."""
    zone = ZoneInfo(unit.time_zone if unit else zone_of(government))
    rows = Complaint.objects.filter(
        government=government,
        received_at__gte=datetime.combine(first, time.min, zone),
        received_at__lte=datetime.combine(last, time.max, zone),
    )
    return rows.filter(unit=unit) if unit else rows


def zone_of(government: Government) -> str:
    """The zone most of a government's units are in; one query. WIB without units."""
    first = government.units.filter(is_active=True).order_by("pk").first()
    return first.time_zone if first else ServiceUnit.Zone.WIB.value


def figures(government: Government, unit: ServiceUnit | None, first: date, last: date, today: date) -> Figures:
    """Five queries at most, however many complaints. `today` decides what is overdue."""
    return figures_of(cases(government, unit, first, last, today))


def cases(government: Government, unit: ServiceUnit | None, first: date, last: date, today: date) -> list[FigureCase]:
    rows = received_between(government, unit, first, last)
    late = _late(rows, today)
    forms = _forms(rows)
    found = rows.annotate(has_improvement=~Q(improvement="")).order_by("received_at", "pk")
    return [_case(row, row["pk"] in late, forms[row["pk"]]) for row in found.values(*FIELDS, "has_improvement")]


def _late(rows: QuerySet[Complaint, Complaint], today: date) -> set[int]:
    """Complaints with a clock of ours that was overrun."""
    clocks = RunningClock.objects.filter(complaint__in=rows.order_by().values("pk"), is_ours=True)
    overrun = Q(state=RunningClock.State.MET, ended_on__gt=F("due_on")) | Q(
        state=RunningClock.State.RUNNING, due_on__lt=today
    )
    return set(clocks.filter(overrun).values_list("complaint_id", flat=True))


def _forms(rows: QuerySet[Complaint, Complaint]) -> dict[int, tuple[str, ...]]:
    through = Complaint.maladministration.through.objects.filter(complaint__in=rows.order_by().values("pk"))
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    pairs = through.order_by("maladministrationform__position")
    for complaint, name in pairs.values_list("complaint_id", "maladministrationform__name"):
        found[complaint] += (name,)
    return found


def _case(row: dict[str, Any], is_late: bool, forms: tuple[str, ...]) -> FigureCase:
    zone = row["unit__time_zone"] or ServiceUnit.Zone.WIB.value
    received = local_date(row["received_at"], zone)

    def days(name: str) -> int | None:
        return (local_date(row[name], zone) - received).days if row[name] else None

    return FigureCase(
        number=row["number"],
        unit=row["unit__name"] or NO_UNIT,
        channel=row["channel"],
        classification=row["classification"],
        state=row["state"],
        forms=forms,
        product=row["product__name"] or "",
        standard=row["standard"],
        received_on=received,
        days_to_verify=days("verified_at"),
        days_to_answer=days("answered_at"),
        days_to_settle=days("ended_at") if row["state"] == State.CLOSED else None,
        is_open=row["state"] in OPEN,
        is_answered=row["answered_at"] is not None,
        is_late=is_late,
        due_on=row["due_on"],
        delay_reason=row["delay_reason"],
        rating=row["rating"],
        has_improvement=row["has_improvement"],
        is_duplicate=row["duplicate_of"] is not None,
        is_vulnerable=row["is_vulnerable"],
        reopenings=row["reopenings"],
    )
