"""What became of a row of a draft that an older page still names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.sentences.editor import went
from instruments.versions import editing
from instruments.versions.comparing import Sort

EDITED, PUBLISHED, DISCARDED = "instrument.edited", "instrument.published", "instrument.discarded"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did it, and when in local time."""

    by: str
    at: datetime
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fate:
    """`ref`: by which the row is known now; empty where it is gone.

    `deed`: what gave it that name or took it away. Where a whole file came in between nobody can tell: then
    `is_told` is False and `deed` is the latest edit, None where there is none.
    """

    ref: str
    deed: Deed | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """The edits of a draft, the latest first, with what it says now."""

    content: Mapping[str, Any]
    edits: tuple[Deed, ...]

    def fate(self, sort: Sort, ref: str) -> Fate:
        """From the last edit in which a row of this name went or got another code."""
        last = next((n for n, edit in enumerate(self.edits) if went(edit.changes, sort, ref) is not None), None)
        if last is None:
            return Fate("", self.edits[0] if self.edits else None, is_told=False)
        now, deed = ref, self.edits[last]
        for edit in reversed(self.edits[: last + 1]):
            code = went(edit.changes, sort, now)
            if code is not None:
                now, deed = code, edit
            if not now:
                break
        return Fate(now, deed, is_told=True) if not now or self.has(sort, now) else Fate("", deed, is_told=False)

    def has(self, sort: Sort, ref: str) -> bool:
        return any(known.casefold() == ref.casefold() for known in editing.places(self.content, sort))

    def now(self, sort: Sort, ref: str) -> str:
        """The name by which the row is known now; the old one where it is gone or has kept it."""
        return ref if self.has(sort, ref) else self.fate(sort, ref).ref or ref


def trace_of(version: InstrumentVersion, content: Mapping[str, Any]) -> Trace:
    """One query."""
    return Trace(content, tuple(_deeds(Event.objects.about(version).filter(action=EDITED))))


def published_by(version: InstrumentVersion) -> Deed | None:
    """None for a version that was loaded from a file."""
    return next(iter(_deeds(Event.objects.about(version).filter(action=PUBLISHED))), None)


def discarded_by(user: User, code: str) -> Deed | None:
    """The last draft of this code that was thrown away, if this person could have edited it."""
    within = Event.objects.permitting(user, Permission.INSTRUMENT_MANAGE)
    return next(iter(_deeds(within.filter(action=DISCARDED, changes__code__0=code))), None)


def _deeds(events: QuerySet[Event]) -> list[Deed]:
    rows = events.order_by("-pk").values_list("actor_name", "at", "changes")
    return [Deed(by, timezone.localtime(at), changes) for by, at, changes in rows]
