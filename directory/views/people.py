"""Pages about people: who is in a government and who may see a unit."""

from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.scope import MembershipScope, fetch_for, fetch_government, fetch_unit
from directory.forms.people import InviteForm, PeopleSearchForm, ReasonForm
from directory.selectors import access_to, people_of
from directory.sentences import people as sentences
from directory.services import memberships as services
from directory.views.places import trail_of
from kspp.lib.form_pages import answer_form, form_shown, press, typed
from kspp.lib.http import Trail, action, form_page, here, other_query, page
from units.models import Government


def people_trail(request: HttpRequest, government: Government) -> Trail:
    people = reverse("directory:people", args=[government.code])
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
    return render(request, "directory/people.html", context)


@form_page
def invite(request: HttpRequest, code: str) -> HttpResponse:
    government = fetch_government(request.user, Permission.PEOPLE_MANAGE, code)
    form = InviteForm(*typed(request), government=government)
    trail = [*people_trail(request, government), ("Undang orang", "")]
    return answer_form(
        request,
        form,
        partial(services.invite, government=government),
        show=form_shown(request, "directory/invite.html", form, government=government, trail=trail),
        words=sentences.PROBLEMS,
        said=lambda invited: (sentences.INVITED if invited.is_new else sentences.ALREADY_MEMBER).format(
            form.cleaned_data["email"]
        ),
        to=reverse("directory:people", args=[government.code]),
    )


@page
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    return _membership_page(request, fetch_membership(request, pk), ReasonForm(), 200)


@action
def membership_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    form = ReasonForm(request.POST)
    return answer_form(
        request,
        form,
        partial(services.deactivate_membership, membership=membership),
        show=partial(_membership_page, request, membership, form),
        words=sentences.PROBLEMS,
        said=lambda _: sentences.DEACTIVATED.format(membership.user, membership.get_role_display()),
        to=_after(request, membership),
    )


@action
def membership_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    return press(
        request,
        partial(services.reactivate_membership, membership=membership),
        words=sentences.PROBLEMS,
        said=lambda _: sentences.REACTIVATED.format(membership.user, membership.get_role_display()),
        to=people_of_government(membership),
    )


@action
def membership_resend(request: HttpRequest, pk: int) -> HttpResponse:
    membership = fetch_membership(request, pk)
    return press(
        request,
        partial(services.resend_invitation, membership=membership),
        words=sentences.PROBLEMS,
        said=lambda _: sentences.RESENT.format(membership.user),
        to=people_of_government(membership),
    )


def _membership_page(request: HttpRequest, membership: Membership, form: ReasonForm, status: int) -> HttpResponse:
    context = {
        "membership": membership,
        "form": form,
        "can_resend": membership.is_active and membership.last_entry is None,
        "trail": [*people_trail(request, government_of(membership)), (str(membership.user), "")],
    }
    return render(request, "directory/membership.html", context, status=status)


def people_of_government(membership: Membership) -> str:
    return reverse("directory:people", args=[government_of(membership).code])


def _after(request: HttpRequest, membership: Membership) -> str:
    """Back to the people, unless the person just gave up the right to see them."""
    return "/" if membership.user_id == request.user.pk else people_of_government(membership)


@page
def who_can_see(request: HttpRequest, pk: int) -> HttpResponse:
    unit = fetch_unit(request.user, Permission.UNIT_VIEW, pk)
    trail = [*trail_of(unit, request.user), ("Siapa yang dapat melihat ini?", "")]
    context = {"unit": unit, "people": access_to(unit), "trail": trail}
    return render(request, "directory/who_can_see.html", context)
