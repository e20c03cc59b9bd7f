"""The planner as a page: what it says and rests on, what it cannot do, and a plan kept as a scenario."""

import uuid
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Phase
from assessments.tests.judged import cycle_by
from conftest import fill, make_assessment, make_unit
from instruments.models import InstrumentVersion
from kspp.lib.workdays import working_days
from official_results.models import OfficialResult
from planning.decisions import optimiser as planning
from planning.models import Scenario
from planning.selectors.inputs import unit_inputs
from planning.selectors.planner import PlannerQuestion, outcome_of
from units.models import Government, Province, ServiceUnit

# The page.


def planned(client, cycle, status=200, **asked):
    response = client.get(reverse("planning:cycle_planner", args=[cycle.pk]), {"jenis": "nilai", **asked})
    assert response.status_code == status
    return response


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def test_without_a_question_the_page_proposes_the_next_band_and_the_day_the_assessors_come(signed_in, two, cycle):
    Phase.objects.create(
        cycle=cycle, position=1, name="Masa penilaian lapangan Ombudsman", starts_on="2099-06-03", ends_on="2099-09-03"
    )
    response = signed_in.get(reverse("planning:cycle_planner", args=[cycle.pk]))
    form = response.context["form"]
    assert (form["jenis"].value(), form["kategori"].value()) == ("kategori", "78.00")
    assert form["sebelum"].value() == date(2099, 6, 3)
    assert 'value="2099-06-03"' in response.content.decode()
    assert response.context["outcome"] is None


def test_a_plan_says_days_steps_and_what_it_leads_to(signed_in, two, cycle):
    response = planned(signed_in, cycle, jenis="kategori", kategori="78.00")
    found, page = response.context["outcome"], response.content.decode()
    assert "Target zona hijau, kategori B, Kualitas Tinggi (78,00) dapat dicapai" in page
    assert f"{len(found.steps)} langkah di" in page
    assert "Hari kerja tidak dibatasi." in page
    assert found.after.grade == "B"
    for step in found.steps:
        assert step.possible.url in page
        assert step.lock in page
    assert "perkiraan" in page


def test_two_plans_for_one_target_are_offered_under_different_names(signed_in, two, cycle):
    pages = [planned(signed_in, cycle, nilai="70"), planned(signed_in, cycle, nilai="70", paling_banyak="1")]
    names = [page.context["name"] for page in pages]
    assert names[0] != names[1]
    assert all(name.startswith("Rencana menuju 70,00, ") for name in names)


def test_a_plan_names_the_checklists_that_are_closed(signed_in, two, cycle):
    assert "Daftar periksa ini tertutup" not in planned(signed_in, cycle, nilai="80").content.decode()
    Assessment.objects.filter(pk=two[1].pk).update(state="approved")
    page = planned(signed_in, cycle, nilai="80").content.decode()
    assert f"dibuka lagi: {two[1].unit.name} (disetujui)." in page


def test_a_target_reached_already_asks_for_nothing(signed_in, two, cycle):
    response = planned(signed_in, cycle, nilai="10")
    assert "sudah mencapai target ini" in response.content.decode()
    assert "Simpan sebagai skenario" not in response.content.decode()


def test_a_target_out_of_reach_says_how_near_one_gets_and_why(signed_in, two, cycle):
    response = planned(signed_in, cycle, nilai="99,5", hari="5")
    found, page = response.context["outcome"], response.content.decode()
    assert "Target 99,50 tidak dapat dicapai dengan batas ini" in page
    assert f"masih kurang {str(found.missing).replace('.', ',')} poin" in page
    assert "hari kerja yang tersedia terlalu sedikit" in page
    assert f"Tanpa batas hari, target ini memerlukan {found.enough} hari kerja seluruhnya." in page
    assert f"Mendekati 99,50: {str(found.after.score).replace('.', ',')}, {found.days} hari kerja di 2 unit" in page
    assert "Simpan sebagai skenario" in page


def test_the_days_until_a_date_are_working_days(signed_in, two, cycle, monkeypatch):
    monkeypatch.setattr("planning.views.planner.timezone.localdate", lambda: date(2024, 6, 3))
    response = planned(signed_in, cycle, nilai="70", sebelum="2024-07-01")
    assert working_days(date(2024, 6, 3), date(2024, 6, 30)) == 18
    assert "Tersedia 18 hari kerja bagi satu orang di tiap unit" in response.content.decode()
    assert {plan.capacity for plan in response.context["outcome"].units} == {18}


