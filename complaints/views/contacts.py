"""The published contacts of a government and its units, and the monthly test of them."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for
from complaints.deadlines import local_date
from complaints.forms.contacts import ContactForm, NewContactForm, TestsForm
from complaints.models import Contact
from complaints.scope import may_keep
from complaints.selectors import contacts as selectors
from complaints.selectors.figures import zone_of
from complaints.sentences import officers as sentences
from complaints.sentences.problems import PROBLEMS
from complaints.services import contacts as services
from complaints.views.case_frame import fetch_desk
from complaints.views.rows import answer_row
from directory.views.places import trail_of
from kspp.lib.form_pages import answer_form, form_shown, typed
from kspp.lib.http import Trail, form_page, page
from kspp.lib.text import whole_number
from units.models import Government, ServiceUnit

VIEW = Permission.UNIT_VIEW


def trail(request: HttpRequest, government: Government, *below: tuple[str, str]) -> Trail:
    """Who sees nothing above the list, such as an officer, starts at home."""
    above = trail_of(government, request.user) or [("Beranda", reverse("home"))]
    return [*above, ("Kanal pengaduan", list_of(government)), *below]


def list_of(government: Government) -> str:
    return reverse("complaints:contacts", args=[government.code])


def unit_asked(request: HttpRequest, government: Government) -> ServiceUnit | None:
    """`?unit=`; whatever is no unit of this government narrows nothing."""
    number = whole_number(request.GET.get("unit", ""))
    return government.units.filter(pk=number).first() if number else None


@page
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    user = actor(request)
    government = fetch_desk(user, VIEW, code)
    lines = selectors.contact_lines(government, user, local_date(timezone.now(), zone_of(government)))
    keeps_government, units = selectors.places_kept(government, user)
    context = {
        "government": government,
        "lines": lines,
        "attention": [line for line in lines if line.needs_attention],
        "units_without": selectors.without_contact(lines, units),
        "can_add": keeps_government or bool(units),
        "can_test": any(line.can_edit and line.contact.is_active for line in lines),
        "trail": [*trail(request, government)[:-1], ("Kanal pengaduan", "")],
    }
    return render(request, "complaints/contacts.html", context)


@form_page
def contact_create(request: HttpRequest, code: str) -> HttpResponse:
    user = actor(request)
    government = fetch_desk(user, VIEW, code)
    keeps_government, units = selectors.places_kept(government, user)
    if not keeps_government and not units:
        raise PermissionDenied
    asked = unit_asked(request, government)
    form = NewContactForm(
        *typed(request),
        government=government,
        may_keep_government=keeps_government,
        units=units,
        initial={"unit": asked.pk} if asked else None,
    )
    return answer_row(
        request,
        form,
        partial(services.create_contact, government=government),
        title="Tambah kanal pengaduan",
        eyebrow=government.full_name,
        said=sentences.CONTACT_CREATED,
        back=list_of(government),
        trail=trail(request, government, ("Tambah", "")),
    )


@form_page
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Contact.objects.select_related("government", "unit")
    row = fetch_for(request.user, VIEW, rows, pk=pk)
    if not may_keep(request.user, row.unit or row.government):
        raise PermissionDenied
    return answer_row(
        request,
        ContactForm(*typed(request), instance=row),
        partial(services.change_contact, contact=row),
        title="Ubah kanal pengaduan",
        eyebrow=str(row.unit or row.government.full_name),
        said=sentences.CONTACT_CHANGED,
        back=list_of(row.government),
        trail=trail(request, row.government, ("Ubah", "")),
    )


@form_page
def contact_tests(request: HttpRequest, code: str) -> HttpResponse:
    """All contacts the person keeps at once, as an assessor would try them."""
    user = actor(request)
    government = fetch_desk(user, VIEW, code)
    keeps_government, units = selectors.places_kept(government, user)
    if not keeps_government and not units:
        raise PermissionDenied
    today = local_date(timezone.now(), zone_of(government))
    lines = selectors.contact_lines(government, user, today, unit_asked(request, government))
    kept = [line.contact for line in lines if line.can_edit and line.contact.is_active]
    form = TestsForm(*typed(request), contacts=kept, today=today)
    page_trail = trail(request, government, ("Uji kanal", ""))
    return answer_form(
        request,
        form,
        services.record_tests,
        show=form_shown(request, "complaints/contact_tests.html", form, government=government, trail=page_trail),
        words=PROBLEMS,
        said=lambda tests: sentences.TESTS_SAVED.format(len(tests)),
        to=list_of(government),
    )
