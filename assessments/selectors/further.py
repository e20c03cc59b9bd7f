"""The instruments a cycle prepares for: its own, and further ones on the same evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Assessment, AssessmentCycle
from instruments.models import InstrumentVersion
from instruments.sentences.words import short_title
from units.models import ServiceUnit


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to the same place in another instrument, as `components/tabs.html` draws it."""

    label: str
    url: str
    current: bool
    note: str = ""


def further_of(cycle: AssessmentCycle) -> list[InstrumentVersion]:
    """In the order they were added. One query."""
    return [row.instrument for row in cycle.further.select_related("instrument")]


def instruments_of(cycle: AssessmentCycle) -> list[InstrumentVersion]:
    """The cycle's own first. One query; `cycle.instrument` must have been read with the cycle."""
    return [cycle.instrument, *further_of(cycle)]


def chosen_of(instruments: Sequence[InstrumentVersion], code: str) -> InstrumentVersion:
    """The one of that code, else the first."""
    return next((instrument for instrument in instruments if instrument.code == code), instruments[0])


def siblings_of(assessment: Assessment) -> list[Assessment]:
    """Every assessment of the same locus, this one among them, the cycle's own instrument first. One query."""
    rows = Assessment.objects.filter(locus=assessment.locus_id, superseded_by=None).with_place()
    own = assessment.locus.cycle.instrument_id
    found = list(rows.order_by("pk"))
    if assessment.pk not in {row.pk for row in found}:
        return [assessment]
    return sorted(found, key=lambda row: row.instrument_id != own)


def tabs_of(assessment: Assessment, siblings: Sequence[Assessment], page: str = "assessments:checklist") -> list[Tab]:
    """The same page for each assessment of the unit in this cycle; empty while there is one only."""
    if len(siblings) < 2:
        return []
    return [
        Tab(
            label=short_title(row.instrument.title),
            url=reverse(page, args=[row.pk]),
            current=row.pk == assessment.pk,
            note=f"{row.answered}/{row.expected}",
        )
        for row in siblings
    ]


def total_tabs(instruments: Sequence[InstrumentVersion], chosen: InstrumentVersion) -> list[Tab]:
    """The same page about a cycle by each of its instruments; empty while there is one only."""
    if len(instruments) < 2:
        return []
    return [Tab(short_title(v.title), f"?instrumen={v.code}", v.pk == chosen.pk) for v in instruments]


def newest_of(unit: ServiceUnit) -> list[Assessment]:
    """The unit's assessments of its newest cycle, the cycle's own instrument first. One query."""
    rows = Assessment.objects.filter(locus__unit=unit, superseded_by=None).with_place()
    found = list(rows.order_by("-locus__cycle__year", "pk"))
    newest = [row for row in found if row.locus_id == found[0].locus_id]
    return sorted(newest, key=lambda row: row.instrument_id != row.locus.cycle.instrument_id)
