"""The clocks of imported complaints: what `running` does event by event, for many cases at once and in memory."""

from collections.abc import Iterable
from datetime import date

from complaints.deadlines import Calendar, due_date
from complaints.models import ClockRule, Complaint, RunningClock
from complaints.selectors.calendar import calendar_for, every_rule, in_force, week_of, years_touched
from complaints.services.running import new_clock
from complaints.timing import ClockEvent, ends, starts
from units.models import Government

WEEKS = (5, 6)


class ImportedClocks:
    """Rules and calendars read once: three queries, however many complaints."""

    def __init__(self, government: Government, days: Iterable[date]) -> None:
        """`days` are those on which clocks may begin."""
        self._rules = every_rule(government)
        self._on: dict[date, list[ClockRule]] = {}
        self._due: dict[tuple[date, int, str, int], date | None] = {}
        clocks = [rule.clock for rule in self._rules if rule.clock]
        years = {year for day in set(days) for clock in clocks for year in years_touched(day, clock)}
        self._calendars: dict[int, Calendar] = {
            week: calendar_for(government, {*years, max(years) + 1}, week) for week in WEEKS if years
        }

    def clocks(self, complaint: Complaint, events: Iterable[tuple[ClockEvent, date]]) -> list[RunningClock]:
        """Not stored. Sets the complaint's `due_on`."""
        found: list[RunningClock] = []
        for event, day in events:
            for clock in found:
                if clock.state == RunningClock.State.RUNNING and ends(clock.code, event):
                    clock.state, clock.ended_on = RunningClock.State.MET, day
            found += [
                new_clock(complaint, rule, 1, day)
                for rule in self._rules_on(day)
                if rule.clock and starts(rule.code, rule.starts_at, event, complaint.classification)
            ]
        week = week_of(complaint.unit)
        for clock in found:
            clock.due_on = self._due_on(clock, week)
        due = [c.due_on for c in found if c.is_ours and c.state == RunningClock.State.RUNNING and c.due_on]
        complaint.due_on = min(due, default=None)
        return found

    def _rules_on(self, day: date) -> list[ClockRule]:
        if day not in self._on:
            self._on[day] = in_force(self._rules, day)
        return self._on[day]

    def _due_on(self, clock: RunningClock, week: int) -> date | None:
        key = (clock.starts_on, clock.length, clock.unit, week)
        if key not in self._due:
            self._due[key] = due_date(clock.starts_on, clock.clock, self._calendars[week]).due_on
        return self._due[key]
