"""When a citizen's form is taken, and when it has to show that a person sends it. Pure.

Nobody is ever refused for the address they come from: an office, a village or a whole mobile network may stand behind
one. What happens instead is a question that everybody can answer in words, and that a simple program cannot.
"""

import hashlib
import hmac
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from uuid import UUID

QUICKEST = 3
"""Seconds that a person needs at least between opening a form and sending it."""
BUSY_HOUR = 30
"""Complaints through the page of one government within an hour, from which on everybody is asked."""
AT_ONCE, REFILL_SECONDS = 5, 120.0
"""What one address may send before it is asked: so many at once, and one more after each so many seconds."""
REMEMBERED = 10_000
"""Addresses one process keeps in mind."""
LEAST, MOST = 101, 999
"""Numbers that are asked for."""


class SendingVerdict(StrEnum):
    TAKE = "take"
    AGAIN = "again"
    ASK = "ask"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class SentForm:
    """What is known of a form that was sent. `seconds_open` None: no form of ours.

    `answer` is what was typed where the number was asked for, `expected` that number.
    """

    seconds_open: float | None
    is_trapped: bool
    is_busy: bool
    expected: int
    answer: str


def judge(sending: SentForm) -> SendingVerdict:
    """A form that lay open for however long is as good as a fresh one."""
    if sending.seconds_open is None:
        return SendingVerdict.AGAIN
    if sending.is_trapped or sending.is_busy:
        if not sending.answer.strip():
            return SendingVerdict.ASK
        if sending.answer.strip().replace(".", "") != str(sending.expected):
            return SendingVerdict.WRONG
    return SendingVerdict.TAKE if sending.seconds_open >= QUICKEST else SendingVerdict.AGAIN


def number_for(form_key: UUID, secret: str) -> int:
    """The number this form asks for: another one for each form, the same when it is shown again."""
    digest = hmac.new(f"complaint-question:{secret}".encode(), form_key.bytes, hashlib.sha256).digest()
    return LEAST + int.from_bytes(digest[:8], "big") % (MOST - LEAST + 1)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class BusyAddresses:
    """Which addresses sent much of late, known to one process and only as keyed digests.

    `key` is random and lives as long as the process, so that nobody can tell an address from what is kept. An address
    that has been quiet is forgotten. Times are seconds of any clock that never runs backwards.
    """

    def __init__(self, key: bytes, *, capacity: int = AT_ONCE, refill_seconds: float = REFILL_SECONDS) -> None:
        self._key, self._capacity, self._refill = key, capacity, refill_seconds
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    def is_busy(self, address: str, now: float) -> bool:
        """Whether this address has used up what it may send unasked."""
        with self._lock:
            bucket = self._buckets.get(self._digest(address))
            return bucket is not None and self._level(bucket, now) < 1

    def note(self, address: str, now: float) -> None:
        """It sent something."""
        with self._lock:
            digest = self._digest(address)
            bucket = self._buckets.pop(digest, None)
            level = self._level(bucket, now) if bucket else self._capacity
            self._buckets[digest] = _Bucket(max(level - 1, 0), now)
            self._forget(now)

    def _forget(self, now: float) -> None:
        """The quiet ones, and beyond what is remembered those that were quiet longest."""
        while self._buckets:
            oldest = next(iter(self._buckets.values()))
            if len(self._buckets) <= REMEMBERED and self._level(oldest, now) < self._capacity:
                return
            self._buckets.popitem(last=False)

    def _level(self, bucket: _Bucket, now: float) -> float:
        return min(bucket.tokens + (now - bucket.at) / self._refill, self._capacity)

    def _digest(self, address: str) -> bytes:
        return hmac.new(self._key, address.encode(), hashlib.sha256).digest()[:16]
