"""The library of instruments and its editor."""

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from kspp.tests.access.route import Route

P = Permission

ROUTES: dict[str, Route] = {}

COMING: set[P] = set()
"""Permissions whose pages are still being built."""


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours."""
    return {}
