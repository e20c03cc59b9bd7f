"""The Celery application. Tasks live in each app's tasks.py, what the clock calls in each app's schedule.py."""

import importlib
import os
from importlib.util import find_spec
from typing import Any

from celery import Celery

from kspp import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kspp.settings")
broker.register()

app = Celery("kspp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["reports.documents"])

from kspp import heartbeat, tasklogs  # noqa: E402, F401 - their signal receivers belong to the application

app.steps["consumer"].add(heartbeat.Heartbeat)


@app.on_after_finalize.connect
def compose_schedule(sender: Celery, **kwargs: Any) -> None:
    """Gather every app's SCHEDULE into beat's."""
    from django.apps import apps

    for config in apps.get_app_configs():
        module = f"{config.name}.schedule"
        if find_spec(module):
            sender.conf.beat_schedule.update(getattr(importlib.import_module(module), "SCHEDULE", {}))
