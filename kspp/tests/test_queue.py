"""Celery on both brokers, with real worker processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from kspp import broker
from kspp import settings as production
from kspp.supervisor import die_with_parent
from kspp.testing.killing import kill_all
from kspp.testing.waiting import wait_until

WORKER = """
import os, sys, time
from pathlib import Path
from kspp import broker
from celery import Celery
broker.register()
app = Celery("trial", broker=sys.argv[1])
app.conf.update({settings!r})

@app.task(name="note")
def note(folder, name, seconds):
    (Path(folder) / f"begun-{{name}}-{{os.getpid()}}").touch()
    time.sleep(seconds)
    (Path(folder) / f"done-{{name}}").touch()

app.worker_main(["--quiet", "worker", "-c", "2", "--without-gossip", "--without-mingle", "-l", "CRITICAL"])
"""


def celery_settings(*, redis: bool) -> dict[str, object]:
    return {
        "broker_transport_options": production.REDIS_BROKER_OPTIONS if redis else production.ONE_QUICK_RETRY,
        "broker_connection_timeout": production.CELERY_BROKER_CONNECTION_TIMEOUT,
        "task_publish_retry_policy": production.CELERY_TASK_PUBLISH_RETRY_POLICY,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "broker_connection_retry_on_startup": True,
        "worker_lost_wait": 1,  # seconds until a task is taken for lost; Celery's own are ten
    }


def publisher(url: str) -> Celery:
    broker.register()
    app = Celery("trial-publisher", broker=url, set_as_current=False)
    app.conf.update(celery_settings(redis=url.startswith("redis")))
    return app


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    script = WORKER.format(settings=celery_settings(redis=url.startswith("redis")))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, url],
        cwd=production.BASE_DIR,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield process
    finally:
        kill_all(process)


def files(folder: Path, beginning: str) -> int:
    return len(list(folder.glob(f"{beginning}-*")))


@pytest.fixture
def embedded_url(tmp_path: Path) -> str:
    return f"kspp-sqlite://localhost/{quote(str(tmp_path / 'queue.sqlite3'))}"


def survives_a_killed_worker(url: str, folder: Path) -> None:
    app = publisher(url)
    for name in "abcd":
        app.send_task("note", (str(folder), name, 1.5))
    with worker(url) as first:
        wait_until(lambda: files(folder, "begun") >= 2)
        kill_all(first)
    assert files(folder, "done") == 0
    with worker(url):
        wait_until(lambda: files(folder, "done") == 4, 60)


def test_tasks_of_a_killed_worker_are_done_by_the_next_one(embedded_url: str, tmp_path: Path) -> None:
    survives_a_killed_worker(embedded_url, tmp_path)


def test_a_task_whose_process_was_killed_runs_again(embedded_url: str, tmp_path: Path) -> None:
    publisher(embedded_url).send_task("note", (str(tmp_path), "a", 3))
    with worker(embedded_url):
        wait_until(lambda: files(tmp_path, "begun") == 1)
        os.kill(int(next(tmp_path.glob("begun-a-*")).name.split("-")[2]), signal.SIGKILL)
        wait_until(lambda: files(tmp_path, "done") == 1)
    assert files(tmp_path, "begun") == 2


def test_killed_children_busy_and_idle_do_not_wedge_the_worker(embedded_url: str, tmp_path: Path) -> None:
    """An idle child of Celery's blocking pool holds the one read lock of all children; killed, it takes it along."""
    publisher(embedded_url).send_task("note", (str(tmp_path), "a", 3))
    with worker(embedded_url) as leader:
        wait_until(lambda: files(tmp_path, "begun") == 1)
        kill_children(leader.pid)
        publisher(embedded_url).send_task("note", (str(tmp_path), "b", 0))
        wait_until(lambda: files(tmp_path, "done") == 2, 20)
        assert leader.poll() is None


def kill_children(pid: int) -> None:
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def test_a_countdown_is_kept(embedded_url: str, tmp_path: Path) -> None:
    app = publisher(embedded_url)
    app.send_task("note", (str(tmp_path), "late", 0), countdown=6)
    app.send_task("note", (str(tmp_path), "soon", 0))
    sent = time.time()
    with worker(embedded_url):
        wait_until(lambda: files(tmp_path, "done") == 2)
    assert (tmp_path / "done-late").stat().st_mtime - sent >= 5.5
    assert (tmp_path / "done-soon").stat().st_mtime < (tmp_path / "done-late").stat().st_mtime


@pytest.mark.redis
def test_redis_gives_tasks_back_after_the_visibility_timeout(
    redis_broker_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(production.REDIS_BROKER_OPTIONS, "visibility_timeout", 5)
    survives_a_killed_worker(redis_broker_url, tmp_path)


@pytest.mark.redis
def test_a_worker_on_redis_survives_idleness(redis_broker_url: str, tmp_path: Path) -> None:
    """The socket timeout must not be mistaken for a broken connection while nothing is to do."""
    with worker(redis_broker_url) as idle:
        publisher(redis_broker_url).send_task("note", (str(tmp_path), "a", 0))
        wait_until(lambda: files(tmp_path, "done") == 1)
        time.sleep(2 * production.REDIS_BROKER_OPTIONS["socket_timeout"])
        assert idle.poll() is None
        publisher(redis_broker_url).send_task("note", (str(tmp_path), "b", 0))
        wait_until(lambda: files(tmp_path, "done") == 2, 5)


def refuses_quickly(url: str) -> None:
    begun = time.monotonic()
    with pytest.raises(OperationalError):
        publisher(url).send_task("note", ("", "", 0))
    assert time.monotonic() - begun < 10


def test_publishing_to_a_stopped_redis_fails_quickly() -> None:
    with closing(socket.socket()) as reserved:
        reserved.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        refuses_quickly(f"redis://127.0.0.1:{reserved.getsockname()[1]}/0")


def test_publishing_to_a_redis_that_never_answers_fails_quickly() -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # connections are accepted by the system and nobody ever reads
        refuses_quickly(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")


def test_publishing_to_an_unwritable_file_fails_quickly(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refuses_quickly(f"kspp-sqlite://localhost/{quote(str(tmp_path / 'file' / 'queue.sqlite3'))}")
