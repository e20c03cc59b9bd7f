"""Writes about published contacts and the tests of them."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from complaints.models import Contact, ContactTest
from complaints.sentences.problems import Problem
from history.services import record
from kspp.lib.errors import Refused
from kspp.lib.writing import Changes, Values, change, insert, says
from units.models import Government


@transaction.atomic
def create_contact(*, government: Government, values: Values, by: User, now: datetime) -> Contact:
    """`values["unit"]` None: the government's own. The same form sent twice makes one. Raises Refused."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    same = {name: values[name] for name in ("unit", "kind", "value")}
    twin = Contact.objects.filter(government=government, **same).first()
    if twin is not None and says(twin, values):
        return twin
    contact = Contact(government=government)
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
    """Result and note by contact. The same form sent twice is one test of each. Raises Refused."""
    return [
        _tested(contact, {"tested_on": tested_on, "result": result, "note": note}, form_key, by, now)
        for contact, (result, note) in sorted(results.items(), key=lambda item: item[0].pk)
    ]


def _tested(contact: Contact, values: Values, form_key: uuid.UUID, by: User, now: datetime) -> ContactTest:
    key = uuid.uuid5(form_key, str(contact.pk))
    test, is_new = ContactTest.objects.get_or_create(
        form_key=key, defaults={"contact": contact, "tested_by": by, **values}
    )
    if is_new:
        _tell("contact.tested", contact, by, now, {name: [None, value] for name, value in values.items() if value})
    elif not says(test, values):
        raise Refused(None, Problem.FORM_USED)
    return test


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
