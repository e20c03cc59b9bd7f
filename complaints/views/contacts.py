"""Published contacts and their tests, coaching, and how the complaint officers of units stand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, fetch_unit, may
from complaints.deadlines import local_date
from complaints.forms.contacts import CoachingForm, ContactForm, TestsForm
from complaints.models import Coaching, Contact
from complaints.selectors.figures import zone_of
from complaints.selectors.officers import contact_lines, standing_of
from complaints.sentences import officers as sentences
from complaints.sentences.problems import PROBLEMS
from complaints.services import contacts as services
from complaints.services.errors import Conflict, Refused
from complaints.views.case_frame import DOWNLOAD_HEADERS, fetch_desk
from kspp.lib.forms import show_conflict
from kspp.lib.http import form_page, page
from units.models import Government, ServiceUnit
from units.views import trail_of

P = Permission
EDIT = P.COMPLAINT_SETTINGS
KEEP = P.OFFICER_EDIT
"""Of one unit's officers: whoever keeps them, records their coaching and tries their contacts."""


def today_in(government: Government) -> Any:
    return local_date(timezone.now(), zone_of(government))


@page
def contacts(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_desk(actor(request), P.UNIT_VIEW, code)
    context = {
        "government": government,
        "lines": contact_lines(government, None, today_in(government)),
        "can_edit": may(request.user, EDIT, government),
        "can_test": may(request.user, EDIT, government),
        "trail": [*trail_of(government, request.user), ("Kanal pengaduan", "")],
    }
    return render(request, "complaints/contacts.html", context)


@form_page
def contact_create(request: HttpRequest, code: str) -> HttpResponse:
    """`?unit=`: of this unit; without it the government's own."""
    government = fetch_desk(actor(request), EDIT, code)
    asked = request.GET.get("unit", "")
    units = ServiceUnit.objects.filter(government=government)
    unit = get_object_or_404(units, pk=asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    form = ContactForm(request.POST if request.method == "POST" else None)
    return answer(
        request,
        form,
        lambda: services.create_contact(government=government, unit=unit, values=form.values, **_who(request)),
        title="Tambah kanal pengaduan",
        eyebrow=str(unit or government.full_name),
        back=reverse("complaints:contacts", args=[government.code]),
        said=sentences.CONTACT_SAVED,
        trail=[*trail_of(government, request.user), ("Tambah kanal", "")],
    )


@form_page
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_for(request.user, EDIT, Contact.objects.select_related("government", "unit"), pk=pk)
    form = ContactForm(request.POST if request.method == "POST" else None, instance=row)
    return answer(
        request,
        form,
        lambda: services.change_contact(contact=row, values=form.values, **_seen(form), **_who(request)),
        title=str(row),
        eyebrow=str(row.unit or row.government),
        back=reverse("complaints:contacts", args=[row.government.code]),
        said=sentences.CONTACT_SAVED,
        trail=[*trail_of(row.government, request.user), ("Kanal pengaduan", "")],
    )


@form_page
def contact_tests(request: HttpRequest, code: str) -> HttpResponse:
    """All contacts at once, as an assessor would try them."""
    government = fetch_desk(actor(request), EDIT, code)
    today = today_in(government)
    lines = contact_lines(government, None, today)
    form = TestsForm(request.POST if request.method == "POST" else None, lines=lines, today=today)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            cleaned = form.cleaned_data
            made = services.record_tests(
                results=form.results, tested_on=cleaned["tested_on"], form_key=cleaned["form_key"], **_who(request)
            )
            messages.success(request, sentences.TESTS_SAVED.format(len(made)))
            return redirect("complaints:contacts", government.code)
    context = {
        "government": government,
        "form": form,
        "trail": [*trail_of(government, request.user), ("Uji kanal", "")],
    }
    return render(request, "complaints/contact_tests.html", context, status=status)


@page
def officers(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, P.UNIT_VIEW, pk)
    today = local_date(timezone.now(), unit.time_zone)
    context = {
        "unit": unit,
        "standing": standing_of(unit.government, today, unit)[0],
        "about_rules": sentences.ABOUT_RULES,
        "coachings": Coaching.objects.filter(unit=unit).prefetch_related("officers"),
        "lines": contact_lines(unit.government, unit, today),
        "can_keep": may(request.user, KEEP, unit),
        "trail": [*trail_of(unit, request.user), ("Petugas pengaduan", "")],
    }
    return render(request, "complaints/officers.html", context)


@page
def officers_of_government(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_desk(actor(request), P.COMPLAINT_REPORT, code)
    if not may(request.user, P.COMPLAINT_REPORT, government):
        raise PermissionDenied
    context = {
        "government": government,
        "rows": standing_of(government, today_in(government)),
        "about_rules": sentences.ABOUT_RULES,
        "trail": [*trail_of(government, request.user), ("Petugas pengaduan", "")],
    }
    return render(request, "complaints/standing.html", context)


@form_page
def coaching_create(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, KEEP, pk)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CoachingForm(*typed, unit=unit, today=local_date(timezone.now(), unit.time_zone))
    form.fields["form_key"].required = True

    def write() -> Coaching:
        cleaned = form.cleaned_data
        return services.record_coaching(
            unit=unit,
            values=form.values,
            officers=list(cleaned["officers"]),
            file=next(iter(cleaned["proof"]), None),
            form_key=cleaned["form_key"],
            **_who(request),
        )

    return answer(
        request,
        form,
        write,
        title="Catat pembinaan",
        eyebrow=unit.name,
        back=reverse("complaints:complaint_officers", args=[unit.pk]),
        said=sentences.COACHING_SAVED,
        trail=[*trail_of(unit, request.user), ("Catat pembinaan", "")],
    )


@form_page
def coaching_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_for(request.user, KEEP, Coaching.objects.select_related("unit__government"), pk=pk)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CoachingForm(*typed, instance=row, unit=row.unit, today=local_date(timezone.now(), row.unit.time_zone))

    def write() -> Coaching:
        chosen = list(form.cleaned_data["officers"])
        return services.change_coaching(
            coaching=row, values=form.values, officers=chosen, **_seen(form), **_who(request)
        )

    return answer(
        request,
        form,
        write,
        title=row.topic,
        eyebrow=row.unit.name,
        back=reverse("complaints:complaint_officers", args=[row.unit_id]),
        said=sentences.COACHING_SAVED,
        trail=[*trail_of(row.unit, request.user), ("Pembinaan", "")],
    )


@page
def coaching_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    row = fetch_for(request.user, P.UNIT_VIEW, Coaching.objects.exclude(file=""), pk=pk)
    try:
        stream = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        stream, as_attachment=True, filename=row.file_name, content_type=row.media_type, headers=DOWNLOAD_HEADERS
    )


def answer(
    request: HttpRequest, form: Any, write: Callable[[], Any], *, said: str, back: str, **context: Any
) -> HttpResponse:
    """Show the form, or store it and go back."""
    status = 200
    if request.method == "POST":
        stored, status = attempt(form, write)
        if stored is not None:
            messages.success(request, said.format(stored))
            return redirect(back)
    return render(request, "complaints/form.html", {"form": form, "lead": "", "back": back, **context}, status=status)


def attempt(form: Any, write: Callable[[], Any]) -> tuple[Any, int]:
    if not form.is_valid():
        return None, 422
    try:
        return write(), 200
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, PROBLEMS[refusal.problem])
        return None, 422
    except Conflict as conflict:
        show_conflict(form, conflict.row.version, form.compared_with(conflict.row))
        return None, 409


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor(request), "now": timezone.now()}


def _seen(form: Any) -> dict[str, Any]:
    return {"seen_version": form.cleaned_data["version"]}
