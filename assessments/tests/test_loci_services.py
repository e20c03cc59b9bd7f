"""Choosing loci and their samples."""

import pytest

from assessments.models import Answer, Assessment, Locus, Subject
from assessments.selectors.samples import quotas
from assessments.sentences.refusals import Refusal
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from assessments.workflow import State
from conftest import fill, make_unit
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from reports.models import Report

pytestmark = pytest.mark.both_databases

LOCUS, PREPARING = Locus.Standing.LOCUS, Locus.Standing.PREPARING


def chosen(cycle, by, now, choice, version=None):
    cycle.refresh_from_db()
    return choose_loci(
        cycle=cycle, chosen=choice, by=by, now=now, seen_version=cycle.version if version is None else version
    )


def sample_of(locus):
    targets = {"product": [], "official": [], "complaint_officer": []}
    for subject in locus.subjects.all():
        targets[subject.scope].append(subject.product or subject.officer)
    return targets


def resampled(locus, by, now, version=None, **more):
    now_chosen = sample_of(locus)
    asked = {
        "products": now_chosen["product"],
        "officials": now_chosen["official"],
        "complaint_officers": now_chosen["complaint_officer"],
        **more,
    }
    locus.refresh_from_db()
    return choose_sample(
        locus=locus, by=by, now=now, seen_version=locus.version if version is None else version, **asked
    )


def order(locus, scope):
    return list(locus.subjects.filter(scope=scope).order_by("position").values_list("name", flat=True))


# Loci


def test_a_chosen_unit_gets_a_draft_with_a_stored_result(cycle, coordinator, dukcapil, now):
    chosen(cycle, coordinator, now, {dukcapil: LOCUS})

    assessment = Assessment.objects.get(locus__cycle=cycle)
    assert (assessment.state, assessment.instrument) == ("draft", cycle.instrument)
    assert assessment.expected > 0
    assert assessment.result["exact"]["floor"] is not None
    event = Event.objects.about(assessment.locus).get()
    assert (event.action, event.unit, event.actor) == ("locus.added", dukcapil, coordinator)


def test_units_are_added_restated_and_released_in_one_go(cycle, coordinator, kaur, dukcapil, puskesmas, now):
    social = make_unit(kaur, "Dinsos", "sosial")
    chosen(cycle, coordinator, now, {dukcapil: LOCUS, puskesmas: LOCUS})

    chosen(cycle, coordinator, now, {puskesmas: PREPARING, social: LOCUS})

    assert dict(cycle.loci.values_list("unit__name", "standing")) == {
        "Puskesmas Mentiring": PREPARING,
        "Dinsos": LOCUS,
    }
    assert Assessment.objects.count() == 2
    actions = Event.objects.filter(action__startswith="locus.").order_by("pk").values_list("action", "unit__name")
    assert list(actions)[2:] == [
        ("locus.removed", "Disdukcapil"),
        ("locus.changed", "Puskesmas Mentiring"),
        ("locus.added", "Dinsos"),
    ]


def test_sending_the_same_choice_twice_has_one_effect(cycle, coordinator, dukcapil, now):
    chosen(cycle, coordinator, now, {dukcapil: LOCUS}, version=1)
    chosen(cycle, coordinator, now, {dukcapil: LOCUS}, version=1)

    cycle.refresh_from_db()
    assert (cycle.version, cycle.loci.count()) == (2, 1)
    assert Event.objects.filter(action="locus.added").count() == 1


def test_a_stale_choice_is_a_conflict(cycle, coordinator, dukcapil, puskesmas, now):
    chosen(cycle, coordinator, now, {dukcapil: LOCUS}, version=1)

    with pytest.raises(Conflict):
        chosen(cycle, coordinator, now, {puskesmas: LOCUS}, version=1)
    assert [locus.unit for locus in cycle.loci.all()] == [dukcapil]


def test_a_unit_of_another_government_is_refused(cycle, coordinator, paser, now):
    with pytest.raises(Refused, match=Refusal.OTHER_GOVERNMENT):
        chosen(cycle, coordinator, now, {make_unit(paser, "Dinsos", "sosial"): LOCUS})
    assert not Locus.objects.exists()


def test_an_inactive_unit_is_refused_but_may_stay(cycle, coordinator, dukcapil, puskesmas, now):
    chosen(cycle, coordinator, now, {dukcapil: LOCUS})
    for unit in (dukcapil, puskesmas):
        unit.is_active = False
        unit.save()

    chosen(cycle, coordinator, now, {dukcapil: PREPARING})
    with pytest.raises(Refused, match=Refusal.UNIT_INACTIVE):
        chosen(cycle, coordinator, now, {dukcapil: PREPARING, puskesmas: LOCUS})


