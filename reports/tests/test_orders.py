"""Ordering, reprinting and retrying reports."""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from history.models import Event
from kspp.lib.errors import Refused
from kspp.testing.racing import at_once
from reports.documents import services, tasks
from reports.documents.rendering.claims import NOT_SENT
from reports.documents.sentences import PROBLEMS, OrderRefusal
from reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the broker was given."""
    given: list[str] = []
    monkeypatch.setattr(tasks.render_report, "apply_async", lambda args, **options: given.extend(args))
    return given


def order(cycle: AssessmentCycle, by: User, now: datetime, **fields: Any) -> Report:
    wanted = {"assessment": None, "order_key": uuid.uuid4(), **fields}
    return services.order_report(cycle=cycle, by=by, now=now, **wanted)


def test_an_order_is_a_queued_row_with_a_number_and_a_history(
    cycle: AssessmentCycle, coordinator: User, now: datetime
) -> None:
    report = order(cycle, coordinator, now)
    assert report.number == "001/KSPP/17.04/2024"
    assert report.state == Report.State.QUEUED
    event = Event.objects.about(report).get()
    assert (event.action, event.actor, event.government_id) == ("report.ordered", coordinator, cycle.government_id)


def test_a_number_is_not_given_twice_after_a_cycle_moved_to_another_year(
    cycle: AssessmentCycle, coordinator: User, now: datetime
) -> None:
    assert order(cycle, coordinator, now).number == "001/KSPP/17.04/2024"
    AssessmentCycle.objects.filter(pk=cycle.pk).update(year=2025)
    again = AssessmentCycle.objects.create(government=cycle.government, year=2024, instrument=cycle.instrument)
    assert order(again, coordinator, now).number == "002/KSPP/17.04/2024"


def test_numbers_run_on_within_a_government_and_year(
    cycle: AssessmentCycle, assessment: Assessment, coordinator: User, now: datetime
) -> None:
    later = AssessmentCycle.objects.create(government=cycle.government, year=2025, instrument=cycle.instrument)
    numbers = [order(cycle, coordinator, now).number, order(cycle, coordinator, now, assessment=assessment).number]
    assert numbers == ["001/KSPP/17.04/2024", "002/KSPP/17.04/2024"]
    assert order(later, coordinator, now).number == "001/KSPP/17.04/2025"


def test_the_same_order_twice_is_one_report(cycle: AssessmentCycle, coordinator: User, now: datetime) -> None:
    key = uuid.uuid4()
    assert order(cycle, coordinator, now, order_key=key) == order(cycle, coordinator, now, order_key=key)
    assert Report.objects.count() == 1
    assert Event.objects.filter(action="report.ordered").count() == 1


def test_a_key_of_another_order_is_refused(
    cycle: AssessmentCycle, assessment: Assessment, coordinator: User, assistant: User, now: datetime
) -> None:
    key = uuid.uuid4()
    order(cycle, coordinator, now, order_key=key)
    with pytest.raises(Refused, match=OrderRefusal.ORDER_KEY_USED):
        order(cycle, coordinator, now, order_key=key, assessment=assessment)
    with pytest.raises(Refused, match=OrderRefusal.ORDER_KEY_USED):
        order(cycle, assistant, now, order_key=key)


def test_it_is_sent_only_after_the_commit(
    cycle: AssessmentCycle, coordinator: User, now: datetime, sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        report = order(cycle, coordinator, now)
        assert sent == []
        assert report.sent_at == NOT_SENT
    for tell in waiting:
        tell()
    report.refresh_from_db()
    assert sent == [str(report.pk)]
    assert report.sent_at > NOT_SENT


def test_a_real_broker_accepts_it(
    cycle: AssessmentCycle, coordinator: User, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    """Nothing stands in for Celery here: the task's own options have to be valid."""
    with django_capture_on_commit_callbacks(execute=True):
        report = order(cycle, coordinator, now)
    report.refresh_from_db()
    assert report.sent_at > NOT_SENT


def test_a_broker_that_is_down_does_not_fail_the_order(
    cycle: AssessmentCycle,
    coordinator: User,
    now: datetime,
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    working = tasks.render_report.apply_async

    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.render_report, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        report = order(cycle, coordinator, now)
    report.refresh_from_db()
    assert (report.state, report.sent_at) == (Report.State.QUEUED, NOT_SENT)
    monkeypatch.setattr(tasks.render_report, "apply_async", working)
    tasks.sweep()
    report.refresh_from_db()
    assert sent == [str(report.pk)]
    assert report.sent_at > NOT_SENT


def test_a_reprint_has_the_frozen_content_and_a_number_of_its_own(
    cycle: AssessmentCycle, coordinator: User, now: datetime
) -> None:
    original = order(cycle, coordinator, now)
    Report.objects.filter(pk=original.pk).update(state=Report.State.READY, content={"kind": "government"})
    original.refresh_from_db()
    first = services.reprint_report(report=original, order_key=uuid.uuid4(), by=coordinator, now=now)
    second = services.reprint_report(report=first, order_key=uuid.uuid4(), by=coordinator, now=now)
    assert [first.number, second.number] == [f"{original.number}-CU1", f"{original.number}-CU2"]
    assert second.reprint_of == original
    assert second.content == {"kind": "government"}
    assert Event.objects.about(first).get().action == "report.reprinted"
    assert order(cycle, coordinator, now).number == "002/KSPP/17.04/2024"


def test_a_reprint_pressed_twice_is_one(cycle: AssessmentCycle, coordinator: User, now: datetime) -> None:
    original = order(cycle, coordinator, now)
    Report.objects.filter(pk=original.pk).update(state=Report.State.READY)
    original.refresh_from_db()
    key = uuid.uuid4()
    copies = {services.reprint_report(report=original, order_key=key, by=coordinator, now=now).pk for _ in range(2)}
    assert len(copies) == 1


def test_what_is_not_ready_is_not_reprinted(cycle: AssessmentCycle, coordinator: User, now: datetime) -> None:
    original = order(cycle, coordinator, now)
    with pytest.raises(Refused, match=OrderRefusal.NOT_READY):
        services.reprint_report(report=original, order_key=uuid.uuid4(), by=coordinator, now=now)


def test_a_failed_report_is_retried_once_with_fresh_attempts(
    cycle: AssessmentCycle, coordinator: User, now: datetime
) -> None:
    report = order(cycle, coordinator, now)
    Report.objects.filter(pk=report.pk).update(state=Report.State.FAILED, attempts=3, error="x", finished_at=now)
    for _ in range(2):
        services.retry_report(report=report, by=coordinator, now=now)
    report.refresh_from_db()
    assert (report.state, report.attempts, report.error, report.finished_at) == (Report.State.QUEUED, 0, "", None)
    assert Event.objects.filter(action="report.retried").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_orders_at_the_same_moment_get_different_numbers(
    cycle: AssessmentCycle, coordinator: User, now: datetime, sent: list[str]
) -> None:
    key = uuid.uuid4()
    keys = [key, key, *(uuid.uuid4() for _ in range(6))]
    ended = at_once(*(partial(order, cycle, coordinator, now, order_key=each) for each in keys))
    assert all(isinstance(each, Report) for each in ended), ended
    numbers = sorted(Report.objects.values_list("number", flat=True))
    assert numbers == [f"{n:03d}/KSPP/17.04/2024" for n in range(1, 8)]


def test_every_refusal_of_a_report_has_its_sentence() -> None:
    assert set(PROBLEMS) == set(OrderRefusal)
