"""From the complaint register to what its documents say."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse

from complaints.deadlines import ClockUnit, local_date
from complaints.figures import Figures
from complaints.models import ClockRule, Complaint, RunningClock
from complaints.selectors import figures as register_figures
from complaints.selectors.calendar import rules_in_force
from complaints.selectors.contacts import published_contacts
from complaints.selectors.desk_settings import settings_of
from complaints.sentences.calendar import UNIT_WORDS
from reports.documents.complaint_content import (
    ClockLine,
    ComplaintsContent,
    ContactLine,
    ImprovementLine,
    LimitLine,
    OverdueLine,
    PosterContent,
    RegisterContent,
)
from reports.documents.selectors import context
from reports.documents.selectors import register as register_lines
from reports.models import Report
from units.models import Government, Officer, ServiceUnit

Rows = QuerySet[Complaint, Complaint]
ON_POSTER = ("sp4n-verification", "sp4n-information", "sp4n-non-supervisory", "sp4n-supervisory")


def complaints(report: Report, today: date) -> ComplaintsContent:
    """For the leaders: figures, what was late and why, what was improved."""
    rows = _rows(report)
    return _content(
        report,
        today,
        clocks=_clocks(rows, today),
        overdue=_overdue(rows, today),
        improvements=tuple(
            ImprovementLine(row["number"], row["unit__name"] or register_figures.NO_UNIT, row["improvement"])
            for row in rows.exclude(improvement="").values("number", "unit__name", "improvement")
        ),
    )


def publication(report: Report, today: date) -> ComplaintsContent:
    """For the public: numbers alone. No complaint is named and no free text is taken over."""
    return _content(report, today)


def _content(report: Report, today: date, **more: Any) -> ComplaintsContent:
    first, last = _period(report)
    length = last - first
    earlier_last = first - timedelta(days=1)
    return ComplaintsContent(
        government=report.government.full_name,
        unit=report.unit.name if report.unit else "",
        letterhead=context.letterhead(report.government),
        signatory=context.signatory(report.government),
        first=first,
        last=last,
        made_on=today,
        figures=_figures(report, first, last, today),
        before=_figures(report, earlier_last - length, earlier_last, today),
        **more,
    )


def _period(report: Report) -> tuple[date, date]:
    if report.period_from is None or report.period_until is None:
        raise ValueError("a document about complaints needs a period")
    return report.period_from, report.period_until


def _figures(report: Report, first: date, last: date, today: date) -> Figures:
    """The single cases stay behind: what is said of them stands in lines of its own."""
    return replace(register_figures.figures(report.government, report.unit, first, last, today), overdue=())


def _rows(report: Report) -> Rows:
    return register_figures.received_between(report.government, report.unit, *_period(report)).order_by(
        "received_at", "pk"
    )


def _clocks(rows: Rows, today: date) -> tuple[ClockLine, ...]:
    """By the name the rule had when it began."""
    met, running = Q(state=RunningClock.State.MET), Q(state__in=(RunningClock.State.RUNNING, RunningClock.State.PAUSED))
    counted = (
        RunningClock.objects.filter(complaint__in=rows.order_by().values("pk"), is_ours=True)
        .exclude(state=RunningClock.State.VOID)
        .values("name")
        .annotate(
            met=Count("pk", filter=met & Q(ended_on__lte=F("due_on"))),
            late=Count("pk", filter=met & Q(ended_on__gt=F("due_on"))),
            running=Count("pk", filter=running & (Q(due_on=None) | Q(due_on__gte=today))),
            overdue=Count("pk", filter=running & Q(due_on__lt=today)),
        )
        .order_by("name")
    )
    return tuple(ClockLine(**row) for row in counted)


def _overdue(rows: Rows, today: date) -> tuple[OverdueLine, ...]:
    overrun = Q(clocks__state=RunningClock.State.MET, clocks__ended_on__gt=F("clocks__due_on")) | Q(
        clocks__state=RunningClock.State.RUNNING, clocks__due_on__lt=today
    )
    late = rows.annotate(due=Max("clocks__due_on", filter=overrun & Q(clocks__is_ours=True))).filter(due__isnull=False)
    names = ("number", "unit__name", "unit__time_zone", "received_at", "answered_at", "delay_reason", "due")
    return tuple(_overdue_line(row) for row in late.values(*names))


def _overdue_line(row: dict[str, Any]) -> OverdueLine:
    zone = row["unit__time_zone"] or ServiceUnit.Zone.WIB.value
    return OverdueLine(
        number=row["number"],
        unit=row["unit__name"] or register_figures.NO_UNIT,
        received_on=local_date(row["received_at"], zone),
        due_on=row["due"],
        answered_on=local_date(row["answered_at"], zone) if row["answered_at"] else None,
        reason=row["delay_reason"],
    )


def register(report: Report, today: date) -> RegisterContent:
    first, last = _period(report)
    return RegisterContent(
        government=report.government.full_name,
        unit=report.unit.name if report.unit else "",
        letterhead=context.letterhead(report.government),
        signatory=context.signatory(report.government),
        first=first,
        last=last,
        made_on=today,
        lines=tuple(register_lines.lines(_rows(report), today)),
    )


def poster(report: Report, today: date) -> PosterContent:
    if report.unit is None:
        raise ValueError("a poster needs a unit")
    return PosterContent(
        government=report.government.full_name,
        unit=report.unit.name,
        address=report.unit.address,
        promise=settings_of(report.government).promise,
        contacts=contacts_of(report.government, report.unit),
        officers=tuple(
            f"{officer.name}, {officer.post}"
            for officer in Officer.objects.serving(today)
            .filter(unit=report.unit, duty=Officer.Duty.COMPLAINT_OFFICER)
            .order_by("pk")
        ),
        limits=limits_of(report.government, today),
        url=settings.SITE_ADDRESS + reverse("complaints:public_unit", args=[report.government.code, report.unit.pk]),
        made_on=today,
    )


def contacts_of(government: Government, unit: ServiceUnit | None) -> tuple[ContactLine, ...]:
    """The unit's own, then its government's; one query."""
    return tuple(ContactLine(one.label, one.value, one.hours) for one in published_contacts(government, unit))


def limits_of(government: Government, today: date) -> tuple[LimitLine, ...]:
    """The promises a citizen can hold the office to."""
    rules = {rule.code: rule for rule in rules_in_force(government, today)}
    return tuple(
        LimitLine(rules[code].name, _limit(rules[code])) for code in ON_POSTER if code in rules and rules[code].length
    )


def _limit(rule: ClockRule) -> str:
    return f"{rule.length} {UNIT_WORDS[ClockUnit(rule.unit)]}"