def test_what_must_be_done_and_does_not_fit_is_said_in_words(signed_in, two, cycle):
    key = next(p.key for p in unit_inputs(two[1]).possible if p.node.code == "S2")
    page = planned(signed_in, cycle, status=422, nilai="70", harus=f"{key}@4", **{f"hari-{two[1].pk}": "3"})
    assert f"di {two[1].unit.name} memerlukan lebih banyak hari" in page.content.decode()
    page = planned(signed_in, cycle, status=422, nilai="70", harus_semua="K2", paling_banyak="1")
    assert "lebih banyak unit daripada yang boleh disentuh" in page.content.decode()


def test_a_plan_too_large_to_wait_for_is_refused_in_words(signed_in, two, cycle, monkeypatch):
    monkeypatch.setattr(planning, "MOST_CELLS", 10)
    page = planned(signed_in, cycle, status=422, nilai="70").content.decode()
    assert "terlalu besar untuk dihitung sekaligus" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nilai", ""),
        ("nilai", "0"),
        ("nilai", "100,01"),
        ("nilai", "88,123"),
        ("nilai", "NaN"),
        ("nilai", "9" * 40),
        ("nilai", "8\x008"),
        ("nilai", "٨٨"),
        ("hari", "-1"),
        ("hari", "2001"),
        ("hari", "9" * 5000),
        ("paling_banyak", "0"),
        ("sebelum", "2020-01-01"),
        ("sebelum", "2999-01-01"),
        ("sebelum", "besok"),
        ("jenis", "semua"),
    ],
)
def test_a_question_that_cannot_be_read_is_answered_at_its_field(signed_in, two, cycle, field, value):
    response = planned(signed_in, cycle, status=422, **{"nilai": "88", field: value})
    assert response.context["form"].errors[field]
    assert response.context["outcome"] is None


def test_locks_that_contradict_each_other_are_refused(signed_in, two, cycle):
    key = next(p.key for p in unit_inputs(two[1]).possible if p.node.code == "S2")
    for locks in (
        {"harus": f"{key}@4", "jangan": key},
        {"harus": f"{key}@4", "jangan_semua": "S2"},
        {"harus_semua": "S2", "jangan_semua": "S2"},
    ):
        page = planned(signed_in, cycle, status=422, nilai="70", **locks).content.decode()
        assert "S2" in page
        assert "sekaligus “jangan”" in page


@pytest.mark.parametrize(
    "lock", ["", "x", "@", "1/S1/#0@", "9" * 40, "\x00", "1/S1/#0@1e999999", "1/S1/#0@1/0", "a@" * 500]
)
def test_a_lock_that_means_nothing_is_told_and_left_out(signed_in, two, cycle, lock):
    response = planned(signed_in, cycle, nilai="70", harus=lock, jangan="zzz")
    assert response.context["outcome"].stale == 2
    assert "2 tanda" in response.content.decode()


def test_a_step_locked_out_can_be_released_on_the_page(signed_in, two, cycle):
    first = planned(signed_in, cycle, nilai="70").context["outcome"].steps[0].possible
    response = planned(signed_in, cycle, nilai="70", jangan=first.key)
    assert first.key not in {step.possible.key for step in response.context["outcome"].steps}
    assert f'name="jangan" value="{first.key}" checked' in response.content.decode()


def test_a_step_of_the_list_of_gains_is_locked_in_before_anything_is_asked(signed_in, two, cycle):
    gains = signed_in.get(reverse("planning:cycle_gains", args=[cycle.pk]))
    possible = gains.context["page_obj"].object_list[-1].possible
    address = f"{gains.context['planner_url']}?harus={quote(possible.next_lock, safe='')}"
    assert address in gains.content.decode()
    page = signed_in.get(address).content.decode()
    assert f'name="harus" value="{possible.next_lock}" checked' in page
    found = planned(signed_in, cycle, nilai="10", harus=possible.next_lock)
    assert [step.possible.key for step in found.context["outcome"].steps] == [possible.key]


def test_marks_that_make_a_plan_impossible_can_still_be_taken_off(signed_in, two, cycle):
    key = next(p.key for p in unit_inputs(two[1]).possible if p.node.code == "S2")
    page = planned(signed_in, cycle, status=422, nilai="70", harus=f"{key}@4", hari="0").content.decode()
    assert f'name="harus" value="{key}@4" checked' in page


def known_result(name, score, year=2023, level="kabupaten", source="Laporan", **more):
    province, _ = Province.objects.get_or_create(code="11", defaults={"name": "Aceh"})
    number = Government.objects.count()
    government, _ = Government.objects.get_or_create(
        name=name, level=level, defaults={"code": f"11.{number:02}", "province": province}
    )
    OfficialResult.objects.create(
        government=government, year=year, score=score, instrument_code="kspp-2023-2024", source=source, **more
    )


