"""Pages about reports: who may see, order, take and repeat them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from assessments.models import Assessment, AssessmentCycle
from conftest import make_assessment, person
from history.models import Event
from reports.documents import services
from reports.documents.rendering import claims
from reports.models import Report
from units.models import ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
LATE = timedelta(minutes=3)


def order(
    cycle: AssessmentCycle, by: User, assessment: Assessment | None = None, now: datetime | None = None
) -> Report:
    return services.order_report(
        cycle=cycle, assessment=assessment, order_key=uuid.uuid4(), by=by, now=now or timezone.now()
    )


@pytest.fixture
def whole(cycle: AssessmentCycle, coordinator: User) -> Report:
    return order(cycle, coordinator)


@pytest.fixture
def of_unit(cycle: AssessmentCycle, assessment: Assessment, coordinator: User) -> Report:
    return order(cycle, coordinator, assessment)


@pytest.fixture
def of_other_unit(cycle: AssessmentCycle, puskesmas: ServiceUnit, coordinator: User) -> Report:
    return order(cycle, coordinator, make_assessment(cycle, puskesmas))


def finished(report: Report) -> Report:
    report.file.save("x", ContentFile(b"%PDF-1.7 isi"))
    report.state, report.size, report.pages, report.finished_at = Report.State.READY, 12, 3, timezone.now()
    report.save()
    return report


def as_user(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_the_list_shows_who_ordered_what_and_when(
    client: Client, cycle: AssessmentCycle, whole: Report, of_unit: Report, coordinator: User
) -> None:
    page = as_user(client, coordinator).get(reverse("reports:reports", args=[cycle.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert whole.number in text
    assert "Seluruh Kabupaten Kaur" in text
    assert "Disdukcapil" in text
    assert "Koordinator" in text


def test_an_operator_sees_and_orders_only_the_own_unit(
    client: Client, cycle: AssessmentCycle, whole: Report, of_unit: Report, of_other_unit: Report, operator: User
) -> None:
    page = as_user(client, operator).get(reverse("reports:reports", args=[cycle.pk]))
    text = page.content.decode()
    assert of_unit.number in text
    assert whole.number not in text
    assert of_other_unit.number not in text
    assert "Seluruh Kabupaten" not in text
    assert client.get(whole.get_absolute_url()).status_code == 403
    assert client.get(of_other_unit.get_absolute_url()).status_code == 403
    assert client.get(of_unit.get_absolute_url()).status_code == 200


def test_who_may_only_read_gets_no_button(
    client: Client, cycle: AssessmentCycle, of_unit: Report, secretary: User
) -> None:
    finished(of_unit)
    assert (
        "Buat laporan"
        not in as_user(client, secretary).get(reverse("reports:reports", args=[cycle.pk])).content.decode()
    )
    page = client.get(of_unit.get_absolute_url()).content.decode()
    assert "Unduh PDF" in page
    assert "Cetak ulang" not in page


PAGES = ["report", "progress", "download"]
ACTIONS = ["reprint", "retry"]


@pytest.mark.parametrize("name", PAGES + ACTIONS)
def test_an_outsider_finds_nothing(client: Client, whole: Report, outsider: User, name: str) -> None:
    ask = as_user(client, outsider).get if name in PAGES else as_user(client, outsider).post
    assert ask(reverse(f"reports:{name}", args=[whole.pk])).status_code == 404


@pytest.mark.parametrize("name", PAGES + ACTIONS)
def test_an_insider_without_the_right_is_refused(
    client: Client, whole: Report, dukcapil: ServiceUnit, name: str
) -> None:
    user = person("pengaduan@kaur.example", Role.COMPLAINT_OFFICER, dukcapil.government, dukcapil)
    ask = as_user(client, user).get if name in PAGES else as_user(client, user).post
    assert ask(reverse(f"reports:{name}", args=[whole.pk])).status_code == 403


@pytest.mark.parametrize("name", ACTIONS)
def test_a_reader_does_not_act(client: Client, whole: Report, secretary: User, name: str) -> None:
    assert as_user(client, secretary).post(reverse(f"reports:{name}", args=[whole.pk])).status_code == 403


def test_the_list_keeps_outsiders_and_powerless_insiders_out(
    client: Client, cycle: AssessmentCycle, outsider: User, dukcapil: ServiceUnit
) -> None:
    powerless = person("pengaduan@kaur.example", Role.COMPLAINT_OFFICER, dukcapil.government, dukcapil)
    for user, status in ((outsider, 404), (powerless, 403)):
        for name in ("reports", "order"):
            ask = as_user(client, user).get if name == "reports" else as_user(client, user).post
            assert ask(reverse(f"reports:{name}", args=[cycle.pk])).status_code == status


def test_ordering_leads_to_the_report_and_a_double_click_to_the_same(
    client: Client, cycle: AssessmentCycle, assessment: Assessment, coordinator: User
) -> None:
    data = {"order_key": str(uuid.uuid4()), "about": assessment.pk}
    url = reverse("reports:order", args=[cycle.pk])
    answers = [as_user(client, coordinator).post(url, data) for _ in range(2)]
    report = Report.objects.get()
    assert report.assessment == assessment
    assert [answer.headers["Location"] for answer in answers] == [report.get_absolute_url()] * 2


def test_an_operator_orders_the_own_unit_and_nothing_else(
    client: Client, cycle: AssessmentCycle, assessment: Assessment, of_other_unit: Report, operator: User
) -> None:
    url = reverse("reports:order", args=[cycle.pk])
    as_user(client, operator)

    def post(about: object) -> int:
        return client.post(url, {"order_key": str(uuid.uuid4()), "about": about}).status_code

    assert post(assessment.pk) == 302
    assert post("seluruh") == 403
    assert post(of_other_unit.assessment_id) == 403
    assert post(999_999) == 404


def test_an_assessment_of_another_cycle_is_not_ordered_here(
    client: Client, cycle: AssessmentCycle, assessment: Assessment, coordinator: User
) -> None:
    other = AssessmentCycle.objects.create(government=cycle.government, year=2025, instrument=cycle.instrument)
    url = reverse("reports:order", args=[other.pk])
    data = {"order_key": str(uuid.uuid4()), "about": assessment.pk}
    assert as_user(client, coordinator).post(url, data).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"order_key": "x", "about": "seluruh"},
        {"order_key": str(uuid.uuid4())},
        *({"order_key": str(uuid.uuid4()), "about": about} for about in ("x", "seluruh-", "seluruh-x", "-1", "9" * 40)),
    ],
)
def test_a_broken_form_is_answered_with_the_page(
    client: Client, cycle: AssessmentCycle, coordinator: User, data: dict[str, str]
) -> None:
    answer = as_user(client, coordinator).post(reverse("reports:order", args=[cycle.pk]), data)
    assert answer.status_code == 422
    assert Report.objects.count() == 0


def test_a_used_form_is_a_conflict(
    client: Client, cycle: AssessmentCycle, assessment: Assessment, coordinator: User
) -> None:
    key, url = str(uuid.uuid4()), reverse("reports:order", args=[cycle.pk])
    as_user(client, coordinator).post(url, {"order_key": key, "about": "seluruh"})
    answer = client.post(url, {"order_key": key, "about": assessment.pk})
    assert answer.status_code == 409
    assert "sudah dipakai" in answer.content.decode()


def test_the_place_in_the_queue_is_shown_and_asked_for_again(
    client: Client, cycle: AssessmentCycle, coordinator: User
) -> None:
    now = timezone.now()
    first, mine, _ = (order(cycle, coordinator, now=now - timedelta(seconds=s)) for s in (30, 20, 10))
    assert claims.take(first.pk, now) is not None
    page = as_user(client, coordinator).get(mine.get_absolute_url()).content.decode()
    assert "Urutan ke-2 dari 3" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Muat ulang" in page


def test_asking_stops_when_it_is_done(client: Client, whole: Report, coordinator: User) -> None:
    finished(whole)
    url = reverse("reports:progress", args=[whole.pk])
    answer = as_user(client, coordinator).get(url, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "hx-get" not in text
    assert "Unduh PDF" in text
    assert "<html" not in text
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(url).headers["Location"] == whole.get_absolute_url()


def test_a_silent_worker_is_named(client: Client, cycle: AssessmentCycle, coordinator: User) -> None:
    report = order(cycle, coordinator, now=timezone.now() - LATE)
    as_user(client, coordinator)
    assert "Pekerja latar belum aktif" in client.get(report.get_absolute_url()).content.decode()
    other = order(cycle, coordinator)
    claims.take(other.pk, timezone.now())
    assert "Pekerja latar belum aktif" not in client.get(report.get_absolute_url()).content.decode()


def test_a_report_whose_maker_fell_silent_says_that_it_goes_on_by_itself(
    client: Client, cycle: AssessmentCycle, coordinator: User
) -> None:
    left, alive = (order(cycle, coordinator) for _ in range(2))
    claims.take(left.pk, timezone.now() - timedelta(seconds=70))
    claims.take(alive.pk, timezone.now() - timedelta(seconds=50))
    as_user(client, coordinator)
    page = client.get(left.get_absolute_url()).content.decode()
    assert "Anda tidak perlu memesan ulang" in page
    assert "hitungan detik" not in page
    page = client.get(alive.get_absolute_url()).content.decode()
    assert "Anda tidak perlu memesan ulang" not in page
    assert "hitungan detik" in page


def test_a_failed_report_says_why_and_can_be_tried_again(client: Client, whole: Report, coordinator: User) -> None:
    Report.objects.filter(pk=whole.pk).update(state=Report.State.FAILED, error="Belum berhasil dibuat.")
    page = as_user(client, coordinator).get(whole.get_absolute_url()).content.decode()
    assert "Belum berhasil dibuat." in page
    assert "Coba lagi" in page
    client.post(reverse("reports:retry", args=[whole.pk]))
    whole.refresh_from_db()
    assert whole.state == Report.State.QUEUED


def test_a_download_is_an_attachment_nobody_keeps_and_is_recorded(
    client: Client, of_unit: Report, operator: User
) -> None:
    finished(of_unit)
    answer = as_user(client, operator).get(reverse("reports:download", args=[of_unit.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 isi"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Laporan-kesiapan-Disdukcapil-Kaur-2024.pdf"'
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    event = Event.objects.get(action="report.downloaded")
    assert (event.actor, event.unit) == (operator, of_unit.unit)


def test_what_is_not_ready_is_not_downloaded(client: Client, whole: Report, coordinator: User) -> None:
    answer = as_user(client, coordinator).get(reverse("reports:download", args=[whole.pk]))
    assert answer.headers["Location"] == whole.get_absolute_url()
    assert not Event.objects.filter(action="report.downloaded").exists()


def test_a_file_that_is_gone_is_not_found(client: Client, whole: Report, coordinator: User) -> None:
    finished(whole)
    whole.file.storage.delete(whole.file.name)
    assert as_user(client, coordinator).get(reverse("reports:download", args=[whole.pk])).status_code == 404


def test_a_reprint_is_ordered_from_the_page(client: Client, whole: Report, coordinator: User) -> None:
    finished(whole)
    url = reverse("reports:reprint", args=[whole.pk])
    key = {"order_key": str(uuid.uuid4())}
    for _ in range(2):
        as_user(client, coordinator).post(url, key)
    copy = Report.objects.get(reprint_of=whole)
    page = client.get(copy.get_absolute_url()).content.decode()
    assert "Cetak ulang dari" in page
    assert whole.number in page


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client: Client, cycle: AssessmentCycle, coordinator: User, django_assert_num_queries: Any, of_unit: Report
) -> None:
    url = reverse("reports:reports", args=[cycle.pk])
    as_user(client, coordinator).get(url)
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    for _ in range(12):
        order(cycle, coordinator, of_unit.assessment)
        order(cycle, coordinator)
    with django_assert_num_queries(len(once)):
        client.get(url)
