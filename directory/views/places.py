"""Pages about governments, their service units, products and officers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.scope import (
    OfficerScope,
    ProductScope,
    fetch_for,
    fetch_government,
    fetch_unit,
    governments_for,
    may,
    units_for,
)
from directory.forms.places import (
    GovernmentForm,
    GovernmentSearchForm,
    OfficerForm,
    ProductForm,
    UnitForm,
    UnitSearchForm,
)
from directory.sentences import places as sentences
from directory.services import officers, places
from kspp.lib.form_pages import answer_form, form_shown, typed
from kspp.lib.forms import RowForm
from kspp.lib.http import Trail, came_from, form_page, here, page, page_of
from kspp.lib.qr import qr
from units.models import Government, Officer, ServiceProduct, ServiceUnit
from units.selectors import matching_governments, matching_units


def trail_of(place: Government | ServiceUnit, user: Any) -> Trail:
    """Where a page about this place hangs: label and address of each page above it that the user may open."""
    government = place.government if isinstance(place, ServiceUnit) else place
    trail: Trail = []
    if may(user, Permission.GOVERNMENT_VIEW, government):
        if user.has(Permission.PLATFORM_MANAGE):
            trail.append(("Pemerintah daerah", reverse("directory:governments")))
        trail.append((str(government), government.get_absolute_url()))
    if isinstance(place, ServiceUnit):
        if may(user, Permission.UNIT_VIEW, government):
            trail.append(("Unit", reverse("directory:unit_list", args=[government.code])))
        trail.append((str(place), place.get_absolute_url()))
    return trail


def answer_row(
    request: HttpRequest, form: RowForm, write: Callable[..., Any], *, title: str, place: Any, said: str
) -> HttpResponse:
    """Show the form of a row of `place`, or store it and go to where the row is seen."""
    trail = [*trail_of(place, request.user), (title, "")]
    return answer_form(
        request,
        form,
        write,
        show=form_shown(request, "directory/form.html", form, title=title, trail=trail, back=place.get_absolute_url()),
        words=sentences.PROBLEMS,
        said=said,
        to=lambda row: came_from(request) or (row if hasattr(row, "get_absolute_url") else place),
    )


def complaint_desk(request: HttpRequest, place: Government | ServiceUnit) -> dict[str, Any]:
    """Where citizens complain about this place, and which pages about complaints the person may open."""
    if isinstance(place, ServiceUnit):
        path = reverse("complaints:public_unit", args=[place.government.code, place.pk])
    else:
        path = reverse("complaints:public_government", args=[place.code])
    address = settings.SITE_ADDRESS + path
    return {
        "public_address": address,
        "public_qr": qr(address, f"Kode QR halaman pengaduan {place}"),
        "can_see_complaints": may(request.user, Permission.COMPLAINT_VIEW, place),
        "can_see_complaint_reports": may(request.user, Permission.COMPLAINT_REPORT, place),
    }


@page
def governments(request: HttpRequest) -> HttpResponse:
    search = GovernmentSearchForm(request.GET)
    rows = matching_governments(
        governments_for(request.user, Permission.GOVERNMENT_VIEW),
        text=search.chosen("q"),
        level=search.chosen("tingkat"),
    )
    return render(request, "directory/governments.html", {"search": search, **page_of(request, rows)})


@page
def government(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.GOVERNMENT_VIEW, code)
    return render(
        request,
        "directory/government.html",
        {
            "government": government,
            "trail": here(trail_of(government, request.user)),
            "unit_count": government.units.filter(is_active=True).count(),
            "aliases": government.aliases.order_by("name"),
            "can_edit": may(request.user, Permission.GOVERNMENT_EDIT, government),
            "can_manage_people": may(request.user, Permission.PEOPLE_MANAGE, government),
            "can_see_units": may(request.user, Permission.UNIT_VIEW, government),
            "can_see_cycles": may(request.user, Permission.CYCLE_VIEW, government),
            "can_see_calendar": may(request.user, Permission.CALENDAR_VIEW, government),
            "can_set_desk": may(request.user, Permission.COMPLAINT_SETTINGS, government),
            "can_see_official": may(request.user, Permission.OFFICIAL_VIEW, government),
            **complaint_desk(request, government),
        },
    )


@form_page
def government_edit(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.GOVERNMENT_EDIT, code)
    return answer_row(
        request,
        GovernmentForm(*typed(request), instance=government),
        partial(places.change_government, government=government),
        title="Ubah profil",
        place=government,
        said=sentences.GOVERNMENT_CHANGED,
    )


@page
def unit_list(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.UNIT_VIEW, code)
    search = UnitSearchForm(request.GET)
    rows = matching_units(
        units_for(request.user, Permission.UNIT_VIEW).filter(government=government),
        text=search.chosen("q"),
        kind=search.chosen("jenis"),
    )
    context = {
        "government": government,
        "trail": [*trail_of(government, request.user), ("Unit", "")],
        "search": search,
        "can_add": may(request.user, Permission.UNIT_EDIT, government),
    }
    return render(request, "directory/unit_list.html", context | page_of(request, rows))


@form_page
def unit_create(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.UNIT_EDIT, code)
    return answer_row(
        request,
        UnitForm(*typed(request), government=government),
        partial(places.create_unit, government=government),
        title="Tambah unit",
        place=government,
        said=sentences.UNIT_CREATED,
    )


@page
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.UNIT_VIEW, pk)
    return render(
        request,
        "directory/unit.html",
        {
            "unit": unit,
            "trail": here(trail_of(unit, request.user)),
            "products": unit.products.order_by("-is_active", "name"),
            "officers": unit.officers.order_by("-is_active", "duty", "name"),
            "children": unit.children.filter(is_active=True),
            "can_edit": may(request.user, Permission.UNIT_EDIT, unit),
            "can_edit_officers": may(request.user, Permission.OFFICER_EDIT, unit),
            **complaint_desk(request, unit),
        },
    )


@form_page
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.UNIT_EDIT, pk)
    return answer_row(
        request,
        UnitForm(*typed(request), instance=unit, government=unit.government),
        partial(places.change_unit, unit=unit),
        title="Ubah unit",
        place=unit,
        said=sentences.UNIT_CHANGED,
    )


@form_page
def product_create(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.UNIT_EDIT, pk)
    return answer_row(
        request,
        ProductForm(*typed(request)),
        partial(officers.create_product, unit=unit),
        title="Tambah produk layanan",
        place=unit,
        said=sentences.PRODUCT_CREATED,
    )


@form_page
def product_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ProductScope(ServiceProduct).select_related("unit__government")
    product = fetch_for(request.user, Permission.UNIT_EDIT, rows, pk=pk)
    return answer_row(
        request,
        ProductForm(*typed(request), instance=product),
        partial(officers.change_product, product=product),
        title="Ubah produk layanan",
        place=product.unit,
        said=sentences.PRODUCT_CHANGED,
    )


@form_page
def officer_create(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.OFFICER_EDIT, pk)
    return answer_row(
        request,
        OfficerForm(*typed(request)),
        partial(officers.create_officer, unit=unit),
        title="Tambah petugas",
        place=unit,
        said=sentences.OFFICER_CREATED,
    )


@form_page
def officer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = OfficerScope(Officer).select_related("unit__government")
    officer = fetch_for(request.user, Permission.OFFICER_EDIT, rows, pk=pk)
    return answer_row(
        request,
        OfficerForm(*typed(request), instance=officer),
        partial(officers.change_officer, officer=officer),
        title="Ubah petugas",
        place=officer.unit,
        said=sentences.OFFICER_CHANGED,
    )
