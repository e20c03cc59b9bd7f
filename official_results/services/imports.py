"""An uploaded file of official results: looked at, kept, and taken or dropped once."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from history.services import record
from instruments.services.errors import Conflict, Refused
from official_results.models import OfficialImport
from official_results.sentences import imports as sentences
from official_results.services.results import Import, import_results, look
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
    _tell("official_import.checked", batch, by, now, {key: [0, value] for key, value in found.counts.items()})
    return batch


def preview(*, batch: OfficialImport, now: datetime) -> Import:
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
        raise Refused([sentences.DROPPED])
    if current.version != seen_version:
        raise Conflict(current)
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
        raise Refused([sentences.NOTHING_NEW if not found.new else sentences.NOT_ALL])
    _decide(current, State.TAKEN, now, found.counts)
    return current


@transaction.atomic
def drop(*, batch: OfficialImport, seen_version: int, by: User, now: datetime) -> OfficialImport:
    """Its content goes: it is the proof of nothing. Raises Refused, Conflict."""
    current = _locked(batch)
    if current.state == State.DROPPED:
        return current
    if current.state == State.TAKEN:
        raise Refused([sentences.TAKEN])
    if current.version != seen_version:
        raise Conflict(current)
    current.content = b""
    _decide(current, State.DROPPED, now, current.summary)
    _tell("official_import.dropped", current, by, now, {"rows": [sum_of(current.summary), 0]})
    return current


def sum_of(summary: dict[str, int]) -> int:
    """How many rows a file has."""
    return sum(summary.get(verdict, 0) for verdict in ("new", "known", "refused"))


def _own_upload(batch: OfficialImport, by: User) -> OfficialImport:
    if batch.uploaded_by_id != by.pk:
        raise Refused([sentences.ASK_AGAIN])
    return batch


def _own(government: Government | None) -> set[int] | None:
    return None if government is None else {government.pk}


def _locked(batch: OfficialImport) -> OfficialImport:
    return OfficialImport.objects.select_for_update(no_key=True).get(pk=batch.pk)


def _decide(batch: OfficialImport, state: str, now: datetime, summary: dict[str, int]) -> None:
    batch.state, batch.decided_at, batch.summary = state, now, summary
    batch.version += 1
    batch.save(update_fields=["state", "decided_at", "summary", "content", "version"])


def _tell(action: str, batch: OfficialImport, by: User, now: datetime, changes: dict[str, object]) -> None:
    told = {**changes, "sha256": ["", batch.sha256]}
    record(action=action, subject=batch, by=by, now=now, government=batch.government_id, changes=told)
