"""A corrected version of the cast's instrument, in which every fate an answer may meet occurs."""

from typing import Any

from accounts.models import User
from assessments.models import AssessmentCycle
from assessments.selectors.moving import MovePlan, move_plan
from assessments.services.moving import move_cycle
from conftest import NOW
from instruments.models import InstrumentVersion
from instruments.services import drafts


def corrected(source: InstrumentVersion, code: str = "kspp-koreksi", **fields: Any) -> InstrumentVersion:
    """The first indicator has another code, the second other words, the third is gone, the fourth has no top level."""
    draft = drafts.clone_instrument(source=source, owner=None, code=code, title=f"Koreksi {code}", by=None, now=NOW)
    content = {**drafts.source_content(draft), **fields}
    rows = content["dimensions"][0]["variables"][0]["indicators"]
    rows[0]["code"] = "X1"
    rows[1]["name"] = "Rumusan yang sama sekali lain"
    del rows[2]
    rows[2]["levels"].pop(max(rows[2]["levels"], key=int))
    drafts.save_draft(version=draft, content=content, by=None, now=NOW, seen_version=1)
    return drafts.publish_draft(version=draft, by=None, now=NOW, seen_version=2)


def moved(
    cycle: AssessmentCycle, target: InstrumentVersion, by: User, mapping: dict[str, str] | None = None, **fields: Any
) -> AssessmentCycle:
    plan: MovePlan = move_plan(cycle, target, mapping)
    given = {"mapping": plan.mapping, "reason": "Salah cetak diperbaiki", "seen": plan.seen, **fields}
    return move_cycle(cycle=cycle, target=target, by=by, now=NOW, **given)
