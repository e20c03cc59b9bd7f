"""Events as a timeline tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from history.models import Event
from history.sentences import told

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are as stored: plain values, None where there was nothing."""

    label: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    actor: str
    text: str
    subject: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: tuple[Entry, ...]
    page_obj: Page


def timeline(events: QuerySet[Event], *, number: str | int | None = None, size: int = PAGE_SIZE) -> Timeline:
    """One page of these events, newest first; two queries. For one subject: `Event.objects.about(subject)`."""
    page = Paginator(events.order_by("-pk"), size).get_page(number)
    return Timeline(tuple(_entry(event) for event in page.object_list), page)


def _entry(event: Event) -> Entry:
    return Entry(
        at=event.at,
        actor=event.actor_name,
        text=f"{told(event.action)}: {event.subject_name}",
        subject=event.subject_name,
        reason=event.reason,
        changes=_changes(event.subject_type, event.changes),
    )


def _changes(subject_type: str, changes: Mapping[str, object]) -> tuple[Change, ...]:
    """Entries that are not a pair of before and after are facts: they have no before."""
    return tuple(
        Change(_label(subject_type, field), *pair)
        if isinstance(pair, list) and len(pair) == 2
        else Change(_label(subject_type, field), None, pair)
        for field, pair in changes.items()
    )


def _label(subject_type: str, field: str) -> str:
    try:
        return str(apps.get_model(subject_type)._meta.get_field(field).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return field
