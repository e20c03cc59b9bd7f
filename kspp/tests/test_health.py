import shutil
import time
from collections import namedtuple
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from celery.worker import state as worker_state
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from kombu.asynchronous.semaphore import LaxBoundedSemaphore

from kspp import health, heartbeat
from kspp.celery import app

pytestmark = pytest.mark.both_databases

WORKER = "worker-0@machine"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def alive(db: None) -> Iterator[None]:
    heartbeat.beat(WORKER)
    heartbeat.pulse(WORKER)
    yield
    cache.clear()


def answer(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def test_a_working_portal_says_so_without_a_login(client: Client) -> None:
    states = dict.fromkeys(("status", "database", "broker", "worker", "disk"), "ok")
    assert answer(client) == (200, states)


def test_a_missing_migration_makes_it_unusable(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="history").delete()
    status, states = answer(client)
    assert (status, states["database"], states["status"]) == (503, "migrations missing", "unusable")


def test_an_unreachable_database_makes_it_unusable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise ConnectionError("password=geheim")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "unreachable")
    assert "geheim" not in response.text


def test_a_stopped_broker_makes_it_unusable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = app.connection_for_write
    monkeypatch.setattr(app, "connection_for_write", lambda **kw: real("redis://127.0.0.1:1/0", **kw))
    status, states = answer(client)
    assert (status, states["broker"]) == (503, "unreachable")


def test_a_silent_worker_makes_it_unusable(client: Client) -> None:
    heartbeat.fall_silent(WORKER)
    status, states = answer(client)
    assert (status, states["worker"]) == (503, "silent")


def test_a_heartbeat_fades_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "LIFETIME", 0)
    heartbeat.beat(WORKER)
    heartbeat.pulse(WORKER)
    assert heartbeat.state() == "silent"


def test_a_full_disk_makes_it_unusable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12, 10**6))
    status, states = answer(client)
    assert (status, states["disk"]) == (503, "full")


def test_it_only_reads(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_nobody_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


class Timer:
    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.cancelled = False

    def call_repeatedly(self, seconds: float, call: Any, arguments: tuple[Any, ...]) -> "Timer":
        self.calls.append((seconds, lambda: call(*arguments)))
        return self

    def cancel(self) -> None:
        self.cancelled = True


class Pool:
    """Keeps the jobs it is given until somebody runs them."""

    num_processes = 2

    def __init__(self) -> None:
        self.jobs: list[Any] = []

    def apply_async(self, job: Any, arguments: tuple[Any, ...], callback: Any, error_callback: Any) -> None:
        self.jobs.append(lambda: callback(job(*arguments)))


class Consumer:
    """A worker as the heartbeat sees it; `passes` lets time pass until the signs have faded, then the timer fires."""

    hostname = "worker-1@machine"

    def __init__(self, free_places: int = 2) -> None:
        self.timer, self.pool = Timer(), Pool()
        self.controller = SimpleNamespace(semaphore=LaxBoundedSemaphore(free_places))

    def passes(self) -> heartbeat.State:
        cache.clear()
        [(_, tick)] = self.timer.calls
        tick()
        return heartbeat.state()


@pytest.fixture
def consumer() -> Consumer:
    started = Consumer()
    heartbeat.Heartbeat(started).start(started)
    return started


def test_a_worker_beats_while_it_consumes_and_falls_silent_when_it_stops() -> None:
    cache.clear()
    consumer = Consumer()
    step = heartbeat.Heartbeat(consumer)
    step.start(consumer)
    assert heartbeat.state() == "ok"
    assert [seconds for seconds, _ in consumer.timer.calls] == [heartbeat.EVERY]
    assert heartbeat.EVERY * 3 < heartbeat.LIFETIME
    step.stop(consumer)
    assert consumer.timer.cancelled
    assert heartbeat.state() == "silent"
    assert not heartbeat.has_pulse(consumer.hostname)


def test_a_worker_whose_pool_runs_nothing_is_stuck_until_it_does(consumer: Consumer) -> None:
    assert consumer.passes() == "stuck"
    assert not heartbeat.has_pulse(consumer.hostname)
    consumer.pool.jobs[0]()
    assert heartbeat.state() == "ok"
    assert heartbeat.has_pulse(consumer.hostname)
    assert not heartbeat.has_pulse("worker-2@machine"), "the pulse of one worker says nothing of another"


def test_a_pool_that_does_not_answer_is_not_asked_again(consumer: Consumer) -> None:
    assert [consumer.passes() for _ in range(3)] == ["stuck"] * 3
    assert len(consumer.pool.jobs) == 1
    consumer.pool.jobs[0]()
    consumer.passes()
    assert len(consumer.pool.jobs) == 2


def test_the_pulse_takes_a_free_place_of_the_pool_as_tasks_do() -> None:
    consumer = Consumer(free_places=0)
    heartbeat.Heartbeat(consumer).start(consumer)
    consumer.passes()
    assert consumer.pool.jobs == []
    consumer.controller.semaphore.release()
    assert len(consumer.pool.jobs) == 1


def test_a_worker_whose_children_are_all_at_work_is_well(consumer: Consumer, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = [time.time() - 90, time.time() - 5]
    requests = [SimpleNamespace(time_start=moment) for moment in begun]
    monkeypatch.setattr(worker_state, "active_requests", requests)
    assert consumer.passes() == "ok"
    assert consumer.pool.jobs == []
    requests.pop()
    assert consumer.passes() == "stuck", "one child is free and does not answer"


@pytest.mark.parametrize(
    ("ages", "children", "busy"),
    [
        ([], 2, False),
        ([5.0], 2, False),
        ([5.0, 599.0], 2, True),
        ([5.0, 600.0], 2, True),
        ([5.0, 600.1], 2, False),  # should have been ended by its limit
        ([5.0, 700.0, 10.0], 2, True),
        ([5.0], 1, True),
    ],
)
def test_all_are_at_work_when_every_child_has_a_task_within_its_limit(
    ages: list[float], children: int, busy: bool
) -> None:
    assert heartbeat.all_at_work(ages, children, 600.0) is busy


@pytest.mark.parametrize(
    ("beating", "pulsing", "state"),
    [(True, True, "ok"), (True, False, "stuck"), (False, True, "silent"), (False, False, "silent")],
)
def test_a_worker_is_judged_by_its_heart_and_its_pulse(beating: bool, pulsing: bool, state: str) -> None:
    assert heartbeat.judge(beating=beating, pulsing=pulsing) == state


def test_a_stuck_worker_makes_it_unusable(client: Client) -> None:
    cache.delete(heartbeat.PULSE)
    status, states = answer(client)
    assert (status, states["worker"]) == (503, "stuck")


def refuse(*args: object, **kwargs: object) -> None:
    raise ConnectionError


def test_a_worker_survives_a_cache_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "set_many", refuse)
    monkeypatch.setattr(cache, "delete_many", refuse)
    consumer = Consumer()
    step = heartbeat.Heartbeat(consumer)
    step.start(consumer)
    step.stop(consumer)
    assert consumer.timer.cancelled


@pytest.mark.parametrize("store", [lambda *args: None, refuse], ids=["takes nothing", "cannot be reached"])
def test_a_cache_that_keeps_nothing_proves_nothing_of_a_worker(monkeypatch: pytest.MonkeyPatch, store: Any) -> None:
    assert not heartbeat.has_pulse("worker-1@machine")
    monkeypatch.setattr(cache, "set", store)
    assert heartbeat.has_pulse("worker-1@machine")


def test_every_check_is_asked() -> None:
    assert set(health.CHECKS) == {"database", "broker", "worker", "disk"}