def test_a_locus_with_an_answer_is_not_released(assessment, cycle, coordinator, now):
    fill(assessment, leave_blank=())

    with pytest.raises(Refused, match=Refusal.LOCUS_HAS_ANSWERS):
        chosen(cycle, coordinator, now, {})
    assert cycle.loci.count() == 1


def test_a_note_alone_keeps_a_locus_but_an_emptied_answer_does_not(assessment, cycle, coordinator, dukcapil, now):
    indicator = cycle.instrument.dimensions.first().variables.last().indicators.first()
    answer = Answer.objects.create(assessment=assessment, indicator=indicator, note="catatan", version=2)
    with pytest.raises(Refused):
        chosen(cycle, coordinator, now, {})

    answer.note = ""
    answer.save()
    chosen(cycle, coordinator, now, {})

    assert not Assessment.objects.exists()
    assert not Subject.objects.exists()
    removed = Event.objects.get(action="locus.removed")
    assert removed.unit == dukcapil
    assert len(removed.changes["sample"][0]["official"]) == 4


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_a_locus_that_left_draft_is_not_released(assessment, cycle, coordinator, now, state):
    Assessment.objects.update(state=state)

    with pytest.raises(Refused, match=Refusal.LOCUS_HAS_LEFT_DRAFT):
        chosen(cycle, coordinator, now, {})


def test_a_locus_with_a_report_is_not_released(assessment, cycle, coordinator, now):
    Report.objects.create(
        government=cycle.government,
        cycle=cycle,
        assessment=assessment,
        number="1",
        order_key="5f6b1c9e-0000-4000-8000-000000000001",
        ordered_by=coordinator,
        ordered_at=now,
        sent_at=now,
    )

    with pytest.raises(Refused, match=Refusal.LOCUS_HAS_REPORT):
        chosen(cycle, coordinator, now, {})
    assert Assessment.objects.filter(pk=assessment.pk).exists()


def test_one_refusal_undoes_the_whole_choice(assessment, cycle, coordinator, puskesmas, now):
    fill(assessment)

    with pytest.raises(Refused):
        chosen(cycle, coordinator, now, {puskesmas: LOCUS})
    assert [locus.unit for locus in cycle.loci.all()] == [assessment.unit]


# Samples


def test_the_numbers_come_from_the_instrument(instrument):
    assert quotas(instrument) == {"product": 2, "official": 4, "complaint_officer": 2}


def test_a_sample_is_kept_in_the_order_chosen_with_names_as_they_were(cycle, coordinator, dukcapil, now):
    chosen(cycle, coordinator, now, {dukcapil: LOCUS})
    locus = cycle.loci.get()
    officials = list(dukcapil.officers.filter(duty="official").order_by("-name"))

    resampled(locus, coordinator, now, officials=officials)

    assert order(locus, "official") == ["Pejabat 4", "Pejabat 3", "Pejabat 2", "Pejabat 1"]
    assert locus.subjects.get(position=1).post == "Pelaksana"


def test_fewer_than_wanted_are_allowed_and_count_as_blanks(assessment, locus, coordinator, dukcapil, now):
    fill(assessment)
    Answer.objects.filter(subject__scope="complaint_officer", subject__position=2).delete()
    before = Assessment.objects.get().floor

    resampled(locus, coordinator, now, complaint_officers=sample_of(locus)["complaint_officer"][:1])

    after = Assessment.objects.get()
    assert order(locus, "complaint_officer") == ["Petugas 1"]
    assert after.floor < before
    assert after.answered < after.expected


def test_more_than_the_instrument_wants_are_refused(locus, coordinator, dukcapil, now):
    third = dukcapil.products.create(name="Layanan C")

    with pytest.raises(Refused, match=Refusal.TOO_MANY):
        resampled(locus, coordinator, now, products=[*sample_of(locus)["product"], third])
    assert locus.subjects.filter(scope="product").count() == 2


