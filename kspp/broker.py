"""The embedded Celery broker: one SQLite file, no server.

A message is a row. Taking it leases the row to the consuming process, which renews the lease while it works;
acknowledging deletes the row. The row comes back at once when its process is dead, and when the lease runs out in
every other case. A message delivered MAX_DELIVERIES times without an answer killed its workers: it is set aside in
the queue `<name>.failed` instead of being handed out again.

The transport takes part in the worker's event loop, as Redis does. Only then does Celery give every child of its pool
pipes of its own; the pool for other transports shares one, whose read lock an idle child holds and takes with it when
it is killed: the worker would never run a task again (celery/billiard#104, celery/billiard#457).
"""

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual

from kspp.lib.processes import is_dead, signature

SCHEME = "kspp-sqlite"
LEASE = 60.0
"""Seconds a message stays with a consumer that no longer renews."""
RENEW_EVERY = 10.0
RECOVER_EVERY = 2.0
MAX_DELIVERIES = 5
BUSY_TIMEOUT = 5.0
"""Seconds a publisher waits for the file's write lock before it gives up."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    queue TEXT NOT NULL,
    tag TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    visible_at REAL NOT NULL,
    owner TEXT,
    deliveries INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS message_next ON message (queue, visible_at, id);
"""

WAITING = "SELECT 1 FROM message WHERE queue = ? AND visible_at <= ? LIMIT 1"
TAKE = """
UPDATE message SET visible_at = ?, owner = ?, deliveries = deliveries + 1
WHERE id = (SELECT id FROM message WHERE queue = ? AND visible_at <= ? ORDER BY id LIMIT 1)
RETURNING payload, deliveries
"""


class Store:
    """The messages of one broker file. Safe to share between threads; every process opens its own connections."""

    def __init__(self, path: str, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        self._local = threading.local()

    @property
    def db(self) -> sqlite3.Connection:
        connections: dict[int, sqlite3.Connection] = self._local.__dict__.setdefault("connections", {})
        pid = os.getpid()
        if pid not in connections:
            connections[pid] = self._open()
        return connections[pid]

    def _open(self) -> sqlite3.Connection:
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT, isolation_level=None)
        Path(self.path).chmod(0o600)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'message_next'").fetchone():
            db.executescript(SCHEMA)
        return db

    def put(self, queue: str, tag: str, payload: str, visible_at: float = 0) -> None:
        self.db.execute(
            "INSERT INTO message (queue, tag, payload, visible_at) VALUES (?, ?, ?, ?)",
            (queue, tag, payload, visible_at),
        )

    def take(self, queue: str) -> tuple[str, int] | None:
        """Lease the oldest visible message: its payload and how often it was delivered, this time included."""
        now = self.clock()
        if self.db.execute(WAITING, (queue, now)).fetchone() is None:
            return None  # reading takes no lock, so an idle worker disturbs nobody
        row: tuple[str, int] | None = self.db.execute(TAKE, (now + LEASE, signature(), queue, now)).fetchone()
        return row

    def delete(self, tag: str) -> None:
        self.db.execute("DELETE FROM message WHERE tag = ?", (tag,))

    def release(self, tag: str) -> None:
        """Hand a message back for another delivery."""
        self.db.execute("UPDATE message SET visible_at = 0, owner = NULL WHERE tag = ?", (tag,))

    def return_untouched(self, tag: str) -> None:
        """Hand back a message that was taken but never worked on: the delivery does not count."""
        self.db.execute(
            "UPDATE message SET visible_at = 0, owner = NULL, deliveries = max(deliveries - 1, 0) WHERE tag = ?",
            (tag,),
        )

    def set_aside(self, tag: str) -> None:
        self.db.execute("UPDATE message SET queue = queue || '.failed', owner = NULL WHERE tag = ?", (tag,))

    def renew(self, tags: Iterable[str]) -> None:
        """Keep what this process still works on."""
        until, owner = self.clock() + LEASE, signature()
        self.db.executemany(
            "UPDATE message SET visible_at = ? WHERE tag = ? AND owner = ?", [(until, tag, owner) for tag in tags]
        )

    def recover(self) -> None:
        """Make the messages of dead processes visible again."""
        owners: Iterable[tuple[str]] = self.db.execute("SELECT DISTINCT owner FROM message WHERE owner IS NOT NULL")
        for owner in [owner for (owner,) in owners if is_dead(owner)]:
            self.db.execute("UPDATE message SET visible_at = 0, owner = NULL WHERE owner = ?", (owner,))

    def size(self, queue: str) -> int:
        """Messages that nobody holds, the ones for later included."""
        count: int = self.db.execute(
            "SELECT count(*) FROM message WHERE queue = ? AND owner IS NULL", (queue,)
        ).fetchone()[0]
        return count

    def purge(self, queue: str) -> int:
        return self.db.execute("DELETE FROM message WHERE queue = ? AND owner IS NULL", (queue,)).rowcount


