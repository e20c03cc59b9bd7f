"""Keeps a handful of programs running: starts them, restarts the dead with patience and those that live but no longer
do their work, stops all of them together.

Every program leads a process group of its own, so that a Ctrl-C reaches them through us and in order, and so that
what a dead leader left behind can be ended. When we ourselves are killed the system tells the programs (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE = 8.5
"""Seconds between asking and forcing."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY = 60.0
"""Seconds after which a program counts as healthy and its next restart is quick again."""
MOST_EARLY_DEATHS = 5
ASK_EVERY = 5.0
PATIENCE = 120.0
"""Seconds that a living program may show no life before it is ended and started again."""
POLL = 0.2
PR_SET_PDEATHSIG = 1


def taken_for_granted() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Program:
    """`shows_life` is asked every few seconds; it must answer soon and raise nothing."""

    name: str
    command: Sequence[str]
    shows_life: Callable[[], bool] = taken_for_granted


@dataclass(slots=True)
class Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    asked_at: float = 0.0
    seen_alive_at: float = 0.0
    early_deaths: int = 0


class GaveUpError(Exception):
    """A program died again and again right after its start."""


def die_with_parent() -> None:
    """Runs in the child before exec: ask the kernel for SIGTERM when the parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def pause_after(early_deaths: int) -> float:
    """Seconds to wait before the next start: 1, 2, 4 ... at most LONGEST_PAUSE."""
    return min(FIRST_PAUSE * 2.0 ** max(early_deaths - 1, 0), LONGEST_PAUSE)


def is_stuck(seen_alive_at: float, now: float) -> bool:
    return now - seen_alive_at >= PATIENCE


@dataclass(slots=True)
class Supervisor:
    programs: Sequence[Program]
    say: Callable[[str], None]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    grace: float = GRACE
    children: list[Child] = field(default_factory=list)
    signals: int = 0

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        """Until SIGINT or SIGTERM; raises GaveUpError. Nothing started here is alive afterwards."""
        before = {name: signal.signal(name, self._note) for name in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.children = [Child(program) for program in self.programs]
            for child in self.children:
                self._start(child)
            while not self.signals:
                for child in self.children:
                    self._tend(child)
                on_tick()
                time.sleep(POLL)
        finally:
            self._stop_all()
            for name, handler in before.items():
                signal.signal(name, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1

    def _start(self, child: Child) -> None:
        child.started_at = child.asked_at = child.seen_alive_at = time.monotonic()
        child.process = subprocess.Popen(
            child.program.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.restart_at:
                self._start(child)
            return
        code = child.process.poll()
        if code is not None:
            self._start_again_later(child, f"berhenti sendiri (kode {code})")
        elif now - child.asked_at >= ASK_EVERY:
            self._look_after(child, now)

    def _look_after(self, child: Child, now: float) -> None:
        child.asked_at = now
        if child.program.shows_life():
            child.seen_alive_at = now
        elif is_stuck(child.seen_alive_at, now):
            self._start_again_later(child, "macet (masih hidup, tetapi tidak mengerjakan apa-apa) dan dihentikan")

    def _start_again_later(self, child: Child, what_happened: str) -> None:
        """Ends whatever is left of it; raises GaveUpError."""
        now = time.monotonic()
        if child.process:
            _signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
        child.process = None
        child.early_deaths = child.early_deaths + 1 if now - child.started_at < STEADY else 1
        if child.early_deaths > MOST_EARLY_DEATHS:
            raise GaveUpError(child.program.name)
        pause = pause_after(child.early_deaths)
        child.restart_at = now + pause
        self.say(f"{child.program.name} {what_happened}; dijalankan lagi dalam {pause:.0f} detik.")

    def _stop_all(self) -> None:
        """Ask everybody at once, wait, then force whoever is left. A second signal ends the waiting."""
        processes = [child.process for child in self.children if child.process]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline, asked = time.monotonic() + self.grace, self.signals
        while any(process.poll() is None for process in processes):
            if time.monotonic() > deadline or self.signals > asked:
                break
            time.sleep(0.05)
        for process in processes:
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()


def _signal_group(leader: int, number: int) -> None:
    try:
        os.killpg(leader, number)
    except ProcessLookupError:
        return
    except PermissionError:  # macOS, when only zombies are left
        return
