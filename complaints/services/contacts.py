"""Writes about published contacts and the tests of them."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from complaints.models import Contact, ContactTest
from complaints.sentences.problems import Code
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Values, change, insert, says
from units.models import Government

KNOWN = Problem(Code.CONTACT_KNOWN, "value")


@transaction.atomic
def create_contact(*, government: Government, values: Values, by: User, now: datetime) -> Contact:
    """`values["unit"]` None: the government's own. The same form sent twice makes one. Raises Refused."""
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    same = {name: values[name] for name in ("unit", "kind", "value")}
    twin = Contact.objects.filter(government=government, **same).first()
    if twin is not None and says(twin, values):
        return twin
    contact = Contact(government=government)
    changes = insert(contact, values, KNOWN)
    record(action="contact.created", subject=contact, by=by, now=now, changes=changes)
    return contact


@transaction.atomic
def change_contact(*, contact: Contact, values: Values, seen_version: int, by: User, now: datetime) -> Contact:
    """Raises Conflict, Refused."""
    current = Contact.objects.select_for_update(no_key=True, of=("self",)).get(pk=contact.pk)
    changes = change(current, values, seen_version, KNOWN)
    if changes:
        record(action="contact.changed", subject=current, by=by, now=now, changes=changes)
    return current


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
        record(
            action="contact.tested",
            subject=contact,
            by=by,
            now=now,
            changes={name: [None, value] for name, value in values.items() if value},
        )
    elif not says(test, values):
        raise Refused(Code.FORM_USED)
    return test
