"""Appending to the audit trail. Call inside the transaction of the write it tells of."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accounts.models import User
from history.models import Chain, Event
from units.models import Government, ServiceUnit

NAME_LENGTH = 250


def chained_hash(previous: str, content: Mapping[str, object]) -> str:
    """SHA-256 over the previous hash and the canonical JSON of an event's content."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def content_of(event: Event) -> dict[str, object]:
    """What the hash of an event covers: everything a reader could be misled by."""
    return {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject": [event.subject_type, event.subject_id, event.subject_name],
        "place": [event.government_id, event.unit_id],
        "reason": event.reason,
        "changes": event.changes,
    }


@transaction.atomic(savepoint=False)
def record(
    *,
    action: str,
    subject: models.Model,
    by: User | None,
    now: datetime,
    government: Government | int | None = None,
    unit: ServiceUnit | None = None,
    name: str = "",
    reason: str = "",
    speaking_as: str = "",
    changes: Mapping[str, object] | None = None,
) -> Event:
    """Append one event where `subject` belongs (`place_of`), or to the place given. Three statements; locks a chain.

    `changes` maps a field to [before, after]. `speaking_as`: somebody without an account, whose request id is not kept.
    """
    unit, government_id = _place(subject, government, unit)
    chain = _locked_chain(government_id)
    event = Event(
        chain=chain,
        sequence=chain.length + 1,
        at=now,
        actor=by,
        actor_name=str(by)[:120] if by else speaking_as or "Sistem",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=(name or str(subject))[:NAME_LENGTH],
        government_id=government_id,
        unit=unit,
        reason=reason,
        changes=json.loads(json.dumps(dict(changes or {}), cls=DjangoJSONEncoder)),
        request_id="" if speaking_as else _request_id(),
        previous_hash=chain.head,
    )
    event.hash = chained_hash(chain.head, content_of(event))
    event.save(force_insert=True)
    Chain.objects.filter(pk=chain.pk).update(length=event.sequence, head=event.hash)
    return event


def place_of(row: models.Model) -> Government | ServiceUnit | None:
    """Where a row belongs: it says so as `history_place`, is such a place, or has a `unit` or a `government`.

    None for what belongs to the whole portal.
    """
    if hasattr(row, "history_place"):
        place: Government | ServiceUnit | None = row.history_place
        return place
    for candidate in (row, getattr(row, "unit", None), getattr(row, "government", None)):
        if isinstance(candidate, Government | ServiceUnit):
            return candidate
    return None


def _place(
    subject: models.Model, government: Government | int | None, unit: ServiceUnit | None
) -> tuple[ServiceUnit | None, int | None]:
    """Unit and government of the event: those given, otherwise those of its subject."""
    place = unit or government or place_of(subject)
    if isinstance(place, ServiceUnit):
        return place, place.government_id
    return None, place.pk if isinstance(place, Government) else place


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:36]


def _locked_chain(government_id: int | None) -> Chain:
    key = str(government_id or Chain.PLATFORM)
    chain = Chain.objects.select_for_update().filter(pk=key).first()
    if chain is None:
        Chain.objects.bulk_create([Chain(key=key)], ignore_conflicts=True)
        chain = Chain.objects.select_for_update().get(pk=key)
    return chain
