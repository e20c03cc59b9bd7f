"""An organisation's own instruments: cloned, edited as a draft, published for good, retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from history.services import record
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of
from instruments.sentences.library import told
from instruments.sentences.refusals import Code
from instruments.services.loading import create_tree, held_instruments, version_fields
from instruments.versions import comparing, editing, shape
from instruments.versions.reading import Draft, checked, draft_of, read_draft
from instruments.versions.writing import as_yaml, content_of
from kspp.lib.errors import Conflict, Problem, Refused
from kspp.lib.writing import change, compare, insert
from units.models import Government

Status = InstrumentVersion.Status
HEAD = ("family", "title", "years", "description", "source")
"""What the row of a draft repeats of its content, so that a list need not read it."""


@transaction.atomic
def clone_instrument(
    *, source: InstrumentVersion, owner: Government | None, code: str, title: str, by: User | None, now: datetime
) -> InstrumentVersion:
    """A draft that says what `source` says, under a code of its own. `owner` None: the platform's, for everybody.

    Asked again for the same code by the same owner from the same source, it is the draft made before, also when asked
    twice at once: the source is held meanwhile. Raises Refused.
    """
    found = held_instruments([source.pk])
    if not found:
        raise Refused(Code.SOURCE_GONE)
    source = found[0]
    content = source_content(source) | {"code": code, "title": title}
    _refuse_wrong(content)
    taken = Problem(Code.CODE_TAKEN, "code", {"code": code})
    known = InstrumentVersion.objects.filter(code=code).first()
    if known:
        if (known.cloned_from_id, known.owner_id, known.status) == (source.pk, owner and owner.pk, Status.DRAFT):
            return known
        raise Refused(taken)
    version = InstrumentVersion(owner=owner, cloned_from=source)
    insert(version, {**version_fields(draft_of(content).file), "draft": as_yaml(content)}, taken)
    changes = {"cloned_from": [None, source.code], "title": [None, title]}
    record(action="instrument.cloned", subject=version, by=by, now=now, changes=changes)
    return version


@transaction.atomic
def save_draft(
    *,
    version: InstrumentVersion,
    content: Mapping[str, Any],
    by: User | None,
    now: datetime,
    seen_version: int,
    changes: Mapping[str, object] | None = None,
    reason: str = "",
) -> InstrumentVersion:
    """The whole content anew. Contradictions between fields may stay until publishing; a wrong shape is refused.

    The code stays what it was cloned under. `changes` are what the history tells. Raises Refused and Conflict.
    """
    version = _locked_draft(version)
    content = {**content, "code": version.code}
    _refuse_wrong(content, shape_only=True)
    columns = version_fields(draft_of(content).file)
    values = {"draft": as_yaml(content), **{name: columns[name] for name in HEAD}}
    if change(version, values, seen_version):
        record(action="instrument.edited", subject=version, by=by, now=now, reason=reason, changes=changes)
    return version


@transaction.atomic
def arrange_draft(
    *, version: InstrumentVersion, act: str, sort: str, ref: str, by: User | None, now: datetime, seen_version: int
) -> InstrumentVersion:
    """One row of the tree `up`, `down` or away (`remove`). Raises Refused, and Conflict, also for what is not there."""
    version = _locked_draft(version)
    compare(version, seen_version)
    draft = draft_content(version)
    try:
        content = _arranged(draft.content, act, sort, ref)
    except editing.NoSuchRow:
        raise Conflict(version) from None
    except editing.LastRow:
        raise Refused(Code.LAST_ROW) from None
    changes = told(comparing.compare(draft.file, draft_of(content).file))
    return save_draft(version=version, content=content, by=by, now=now, seen_version=seen_version, changes=changes)


@transaction.atomic
def publish_draft(
    *, version: InstrumentVersion, by: User | None, now: datetime, seen_version: int
) -> InstrumentVersion:
    """From here on nothing changes it. Raises Refused while anything contradicts itself, and Conflict.

    Publishing the same content twice publishes it once.
    """
    found = _held(version)
    if (found.status, found.version) == (Status.PUBLISHED, seen_version + 1):
        return found
    version = _locked_draft(found)
    compare(version, seen_version)
    draft = read_draft(version.draft)
    _refuse_wrong(draft.content)
    create_tree(version, draft.file)
    changes = {"status": [Status.DRAFT, Status.PUBLISHED], "digest": ["", draft.file.digest()]}
    change(version, {**version_fields(draft.file), "status": Status.PUBLISHED, "draft": ""}, seen_version)
    record(action="instrument.published", subject=version, by=by, now=now, changes=changes)
    return version


@transaction.atomic
def retire_instrument(*, version: InstrumentVersion, by: User | None, now: datetime, reason: str) -> InstrumentVersion:
    """No new cycle may use it; cycles that do go on. Retiring twice changes nothing. Raises Refused."""
    version = _held(version)
    if version.status == Status.RETIRED:
        return version
    if not reason.strip():
        raise Refused(Code.REASON_NEEDED)
    if version.status == Status.DRAFT:
        raise Refused(Code.NOT_PUBLISHED)
    changes = change(version, {"status": Status.RETIRED}, version.version)
    record(action="instrument.retired", subject=version, by=by, now=now, reason=reason.strip(), changes=changes)
    return version


@transaction.atomic
def discard_draft(*, version: InstrumentVersion, by: User | None, now: datetime, seen_version: int) -> None:
    """The draft goes; what it said stays in the history. Discarding twice is fine.

    Raises Refused for one published or copied, and Conflict.
    """
    if not held_instruments([version.pk]):
        return
    version = _locked_draft(version)
    compare(version, seen_version)
    if version.clones.exists():
        raise Refused(Code.HAS_CLONES)
    changes = {"code": [version.code, None], "draft": [version.draft, None]}
    record(action="instrument.discarded", subject=version, by=by, now=now, changes=changes)
    version.delete()


def source_content(version: InstrumentVersion) -> dict[str, Any]:
    """What a version says, as plain content: of a draft what it says now."""
    if version.status == Status.DRAFT:
        return dict(read_draft(version.draft).content)
    return content_of(document_of(version))


def draft_content(version: InstrumentVersion) -> Draft:
    """A draft opened for editing."""
    return read_draft(version.draft, version.code)


def _arranged(content: Mapping[str, Any], act: str, sort: str, ref: str) -> editing.Content:
    """Raises NoSuchRow and LastRow."""
    if act not in ("up", "down", "remove") or sort not in list(editing.DEPTHS):
        raise editing.NoSuchRow(ref)
    place = editing.place_of(content, comparing.RowSort(sort), ref)
    if act == "remove":
        return editing.without(content, place)
    return editing.shifted(content, place, -1 if act == "up" else 1)


def _locked_draft(version: InstrumentVersion) -> InstrumentVersion:
    """The draft's row locked until the transaction ends. Raises Refused when it is no draft any more."""
    found = _held(version)
    if found.status != Status.DRAFT:
        raise Refused(Code.NOT_A_DRAFT)
    return found


def _held(version: InstrumentVersion) -> InstrumentVersion:
    """Raises Refused when it was thrown away meanwhile."""
    found = held_instruments([version.pk])
    if not found:
        raise Refused(Code.DRAFT_GONE)
    return found[0]


def _refuse_wrong(content: Mapping[str, Any], *, shape_only: bool = False) -> None:
    mistakes = list(shape.mistakes(content)) if shape_only else checked(content)
    if mistakes:
        raise Refused(*(Problem(Code.CONTENT_WRONG, facts={"path": path, "sentence": said}) for path, said in mistakes))
