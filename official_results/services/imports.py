"""An uploaded file of official results: looked at, kept, and taken or dropped once."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import change, compare
from official_results.models import OfficialImport
from official_results.sentences.refusals import Refusal
from official_results.services.results import ImportLook, import_results, look
from units.models import Government

State = OfficialImport.State


@transaction.atomic
def check(
    *, government: Government | None, name: str, content: bytes, order_key: UUID, by: User, now: datetime
) -> OfficialImport:
    """Keep a file that can be read until somebody decides. The same form sent twice is one upload. Raises Refused.

    `government`: whose figures may be in it; None: everybody's.
    """
    sent = OfficialImport.objects.filter(order_key=order_key).first()
    if sent is not None:
        return _own_upload(sent, by)
    found = look(content=content, by=by, now=now, governments=_own(government))
    batch = OfficialImport(
        government=government,
        name=name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        summary=found.counts,
        order_key=order_key,
        uploaded_at=now,
        uploaded_by=by,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:  # the same form, a moment earlier
        return _own_upload(OfficialImport.objects.get(order_key=order_key), by)
    changes = {**{key: [0, value] for key, value in found.counts.items()}, "sha256": ["", batch.sha256]}
    record(action="official_import.checked", subject=batch, by=by, now=now, changes=changes)
    return batch


def preview(*, batch: OfficialImport, now: datetime) -> ImportLook:
    """What taking the file would do now: others may have brought in the same figures since."""
    return look(content=bytes(batch.content), by=None, now=now, governments=_own(batch.government))


@transaction.atomic
def take(*, batch: OfficialImport, partial: bool, seen_version: int, by: User, now: datetime) -> OfficialImport:
    """Bring in what is new; with refused rows only if `partial`. Confirming twice brings it in once.

    Raises Refused, and Conflict where somebody else decided meanwhile.
    """
    current = _locked(batch)
    if current.state == State.TAKEN:
        return current
    if current.state == State.DROPPED:
        raise Refused(Refusal.DROPPED)
    compare(current, seen_version)
    found = import_results(
        content=bytes(current.content),
        name=current.name,
        by=by,
        now=now,
        partial=partial,
        governments=_own(current.government),
        batch=current,
    )
    if not found.written:
        raise Refused(Refusal.NOT_ALL if found.new else Refusal.NOTHING_NEW)
    change(current, {"state": State.TAKEN, "decided_at": now, "summary": found.counts}, seen_version)
    return current


@transaction.atomic
def drop(*, batch: OfficialImport, seen_version: int, by: User, now: datetime) -> OfficialImport:
    """Its content goes: it is the proof of nothing. Raises Refused, Conflict."""
    current = _locked(batch)
    if current.state == State.DROPPED:
        return current
    if current.state == State.TAKEN:
        raise Refused(Refusal.TAKEN)
    change(current, {"state": State.DROPPED, "decided_at": now, "content": b""}, seen_version)
    changes = {"rows": [sum_of(current.summary), 0], "sha256": ["", current.sha256]}
    record(action="official_import.dropped", subject=current, by=by, now=now, changes=changes)
    return current


def sum_of(summary: dict[str, int]) -> int:
    """How many rows a file has."""
    return sum(summary.get(verdict, 0) for verdict in ("new", "known", "refused"))


def _own_upload(batch: OfficialImport, by: User) -> OfficialImport:
    if batch.uploaded_by_id != by.pk:
        raise Refused(Problem(Refusal.KEY_OF_OTHERS, "file"))
    return batch


def _own(government: Government | None) -> set[int] | None:
    return None if government is None else {government.pk}


def _locked(batch: OfficialImport) -> OfficialImport:
    return OfficialImport.objects.select_for_update(no_key=True).get(pk=batch.pk)
