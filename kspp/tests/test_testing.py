"""The test runner and its servers keep their own promises."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from history.models import Event
from history.services import record
from kspp.testing import __main__ as runner
from kspp.testing import services
from units.models import Government

NOW = datetime(2024, 6, 3, tzinfo=UTC)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[runner.Step]:
    steps: list[runner.Step] = []

    def note(step: runner.Step) -> bool:
        steps.append(step)
        return True

    monkeypatch.setattr(runner, "run", note)
    monkeypatch.setattr(sys, "argv", ["kspp.testing"])
    monkeypatch.delenv("CI", raising=False)
    return steps


def with_missing(monkeypatch: pytest.MonkeyPatch, missing: Sequence[str]) -> None:
    monkeypatch.setattr(runner, "find_missing", lambda: list(missing))


def test_everything_is_run_where_everything_is_there(
    ran: list[runner.Step], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_missing(monkeypatch, [])
    assert runner.main() == 0
    assert {"KSPP_TEST_SERVICES": "1"} in [step.environment for step in ran]
    assert capsys.readouterr().out == ""


def test_what_was_left_out_is_said_aloud_at_the_end(
    ran: list[runner.Step], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with_missing(monkeypatch, ["PostgreSQL", "Chromium"])
    assert runner.main() == 0
    pytest_steps = [step for step in ran if step.name.startswith("pytest")]
    assert [step.name for step in pytest_steps] == ["pytest: every branch of the decisions", "pytest: SQLite"]
    assert "not browser" in pytest_steps[1].command
    assert "NOT PROVEN: the tests that need PostgreSQL, Chromium" in capsys.readouterr().out


def test_on_the_integration_machine_leaving_out_is_failing(
    ran: list[runner.Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_missing(monkeypatch, ["Redis"])
    monkeypatch.setenv("CI", "true")
    assert runner.main() == 1
    assert ran == []


def test_one_failing_step_fails_the_whole_and_hides_no_other(
    ran: list[runner.Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_missing(monkeypatch, [])
    everything = len(runner.checks()) + len(runner.tests([]))
    monkeypatch.setattr(runner, "run", lambda step: ran.append(step) or step.name != "mypy")
    assert runner.main() == 1
    assert len(ran) == everything


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skipped_test_fails_on_the_integration_machine_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, code: int
) -> None:
    (tmp_path / "test_trial.py").write_text(
        "import pytest\n\ndef test_a(): pass\n\n@pytest.mark.skip\ndef test_b(): pass\n"
    )
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("KSPP_TEST_DIR")
    monkeypatch.delenv("KSPP_TEST_SERVICES", raising=False)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        "pytest.ini",
        "--rootdir",
        ".",
        "-p",
        "kspp.testing.services",
    ]
    outcome = subprocess.run(
        [*command, "-p", "no:randomly", "-p", "no:cacheprovider", tmp_path / "test_trial.py"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed, 1 skipped" in outcome.stdout
    assert outcome.returncode == code


def an_event(kaur: Government) -> Event:
    return record(action="trial", subject=kaur, by=None, now=NOW, government=kaur)


def refuses_to_change(event: Event) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(reason="forged")
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


def test_emptying_the_tables_keeps_the_history_append_only(transactional_db: None, request: Any) -> None:
    an_event(request.getfixturevalue("kaur"))
    call_command("flush", interactive=False, verbosity=0)
    assert not Event.objects.exists()
    province = Government._meta.get_field("province").related_model.objects.create(code="17", name="Bengkulu")
    kaur = Government.objects.create(code="17.04", level="kabupaten", name="Kaur", province=province)
    refuses_to_change(an_event(kaur))


@pytest.mark.postgres
def test_the_servers_run_is_on_postgresql_by_the_locked_driver(db: None) -> None:
    assert connection.vendor == "postgresql"
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.redis
def test_the_private_redis_answers(redis_url: str) -> None:
    import redis

    assert redis.Redis.from_url(redis_url).ping()


def test_what_this_machine_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "find_redis", lambda: None)
    assert "Redis" in services.missing()
