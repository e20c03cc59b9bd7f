"""The clocks of one complaint with what stopped and lengthened them, and their deadlines."""

from django.db.models import Prefetch, QuerySet

from complaints.deadlines import Deadline, Extension, Pause, due_date
from complaints.models import ClockExtension, ClockPause, Complaint, RunningClock
from complaints.selectors.calendar import calendar_for, week_of, years_touched


def with_stops(clocks: QuerySet[RunningClock, RunningClock]) -> list[RunningClock]:
    """Three queries, however many clocks."""
    return list(
        clocks.prefetch_related(
            Prefetch("pauses", ClockPause.objects.order_by("stopped_on", "pk")),
            Prefetch("extensions", ClockExtension.objects.order_by("granted_at", "pk")),
        )
    )


def deadlines_of(complaint: Complaint, clocks: list[RunningClock]) -> dict[int, Deadline]:
    """By the clock's id. One query for the calendar; `clocks` as from `with_stops`."""
    years = {year for clock in clocks for year in years_touched(clock.starts_on, clock.clock)}
    if not years:
        return {}
    calendar = calendar_for(complaint.government, {*years, max(years) + 1}, week_of(complaint.unit))
    return {
        clock.pk: due_date(
            clock.starts_on,
            clock.clock,
            calendar,
            [Pause(p.stopped_on, p.resumed_on) for p in clock.pauses.all()],
            [Extension(e.days, e.reason) for e in clock.extensions.all()],
        )
        for clock in clocks
    }