@pytest.fixture
def known(kaur):
    known_result("Satu", "97.00")
    known_result("Dua", "95.00")
    known_result("Dua", "96.00", source="Koran")
    known_result("Tiga", "80.50")
    known_result("Tiga", "99.00", unit_name="Dinas Sosial")
    known_result("Empat", "99.00", level="kota")
    known_result("Satu", "99.00", year=2022)
    OfficialResult.objects.create(
        government=kaur, year=2023, score="98.00", instrument_code="kspp-2023-2024", source="Laporan"
    )


@pytest.mark.parametrize(("rank", "score"), [("1", "97,00"), ("2", "95,00"), ("3", "80,50")])
def test_a_rank_is_the_score_of_the_other_government_that_holds_it(signed_in, two, cycle, known, rank, score):
    page = planned(signed_in, cycle, jenis="peringkat", peringkat=rank, tahun="2023").content.decode()
    assert (
        f"Peringkat {rank} kabupaten se-Indonesia menurut hasil resmi tahun 2023 diperkirakan memerlukan {score}"
        in page
    )
    assert "3 kabupaten lain diketahui nilainya" in page
    assert "dapat lebih tinggi" in page
    assert f"peringkat {rank} kabupaten menurut hasil 2023 (perkiraan {score})" in page
    assert "di antara 4 kabupaten yang hasil resminya tahun 2023 diketahui portal, termasuk Anda." in page
    assert "Tentang 1 kabupaten sumber menyebut nilai yang berbeda" in page


def test_no_rank_is_offered_where_only_the_own_result_is_known(signed_in, two, cycle, known, kaur):
    OfficialResult.objects.exclude(government=kaur).delete()
    page = signed_in.get(reverse("planning:cycle_planner", args=[cycle.pk]))
    assert "peringkat" not in page.context["form"].fields
    no_rank = (
        "Peringkat tidak dapat menjadi target: belum ada hasil resmi kabupaten lain yang diketahui portal;"
        " tulis nilai tertentu sebagai target Anda sendiri."
    )
    assert no_rank in page.content.decode()
    assert "nilai" in page.context["form"].fields


def test_a_rank_beyond_what_is_known_is_refused(signed_in, two, cycle, known):
    response = planned(signed_in, cycle, status=422, jenis="peringkat", peringkat="4", tahun="2023")
    assert "baru 3 kabupaten lain" in response.content.decode()


def test_results_by_another_instrument_offer_no_rank_and_say_so(signed_in, two, cycle, known):
    OfficialResult.objects.update(instrument_code="opini-2025")
    InstrumentVersion.objects.create(code="opini-2025", family="opini", title="Opini 2025")
    page = signed_in.get(reverse("planning:cycle_planner", args=[cycle.pk]))
    assert "peringkat" not in page.context["form"].fields
    assert "(yang terbaru, tahun 2023, dinilai dengan Opini 2025); tulis nilai tertentu" in page.content.decode()
    old = planned(signed_in, cycle, status=422, jenis="peringkat", peringkat="1", tahun="2023").content.decode()
    assert "Pilih salah satu target di atas." in old
    assert "Peringkat tidak dapat menjadi target" in old


def test_a_year_measured_otherwise_is_not_offered_and_the_list_says_why(signed_in, two, cycle, known):
    InstrumentVersion.objects.create(code="opini-2025", family="opini", title="Opini 2025")
    OfficialResult.objects.filter(year=2022).update(instrument_code="opini-2025")
    page = signed_in.get(reverse("planning:cycle_planner", args=[cycle.pk]))
    assert page.context["form"].fields["tahun"].choices == [(2023, "2023 (3 kabupaten lain diketahui)")]
    why = "Tidak dapat dipilih karena instrumennya tidak sebanding: tahun 2022 dinilai dengan Opini 2025."
    assert why in page.content.decode()
    for year in ("2022", "9" * 40, "x"):
        old = planned(signed_in, cycle, status=422, jenis="peringkat", peringkat="1", tahun=year).content.decode()
        assert "Pilih tahun yang ada dalam daftar" in old


def test_more_results_cost_the_planner_no_more_queries(signed_in, two, cycle, known):
    asked = {"jenis": "peringkat", "peringkat": "1", "tahun": "2023"}
    planned(signed_in, cycle, **asked)
    with CaptureQueriesContext(connection) as few:
        planned(signed_in, cycle, **asked)
    for n in range(12):
        for year in (2022, 2023, 2024):
            known_result(f"Baru {n}", "70.00", year=year)
            known_result(f"Baru {n}", "71.00", year=year, source="Koran")
    with CaptureQueriesContext(connection) as many:
        planned(signed_in, cycle, **asked)
    assert len(many) == len(few)


