"""Logs of the worker: the id of the request that ordered a task travels in the message and is bound while it runs."""

import logging.config
import time
import warnings
from typing import Any

import structlog
from celery import signals
from celery.platforms import SecurityWarning
from django.conf import settings

from kspp.logs import configure_structlog

HEADER = "kspp_request_id"
log = structlog.get_logger("kspp.task")


@signals.setup_logging.connect
def configure(**kwargs: Any) -> None:
    configure_structlog()
    logging.config.dictConfig(settings.LOGGING)
    warnings.filterwarnings("ignore", category=SecurityWarning)


@signals.before_task_publish.connect
def carry(headers: dict[str, Any], **kwargs: Any) -> None:
    identity = structlog.contextvars.get_contextvars().get("request_id")
    if identity:
        headers[HEADER] = identity


@signals.task_prerun.connect
def bind(task_id: str, task: Any, **kwargs: Any) -> None:
    structlog.contextvars.clear_contextvars()
    identity = getattr(task.request, HEADER, None)
    structlog.contextvars.bind_contextvars(
        task_id=task_id, task=task.name, **({"request_id": identity} if identity else {})
    )
    task.request.begun = time.perf_counter()


@signals.task_postrun.connect
def report(task: Any, state: str | None = None, **kwargs: Any) -> None:
    begun = getattr(task.request, "begun", time.perf_counter())
    log.info("task", state=state, ms=round((time.perf_counter() - begun) * 1000, 1))
    structlog.contextvars.clear_contextvars()


@signals.task_failure.connect
def tell_failure(sender: Any, task_id: str, exception: BaseException, **kwargs: Any) -> None:
    log.error("task failed", task=sender.name, task_id=task_id, exc_info=exception)
