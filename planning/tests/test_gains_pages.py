"""What would add to a score, as the pages list it: exact, sorted by gain for each day, for whoever may see it."""

from fractions import Fraction

import pytest
from django.urls import reverse

from assessments.models import AssessmentCycle, CycleInstrument, Locus, Subject
from assessments.selectors.scoring import cycle_assessments, government_score, score_of
from assessments.services.results import refresh
from assessments.tests.judged import cycle_by
from conftest import NOW, fill, make_assessment, make_unit
from instruments.models import InstrumentVersion
from planning.selectors.efforts import stored_efforts
from planning.selectors.gains import GainFilter, gains_of
from planning.selectors.inputs import government_inputs, unit_inputs
from planning.services.efforts import save_efforts
from scoring.instrument import RollUp
from units.models import ServiceUnit

EVERYTHING = GainFilter()


@pytest.fixture
def pekppp(kaur, dukcapil):
    """A unit assessed by PEKPPP whose users have not been asked yet."""
    assessment = make_assessment(cycle_by("pekppp-f02", kaur, 2023), dukcapil)
    fill(assessment, 3, leave_blank=("F03-U",))
    return assessment


def total(cycle):
    return government_inputs(cycle, cycle.instrument)


def test_the_score_now_is_that_of_the_other_pages(two, cycle):
    assert total(cycle).now == government_score(cycle, cycle_assessments(cycle)).readings.floor.graded
    for each in two:
        assert unit_inputs(each).now == score_of(each).readings.floor.graded


def test_everything_that_can_rise_leads_from_the_headline_to_the_scale(two, cycle):
    """Nothing is withheld and nobody refused: the best there is is a perfect score."""
    for inputs in (total(cycle), *map(unit_inputs, two)):
        all_of_it = sum((inputs.gain(p, p.reaches[-1]) for p in inputs.possible), Fraction(0))
        assert inputs.exact + all_of_it == inputs.spec.scale


def test_a_step_of_a_unit_adds_its_share_to_the_government(two, cycle):
    gains = gains_of(total(cycle), EVERYTHING)
    assert {gain.to_total / gain.to_unit for gain in gains} == {Fraction(1, 2)}
    first = next(g for g in gains if g.possible.node.code == "S3" and g.possible.assessment == two[0])
    assert first.to_unit == Fraction("21.85") / 15 / 4


def test_products_weigh_where_the_instrument_says_so(two, cycle):
    InstrumentVersion.objects.filter(pk=cycle.instrument_id).update(roll_up=RollUp.MEAN_BY_PRODUCTS, digest="x")
    two[1].answers.filter(subject__scope="product", subject__position=2).delete()
    Subject.objects.filter(locus=two[1].locus_id, scope="product", position=2).delete()
    cycle = AssessmentCycle.objects.get()
    for each in cycle_assessments(cycle):
        refresh(each, NOW)
    shares = {g.possible.assessment.pk: g.to_total / g.to_unit for g in gains_of(total(cycle), EVERYTHING)}
    assert shares == {two[0].pk: Fraction(2, 3), two[1].pk: Fraction(1, 3)}
    assert total(cycle).now == government_score(cycle, cycle_assessments(cycle)).readings.floor.graded


def test_the_best_for_each_day_comes_first(two, cycle):
    per_day = [g.total_per_day for g in gains_of(total(cycle), EVERYTHING)]
    assert per_day == sorted(per_day, reverse=True)
    per_day = [g.per_day for g in gains_of(unit_inputs(two[1]), EVERYTHING)]
    assert per_day == sorted(per_day, reverse=True)


def test_days_of_their_own_change_the_order(two, cycle, kaur, coordinator):
    first = gains_of(unit_inputs(two[0]), EVERYTHING)[0].possible
    step = (first.node.code, int(first.reaches[0].points))
    seen = stored_efforts(kaur, cycle.instrument).seen
    save_efforts(government=kaur, instrument=cycle.instrument, days={step: 200}, seen=seen, by=coordinator, now=NOW)
    last = gains_of(unit_inputs(two[0]), EVERYTHING)[-1]
    assert (last.possible.node.code, last.days) == (first.node.code, 200)


def test_a_place_in_the_sample_that_nobody_holds_can_rise_too(two, cycle):
    two[1].answers.filter(subject__scope="official", subject__position=4).delete()
    Subject.objects.filter(locus=two[1].locus_id, scope="official", position=4).delete()
    unnamed = [p for p in unit_inputs(two[1]).possible if p.is_unnamed]
    assert {p.node.code for p in unnamed} == {"K1", "K2", "K3", "K4", "K5", "K6"}
    assert all(p.is_blank and p.url.endswith("#bagian-input-kompetensi") for p in unnamed)
    assert len({p.key for p in unnamed}) == 6


def test_a_fixed_number_of_statements_for_two_units_and_for_many(two, cycle, django_assert_num_queries):
    total(cycle), unit_inputs(two[0])
    with django_assert_num_queries(4):
        total(cycle)
    with django_assert_num_queries(4):
        unit_inputs(two[0])
    for n in range(4):
        fill(make_assessment(cycle, make_unit(cycle.government, f"Dinas {n}", ServiceUnit.Kind.DUKCAPIL)), 1)
    with django_assert_num_queries(4):
        assert len(total(cycle).units) == 6
    with django_assert_num_queries(4):
        unit_inputs(two[0])


