"""What kinds of reports have in common: one entry each, numbers of their own, and pages by the kind's permission."""

import uuid
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, Role
from assessments.models import AssessmentCycle
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Refused
from kspp.testing.racing import at_once
from reports.documents import services, tasks
from reports.documents.rendering.kinds import KINDS
from reports.documents.scope import may_order, may_view
from reports.documents.sentences import OrderRefusal
from reports.documents.services import orders
from reports.documents.services.orders import SERIES
from reports.models import Report
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db
Kind = Report.Kind
COMPLAINT_KINDS = [kind for kind in Kind if kind is not Kind.READINESS]
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
READING = ("report", "progress", "download")
REPEATING = ("reprint", "retry")


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(tasks, "send", lambda report_id: None)


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.pengaduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


def order(kind: Kind, government: Government, by: User, unit: ServiceUnit | None = None, key: Any = None) -> Report:
    return services.order_complaint_report(
        kind=kind,
        government=government,
        unit=unit,
        period=None if kind is Kind.POSTER else YEAR,
        order_key=key or uuid.uuid4(),
        by=by,
        now=NOW,
    )


def order_readiness(cycle: AssessmentCycle, by: User, key: Any = None) -> Report:
    return services.order_report(cycle=cycle, assessment=None, order_key=key or uuid.uuid4(), by=by, now=NOW)


def finished(report: Report) -> Report:
    report.file.save("x", ContentFile(b"%PDF-1.7 isi"))
    report.state, report.finished_at = Report.State.READY, NOW
    report.save()
    return report


def ask(client: Client, name: str, report: Report) -> int:
    url = reverse(f"reports:{name}", args=[report.pk])
    if name in REPEATING:
        return client.post(url, {"order_key": str(uuid.uuid4())}).status_code
    return client.get(url, headers={"HX-Request": "true"}).status_code


def answers(client: Client, user: User, report: Report) -> dict[str, int]:
    client.force_login(user)
    return {name: ask(client, name, report) for name in (*READING, *REPEATING)}


def test_every_kind_can_be_made_and_has_its_own_series() -> None:
    assert set(KINDS) == set(SERIES) == set(Kind)
    assert len(set(SERIES.values())) == len(Kind)


def test_only_readiness_is_asked_for_with_the_rights_of_the_assessment() -> None:
    assert (may_view(Kind.READINESS), may_order(Kind.READINESS)) == (Permission.REPORT_VIEW, Permission.REPORT_ORDER)
    for kind in COMPLAINT_KINDS:
        assert may_view(kind) is may_order(kind) is Permission.COMPLAINT_REPORT


@pytest.mark.parametrize("kind", COMPLAINT_KINDS)
def test_a_document_about_complaints_is_for_whoever_may_report_complaints(
    client: Client, kaur: Government, paser: Government, dukcapil: ServiceUnit, admin: User, operator: User, kind: Kind
) -> None:
    """The unit operator and the liaison may read readiness reports of this very unit; that opens nothing here."""
    report = finished(order(kind, kaur, admin, dukcapil))
    liaison = person("penghubung@kaur.example", Role.LIAISON, kaur)
    neighbour = person("admin.pengaduan@paser.example", Role.COMPLAINT_ADMIN, paser)
    for insider in (operator, liaison):
        assert set(answers(client, insider, report).values()) == {403}
    assert set(answers(client, neighbour, report).values()) == {404}
    assert Report.objects.count() == 1
    assert not Event.objects.filter(action="report.downloaded").exists()
    assert answers(client, admin, report) == dict.fromkeys(READING, 200) | dict.fromkeys(REPEATING, 302)
    assert Report.objects.filter(reprint_of=report, kind=kind, unit=dukcapil).count() == 1


def test_a_readiness_report_is_not_for_the_complaint_desk(
    client: Client, cycle: AssessmentCycle, coordinator: User, admin: User
) -> None:
    report = finished(order_readiness(cycle, coordinator))
    assert set(answers(client, admin, report).values()) == {403}
    assert answers(client, coordinator, report) == dict.fromkeys(READING, 200) | dict.fromkeys(REPEATING, 302)


def test_who_may_only_read_readiness_reports_cannot_repeat_them(
    client: Client, cycle: AssessmentCycle, coordinator: User, secretary: User
) -> None:
    report = finished(order_readiness(cycle, coordinator))
    assert answers(client, secretary, report) == dict.fromkeys(READING, 200) | dict.fromkeys(REPEATING, 403)