def test_a_unit_has_no_rank_and_no_number_of_units(client, operator, two, known):
    client.force_login(operator)
    response = client.get(reverse("planning:planner", args=[two[0].pk]), {"jenis": "nilai", "nilai": "80"})
    form = response.context["form"]
    assert {"peringkat", "tahun", "paling_banyak"} & set(form.fields) == set()
    assert form.no_rank == ""
    assert response.context["outcome"].missing is None
    assert "Simpan sebagai skenario" in response.content.decode()


def test_an_instrument_without_bands_is_planned_by_score_alone(client, coordinator, kaur, dukcapil):
    cycle = cycle_by("opini-2026", kaur, 2026)
    fill(make_assessment(cycle, dukcapil), 0)
    client.force_login(coordinator)
    assert "kategori" not in client.get(reverse("planning:cycle_planner", args=[cycle.pk])).context["form"].fields
    assert planned(client, cycle, nilai="50").context["outcome"].missing is None


def test_the_page_takes_the_same_statements_for_two_units_and_for_six(signed_in, two, cycle):
    counts = []
    for more in (0, 4):
        for n in range(more):
            fill(make_assessment(cycle, make_unit(cycle.government, f"Dinas {n}", ServiceUnit.Kind.DUKCAPIL)), 1)
        planned(signed_in, cycle, nilai="70")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            planned(signed_in, cycle, nilai="70")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 15


# Kept as a scenario.


def keep(client, cycle, status=302, query="jenis=nilai&nilai=70", **typed):
    url = f"{reverse('planning:cycle_planner_keep', args=[cycle.pk])}?{query}"
    sent = {"name": "Menuju 70", "note": "Rapat Juni", "order_key": str(uuid.uuid4()), **typed}
    response = client.post(url, sent)
    assert response.status_code == status
    return response


def test_a_plan_is_kept_as_it_is_planned_again_from_the_address(signed_in, two, cycle, inputs, coordinator):
    keep(signed_in, cycle, gain="99", steps="[]")
    scenario, found = Scenario.objects.get(), outcome_of(inputs, PlannerQuestion(Decimal(70)))
    planned = [step.step.as_json() for step in found.steps]
    assert len(scenario.steps) == len(planned)
    assert all(step in planned for step in scenario.steps)
    assert scenario.asked["query"] == "jenis=nilai&nilai=70"
    assert (scenario.unit, scenario.created_by, scenario.name) == (None, coordinator, "Menuju 70")
    assert Decimal(scenario.result["government"]["after"]["score"]) == found.after.score


def test_a_units_plan_is_kept_for_the_unit(client, operator, two):
    client.force_login(operator)
    url = reverse("planning:planner_keep", args=[two[0].pk])
    sent = {"name": "Menuju 80", "order_key": str(uuid.uuid4())}
    assert client.post(f"{url}?jenis=nilai&nilai=80", sent).status_code == 302
    assert Scenario.objects.get().unit == two[0].unit


def test_sent_twice_it_is_one_scenario(signed_in, two, cycle):
    key = str(uuid.uuid4())
    for _ in range(2):
        keep(signed_in, cycle, order_key=key)
    assert Scenario.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("jenis=nilai&nilai=70", {"name": ""}),
        ("jenis=nilai&nilai=70", {"order_key": "x"}),
        ("jenis=nilai&nilai=70", {"order_key": ""}),
        ("jenis=nilai&nilai=zzz", {}),
        ("", {}),
        ("jenis=nilai&nilai=10", {}),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_what_was_typed(signed_in, two, cycle, query, typed):
    response = keep(signed_in, cycle, status=422, query=query, **typed)
    assert "Rencana belum disimpan" in response.content.decode()
    assert not Scenario.objects.exists()
    if response.context["outcome"] and response.context["outcome"].units:
        assert "Rapat Juni" in response.content.decode()


def test_keeping_is_for_whoever_may_plan(client, operator, secretary, outsider, two, cycle):
    for user, status in ((operator, 403), (secretary, 403), (outsider, 404)):
        client.force_login(user)
        keep(client, cycle, status=status)
    client.force_login(secretary)
    assert "Simpan sebagai skenario" not in planned(client, cycle, nilai="70").content.decode()
    assert not Scenario.objects.exists()
