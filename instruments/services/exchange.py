"""An uploaded file becomes a draft: shown first, then saved whole or not at all.

Between showing and saving the content travels with the page, signed together with who may save it where and the
version that was compared; nothing of a file that was only looked at is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import IntegrityError, transaction

from accounts.models import User
from history.services import record
from instruments.models import InstrumentVersion
from instruments.sentences.exchange import FROM_FILE
from instruments.sentences.refusals import Code
from instruments.services.drafts import save_draft
from instruments.services.loading import held_instruments, version_fields
from instruments.versions import InstrumentFile
from instruments.versions.reading import read_draft
from instruments.versions.writing import content_of
from kspp.lib.errors import Problem, Refused
from units.models import Government

SALT = "assessments.instrument-upload"
MAX_AGE = timedelta(hours=12)
LONGEST_TICKET = 1_500_000
"""Characters: what a form may carry beside its other fields."""


@dataclass(frozen=True, slots=True)
class UploadTarget:
    """Where a file may go: into `draft`, or into a new draft of `owner` (None: the platform)."""

    owner: Government | None
    draft: InstrumentVersion | None = None

    def place(self) -> list[int | None]:
        return [self.owner.pk if self.owner else None, self.draft.pk if self.draft else None]


@dataclass(frozen=True, slots=True)
class ShownUpload:
    """What was shown. `seen_version` of the draft, 0 for a new one. `base`: the version a new draft was made from."""

    text: str
    seen_version: int
    base: int | None


def ticket_for(*, text: str, target: UploadTarget, base: InstrumentVersion | None, by: User) -> str:
    """Signed for this person and place. Raises Refused when the page could not carry it."""
    told = {
        "text": text,
        "place": target.place(),
        "version": target.draft.version if target.draft else 0,
        "base": base and base.pk,
        "by": by.pk,
    }
    ticket = signing.dumps(told, salt=SALT, compress=True)
    if len(ticket) > LONGEST_TICKET:
        raise Refused(Code.TOO_MUCH)
    return ticket


def opened(*, ticket: str, target: UploadTarget, by: User) -> ShownUpload:
    """Raises Refused for a ticket that is old, somebody else's, or for another place."""
    try:
        told = signing.loads(ticket, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        raise Refused(Code.PREVIEW_ENDED) from None
    if told["by"] != by.pk or told["place"] != target.place():
        raise Refused(Code.PREVIEW_ELSEWHERE)
    return ShownUpload(told["text"], told["version"], told["base"])


@transaction.atomic
def create_draft(
    *, file: InstrumentFile, text: str, owner: Government | None, base: int | None, by: User | None, now: datetime
) -> InstrumentVersion:
    """A new draft that says what the file says. Asked twice, it is one. Raises Refused when the code is taken.

    `base` may have been thrown away since the file was shown: then the draft comes from nothing.
    """
    known = known_draft(code=file.code, owner=owner, text=text)
    if known:
        return known
    found = held_instruments([base] if base else [])
    try:
        with transaction.atomic():
            version = InstrumentVersion.objects.create(
                **version_fields(file), draft=text, owner=owner, cloned_from=found[0] if found else None
            )
    except IntegrityError:  # a moment earlier
        known = known_draft(code=file.code, owner=owner, text=text)
        if known is None:
            raise
        return known
    changes = {"title": [None, file.title], "digest": ["", file.digest()]}
    record(action="instrument.uploaded", subject=version, by=by, now=now, changes=changes)
    return version


def replace_draft(
    *, draft: InstrumentVersion, ticket: ShownUpload, by: User | None, now: datetime
) -> InstrumentVersion:
    """The draft says what the file says. Saved twice, it is saved once. Raises Refused and Conflict."""
    file = read_draft(ticket.text).file
    before = read_draft(draft.draft).file
    if before == file:
        return draft
    return save_draft(
        version=draft,
        content=content_of(file),
        by=by,
        now=now,
        seen_version=ticket.seen_version,
        changes={"digest": [before.digest(), file.digest()]},
        reason=FROM_FILE,
    )


def save_shown(*, ticket: str, target: UploadTarget, by: User, now: datetime) -> InstrumentVersion:
    """What was shown becomes the draft, or a new one. Raises Refused and Conflict."""
    shown = opened(ticket=ticket, target=target, by=by)
    if target.draft:
        return replace_draft(draft=target.draft, ticket=shown, by=by, now=now)
    file = read_draft(shown.text).file
    return create_draft(file=file, text=shown.text, owner=target.owner, base=shown.base, by=by, now=now)


def known_draft(*, code: str, owner: Government | None, text: str) -> InstrumentVersion | None:
    """The draft made from this very file before. Raises Refused where the code is another instrument's."""
    known = InstrumentVersion.objects.filter(code=code).first()
    if known and not _is_this(known, owner, text):
        raise Refused(Problem(Code.FILE_CODE_TAKEN, facts={"code": code}))
    return known


def _is_this(known: InstrumentVersion, owner: Government | None, text: str) -> bool:
    """The draft made from the same file before."""
    return (known.owner_id, known.status, known.draft) == (owner and owner.pk, InstrumentVersion.Status.DRAFT, text)
