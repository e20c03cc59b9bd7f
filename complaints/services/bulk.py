"""The same act for many complaints: each on its own, and each outcome told."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from complaints.models import Complaint
from complaints.scope import powers
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services.linking import assign
from complaints.services.messages import mark_read
from complaints.services.moves import MoveDetails, move
from complaints.workflow import Move
from kspp.lib.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class BulkResult:
    """`problem` is empty when it was done, now or by the same form before."""

    complaint: Complaint
    problem: str


def do_for_all(
    *, complaints: Iterable[Complaint], act: str, chosen: dict[str, Any], form_key: uuid.UUID, by: User, now: datetime
) -> list[BulkResult]:
    """What can be done is done; what cannot says why. The same form sent twice acts once."""
    outcomes = []
    for complaint in complaints:
        try:
            _do(complaint, act, chosen, uuid.uuid5(form_key, str(complaint.pk)), by, now)
        except Refused as refusal:
            outcomes.append(BulkResult(complaint, " ".join(refusal.said_by(PROBLEMS))))
        except Conflict:
            outcomes.append(BulkResult(complaint, PROBLEMS[Code.MOVE_NOT_POSSIBLE]))
        else:
            outcomes.append(BulkResult(complaint, ""))
    return outcomes


def _do(complaint: Complaint, act: str, chosen: dict[str, Any], key: uuid.UUID, by: User, now: datetime) -> None:
    if act == "assign":
        _need(by, complaint, Permission.COMPLAINT_ASSIGN)
        assign(complaint=complaint, officer=chosen["officer"], seen_version=complaint.version, by=by, now=now)
    elif act == "read":
        _need(by, complaint, Permission.COMPLAINT_HANDLE)
        mark_read(complaint=complaint, by=by, now=now)
    else:
        what = Move.DISPOSE if act == "dispose" else Move.ARCHIVE
        details = MoveDetails(unit=chosen.get("unit"), reason=chosen.get("reason", ""))
        seen = complaint.version
        move(complaint=complaint, move=what, details=details, form_key=key, seen_version=seen, by=by, now=now)


def _need(by: User, complaint: Complaint, permission: Permission) -> None:
    if permission.value not in powers(by, complaint):
        raise Refused(Code.NOT_YOURS)
