"""Keeping checked files with a complaint. Files written in a transaction that fails vanish with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from complaints.models import Attachment, Complaint, Message
from complaints.sentences.problems import Problem
from kspp.lib.errors import Refused
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
    known = set(complaint.attachments.values_list("sha256", flat=True))
    fresh = {file.sha256: file for file in files if file.sha256 not in known}
    if len(known) + len(fresh) > LIMIT:
        raise Refused("files", Problem.TOO_MANY_FILES)
    return [_keep(complaint, file, written, message, is_internal, by, now) for file in fresh.values()]


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
