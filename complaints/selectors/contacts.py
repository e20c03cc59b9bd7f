"""Published contacts: what citizens are shown, and how each did when it was last tried."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import units_for
from complaints.models import Contact, ContactTest
from complaints.scope import may_keep
from complaints.standing import is_tested_this_month
from kspp.lib.phones import international
from units.models import Government, ServiceUnit

WORKS = (ContactTest.Result.ANSWERED, ContactTest.Result.SLOW)
ORDER = {kind: place for place, kind in enumerate(Contact.Kind.values)}


@dataclass(frozen=True, slots=True)
class PublishedContact:
    """`href` opens it on a telephone; empty for what can only be read."""

    kind: str
    label: str
    value: str
    hours: str
    href: str
    is_of_unit: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    """`is_due`: published, but not tried in the month of the day asked about."""

    contact: Contact
    last: ContactTest | None
    can_edit: bool
    is_due: bool
    has_failed: bool

    @property
    def needs_attention(self) -> bool:
        return self.is_due or self.has_failed


def published_contacts(government: Government, unit: ServiceUnit | None) -> tuple[PublishedContact, ...]:
    """The unit's own, then its government's. One query."""
    rows = Contact.objects.filter(Q(unit=unit) | Q(unit=None), government=government, is_active=True)
    ordered = sorted(rows, key=lambda row: (row.unit_id is None, ORDER[row.kind], row.value))
    return tuple(
        PublishedContact(row.kind, row.get_kind_display(), row.value, row.hours, href_of(row), row.unit_id is not None)
        for row in ordered
    )


def href_of(contact: Contact) -> str:
    if contact.kind == Contact.Kind.PHONE:
        return f"tel:{international(contact.value)}"
    if contact.kind == Contact.Kind.WHATSAPP:
        return f"https://wa.me/{international(contact.value).removeprefix('+')}"
    if contact.kind == Contact.Kind.EMAIL:
        return f"mailto:{contact.value}"
    return contact.value if contact.value.startswith(("https://", "http://")) else ""


def contact_lines(
    government: Government, user: User, today: date, unit: ServiceUnit | None = None
) -> tuple[ContactLine, ...]:
    """The government's own and those of its units the person may see, or of `unit`. At most three queries."""
    rows = list(contacts_seen(government, user, unit).select_related("unit"))
    rows.sort(key=lambda row: (not row.is_active, row.unit_id is not None, _name(row), ORDER[row.kind], row.value))
    last = last_tests(rows)
    return tuple(_line(row, last.get(row.pk), may_keep(user, row.unit or government), today) for row in rows)


def contacts_seen(government: Government, user: User, unit: ServiceUnit | None) -> QuerySet[Contact, Contact]:
    seen = Q(unit=unit) if unit else Q(unit__in=units_for(user, Permission.UNIT_VIEW).filter(government=government))
    return Contact.objects.filter(seen | Q(unit=None), government=government)


def _name(row: Contact) -> str:
    return row.unit.name if row.unit else ""


def _line(row: Contact, last: ContactTest | None, can_edit: bool, today: date) -> ContactLine:
    return ContactLine(
        contact=row,
        last=last,
        can_edit=can_edit,
        is_due=row.is_active and not is_tested_this_month(last.tested_on if last else None, today),
        has_failed=row.is_active and last is not None and last.result not in WORKS,
    )


def last_tests(contacts: Collection[Contact]) -> dict[int, ContactTest]:
    """By contact, without those never tried. One query, however long the past."""
    newest = ContactTest.objects.filter(contact=OuterRef("contact")).order_by("-tested_on", "-pk").values("pk")[:1]
    tests = ContactTest.objects.filter(contact__in=[row.pk for row in contacts], pk=Subquery(newest))
    return {test.contact_id: test for test in tests.select_related("tested_by")}


def places_kept(government: Government, user: User) -> tuple[bool, list[ServiceUnit]]:
    """Whether the person keeps the government's own contacts, and of which active units. One query."""
    units = government.units.filter(is_active=True).order_by("name")
    return may_keep(user, government), [unit for unit in units if may_keep(user, unit)]


def without_contact(lines: Iterable[ContactLine], units: Iterable[ServiceUnit]) -> list[ServiceUnit]:
    """Units that publish nothing of their own."""
    have: set[Any] = {line.contact.unit_id for line in lines if line.contact.is_active}
    return [unit for unit in units if unit.pk not in have]
