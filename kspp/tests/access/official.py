"""Official results: tables, imports, comparisons."""

import uuid

from accounts.models import User
from accounts.permissions import Permission
from assessments.models import Assessment
from conftest import NOW
from kspp.tests.access.route import Route
from official_results.services.imports import check

P = Permission

ROUTES = {
    "official_results:official_imports": Route(P.OFFICIAL_IMPORT, "platform", "none"),
    "official_results:official_template_csv": Route(P.OFFICIAL_IMPORT, "platform", "none"),
    "official_results:official_template_xlsx": Route(P.OFFICIAL_IMPORT, "platform", "none"),
    "official_results:official_import": Route(P.OFFICIAL_IMPORT, "government", "official_import"),
    "official_results:official_take": Route(P.OFFICIAL_IMPORT, "government", "official_import", "post"),
    "official_results:official_drop": Route(P.OFFICIAL_IMPORT, "government", "official_import", "post"),
    "official_results:official_units": Route(P.OFFICIAL_IMPORT, "government", "code"),
    "official_results:official": Route(P.OFFICIAL_VIEW, "platform", "none"),
    "official_results:official_csv": Route(P.OFFICIAL_VIEW, "platform", "none"),
    "official_results:official_xlsx": Route(P.OFFICIAL_VIEW, "platform", "none"),
    "official_results:official_province": Route(P.OFFICIAL_VIEW, "platform", "province"),
    "official_results:official_government": Route(P.OFFICIAL_VIEW, "platform", "code"),
}
"""What is published may be read by whoever has the right anywhere; an upload belongs to a government."""

COMING: set[Permission] = set()
"""Permissions whose pages are still being built."""


def arguments(assessment: Assessment, by: User) -> dict[str, list[object]]:
    """What the routes above are called with, for an assessment of ours."""
    government = assessment.government
    line = f"kabupaten,{government.name},2023,kspp-2023-2024,95.94,press: Uji"
    batch = check(
        government=government,
        name="uji.csv",
        content=f"level,government,year,instrument,score,source\n{line}".encode(),
        order_key=uuid.uuid4(),
        by=by,
        now=NOW,
    )
    return {"official_import": [batch.pk], "province": [government.province_id]}
