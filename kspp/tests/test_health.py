import shutil
from collections import namedtuple
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from kspp import health, heartbeat
from kspp.celery import app

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def alive(db: None) -> Iterator[None]:
    heartbeat.beat()
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
    heartbeat.fall_silent()
    status, states = answer(client)
    assert (status, states["worker"]) == (503, "silent")


def test_a_heartbeat_fades_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "LIFETIME", 0)
    heartbeat.beat()
    assert not heartbeat.worker_is_alive()


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

    def call_repeatedly(self, seconds: float, call: Any) -> "Timer":
        self.calls.append((seconds, call))
        return self

    def cancel(self) -> None:
        self.cancelled = True


class Consumer:
    def __init__(self) -> None:
        self.timer = Timer()


def test_a_worker_beats_while_it_consumes_and_falls_silent_when_it_stops() -> None:
    heartbeat.fall_silent()
    consumer = Consumer()
    step = heartbeat.Heartbeat(consumer)
    step.start(consumer)
    assert heartbeat.worker_is_alive()
    assert consumer.timer.calls == [(heartbeat.EVERY, heartbeat.beat)]
    assert heartbeat.EVERY * 3 < heartbeat.LIFETIME
    step.stop(consumer)
    assert consumer.timer.cancelled
    assert not heartbeat.worker_is_alive()


def test_a_worker_survives_a_cache_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "set", refuse)
    monkeypatch.setattr(cache, "delete", refuse)
    consumer = Consumer()
    step = heartbeat.Heartbeat(consumer)
    step.start(consumer)
    step.stop(consumer)
    assert consumer.timer.cancelled


def test_every_check_is_asked() -> None:
    assert set(health.CHECKS) == {"database", "broker", "worker", "disk"}
