"""The complaint officers of a unit as assessors look at them, and the record of their coaching."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, fetch_government, fetch_unit, may
from complaints.deadlines import local_date
from complaints.forms.coachings import CoachingForm
from complaints.models import Coaching
from complaints.scope import may_keep
from complaints.selectors.contacts import contact_lines
from complaints.selectors.desk_people import has_admin
from complaints.selectors.figures import zone_of
from complaints.selectors.officers import coachings_of, standing_of
from complaints.sentences import officers as sentences
from complaints.services import coachings as services
from complaints.views.rows import answer_row
from directory.views.places import trail_of
from kspp.lib.form_pages import typed
from kspp.lib.http import FOREIGN_FILE, Trail, form_page, page
from units.models import ServiceUnit

P = Permission


def trail(request: HttpRequest, unit: ServiceUnit, *below: tuple[str, str]) -> Trail:
    return [*trail_of(unit, request.user), ("Petugas pengaduan", page_of(unit)), *below]


def page_of(unit: ServiceUnit) -> str:
    return reverse("complaints:complaint_officers", args=[unit.pk])


def today_at(unit: ServiceUnit) -> Any:
    return local_date(timezone.now(), unit.time_zone)


@page
def officers(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, P.UNIT_VIEW, pk)
    context = {
        "unit": unit,
        "standing": standing_of(unit.government, today_at(unit), unit)[0],
        "our_rules": sentences.OUR_RULES,
        "coachings": coachings_of(unit),
        "lines": contact_lines(unit.government, actor(request), today_at(unit), unit),
        "can_keep": may_keep(request.user, unit),
        "can_edit_officers": may(request.user, P.OFFICER_EDIT, unit),
        "trail": [*trail(request, unit)[:-1], ("Petugas pengaduan", "")],
    }
    return render(request, "complaints/officers.html", context)


@page
def officers_of_government(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, P.COMPLAINT_REPORT, code)
    context = {
        "government": government,
        "rows": standing_of(government, local_date(timezone.now(), zone_of(government))),
        "our_rules": sentences.OUR_RULES,
        "no_admin": "" if has_admin(government) else sentences.NO_ADMIN,
        "trail": [*trail_of(government, request.user), ("Petugas pengaduan", "")],
    }
    return render(request, "complaints/standing.html", context)


@form_page
def coaching_create(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, P.UNIT_VIEW, pk)
    if not may_keep(request.user, unit):
        raise PermissionDenied
    form = CoachingForm(*typed(request), unit=unit, today=today_at(unit))
    write = partial(services.record_coaching, unit=unit)
    return answer_coaching(request, unit, form, write, title="Catat pembinaan", said=sentences.COACHING_CREATED)


@form_page
def coaching_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_for(request.user, P.UNIT_VIEW, Coaching.objects.select_related("unit__government"), pk=pk)
    if not may_keep(request.user, row.unit):
        raise PermissionDenied
    form = CoachingForm(*typed(request), instance=row, unit=row.unit, today=today_at(row.unit))
    write = partial(services.change_coaching, coaching=row)
    return answer_coaching(request, row.unit, form, write, title=row.topic, said=sentences.COACHING_CHANGED)


def answer_coaching(
    request: HttpRequest, unit: ServiceUnit, form: CoachingForm, write: Any, *, title: str, said: str
) -> HttpResponse:
    return answer_row(
        request,
        form,
        write,
        title=title,
        eyebrow=unit.name,
        said=said,
        back=page_of(unit),
        trail=trail(request, unit, (title, "")),
    )


@page
def coaching_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The proof as an attachment that no browser will run."""
    rows = Coaching.objects.select_related("unit__government").exclude(file="")
    row = fetch_for(request.user, P.UNIT_VIEW, rows, pk=pk)
    try:
        stream = row.file.open("rb")
    except FileNotFoundError:
        context = {"unit": row.unit, "text": sentences.PROOF_MISSING, "trail": trail(request, row.unit, ("Bukti", ""))}
        return render(request, "complaints/proof_missing.html", context, status=404)
    return FileResponse(
        stream, as_attachment=True, filename=row.file_name, content_type=row.media_type, headers=FOREIGN_FILE
    )
