"""Scenarios as people meet them: listed, opened, renamed, removed, compared."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Answer
from conftest import NOW, fill, make_assessment
from official_results.tests.past import official
from planning.models import Scenario
from planning.services.scenarios import save_scenario
from planning.tests.plans import answer_to, keep, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario(filled, coordinator):
    return keep(filled, coordinator, [(filled.pk, "S3", "4"), (filled.pk, "S1", "3")])


def test_an_open_scenario_says_where_it_leads(client, operator, scenario):
    client.force_login(operator)
    response = client.get(page("scenario", scenario.pk))
    shown = text(response)
    assert not response.context["opened"].has_moved_on
    assert "naik" in shown
    assert "2 langkah masih harus ditempuh, perkiraan 6 hari kerja." in shown
    assert "Kabupaten Kaur" not in [sight.lead for sight in response.context["opened"].now]


def test_it_warns_once_the_answers_moved_on_and_tells_then_from_now(client, operator, scenario, filled):
    client.force_login(operator)
    answer_to(filled, "S3", 4)
    answer_to(filled, "S2", 4)
    response = client.get(page("scenario", scenario.pk))
    shown = text(response)
    opened = response.context["opened"]
    assert opened.has_moved_on
    assert "Jawaban sudah berubah sejak skenario ini disimpan" in shown
    assert [line.state for line in opened.others] == ["sudah tercapai"]
    assert opened.then[0].before.score < opened.now[0].before.score
    assert "Waktu disimpan" in shown


def test_a_step_about_somebody_no_longer_sampled_is_told(client, coordinator, filled):
    rows = [{"assessment": filled.pk, "indicator": "K1", "subject": "official-1", "to": "4"}]
    cycle = filled.locus.cycle
    scenario = save_scenario(
        government=cycle.government, cycle=cycle, unit=None, instrument=filled.instrument, name="K", note="",
        asked={}, steps=rows, order_key=uuid.uuid4(), by=coordinator, now=NOW,
    )  # fmt: skip
    Answer.objects.filter(assessment=filled, subject__scope="official", subject__position=1).delete()
    filled.locus.subjects.filter(scope="official", position=1).delete()
    client.force_login(coordinator)
    shown = text(client.get(page("scenario", scenario.pk)))
    assert "tidak ada lagi dalam daftar periksa atau sampel" in shown
    assert "pejabat atau pelaksana 1" in shown


def test_lists_show_a_person_what_is_theirs(client, operator, coordinator, scenario, filled, puskesmas, cycle):
    other = make_assessment(cycle, puskesmas)
    fill(other, 2)
    keep(other, coordinator, [(other.pk, "S3", "4")], name="Milik puskesmas")
    keep(filled, coordinator, [(filled.pk, "S3", "3")], whole=True, name="Seluruh kabupaten")
    client.force_login(operator)
    mine = text(client.get(page("unit_scenarios", filled.locus_id)))
    assert "Menuju A" in mine
    assert "Seluruh kabupaten" not in mine
    assert client.get(page("cycle_scenarios", cycle.pk)).status_code == 403
    client.force_login(coordinator)
    every = text(client.get(page("cycle_scenarios", cycle.pk)))
    assert all(name in every for name in ("Menuju A", "Milik puskesmas", "Seluruh kabupaten"))


def test_an_empty_list_says_what_to_do(client, coordinator, cycle):
    client.force_login(coordinator)
    assert "Belum ada skenario" in text(client.get(page("cycle_scenarios", cycle.pk)))


def test_renaming_refuses_an_empty_name_and_a_stale_version(client, coordinator, scenario):
    client.force_login(coordinator)
    here = page("scenario_edit", scenario.pk)
    assert client.post(here, {"version": "1", "name": "", "note": ""}).status_code == 422
    assert client.post(here, {"version": "1", "name": "Jalan pendek", "note": "x"}).status_code == 302
    stale = client.post(here, {"version": "1", "name": "Jalan lain", "note": "x"})
    assert stale.status_code == 409
    assert "Jalan lain" in text(stale)
    assert "Jalan pendek" in text(stale)
    assert client.post(here, {"version": "2", "name": "Jalan lain", "note": "x"}).status_code == 302
    scenario.refresh_from_db()
    assert scenario.name == "Jalan lain"


def test_a_removed_scenario_is_gone_for_everybody_but_kept(client, coordinator, scenario):
    client.force_login(coordinator)
    response = client.post(page("scenario_remove", scenario.pk))
    assert response.url == page("unit_scenarios", scenario.unit.loci.get().pk)
    assert "Menuju A" not in text(client.get(page("cycle_scenarios", scenario.cycle_id))).replace(
        "Skenario Menuju A dihapus", ""
    )
    assert client.get(page("scenario", scenario.pk)).status_code == 404
    assert client.post(page("scenario_remove", scenario.pk)).status_code == 404
    assert Scenario.objects.filter(pk=scenario.pk).exists()


def test_two_are_compared_step_by_step(client, coordinator, scenario, filled):
    second = keep(filled, coordinator, [(filled.pk, "S3", "3"), (filled.pk, "S2", "4")], name="Jalan lain")
    client.force_login(coordinator)
    response = client.get(f"{page('scenario_compare', scenario.pk)}?dengan={second.pk}")
    comparison = response.context["comparison"]
    assert [line.where.code for line in comparison.only_first] == ["S1"]
    assert [line.where.code for line in comparison.only_second] == ["S2"]
    assert [(shared.line.where.code, shared.first, shared.second) for shared in comparison.both] == [("S3", "4", "3")]
    assert comparison.days == (6, 6)
    assert comparison.pairs[0].first.score is not None
    shown = text(response)
    assert "A ke 4, B ke 3" in shown
    assert ("lebih" in shown) or ("sama" in shown)


def test_whole_scenarios_are_compared_by_rank_where_the_government_is_seen(
    client, coordinator, operator, paser, filled
):
    few = keep(filled, coordinator, [(filled.pk, "S3", "3")], whole=True)
    many = keep(filled, coordinator, [(filled.pk, code, "4") for code in ("S1", "S2", "S3")], whole=True)
    client.force_login(coordinator)
    here = f"{page('scenario_compare', few.pk)}?dengan={many.pk}"
    none = client.get(here)
    assert none.context["comparison"].ranks is None
    assert "Peringkat tidak diperkirakan: belum ada hasil resmi kabupaten lain" in text(none)
    whole = none.context["comparison"].pairs[-1]
    official(paser, 2023, str(whole.second.score))
    found = client.get(here)
    ranks = found.context["comparison"].ranks
    assert (ranks.first, ranks.second, ranks.difference) == (2, 1, "1 peringkat lebih tinggi")
    shown = text(found)
    assert "Perkiraan peringkat" in shown
    assert "Peringkat di antara 2 kabupaten yang hasil resminya tahun 2023 diketahui portal, termasuk Anda." in shown
    unit = [keep(filled, coordinator, [(filled.pk, code, "4")], name=code) for code in ("S1", "S2")]
    client.force_login(operator)
    own = client.get(f"{page('scenario_compare', unit[0].pk)}?dengan={unit[1].pk}")
    assert (own.context["comparison"].ranks, own.context["comparison"].no_rank) == (None, "")
    assert "Perkiraan peringkat" not in text(own)


def test_a_comparison_asks_for_the_second_and_takes_only_what_may_be_seen(
    client, coordinator, operator, scenario, filled, outsider
):
    whole = keep(filled, coordinator, [(filled.pk, "S3", "3")], whole=True)
    client.force_login(operator)
    here = page("scenario_compare", scenario.pk)
    assert "Belum ada skenario lain" in text(client.get(here))
    assert client.get(f"{here}?dengan={whole.pk}").status_code == 403
    assert client.get(f"{here}?dengan={'9' * 18}").status_code == 404
    assert client.get(f"{here}?dengan=x").status_code == 200
    client.force_login(coordinator)
    response = client.get(f"{here}?dengan={whole.pk}")
    assert [pair.name for pair in response.context["comparison"].pairs] == ["Disdukcapil", "Kabupaten Kaur"]


def test_opening_one_takes_the_same_queries_with_one_step_and_with_many(client, coordinator, filled):
    client.force_login(coordinator)
    codes = list(
        Answer.objects.filter(assessment=filled, subject=None, points=2).values_list("indicator__code", flat=True)
    )
    few = keep(filled, coordinator, [(filled.pk, codes[0], "4")])
    many = keep(filled, coordinator, [(filled.pk, code, "4") for code in codes])
    counts = []
    for scenario in (few, few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(page("scenario", scenario.pk))
        counts.append(len(queries))
    assert counts[1] == counts[2]
