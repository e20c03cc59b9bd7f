"""What may be chosen for one complaint: units, products, officers, forms of maladministration, reply templates."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Permission
from complaints.deadlines import local_date
from complaints.models import Complaint, MaladministrationForm, ReplyTemplate
from kspp.lib.dates import date_id
from units.models import Government, ServiceProduct, ServiceUnit

HANDLERS = sorted(role.value for role, held in ROLE_PERMISSIONS.items() if Permission.COMPLAINT_HANDLE in held)


def units_of(government: Government) -> QuerySet[ServiceUnit, ServiceUnit]:
    return ServiceUnit.objects.filter(government=government, is_active=True).order_by("name")


def products_of(government: Government) -> QuerySet[ServiceProduct, ServiceProduct]:
    rows = ServiceProduct.objects.filter(unit__government=government, unit__is_active=True, is_active=True)
    return rows.select_related("unit").order_by("unit__name", "name")


def officers_of(government: Government, unit: ServiceUnit | None = None) -> QuerySet[User, User]:
    """Whoever may handle complaints in the government or in a unit of it, or those of this `unit` alone."""
    meant = {"is_active": True, "role__in": HANDLERS, "government": government}
    there = Q(**{f"memberships__{name}": value for name, value in meant.items()})
    if unit:
        there &= Q(memberships__unit=None) | Q(memberships__unit=unit)
    rows = User.objects.filter(there, is_active=True)
    return rows.distinct().order_by("name", "pk").prefetch_related("memberships__unit")


def units_handled(officer: User, government: Government) -> list[ServiceUnit] | None:
    """The units in which one of `officers_of` handles complaints; None: in all of them."""
    held = [m for m in officer.memberships.all() if m.is_active and m.role in HANDLERS]
    units = [m.unit for m in held if m.government_id == government.pk]
    return None if None in units else [unit for unit in units if unit]


def forms_for(complaint: Complaint) -> QuerySet[MaladministrationForm, MaladministrationForm]:
    """The list of the year in which the complaint came in."""
    year = complaint.received_at.year
    until = Q(until_year=None) | Q(until_year__gte=year)
    return MaladministrationForm.objects.filter(until, since_year__lte=year)


def templates_for(government: Government, purpose: str) -> QuerySet[ReplyTemplate, ReplyTemplate]:
    return ReplyTemplate.objects.for_government(government).filter(purpose=purpose, is_active=True)


def words_for(complaint: Complaint) -> dict[str, str]:
    """What the placeholders of a reply template stand for in this case."""
    return {
        "nomor": complaint.number,
        "unit": complaint.unit.name if complaint.unit else complaint.government.full_name,
        "tanggal": date_id(local_date(complaint.received_at, complaint.zone)),
        "jatuh_tempo": date_id(complaint.due_on) if complaint.due_on else "",
    }
