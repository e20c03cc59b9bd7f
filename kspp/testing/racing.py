"""Doing things at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep
from typing import Any

from django.db import connection, transaction

PATIENCE = 20.0
"""Seconds until a race that hangs is a failure."""


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, in their order; all of them start together."""
    start = Barrier(len(acts), timeout=PATIENCE)

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except Exception as error:  # noqa: BLE001 - the test judges what was raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def during(act: Callable[[], Any], meanwhile: Callable[[], Any], seconds: float = 0.5) -> list[Any]:
    """What both returned or raised, `meanwhile` begun after `act` wrote and before it was committed."""
    written = Event()

    def first() -> Any:
        with transaction.atomic():
            done = act()
            written.set()
            sleep(seconds)
        return done

    def second() -> Any:
        written.wait(PATIENCE)
        return meanwhile()

    return at_once(first, second)
