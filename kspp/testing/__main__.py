"""`make test`: every check and every test, in the order in which they find mistakes soonest."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

APPS = (
    "kspp",
    "scoring",
    "units",
    "accounts",
    "history",
    "directory",
    "instruments",
    "assessments",
    "official_results",
    "planning",
    "complaints",
    "reports",
    "demo",
)
TOP = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "--create-db"]
CORES = 2
COVERAGE = [
    "--cov=scoring",
    "--cov=planning.decisions",
    "--cov=official_results.honesty",
    "--cov=complaints.deadlines",
    "--cov-branch",
    "--cov-report=term-missing:skip-covered",
    "--cov-fail-under=100",
]
DECISIONS = [
    "scoring/tests",
    "planning/tests/decisions",
    "official_results/tests/test_honesty.py",
    "complaints/tests/test_deadlines.py",
    "complaints/tests/test_deadline_table.py",
]
DECISIONS += ["complaints/tests/test_explain_deadline.py"]
"""Traced by themselves, so that the rest of the tests need not wait for the tracer."""


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    command: Sequence[str | Path]
    environment: dict[str, str] = field(default_factory=dict)


def checks() -> list[Step]:
    """The longest first, so that the others run beside it."""
    return [
        Step("mypy", [BIN / "mypy", *APPS]),
        Step("ruff check", [BIN / "ruff", "check", "--quiet", "."]),
        Step("ruff format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
        Step("djlint", [BIN / "djlint", "templates", "--lint", "--quiet"]),
        Step("bandit", [BIN / "bandit", "-q", "--severity-level", "medium", "-c", "pyproject.toml", "-r", *APPS]),
        Step("import-linter", [BIN / "lint-imports", "--no-cache"]),
    ]


def tests(missing: Sequence[str]) -> list[Step]:
    browser = ["-m", "not browser"] if "Chromium" in missing else []
    steps = [
        Step("pytest: every branch of the decisions", [*PYTEST, *COVERAGE, *DECISIONS]),
        Step("pytest: SQLite", [*PYTEST, *browser, *(f"--ignore={path}" for path in DECISIONS)]),
    ]
    if not {"PostgreSQL", "Redis"} & set(missing):
        steps.append(Step("pytest: PostgreSQL, Redis", PYTEST, {"KSPP_TEST_SERVICES": "1"}))
    return steps


def run(step: Step) -> bool:
    """Everything it says is seen as it says it."""
    print(f"\n── {step.name}", flush=True)
    begun = time.monotonic()
    return _ended(step, begun, _start(step).returncode)


def run_beside_others(step: Step) -> bool:
    """What it says is seen when it has ended, in one piece."""
    begun = time.monotonic()
    done = _start(step, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    print(f"\n── {step.name}\n{done.stdout}".rstrip(), flush=True)
    return _ended(step, begun, done.returncode)


def run_side_by_side(steps: Sequence[Step]) -> bool:
    with ThreadPoolExecutor(CORES) as pool:
        return all(list(pool.map(run_beside_others, steps)))


def _start(step: Step, **how: Any) -> subprocess.CompletedProcess[Any]:
    # Importing this package has named the portal's settings; the tests have their own.
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kspp.test_settings", **step.environment}
    return subprocess.run(step.command, cwd=TOP, env=environment, check=False, **how)


def _ended(step: Step, begun: float, code: int) -> bool:
    if code:
        print(f"── {step.name}: GAGAL ({time.monotonic() - begun:.0f} detik)", flush=True)
    return code == 0


def unproven(missing: Sequence[str]) -> str:
    line = "!" * 78
    return (
        f"\n{line}\nTIDAK TERBUKTI: tes yang memerlukan {', '.join(missing)} dilewati karena belum terpasang.\n"
        f"NOT PROVEN: the tests that need {', '.join(missing)} were left out; install them or run as root.\n{line}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="kspp.testing", description=__doc__)
    parser.add_argument("--checks", action="store_true", help="the checks alone, no tests")
    if parser.parse_args().checks:
        return 0 if run_side_by_side(checks()) else 1
    missing = find_missing()
    if missing and os.environ.get("CI") == "true":
        print(unproven(missing))
        return 1
    passed = all([run_side_by_side(checks()), *(run(step) for step in tests(missing))])
    if missing:
        print(unproven(missing))
    return 0 if passed else 1


def find_missing() -> list[str]:
    from kspp.testing.services import missing

    return missing()


if __name__ == "__main__":
    sys.exit(main())
