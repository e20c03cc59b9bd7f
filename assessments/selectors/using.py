"""Where a published instrument can be used next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import governments_for
from assessments.models import Assessment, AssessmentCycle, InstrumentVersion, Phase
from assessments.sentences import library as sentences
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
        NextUse(sentences.move_cycle(cycle.year), reverse("assessments:cycle_move", args=[cycle.pk, version.pk]))
        for cycle in (_running(version, place, today) if version.cloned_from_id else ())
    ]
    opening = f"{reverse('assessments:cycle_open', args=[place.code])}?instrumen={version.code}"
    return [*found, NextUse(sentences.OPEN_CYCLE, opening)]


def _running(version: InstrumentVersion, place: Government, today: date) -> QuerySet[AssessmentCycle]:
    been = Assessment.objects.filter(instrument=version).values("locus__cycle")
    runs = Exists(Phase.objects.filter(cycle=OuterRef("pk"), ends_on__gte=today))
    cycles = AssessmentCycle.objects.filter(runs, government=place, instrument=version.cloned_from_id)
    return cycles.exclude(pk__in=been).order_by("-year")
