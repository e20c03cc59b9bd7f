"""An organisation's own instruments: cloned, edited as a draft, published for good, retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from history.services import record
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of
from instruments.sentences import library as sentences
from instruments.services.errors import Conflict, Refused
from instruments.services.loading import create_tree, held_instruments, version_fields
from instruments.versions import shape
from instruments.versions.reading import Draft, checked, draft_of, read_draft
from instruments.versions.writing import as_yaml, content_of
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
        raise Refused([sentences.SOURCE_GONE])
    source = found[0]
    content = source_content(source) | {"code": code, "title": title}
    _refuse_wrong(content)
    known = InstrumentVersion.objects.filter(code=code).first()
    if known:
        if (known.cloned_from_id, known.owner_id, known.status) == (source.pk, owner and owner.pk, Status.DRAFT):
            return known
        raise Refused([sentences.code_taken(code)])
    try:
        with transaction.atomic():
            version = InstrumentVersion.objects.create(
                **version_fields(draft_of(content).file), draft=as_yaml(content), owner=owner, cloned_from=source
            )
    except IntegrityError:
        raise Refused([sentences.code_taken(code)]) from None
    changes = {"cloned_from": [None, source.code], "title": [None, title]}
    record(action="instrument.cloned", subject=version, government=owner, by=by, now=now, changes=changes)
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
    version = locked_draft(version, seen_version)
    content = {**content, "code": version.code}
    _refuse_wrong(content, shape_only=True)
    text = as_yaml(content)
    if text == version.draft:
        return version
    fields = {"title": content["title"], **{name: version_fields(draft_of(content).file)[name] for name in HEAD}}
    for name, value in fields.items():
        setattr(version, name, value)
    version.draft, version.version = text, version.version + 1
    version.save(update_fields=[*fields, "draft", "version"])
    record(
        action="instrument.edited",
        subject=version,
        government=version.owner_id,
        by=by,
        now=now,
        reason=reason,
        changes=changes,
    )
    return version


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
    version = locked_draft(found, seen_version)
    draft = read_draft(version.draft)
    _refuse_wrong(draft.content)
    create_tree(version, draft.file)
    changes = {"status": [Status.DRAFT, Status.PUBLISHED], "digest": ["", draft.file.digest()]}
    for name, value in version_fields(draft.file).items():
        setattr(version, name, value)
    version.status, version.draft, version.version = Status.PUBLISHED, "", version.version + 1
    version.save()
    record(action="instrument.published", subject=version, government=version.owner_id, by=by, now=now, changes=changes)
    return version


@transaction.atomic
def retire_instrument(*, version: InstrumentVersion, by: User | None, now: datetime, reason: str) -> InstrumentVersion:
    """No new cycle may use it; cycles that do go on. Retiring twice changes nothing. Raises Refused."""
    version = _held(version)
    if version.status == Status.RETIRED:
        return version
    problems = [] if reason.strip() else [sentences.REASON_NEEDED]
    if version.status == Status.DRAFT:
        problems.append(sentences.NOT_PUBLISHED)
    if problems:
        raise Refused(problems)
    version.status, version.version = Status.RETIRED, version.version + 1
    version.save(update_fields=["status", "version"])
    record(
        action="instrument.retired",
        subject=version,
        government=version.owner_id,
        by=by,
        now=now,
        reason=reason.strip(),
        changes={"status": [Status.PUBLISHED, Status.RETIRED]},
    )
    return version


@transaction.atomic
def discard_draft(*, version: InstrumentVersion, by: User | None, now: datetime, seen_version: int) -> None:
    """The draft goes; what it said stays in the history. Discarding twice is fine.

    Raises Refused for one published or copied, and Conflict.
    """
    if not held_instruments([version.pk]):
        return
    version = locked_draft(version, seen_version)
    if version.clones.exists():
        raise Refused([sentences.HAS_CLONES])
    record(
        action="instrument.discarded",
        subject=version,
        government=version.owner_id,
        by=by,
        now=now,
        changes={"code": [version.code, None], "draft": [version.draft, None]},
    )
    version.delete()


def source_content(version: InstrumentVersion) -> dict[str, Any]:
    """What a version says, as plain content: of a draft what it says now."""
    if version.status == Status.DRAFT:
        return dict(read_draft(version.draft).content)
    return content_of(document_of(version))


def draft_content(version: InstrumentVersion) -> Draft:
    """A draft opened for editing."""
    return read_draft(version.draft, version.code)


def locked_draft(version: InstrumentVersion, seen_version: int) -> InstrumentVersion:
    """The draft's row locked until the transaction ends. Raises Refused when it is no draft any more, and Conflict."""
    found = _held(version)
    if found.status != Status.DRAFT:
        raise Refused([sentences.NOT_A_DRAFT])
    if found.version != seen_version:
        raise Conflict(found)
    return found


def _held(version: InstrumentVersion) -> InstrumentVersion:
    """Raises Refused when it was thrown away meanwhile."""
    found = held_instruments([version.pk])
    if not found:
        raise Refused([sentences.DRAFT_GONE])
    return found[0]


def _refuse_wrong(content: Mapping[str, Any], *, shape_only: bool = False) -> None:
    mistakes = list(shape.mistakes(content)) if shape_only else checked(content)
    if mistakes:
        raise Refused(
            [f"{sentences.where_words(path)}: {sentence}" if path else sentence for path, sentence in mistakes]
        )
