"""A real worker is killed in the middle of a report with its annex: the next one finishes it, once."""

import io
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from kspp.supervisor import die_with_parent
from kspp.testing.killing import kill_all

ORDER = """
import uuid
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from assessments.models import AssessmentCycle
from conftest import fill, make_assessment, make_unit, person, shipped_instrument
from accounts.permissions import Role
from reports.documents.services import order_report
from units.models import Government, Province
province = Province.objects.create(code="17", name="Bengkulu")
kaur = Government.objects.create(code="17.04", level="kabupaten", name="Kaur", province=province)
cycle = AssessmentCycle.objects.create(government=kaur, year=2024, instrument=shipped_instrument("kspp-2023-2024"))
assessment = make_assessment(cycle, make_unit(kaur, "Disdukcapil", "dukcapil"))
fill(assessment, 3, leave_blank=("S6", "G4"))
by = person("koordinator@kaur.example", Role.COORDINATOR, kaur)
order_report(cycle=cycle, assessment=assessment, order_key=uuid.uuid4(), by=by, now=timezone.now())
"""
SWEEP = "from reports.documents.tasks import sweep; sweep.delay()"
SETUP = "import django; django.setup()\n"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "IDENTITY_KEYS": settings.IDENTITY_KEYS[0],
        "ALLOWED_HOSTS": "localhost",
        "SITE_ADDRESS": "https://portal.example",
        "DJANGO_SETTINGS_MODULE": "kspp.settings",
    }


def run(script: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", SETUP + script], cwd=settings.BASE_DIR, env=environment, check=True)


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "celery",
            "--quiet",
            "-A",
            "kspp",
            "worker",
            "-c",
            "1",
            "-l",
            "CRITICAL",
        ],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield process
    finally:
        kill_all(process)


def asked(folder: Path, sql: str) -> tuple[object, ...]:
    with closing(sqlite3.connect(folder / "kspp.sqlite3", timeout=20, isolation_level=None)) as database:
        found: tuple[object, ...] = database.execute(sql).fetchone() or ()
        return found


def row(folder: Path) -> tuple[object, ...]:
    return asked(folder, "SELECT state, progress, attempts FROM reports_report")


def wait_for(true: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def test_a_report_whose_worker_was_killed_half_way_is_made_once_by_the_next(
    environment: dict[str, str], tmp_path: Path
) -> None:
    run(ORDER, environment)
    with worker(environment) as first:
        wait_for(lambda: row(tmp_path)[1] >= 40)  # type: ignore[operator]
        kill_all(first)
    assert row(tmp_path) == ("running", 40, 1), "killed while the pages were being laid out"
    frozen = asked(tmp_path, "SELECT content FROM reports_report")
    assert '"explanation"' in str(frozen)
    asked(tmp_path, "UPDATE reports_report SET heartbeat_at = datetime(heartbeat_at, '-3 minutes')")

    with worker(environment):
        run(SWEEP, environment)
        wait_for(lambda: row(tmp_path)[0] == "ready")

    assert row(tmp_path) == ("ready", 100, 2)
    assert asked(tmp_path, "SELECT content FROM reports_report") == frozen
    (pdf,) = [path for path in (tmp_path / "private" / "reports").rglob("*") if path.is_file()]
    assert asked(tmp_path, "SELECT sha256 FROM reports_report") == (sha256(pdf.read_bytes()).hexdigest(),)
    made = "SELECT count(*) FROM history_event WHERE action = 'report.made'"
    assert asked(tmp_path, made) == (1,)
    pages = PdfReader(io.BytesIO(pdf.read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"halaman {len(pages)} dari {len(pages)}" in text
    assert "S6 Dokumentasi" in text[text.rindex("Penjelasan nilai") :]
