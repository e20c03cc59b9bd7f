"""Who complained: read, corrected, handed over and erased. Everything that shows a person is asked for by POST."""

import json
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control

from accounts.permissions import Permission
from accounts.scope import actor, fetch_for, fetch_government
from complaints.forms.identity import EraseForm, IdentityForm, PersonSearchForm, identity_form
from complaints.models import Complaint
from complaints.scope import may_read_identity, powers
from complaints.selectors.desk_settings import settings_of
from complaints.selectors.person_record import PersonRecord, as_json
from complaints.selectors.persons import Person, identity_panel
from complaints.sentences import persons as sentences
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import persons as services
from complaints.services.retention import erase
from directory.views.places import trail_of
from kspp.lib.form_pages import CONFLICT, INVALID, answer_form, typed
from kspp.lib.http import Trail, action, download, form_page, is_htmx, page
from kspp.lib.sealing import Unreadable

unstored = cache_control(no_store=True, private=True)
"""No browser and no proxy keeps the answer."""


def fetch_complaint(request: HttpRequest, permission: Permission, pk: int) -> Complaint:
    return fetch_for(request.user, permission, Complaint.objects.select_related("government", "unit"), pk=pk)


def trail(request: HttpRequest, complaint: Complaint, *below: tuple[str, str]) -> Trail:
    place = complaint.unit or complaint.government
    return [*trail_of(place, request.user), (complaint.number, complaint.get_absolute_url()), *below]


@action
@unstored
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """The identity of one case, for those who handle it. The reading is told in the history."""
    complaint = fetch_readable(request, pk)
    try:
        person = services.read_identity(complaint=complaint, by=actor(request), now=timezone.now())
    except Unreadable:
        return answer_identity(request, complaint, problem=PROBLEMS[Code.IDENTITY_UNREADABLE])
    form = identity_form(person) if can_correct(request, complaint) else None
    return answer_identity(request, complaint, person=person, form=form)


@action
@unstored
def identity_correct(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = fetch_readable(request, pk)
    if Permission.COMPLAINT_HANDLE.value not in powers(actor(request), complaint):
        raise PermissionDenied
    by, now = actor(request), timezone.now()
    form = IdentityForm(
        request.POST, stored_now=lambda: services.read_identity(complaint=complaint, by=by, now=now) or Person()
    )
    return answer_form(
        request,
        form,
        partial(services.correct_identity, complaint=complaint),
        show=lambda status: answer_identity(request, complaint, form=form, status=status),
        words=PROBLEMS,
        said=lambda _: sentences.CORRECTED.format(complaint),
        to=complaint,
    )


def fetch_readable(request: HttpRequest, pk: int) -> Complaint:
    complaint = fetch_complaint(request, Permission.IDENTITY_READ, pk)
    if not may_read_identity(actor(request), complaint):
        raise PermissionDenied
    return complaint


def can_correct(request: HttpRequest, complaint: Complaint) -> bool:
    """An erased identity is not filled again, and an anonymous case has none."""
    handles = Permission.COMPLAINT_HANDLE.value in powers(actor(request), complaint)
    return handles and not complaint.is_anonymous


def answer_identity(
    request: HttpRequest,
    complaint: Complaint,
    *,
    person: Person | None = None,
    form: IdentityForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "complaint": complaint,
        "person": person,
        "form": form,
        "problem": problem,
        "was_sent": form is not None and form.is_bound,
        "trail": trail(request, complaint, ("Identitas pengadu", "")),
    }
    template = "complaints/parts/identity.html" if is_htmx(request) else "complaints/identity.html"
    return render(request, template, context, status=status)


@form_page
@unstored
def person_search(request: HttpRequest, code: str) -> HttpResponse:
    """All cases of one person, so that a request covers them all. Sent by POST: a name stands in no address."""
    government = fetch_government(request.user, Permission.IDENTITY_ERASE, code)
    form, found, status = PersonSearchForm(*typed(request)), None, 200
    if form.is_valid():
        sought = form.cleaned_data["person"]
        found = services.find_person(government=government, typed=sought, by=actor(request), now=timezone.now())
    elif form.is_bound:
        status = INVALID
    context = {
        "government": government,
        "form": form,
        "found": found,
        "most_found": services.MOST_FOUND,
        "trail": [*trail_of(government, request.user), ("Data pribadi", "")],
    }
    return render(request, "complaints/person_search.html", context, status=status)


@page
def person(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = fetch_complaint(request, Permission.IDENTITY_ERASE, pk)
    return answer_person(request, complaint, EraseForm(initial={"version": complaint.version}))


@action
@unstored
def person_export(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy for the person: a page to print, or JSON to keep."""
    complaint = fetch_complaint(request, Permission.IDENTITY_ERASE, pk)
    record = services.export_person(complaint=complaint, by=actor(request), now=timezone.now())
    if request.POST.get("format") == "json":
        return _as_file(record)
    context = {"record": record, "trail": trail(request, complaint, ("Salinan data pribadi", ""))}
    return render(request, "complaints/person_export.html", context)


def _as_file(record: PersonRecord) -> HttpResponse:
    text = json.dumps(as_json(record), ensure_ascii=False, indent=2)
    name = record.complaint.number.replace("/", "-")
    return download(text, "application/json", f"data-pribadi-{name}.json")


@action
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    complaint = fetch_complaint(request, Permission.IDENTITY_ERASE, pk)
    form = EraseForm(request.POST)
    return answer_form(
        request,
        form,
        partial(erase, complaint=complaint),
        show=partial(answer_person, request, complaint, form),
        words=PROBLEMS,
        said=lambda _: sentences.ERASED.format(complaint),
        to=reverse("complaints:person", args=[complaint.pk]),
    )


def answer_person(request: HttpRequest, complaint: Complaint, form: EraseForm, status: int = 200) -> HttpResponse:
    context = {
        "complaint": complaint,
        "panel": identity_panel(complaint, actor(request)),
        "settings": settings_of(complaint.government),
        "form": form,
        "is_stale": status == CONFLICT,
        "trail": trail(request, complaint, ("Data pribadi", "")),
    }
    return render(request, "complaints/person.html", context, status=status)
