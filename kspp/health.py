"""GET /healthz: can people use the portal right now? Words only; nothing about the installation."""

import shutil
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from kspp import heartbeat
from kspp.celery import app
from kspp.lib.http import page

log = structlog.get_logger(__name__)

OK, SLOW_BROKER = "ok", 2.0


@page
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    states = {name: _asked(name, ask) for name, ask in CHECKS.items()}
    usable = all(state == OK for state in states.values())
    return JsonResponse({"status": OK if usable else "unusable", **states}, status=200 if usable else 503)


def database() -> str:
    """Reachable, and every migration this code brings applied."""
    applied = MigrationRecorder(connection).applied_migrations()
    return OK if newest_migrations() <= set(applied) else "migrations missing"


def broker() -> str:
    with app.connection_for_write(connect_timeout=SLOW_BROKER) as link:
        link.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=SLOW_BROKER)
        link.default_channel.queue_declare(app.conf.task_default_queue, passive=False)
    return OK


def worker() -> str:
    return heartbeat.state()


def disk() -> str:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    return OK if shutil.disk_usage(settings.VAR_DIR).free >= settings.DISK_RESERVE_BYTES else "full"


CHECKS: dict[str, Callable[[], str]] = {"database": database, "broker": broker, "worker": worker, "disk": disk}


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app in this code; read once per process."""
    graph: Any = MigrationLoader(None, ignore_no_migrations=True).graph
    return frozenset(graph.leaf_nodes())


def _asked(name: str, ask: Callable[[], str]) -> str:
    """Whatever goes wrong while asking, the answer is "not usable" and never an error page."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001
        log.warning("health", part=name, raised=type(error).__qualname__)
        return "unreachable"
