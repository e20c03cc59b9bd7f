"""Telling whether a process that signed something is still alive, even when its number was given to another."""

import os
from functools import cache
from pathlib import Path


@cache
def machine() -> str:
    """This boot of this machine and this process namespace: where a process number means something."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return os.uname().nodename
    return f"{boot}/{namespace}"


def started(pid: int) -> str | None:
    """When process `pid` started, in ticks since boot; None when there is none, "" where the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return _started_without_proc(pid)
    except ProcessLookupError:
        return None
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in "ZX" else fields[18]


@cache
def _signed(pid: int) -> str:
    return f"{machine()}#{pid}#{started(pid) or ''}"


def signature() -> str:
    """Names this process: which boot of which machine, its number, its start."""
    return _signed(os.getpid())


def is_dead(signed: str) -> bool:
    """True only when the process certainly ended; a signature from another machine is never judged."""
    where, pid, since = signed.split("#")
    if where != machine():
        return False
    return started(int(pid)) != since


def _started_without_proc(pid: int) -> str | None:
    if Path("/proc/self/stat").exists():
        return None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return ""
    return ""