def test_an_officer_reaches_documents_of_the_own_unit_alone(
    client: Client, kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit, admin: User
) -> None:
    officer = person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)
    ours = finished(order(Kind.REGISTER, kaur, admin, dukcapil))
    for report in (order(Kind.REGISTER, kaur, admin, puskesmas), order(Kind.REGISTER, kaur, admin)):
        assert set(answers(client, officer, finished(report)).values()) == {403}
    assert answers(client, officer, ours)["download"] == 200


def test_a_report_nobody_ordered_is_not_found(client: Client, admin: User) -> None:
    assert set(answers(client, admin, Report(pk=uuid.uuid4())).values()) == {404}


def test_a_failed_document_about_complaints_is_retried(client: Client, kaur: Government, admin: User) -> None:
    report = order(Kind.COMPLAINTS, kaur, admin)
    Report.objects.filter(pk=report.pk).update(state=Report.State.FAILED, attempts=3)
    client.force_login(admin)
    assert ask(client, "retry", report) == 302
    report.refresh_from_db()
    assert (report.state, report.attempts) == (Report.State.QUEUED, 0)


def test_a_reprint_of_a_document_keeps_its_series_and_its_period(kaur: Government, admin: User) -> None:
    original = finished(order(Kind.PUBLICATION, kaur, admin))
    copy = services.reprint_report(report=original, order_key=uuid.uuid4(), by=admin, now=NOW)
    assert copy.number == "001/PUB/17.04/2024-CU1"
    assert (copy.kind, copy.period_from, copy.period_until) == (Kind.PUBLICATION, *YEAR)
    assert order(Kind.PUBLICATION, kaur, admin).number == "002/PUB/17.04/2024"


def test_readiness_and_documents_count_apart(cycle: AssessmentCycle, coordinator: User, admin: User) -> None:
    numbers = [order_readiness(cycle, coordinator).number, order(Kind.COMPLAINTS, cycle.government, admin).number]
    assert numbers == ["001/KSPP/17.04/2024", "001/ADU/17.04/2024"]


def test_a_key_of_a_readiness_report_serves_no_document(cycle: AssessmentCycle, coordinator: User) -> None:
    key = uuid.uuid4()
    order_readiness(cycle, coordinator, key)
    with pytest.raises(Refused, match=OrderRefusal.ORDER_KEY_USED):
        order(Kind.COMPLAINTS, cycle.government, coordinator, key=key)
    assert Report.objects.count() == 1


def test_a_key_taken_elsewhere_after_we_looked_is_refused(
    kaur: Government, paser: Government, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and writing, which two governments' locks leave open."""
    key, count = uuid.uuid4(), orders._next_number

    def taken_meanwhile(wanted: Report) -> str:
        monkeypatch.setattr(orders, "_next_number", count)
        order(Kind.REGISTER, paser, admin, key=key)
        return count(wanted)

    monkeypatch.setattr(orders, "_next_number", taken_meanwhile)
    with pytest.raises(Refused, match=OrderRefusal.ORDER_KEY_USED):
        order(Kind.REGISTER, kaur, admin, key=key)


def test_another_refusal_of_the_database_is_not_taken_for_a_used_key(
    kaur: Government, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = order(Kind.REGISTER, kaur, admin).number
    monkeypatch.setattr(orders, "_next_number", lambda wanted: given)
    with pytest.raises(IntegrityError):
        order(Kind.REGISTER, kaur, admin)


@pytest.mark.django_db(transaction=True)
def test_documents_ordered_at_the_same_moment_get_different_numbers(kaur: Government, admin: User) -> None:
    ended = at_once(*(partial(order, Kind.REGISTER, kaur, admin) for _ in range(4)))
    assert all(isinstance(each, Report) for each in ended), ended
    numbers = sorted(Report.objects.values_list("number", flat=True))
    assert numbers == [f"{n:03d}/REG/17.04/2024" for n in range(1, 5)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_neighbour", [False, True], ids=["same government", "other government"])
def test_one_key_for_two_cycles_at_once_is_refused_in_one(
    cycle: AssessmentCycle, paser: Government, coordinator: User, is_neighbour: bool
) -> None:
    place, key = paser if is_neighbour else cycle.government, uuid.uuid4()
    other = AssessmentCycle.objects.create(government=place, year=2025, instrument=cycle.instrument)
    ended = at_once(*(partial(order_readiness, each, coordinator, key) for each in (cycle, other)))
    assert sorted(type(each).__name__ for each in ended) == ["Refused", "Report"]
    assert Report.objects.count() == 1
    assert Event.objects.filter(action="report.ordered").count() == 1
