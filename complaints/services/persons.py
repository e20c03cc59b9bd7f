"""The identity of a complainant: sealed when it comes in, opened and corrected for those who may.

The history is told that it happened, never what was read or written.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from complaints.models import Complaint, Identity, IdentityWord
from complaints.scope import identities_open_to
from complaints.selectors.person_record import PersonRecord, person_record
from complaints.selectors.persons import FIELDS, Person, is_of, opened, sealer, searchable_words
from complaints.sentences.problems import Code
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.sealing import Unreadable
from kspp.lib.writing import compare
from units.models import Government

MOST_FOUND = 200
"""Cases of one person that a search shows."""


def seal_identity(complaint: Complaint, person: Mapping[str, str]) -> Identity | None:
    """Stores nothing for an anonymous complaint, whatever was filled in."""
    kept = filled(person)
    if complaint.is_anonymous or not kept:
        return None
    identity = Identity.objects.create(complaint=complaint, sealed=sealer().seal(kept))
    index_words(identity, kept)
    return identity


def index_words(identity: Identity, person: Mapping[str, str]) -> None:
    IdentityWord.objects.filter(identity=identity).delete()
    digests = {sealer().digest(word) for word in searchable_words(person)}
    IdentityWord.objects.bulk_create([IdentityWord(identity=identity, digest=digest) for digest in sorted(digests)])


def filled(person: Mapping[str, str]) -> dict[str, str]:
    return {name: person[name].strip() for name in FIELDS if person.get(name, "").strip()}


@transaction.atomic
def read_identity(*, complaint: Complaint, by: User, now: datetime) -> Person | None:
    """Opened for `by`, who has asked for the right; every reading is told. Raises Unreadable."""
    identity = Identity.objects.filter(complaint=complaint).first()
    if identity is None:
        return None
    person = opened(identity)
    record(action="identity.read", subject=complaint, by=by, now=now)
    return person


def correct_identity(
    *, complaint: Complaint, person: Mapping[str, str], seen_version: int, by: User, now: datetime
) -> Identity:
    """A misspelt name, a telephone that was missing. `seen_version` 0: nothing was kept. Raises Conflict, Refused."""
    kept = filled(person)
    if not kept:
        raise Refused(Problem(Code.IDENTITY_EMPTY, "name"))
    with transaction.atomic():
        current = Complaint.objects.select_for_update(no_key=True, of=("self",)).get(pk=complaint.pk)
        if current.is_anonymous:
            raise Refused(Code.ANONYMOUS)
        identity = Identity.objects.select_for_update().filter(complaint=current).first()
        before = _content(identity, current)
        if identity is not None and before == kept:
            return identity
        compare(identity or Identity(complaint=current, version=0), seen_version)
        stored = _stored(identity, current, kept)
        fields = [name for name in FIELDS if before.get(name) != kept.get(name)]
        record(action="identity.corrected", subject=current, by=by, now=now, changes={"fields": [[], fields]})
    return stored


def _content(identity: Identity | None, complaint: Complaint) -> dict[str, str]:
    """Raises Refused for what may not be filled again, and for what no key opens."""
    if identity is None:
        if complaint.anonymised_at:
            raise Refused(Code.IDENTITY_ERASED)
        return {}
    try:
        return sealer().open(identity.sealed)
    except Unreadable as error:
        raise Refused(Code.IDENTITY_UNREADABLE) from error


def _stored(identity: Identity | None, complaint: Complaint, kept: Mapping[str, str]) -> Identity:
    if identity is None:
        identity = Identity(complaint=complaint, sealed=sealer().seal(kept))
    else:
        identity.sealed, identity.version = sealer().seal(kept), identity.version + 1
    identity.save()
    index_words(identity, kept)
    return identity


@transaction.atomic
def export_person(*, complaint: Complaint, by: User, now: datetime) -> PersonRecord:
    """Everything held about the person in this case, to be handed over on request."""
    record(action="identity.exported", subject=complaint, by=by, now=now)
    return person_record(complaint)


@transaction.atomic
def find_person(*, government: Government, typed: str, by: User, now: datetime) -> list[Complaint]:
    """All cases of a person in one government. What was typed is told to nobody."""
    rows = Complaint.objects.permitting(by, Permission.IDENTITY_ERASE).filter(government=government)
    rows = rows.filter(identities_open_to(by), is_of(typed)).select_related("unit")
    found = list(rows[:MOST_FOUND])
    changes = {"found": [None, len(found)]}
    record(action="identity.searched", subject=government, by=by, now=now, changes=changes)
    return found
