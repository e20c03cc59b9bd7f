"""The worker's signs of life, kept in the cache: wherever tasks travel, the cache reaches too (see settings.CACHES).

There are two. The leader beats its heart. The pulse shows that work gets done: the leader hands its pool a job that
writes the sign, so it fades when the children run nothing although the leader is in good health. While every child is
at a task nobody could take that job, and the leader writes the sign for them: a long report is life. The limit of a
task bounds that.
"""

import time
from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum
from typing import Any

from celery import bootsteps
from django.conf import settings

HEART, PULSE = "worker-alive", "worker-pulse"
EVERY = 10
LIFETIME = 35
"""Seconds after which a sign that was not renewed is gone: three beats missed."""


class State(StrEnum):
    OK = "ok"
    STUCK = "stuck"
    """The leader lives, but its pool runs nothing."""
    SILENT = "silent"


def judge(*, beating: bool, pulsing: bool) -> State:
    if not beating:
        return State.SILENT
    return State.OK if pulsing else State.STUCK


def all_at_work(ages: Collection[float], children: int, longest: float) -> bool:
    """Whether every child has a task, given the seconds that each task has been running.

    A task older than `longest` should have been ended long ago: whoever holds it is no longer at work.
    """
    return sum(age <= longest for age in ages) >= children


class Heartbeat(bootsteps.StartStopStep):
    """Beats while the consumer runs, so a worker that lost its broker falls silent as well."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        self.timer: Any = None
        self.asked = False

    def start(self, parent: Any) -> None:
        """The first pulse is a gift: a new worker has LIFETIME seconds to show its own."""
        self.asked = False
        beat(parent.hostname)
        pulse(parent.hostname)
        self.timer = parent.timer.call_repeatedly(EVERY, self.tick, (parent,))

    def stop(self, parent: Any) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None
            fall_silent(parent.hostname)

    def tick(self, parent: Any) -> None:
        beat(parent.hostname)
        if all_at_work(ages_of_running_tasks(), parent.pool.num_processes, settings.LONGEST_TASK):
            pulse(parent.hostname)
        elif not self.asked:
            self.asked = True
            self._ask(parent)

    def _ask(self, parent: Any) -> None:
        """Through the pool, and taking a free place in it as tasks do. The broker's queue may be long; this waits for
        no task that has not begun.
        """
        semaphore = parent.controller.semaphore
        if semaphore is None:  # the pools for trying things out, as `-P solo`
            self._send(parent)
        else:
            semaphore.acquire(self._send, parent)

    def _send(self, parent: Any) -> None:
        parent.pool.apply_async(pulse, (parent.hostname,), callback=self._answered, error_callback=self._answered)

    def _answered(self, result: Any) -> None:
        self.asked = False


def ages_of_running_tasks() -> list[float]:
    from celery.worker import state

    now = time.time()
    return [now - request.time_start for request in tuple(state.active_requests) if request.time_start]


def beat(name: str) -> None:
    _renew(HEART, name)


def pulse(name: str) -> None:
    """Runs in a child of the pool."""
    _renew(PULSE, name)


def fall_silent(name: str) -> None:
    from django.core.cache import cache

    with suppress(Exception):
        cache.delete_many([key for sign in (HEART, PULSE) for key in _keys(sign, name)])


def state() -> State:
    """Of the worker; where there are several, of the one that is best off."""
    from django.core.cache import cache

    signs = cache.get_many([HEART, PULSE])
    return judge(beating=HEART in signs, pulsing=PULSE in signs)


def has_pulse(name: str) -> bool:
    """Whether this one worker gets work done. Unknown counts as yes: a cache that keeps nothing proves nothing."""
    from django.core.cache import cache

    probe, now = f"{PULSE}-probe:{name}", time.monotonic_ns()
    try:
        cache.set(probe, now, LIFETIME)
        return cache.get(probe) != now or cache.get(f"{PULSE}:{name}") is not None
    except Exception:  # noqa: BLE001
        return True


def _renew(sign: str, name: str) -> None:
    """A cache that is down must not stop a worker; /healthz tells of it."""
    from django.core.cache import cache

    with suppress(Exception):
        cache.set_many(dict.fromkeys(_keys(sign, name), True), LIFETIME)


def _keys(sign: str, name: str) -> tuple[str, str]:
    """What /healthz reads, and what the supervisor of this one worker reads."""
    return sign, f"{sign}:{name}"
