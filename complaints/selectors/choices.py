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


def officers_of(government: Government) -> QuerySet[User, User]:
    """Whoever may handle complaints in the government or in a unit of it."""
    rows = User.objects.filter(
        is_active=True,
        memberships__is_active=True,
        memberships__role__in=HANDLERS,
        memberships__government=government,
    )
    return rows.distinct().order_by("name", "pk")


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
