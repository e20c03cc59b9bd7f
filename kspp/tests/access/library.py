"""The library of instruments and its editor."""

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from assessments.services.drafts import clone_instrument
from conftest import NOW
from kspp.tests.access.route import Route

P = Permission
MAKERS = (P.INSTRUMENT_MANAGE,)

ROUTES: dict[str, Route] = {
    "assessments:library": Route(P.INSTRUMENT_VIEW, "platform", "none"),
    "assessments:instrument": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "assessments:instrument_comparison": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "assessments:instrument_history": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "assessments:instrument_preview": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "assessments:instrument_clone": Route(P.INSTRUMENT_VIEW, "government", "instrument", "get", MAKERS),
    "assessments:instrument_publish": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:instrument_retire": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:instrument_discard": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_arrange": Route(P.INSTRUMENT_MANAGE, "government", "instrument", "post"),
    "assessments:draft_head": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_parts": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_samples": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_outcomes": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_bands": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_weights": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_indicator_weights": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "assessments:draft_dimension_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "assessments:draft_dimension": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "assessments:draft_variable_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "assessments:draft_variable": Route(P.INSTRUMENT_MANAGE, "government", "instrument_variable"),
    "assessments:draft_indicator_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument_variable"),
    "assessments:draft_indicator": Route(P.INSTRUMENT_MANAGE, "government", "instrument_indicator"),
}

COMING: set[P] = set()
BODIES = {"assessments:draft_arrange": {"move": "up indicator S1", "version": "1"}}

COMING: set[Permission] = set()
"""Permissions whose pages are still being built."""


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours: a draft of ours, copied from its instrument."""
    source = assessment.instrument
    code = "kaur-rancangan"
    clone_instrument(source=source, owner=assessment.government, code=code, title="Rancangan Kaur", by=by, now=NOW)
    dimension = source.dimensions.first()
    variable = dimension.variables.first()
    return {
        "instrument": [code],
        "instrument_dimension": [code, dimension.code],
        "instrument_variable": [code, variable.code],
        "instrument_indicator": [code, variable.indicators.first().code],
    }
