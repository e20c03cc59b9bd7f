"""What changed in a cycle during the last seven days, from the history; one query."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from assessments.models import Assessment, AssessmentCycle, Locus
from history.models import Event
from reports.dashboards import sentences as sentences

WEEK = timedelta(days=7)
MOST = 12
WHOLE_CYCLE = frozenset({"cycle.opened", "cycle.changed", "cycle.instrument_added", "cycle.instrument_removed"})
"""Actions told once for the cycle, not once for each unit."""


@dataclass(frozen=True, slots=True)
class WeekLine:
    """What one person did with one unit (or with the cycle as a whole, `unit` empty); `at` is the last time."""

    at: datetime
    actor: str
    unit: str
    text: str


def week_of(cycle: AssessmentCycle, assessments: Sequence[Assessment], now: datetime) -> tuple[WeekLine, ...]:
    """Newest first, at most `MOST`."""
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    last: dict[tuple[str, str], datetime] = {}
    for action, actor, unit, number, at in _grouped(cycle, assessments, now):
        line = (actor, "" if action in WHOLE_CYCLE else unit or "")
        counts[line][action] += number
        last[line] = max(at, last.get(line, at))
    lines = [WeekLine(last[line], *line, sentences.did(done)) for line, done in counts.items()]
    return tuple(sorted(lines, key=lambda line: (line.at, line.unit), reverse=True)[:MOST])


def _grouped(
    cycle: AssessmentCycle, assessments: Sequence[Assessment], now: datetime
) -> Sequence[tuple[str, str, str | None, int, datetime]]:
    events = Event.objects.filter(
        Q(subject_type=AssessmentCycle._meta.label_lower, subject_id=str(cycle.pk))
        | Q(subject_type=Locus._meta.label_lower, subject_id__in=[str(a.locus_id) for a in assessments])
        | Q(subject_type=Assessment._meta.label_lower, subject_id__in=[str(a.pk) for a in assessments]),
        government=cycle.government_id,
        at__gt=now - WEEK,
        action__in=sentences.NEWS,
    ).order_by()
    grouped = events.values_list("action", "actor_name", "unit__name")
    return list(grouped.annotate(number=Count("pk"), latest=Max("at")))
