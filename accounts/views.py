"""Pages about people: who is in a government and who may see a unit."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts import sentences, services
from accounts.forms import InviteForm, PeopleSearchForm, ReasonForm
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.scope import MembershipScope, actor, fetch_for, fetch_government, fetch_unit
from accounts.selectors import access_to, people_of
from kspp.lib.errors import Refused
from kspp.lib.http import Trail, action, form_page, here, other_query, page
from units.models import Government
from units.views import trail_of


def people_trail(request: HttpRequest, government: Government) -> Trail:
    people = reverse("accounts:people", args=[government.code])
    return [*trail_of(government, request.user), ("Orang dan peran", people)]


def fetch_membership(request: HttpRequest, pk: int) -> Membership:
    """A membership in a government. Those of the whole portal are looked after in the admin."""
    rows = MembershipScope(Membership).filter(government__isnull=False).select_related("user", "government", "unit")
    return fetch_for(request.user, Permission.PEOPLE_MANAGE, rows, pk=pk)


def government_of(membership: Membership) -> Government:
    return cast(Government, membership.government)


@page
def people(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.PEOPLE_MANAGE, code)
    search = PeopleSearchForm(request.GET)
    rows, page_obj = people_of(government, text=search.chosen("q"), number=request.GET.get("halaman"))
    context = {
        "government": government,
        "trail": here(people_trail(request, government)),
        "search": search,
        "people": rows,
        "page_obj": page_obj,
        "query": other_query(request),
    }
    return render(request, "accounts/people.html", context)


@form_page
def invite(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.PEOPLE_MANAGE, code)
    form = InviteForm(request.POST if request.method == "POST" else None, government=government)
    if form.is_valid() and _invited(request, form, government):
        return redirect("accounts:people", government.code)
    context = {
        "form": form,
        "government": government,
        "trail": [*people_trail(request, government), ("Undang orang", "")],
    }
    return render(request, "accounts/invite.html", context, status=422 if form.is_bound else 200)


def _invited(request: HttpRequest, form: InviteForm, government: Government) -> bool:
    try:
        invited = services.invite(government=government, by=actor(request), now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field, sentences.PROBLEMS[refusal.problem])
        return False
    said = sentences.INVITED if invited.is_new else sentences.ALREADY_MEMBER
    messages.success(request, said.format(form.cleaned_data["email"]))
    return True


@page
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    return _membership_page(request, fetch_membership(request, pk), ReasonForm(), 200)


@action
def membership_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _membership_page(request, membership, form, 422)
    try:
        services.deactivate_membership(
            membership=membership, reason=form.cleaned_data["reason"], by=actor(request), now=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, sentences.PROBLEMS[refusal.problem])
        return _membership_page(request, membership, form, 422)
    messages.success(request, sentences.DEACTIVATED.format(membership.user, membership.get_role_display()))
    return _after(request, membership)


@action
def membership_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    services.reactivate_membership(membership=membership, by=actor(request), now=timezone.now())
    messages.success(request, sentences.REACTIVATED.format(membership.user, membership.get_role_display()))
    return redirect("accounts:people", government_of(membership).code)


@action
def membership_resend(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    try:
        services.resend_invitation(membership=membership, by=actor(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, sentences.PROBLEMS[refusal.problem])
    else:
        messages.success(request, sentences.RESENT.format(membership.user))
    return redirect("accounts:people", government_of(membership).code)


def _membership_page(request: HttpRequest, membership: Membership, form: ReasonForm, status: int) -> HttpResponse:
    context = {
        "membership": membership,
        "form": form,
        "can_resend": membership.is_active and membership.last_entry is None,
        "trail": [*people_trail(request, government_of(membership)), (str(membership.user), "")],
    }
    return render(request, "accounts/membership.html", context, status=status)


def _after(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Back to the people, unless the person just gave up the right to see them."""
    if membership.user_id == request.user.pk:
        return redirect("/")
    return redirect("accounts:people", government_of(membership).code)


@page
def who_can_see(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.UNIT_VIEW, pk)
    trail = [*trail_of(unit, request.user), ("Siapa yang dapat melihat ini?", "")]
    context = {"unit": unit, "people": access_to(unit), "trail": trail}
    return render(request, "accounts/who_can_see.html", context)
