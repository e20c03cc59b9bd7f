"""The cockpit of a cycle: who sees it, what it says, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from assessments.models import AssessmentCycle, Locus, Phase
from conftest import fill, make_assessment, make_unit, person
from history.services import record
from kspp.lib.numbers import half_up
from official_results.models import OfficialResult
from reports.dashboards.selectors.dashboard import UnitOrder, dashboard_of

pytestmark = pytest.mark.both_databases

LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak & Keluarga Berencana <b>Kaur</b>"


def url(cycle, query=""):
    return reverse("reports:dashboard", args=[cycle.pk]) + query


def shown(client, user, cycle, query=""):
    client.force_login(user)
    response = client.get(url(cycle, query))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", ["coordinator", "assistant", "secretary", "head", "reviewer", "platform_admin"])
def test_whoever_oversees_the_government_sees_it(client, request, assessment, cycle, who):
    assert "Disdukcapil" in shown(client, request.getfixturevalue(who), cycle)


def test_the_ombudsman_liaison_sees_it_without_links_to_checklists(client, kaur, assessment, cycle):
    html = shown(client, person("narahubung@kaur.example", Role.LIAISON, kaur), cycle)
    assert "Disdukcapil" in html
    assert assessment.get_absolute_url() not in html


def test_another_government_does_not_know_it_exists(client, outsider, cycle):
    client.force_login(outsider)
    assert client.get(url(cycle)).status_code == 404


def test_a_unit_operator_is_refused(client, operator, cycle):
    client.force_login(operator)
    assert client.get(url(cycle)).status_code == 403


def test_a_stranger_is_sent_to_the_login(client, cycle):
    assert client.get(url(cycle)).url.startswith(reverse("account_login"))


def test_it_only_reads(client, coordinator, cycle):
    client.force_login(coordinator)
    assert client.post(url(cycle)).status_code == 405


def test_it_begins_with_the_sentence_and_shows_three_readings(client, assistant, assessment, cycle):
    fill(assessment, leave_blank=("K1", "G1"))
    dashboard = dashboard_of(cycle, UnitOrder.NAME, timezone.now())
    html = shown(client, assistant, cycle)
    floor = dashboard.readings.floor
    assert f"Perkiraan {str(floor.score).replace('.', ',')} (belum lengkap): zona {floor.zone}" in html
    readings = dashboard.readings
    for name, reading in (("floor", floor), ("answered_only", readings.answered_only), ("ceiling", readings.ceiling)):
        address = f"/siklus/{cycle.pk}/penjelasan/?bacaan={name}"
        link = f'<a class="figure-link" href="{address}">{str(reading.score).replace(".", ",")}<span'
        assert f'<p class="figure">{link}' in html
    assert "Belum lengkap: 1 dari 1 lokus mulai mengisi" in html


def test_a_total_that_waits_for_a_unit_is_incomplete_and_counts_it_as_zero(client, assistant, assessment, cycle, kaur):
    fill(assessment)
    alone = dashboard_of(cycle, UnitOrder.NAME, timezone.now()).readings.floor.score
    make_assessment(cycle, make_unit(kaur, "Dinsos", "sosial"))
    assessment.refresh_from_db()
    dashboard = dashboard_of(cycle, UnitOrder.NAME, timezone.now())
    assert dashboard.readings.floor.score == half_up(alone / 2)
    assert dashboard.readings.answered_only.score == alone
    html = shown(client, assistant, cycle)
    assert "Belum lengkap: 1 dari 2 lokus mulai mengisi" in html
    assert "belum diisi" in html


def test_a_unit_that_only_prepares_is_marked_and_not_in_the_total(client, assistant, assessment, cycle, kaur):
    fill(assessment)
    before = dashboard_of(cycle, UnitOrder.NAME, timezone.now()).readings
    preparing = make_assessment(cycle, make_unit(kaur, "Dinsos", "sosial"))
    Locus.objects.filter(pk=preparing.locus_id).update(standing=Locus.Standing.PREPARING)
    fill(preparing, points=1)
    assert dashboard_of(cycle, UnitOrder.NAME, timezone.now()).readings == before
    html = shown(client, assistant, cycle)
    assert "Persiapan saja: tidak dihitung" in html
    assert html.index("Disdukcapil</a></th>") < html.index("Dinsos</a>")


def test_every_cell_says_its_zone_in_words(client, assistant, assessment, cycle):
    fill(assessment, points=4)
    cells = [part for part in shown(client, assistant, cycle).split("<td ")[1:] if part.startswith('class="heat')]
    scored = [cell for cell in cells if "zone-hijau" in cell or "zone-kuning" in cell or "zone-merah" in cell]
    assert len(scored) == 5
    assert all("zona " in cell and "kategori" in cell and "zone-shape" in cell for cell in scored)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("nama", ["Dinsos Baru", "Disdukcapil", "Puskesmas Mentiring"]),
        ("nilai", ["Puskesmas Mentiring", "Disdukcapil", "Dinsos Baru"]),
        ("isian", ["Puskesmas Mentiring", "Dinsos Baru", "Disdukcapil"]),
        ("lainnya", ["Dinsos Baru", "Disdukcapil", "Puskesmas Mentiring"]),
    ],
)
def test_units_are_sorted_by_plain_links(client, assistant, assessment, cycle, kaur, puskesmas, order, names):
    fill(assessment, points=2)
    fill(make_assessment(cycle, make_unit(kaur, "Dinsos Baru", "sosial")), points=4, leave_blank=("K1",))
    make_assessment(cycle, puskesmas)
    html = shown(client, assistant, cycle, f"?urut={order}")
    table = html[html.index("<table") :]
    assert sorted(names, key=lambda name: table.index(f"{name}</a>")) == names


def test_the_coordinator_may_act_and_the_head_only_reads(client, coordinator, head, assessment, cycle):
    acting = shown(client, coordinator, cycle)
    reading = shown(client, head, cycle)
    assert "Buat laporan" in acting
    assert "Atur siklus dan lokus" in acting
    assert "Buat laporan" not in reading
    assert "Atur siklus" not in reading
    assert assessment.get_absolute_url() in reading


def test_a_reviewer_finds_own_work_first_and_not_twice(client, reviewer, assistant, assessment, cycle):
    assessment.state = "submitted"
    assessment.save()
    own = shown(client, reviewer, cycle)
    assert own.index("Menunggu tinjauan Anda") < own.index("Yang perlu perhatian hari ini")
    assert "menunggu tinjauan sejak" not in own
    assert "menunggu tinjauan" in shown(client, assistant, cycle)


def test_an_approver_finds_what_was_verified(client, assistant, secretary, assessment, cycle):
    assessment.state = "verified"
    assessment.save()
    assert "Periksa dan setujui" in shown(client, assistant, cycle)
    html = shown(client, secretary, cycle)
    assert "Periksa dan setujui" not in html
    assert "menunggu persetujuan" in html


def test_the_day_of_the_last_move_counts_and_not_later_activity(assessment, coordinator, cycle):
    now = timezone.now()
    then = now - timedelta(days=9)
    record(action="assessment.return", subject=assessment, by=coordinator, now=then, unit=assessment.unit)
    assessment.state, assessment.last_activity_at = "returned", now
    assessment.save()
    (concern,) = dashboard_of(cycle, UnitOrder.NAME, now).concerns
    assert concern.days == 9


def test_a_line_of_attention_names_the_operator(client, assistant, operator, assessment, cycle):
    today = timezone.localdate()
    Phase.objects.create(cycle=cycle, position=1, name="Pengisian", starts_on=today, ends_on=today + timedelta(days=60))
    html = shown(client, assistant, cycle)
    assert "belum mulai mengisi; tahap Pengisian berjalan sejak hari ini." in html
    assert f"Operator: {operator}." in html


def test_more_than_seven_lines_are_cut_and_said_so(client, assistant, cycle, kaur):
    for number in range(9):
        waiting = make_assessment(cycle, make_unit(kaur, f"Dinas {number}", "dinas-lain"))
        waiting.state = "submitted"
        waiting.save()
    html = shown(client, assistant, cycle)
    assert html.count("menunggu tinjauan sejak hari ini") + html.count("menunggu tinjauan selama") == 7
    assert "Masih ada 2 hal lain" in html


def test_a_quiet_day_is_said_to_be_quiet(client, assistant, assessment, cycle):
    fill(assessment, points=4)
    assessment.state = "approved"
    assessment.save()
    html = shown(client, assistant, cycle)
    assert "Tidak ada yang mendesak hari ini." in html
    assert "Tidak ada perubahan selama tujuh hari terakhir." in html


def test_the_week_gathers_what_one_person_did(client, assistant, operator, assessment, cycle):
    now = timezone.now()
    for days in (1, 2, 30):
        record(
            action="answer.saved", subject=assessment, by=operator, now=now - timedelta(days=days), unit=assessment.unit
        )
    html = shown(client, assistant, cycle)
    assert f"<strong>Disdukcapil</strong>: {operator} menyimpan jawaban (2 kali)." in html


def test_the_week_of_another_cycle_is_not_told(assistant, operator, assessment, cycle, kaur):
    other = AssessmentCycle.objects.create(government=kaur, year=2023, instrument=cycle.instrument)
    record(action="answer.saved", subject=assessment, by=operator, now=timezone.now(), unit=assessment.unit)
    assert dashboard_of(other, UnitOrder.NAME, timezone.now()).week == ()


def test_an_assessment_without_any_activity_is_shown(client, assistant, assessment, cycle):
    assessment.last_activity_at = None
    assessment.save()
    assert "belum ada kegiatan" in shown(client, assistant, cycle)


def test_last_year_and_official_results_stand_beside_with_their_source(client, assistant, assessment, cycle, kaur):
    fill(assessment, points=3)
    before = AssessmentCycle.objects.create(government=kaur, year=2023, instrument=cycle.instrument)
    fill(make_assessment(before, assessment.unit), points=2)
    OfficialResult.objects.create(
        government=kaur, year=2023, instrument_code=cycle.instrument.code, score="95.94", zone="hijau", grade="A",
        source="https://ombudsman.example/hasil-2023",
    )  # fmt: skip
    html = shown(client, assistant, cycle)
    assert "Hasil resmi 2024 belum dicatat." in html
    assert '<a href="https://ombudsman.example/hasil-2023" rel="noreferrer">' in html
    assert "95,94" in html
    assert "di bawah hasil resmi 2023." in html
    assert "Perkiraan tahun ini naik " in html


def test_an_official_figure_has_the_decimals_its_source_printed(client, assistant, assessment, cycle, kaur):
    fill(assessment, points=3)
    OfficialResult.objects.create(
        government=kaur, year=2023, instrument_code=cycle.instrument.code, score="96.00", decimals=0, source="Ombudsman"
    )
    assert re.findall(r'<span class="figure">([^<]*)</span>', shown(client, assistant, cycle)) == ["96"]


def test_another_government_s_official_result_is_not_ours(cycle, assessment, paser):
    OfficialResult.objects.create(government=paser, year=2024, instrument_code="x", score="81.22", source="harian")
    assert dashboard_of(cycle, UnitOrder.NAME, timezone.now()).past == ()


def test_a_source_that_is_no_web_address_is_no_link(client, assistant, assessment, cycle, kaur):
    OfficialResult.objects.create(
        government=kaur, year=2024, instrument_code="lain", score="90", source="javascript:alert(1)"
    )
    html = shown(client, assistant, cycle)
    assert "Tidak dibandingkan: instrumennya berbeda." in html
    assert 'href="javascript' not in html


def test_names_are_escaped(client, assistant, cycle, kaur):
    make_assessment(cycle, make_unit(kaur, LONG, "dinas-lain"))
    html = shown(client, assistant, cycle)
    assert "<b>Kaur</b>" not in html
    assert "&amp; Keluarga Berencana &lt;b&gt;Kaur&lt;/b&gt;" in html


def test_a_cycle_without_loci_says_what_to_do_first(client, coordinator, head, cycle):
    acting, reading = shown(client, coordinator, cycle), shown(client, head, cycle)
    assert "Belum ada lokus pada siklus 2024." in acting
    assert reverse("assessments:loci", args=[cycle.pk]) in acting
    assert reverse("assessments:loci", args=[cycle.pk]) not in reading
    assert "Koordinator (Bagian Organisasi) memilih lokusnya" in reading


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("not_locus", "Kabupaten Kaur bukan lokus penilaian tahun 2024."),
        ("not_assessed", "Kabupaten Kaur tidak dinilai pada tahun 2024. Alasan: Anggaran dialihkan."),
    ],
)
def test_a_year_without_assessment_is_explained_and_not_scored(client, head, assessment, cycle, standing, words):
    cycle.standing, cycle.standing_reason = standing, "Anggaran dialihkan"
    cycle.save()
    html = shown(client, head, cycle)
    assert words in html
    assert "Yang perlu perhatian" not in html
    assert "cockpit-readings" not in html
    assert "Disdukcapil" in html


def test_a_year_without_assessment_and_units_leads_to_practice(client, coordinator, head, cycle):
    cycle.standing = AssessmentCycle.Standing.NOT_LOCUS
    cycle.save()
    assert "pilih unitnya sebagai persiapan saja" in shown(client, coordinator, cycle)
    assert "bila koordinator (Bagian Organisasi) memilihnya" in shown(client, head, cycle)


def test_years_are_one_click_apart(client, head, assessment, cycle, kaur):
    other = AssessmentCycle.objects.create(government=kaur, year=2023, instrument=cycle.instrument)
    html = shown(client, head, cycle)
    assert f'<a href="{url(other)}">Siklus 2023</a>' in html
    assert f'<a href="{url(cycle)}" aria-current="page">Siklus 2024</a>' in html


def test_twelve_loci_cost_as_many_queries_as_one(client, coordinator, operator, assessment, cycle, kaur):
    before = AssessmentCycle.objects.create(government=kaur, year=2023, instrument=cycle.instrument)
    fill(make_assessment(before, assessment.unit))
    fill(assessment)
    one = _queries(client, coordinator, cycle)
    for number in range(11):
        added = make_assessment(cycle, make_unit(kaur, f"Dinas {number}", "dinas-lain"))
        fill(added)
        record(action="assessment.submit", subject=added, by=operator, now=timezone.now(), unit=added.unit)
        fill(make_assessment(before, added.unit))
    twelve = _queries(client, coordinator, cycle)
    assert len(one) == len(twelve)
    assert len(twelve) <= 15, "\n".join(query["sql"][:160] for query in twelve)


def _queries(client, user, cycle):
    cache.clear()
    client.force_login(user)
    client.get(url(cycle))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url(cycle)).status_code == 200
    return captured.captured_queries
