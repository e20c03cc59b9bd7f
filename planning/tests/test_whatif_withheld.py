"""What-if where a score is withheld until something is filled in: the page says what is missing, not a dash."""

import uuid

import pytest
from django.urls import reverse

from assessments.models import CycleInstrument
from assessments.tests.judged import cycle_by
from conftest import NOW, fill, make_assessment, make_unit
from planning.models import Scenario
from planning.tests.plans import text
from units.models import ServiceUnit

pytestmark = pytest.mark.django_db

OF_UNIT = "belum dapat dihitung karena masih kosong: F03-U Nilai F-03 dari survei pengguna layanan."
OF_TOTAL = "belum dapat dihitung karena masih ada isian wajib yang kosong di {}."


@pytest.fixture
def pekppp(kaur, dukcapil):
    """A unit assessed by PEKPPP whose users have not been asked yet."""
    assessment = make_assessment(cycle_by("pekppp-f02", kaur, 2023), dukcapil)
    fill(assessment, 3, leave_blank=("F03-U",))
    return assessment


def url(assessment, name="whatif"):
    return reverse(f"planning:{name}", args=[assessment.pk])


def asked(assessment, value="4"):
    return {f"m:{assessment.pk}/F03-U/#0": value}


def sights(answer):
    return [(sight.lead, sight.why, sight.after.score) for sight in answer.context["view"].sights]


def test_the_strip_and_the_consequences_say_why_and_lead_to_what_is_blank(as_coordinator, pekppp):
    answer = as_coordinator.get(url(pekppp))
    total = OF_TOTAL.format("Disdukcapil")
    assert sights(answer) == [("Disdukcapil", OF_UNIT, None), ("Kabupaten Kaur", total, None)]
    strip, _, rest = text(answer).partition('id="andai-ubahan"')
    assert f"Nilai {OF_UNIT}" in strip
    assert f"Nilai {total}" in strip
    assert f"Disdukcapil: nilai {OF_UNIT}" in rest
    assert f"Kabupaten Kaur: nilai {total}" in rest
    assert f"{pekppp.get_absolute_url()}#F03-U" in rest
    assert 'class="figure-small">–' not in strip
    assert "Belum ada zona" not in strip
    assert "belum dapat dibandingkan" not in text(answer)


def test_a_script_gets_the_same_words(as_coordinator, pekppp):
    answer = as_coordinator.post(url(pekppp), {}, headers={"HX-Request": "true"})
    assert text(answer).count(OF_UNIT) == text(answer).count(OF_TOTAL.format("Disdukcapil")) == 2


def test_moving_what_is_blank_shows_the_score_there_would_be(as_coordinator, pekppp):
    answer = as_coordinator.post(url(pekppp), asked(pekppp))
    unit, government = answer.context["view"].sights
    assert (unit.why, government.why, answer.context["view"].withheld) == ("", "", [])
    assert str(unit.after.score) == "3.25"
    shown = text(answer)
    assert "belum ada nilai" in shown
    assert "<strong>3,25</strong>, sebelumnya belum ada nilai." in shown
    assert "Isi dahulu" not in shown


def test_the_government_names_every_unit_that_lacks_something(as_coordinator, pekppp, puskesmas):
    other = make_assessment(pekppp.locus.cycle, puskesmas)
    fill(other, 2, leave_blank=("F03-U",))
    here = reverse("planning:cycle_whatif", args=[pekppp.locus.cycle_id])
    answer = as_coordinator.get(here)
    assert sights(answer) == [("Kabupaten Kaur", OF_TOTAL.format("Disdukcapil dan Puskesmas Mentiring"), None)]
    assert [each.assessment for each in answer.context["view"].withheld] == [pekppp, other]
    answer = as_coordinator.post(here, asked(pekppp))
    assert sights(answer) == [("Kabupaten Kaur", OF_TOTAL.format("Puskesmas Mentiring"), None)]
    answer = as_coordinator.post(here, asked(pekppp) | asked(other))
    assert [why for _, why, _ in sights(answer)] == [""]


def test_of_many_units_a_few_are_named_and_the_rest_counted(as_coordinator, pekppp):
    for n in range(4):
        unit = make_unit(pekppp.government, f"Puskesmas {n}", ServiceUnit.Kind.PUSKESMAS)
        make_assessment(pekppp.locus.cycle, unit)
    answer = as_coordinator.get(reverse("planning:cycle_whatif", args=[pekppp.locus.cycle_id]))
    [(_, why, _)] = sights(answer)
    assert why == OF_TOTAL.format("Disdukcapil, Puskesmas 0, Puskesmas 1, dan 2 unit lain")
    assert len(answer.context["view"].withheld) == 5


def test_a_unit_that_only_prepares_takes_no_score_from_the_government(as_coordinator, pekppp, puskesmas):
    other = make_assessment(pekppp.locus.cycle, puskesmas)
    other.locus.standing = "preparing"
    other.locus.save()
    fill(other, 2, leave_blank=("F03-U",))
    answer = as_coordinator.post(url(other), asked(pekppp))
    assert sights(answer)[0] == ("Puskesmas Mentiring", OF_UNIT, None)
    assert sights(answer)[1][1] == ""
    assert [each.assessment for each in answer.context["view"].withheld] == [other]


def test_an_operator_reads_of_the_own_unit_alone(as_operator, pekppp, puskesmas):
    other = make_assessment(pekppp.locus.cycle, puskesmas)
    fill(other, 2, leave_blank=("F03-U",))
    answer = as_operator.get(url(pekppp))
    assert sights(answer) == [("Disdukcapil", OF_UNIT, None)]
    assert "Puskesmas Mentiring" not in text(answer)


def test_a_cycle_without_loci_says_that_nothing_is_assessed(as_coordinator, cycle):
    answer = as_coordinator.get(reverse("planning:cycle_whatif", args=[cycle.pk]))
    assert sights(answer) == [("Kabupaten Kaur", "belum dapat dihitung karena belum ada yang dinilai.", None)]


def test_it_is_said_of_a_further_instrument_of_the_cycle_too(as_coordinator, assessment, pekppp):
    cycle = assessment.locus.cycle
    CycleInstrument.objects.create(cycle=cycle, instrument=pekppp.instrument, added_at=NOW)
    further = assessment.locus.assessments.create(instrument=pekppp.instrument)
    fill(further, 3, leave_blank=("F03-U",))
    here = reverse("planning:cycle_whatif", args=[cycle.pk])
    answer = as_coordinator.get(f"{here}?instrumen={pekppp.instrument_id}")
    assert sights(answer) == [("Kabupaten Kaur", OF_TOTAL.format("Disdukcapil"), None)]


def test_a_scenario_that_leaves_it_blank_says_so_when_opened(as_coordinator, pekppp):
    data = {f"m:{pekppp.pk}/F01/#0": "4", "name": "Tanpa survei", "note": "", "order_key": str(uuid.uuid4())}
    kept = as_coordinator.post(url(pekppp, "whatif_keep"), data)
    assert kept.status_code == 302
    opened = text(as_coordinator.get(kept.url))
    assert OF_UNIT in opened
    assert OF_TOTAL.format("Disdukcapil") in opened
    assert Scenario.objects.count() == 1
