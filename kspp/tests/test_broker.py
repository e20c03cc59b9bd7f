import json
import multiprocessing
import os
import signal
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty
from urllib.parse import quote

import pytest
from kombu import Connection, Queue
from kombu.exceptions import OperationalError

from kspp import broker
from kspp.broker import LEASE, MAX_DELIVERIES, Store, due
from kspp.lib import processes
from kspp.testing.waiting import wait_until

fork = multiprocessing.get_context("fork")


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "folder with space and %" / "queue.sqlite3")


@pytest.fixture
def store(path: str, clock: Clock) -> Store:
    return Store(path, clock)


@pytest.fixture
def connection(path: str) -> Iterator[Connection]:
    broker.register()
    with Connection(f"kspp-sqlite://localhost/{quote(path)}") as opened:
        yield opened


def in_child(work: Callable[[], object]) -> multiprocessing.process.BaseProcess:
    child = fork.Process(target=work)
    child.start()
    return child


def test_messages_come_out_in_the_order_they_went_in(store: Store) -> None:
    for n in range(3):
        store.put("celery", f"tag-{n}", f"payload-{n}")
    assert [store.take("celery") for _ in range(4)] == [("payload-0", 1), ("payload-1", 1), ("payload-2", 1), None]


def test_queues_do_not_mix(store: Store) -> None:
    store.put("a", "tag", "x")
    assert store.take("b") is None
    assert store.take("a") == ("x", 1)


