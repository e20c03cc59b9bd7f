"""What is said in a case without moving it: messages both ways, notes between officers, a rating."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import models, transaction

from accounts.models import User
from complaints.models import Complaint, Message, Note
from complaints.sentences.cases import COMPLAINANT
from complaints.sentences.problems import Code
from complaints.services.files import attach, written_files
from complaints.services.moves import locked
from complaints.workflow import CLOSED_TO_MESSAGES, SETTLED
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.uploads import CheckedFile

Row = TypeVar("Row", Message, Note)


def write(
    *,
    complaint: Complaint,
    text: str,
    files: Sequence[CheckedFile] = (),
    form_key: UUID,
    by: User | None,
    now: datetime,
) -> Message:
    """`by` None: the complainant. The same form sent twice is one message. Raises Refused."""
    with written_files() as written, transaction.atomic():
        current = locked(complaint.pk)
        same = _same(Message.objects.filter(form_key=form_key), current)
        if same is not None:
            return same
        if current.state in CLOSED_TO_MESSAGES:
            raise Refused(Code.MOVE_NOT_POSSIBLE)
        if not text.strip() and not files:
            raise Refused(Problem(Code.TEXT_NEEDED, "text"))
        message = Message.objects.create(
            complaint=current,
            is_from_complainant=by is None,
            text=text,
            written_at=now,
            written_by=by,
            form_key=form_key,
        )
        attach(current, files, written, message=message, by=by, now=now)
        Complaint.objects.filter(pk=current.pk).update(is_unread=by is None)
        record(action="complaint.message", subject=current, by=by, now=now, speaking_as="" if by else COMPLAINANT)
    return message


@transaction.atomic
def note(*, complaint: Complaint, text: str, form_key: UUID, by: User, now: datetime) -> Note:
    """Raises Refused."""
    current = locked(complaint.pk)
    same = _same(Note.objects.filter(form_key=form_key), current)
    if same is not None:
        return same
    if not text.strip():
        raise Refused(Problem(Code.TEXT_NEEDED, "text"))
    row = Note.objects.create(complaint=current, text=text, written_at=now, written_by=by, form_key=form_key)
    record(action="complaint.note", subject=current, by=by, now=now)
    return row


@transaction.atomic
def mark_read(*, complaint: Complaint, by: User, now: datetime) -> Complaint:
    """What the complainant wrote was read, and needs no reply."""
    current = locked(complaint.pk)
    if current.is_unread:
        current.is_unread = False
        current.save(update_fields=["is_unread"])
        record(action="complaint.read", subject=current, by=by, now=now)
    return current


@transaction.atomic
def rate(*, complaint: Complaint, rating: int, note: str, now: datetime) -> Complaint:
    """The complainant's own judgement of an answer; a later one replaces it. Raises Refused."""
    current = locked(complaint.pk)
    if current.state not in SETTLED:
        raise Refused(Problem(Code.MOVE_NOT_POSSIBLE, "rating"))
    if (current.rating, current.rating_note) == (rating, note):
        return current
    before = current.rating
    current.rating, current.rating_note, current.rated_at = rating, note, now
    current.save(update_fields=["rating", "rating_note", "rated_at"])
    changes = {"rating": [before, rating]}
    record(action="complaint.rated", subject=current, by=None, now=now, speaking_as=COMPLAINANT, changes=changes)
    return current


def _same(rows: "models.QuerySet[Row]", complaint: Complaint) -> Row | None:
    """Raises Refused when the form's key belongs to another case."""
    row = rows.first()
    if row is not None and row.complaint_id != complaint.pk:
        raise Refused(Code.FORM_USED)
    return row
