"""Dashboard, explanation, home and reports follow the chosen instrument of a cycle."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.explaining import explanation_of_total
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.services.further import add_instrument
from conftest import fill, make_assessment
from instruments.sentences.words import short_title
from kspp.lib.numbers import decimal_id
from official_results.models import OfficialResult
from reports.dashboards.selectors.dashboard import UnitOrder, dashboard_of
from reports.documents.rendering.work import render
from reports.documents.selectors.content import content_of
from reports.documents.services import order_report, reprint_report
from reports.models import Report

WHEN = datetime(2024, 6, 10, 3, tzinfo=UTC)


def with_pekppp(cycle, pekppp, by, now):
    cycle.refresh_from_db()
    add_instrument(cycle=cycle, instrument=pekppp, by=by, now=now, seen_version=cycle.version)


@pytest.fixture
def both(cycle, assessment, pekppp, coordinator, now):
    """Disdukcapil answered by KSPP and by PEKPPP; the PEKPPP one is given."""
    fill(assessment, 3)
    with_pekppp(cycle, pekppp, coordinator, now)
    other = Assessment.objects.with_place().get(locus=assessment.locus, instrument=pekppp)
    fill(other, 4)
    return other


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Penilaian Kepatuhan Standar Pelayanan Publik (KSPP) 2023–2024", "KSPP 2023–2024"),
        ("PEKPPP: formulir F-02 varian A dan Indeks Pelayanan Publik", "PEKPPP"),
        ("Opini Ombudsman 2026 (sementara): kelengkapan persyaratan", "Opini Ombudsman 2026 (sementara)"),
        ("Survei Kepuasan Masyarakat (SKM), bobot 1/9", "SKM, bobot 1/9"),
        (": tanpa nama", ": tanpa nama"),
    ],
)
def test_an_instrument_has_a_short_name_for_a_tab(title, short):
    assert short_title(title) == short


def test_table_total_bands_and_scale_follow_the_instrument(cycle, both, pekppp):
    own, other = (dashboard_of(cycle, UnitOrder.NAME, WHEN, code) for code in ("", "pekppp-f02"))

    assert (own.scale, other.scale) == (100, 5)
    assert other.readings.floor.score == government_score(cycle, [both], pekppp).readings.floor.rounded <= 5
    assert own.readings.floor.score > 50
    assert [(band.lower, band.grade) for band in other.bands] == [(b.lower, b.grade) for b in pekppp.spec().bands]
    assert len(other.dimensions) == len(pekppp.spec().dimensions) != len(own.dimensions)
    assert [row.assessment for row in other.rows] == [both]
    assert (own.is_own, other.is_own) == (True, False)


@pytest.mark.parametrize("code", ["", "tidak-ada", "opini-2026", "\0", "9" * 300])
def test_anything_else_means_the_cycles_own(client, cycle, both, coordinator, code):
    client.force_login(coordinator)

    page = client.get(reverse("reports:dashboard", args=[cycle.pk]), {"instrumen": code})

    assert page.status_code == 200
    assert page.context["dashboard"].is_own


def test_the_dashboard_switches_and_keeps_the_choice(client, cycle, both, coordinator):
    client.force_login(coordinator)
    address = reverse("reports:dashboard", args=[cycle.pk])

    page = client.get(address, {"instrumen": "pekppp-f02"}).content.decode()

    assert 'href="?instrumen=kspp-2023-2024"' in page
    assert "?instrumen=pekppp-f02&amp;urut=nilai#unit" in page
    assert reverse("assessments:total", args=[cycle.pk]) + "?instrumen=pekppp-f02" in page
    assert both.get_absolute_url() in page
    assert "Hasil resmi 2024 belum dicatat" not in page


def test_a_cycle_with_one_instrument_shows_no_switch(client, cycle, assessment, coordinator):
    client.force_login(coordinator)

    assert "?instrumen=" not in client.get(reverse("reports:dashboard", args=[cycle.pk])).content.decode()


def test_a_total_that_waits_for_a_blank_says_so(client, cycle, assessment, pekppp, coordinator, now):
    with_pekppp(cycle, pekppp, coordinator, now)
    other = Assessment.objects.with_place().get(instrument=pekppp)
    fill(other, 4, leave_blank=("F03-U",))
    client.force_login(coordinator)

    page = client.get(reverse("reports:dashboard", args=[cycle.pk]), {"instrumen": "pekppp-f02"}).content.decode()

    assert "Perkiraan belum dapat dihitung" in page
    assert "30 dari 31 terisi" in page
    assert "belum lengkap" in page


def test_the_dashboard_asks_as_often_for_either_and_for_many_units(cycle, both, pekppp, coordinator, kaur):
    def asked(code):
        dashboard_of(cycle, UnitOrder.NAME, WHEN, code)
        with CaptureQueriesContext(connection) as queries:
            dashboard_of(cycle, UnitOrder.NAME, WHEN, code)
        return len(queries)

    own, other = asked(""), asked("pekppp-f02")
    for n in range(4):
        unit = both.unit.__class__.objects.create(government=kaur, name=f"Dinas {n}", kind="dinas")
        locus = make_assessment(cycle, unit).locus
        Assessment.objects.create(locus=locus, instrument=pekppp)

    assert (asked(""), asked("pekppp-f02")) == (own, other)
    assert other <= own + 1


def test_the_past_is_that_of_the_same_family(cycle, both, pekppp, coordinator, now, dukcapil):
    before = AssessmentCycle.objects.create(government=cycle.government, year=2023, instrument=cycle.instrument)
    fill(make_assessment(before, dukcapil), 2)
    OfficialResult.objects.create(
        government=cycle.government, year=2023, instrument_code=cycle.instrument.code, score="95.94", source="x"
    )
    assert [past.is_official for past in dashboard_of(cycle, UnitOrder.NAME, WHEN).past] == [True, False]
    assert dashboard_of(cycle, UnitOrder.NAME, WHEN, "pekppp-f02").past == ()

    with_pekppp(before, pekppp, coordinator, now)
    fill(Assessment.objects.get(locus__cycle=before, instrument=pekppp), 3)

    (past,) = dashboard_of(cycle, UnitOrder.NAME, WHEN, "pekppp-f02").past
    assert (past.year, past.is_official, past.is_comparable) == (2023, False, True)
    assert past.result.score <= 5


def test_the_total_is_explained_by_the_chosen_instrument(client, cycle, both, pekppp, coordinator):
    total = government_score(cycle, cycle_assessments(cycle, pekppp), pekppp).readings.floor.rounded
    assert explanation_of_total(cycle, "", pekppp).top.said.words == decimal_id(total)
    client.force_login(coordinator)

    page = client.get(reverse("assessments:total", args=[cycle.pk]), {"instrumen": "pekppp-f02"}).content.decode()

    assert decimal_id(total) in page
    assert "instrumen=pekppp-f02&amp;bacaan=ceiling" in page
    assert 'href="?instrumen=kspp-2023-2024"' in page


def test_a_units_explanation_leads_to_the_other_instrument(client, assessment, both, operator):
    client.force_login(operator)

    page = client.get(reverse("assessments:explanation", args=[both.pk])).content.decode()

    assert reverse("assessments:explanation", args=[assessment.pk]) in page


def test_home_lists_both_for_an_operator(client, assessment, both, operator):
    client.force_login(operator)

    page = client.get(reverse("home"))

    assert page.status_code == 200
    assert [a.pk for a in page.context["home"].checklists] == [assessment.pk, both.pk]
    assert "PEKPPP: formulir F-02" in page.content.decode()


def test_the_unit_page_leads_to_both(client, assessment, both, coordinator, outsider):
    client.force_login(coordinator)

    page = client.get(assessment.unit.get_absolute_url()).content.decode()

    assert assessment.get_absolute_url() in page
    assert both.get_absolute_url() in page


# Reports


def test_a_report_about_a_further_instrument_is_ordered_and_says_so(client, cycle, assessment, both, coordinator):
    client.force_login(coordinator)
    listing = client.get(reverse("reports:reports", args=[cycle.pk])).content.decode()
    assert "Disdukcapil · PEKPPP" in listing

    reply = client.post(
        reverse("reports:order", args=[cycle.pk]), {"about": both.pk, "order_key": str(uuid4())}, follow=True
    )

    assert Report.objects.get().assessment == both
    assert "PEKPPP: formulir F-02" in reply.content.decode()


def test_the_reports_content_is_on_the_instruments_own_scale(cycle, both, coordinator, now):
    report = order_report(cycle=cycle, assessment=both, order_key=uuid4(), by=coordinator, now=now)

    content = content_of(Report.objects.select_related("cycle__government", "cycle__instrument").get(pk=report.pk), now)

    assert content.instrument.code == "pekppp-f02"
    assert (content.scale, content.readings.floor.score) == (5, both.floor)


def ordered(client, cycle, about, **kwargs):
    data = {"about": about, "order_key": str(uuid4())} | kwargs
    return client.post(reverse("reports:order", args=[cycle.pk]), data)


def test_the_whole_government_is_reported_by_a_further_instrument(client, cycle, both, pekppp, coordinator, now):
    client.force_login(coordinator)
    listing = client.get(reverse("reports:reports", args=[cycle.pk])).content.decode()
    assert "Seluruh Kabupaten Kaur · PEKPPP" in listing
    address = f"{reverse('reports:reports', args=[cycle.pk])}?tentang=seluruh-{pekppp.pk}"
    dashboard = client.get(reverse("reports:dashboard", args=[cycle.pk]), {"instrumen": pekppp.code})
    assert address in dashboard.content.decode()
    assert f'<option value="seluruh-{pekppp.pk}" selected>' in client.get(address).content.decode()

    reply = ordered(client, cycle, f"seluruh-{pekppp.pk}")

    report = Report.objects.select_related("cycle__government", "cycle__instrument").get()
    assert (report.instrument, report.assessment, report.unit) == (pekppp, None, None)
    page = client.get(reply.headers["Location"]).content.decode()
    assert "PEKPPP: formulir F-02" in page
    assert f"{reverse('assessments:total', args=[cycle.pk])}?instrumen=pekppp-f02" in page
    assert "PEKPPP: formulir F-02" in client.get(reverse("reports:reports", args=[cycle.pk])).content.decode()
    content = content_of(report, now)
    total = government_score(cycle, cycle_assessments(cycle, pekppp), pekppp).readings.floor.rounded
    assert (content.instrument.code, content.scale, content.readings.floor.score) == ("pekppp-f02", 5, total)
    assert [unit.name for unit in content.units] == [both.unit.name]


def test_the_same_order_of_a_further_instrument_is_one_report_and_another_is_refused(
    client, cycle, both, pekppp, coordinator
):
    client.force_login(coordinator)
    key = str(uuid4())

    answers = [ordered(client, cycle, f"seluruh-{pekppp.pk}", order_key=key) for _ in range(2)]

    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert ordered(client, cycle, "seluruh", order_key=key).status_code == 409
    assert Report.objects.count() == 1


def test_an_instrument_nobody_assesses_by_here_is_neither_offered_nor_found(
    client, cycle, assessment, pekppp, coordinator, now
):
    with_pekppp(cycle, pekppp, coordinator, now)
    Assessment.objects.filter(instrument=pekppp).delete()
    client.force_login(coordinator)

    assert "PEKPPP" not in client.get(reverse("reports:reports", args=[cycle.pk])).content.decode()
    assert ordered(client, cycle, f"seluruh-{pekppp.pk}").status_code == 404
    assert ordered(client, cycle, f"seluruh-{cycle.instrument_id}").status_code == 404
    assert ordered(client, cycle, "seluruh-999999").status_code == 404


def test_who_may_not_order_the_whole_may_not_by_another_instrument(client, cycle, both, pekppp, operator, outsider):
    for user, status in ((operator, 403), (outsider, 404)):
        client.force_login(user)
        assert ordered(client, cycle, f"seluruh-{pekppp.pk}").status_code == status
    client.force_login(operator)
    assert "Seluruh" not in client.get(reverse("reports:reports", args=[cycle.pk])).content.decode()


def test_only_a_whole_government_has_an_instrument_of_its_own(cycle, assessment, pekppp, coordinator, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            government=cycle.government, cycle=cycle, assessment=assessment, unit=assessment.unit, instrument=pekppp,
            number="1", order_key=uuid4(), ordered_by=coordinator, ordered_at=now, sent_at=now,
        )  # fmt: skip


def test_paper_reprint_and_file_name_say_which_instrument(client, cycle, both, pekppp, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = order_report(cycle=cycle, assessment=None, instrument=pekppp, order_key=uuid4(), by=coordinator, now=WHEN)
    render(report.pk)
    report.refresh_from_db()
    copy = reprint_report(report=report, order_key=uuid4(), by=coordinator, now=WHEN)
    both.answers.all().delete()
    render(copy.pk)

    client.force_login(coordinator)
    for made in (report, copy):
        made.refresh_from_db()
        reply = client.get(reverse("reports:download", args=[made.pk]))
        cover = PdfReader(BytesIO(b"".join(reply.streaming_content))).pages[0].extract_text()
        assert "PEKPPP: formulir F-02" in " ".join(cover.split())
        assert "Laporan-kesiapan-Kabupaten-Kaur-PEKPPP-2024" in reply.headers["Content-Disposition"]
    assert (copy.instrument, copy.content) == (pekppp, report.content)


def test_a_units_file_name_says_which_instrument(client, cycle, assessment, both, coordinator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(coordinator)
    names = []
    for about in (assessment, both):
        report = order_report(cycle=cycle, assessment=about, order_key=uuid4(), by=coordinator, now=WHEN)
        report.file.save("x", ContentFile(b"%PDF-1.7"))
        Report.objects.filter(pk=report.pk).update(state=Report.State.READY)
        names.append(client.get(reverse("reports:download", args=[report.pk])).headers["Content-Disposition"])

    assert [name.partition('="')[2] for name in names] == [
        'Laporan-kesiapan-Disdukcapil-Kaur-2024.pdf"',
        'Laporan-kesiapan-Disdukcapil-Kaur-PEKPPP-2024.pdf"',
    ]


def test_the_list_asks_as_often_for_many_reports_by_further_instruments(
    client, cycle, both, pekppp, coordinator, django_assert_num_queries
):
    address = reverse("reports:reports", args=[cycle.pk])
    client.force_login(coordinator)

    def order():
        order_report(cycle=cycle, assessment=None, instrument=pekppp, order_key=uuid4(), by=coordinator, now=WHEN)

    order()
    client.get(address)
    with CaptureQueriesContext(connection) as once:
        client.get(address)
    for _ in range(9):
        order()
    with django_assert_num_queries(len(once)):
        client.get(address)


def test_last_years_dimensions_are_those_of_the_same_instrument(cycle, both, pekppp, dukcapil, coordinator, now):
    before = AssessmentCycle.objects.create(government=cycle.government, year=2023, instrument=cycle.instrument)
    fill(make_assessment(before, dukcapil), 2)
    with_pekppp(before, pekppp, coordinator, now)
    fill(Assessment.objects.get(locus__cycle=before, instrument=pekppp), 3)
    report = order_report(cycle=cycle, assessment=both, order_key=uuid4(), by=coordinator, now=now)

    content = content_of(Report.objects.select_related("cycle__government", "cycle__instrument").get(pk=report.pk), now)

    assert [line.previous for line in content.dimensions if line.code == "A"] == [3]
    assert [past.year for past in content.past] == [2023]