def test_the_units_page_says_the_best_step_and_links_to_the_checklist(client, operator, two):
    client.force_login(operator)
    response = client.get(reverse("planning:gains", args=[two[0].pk]))
    page = response.content.decode()
    best = gains_of(unit_inputs(two[0]), EVERYTHING)[0]
    assert f"Satu tingkat pada {best.possible.node.code}" in page
    assert "poin ke nilai unit dan" in page
    assert best.possible.url in page
    assert "perkiraan" in page
    assert str(best.possible.subject_name) in page
    assert "Ubah perkiraan hari kerja" not in page


def test_the_governments_page_marks_blanks_and_can_be_narrowed(client, coordinator, two, cycle):
    client.force_login(coordinator)
    url = reverse("planning:cycle_gains", args=[cycle.pk])
    everything = client.get(url, {"ukuran": 100})
    assert "belum diisi" in everything.content.decode()
    one = client.get(url, {"unit": two[1].pk, "dimensi": "proses", "ukuran": 100}).context["page_obj"]
    assert {g.possible.assessment.pk for g in one.object_list} == {two[1].pk}
    assert {g.possible.node.code[0] for g in one.object_list} == {"P"}
    assert one.paginator.count < everything.context["page_obj"].paginator.count


def test_pages_of_the_list_keep_the_choice(client, coordinator, two, cycle):
    client.force_login(coordinator)
    page = client.get(reverse("planning:cycle_gains", args=[cycle.pk]), {"dimensi": "input", "halaman": 2})
    assert page.context["page_obj"].number == 2
    assert "dimensi=input&amp;halaman=1" in page.content.decode()


@pytest.mark.parametrize("value", ["", "x", "9" * 40, "\x00", "-1", "1'--", "٣"])
def test_a_choice_that_cannot_be_read_is_no_error(client, coordinator, two, cycle, value):
    client.force_login(coordinator)
    names = ("unit", "dimensi", "ukuran", "halaman", "instrumen")
    assert client.get(reverse("planning:cycle_gains", args=[cycle.pk]), dict.fromkeys(names, value)).status_code == 200


def test_a_unit_that_only_prepares_is_not_in_the_governments_list(client, coordinator, two, cycle):
    Locus.objects.filter(pk=two[1].locus_id).update(standing=Locus.Standing.PREPARING)
    client.force_login(coordinator)
    response = client.get(reverse("planning:cycle_gains", args=[cycle.pk]), {"ukuran": 100})
    assert {g.possible.assessment.pk for g in response.context["page_obj"].object_list} == {two[0].pk}
    assert "tidak dihitung" in client.get(reverse("planning:gains", args=[two[1].pk])).content.decode()


def test_when_everything_is_at_its_best_the_page_says_so(client, coordinator, assessment, cycle):
    fill(assessment, 4)
    assessment.answers.filter(indicator__code="O6").update(figure=100)
    client.force_login(coordinator)
    assert (
        "semua pengamatan sudah pada tingkat tertinggi"
        in client.get(reverse("planning:cycle_gains", args=[cycle.pk])).content.decode()
    )


def test_without_loci_the_page_says_what_to_do(client, coordinator, cycle):
    client.force_login(coordinator)
    for name in ("cycle_gains", "cycle_planner"):
        page = client.get(reverse(f"planning:{name}", args=[cycle.pk])).content.decode()
        assert "Belum ada lokus" in page


def test_a_withheld_headline_names_what_to_fill_in_and_lists_no_gains(client, coordinator, pekppp):
    client.force_login(coordinator)
    for name, pk in (
        ("gains", pekppp.pk),
        ("planner", pekppp.pk),
        ("cycle_gains", pekppp.locus.cycle_id),
        ("cycle_planner", pekppp.locus.cycle_id),
    ):
        page = client.get(reverse(f"planning:{name}", args=[pk]), {"jenis": "nilai", "nilai": "4"})
        text = page.content.decode()
        assert page.status_code == 200
        assert "Nilai belum dapat dihitung" in text
        assert f"{pekppp.get_absolute_url()}#F03-U" in text
        assert "Hitung rencana" not in text


def test_another_instrument_of_the_cycle_has_its_own_list(client, coordinator, two, cycle, pekppp):
    CycleInstrument.objects.create(cycle=cycle, instrument=pekppp.instrument, added_at=NOW)
    client.force_login(coordinator)
    page = client.get(reverse("planning:cycle_gains", args=[cycle.pk]), {"instrumen": pekppp.instrument_id})
    assert page.context["inputs"].instrument == pekppp.instrument
    assert f"?instrumen={pekppp.instrument_id}" in page.context["planner_url"]


def test_outsiders_find_nothing_and_other_units_nothing_of_this_one(client, operator, outsider, two, cycle):
    pages = [reverse("planning:gains", args=[two[1].pk]), reverse("planning:cycle_gains", args=[cycle.pk])]
    for user, status in ((operator, 403), (outsider, 404)):
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == [status, status]
