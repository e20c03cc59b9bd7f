"""Who complained, for those who may know: the seal, searching by digests, and who has looked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission
from complaints.models import Complaint, Identity, IdentityWord
from complaints.scope import may_read_identity, powers
from history.models import Event
from history.selectors import Entry, timeline
from kspp.lib.sealing import Sealer

FIELDS = ("name", "address", "phone", "email")
READINGS = ("identity.read", "identity.corrected", "identity.exported", "identity.erased")
"""Actions that touch the identity in one case."""
LATEST = 20


def sealer() -> Sealer:
    return _sealer(tuple(settings.IDENTITY_KEYS))


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> Sealer:
    return Sealer(keys)


def searchable_words(person: Mapping[str, str]) -> set[str]:
    """Words of the name, the digits of the telephone without 62 or 0, the whole mail address; all small letters."""
    words = _name_words(person.get("name", ""))
    phone = _phone_word(person.get("phone", ""))
    email = person.get("email", "").strip().casefold()
    return words | {word for word in (phone, email) if word}


def words_sought(typed: str) -> set[str]:
    """What a searcher means: a mail address, a telephone number, or words of a name."""
    text = typed.strip()
    if "@" in text:
        return {text.casefold()}
    if re.fullmatch(r"[\d\s()+.-]*\d[\d\s()+.-]*", text):
        return {_phone_word(text)} - {""}
    return _name_words(text)


def is_of(typed: str) -> Q:
    """The complaints whose person has every word typed. Also finds what an older key sealed.

    Join it with `scope.identities_open_to`: what a search finds, it tells.
    """
    words = words_sought(typed)
    found = Q() if words else Q(pk__in=[])
    for word in sorted(words):
        of_complaint = IdentityWord.objects.filter(identity__complaint=OuterRef("pk"))
        found &= Q(Exists(of_complaint.filter(digest__in=sealer().digests(word))))
    return found


def _name_words(name: str) -> set[str]:
    return {word for word in re.split(r"[^\w]+", name.casefold()) if len(word) > 1}


def _phone_word(phone: str) -> str:
    return re.sub(r"^(62|0)", "", re.sub(r"\D", "", phone))


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Opened. `version` is that of the sealed row, 0 where there is none."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    version: int = 0


def opened(identity: Identity) -> Person:
    """Raises Unreadable."""
    content = sealer().open(identity.sealed)
    kept = {field: content.get(field, "") for field in FIELDS}
    return Person(**kept, version=identity.version)


@dataclass(frozen=True, slots=True)
class IdentityPanel:
    """What the page of a case says about the identity, without it. `readings` None: not for this person."""

    complaint: Complaint
    is_kept: bool
    can_read: bool
    can_manage: bool
    readings: tuple[Entry, ...] | None


def identity_panel(complaint: Complaint, user: User) -> IdentityPanel:
    """Three queries at most."""
    held = powers(user, complaint)
    can_manage = Permission.IDENTITY_ERASE.value in held
    sees_readings = can_manage or Permission.COMPLAINT_SUPERVISE.value in held
    is_kept = Identity.objects.filter(complaint=complaint).exists()
    return IdentityPanel(
        complaint=complaint,
        is_kept=is_kept,
        can_read=may_read_identity(user, complaint),
        can_manage=can_manage,
        readings=readings(complaint) if sees_readings else None,
    )


def readings(complaint: Complaint) -> tuple[Entry, ...]:
    """Who read, corrected, exported or erased the identity, newest first."""
    return timeline(Event.objects.about(complaint).filter(action__in=READINGS), size=LATEST).entries
