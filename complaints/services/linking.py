"""One matter in several files, several matters in one file, and who holds a file."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from complaints.codes import code_hash
from complaints.models import Complaint, Identity, IdentityWord
from complaints.sentences.problems import Code
from complaints.services.intake import Intake, receive
from complaints.services.moves import locked, refuse_circle
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Changes, change, compare

FACTS = ("product", "event_date", "place", "severity", "standard", "is_vulnerable")
"""What may be put right after a complaint came in; its words stay the complainant's."""


@transaction.atomic
def link_duplicate(
    *, complaint: Complaint, original: Complaint | None, seen_version: int, by: User, now: datetime
) -> Complaint:
    """Say that two files are about one matter, or take that back (None). Raises Conflict, Refused."""
    current = locked(complaint.pk, *([original.pk] if original else []))
    if current.duplicate_of_id == (original.pk if original else None):
        return current
    compare(current, seen_version)
    if original is not None:
        refuse_circle(current, original, "number")
    before = current.duplicate_of.number if current.duplicate_of else ""
    change(current, {"duplicate_of": original}, seen_version)
    changes = {"duplicate_of": [before, original.number if original else ""]}
    record(action="complaint.linked", subject=current, by=by, now=now, changes=changes)
    return current


@transaction.atomic
def split(*, complaint: Complaint, values: Mapping[str, object], form_key: UUID, by: User, now: datetime) -> Complaint:
    """A further file for another matter in the same complaint; the same form sent twice makes one. Raises Refused.

    It came in when the first one did, with the same person under the same secrecy; its clocks run from then.
    """
    current = locked(complaint.pk)
    key = f"split:{form_key}"
    same = Complaint.objects.filter(split_from=current, code_hash=code_hash(key)).first()
    if same is not None:
        return same
    if not current.is_open:
        raise Refused(Code.MOVE_NOT_POSSIBLE)
    kept = {name: getattr(current, name) for name in ("channel", "secrecy", "received_at", "event_date", "place")}
    unit = values.get("unit") or current.unit
    given = {**kept, "is_vulnerable": current.is_vulnerable, **values, "unit": unit, "split_from": current}
    part = receive(intake=Intake(current.government, given), code=key, by=by, now=now)
    _copy_identity(current, part)
    record(action="complaint.split", subject=current, by=by, now=now, changes={"part": ["", part.number]})
    return part


def _copy_identity(complaint: Complaint, part: Complaint) -> None:
    """The seal is copied unopened."""
    identity = Identity.objects.filter(complaint=complaint).first()
    if identity is None:
        return
    copy = Identity.objects.create(complaint=part, sealed=identity.sealed)
    digests = identity.words.values_list("digest", flat=True)
    IdentityWord.objects.bulk_create([IdentityWord(identity=copy, digest=digest) for digest in digests])


@transaction.atomic
def change_facts(
    *, complaint: Complaint, values: Mapping[str, object], seen_version: int, by: User, now: datetime
) -> Complaint:
    """Raises Conflict, Refused. `maladministration` may be among the values."""
    current = locked(complaint.pk)
    plain = {name: value for name, value in values.items() if name in FACTS}
    product = plain.get("product")
    if product is not None and product.unit_id != current.unit_id:  # type: ignore[attr-defined]
        raise Refused(Problem(Code.FOREIGN_PRODUCT, "product"))
    chosen = values.get("maladministration")
    beside = _change_of_forms(current, chosen) if isinstance(chosen, Iterable) else {}
    changes = change(current, plain, seen_version, beside=beside)
    if beside:
        current.maladministration.set(chosen)  # type: ignore[arg-type]
    if changes:
        record(action="complaint.facts", subject=current, by=by, now=now, changes=_without_words(changes))
    return current


def _without_words(changes: Mapping[str, list[object]]) -> dict[str, object]:
    """That the place changed, not to what: the history is kept for good and a place may be somebody's home."""
    return {name: [None, None] if name == "place" else pair for name, pair in changes.items()}


def _change_of_forms(complaint: Complaint, chosen: Iterable[object]) -> Changes:
    before, after = list(complaint.maladministration.all()), list(chosen)
    same = set(before) == set(after)
    return {} if same else {"maladministration": [[str(form) for form in before], [str(form) for form in after]]}


@transaction.atomic
def assign(*, complaint: Complaint, officer: User | None, seen_version: int, by: User, now: datetime) -> Complaint:
    """Give the file to an officer of its unit, or take it back. Raises Conflict, Refused."""
    current = locked(complaint.pk)
    if current.officer_id == (officer.pk if officer else None):
        return current
    compare(current, seen_version)
    if officer is not None and not may(officer, Permission.COMPLAINT_HANDLE, current.unit or current.government):
        raise Refused(Problem(Code.NOT_AN_OFFICER, "officer"))
    if not current.is_open:
        raise Refused(Code.MOVE_NOT_POSSIBLE)
    before = str(current.officer or "")
    change(current, {"officer": officer}, seen_version)
    changes = {"officer": [before, str(officer or "")]}
    record(action="complaint.assigned", subject=current, by=by, now=now, changes=changes)
    return current


@transaction.atomic
def issue_code(*, complaint: Complaint, code: str, by: User, now: datetime) -> Complaint:
    """A new code in the place of a lost one, which opens nothing any more. The same code twice is one.

    Raises Refused when the code is another case's.
    """
    current = locked(complaint.pk)
    if current.code_hash == code_hash(code):
        return current
    if Complaint.objects.filter(code_hash=code_hash(code)).exists():
        raise Refused(Code.FORM_USED)
    current.code_hash = code_hash(code)
    current.save(update_fields=["code_hash"])
    record(action="complaint.new_code", subject=current, by=by, now=now)
    return current
