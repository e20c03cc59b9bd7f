"""Making reports: one result however often delivered, whoever dies on the way."""

import io
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from conftest import fill
from history.models import Event
from kspp.lib.numbers import decimal_id
from kspp.testing.racing import at_once
from reports.documents import services, tasks
from reports.documents.rendering import claims, document, work
from reports.models import STALE_AFTER, Report

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ordered(cycle: AssessmentCycle, assessment: Assessment, coordinator: User, media: Path) -> Report:
    fill(assessment, 3, leave_blank=("S6", "G4"))
    return services.order_report(
        cycle=cycle, assessment=assessment, order_key=uuid.uuid4(), by=coordinator, now=timezone.now()
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for WeasyPrint where the paper is not the question; lists what was laid out."""
    made: list[str] = []
    monkeypatch.setattr(document, "lay_out", made.append)
    monkeypatch.setattr(document, "write", lambda pages: document.Pdf(b"%PDF-" + str(len(made)).encode(), 1))
    return made


def text_of(report: Report) -> str:
    with report.file.open("rb") as stored:
        pages = PdfReader(io.BytesIO(stored.read())).pages
        return "\n".join(page.extract_text() for page in pages)


def test_the_pdf_says_the_stored_figures_in_indonesian(ordered: Report, assessment: Assessment) -> None:
    tasks.render_report(str(ordered.pk))
    ordered.refresh_from_db()
    assessment.refresh_from_db()
    text = text_of(ordered)
    assert (ordered.state, ordered.progress, ordered.attempts) == (Report.State.READY, 100, 1)
    for figure in (assessment.floor, assessment.answered_only, assessment.ceiling):
        assert decimal_id(figure) in text
    for dimension in assessment.result["dimensions"]:
        assert decimal_id(Decimal(dimension["floor"]["score"])) in text
    assert ordered.number in text
    assert f"halaman 1 dari {ordered.pages}" in text
    assert text.count("bukan hasil resmi Ombudsman") >= ordered.pages
    assert Event.objects.filter(action="report.made").count() == 1


def test_the_file_is_what_the_row_says(ordered: Report) -> None:
    work.render(ordered.pk)
    ordered.refresh_from_db()
    with ordered.file.open("rb") as stored:
        data = stored.read()
    assert document.Pdf(data, 0).sha256 == ordered.sha256
    assert len(data) == ordered.size
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == ordered.pages
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("id")
    assert "Disdukcapil" in reader.metadata.title


def test_the_content_is_frozen_and_a_reprint_repeats_it(
    ordered: Report, assessment: Assessment, coordinator: User, quick: list[str]
) -> None:
    work.render(ordered.pk)
    ordered.refresh_from_db()
    assessment.answers.all().delete()
    copy = services.reprint_report(report=ordered, order_key=uuid.uuid4(), by=coordinator, now=timezone.now())
    work.render(copy.pk)
    copy.refresh_from_db()
    assert copy.is_ready
    assert copy.content == ordered.content
    assert "Cetak ulang" in quick[1]
    assert copy.number in quick[1]
    assert f"Nomor {ordered.number}" in quick[1]
    assert "Cetak ulang" not in quick[0]


def test_delivered_twice_it_is_made_once(ordered: Report, quick: list[str]) -> None:
    tasks.render_report(str(ordered.pk))
    tasks.render_report(str(ordered.pk))
    assert len(quick) == 1


def test_while_somebody_is_at_it_a_second_delivery_does_nothing(ordered: Report, quick: list[str]) -> None:
    assert claims.take(ordered.pk, timezone.now()) is not None
    tasks.render_report(str(ordered.pk))
    assert quick == []


def test_a_report_left_by_a_dead_worker_is_made_by_the_next(ordered: Report, quick: list[str]) -> None:
    claims.take(ordered.pk, timezone.now() - STALE_AFTER - timedelta(seconds=1))
    tasks.render_report(str(ordered.pk))
    ordered.refresh_from_db()
    assert (ordered.state, ordered.attempts) == (Report.State.READY, 2)


def test_a_worker_that_comes_back_from_the_dead_changes_nothing(ordered: Report, quick: list[str]) -> None:
    dead = claims.take(ordered.pk, timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert dead is not None
    work.render(ordered.pk)
    ordered.refresh_from_db()
    made = ordered.sha256
    with pytest.raises(claims.ClaimLost):
        work._make(dead)
    with pytest.raises(claims.ClaimLost):
        claims.finish(dead, timezone.now(), sha256="0" * 64, size=1, pages=1)
    claims.give_up(dead, timezone.now())
    ordered.refresh_from_db()
    assert (ordered.sha256, ordered.state) == (made, Report.State.READY)
    assert Event.objects.filter(action="report.made").count() == 1


def test_a_late_finisher_takes_its_file_away(
    ordered: Report, quick: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """The claim is lost after the last sign of life, while the file is being written."""
    finish = claims.finish

    def robbed(claim: claims.Claim, now: datetime, **done: Any) -> None:
        Report.objects.filter(pk=claim.report_id).update(attempts=9)
        finish(claim, now, **done)

    monkeypatch.setattr(claims, "finish", robbed)
    work.render(ordered.pk)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.sha256) == (Report.State.RUNNING, "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_worker_wrote_is_removed(ordered: Report, quick: list[str], tmp_path: Any) -> None:
    old = timezone.now() - STALE_AFTER - timedelta(seconds=1)
    dead = claims.take(ordered.pk, old)
    assert dead is not None
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "half").write_bytes(b"half")
    claims.beat(dead, 90, old, file="reports/half")
    work.render(ordered.pk)
    ordered.refresh_from_db()
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()] == [ordered.file.name]


def test_the_sweeper_sends_what_nobody_does(ordered: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(tasks.render_report, "apply_async", lambda args, **options: sent.extend(args))
    claims.take(ordered.pk, timezone.now() - STALE_AFTER - timedelta(seconds=1))
    tasks.sweep()
    ordered.refresh_from_db()
    assert sent == [str(ordered.pk)]
    assert (ordered.state, ordered.attempts) == (Report.State.QUEUED, 1)
    tasks.sweep()
    assert sent == [str(ordered.pk)], "sent a moment ago, it is left alone"


def test_the_sweeper_leaves_a_living_worker_alone(ordered: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "send", lambda report_id: pytest.fail("sent"))
    claims.take(ordered.pk, timezone.now())
    tasks.sweep()
    ordered.refresh_from_db()
    assert ordered.state == Report.State.RUNNING


def test_an_error_is_tried_again_and_fails_after_the_third_time(
    ordered: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(html: str) -> None:
        raise OSError("no ink")

    monkeypatch.setattr(document, "lay_out", break_down)
    monkeypatch.setattr(tasks.render_report, "apply_async", lambda args, **options: tasks.render_report(*args))
    states = []
    for _ in range(4):
        tasks.sweep()
        ordered.refresh_from_db()
        states.append((ordered.state, ordered.attempts))
    queued, failed = Report.State.QUEUED, Report.State.FAILED
    assert states == [(queued, 1), (queued, 2), (failed, 3), (failed, 3)]
    assert "3 kali percobaan" in ordered.error
    assert Event.objects.filter(action="report.failed").count() == 1


def test_a_worker_killed_at_every_attempt_fails_the_report(ordered: Report) -> None:
    for ago in (4, 3, 2):
        assert claims.take(ordered.pk, timezone.now() - ago * STALE_AFTER - timedelta(minutes=4 * ago)) is not None
    assert claims.recover(timezone.now()) == []
    ordered.refresh_from_db()
    assert (ordered.state, ordered.attempts) == (Report.State.FAILED, 3)


def test_after_a_retry_an_old_claim_is_still_worth_nothing(ordered: Report, coordinator: User) -> None:
    old = timezone.now() - STALE_AFTER - timedelta(minutes=1)
    dead = claims.take(ordered.pk, old)
    assert dead is not None
    Report.objects.filter(pk=ordered.pk).update(state=Report.State.FAILED)
    services.retry_report(report=ordered, by=coordinator, now=timezone.now())
    again = claims.take(ordered.pk, timezone.now())
    assert again is not None
    assert again.attempt == dead.attempt
    with pytest.raises(claims.ClaimLost):
        claims.beat(dead, 50, timezone.now())


def test_a_report_that_does_not_exist_is_no_error() -> None:
    tasks.render_report(str(uuid.uuid4()))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_the_claim(ordered: Report) -> None:
    taken = at_once(*[lambda: claims.take(ordered.pk, timezone.now())] * 6)
    assert sorted(type(claim).__name__ for claim in taken) == ["Claim"] + ["NoneType"] * 5
