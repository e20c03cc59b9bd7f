"""Who reaches reports: by the permissions of their kind; a list, whoever holds it anywhere in the government."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import GovernmentScope, fetch_for
from assessments.models import AssessmentCycle
from reports.models import Report, ReportQuerySet
from units.models import Government


def fetch_cycle(user: User | AnonymousUser, permission: Permission, pk: int) -> AssessmentCycle:
    """Outsider: 404. Insider without the right in any unit: 403. Which reports of it are seen is the rows' question."""
    rows = AssessmentCycle.objects.belonging(user).with_place()
    cycle = rows.filter(pk=pk).first()
    if cycle is None or not isinstance(user, User):
        raise Http404
    if not any(m.government_id in (None, cycle.government_id) for m in user.memberships_with(permission)):
        raise PermissionDenied
    return cycle


def may_view(kind: str) -> Permission:
    return Permission.REPORT_VIEW if kind == Report.Kind.READINESS else Permission.COMPLAINT_REPORT


def may_order(kind: str) -> Permission:
    return Permission.REPORT_ORDER if kind == Report.Kind.READINESS else Permission.COMPLAINT_REPORT


def fetch_report(user: User, rows: ReportQuerySet, pk: UUID | str, *, to_order: bool = False) -> Report:
    """By the permission of the report's own kind. Outsider: 404. Insider without the right: 403."""
    kind = Report.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if kind is None:
        raise Http404
    return fetch_for(user, may_order(kind) if to_order else may_view(kind), rows, pk=pk)


def fetch_complaint_government(user: User, code: str) -> Government:
    """Whoever may see complaint reports of the government or of a unit in it."""
    government = GovernmentScope(Government).belonging(user).filter(code=code).first()
    if government is None:
        raise Http404
    held = user.memberships_with(Permission.COMPLAINT_REPORT)
    if not any(m.government_id in (None, government.pk) for m in held):
        raise PermissionDenied
    return government
