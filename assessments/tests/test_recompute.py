"""Every figure ever stored can be computed again: all instruments, all years, whatever became of them since."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import Answer, Assessment, CycleInstrument
from assessments.selectors import proof
from assessments.selectors.scoring import locus_score
from assessments.tests.judged import CODES, answer, cycle_by, judged
from conftest import NOW, fill, make_assessment, make_unit, shipped_instrument
from history.models import Event
from instruments.models import InstrumentVersion
from scoring.readings import ReadingName
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def everything(kaur: Government, dukcapil: ServiceUnit) -> dict[str, Assessment]:
    """One year for each shipped instrument."""
    return {code: judged(cycle_by(code, kaur, 2015 + n), dukcapil) for n, code in enumerate(CODES)}


def outcome(*args: str) -> dict[str, object]:
    out = StringIO()
    try:
        call_command("recompute", "--json", *args, stdout=out)
    except CommandError:
        return json.loads(out.getvalue()) | {"failed": True}
    return json.loads(out.getvalue()) | {"failed": False}


def test_all_instruments_are_told_apart_by_year(everything: dict[str, Assessment]) -> None:
    said = outcome("--check")
    assert not said["failed"]
    assert said["instruments"] == [
        {"instrument": code, "year": 2015 + n, "checked": 1, "different": 0} for n, code in enumerate(CODES)
    ]
    assert (said["checked"], said["different"], said["drifted"]) == (len(CODES), 0, [])


@pytest.mark.parametrize("field", ["floor", "answered_only", "ceiling"])
def test_a_figure_that_somebody_changed_is_found_wherever_it_is(everything: dict[str, Assessment], field: str) -> None:
    Assessment.objects.update(**{field: Decimal("1.23")})
    said = outcome("--check")
    assert said["failed"]
    assert {each["instrument"] for each in said["differences"]} == set(CODES)
    assert {tuple(each["fields"]) for each in said["differences"]} == {(field,)}
    assert not any(each["mended"] for each in said["differences"])


def test_a_part_that_somebody_changed_is_found_too(everything: dict[str, Assessment]) -> None:
    touched = everything["pekppp-f02"]
    touched.refresh_from_db()
    assert [part["code"] for part in touched.result["parts"]] == [part.code for part in touched.instrument.spec().parts]
    touched.result["parts"][0]["floor"]["score"] = "5.00"
    touched.save()
    (found,) = outcome("--check")["differences"]
    assert (found["assessment"], found["fields"]) == (touched.pk, ["result"])


@pytest.mark.parametrize("blank", [True, False])
def test_a_withheld_result_is_read_back_as_it_was_stored(kaur: Government, dukcapil: ServiceUnit, blank: bool) -> None:
    made = judged(cycle_by("pekppp-f02", kaur), dukcapil, is_whole=True)
    if blank:
        Answer.objects.filter(assessment=made, indicator__scope="secondary").delete()
        call_command("recompute", stdout=StringIO())
    made = Assessment.objects.get(pk=made.pk)
    assert locus_score(made).is_withheld is blank
    assert [part["floor"]["score"] is None for part in made.result["parts"]] == [False, blank]
    assert (made.floor is None) is blank
    assert proof.differences(made) == {}


def test_it_mends_all_but_what_is_closed(everything: dict[str, Assessment]) -> None:
    approved, carried_on, *_ = everything.values()
    next_one = Assessment.objects.exclude(pk__in=[approved.pk, carried_on.pk]).first()
    Assessment.objects.filter(pk=approved.pk).update(state="approved")
    Assessment.objects.filter(pk=carried_on.pk).update(superseded_by=next_one)
    Assessment.objects.update(floor=Decimal("1.23"))
    said = outcome()
    assert not said["failed"]
    assert {each["assessment"] for each in said["differences"] if not each["mended"]} == {approved.pk, carried_on.pk}
    assert all(each["frozen"] is not each["mended"] for each in said["differences"])
    assert Event.objects.filter(action="assessment.recomputed").count() == len(CODES) - 2
    assert {each["assessment"] for each in outcome("--check")["differences"]} == {approved.pk, carried_on.pk}


def test_a_further_instrument_of_a_cycle_is_checked_as_well(kaur: Government, dukcapil: ServiceUnit) -> None:
    cycle = cycle_by("kspp-2023-2024", kaur)
    first, second = judged(cycle, dukcapil), shipped_instrument("pekppp-f02")
    CycleInstrument.objects.create(cycle=cycle, instrument=second, added_at=NOW)
    further = Assessment.objects.create(locus=first.locus, instrument=second)
    answer(further)
    said = outcome("--check")
    assert [(each["instrument"], each["checked"]) for each in said["instruments"]] == [
        ("kspp-2023-2024", 1),
        ("pekppp-f02", 1),
    ]
    Assessment.objects.filter(pk=further.pk).update(ceiling=Decimal("0.50"))
    assert [each["instrument"] for each in outcome("--check")["differences"]] == ["pekppp-f02"]


def test_a_retired_instrument_still_computes(everything: dict[str, Assessment]) -> None:
    InstrumentVersion.objects.update(status=InstrumentVersion.Status.RETIRED)
    said = outcome("--check")
    assert (said["failed"], said["checked"], said["different"]) == (False, len(CODES), 0)


@pytest.mark.parametrize("code", CODES)
def test_an_instrument_whose_rows_changed_is_named(code: str, everything: dict[str, Assessment]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE instruments_dimension SET weight = weight + 1 WHERE id = (SELECT min(id) FROM instruments_dimension"
            " WHERE version_id = %s)",
            [everything[code].instrument_id],
        )
    said = outcome("--check")
    assert (said["failed"], said["drifted"]) == (True, [code])


def test_answers_that_their_instrument_does_not_allow_are_named_and_stop_nothing(
    everything: dict[str, Assessment],
) -> None:
    Answer.objects.filter(assessment=everything["skm"], figure=None).exclude(tally={}).update(tally={"77": 1})
    said = outcome()
    assert [(each["instrument"], each["fields"], each["mended"]) for each in said["differences"]] == [
        ("skm", ["answers"], False)
    ]
    assert said["checked"] == len(CODES)


def test_people_read_one_line_for_each_instrument_and_year(everything: dict[str, Assessment]) -> None:
    Assessment.objects.filter(pk=everything["skm"].pk).update(grade="Z")
    out = StringIO()
    with pytest.raises(CommandError, match="1 hasil tersimpan"):
        call_command("recompute", "--check", stdout=out)
    lines = out.getvalue().splitlines()
    assert "Penilaian mandiri Disdukcapil 2021 (skm): grade" in lines
    assert "kspp-2022 2016: 1 diperiksa, 0 berbeda" in lines
    assert "skm 2021: 1 diperiksa, 1 berbeda" in lines
    assert lines[-1] == f"{len(CODES)} penilaian diperiksa, 1 berbeda; instrumen berubah: 0."


def test_it_reads_a_hundred_at_once_with_few_queries(
    kaur: Government, assessment: Assessment, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    fill(assessment, 3)
    cycle = assessment.locus.cycle
    for n in range(4):
        fill(make_assessment(cycle, make_unit(kaur, f"Dinas {n}", ServiceUnit.Kind.OTHER)), 2)
    list(proof.recomputed())
    with django_assert_num_queries(4):
        assert [changes for _, changes in proof.recomputed()] == [{}] * 5
    monkeypatch.setattr(proof, "AT_ONCE", 2)
    with django_assert_num_queries(10):
        assert len(list(proof.recomputed())) == 5


def test_the_readings_stay_in_the_order_everything_else_relies_on() -> None:
    assert [str(name) for name in ReadingName] == ["floor", "answered_only", "ceiling"]
