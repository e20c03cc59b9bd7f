"""The pages on raising a score as tabs of one another."""

from django.urls import reverse

from assessments.models import Assessment, AssessmentCycle

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
        return reverse(f"planning:cycle_{name}", args=[cycle.pk])
    if name in OF_LOCUS:
        return reverse(f"planning:unit_{name}", args=[own.locus_id])
    return reverse(f"planning:{name}", args=[own.pk])
