"""Sealing small records with keys that may be exchanged, and finding them again by keyed digests of their words.

Fernet (AES-128-CBC with HMAC-SHA256, cryptography's) seals; the first key seals, every key opens.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DIGEST_BYTES = 16


class Unreadable(ValueError):
    """No key opens it, or it was tampered with. Says nothing of the content."""


class Sealer:
    """Raises ValueError for keys that are not Fernet keys, or none."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("no keys")
        self._fernets = [Fernet(key) for key in keys]
        self._all = MultiFernet(self._fernets)
        self._digest_keys = [_digest_key(key) for key in keys]

    def seal(self, fields: Mapping[str, str]) -> str:
        return self._fernets[0].encrypt(json.dumps(dict(fields), ensure_ascii=False).encode()).decode()

    def open(self, token: str) -> dict[str, str]:
        """Raises Unreadable."""
        try:
            content = json.loads(self._all.decrypt(token.encode()))
        except (InvalidToken, ValueError) as error:
            raise Unreadable from error
        return dict(content)

    def reseal(self, token: str) -> str:
        """The same content sealed with the first key. Raises Unreadable."""
        return self.seal(self.open(token))

    def is_current(self, token: str) -> bool:
        """Whether the first key opens it."""
        try:
            self._fernets[0].decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def digest(self, word: str) -> str:
        """32 hex digits that only holders of the first key can make of this word."""
        return _digest(self._digest_keys[0], word)

    def digests(self, word: str) -> list[str]:
        """With every key: finds what is not sealed anew yet."""
        return [_digest(key, word) for key in self._digest_keys]


def new_key() -> str:
    return Fernet.generate_key().decode()


def are_keys(keys: Sequence[str]) -> bool:
    """Whether all can seal; also True for none at all."""
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        return False
    return True


def _digest_key(key: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"siap-kspp/identity-words")
    return derived.derive(key.encode())


def _digest(key: bytes, word: str) -> str:
    return hmac.new(key, word.encode(), hashlib.sha256).digest()[:DIGEST_BYTES].hex()
