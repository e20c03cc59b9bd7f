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


WAY_UP = {
    "gains": "Apa yang menambah nilai?",
    "planner": "Rencana menuju target",
    "whatif": "Andai-andai",
    "scenarios": "Skenario",
    "actions": "Rencana aksi",
}
OF_LOCUS = ("scenarios", "actions")
"""Kept for a locus, whatever its instruments; the others are about one checklist."""


Tabs = list[dict[str, object]]


def way_up(cycle: AssessmentCycle, here: str, own: Assessment | None = None, query: str = "") -> Tabs:
    """The pages on raising a score as tabs: of one unit's checklist, or of the cycle as a whole."""
    return [
        {"url": _way_url(name, cycle, own) + query, "label": label, "current": name == here}
        for name, label in WAY_UP.items()
    ]


def _way_url(name: str, cycle: AssessmentCycle, own: Assessment | None) -> str:
    if own is None:
        return reverse(f"assessments:cycle_{name}", args=[cycle.pk])
    if name in OF_LOCUS:
        return reverse(f"assessments:unit_{name}", args=[own.locus_id])
    return reverse(f"assessments:{name}", args=[own.pk])


def checklist_trail(assessment: Assessment, user: User | AnonymousUser) -> Trail:
    """Down to the checklist. Who sees nothing above it, such as an operator, starts at home."""
    above = trail_of(assessment.locus.cycle, user) or [("Beranda", reverse("home"))]
    return [*above, (assessment.unit.name, assessment.get_absolute_url())]