def due(headers: dict[str, Any] | None) -> float:
    """When a task may start, in seconds since 1970; 0 for at once. A time without a zone is UTC, as Celery means it."""
    eta = (headers or {}).get("eta")
    if not eta:
        return 0.0
    moment = datetime.fromisoformat(eta)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


class Channel(virtual.Channel):
    supports_fanout = False

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.store: Store = connection.store
        self._renewed = self._recovered = 0.0

    def drain_events(self, *args: Any, **kwargs: Any) -> Any:
        self._keep_house()
        return super().drain_events(*args, **kwargs)

    def _keep_house(self) -> None:
        now = time.monotonic()
        if now - self._recovered >= RECOVER_EVERY:
            self._recovered = now
            self.store.recover()
        if self.qos._delivered and now - self._renewed >= RENEW_EVERY:
            self._renewed = now
            self.store.renew(list(self.qos._delivered))

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        tag = message["properties"]["delivery_tag"]
        self.store.put(queue, tag, json.dumps(message), due(message.get("headers")))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        while taken := self.store.take(queue):
            payload, deliveries = taken
            message: dict[str, Any] = json.loads(payload)
            if deliveries > MAX_DELIVERIES:
                self.store.set_aside(message["properties"]["delivery_tag"])
                continue
            message["properties"]["delivery_info"]["redelivered"] = deliveries > 1
            return message
        raise Empty

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        self.store.delete(delivery_tag)
        super().basic_ack(delivery_tag, multiple)

    def basic_reject(self, delivery_tag: str, requeue: bool = False) -> None:
        if not requeue:
            self.store.delete(delivery_tag)
        super().basic_reject(delivery_tag, requeue)

    def _restore(self, message: Any) -> None:
        self.store.return_untouched(message.delivery_tag)

    def _restore_at_beginning(self, message: Any) -> None:
        self.store.release(message.delivery_tag)

    def _size(self, queue: str) -> int:
        return self.store.size(queue)

    def _purge(self, queue: str) -> int:
        return self.store.purge(queue)


class Transport(virtual.Transport):
    Channel = Channel
    default_port = 0
    driver_type = "sqlite"
    driver_name = "kspp"
    polling_interval = 0.1
    can_parse_url = False
    connection_errors = (*virtual.Transport.connection_errors, sqlite3.DatabaseError, OSError)
    """Whatever the file answers: the event loop only writes down other errors of a timer and would fetch no more."""
    implements = virtual.Transport.implements.extend(asynchronous=True, exchange_type=frozenset(["direct", "topic"]))

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.store = Store(client.virtual_host)

    def establish_connection(self) -> Any:
        self.store.db.execute("SELECT 1 FROM message LIMIT 1").fetchone()
        return super().establish_connection()

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        """The worker cancels this timer itself when the connection is lost."""
        loop.call_repeatedly(self.polling_interval, self._fetch, connection)

    def _fetch(self, connection: Any) -> None:
        with suppress(TimeoutError):
            while True:
                self.drain_events(connection, timeout=0)

    def driver_version(self) -> str:
        return sqlite3.sqlite_version


def register() -> None:
    TRANSPORT_ALIASES[SCHEME] = "kspp.broker:Transport"
