"""Where a published instrument can be used next."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import governments_for
from assessments.models import Assessment, AssessmentCycle, InstrumentVersion
from assessments.sentences import library as sentences


@dataclass(frozen=True, slots=True)
class NextUse:
    label: str
    url: str


def next_uses(version: InstrumentVersion, user: User) -> list[NextUse]:
    """For who opens cycles in one government. Three queries.

    A cycle that runs by the version this one was copied from can be moved, unless it has been here before.
    """
    if version.status != InstrumentVersion.Status.PUBLISHED or not user.has(Permission.CYCLE_MANAGE):
        return []
    places = list(governments_for(user, Permission.CYCLE_MANAGE)[:2])
    if len(places) != 1:
        return []
    (place,) = places
    been = Assessment.objects.filter(instrument=version).values("locus__cycle")
    cycles = AssessmentCycle.objects.filter(government=place, instrument=version.cloned_from_id).exclude(pk__in=been)
    found = [
        NextUse(sentences.move_cycle(cycle.year), reverse("assessments:cycle_move", args=[cycle.pk, version.pk]))
        for cycle in (cycles.order_by("-year") if version.cloned_from_id else ())
    ]
    opening = f"{reverse('assessments:cycle_open', args=[place.code])}?instrumen={version.code}"
    return [*found, NextUse(sentences.OPEN_CYCLE, opening)]
