"""Where an instrument is used, and where it can be used next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import governments_for, reach
from assessments.models import Assessment, AssessmentCycle, Phase
from assessments.sentences.cycles import OPEN_CYCLE, move_cycle, used_words
from instruments.models import InstrumentVersion
from units.models import Government


@dataclass(frozen=True, slots=True)
class NextUse:
    label: str
    url: str


def next_uses(version: InstrumentVersion, user: User, today: date) -> list[NextUse]:
    """For who opens cycles in one government. Two queries at most.

    A cycle that still runs by the version this one was copied from can be moved, unless it has been here before.
    """
    if version.status != InstrumentVersion.Status.PUBLISHED or not user.has(Permission.CYCLE_MANAGE):
        return []
    places = list(governments_for(user, Permission.CYCLE_MANAGE)[:2])
    if len(places) != 1:
        return []
    (place,) = places
    found = [
        NextUse(move_cycle(cycle.year), reverse("assessments:cycle_move", args=[cycle.pk, version.pk]))
        for cycle in (_running(version, place, today) if version.cloned_from_id else ())
    ]
    opening = f"{reverse('assessments:cycle_open', args=[place.code])}?instrumen={version.code}"
    return [*found, NextUse(OPEN_CYCLE, opening)]


def _running(version: InstrumentVersion, place: Government, today: date) -> QuerySet[AssessmentCycle]:
    been = Assessment.objects.filter(instrument=version).values("locus__cycle")
    runs = Exists(Phase.objects.filter(cycle=OuterRef("pk"), ends_on__gte=today))
    cycles = AssessmentCycle.objects.filter(runs, government=place, instrument=version.cloned_from_id)
    return cycles.exclude(pk__in=been).order_by("-year")


def cycles_using(version: InstrumentVersion, user: User) -> list[str]:
    """In which cycles of the governments this person sees it is used."""
    rows = AssessmentCycle.objects.filter(reach(user, Permission.CYCLE_VIEW, "government"), instrument=version)
    by_government: defaultdict[str, list[int]] = defaultdict(list)
    for cycle in rows.select_related("government").order_by("government__name", "year"):
        by_government[cycle.government.full_name].append(cycle.year)
    return used_words(by_government.items())
