"""What-if pages: levels move on the page, nothing moves in the answers."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Answer
from conftest import fill, make_assessment, make_unit
from instruments.models import InstrumentVersion
from kspp.tests.access.improving import make_scenario
from official_results.models import OfficialResult
from planning.models import Scenario
from planning.tests.plans import text
from units.models import Government, ServiceUnit

HTMX = {"HX-Request": "true"}


@pytest.fixture
def filled(assessment):
    fill(assessment, 2, leave_blank=("S2",))
    return assessment


def url(assessment, name="whatif"):
    return reverse(f"planning:{name}", args=[assessment.pk])


def field(assessment, code, who="#0"):
    return f"m:{assessment.pk}/{code}/{who}"


def test_it_starts_from_the_answers_of_now(as_operator, filled):
    response = as_operator.get(url(filled))
    shown = text(response)
    assert response.status_code == 200
    assert "Belum ada yang diubah" in shown
    assert f'name="{field(filled, "S3")}" value="" checked' in shown
    assert f'name="{field(filled, "S2")}" value="" checked><span>kosong' in shown


def test_moving_a_level_tells_before_and_after_without_scripts(as_operator, filled):
    response = as_operator.post(url(filled), {field(filled, "S3"): "4", field(filled, "S2"): "3"})
    assert response.status_code == 200
    (sight,) = response.context["view"].sights
    filled.refresh_from_db()
    assert sight.before.score == filled.floor
    assert sight.after.score > sight.before.score
    shown = text(response)
    assert sight.moved.startswith("naik ")
    assert sight.moved in shown
    assert "dari tingkat 2 ke tingkat 4" in shown
    assert "dari belum dijawab ke tingkat 3" in shown
    assert "2 perubahan, perkiraan" in shown


def test_nothing_is_written(as_operator, filled):
    rows = sorted(Answer.objects.values_list("pk", "points", "version"))
    as_operator.post(url(filled), {field(filled, "S3"): "4"})
    assert sorted(Answer.objects.values_list("pk", "points", "version")) == rows
    assert not Scenario.objects.exists()


def test_a_script_gets_the_two_pieces_that_change(as_operator, filled):
    response = as_operator.post(url(filled), {field(filled, "S3"): "4"}, headers=HTMX)
    shown = response.content.decode()
    assert 'id="andai-strip"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert "<html" not in shown


def test_moves_off_the_screen_are_carried_along_and_those_on_it_go_first(as_operator, filled):
    first = as_operator.post(url(filled), {field(filled, "S3"): "4", field(filled, "S1"): "3"})
    carried = first.context["moves"].carried()
    again = as_operator.post(url(filled), {"langkah": carried, "dimensi": "output", field(filled, "S1"): ""})
    assert [step["indicator"] for step in json.loads(again.context["moves"].carried())] == ["S3"]


def test_a_move_is_taken_back_and_everything_at_once(as_operator, filled):
    carried = (
        as_operator.post(url(filled), {field(filled, "S3"): "4", field(filled, "S1"): "3"}).context["moves"].carried()
    )
    one = as_operator.post(url(filled), {"langkah": carried, "hapus": f"{filled.pk}/S3/#0"})
    assert [line.where.code for line in one.context["view"].lines] == ["S1"]
    none = as_operator.post(url(filled), {"langkah": carried, "bersihkan": "1"})
    assert none.context["view"].lines == ()


def test_a_level_that_stays_is_no_move(as_operator, filled):
    response = as_operator.post(url(filled), {field(filled, "S3"): "2"})
    assert response.context["view"].lines == ()


def test_a_level_may_fall_and_says_so(as_operator, filled):
    response = as_operator.post(url(filled), {field(filled, "S3"): "0"})
    assert response.context["view"].sights[0].moved.startswith("turun ")


@pytest.mark.parametrize("value", ["9", "-1", "abc", "٣", "1e9", "4" * 40, "NaN", "2.5"])
def test_what_is_no_level_is_said_at_its_row(as_operator, filled, value):
    response = as_operator.post(url(filled), {field(filled, "S3"): value})
    assert response.status_code == 422
    assert "Pilih tingkat yang ada, paling tinggi 4." in text(response)
    assert response.context["view"].lines == ()


def test_a_figure_takes_a_comma_and_refuses_what_is_too_high(as_operator, filled):
    good = as_operator.post(url(filled), {field(filled, "O6"): "92,5"})
    assert good.status_code == 200
    assert "dari angka 80 ke angka 92,5" in text(good)
    bad = as_operator.post(url(filled), {field(filled, "O6"): "100,5"})
    assert bad.status_code == 422
    assert 'value="100,5"' in text(bad)
    assert "Isi angka dari 0 sampai 100" in text(bad)


HOSTILE = [
    {"langkah": "{"},
    {"langkah": "[" * 100_000},
    {"langkah": json.dumps([{"assessment": 10**30}])},
    {"langkah": json.dumps({"assessment": 1})},
    {"langkah": json.dumps([{"assessment": 10**12, "indicator": "S3", "to": "4"}])},
    {"langkah": "\x00"},
    {"m:": "4", "m:1/2/3": "4", "m:999999999999999999999/S3/#0": "4"},
    {"unit": "9" * 40, "dimensi": "\x00", "hapus": "\x00", "instrumen": "9" * 40},
]


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_input_changes_nothing(as_operator, filled, data):
    response = as_operator.post(url(filled), data)
    assert response.status_code == 200
    assert response.context["view"].lines == ()


def test_lists_can_be_narrowed_to_a_dimension_and_to_what_can_rise(as_operator, filled):
    Answer.objects.filter(assessment=filled, indicator__code="S3").update(points=4)
    every = as_operator.get(url(filled))
    assert "S3" not in [group.node.code for group in every.context["groups"]]
    code = every.context["dimensions"][0][0]
    one = as_operator.get(f"{url(filled)}?dimensi={code}&lengkap=1")
    assert "S3" in [group.node.code for group in one.context["groups"]]
    assert len({group.dimension for group in one.context["groups"]}) == 1
    assert len(one.context["groups"]) < len(every.context["groups"])


def test_it_starts_from_a_scenario_that_this_person_may_see(as_operator, filled, coordinator, client, outsider):
    scenario = make_scenario(filled, coordinator)
    shown = as_operator.get(f"{url(filled)}?skenario={scenario.pk}")
    assert [line.where.code for line in shown.context["view"].lines] == ["S3"]
    for wrong in ("9" * 40, "x", "0", str(scenario.pk + 1)):
        assert as_operator.get(f"{url(filled)}?skenario={wrong}").context["view"].lines == ()


def test_it_is_kept_as_a_scenario_once(as_operator, filled):
    data = {field(filled, "S3"): "4", "name": "Rapat Senin", "note": "", "order_key": str(uuid.uuid4())}
    for _ in range(2):
        response = as_operator.post(url(filled, "whatif_keep"), data)
        assert response.status_code == 302
    scenario = Scenario.objects.get()
    assert response.url == reverse("planning:scenario", args=[scenario.pk])
    assert (scenario.name, scenario.unit, scenario.asked) == ("Rapat Senin", filled.unit, {})
    assert scenario.steps[0]["days"] > 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Beri nama skenario"),
        ({"name": "a\x00b"}, "karakter yang tidak dapat dicetak"),
        ({"order_key": "x"}, ""),
        ({"move": ""}, "Belum ada tingkat yang diubah"),
        ({"move": "9"}, "Pilih tingkat yang ada"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(as_operator, filled, change, sentence):
    wanted = {"move": "4", "name": "Rapat Senin", "note": "catatan saya", "order_key": str(uuid.uuid4()), **change}
    move = wanted.pop("move")
    response = as_operator.post(url(filled, "whatif_keep"), {field(filled, "S3"): move, **wanted})
    assert response.status_code == 422
    assert sentence in text(response)
    assert "catatan saya" in text(response)
    assert not Scenario.objects.exists()


def test_who_may_only_look_gets_no_form_to_keep(client, filled, reviewer):
    client.force_login(reviewer)
    response = client.get(url(filled))
    assert response.status_code == 200
    assert "Simpan skenario" not in text(response)
    assert client.post(url(filled, "whatif_keep"), {}).status_code == 403


def test_an_operator_does_not_see_the_government(as_operator, filled, cycle):
    assert len(as_operator.get(url(filled)).context["view"].sights) == 1
    assert as_operator.get(reverse("planning:cycle_whatif", args=[cycle.pk])).status_code == 403


@pytest.fixture
def two(filled, puskesmas, cycle):
    other = make_assessment(cycle, puskesmas)
    fill(other, 3)
    return filled, other


def test_the_government_follows_moves_in_any_unit(as_coordinator, two, cycle):
    first, other = two
    here = reverse("planning:cycle_whatif", args=[cycle.pk])
    one = as_coordinator.post(here, {"unit": other.pk, field(other, "S3"): "4"})
    assert one.context["shown"] == other
    (sight,) = one.context["view"].sights
    assert sight.after.score > sight.before.score
    carried = one.context["moves"].carried()
    both = as_coordinator.post(here, {"langkah": carried, "unit": first.pk, field(first, "S3"): "4"})
    assert both.context["view"].sights[0].after.score > sight.after.score
    assert len(both.context["view"].lines) == 2
    kept = as_coordinator.post(
        reverse("planning:cycle_whatif_keep", args=[cycle.pk]),
        {"langkah": both.context["moves"].carried(), "name": "Bersama", "note": "", "order_key": str(uuid.uuid4())},
    )
    assert kept.status_code == 302
    assert Scenario.objects.get().unit is None


def test_a_cycle_without_loci_says_what_to_do(as_coordinator, cycle):
    response = as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk]))
    assert response.status_code == 200
    assert "Pilih lokus" in text(response)


def official(government, score, year=2023, instrument="kspp-2023-2024", source="a"):
    OfficialResult.objects.create(
        government=government, year=year, instrument_code=instrument, score=score, source=source
    )


def neighbour(kaur, n, level="kabupaten"):
    return Government.objects.create(code=f"17.{n:02}", level=level, name=f"Contoh {n}", province=kaur.province)


def test_the_rank_is_an_estimate_over_the_known_governments_of_the_level(as_coordinator, two, cycle, kaur):
    for n, score in ((11, 99), (12, 60), (13, 1)):
        official(neighbour(kaur, n), score)
    official(neighbour(kaur, 71, "kota"), 98)
    official(kaur, 97)
    official(neighbour(kaur, 14), 98, year=2022)
    shown = text(as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk])))
    assert (
        "Perkiraan peringkat 2 di antara 4 kabupaten yang hasil resminya tahun 2023 diketahui portal, termasuk Anda."
        in shown
    )


def test_without_a_comparable_result_there_is_no_rank(as_coordinator, two, cycle, kaur):
    official(neighbour(kaur, 11), 99, instrument="opini-2025")
    shown = text(as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk])))
    assert "Peringkat tidak diperkirakan" in shown


def test_a_rank_by_another_instrument_of_the_family_says_so(as_coordinator, two, cycle, kaur):
    InstrumentVersion.objects.create(code="kspp-2022", family="kspp", title="KSPP 2022")
    official(neighbour(kaur, 11), 99, instrument="kspp-2022")
    shown = text(as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk])))
    assert "Perkiraan peringkat 2 di antara 2 kabupaten" in shown
    assert "versi lain instrumen ini (KSPP 2022): bandingkan dengan hati-hati" in shown


def test_where_sources_disagree_a_government_counts_once_with_the_figure_loaded_first(as_coordinator, two, cycle, kaur):
    other = neighbour(kaur, 12)
    official(other, 1)
    official(other, 99, source="lain")
    shown = text(as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk])))
    assert "sumber menyebut nilai yang berbeda" in shown
    assert "Perkiraan peringkat 1 di antara 2 kabupaten" in shown


def test_the_same_queries_for_one_unit_and_for_many(as_coordinator, two, cycle):
    here = reverse("planning:cycle_whatif", args=[cycle.pk])
    as_coordinator.get(here)
    with CaptureQueriesContext(connection) as few:
        as_coordinator.get(here)
    for n in range(4):
        fill(make_assessment(cycle, make_unit(cycle.government, f"Dinas {n}", ServiceUnit.Kind.OTHER_OFFICE)), 2)
    with CaptureQueriesContext(connection) as many:
        as_coordinator.get(here)
    assert len(many) == len(few)
