"""The library of instruments and its editor."""

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from conftest import NOW
from instruments.services.drafts import clone_instrument
from kspp.tests.access.route import Route

P = Permission
MAKERS = (P.INSTRUMENT_MANAGE,)

ROUTES: dict[str, Route] = {
    "instruments:library": Route(P.INSTRUMENT_VIEW, "platform", "none"),
    "instruments:instrument": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "instruments:instrument_comparison": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "instruments:instrument_history": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "assessments:instrument_preview": Route(P.INSTRUMENT_VIEW, "government", "instrument"),
    "instruments:instrument_clone": Route(P.INSTRUMENT_VIEW, "government", "instrument", "get", MAKERS),
    "instruments:instrument_publish": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:instrument_retire": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:instrument_discard": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_arrange": Route(P.INSTRUMENT_MANAGE, "government", "instrument", "post"),
    "instruments:draft_head": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_parts": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_samples": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_outcomes": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_bands": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_weights": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_indicator_weights": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "instruments:draft_dimension_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument"),
    "instruments:draft_dimension": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "instruments:draft_variable_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument_dimension"),
    "instruments:draft_variable": Route(P.INSTRUMENT_MANAGE, "government", "instrument_variable"),
    "instruments:draft_indicator_create": Route(P.INSTRUMENT_MANAGE, "government", "instrument_variable"),
    "instruments:draft_indicator": Route(P.INSTRUMENT_MANAGE, "government", "instrument_indicator"),
}

COMING: set[P] = set()
BODIES = {"instruments:draft_arrange": {"move": "up indicator S1", "version": "1"}}

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
