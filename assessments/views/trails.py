"""Where the pages about cycles, checklists and reports hang."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from assessments.models import Assessment, AssessmentCycle
from kspp.lib.http import Trail
from units.models import Government


def trail_of(place: Government | AssessmentCycle, user: User | AnonymousUser) -> Trail:
    """Label and address of each page down to this place that the user may open."""
    government = place.government if isinstance(place, AssessmentCycle) else place
    trail: Trail = []
    if may(user, Permission.GOVERNMENT_VIEW, government):
        trail.append((str(government), government.get_absolute_url()))
    if may(user, Permission.CYCLE_VIEW, government):
        trail.append(("Siklus penilaian", reverse("assessments:cycles", args=[government.code])))
        if isinstance(place, AssessmentCycle):
            trail.append((f"Siklus {place.year}", place.get_absolute_url()))
    return trail


def checklist_trail(assessment: Assessment, user: User | AnonymousUser) -> Trail:
    """Down to the checklist. Who sees nothing above it, such as an operator, starts at home."""
    above = trail_of(assessment.locus.cycle, user) or [("Beranda", reverse("home"))]
    return [*above, (assessment.unit.name, assessment.get_absolute_url())]
