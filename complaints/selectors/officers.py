"""How the complaint officers and contacts of units stand, with what assessors would object to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from complaints.models import Coaching, Contact
from complaints.selectors.contacts import WORKS, last_tests
from complaints.sentences.officers import told
from complaints.standing import (
    YEAR,
    ContactTrial,
    OfficerRemark,
    OfficerReplacement,
    OfficerService,
    remarks,
    replacements,
)
from units.models import Government, Officer, ServiceUnit


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """`services` are all officers ever recorded, `coachings` those of the last twelve months."""

    unit: ServiceUnit
    today: date
    services: tuple[OfficerService, ...]
    replacements: tuple[OfficerReplacement, ...]
    coachings: int
    remarks: tuple[OfficerRemark, ...]

    @property
    def serving(self) -> int:
        return sum(service.covers(self.today) for service in self.services)

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(told(remark, self.today) for remark in self.remarks)

    @property
    def lines(self) -> tuple[tuple[OfficerService, bool], ...]:
        """Every officer, and whether in service today: those first."""
        lines = [(service, service.covers(self.today)) for service in self.services]
        return tuple(sorted(lines, key=lambda line: not line[1]))


def standing_of(government: Government, today: date, unit: ServiceUnit | None = None) -> tuple[UnitStanding, ...]:
    """Of every active unit, by name, or of one. At most six queries, however many units."""
    units = [unit] if unit else list(government.units.filter(is_active=True).order_by("name"))
    services = _services(units, today)
    coachings = _coachings(units, today)
    contacts = _contacts(government, units)
    return tuple(
        UnitStanding(
            unit=each,
            today=today,
            services=tuple(services[each.pk]),
            replacements=replacements(services[each.pk], today),
            coachings=coachings.get(each.pk, 0),
            remarks=remarks(services[each.pk], contacts[each.pk], today),
        )
        for each in units
    )


def coachings_of(unit: ServiceUnit) -> QuerySet[Coaching, Coaching]:
    """Newest first. Two queries."""
    return Coaching.objects.filter(unit=unit).prefetch_related("officers")


def _services(units: Sequence[ServiceUnit], today: date) -> dict[int, list[OfficerService]]:
    lately = Q(coachings__held_on__gt=today - YEAR, coachings__held_on__lte=today)
    rows = Officer.objects.filter(unit__in=units, duty=Officer.Duty.COMPLAINT_OFFICER)
    counted = rows.annotate(coached=Count("coachings", filter=lately, distinct=True))
    found: dict[int, list[OfficerService]] = defaultdict(list)
    for row in counted.order_by(F("serves_from").desc(nulls_last=True), "name", "pk"):
        found[row.unit_id].append(
            OfficerService(
                pk=row.pk,
                name=row.name,
                post=row.post,
                decree=row.decree_number,
                since=row.serves_from,
                until=row.serves_until,
                is_active=row.is_active,
                coached=row.coached,
            )
        )
    return found


def _coachings(units: Sequence[ServiceUnit], today: date) -> dict[int, int]:
    lately = Coaching.objects.filter(unit__in=units, held_on__gt=today - YEAR, held_on__lte=today).order_by()
    return dict(lately.values_list("unit").annotate(Count("pk")))


def _contacts(government: Government, units: Sequence[ServiceUnit]) -> dict[int, list[ContactTrial]]:
    """The government's own contacts count for each unit."""
    rows = list(Contact.objects.filter(Q(unit__in=units) | Q(unit=None), government=government, is_active=True))
    last = last_tests(rows)
    tried = {row.pk: ContactTrial(test.tested_on, test.result in WORKS) for row in rows if (test := last.get(row.pk))}
    never = ContactTrial(None, works=False)
    shared = [tried.get(row.pk, never) for row in rows if row.unit_id is None]
    found = {unit.pk: list(shared) for unit in units}
    for row in rows:
        if row.unit_id is not None:
            found[row.unit_id].append(tried.get(row.pk, never))
    return found
