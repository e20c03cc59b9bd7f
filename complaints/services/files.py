"""Keeping checked files with a complaint. Files written in a transaction that fails vanish with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from complaints.models import Attachment, Complaint, Message
from complaints.sentences.problems import Code
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.uploads import CheckedFile

LIMIT = 20
"""Attachments one complaint may carry."""

Written = list[str]


@contextmanager
def written_files() -> Iterator[Written]:
    """Names of files written inside; deleted when the block raises. Enter it outside the transaction."""
    names: Written = []
    try:
        yield names
    except BaseException:
        for name in names:
            default_storage.delete(name)
        raise


def attach(
    complaint: Complaint,
    files: Sequence[CheckedFile],
    written: Written,
    *,
    message: Message | None = None,
    is_internal: bool = False,
    by: User | None,
    now: datetime,
) -> list[Attachment]:
    """The same content twice is one attachment. Call with the complaint locked. Raises Refused."""
    known = {row.sha256: row for row in complaint.attachments.all()}
    fresh = {file.sha256: file for file in files if file.sha256 not in known}
    if len(known) + len(fresh) > LIMIT:
        raise Refused(Problem(Code.TOO_MANY_FILES, "files"))
    if message is not None:
        for file in files:
            if file.sha256 in known:
                _send_along(known[file.sha256], file, message)
    return [_keep(complaint, file, written, message, is_internal, by, now) for file in fresh.values()]


def _send_along(row: Attachment, file: CheckedFile, message: Message) -> None:
    """What lay in the case goes with the message, under the name it has there."""
    if row.message_id is None:
        row.message, row.name, row.is_internal = message, file.name, False
        row.save(update_fields=["message", "name", "is_internal"])


def attach_to(
    *, complaint: Complaint, files: Sequence[CheckedFile], is_internal: bool, by: User, now: datetime
) -> list[Attachment]:
    """Files an officer adds outside any message. Raises Refused."""
    if not files:
        raise Refused(Problem(Code.FILE_NEEDED, "files"))
    with written_files() as written, transaction.atomic():
        current = Complaint.objects.select_for_update(no_key=True, of=("self",)).get(pk=complaint.pk)
        added = attach(current, files, written, is_internal=is_internal, by=by, now=now)
        if added:
            changes = {"attachments": [[], [row.pk for row in added]]}
            record(action="complaint.attached", subject=current, by=by, now=now, changes=changes)
    return added or list(current.attachments.filter(sha256__in=[file.sha256 for file in files]))


def _keep(
    complaint: Complaint,
    file: CheckedFile,
    written: Written,
    message: Message | None,
    is_internal: bool,
    by: User | None,
    now: datetime,
) -> Attachment:
    row = Attachment(
        complaint=complaint,
        message=message,
        is_from_complainant=by is None,
        is_internal=is_internal,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=now,
        added_by=by,
    )
    row.file.save(file.name, ContentFile(file.content), save=False)
    written.append(str(row.file.name))
    row.save(force_insert=True)
    return row
