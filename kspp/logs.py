"""Structured logs on standard error: one line an event, the request's id on each, nobody's data in any.

Our own events carry codes and numbers only. What libraries write is scrubbed of mail addresses, telephone numbers,
network addresses, query strings and secrets in paths; of an exception the type and the frames are kept and its
message, which may quote a row, is dropped. SQL is never logged: it quotes what people wrote.
"""

import logging
import re
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

OURS = frozenset({"request_id", "task_id", "timestamp", "level", "logger", "frames"})
PATTERNS = (
    (re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)*"), "[surel]"),
    (re.compile(r"\?[^\s'\"]+"), "?[isian]"),
    (re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b"), "[alamat]"),
    (
        re.compile(r"(?<![\w:])([0-9a-fA-F:]*::[0-9a-fA-F:]*|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4})(?![\w:])"),
        "[alamat]",
    ),
    (re.compile(r"(?<=[/=])[\w-]{20,}"), "[rahasia]"),
    (re.compile(r"(?<![\w.-])(\+?62[\s-]?|0)8\d([\s-]?\d){6,11}(?!\w)"), "[telepon]"),
)
SPEAK_FOR_THEMSELVES = ("django.request", "django.server", "celery.app.trace", "celery.worker.strategy")
"""Loggers whose lines quote addresses or arguments; kspp.middleware and kspp.tasklogs say the same without them."""
CHATTY = ("django.db.backends", "pikepdf", "celery.apps.worker", "fontTools", "weasyprint")


def scrub(text: str) -> str:
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


def scrubbed(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    return {key: scrub(value) if isinstance(value, str) and key not in OURS else value for key, value in event.items()}


def frames_only(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Replace exception information by the exception's type and where it happened."""
    error = _exception(event.pop("exc_info", None))
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        event["raised"] = type(error).__qualname__
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _exception(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if info is True:
        info = structlog.processors._figure_out_exc_info(info)
    return info[1] if isinstance(info, tuple) else None


def without_arguments(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Drop what the formatter adds of a foreign record."""
    event.pop("positional_args", None)
    return event


SHARED: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    frames_only,
    without_arguments,
    scrubbed,
)


def configure_structlog() -> None:
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_settings(style: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. `style` is "json" for machines or "console" for people."""
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if style == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": list(SHARED),
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"level": "WARNING"} for name in CHATTY},
            "django": {"handlers": [], "level": level, "propagate": True},
            **{name: {"handlers": [], "level": logging.CRITICAL} for name in SPEAK_FOR_THEMSELVES},
        },
    }
