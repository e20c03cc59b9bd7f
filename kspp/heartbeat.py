"""The worker's sign of life, kept in the cache: wherever tasks travel, the cache reaches too (see settings.CACHES)."""

from contextlib import suppress
from typing import Any

from celery import bootsteps

KEY = "worker-alive"
EVERY = 10
LIFETIME = 35
"""Seconds after which a silent worker counts as dead: three beats missed."""


class Heartbeat(bootsteps.StartStopStep):
    """Beats while the consumer runs, so a worker that lost its broker falls silent as well."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        beat()
        self.timer = parent.timer.call_repeatedly(EVERY, beat)

    def stop(self, parent: Any) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None
            fall_silent()


def beat() -> None:
    """A cache that is down must not stop a worker; /healthz tells of it."""
    from django.core.cache import cache

    with suppress(Exception):
        cache.set(KEY, True, LIFETIME)


def fall_silent() -> None:
    from django.core.cache import cache

    with suppress(Exception):
        cache.delete(KEY)


def worker_is_alive() -> bool:
    from django.core.cache import cache

    return cache.get(KEY) is not None
