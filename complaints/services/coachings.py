"""Writes about the coaching of complaint officers, with its proof."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from complaints.models import Coaching
from complaints.sentences.problems import Code
from complaints.services.files import Written, written_files
from history.services import record
from kspp.lib.errors import Refused
from kspp.lib.uploads import CheckedFile
from kspp.lib.writing import Changes, Values, change, insert, says
from units.models import Officer, ServiceUnit


def record_coaching(
    *,
    unit: ServiceUnit,
    values: Values,
    officers: Sequence[Officer],
    file: CheckedFile | None,
    form_key: uuid.UUID,
    by: User,
    now: datetime,
) -> Coaching:
    """The same form sent twice is one coaching. Raises Refused."""
    with written_files() as written, transaction.atomic():
        ServiceUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)
        same = Coaching.objects.filter(form_key=form_key).first()
        if same is not None:
            if same.unit_id == unit.pk and says(same, values):
                return same
            raise Refused(Code.FORM_USED)
        coaching = Coaching(unit=unit, form_key=form_key)
        proof = _keep(coaching, file, written) if file else {}
        changes = insert(coaching, values) | proof
        coaching.officers.set(officers)
        changes["officers"] = [[], _names(officers)]
        record(action="coaching.created", subject=coaching, by=by, now=now, changes=changes)
    return coaching


def change_coaching(
    *,
    coaching: Coaching,
    values: Values,
    officers: Sequence[Officer],
    file: CheckedFile | None,
    seen_version: int,
    by: User,
    now: datetime,
) -> Coaching:
    """Another file takes the place of the proof; without one it stays. Raises Conflict."""
    with written_files() as written, transaction.atomic():
        current = Coaching.objects.select_for_update(no_key=True, of=("self",)).get(pk=coaching.pk)
        before, after = _names(current.officers.all()), _names(officers)
        fresh = file if file and file.sha256 != current.sha256 else None
        beside: Changes = {} if before == after else {"officers": [before, after]}
        beside |= {"file_name": [current.file_name, fresh.name]} if fresh else {}
        changes = change(current, values, seen_version, beside=beside)
        if not changes:
            return current
        current.officers.set(officers)
        if fresh:
            _keep(current, fresh, written)
            current.save()
        record(action="coaching.changed", subject=current, by=by, now=now, changes=changes)
    return current


def _names(officers: Iterable[Officer]) -> list[str]:
    return sorted(officer.name for officer in officers)


def _keep(coaching: Coaching, file: CheckedFile, written: Written) -> Changes:
    """The file beside the row; the one it replaces goes when all is stored."""
    before, replaced = coaching.file_name, str(coaching.file.name or "")
    coaching.file_name, coaching.media_type, coaching.sha256 = file.name, file.media_type, file.sha256
    coaching.file.save(file.name, ContentFile(file.content), save=False)
    written.append(str(coaching.file.name))
    if replaced:
        transaction.on_commit(lambda: default_storage.delete(replaced))
    return {"file_name": [before, file.name]}
