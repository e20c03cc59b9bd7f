"""Complaints for tests, made the way they come in: through the services."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from complaints.clocks import read_clocks
from complaints.codes import code_for
from complaints.models import Complaint
from complaints.services.clocks import load_clocks
from complaints.services.intake import Intake, receive
from complaints.services.moves import MoveDetails, move
from complaints.workflow import Move
from conftest import NOW
from units.models import Government, ServiceUnit

PERSON = {"name": "Sari Contoh", "address": "Jalan Contoh 1", "phone": "0812 0000 0001", "email": "sari@warga.example"}


def with_clocks() -> None:
    """The shipped rules, as every installation has them."""
    load_clocks(rows=read_clocks(), by=None, now=NOW)


def complain(
    government: Government,
    unit: ServiceUnit | None = None,
    *,
    code: str | None = None,
    person: Mapping[str, str] | None = None,
    by: User | None = None,
    now: datetime = NOW,
    **values: Any,
) -> Complaint:
    given = {
        "unit": unit,
        "channel": Complaint.Channel.WEB,
        "subject": "Antrean terlalu lama",
        "story": "Saya menunggu empat jam tanpa dilayani.",
        "secrecy": Complaint.Secrecy.NAMED if person else Complaint.Secrecy.ANONYMOUS,
        **values,
    }
    intake = Intake(government, given, identity=person or {})
    return receive(intake=intake, code=code or code_for(uuid.uuid4(), "tests"), by=by, now=now)


def step(
    complaint: Complaint, what: Move, by: User | None, *, now: datetime = NOW, actor: str = "", **details: Any
) -> Complaint:
    """One move with a form of its own, from what is stored now."""
    return move(
        complaint=complaint,
        move=what,
        details=MoveDetails(**details),
        form_key=uuid.uuid4(),
        seen_version=Complaint.objects.get(pk=complaint.pk).version,
        by=by,
        actor=actor,
        now=now,
    )