def test_a_taken_message_is_nobody_elses(store: Store, path: str, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    assert Store(path, clock).take("celery") is None


def test_a_message_for_later_stays_until_its_time(store: Store, clock: Clock) -> None:
    store.put("celery", "tag", "x", visible_at=clock.now + 30)
    assert store.take("celery") is None
    clock.now += 30
    assert store.take("celery") == ("x", 1)


def test_an_answered_message_never_returns(store: Store, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    store.delete("tag")
    clock.now += 10 * LEASE
    assert store.take("celery") is None


def test_a_message_whose_consumer_stopped_renewing_returns_with_its_count(store: Store, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    clock.now += LEASE + 1
    assert store.take("celery") == ("x", 2)


def test_a_renewed_message_stays_with_its_consumer(store: Store, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    for _ in range(5):
        clock.now += LEASE - 1
        store.renew(["tag"])
    assert store.take("celery") is None


def test_a_late_renewal_does_not_steal_from_the_new_owner(store: Store, path: str, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    clock.now += LEASE + 1
    child = in_child(lambda: Store(path, clock).take("celery"))
    child.join()
    before = sqlite3.connect(path).execute("SELECT visible_at, owner FROM message").fetchone()
    clock.now += 1
    store.renew(["tag"])
    assert sqlite3.connect(path).execute("SELECT visible_at, owner FROM message").fetchone() == before


def test_size_and_purge_leave_held_messages_alone(store: Store) -> None:
    for n in range(3):
        store.put("celery", f"tag-{n}", "x")
    store.take("celery")
    assert store.size("celery") == 2
    assert store.purge("celery") == 2
    assert store.size("celery") == 0
    store.release("tag-0")
    assert store.size("celery") == 1


def test_only_the_owner_of_the_file_reads_it(store: Store, path: str) -> None:
    store.put("celery", "tag", "x")
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600


def test_a_killed_consumers_messages_return_at_once(store: Store, path: str, clock: Clock) -> None:
    for n in range(3):
        store.put("celery", f"tag-{n}", "x")

    def take_two_and_hang() -> None:
        own = Store(path, clock)
        own.take("celery")
        own.take("celery")
        time.sleep(60)

    child = in_child(take_two_and_hang)
    wait_until(lambda: store.size("celery") == 1)
    store.recover()
    assert store.size("celery") == 1, "a living consumer keeps what it holds"
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    store.recover()
    assert store.size("celery") == 3


def test_a_process_number_given_to_another_does_not_save_the_dead(store: Store, path: str) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    impostor = f"{processes.machine()}#{os.getpid()}#1"
    store.db.execute("UPDATE message SET owner = ?", (impostor,))
    store.recover()
    assert store.size("celery") == 1


def test_an_owner_on_another_machine_is_left_to_its_lease(store: Store, clock: Clock) -> None:
    store.put("celery", "tag", "x")
    store.take("celery")
    store.db.execute("UPDATE message SET owner = 'elsewhere#1#1'")
    store.recover()
    assert store.take("celery") is None
    clock.now += LEASE + 1
    assert store.take("celery") is not None


def test_several_processes_share_a_queue_without_loss_or_repetition(store: Store, path: str, tmp_path: Path) -> None:
    def publish(who: int) -> None:
        own = Store(path)
        for n in range(50):
            own.put("celery", f"{who}-{n}", f"{who}-{n}")

    def consume(who: int) -> None:
        own, taken = Store(path), []
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < 2:
            if message := own.take("celery"):
                taken.append(message[0])
                own.delete(message[0])
                idle_since = time.monotonic()
        (tmp_path / f"taken-{who}").write_text(json.dumps(taken))

    workers = [in_child(lambda who=who: consume(who)) for who in range(2)]  # type: ignore[misc]
    publishers = [in_child(lambda who=who: publish(who)) for who in range(3)]  # type: ignore[misc]
    for child in [*publishers, *workers]:
        child.join(60)
        assert child.exitcode == 0
    taken = [tag for who in range(2) for tag in json.loads((tmp_path / f"taken-{who}").read_text())]
    assert sorted(taken) == sorted(f"{who}-{n}" for who in range(3) for n in range(50))


def test_a_large_payload_arrives_whole(connection: Connection) -> None:
    text = "é" * 2_000_000
    queue = connection.SimpleQueue("celery")
    queue.put({"text": text})
    message = queue.get(timeout=5)
    assert message.payload == {"text": text}
    message.ack()
    assert queue.qsize() == 0


def test_a_rejected_message_returns_marked_as_redelivered_or_is_gone(connection: Connection) -> None:
    queue = connection.SimpleQueue("celery")
    queue.put({"n": 1})
    first = queue.get(timeout=5)
    assert first.delivery_info["redelivered"] is False
    first.reject(requeue=True)
    second = queue.get(timeout=5)
    assert second.delivery_info["redelivered"] is True
    second.reject(requeue=False)
    with pytest.raises(Empty):
        queue.get(timeout=0.2)


def test_closing_the_connection_hands_back_what_was_not_answered(path: str, connection: Connection) -> None:
    with Connection(connection.as_uri()) as other:
        other.SimpleQueue("celery").put({"n": 1})
        other.SimpleQueue("celery").get(timeout=5)
    message = connection.SimpleQueue("celery").get(timeout=5)
    assert message.delivery_info["redelivered"] is False, "it was never worked on"
    message.ack()


def test_a_message_that_keeps_killing_its_worker_is_set_aside(connection: Connection, path: str) -> None:
    queue = connection.SimpleQueue("celery")
    queue.put({"n": 1})
    for _ in range(MAX_DELIVERIES):
        queue.get(timeout=5).reject(requeue=True)
    with pytest.raises(Empty):
        queue.get(timeout=0.2)
    assert Store(path).size("celery.failed") == 1


def test_the_queue_can_be_purged_through_kombu(connection: Connection) -> None:
    queue = connection.SimpleQueue("celery")
    for n in range(4):
        queue.put({"n": n})
    assert Queue("celery", channel=connection.default_channel).purge() == 4


def test_waiting_gives_up_in_time(connection: Connection) -> None:
    begun = time.monotonic()
    with pytest.raises(Empty):
        connection.SimpleQueue("celery").get(timeout=0.3)
    assert time.monotonic() - begun < 2


def test_a_countdown_becomes_the_time_it_turns_visible() -> None:
    moment = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
    assert due({"eta": moment.isoformat()}) == moment.timestamp()
    assert due({"eta": "2026-11-21T03:00:00"}) == moment.timestamp(), "Celery's times without a zone are UTC"
    assert due({"eta": (moment + timedelta(hours=7)).replace(tzinfo=None).isoformat() + "+07:00"}) == moment.timestamp()
    assert due({"eta": None}) == due({}) == due(None) == 0


def test_a_broker_that_cannot_be_written_says_so_instead_of_hanging(tmp_path: Path) -> None:
    broker.register()
    (tmp_path / "file").write_text("not a folder")
    begun = time.monotonic()
    url = f"kspp-sqlite://localhost/{quote(str(tmp_path / 'file' / 'queue.sqlite3'))}"
    with Connection(url) as link, pytest.raises(OperationalError):
        link.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=2)
    assert time.monotonic() - begun < 5
