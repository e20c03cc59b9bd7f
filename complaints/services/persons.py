"""The identity of a complainant: sealed when it comes in, opened for those who may, forgotten in time."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from complaints.models import Complaint, Identity, IdentityWord
from kspp.lib.sealing import Sealer

FIELDS = ("name", "address", "phone", "email")


def sealer() -> Sealer:
    return _sealer(tuple(settings.IDENTITY_KEYS))


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> Sealer:
    return Sealer(keys)


def seal_identity(complaint: Complaint, person: Mapping[str, str]) -> Identity | None:
    """Stores nothing for an anonymous complaint, whatever was filled in."""
    kept = {name: person[name].strip() for name in FIELDS if person.get(name, "").strip()}
    if complaint.is_anonymous or not kept:
        return None
    identity = Identity.objects.create(complaint=complaint, sealed=sealer().seal(kept))
    index_words(identity, kept)
    return identity


def index_words(identity: Identity, person: Mapping[str, str]) -> None:
    IdentityWord.objects.filter(identity=identity).delete()
    digests = {sealer().digest(word) for word in searchable_words(person)}
    IdentityWord.objects.bulk_create([IdentityWord(identity=identity, digest=digest) for digest in sorted(digests)])


def searchable_words(person: Mapping[str, str]) -> set[str]:
    """Words of the name, the digits of the telephone without 62 or 0, the whole mail address; all small letters."""
    words = {word for word in re.split(r"[^\w]+", person.get("name", "").casefold()) if len(word) > 1}
    digits = re.sub(r"\D", "", person.get("phone", ""))
    if digits:
        words.add(re.sub(r"^(62|0)", "", digits))
    if person.get("email"):
        words.add(person["email"].casefold())
    return words
