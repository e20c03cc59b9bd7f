"""What the page shows of an uploaded instrument: the size of it, and how it differs from what there is."""

from dataclasses import replace

from accounts.models import User
from accounts.permissions import Permission
from instruments.models import InstrumentVersion
from instruments.selectors.library import ComparisonPage, compared, file_of
from instruments.sentences import exchange as sentences
from instruments.versions import InstrumentFile


def base_of(code: str, user: User) -> InstrumentVersion | None:
    """The version whose code a file carries, if this person may read it: what a new draft is compared with."""
    return InstrumentVersion.objects.permitting(user, Permission.INSTRUMENT_VIEW).filter(code=code).first()


def size_of(file: InstrumentFile) -> str:
    return sentences.size(len(file.dimensions), len(file.indicators()), len(file.bands))


def shown(base: InstrumentVersion, file: InstrumentFile) -> ComparisonPage:
    """The code is left out: a new draft always has its own."""
    return compared(file_of(base), replace(file, code=base.code))
