import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from kspp import supervisor
from kspp.supervisor import LONGEST_PAUSE, GaveUpError, Program, Supervisor, is_stuck, pause_after
from kspp.testing.waiting import wait_until

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
NOTES = "import os, time, pathlib; pathlib.Path({folder!r}, f'{name}-{{os.getpid()}}').touch(); "
SLEEPS = "time.sleep(60)"
FORKS = "os.fork() or {0}; {0}".format("time.sleep(60)")


def program(folder: Path, name: str, *parts: str) -> Program:
    code = NOTES.format(folder=str(folder), name=name) + "".join(parts or (SLEEPS,))
    return Program(name, (sys.executable, "-S", "-c", code))


def pids(folder: Path, name: str) -> list[int]:
    return sorted(int(path.name.rpartition("-")[2]) for path in folder.glob(f"{name}-*"))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def stop_when(condition: Callable[[], bool]) -> Callable[[], None]:
    """Presses Ctrl-C, so to speak, as soon as the condition holds."""
    deadline = time.monotonic() + 30

    def tick() -> None:
        if condition() or time.monotonic() > deadline:
            os.kill(os.getpid(), signal.SIGINT)

    return tick


def test_it_starts_all_and_leaves_nobody_behind(tmp_path: Path) -> None:
    keeper = Supervisor([program(tmp_path, "web"), program(tmp_path, "worker")], print)
    keeper.run(stop_when(lambda: len(pids(tmp_path, "web") + pids(tmp_path, "worker")) == 2))
    left = pids(tmp_path, "web") + pids(tmp_path, "worker")
    assert len(left) == 2
    assert not any(alive(pid) for pid in left)


def test_it_forces_who_does_not_listen(tmp_path: Path) -> None:
    keeper = Supervisor([program(tmp_path, "deaf", STUBBORN, SLEEPS)], print, grace=0.5)
    begun = time.monotonic()
    keeper.run(stop_when(lambda: len(pids(tmp_path, "deaf")) == 1 and time.monotonic() > begun + 1))
    assert not alive(pids(tmp_path, "deaf")[0])


def test_a_killed_program_is_started_again_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.1)
    said: list[str] = []
    killed: list[int] = []

    def tick() -> None:
        found = pids(tmp_path, "worker")
        if found and not killed:
            killed.append(found[0])
            os.kill(found[0], signal.SIGKILL)
        stop()

    stop = stop_when(lambda: len(pids(tmp_path, "worker")) == 2)
    Supervisor([program(tmp_path, "worker")], said.append).run(tick)
    assert len(pids(tmp_path, "worker")) == 2
    assert said[0].startswith("worker berhenti sendiri (kode -9)")


def test_a_program_that_lives_without_a_sign_of_life_is_replaced_and_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in {"FIRST_PAUSE": 0.1, "ASK_EVERY": 0.2, "PATIENCE": 1.0}.items():
        monkeypatch.setattr(supervisor, name, seconds)
    said: list[str] = []
    deaf = replace(program(tmp_path, "worker", STUBBORN, SLEEPS), shows_life=lambda: len(pids(tmp_path, "worker")) != 1)
    well = replace(program(tmp_path, "web"), shows_life=lambda: True)
    keeper = Supervisor([deaf, well], said.append, grace=0.5)
    begun = time.monotonic()
    keeper.run(stop_when(lambda: len(pids(tmp_path, "worker")) == 2 and time.monotonic() > begun + 3))
    assert len(said) == 1
    assert said[0].startswith("worker macet")
    assert len(pids(tmp_path, "web")) == 1
    assert not any(alive(pid) for pid in pids(tmp_path, "worker"))


@pytest.mark.parametrize(
    ("silence", "stuck"), [(0.0, False), (supervisor.PATIENCE - 0.1, False), (supervisor.PATIENCE, True)]
)
def test_a_program_is_stuck_when_patience_is_over(silence: float, stuck: bool) -> None:
    assert is_stuck(1000.0, 1000.0 + silence) is stuck


def test_the_children_of_a_dead_leader_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 30.0)
    leader: list[int] = []
    orphans: list[int] = []

    def tick() -> None:
        if not leader and (found := pids(tmp_path, "web")):
            orphans.extend(children(found[0]))
            if orphans:
                leader.append(found[0])
                os.kill(found[0], signal.SIGKILL)
        stop()

    stop = stop_when(lambda: bool(leader) and not any(alive(pid) for pid in orphans))
    Supervisor([program(tmp_path, "web", FORKS)], print).run(tick)
    assert orphans
    assert not any(alive(pid) for pid in orphans)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_it_gives_up_on_a_program_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(supervisor, "LONGEST_PAUSE", 0.01)
    good = program(tmp_path, "good")
    with pytest.raises(GaveUpError, match="bad"):
        Supervisor([good, Program("bad", (sys.executable, "-c", "raise SystemExit(3)"))], lambda text: None).run()
    assert not any(alive(pid) for pid in pids(tmp_path, "good"))


def test_the_pauses_grow_up_to_a_limit() -> None:
    assert [pause_after(deaths) for deaths in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert pause_after(50) == LONGEST_PAUSE


def test_programs_end_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from kspp.supervisor import *; "
        f"Supervisor([Program('web', {program(tmp_path, 'web').command!r})], print).run()"
    )
    keeper = subprocess.Popen([sys.executable, "-c", code], cwd=settings.BASE_DIR)
    wait_until(lambda: len(pids(tmp_path, "web")) == 1)
    keeper.kill()
    keeper.wait()
    wait_until(lambda: not alive(pids(tmp_path, "web")[0]))
