"""What the pages of one complaint share: fetching it, where it hangs, and forms that store once or say why not."""

from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import GovernmentScope, actor, fetch_for, may
from complaints.models import Complaint
from complaints.scope import powers
from complaints.selectors.case import WITH_PLACE
from complaints.sentences import cases as sentences
from complaints.sentences.problems import PROBLEMS, Code
from directory.views.places import trail_of
from kspp.lib.form_pages import answer_form
from kspp.lib.http import Trail
from units.models import Government

VIEW = Permission.COMPLAINT_VIEW
NOT_YOURS = frozenset({Code.NOT_YOURS})
"""Refusals that mean: another may do it."""


def fetch_complaint(request: HttpRequest, permission: Permission, pk: int) -> Complaint:
    return fetch_for(request.user, permission, Complaint.objects.select_related(*WITH_PLACE), pk=pk)


def fetch_with_any(request: HttpRequest, pk: int, *permissions: Permission) -> Complaint:
    """For acts that several duties may do; whoever sees the case without any of them gets 403."""
    complaint = fetch_complaint(request, VIEW, pk)
    if not powers(actor(request), complaint) & {permission.value for permission in permissions}:
        raise PermissionDenied
    return complaint


def fetch_desk(user: User, permission: Permission, code: str) -> Government:
    """Whoever holds the permission in the government or in a unit of it. Outsider: 404. Insider without it: 403."""
    government = GovernmentScope(Government).belonging(user).filter(code=code).first()
    if government is None:
        raise Http404
    if not holds_in(user, permission, government):
        raise PermissionDenied
    return government


def holds_in(user: User, permission: Permission, government: Government) -> bool:
    """In the government as a whole, or in a unit of it."""
    return any(m.government_id in (None, government.pk) for m in user.memberships_with(permission))


def desk_trail(request: HttpRequest, government: Government, *below: tuple[str, str]) -> Trail:
    """Who sees nothing above the list, such as an officer, starts at home; who may not see the list skips it."""
    above = trail_of(government, request.user) or [("Beranda", reverse("home"))]
    if holds_in(actor(request), VIEW, government):
        above.append(("Pengaduan", reverse("complaints:complaints", args=[government.code])))
    return [*above, *below]


def case_trail(request: HttpRequest, complaint: Complaint, *below: tuple[str, str]) -> Trail:
    here = (complaint.number, complaint.get_absolute_url() if below else "")
    return desk_trail(request, complaint.government, here, *below)


def answer_case(
    request: HttpRequest,
    complaint: Complaint,
    form: forms.Form,
    write: Callable[..., Any],
    *,
    said: Callable[[Complaint], str] = lambda complaint: sentences.SAVED.format(complaint.number),
    **context: Any,
) -> HttpResponse:
    """Show the form, or store it and go back to the case, when it is still the person's to see.

    `said` and the way back are about the complaint that was stored, or the one at hand when something else was.
    """

    def landing(stored: Any) -> Complaint:
        return stored if isinstance(stored, Complaint) else complaint

    return answer_form(
        request,
        form,
        write,
        show=partial(_show_form, request, complaint, form, context),
        words=PROBLEMS,
        said=lambda stored: said(landing(stored)),
        to=lambda stored: address_after(request, landing(stored)),
        forbidden=NOT_YOURS,
    )


def _show_form(
    request: HttpRequest, complaint: Complaint, form: forms.Form, context: dict[str, Any], status: int
) -> HttpResponse:
    shown = {
        "complaint": complaint,
        "form": form,
        "back": complaint.get_absolute_url(),
        "lead": "",
        "intro": "",
        "templates": [],
        "trail": case_trail(request, complaint, (context["title"], "")),
    }
    with timezone.override(ZoneInfo(complaint.zone)):
        return render(request, "complaints/case_form.html", shown | context, status=status)


def address_after(request: HttpRequest, complaint: Complaint) -> str:
    now = Complaint.objects.select_related("unit", "government").get(pk=complaint.pk)
    if may(actor(request), VIEW, now.unit or now.government):
        return now.get_absolute_url()
    return reverse("complaints:complaints", args=[now.government.code])
