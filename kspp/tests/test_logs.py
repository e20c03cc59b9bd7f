import io
import json
import logging
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from celery import Celery, signals
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from kspp import logs, middleware, tasklogs
from kspp.logs import scrub

SECRETS = ("siti.aminah@kaur.example", "Siti Aminah", "10.20.30.40", "2001:db8::7", "kunci-rahasia-sekali-pakai")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a production process would write, JSON and all."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = logs.logging_settings("json", "INFO")["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def requests_in(written: io.StringIO) -> list[dict[str, Any]]:
    return [line for line in lines(written) if line["logger"] == "kspp.request"]


def test_a_request_is_one_line_with_its_id_and_no_personal_data(client: Client, written: io.StringIO, db: None) -> None:
    response = client.get(
        f"/akun/password/reset/key/1-{SECRETS[4]}/?email={SECRETS[0]}&nama=Siti+Aminah",
        REMOTE_ADDR=SECRETS[2],
        HTTP_X_FORWARDED_FOR=SECRETS[3],
    )
    (line,) = requests_in(written)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["status"] == response.status_code
    assert line["ms"] >= 0
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_a_failed_login_names_nobody(client: Client, written: io.StringIO, db: None) -> None:
    client.post("/akun/login/", {"login": SECRETS[0], "password": SECRETS[4]}, REMOTE_ADDR=SECRETS[2])
    assert requests_in(written)
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


def test_an_error_tells_where_and_not_what(rf: RequestFactory, written: io.StringIO) -> None:
    try:
        raise ValueError(f"duplicate key ({SECRETS[0]}, {SECRETS[1]})")
    except ValueError:
        middleware.log_exception(None, rf.get("/"))
    (line,) = lines(written)
    assert line["raised"] == "ValueError"
    assert any("test_an_error_tells_where_and_not_what" in frame for frame in line["frames"])
    assert "duplicate" not in written.getvalue()
    assert SECRETS[1] not in written.getvalue()


def test_a_library_that_logs_an_exception_is_treated_alike(written: io.StringIO) -> None:
    try:
        raise ValueError(SECRETS[1])
    except ValueError:
        logging.getLogger("library").exception("mail to %s failed from %s", SECRETS[0], SECRETS[2])
    (line,) = lines(written)
    assert line["event"] == "mail to [surel] failed from [alamat]"
    assert not [secret for secret in SECRETS if secret in written.getvalue()]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mail to a.b+c@kaur.go.id now", "mail to [surel] now"),
        ("from 192.168.1.7:443", "from [alamat]:443"),
        ("peer 2001:db8::1 left", "peer [alamat] left"),
        ("GET /cari/?nama=Siti&x=1 done", "GET /cari/?[isian] done"),
        ("/undangan/Zm9vYmFyYmF6cXV4cXV1eA/", "/undangan/[rahasia]/"),
        ("called 0812 3456 7890 twice", "called [telepon] twice"),
        ("called +62-812-3456-7890", "called [telepon]"),
        ("number ADU/2024/00812 of 20240812", "number ADU/2024/00812 of 20240812"),
        ("took 12:30:45 at level 3.14", "took 12:30:45 at level 3.14"),
        ("kspp.tasks.render 3 of 4", "kspp.tasks.render 3 of 4"),
    ],
)
def test_scrubbing(before: str, after: str) -> None:
    assert scrub(before) == after


@pytest.mark.parametrize("offered", ["abcdef12", "3f2c8a44-1b9e-4a57-8f0e-2b6f4c8d9a10"])
def test_a_well_formed_id_of_the_proxy_is_kept(client: Client, offered: str) -> None:
    assert client.get("/healthz", HTTP_X_REQUEST_ID=offered)["X-Request-ID"] == offered


@pytest.mark.parametrize("offered", ["", "short", "x" * 37, "two words here", 'quote"quote"quote', "siti@kaur.example"])
def test_any_other_id_is_replaced(offered: str) -> None:
    assert middleware.accepted_id(offered) != offered
    assert uuid.UUID(middleware.accepted_id(offered))


def test_ids_do_not_leak_into_the_next_request(rf: RequestFactory) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(dict(structlog.contextvars.get_contextvars()))
        structlog.contextvars.bind_contextvars(other="left over")
        return HttpResponse()

    handler = middleware.request_id(view)
    handler(rf.get("/"))
    handler(rf.get("/"))
    assert [set(bound) for bound in seen] == [{"request_id"}, {"request_id"}]
    assert seen[0] != seen[1]


@pytest.fixture
def celery_app() -> Iterator[Celery]:
    app = Celery("logs-trial", broker="memory://", set_as_current=False)
    app.conf.task_ignore_result = True
    yield app
    app.close()


def run_once(app: Celery, task: Any, arguments: tuple[Any, ...]) -> None:
    """Publish through the broker, then run what arrived as a worker would: the same headers, nothing else shared."""
    with app.connection_for_write() as connection:
        with structlog.contextvars.bound_contextvars(request_id="req-12345678"):
            task.apply_async(arguments, connection=connection, queue="logs-trial")
        message = connection.SimpleQueue("logs-trial").get(timeout=2)
        headers, (args, kwargs, _) = message.headers, message.decode()
        message.ack()
    structlog.contextvars.clear_contextvars()
    from celery.app.trace import build_tracer

    trace = build_tracer(task.name, task, app=app, propagate=False)
    trace(headers["id"], args, kwargs, {**headers, "delivery_info": {}, "hostname": "trial"})


def test_a_task_carries_the_id_of_the_request_that_ordered_it(celery_app: Celery, written: io.StringIO) -> None:
    bound = {}

    @celery_app.task(name="logs.trial")
    def trial(name: str) -> str:
        bound.update(structlog.contextvars.get_contextvars())
        return f"letter to {name}"

    run_once(celery_app, trial, (SECRETS[1],))
    assert bound["request_id"] == "req-12345678"
    (line,) = [line for line in lines(written) if line["logger"] == "kspp.task"]
    assert (line["event"], line["task"], line["state"]) == ("task", "logs.trial", "SUCCESS")
    assert line["request_id"] == "req-12345678"
    assert SECRETS[1] not in written.getvalue()
    assert structlog.contextvars.get_contextvars() == {}


def test_a_failing_task_tells_where_and_not_what(celery_app: Celery, written: io.StringIO) -> None:
    @celery_app.task(name="logs.failing")
    def failing(name: str) -> None:
        raise ValueError(name)

    run_once(celery_app, failing, (SECRETS[1],))
    (line,) = [line for line in lines(written) if line["event"] == "task failed"]
    assert (line["task"], line["raised"], line["request_id"]) == ("logs.failing", "ValueError", "req-12345678")
    assert SECRETS[1] not in written.getvalue()


def test_a_task_the_clock_ordered_has_no_request(celery_app: Celery) -> None:
    headers: dict[str, Any] = {}
    signals.before_task_publish.send(sender="x", headers=headers)
    assert tasklogs.HEADER not in headers


def test_the_log_settings_are_the_ones_in_use() -> None:
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
    for name in logs.SPEAK_FOR_THEMSELVES:
        assert logging.getLogger(name).getEffectiveLevel() >= logging.CRITICAL
