"""A real worker whose children do nothing: /healthz says so, and the supervisor ends it and starts another."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured

from kspp import heartbeat, supervisor
from kspp.heartbeat import State
from kspp.supervisor import Program, Supervisor
from kspp.tests.test_queue import publisher

NAME = "worker-trial@machine"
LIFETIME = 2.0
WORKER = f"""
import sys, time
from pathlib import Path
from kspp import heartbeat
from kspp.celery import app
heartbeat.EVERY, heartbeat.LIFETIME = 0.3, {LIFETIME}

@app.task(name="rest")
def rest(folder, seconds):
    began = time.time()
    time.sleep(seconds)
    (Path(folder) / f"rested-{{began}}").touch()

quietly = ["--without-gossip", "--without-mingle", "-l", "CRITICAL"]
app.worker_main(["--quiet", "worker", "-c", "2", "-n", {NAME!r}, *quietly])
"""


@pytest.fixture
def keeper(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Supervisor:
    """Of one worker on a folder of its own, whose cache the test reads as /healthz would."""
    cache = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    settings.CACHES = {"default": cache}
    monkeypatch.setattr(supervisor, "ASK_EVERY", 0.2)
    monkeypatch.setattr(supervisor, "PATIENCE", 60.0)
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.1)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(configured.BASE_DIR),
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": configured.SECRET_KEY,
        "IDENTITY_KEYS": configured.IDENTITY_KEYS[0],
        "ALLOWED_HOSTS": "localhost",
        "SITE_ADDRESS": "https://portal.example",
    }
    command = (sys.executable, "-W", "ignore", "-c", WORKER)
    program = Program("worker", command, lambda: heartbeat.has_pulse(NAME))
    return Supervisor([program], print, environment, grace=5.0)


def follow(keeper: Supervisor, story: Iterator[Callable[[], bool]], seen: list[State], seconds: float = 60) -> None:
    """Runs the keeper until the story, which yields what to wait for, is told; notes what /healthz says meanwhile."""
    awaited, deadline = next(story), time.monotonic() + seconds

    def tick() -> None:
        nonlocal awaited
        if (state := heartbeat.state()) not in (State.SILENT, *seen[-1:]):
            seen.append(state)
        assert time.monotonic() < deadline, f"it never happened; the worker was {seen}"
        if awaited():
            try:
                awaited = next(story)
            except StopIteration:
                os.kill(os.getpid(), signal.SIGINT)

    keeper.run(tick)


def leader(keeper: Supervisor) -> int:
    process = keeper.children[0].process
    return process.pid if process else 0


def stop_children(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for child in children:
        os.kill(child, signal.SIGSTOP)
    return children


def test_a_worker_at_long_tasks_is_well_and_one_that_does_nothing_is_replaced(
    keeper: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    keeper.say = said.append
    pids: list[int] = []

    def story() -> Iterator[Callable[[], bool]]:
        sender = publisher(f"kspp-sqlite://localhost/{quote(str(tmp_path / 'broker.sqlite3'))}")
        for _ in range(2):
            sender.send_task("rest", (str(tmp_path), 2 * LIFETIME))
        yield lambda: len(rests(tmp_path)) == 2
        assert State.STUCK not in seen, "both children were at work"
        pids.extend([leader(keeper), *stop_children(leader(keeper))])
        monkeypatch.setattr(supervisor, "PATIENCE", 1.0)
        yield lambda: leader(keeper) != pids[0]
        monkeypatch.setattr(supervisor, "PATIENCE", 60.0)
        yield lambda: heartbeat.state() == State.OK

    seen: list[State] = []
    follow(keeper, story(), seen)
    first, second = rests(tmp_path)
    assert second - first < LIFETIME, "both children were at work at the same time"
    assert seen[0] == seen[-1] == State.OK
    assert State.STUCK in seen
    assert [line.partition(" (")[0] for line in said] == ["worker macet"]
    assert len(pids) >= 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def rests(folder: Path) -> list[float]:
    """When each rest began that is over."""
    return sorted(float(path.name.partition("-")[2]) for path in folder.glob("rested-*"))
