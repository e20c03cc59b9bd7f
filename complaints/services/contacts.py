"""Published contacts, the monthly tests of them, and coaching of complaint officers."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from complaints.models import Coaching, Contact, ContactTest
from complaints.sentences.problems import Problem
from complaints.services.files import written_files
from history.services import record
from kspp.lib.errors import Refused
from kspp.lib.uploads import CheckedFile
from units.models import Government, Officer, ServiceUnit
from units.services.rows import Changes, Values, change, insert, says


@transaction.atomic
def create_contact(
    *, government: Government, unit: ServiceUnit | None, values: Values, by: User, now: datetime
) -> Contact:
    """The same form sent twice makes one. Raises Refused."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    same = {"government": government, "unit": unit, "kind": values["kind"], "value": values["value"]}
    twin = Contact.objects.filter(**same).first()
    if twin is not None and says(twin, values):
        return twin
    contact = Contact(government=government, unit=unit)
    changes = _written(lambda: insert(contact, values))
    _tell("contact.created", contact, by, now, changes)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, values: Values, seen_version: int | None, by: User, now: datetime) -> Contact:
    """Raises Conflict, Refused."""
    current = Contact.objects.select_for_update(no_key=True, of=("self",)).get(pk=contact.pk)
    changes = _written(lambda: change(current, values, seen_version))
    if changes:
        _tell("contact.changed", current, by, now, changes)
    return current


def _written(write: Callable[[], Changes]) -> Changes:
    """Raises Refused when the same contact stands there already."""
    try:
        return write()
    except IntegrityError as error:
        raise Refused("value", Problem.CONTACT_KNOWN) from error


@transaction.atomic
def record_tests(
    *,
    results: Mapping[Contact, tuple[str, str]],
    tested_on: date,
    form_key: uuid.UUID,
    by: User,
    now: datetime,
) -> list[ContactTest]:
    """Result and note by contact. The same form sent twice is one test of each."""
    made = []
    for contact, (result, note) in results.items():
        key = uuid.uuid5(form_key, str(contact.pk))
        values = {"tested_on": tested_on, "result": result, "note": note, "tested_by": by}
        test, is_new = ContactTest.objects.get_or_create(form_key=key, defaults={"contact": contact, **values})
        if is_new:
            _tell("contact.tested", contact, by, now, {"result": ["", test.get_result_display()]})
        made.append(test)
    return made


def _tell(action: str, contact: Contact, by: User, now: datetime, changes: Mapping[str, object]) -> None:
    record(
        action=action,
        subject=contact,
        by=by,
        now=now,
        government=contact.government_id,
        unit=contact.unit,
        changes=changes,
    )


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
    """With its proof, when there is one. The same form sent twice is one coaching."""
    with written_files() as written, transaction.atomic():
        ServiceUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=unit.pk)
        same = Coaching.objects.filter(form_key=form_key, unit=unit).first()
        if same is not None:
            return same
        coaching = Coaching(unit=unit, form_key=form_key)
        if file is not None:
            coaching.file_name, coaching.media_type, coaching.sha256 = file.name, file.media_type, file.sha256
            coaching.file.save(file.name, ContentFile(file.content), save=False)
            written.append(str(coaching.file.name))
        changes = insert(coaching, values)
        coaching.officers.set(officers)
        record(action="coaching.created", subject=coaching, by=by, now=now, unit=unit, changes=changes)
    return coaching


@transaction.atomic
def change_coaching(
    *,
    coaching: Coaching,
    values: Values,
    officers: Sequence[Officer],
    seen_version: int | None,
    by: User,
    now: datetime,
) -> Coaching:
    """Raises Conflict."""
    current = Coaching.objects.select_for_update(no_key=True, of=("self",)).get(pk=coaching.pk)
    before = set(current.officers.all())
    changes = change(current, values, seen_version)
    if before != set(officers):
        current.officers.set(officers)
        changes["officers"] = [sorted(map(str, before)), sorted(map(str, officers))]
    if changes:
        record(action="coaching.changed", subject=current, by=by, now=now, unit=current.unit, changes=changes)
    return current
