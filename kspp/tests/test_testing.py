"""What would let the integration machine pass in silence."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kspp.testing import __main__ as runner
from kspp.testing import services


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[runner.Step]:
    steps: list[runner.Step] = []

    def note(step: runner.Step) -> bool:
        steps.append(step)
        return True

    monkeypatch.setattr(runner, "run", note)
    monkeypatch.setattr(runner, "run_beside_others", note)
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
    monkeypatch.setattr(runner, "run_beside_others", lambda step: ran.append(step) or step.name != "mypy")
    assert runner.main() == 1
    assert len(ran) == everything


def test_a_skipped_test_fails_on_the_integration_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_trial.py").write_text(
        "import pytest\n\ndef test_a(): pass\n\n@pytest.mark.skip\ndef test_b(): pass\n"
    )
    monkeypatch.setenv("CI", "true")
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
    assert outcome.returncode == 1


@pytest.mark.postgres
def test_the_servers_run_is_on_postgresql_by_the_locked_driver(db: None) -> None:
    assert connection.vendor == "postgresql"
    assert connection.Database.__name__ == "psycopg2"


def test_what_this_machine_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "find_redis", lambda: None)
    assert "Redis" in services.missing()
