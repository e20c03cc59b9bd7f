"""Where a person goes from the front door: what that person's memberships open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Membership, User
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from assessments.models import Assessment, AssessmentCycle
from units.models import Government, ServiceUnit


@dataclass(frozen=True, slots=True)
class OwnGovernment:
    """`cycle` is the newest one, None before the first is opened."""

    government: Government
    cycle: AssessmentCycle | None
    can_open: bool

    @property
    def url(self) -> str:
        return reverse("reports:dashboard", args=[self.cycle.pk]) if self.cycle else ""


@dataclass(frozen=True, slots=True)
class Home:
    """Everything a person can go on to. `checklists` are newest first, those that can still be filled before others."""

    is_platform_admin: bool
    governments: tuple[OwnGovernment, ...]
    units: tuple[ServiceUnit, ...]
    checklists: tuple[Assessment, ...]
    desks: tuple[Government, ...]
    """Governments whose complaints, or a unit's of them, this person handles or watches."""

    @property
    def is_empty(self) -> bool:
        return not (self.governments or self.units or self.desks)

    @property
    def only_way(self) -> str:
        """The address to go to at once, when there is just one thing this person can mean; else empty."""
        if self.is_platform_admin:
            return reverse("directory:governments")
        if len(self.governments) + len(self.units) + len(self.desks) != 1:
            return ""
        if self.desks:
            return reverse("complaints:complaints", args=[self.desks[0].code])
        if self.governments:
            return self.governments[0].url
        newest = next(iter(self.checklists), None)
        if newest is None or not newest.is_editable or self.has_several(newest):
            return ""
        return newest.get_absolute_url()

    def has_several(self, assessment: Assessment) -> bool:
        """Whether the unit prepares for several instruments in that cycle."""
        return sum(row.locus_id == assessment.locus_id for row in self.checklists) > 1


def home_of(user: User) -> Home:
    memberships = user.active_memberships()
    filling = _with(memberships, Permission.ASSESSMENT_FILL)
    units = tuple({m.unit.pk: m.unit for m in filling if m.unit}.values())
    watched = _with(memberships, Permission.COMPLAINT_VIEW)
    desks = {m.government.pk: m.government for m in watched if m.government}
    return Home(
        is_platform_admin=any(m.government_id is None for m in memberships),
        governments=_governments(_with(memberships, Permission.DASHBOARD_VIEW)),
        units=units,
        checklists=_checklists(units),
        desks=tuple(sorted(desks.values(), key=lambda place: place.full_name)),
    )


def _with(memberships: Sequence[Membership], permission: Permission) -> list[Membership]:
    return [m for m in memberships if permission in ROLE_PERMISSIONS[Role(m.role)]]


def _governments(memberships: Sequence[Membership]) -> tuple[OwnGovernment, ...]:
    places = {m.government.pk: m.government for m in memberships if m.government and not m.unit_id}
    opening = {m.government_id for m in _with(memberships, Permission.CYCLE_MANAGE)}
    newest: dict[int, AssessmentCycle] = {}
    for cycle in AssessmentCycle.objects.filter(government__in=list(places)).order_by("-year") if places else ():
        newest.setdefault(cycle.government_id, cycle)
    ordered = sorted(places.values(), key=lambda place: place.full_name)
    return tuple(OwnGovernment(place, newest.get(place.pk), place.pk in opening) for place in ordered)


def _is_further(assessment: Assessment) -> bool:
    return assessment.instrument_id != assessment.locus.cycle.instrument_id


def _checklists(units: Sequence[ServiceUnit]) -> tuple[Assessment, ...]:
    if not units:
        return ()
    rows = Assessment.objects.filter(locus__unit__in=[unit.pk for unit in units], superseded_by=None).select_related(
        "locus__unit", "locus__cycle", "instrument"
    )
    newest_first = sorted(rows, key=lambda a: (-a.locus.cycle.year, a.unit.name, _is_further(a), a.pk))
    return tuple(sorted(newest_first, key=lambda a: not a.is_editable))
