"""Paired measurements of the four things people wait for, against the floor of the same machine in the same run.

    python -m benchmarks.portal [--rounds 30]

The floor of a page is the cheapest signed-in page of the portal; the floor of a report is WeasyPrint alone on the same
HTML. Both are measured in turn with what is compared (A B A B …) as CPU time of this process, so that the ratio holds
when the machine's speed drifts. Nothing here asserts a clock: the targets are printed beside the ratios.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Work = Callable[[], object]


def prepare() -> None:
    """The real settings on an empty database of its own, with static files collected as in production."""
    folder = tempfile.mkdtemp(prefix="kspp-benchmark-")
    os.environ.update(DJANGO_SETTINGS_MODULE="kspp.settings", VAR_DIR=folder, DEMO="true", DEBUG="false", ENV_FILE="")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.core.management import call_command

    logging.disable(logging.CRITICAL)
    settings.ALLOWED_HOSTS = ["*"]
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)


def cpu(work: Work) -> float:
    """Milliseconds of CPU."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def paired(name: str, work: Work, floor: Work, target: float, rounds: int) -> None:
    for _ in range(3):
        work()
        floor()
    pairs = [(cpu(work), cpu(floor)) for _ in range(rounds)]
    ratios = sorted(a / b for a, b in pairs)
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ratios)
    verdict = "ok" if ratio <= target else "OVER"
    print(f"{name:<34}{ours:>9.2f} ms {theirs:>9.2f} ms {ratio:>8.2f}× (≤ {target}×) {verdict}")


class Portal:
    """A government with eight full checklists, and its coordinator signed in."""

    def __init__(self) -> None:
        from django.core.management import call_command
        from django.test import Client

        import conftest as cast
        from accounts.models import User
        from accounts.permissions import Role
        from assessments.models import AssessmentCycle
        from instruments.models import InstrumentVersion
        from units.models import Government

        self.cast, self.cycles = cast, AssessmentCycle
        with redirect_stdout(StringIO()):
            call_command("load_regions")
            call_command("load_instruments")
            call_command("load_clocks")
        self.instrument = InstrumentVersion.objects.get(code="kspp-2023-2024")
        self.kaur = Government.objects.get(code="17.04")
        self.cycle = AssessmentCycle.objects.create(government=self.kaur, year=2024, instrument=self.instrument)
        self.assessment = self.locus("Dinas Kependudukan dan Pencatatan Sipil")
        for number in range(7):
            self.locus(f"Puskesmas Contoh {number}")
        self.user: User = cast.person("koordinator@bench.example", Role.COORDINATOR, self.kaur)
        self.client = Client()
        self.client.force_login(self.user)
        self.saves = 0

    def locus(self, name: str):
        assessment = self.cast.make_assessment(self.cycle, self.cast.make_unit(self.kaur, name, "puskesmas"))
        self.cast.fill(assessment, 3)
        return assessment

    def grow(self) -> None:
        """Ten times the loci."""
        for number in range(72):
            self.locus(f"Unit Tambahan {number}")

    def get(self, url: str) -> Work:
        def work() -> None:
            response = self.client.get(url)
            assert response.status_code == 200, (url, response.status_code)

        return work

    def save(self) -> None:
        """One answer, changed each time, as the autosave sends it."""
        self.saves += 1
        form = {"S1..seen": f"{self.saves}:", "S1..points": str(self.saves % 5), "S1..note": ""}
        url = f"/penilaian/{self.assessment.pk}/jawaban/"
        response = self.client.post(url, form, headers={"HX-Request": "true"})
        assert response.status_code == 200, response.content

    def statements(self, work: Work) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        work()
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)


def cheapest(portal: Portal, rounds: int) -> tuple[str, Work]:
    """The signed-in page (200, HTML) that costs least, found by measuring."""
    candidates = [
        "/akun/2fa/",
        f"/pemda/{portal.kaur.code}/",
        f"/unit/{portal.assessment.unit.pk}/",
        f"/pemda/{portal.kaur.code}/siklus/",
        f"/penilaian/{portal.assessment.pk}/riwayat/",
    ]
    costs = {}
    for url in candidates:
        work = portal.get(url)
        work()
        costs[url] = statistics.median(cpu(work) for _ in range(rounds))
    url = min(costs, key=lambda each: costs[each])
    return url, portal.get(url)


def pages(portal: Portal, rounds: int) -> None:
    url, floor = cheapest(portal, rounds)
    print(f"Floor of the pages: {url}")
    paired("open a full checklist", portal.get(f"/penilaian/{portal.assessment.pk}/"), floor, 8, rounds)
    paired("save one answer", portal.save, floor, 4, rounds)
    paired("dashboard of 8 loci", portal.get(f"/siklus/{portal.cycle.pk}/dasbor/"), floor, 6, rounds)


def reports(portal: Portal, rounds: int) -> None:
    """Making a report, from the claim to the stored file, against WeasyPrint alone on the HTML that it made."""
    import uuid

    from django.utils import timezone
    from weasyprint import HTML

    from reports.documents import services
    from reports.documents.rendering import document, work
    from reports.documents.selectors.content import content_of
    from reports.models import Report

    def order(assessment: object) -> Report:
        return services.order_report(
            cycle=portal.cycle, assessment=assessment, order_key=uuid.uuid4(), by=portal.user, now=timezone.now()
        )

    def against_weasyprint(name: str, assessment: object) -> None:
        waiting = [order(assessment) for _ in range(rounds + 3)]
        content = content_of(waiting[0], timezone.localdate())
        html = document.html_of(content, document.Stamp("001", "22 November 2026", "Koordinator"))

        def make() -> None:
            report = waiting.pop()
            work.render(report.pk)
            report.refresh_from_db()
            assert report.is_ready

        def alone() -> None:
            fonts, style = document._font_config(), document._stylesheet()
            page = HTML(string=html, url_fetcher=document.fetcher())
            page.write_pdf(font_config=fonts, stylesheets=[style], pdf_variant=document.VARIANT)

        paired(name, make, alone, 1.2, rounds)

    against_weasyprint("report of a unit", portal.assessment)
    against_weasyprint("report of a government", None)


def counts(portal: Portal) -> None:
    works = {
        "checklist": portal.get(f"/penilaian/{portal.assessment.pk}/"),
        "save": portal.save,
        "dashboard": portal.get(f"/siklus/{portal.cycle.pk}/dasbor/"),
        "units": portal.get(f"/pemda/{portal.kaur.code}/unit/"),
        "reports": portal.get(f"/siklus/{portal.cycle.pk}/laporan/"),
    }
    before = {name: portal.statements(work) for name, work in works.items()}
    portal.grow()
    for name, work in works.items():
        print(f"statements: {name:<22}{before[name]:>4} at 1× data {portal.statements(work):>4} at 10×")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    prepare()
    portal = Portal()
    print(f"{'':<34}{'this':>12} {'floor':>12} {'ratio':>9}")
    pages(portal, rounds)
    reports(portal, max(rounds // 6, 3))
    counts(portal)


if __name__ == "__main__":
    main()
