"""Complaint officers, their coaching and the published contacts of units, with what assessors would remark."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from complaints.models import Coaching, Contact, ContactTest
from complaints.sentences.officers import WARNINGS
from complaints.standing import YEAR, Serving, Tried, warnings
from units.models import Government, Officer, ServiceUnit

WORKS = (ContactTest.Result.ANSWERED, ContactTest.Result.SLOW)


@dataclass(frozen=True, slots=True)
class UnitStanding:
    unit: ServiceUnit
    officers: Sequence[Serving]
    serving: int
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class ContactLine:
    contact: Contact
    last: ContactTest | None
    is_due: bool

    @property
    def has_failed(self) -> bool:
        return self.last is not None and self.last.result not in WORKS


def standing_of(government: Government, today: date, unit: ServiceUnit | None = None) -> list[UnitStanding]:
    """Every active unit, or one. Five queries, however many units."""
    units = [unit] if unit else list(ServiceUnit.objects.filter(government=government, is_active=True).order_by("name"))
    officers = _officers(units, today)
    contacts = _contacts(government, units, today)
    found = []
    for each in units:
        ours = officers[each.pk]
        told = [WARNINGS[warning] for warning in warnings(ours, contacts[each.pk], today)]
        found.append(UnitStanding(each, ours, sum(officer.serves(today) for officer in ours), told))
    return found


def _officers(units: Sequence[ServiceUnit], today: date) -> dict[int, list[Serving]]:
    rows = Officer.objects.filter(unit__in=units, duty=Officer.Duty.COMPLAINT_OFFICER)
    coached = Coaching.officers.through.objects.filter(
        officer__unit__in=units, coaching__held_on__gt=today - YEAR, coaching__held_on__lte=today
    )
    counts: dict[int, int] = defaultdict(int)
    for officer in coached.values_list("officer_id", flat=True):
        counts[officer] += 1
    found: dict[int, list[Serving]] = defaultdict(list)
    for row in rows.order_by(F("serves_from").asc(nulls_first=True), "pk"):
        found[row.unit_id].append(
            Serving(
                row.name, row.post, row.decree_number, row.serves_from, row.serves_until, row.is_active, counts[row.pk]
            )
        )
    return found


def _contacts(government: Government, units: Sequence[ServiceUnit], today: date) -> dict[int, list[Tried]]:
    """The government's own contacts count for each unit."""
    rows = list(Contact.objects.filter(government=government, is_active=True))
    last = last_tests(rows, today)
    shared = [_tried(row, last) for row in rows if row.unit_id is None]
    found = {unit.pk: list(shared) for unit in units}
    for row in rows:
        if row.unit_id in found:
            found[row.unit_id].append(_tried(row, last))
    return found


def _tried(contact: Contact, last: dict[int, ContactTest]) -> Tried:
    test = last.get(contact.pk)
    return Tried(test.tested_on if test else None, bool(test and test.result in WORKS))


def last_tests(contacts: Iterable[Contact], today: date) -> dict[int, ContactTest]:
    found = {}
    tests = ContactTest.objects.filter(contact__in=contacts, tested_on__lte=today).select_related("tested_by")
    for test in tests.order_by("tested_on", "pk"):
        found[test.contact_id] = test
    return found


def contact_lines(government: Government, unit: ServiceUnit | None, today: date) -> list[ContactLine]:
    """Of one unit with its government's, or of the whole government; what was not tried this month is due."""
    rows = Contact.objects.filter(government=government).select_related("unit")
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(unit=None))
    contacts = list(rows.order_by("-is_active", F("unit__name").asc(nulls_first=True), "kind", "pk"))
    last = last_tests(contacts, today)
    month = (today.year, today.month)
    return [
        ContactLine(
            contact,
            test := last.get(contact.pk),
            contact.is_active and (test is None or (test.tested_on.year, test.tested_on.month) != month),
        )
        for contact in contacts
    ]