def test_a_product_of_another_unit_is_refused(locus, coordinator, puskesmas, now):
    with pytest.raises(Refused, match=Refusal.NOT_AVAILABLE):
        resampled(locus, coordinator, now, products=[puskesmas.products.first()])


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"serves_until": "2024-06-02"}, {"duty": "complaint_officer"}]
)
def test_an_officer_who_left_or_has_another_duty_is_refused(locus, coordinator, dukcapil, now, change):
    newcomer = dukcapil.officers.create(duty="official", name="Pejabat 5", post="Pelaksana")
    type(newcomer).objects.filter(pk=newcomer.pk).update(**change)

    with pytest.raises(Refused, match=Refusal.NOT_AVAILABLE):
        resampled(locus, coordinator, now, officials=[newcomer])


def test_an_officer_who_left_may_stay_in_a_sample(locus, coordinator, dukcapil, now):
    dukcapil.officers.filter(name="Pejabat 2").update(is_active=False)

    resampled(locus, coordinator, now, officials=sample_of(locus)["official"][::-1])

    assert order(locus, "official")[2] == "Pejabat 2"


def test_the_same_person_twice_is_refused(locus, coordinator, dukcapil, now):
    first = dukcapil.officers.filter(duty="official").first()

    with pytest.raises(Refused, match=Refusal.CHOSEN_TWICE):
        resampled(locus, coordinator, now, officials=[first, first])


def test_swapping_places_keeps_answers_on_the_right_person(assessment, locus, coordinator, now):
    fill(assessment)
    first = locus.subjects.get(scope="official", position=1)
    Answer.objects.filter(subject=first).update(points=4)

    resampled(locus, coordinator, now, officials=sample_of(locus)["official"][::-1])

    moved = locus.subjects.get(scope="official", position=4)
    assert (moved.pk, moved.name) == (first.pk, first.name)
    assert set(Answer.objects.filter(subject=moved).values_list("points", flat=True)) == {4}


def test_a_person_with_answers_is_not_replaced_and_the_way_out_is_named(assessment, locus, coordinator, dukcapil, now):
    fill(assessment)
    newcomer = dukcapil.officers.create(duty="official", name="Pejabat 5", post="Pelaksana")

    with pytest.raises(Refused, match=Refusal.PERSON_HAS_ANSWERS):
        resampled(locus, coordinator, now, officials=[newcomer, *sample_of(locus)["official"][1:]])
    assert order(locus, "official")[0] == "Pejabat 1"


def test_a_product_with_answers_is_not_released(assessment, locus, coordinator, now):
    fill(assessment)

    with pytest.raises(Refused, match=Refusal.PRODUCT_HAS_ANSWERS):
        resampled(locus, coordinator, now, products=[])


def test_a_person_without_answers_is_replaced(assessment, locus, coordinator, dukcapil, now):
    newcomer = dukcapil.officers.create(duty="official", name="Pejabat 5", post="Pelaksana")

    resampled(locus, coordinator, now, officials=[newcomer, *sample_of(locus)["official"][1:]])

    assert order(locus, "official") == ["Pejabat 5", "Pejabat 2", "Pejabat 3", "Pejabat 4"]
    before, after = Event.objects.about(locus).get(action="sample.changed").changes["sample"]
    assert (before["official"][0], after["official"][0]) == ("Pejabat 1", "Pejabat 5")


@pytest.mark.parametrize("state", ["submitted", "revised", "verified", "approved"])
def test_the_sample_of_a_handed_in_assessment_is_closed(assessment, locus, coordinator, now, state):
    Assessment.objects.update(state=state)

    with pytest.raises(Refused, match=Refusal.SAMPLE_CLOSED):
        resampled(locus, coordinator, now, products=[])
    assert locus.subjects.filter(scope="product").count() == 2


def test_a_returned_assessment_may_change_its_sample(assessment, locus, coordinator, now):
    Assessment.objects.update(state="returned")

    resampled(locus, coordinator, now, products=[])

    assert not locus.subjects.filter(scope="product").exists()


def test_a_sample_sent_twice_has_one_effect(locus, coordinator, now):
    swapped = sample_of(locus)["product"][::-1]
    resampled(locus, coordinator, now, products=swapped, version=1)
    resampled(locus, coordinator, now, products=swapped, version=1)

    locus.refresh_from_db()
    assert locus.version == 2
    assert Event.objects.filter(action="sample.changed").count() == 1


def test_a_stale_sample_is_a_conflict(locus, coordinator, now):
    resampled(locus, coordinator, now, products=sample_of(locus)["product"][::-1], version=1)

    with pytest.raises(Conflict):
        resampled(locus, coordinator, now, products=[], version=1)
    assert order(locus, "product") == ["Layanan B", "Layanan A"]
