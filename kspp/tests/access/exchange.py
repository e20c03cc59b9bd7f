"""Instruments as files, and cycles that move to a corrected version."""

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from conftest import NOW
from instruments.models import InstrumentVersion
from instruments.services.drafts import clone_instrument, publish_draft
from kspp.tests.access.route import Route

P = Permission

ROUTES = {
    "instruments:instrument_template": Route(P.INSTRUMENT_VIEW, "platform", "none"),
    "instruments:instrument_template_text": Route(P.INSTRUMENT_VIEW, "platform", "none"),
    "instruments:instrument_workbook": Route(P.INSTRUMENT_VIEW, "government", "own_draft"),
    "instruments:instrument_file": Route(P.INSTRUMENT_VIEW, "government", "own_draft"),
    "instruments:instrument_replace": Route(P.INSTRUMENT_MANAGE, "government", "own_draft"),
    "instruments:instrument_upload": Route(P.INSTRUMENT_MANAGE, "government", "code"),
    "instruments:instrument_upload_national": Route(P.PLATFORM_MANAGE, "platform", "none"),
    "assessments:cycle_targets": Route(P.CYCLE_MANAGE, "government", "cycle"),
    "assessments:cycle_move": Route(P.CYCLE_MANAGE, "government", "cycle_move"),
}


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours."""
    target = publish_draft(version=_clone(assessment, "koreksi-1", by), by=by, now=NOW, seen_version=1)
    return {
        "own_draft": [_clone(assessment, "rancangan-1", by).code],
        "cycle_move": [assessment.locus.cycle_id, target.pk],
    }


def _clone(assessment: Assessment, code: str, by: User) -> InstrumentVersion:
    source, owner = assessment.instrument, assessment.government
    return clone_instrument(source=source, owner=owner, code=code, title=code, by=by, now=NOW)
