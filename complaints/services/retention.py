"""Forgetting: after the months a government keeps each kind of data, and at once when the person asks for it.

What statistics need stays: dates, unit, channel, class, state, outcome, rating and all clocks. Every case is forgotten
in a transaction of its own, and bytes of files after it; a run that was cut off is finished by the next one.
"""

from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from complaints.models import Attachment, Complaint, DeskSettings, Identity, ImportBatch, Message, Note
from complaints.selectors.desk_settings import settings_of
from complaints.sentences.persons import ERASED_FILE, ERASED_TEXT
from complaints.sentences.problems import Code
from complaints.services.moves import locked
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Changes, compare
from units.models import Government

log = structlog.get_logger(__name__)
MOST_A_RUN = 2000
"""Cases one run forgets, so that a worker is not held for hours by a backlog."""
KEEP_IMPORTS = timedelta(days=30)
"""How long the rows of an import wait for somebody to take them."""


class RetentionKind(StrEnum):
    IDENTITY = "identity"
    FILES = "files"
    TEXTS = "texts"


def _has(model: type[models.Model], rows: Q) -> Q:
    return Q(Exists(model._default_manager.filter(rows, complaint=OuterRef("pk"))))


READABLE = ~Q(text__in=("", ERASED_TEXT))
HELD: dict[RetentionKind, Q] = {
    RetentionKind.IDENTITY: _has(Identity, Q()),
    RetentionKind.FILES: _has(Attachment, Q(erased_at=None)),
    RetentionKind.TEXTS: ~Q(story=ERASED_TEXT) | _has(Message, READABLE) | _has(Note, READABLE),
}
"""Which cases still hold something of a kind."""


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and hour; the last day of a month that has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def anonymise(*, now: datetime, limit: int = MOST_A_RUN) -> int:
    """Forget what was kept long enough, in `limit` cases at most; answers in how many. Run it daily."""
    delete_erased_bytes()
    _forget_imports(now)
    done = 0
    for government in Government.objects.filter(complaints__ended_at__lte=now).distinct().order_by("pk"):
        settings = settings_of(government)
        due = Complaint.objects.filter(government=government).filter(_due(settings, now)).order_by("ended_at", "pk")
        for pk in list(due.values_list("pk", flat=True)[: limit - done]):
            done += _anonymise(pk, settings, now)
        if done >= limit:
            break
    return done


def _months(settings: DeskSettings) -> dict[RetentionKind, int]:
    return {
        RetentionKind.IDENTITY: settings.keep_identity_months,
        RetentionKind.FILES: settings.keep_files_months,
        RetentionKind.TEXTS: settings.keep_text_months,
    }


def _due(settings: DeskSettings, now: datetime) -> Q:
    due = Q()
    for kind, months in _months(settings).items():
        due |= Q(ended_at__lte=months_before(now, months)) & HELD[kind]
    return due


@transaction.atomic
def _anonymise(pk: int, settings: DeskSettings, now: datetime) -> bool:
    """False when the case was reopened since it was found."""
    complaint = locked(pk)
    ended = complaint.ended_at
    kinds = [k for k, months in _months(settings).items() if ended and ended <= months_before(now, months)]
    erased = _erase(complaint, _held(complaint, kinds), now)
    if erased:
        record(action="complaint.anonymised", subject=complaint, by=None, now=now, changes=_kinds(erased))
    return bool(erased)


@transaction.atomic
def erase(
    *, complaint: Complaint, kinds: Collection[RetentionKind], reason: str, seen_version: int, by: User, now: datetime
) -> Complaint:
    """On request of the person. What is gone already is not an error. Raises Conflict, Refused."""
    current = locked(complaint.pk)
    held = _held(current, kinds)
    if not held:
        return current
    compare(current, seen_version)
    if not reason.strip():
        raise Refused(Problem(Code.REASON_NEEDED, "reason"))
    for kind in (RetentionKind.FILES, RetentionKind.TEXTS):
        if kind in held and current.ended_at is None:
            raise Refused(Problem(Code.CASE_NOT_ENDED, kind.value))
    changes = _kinds(_erase(current, held, now))
    record(action="identity.erased", subject=current, by=by, now=now, reason=reason, changes=changes)
    return current


def _held(complaint: Complaint, kinds: Collection[RetentionKind]) -> list[RetentionKind]:
    this = Complaint.objects.filter(pk=complaint.pk)
    return [kind for kind in RetentionKind if kind in kinds and this.filter(HELD[kind]).exists()]


def _erase(complaint: Complaint, kinds: Collection[RetentionKind], now: datetime) -> list[RetentionKind]:
    """Call with the complaint locked."""
    if not kinds:
        return []
    for kind in kinds:
        WORK[kind](complaint, now)
    complaint.anonymised_at = complaint.anonymised_at or now
    complaint.version += 1
    complaint.save()
    return list(kinds)


def _erase_identity(complaint: Complaint, now: datetime) -> None:
    Identity.objects.filter(complaint=complaint).delete()


def _erase_files(complaint: Complaint, now: datetime) -> None:
    """The row, its size and its fingerprint stay. Bytes go when this is certain, not before."""
    complaint.attachments.filter(erased_at=None).update(erased_at=now, name=ERASED_FILE)
    transaction.on_commit(delete_erased_bytes, robust=True)


def _erase_texts(complaint: Complaint, now: datetime) -> None:
    complaint.subject = complaint.story = ERASED_TEXT
    for name in ("loss", "wish", "place", "rating_note"):
        if getattr(complaint, name):
            setattr(complaint, name, ERASED_TEXT)
    complaint.messages.filter(READABLE).update(text=ERASED_TEXT)
    complaint.notes.filter(READABLE).update(text=ERASED_TEXT)


WORK: dict[RetentionKind, Callable[[Complaint, datetime], None]] = {
    RetentionKind.IDENTITY: _erase_identity,
    RetentionKind.FILES: _erase_files,
    RetentionKind.TEXTS: _erase_texts,
}


def delete_erased_bytes() -> int:
    """Delete the files of erased attachments. A row names its file until the file is gone: nothing is left behind."""
    done = 0
    for attachment in Attachment.objects.exclude(erased_at=None).exclude(file=""):
        try:
            default_storage.delete(str(attachment.file.name))
        except OSError:
            log.exception("attachment.not_deleted", attachment=attachment.pk)
            continue
        done += Attachment.objects.filter(pk=attachment.pk).update(file="")
    return done


def _forget_imports(now: datetime) -> None:
    """Rows of an import are kept for taking them, and not longer."""
    holding = ImportBatch.objects.exclude(sealed_rows="")
    holding.exclude(state=ImportBatch.State.CHECKED).update(sealed_rows="")
    holding.filter(checked_at__lt=now - KEEP_IMPORTS).update(sealed_rows="", state=ImportBatch.State.DROPPED)


def _kinds(erased: Collection[RetentionKind]) -> Changes:
    """Which kinds, never what they held."""
    return {"erased": [[], [kind.value for kind in erased]]}
