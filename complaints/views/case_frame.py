"""What the pages of one complaint share: fetching it, where it hangs, and forms that store once or say why not."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import GovernmentScope, actor, fetch_for, may
from complaints.models import Complaint
from complaints.scope import powers
from complaints.selectors.case import WITH_PLACE, latest_events
from complaints.sentences import cases as sentences
from complaints.sentences.problems import PROBLEMS, Problem
from complaints.services.errors import Conflict, Refused
from complaints.views.public_page import refuse_oversized
from kspp.lib.http import Trail
from kspp.lib.uploads.handler import is_oversized
from units.models import Government
from units.views import trail_of

VIEW = Permission.COMPLAINT_VIEW


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


def attempt(request: HttpRequest, form: Any, write: Callable[[], Any]) -> tuple[Any, int]:
    """The stored row and 200, or None and the status of the page that says why."""
    is_valid = form.is_valid()
    if is_oversized(request) and "files" in form.fields:
        refuse_oversized(form)
        return None, 413
    if not is_valid:
        return None, 422
    try:
        return write(), 200
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, PROBLEMS[refusal.problem])
        return None, 403 if refusal.problem is Problem.NOT_YOURS else 422
    except Conflict as conflict:
        _show_conflict(form, conflict.row)
        return None, 409


def _show_conflict(form: Any, current: Complaint) -> None:
    """Keep what was typed, tell what others did meanwhile, and let the next sending go on knowingly."""
    missed = current.version - (form.cleaned_data.get("version") or 0)
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = str(current.version)
    form.is_stale, form.current, form.missed = True, current, latest_events(current, missed)


def answer_form(
    request: HttpRequest,
    complaint: Complaint,
    form: forms.Form,
    write: Callable[[], Any],
    *,
    done: Callable[[Complaint], str] = lambda complaint: sentences.SAVED.format(complaint.number),
    **context: Any,
) -> HttpResponse:
    """Show the form, or store it and go back to the case, when it is still the person's to see."""
    status = 200
    if request.method == "POST":
        stored, status = attempt(request, form, write)
        if stored is not None:
            lands = stored if isinstance(stored, Complaint) else complaint
            messages.success(request, done(lands))
            return redirect(address_after(request, lands))
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
