"""What the pages of one complaint share: fetching it, where it hangs, and forms that store once or say why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import GovernmentScope, actor, fetch_for, may
from complaints.models import Complaint
from complaints.scope import powers
from complaints.selectors.case import WITH_PLACE
from complaints.sentences.problems import PROBLEMS
from complaints.services.errors import Conflict, Refused
from kspp.lib.http import Trail
from units.models import Government
from units.views import trail_of

VIEW = Permission.COMPLAINT_VIEW
DOWNLOAD_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


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
    if not any(m.government_id in (None, government.pk) for m in user.memberships_with(permission)):
        raise PermissionDenied
    return government


def desk_trail(request: HttpRequest, government: Government, *below: tuple[str, str]) -> Trail:
    """Who sees nothing above the list, such as an officer, starts at home."""
    above = trail_of(government, request.user) or [("Beranda", reverse("home"))]
    return [*above, ("Pengaduan", reverse("complaints:complaints", args=[government.code])), *below]


def case_trail(request: HttpRequest, complaint: Complaint, *below: tuple[str, str]) -> Trail:
    here = (complaint.number, complaint.get_absolute_url() if below else "")
    return desk_trail(request, complaint.government, here, *below)


def attempt(form: Any, write: Callable[[], Any]) -> tuple[Any, int]:
    """The stored row and 200, or None and the status of the page that says why."""
    if not form.is_valid():
        return None, 422
    try:
        return write(), 200
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, PROBLEMS[refusal.problem])
        return None, 422
    except Conflict as conflict:
        form.data = form.data.copy()
        form.data["version"] = str(conflict.row.version)
        form.is_stale = True
        form.current = conflict.row
        return None, 409


def answer_form(
    request: HttpRequest, complaint: Complaint, form: forms.Form, write: Callable[[], Any], **context: Any
) -> HttpResponse:
    """Show the form, or store it and go back to the case, when it is still the person's to see."""
    status = 200
    if request.method == "POST":
        stored, status = attempt(form, write)
        if stored is not None:
            return redirect(address_after(request, complaint))
    shown = {
        "complaint": complaint,
        "form": form,
        "back": complaint.get_absolute_url(),
        "lead": "",
        "intro": "",
        "templates": [],
        "trail": case_trail(request, complaint, (context["title"], "")),
    }
    return render(request, "complaints/case_form.html", shown | context, status=status)


def address_after(request: HttpRequest, complaint: Complaint) -> str:
    now = Complaint.objects.select_related("unit", "government").get(pk=complaint.pk)
    if may(actor(request), VIEW, now.unit or now.government):
        return now.get_absolute_url()
    return reverse("complaints:complaints", args=[now.government.code])
