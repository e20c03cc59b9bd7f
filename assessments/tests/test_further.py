"""Further instruments of a cycle: the same loci and samples, one checklist more."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from assessments.models import Answer, Assessment, AssessmentCycle, CycleInstrument, Locus, Subject
from assessments.selectors.further import instruments_of
from assessments.selectors.samples import quotas, room
from assessments.selectors.scoring import score_of
from assessments.sentences.refusals import Refusal
from assessments.services.answers import set_outcome
from assessments.services.cycles import PhasePlan, change_cycle, open_cycle, plans_of
from assessments.services.further import add_instrument, remove_instrument
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from assessments.workflow import State
from conftest import fill, make_assessment, shipped_instrument
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once
from reports.models import Report

pytestmark = pytest.mark.both_databases

PHASES = [PhasePlan("Persiapan", date(2025, 2, 1), date(2025, 4, 30))]


def version_of(cycle):
    cycle.refresh_from_db()
    return cycle.version


def added(cycle, instrument, by, now, version=None):
    seen = version_of(cycle) if version is None else version
    return add_instrument(cycle=cycle, instrument=instrument, by=by, now=now, seen_version=seen)


def removed(cycle, instrument, by, now, version=None):
    seen = version_of(cycle) if version is None else version
    return remove_instrument(cycle=cycle, instrument=instrument, by=by, now=now, seen_version=seen)


# Adding


def test_every_locus_gets_an_empty_checklist_of_the_added_instrument(
    cycle, pekppp, assessment, puskesmas, coordinator, now
):
    make_assessment(cycle, puskesmas)

    added(cycle, pekppp, coordinator, now)

    rows = Assessment.objects.filter(instrument=pekppp)
    assert {row.unit.name for row in rows} == {"Disdukcapil", "Puskesmas Mentiring"}
    assert all(row.expected == 31 and row.answered == 0 and row.result["exact"] for row in rows)
    event = Event.objects.about(cycle).get(action="cycle.instrument_added")
    assert (event.actor, event.changes) == (coordinator, {"instrumen tambahan": [None, "pekppp-f02"]})


def test_adding_twice_adds_once(cycle, pekppp, assessment, coordinator, now):
    seen = version_of(cycle)
    added(cycle, pekppp, coordinator, now, seen)
    added(cycle, pekppp, coordinator, now, seen)

    assert CycleInstrument.objects.count() == 1
    assert Assessment.objects.filter(instrument=pekppp).count() == 1
    assert Event.objects.filter(action="cycle.instrument_added").count() == 1


def test_a_stale_page_adds_nothing(cycle, pekppp, assessment, coordinator, now):
    with pytest.raises(Conflict):
        added(cycle, pekppp, coordinator, now, version_of(cycle) + 1)

    assert not CycleInstrument.objects.exists()
    assert Assessment.objects.count() == 1


def test_the_cycles_own_instrument_is_not_added_again(cycle, instrument, coordinator, now):
    with pytest.raises(Refused, match=Refusal.IS_OWN):
        added(cycle, instrument, coordinator, now)


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_only_a_published_instrument_is_added(cycle, pekppp, coordinator, now, status):
    type(pekppp).objects.filter(pk=pekppp.pk).update(status=status)

    with pytest.raises(Refused, match=Refusal.INSTRUMENT_NOT_IN_FORCE):
        added(cycle, pekppp, coordinator, now)


def test_another_governments_own_instrument_is_not_added(cycle, pekppp, paser, coordinator, now):
    type(pekppp).objects.filter(pk=pekppp.pk).update(owner=paser)

    with pytest.raises(Refused):
        added(cycle, pekppp, coordinator, now)


def test_loci_chosen_later_get_it_too(cycle, pekppp, puskesmas, coordinator, now):
    added(cycle, pekppp, coordinator, now)

    choose_loci(cycle=cycle, chosen={puskesmas: "locus"}, by=coordinator, now=now, seen_version=version_of(cycle))

    codes = Assessment.objects.filter(locus__unit=puskesmas).values_list("instrument__code", flat=True)
    assert sorted(codes) == ["kspp-2023-2024", "pekppp-f02"]


# Samples


def test_of_several_instruments_the_largest_sample_is_wanted(instrument, pekppp):
    assert quotas(pekppp) == {}
    assert quotas(pekppp, instrument) == quotas(instrument) == {"product": 2, "official": 4, "complaint_officer": 2}


def test_a_number_one_instrument_sets_binds_where_another_sets_none(instrument):
    free = shipped_instrument("kepatuhan-2015-2021")

    assert room(free)["product"] == 30
    assert room(free, instrument)["product"] == 2


def test_the_sample_page_offers_what_only_the_further_instrument_asks_for(
    cycle, instrument, pekppp, client, dukcapil, coordinator, now
):
    AssessmentCycle.objects.filter(pk=cycle.pk).update(instrument=pekppp)
    cycle.refresh_from_db()
    added(cycle, instrument, coordinator, now)
    choose_loci(cycle=cycle, chosen={dukcapil: "locus"}, by=coordinator, now=now, seen_version=version_of(cycle))
    locus = Locus.objects.get()
    client.force_login(coordinator)

    page = client.get(reverse("assessments:sample", args=[locus.pk])).content.decode()
    answer = client.post(
        reverse("assessments:sample", args=[locus.pk]),
        {"version": locus.version, "official-1": dukcapil.officers.filter(duty="official").first().pk},
        follow=True,
    )

    assert "official-4" in page
    assert "product-2" in page
    assert "kurang 3 dari 4" in answer.content.decode()
    kspp = Assessment.objects.get(instrument=instrument)
    assert kspp.result["exact"]["floor"] is not None
    assert locus.subjects.get().scope == "official"


def test_an_instrument_that_needs_no_sample_does_not_close_it(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    Assessment.objects.filter(instrument=pekppp).update(state=State.SUBMITTED)

    locus = choose_sample(
        locus=assessment.locus,
        products=[],
        officials=[],
        complaint_officers=[],
        by=coordinator,
        now=now,
        seen_version=assessment.locus.version,
    )

    assert not Subject.objects.filter(locus=locus).exists()


def with_opini(cycle, assessment, by, now):
    """The same officials are interviewed for two instruments."""
    opini = shipped_instrument("opini-2025")
    added(cycle, opini, by, now)
    fill(assessment, 3)
    other = Assessment.objects.with_place().get(locus=assessment.locus, instrument=opini)
    fill(other, 3)
    return other


def interviewed(assessment, by, now, outcome):
    subject = assessment.locus.subjects.filter(scope="official").first()
    with transaction.atomic():
        locked = Assessment.objects.locked().get(pk=assessment.pk)
        set_outcome(
            assessment=locked, subject_ref=subject.ref, outcome=outcome, seen_version=subject.version, by=by, now=now
        )


def test_how_an_interview_went_counts_in_every_instrument_that_asks(cycle, assessment, pekppp, coordinator, now):
    other = with_opini(cycle, assessment, coordinator, now)
    added(cycle, pekppp, coordinator, now)
    before = other.floor

    interviewed(assessment, coordinator, now, "absent")

    for row in Assessment.objects.with_place():
        assert row.floor == score_of(row).readings.floor.rounded
    other.refresh_from_db()
    assert other.floor < before


def test_an_interview_is_not_changed_behind_a_submitted_instrument(cycle, assessment, coordinator, now):
    other = with_opini(cycle, assessment, coordinator, now)
    Assessment.objects.filter(pk=other.pk).update(state=State.SUBMITTED)

    with pytest.raises(Refused, match=Refusal.SAMPLE_CLOSED):
        interviewed(assessment, coordinator, now, "absent")

    assert not assessment.locus.subjects.exclude(outcome="main").exists()


def test_a_substitute_stands_in_no_way_of_an_instrument_without_interviews(cycle, assessment, pekppp, coordinator, now):
    interviewed(assessment, coordinator, now, "substitute")

    added(cycle, pekppp, coordinator, now)

    assert Assessment.objects.get(instrument=pekppp).expected == 31


# Removing


def test_an_unused_instrument_is_taken_off_with_its_checklists(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)

    removed(cycle, pekppp, coordinator, now)
    removed(cycle, pekppp, coordinator, now)

    assert list(Assessment.objects.all()) == [assessment]
    assert not CycleInstrument.objects.exists()
    assert Event.objects.filter(action="cycle.instrument_removed").count() == 1


def test_one_that_was_answered_stays_and_the_refusal_says_what_to_do(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    fill(Assessment.objects.get(instrument=pekppp), leave_blank=("F01",))

    with pytest.raises(Refused, match=Refusal.FURTHER_HAS_ANSWERS):
        removed(cycle, pekppp, coordinator, now)

    assert Answer.objects.filter(assessment__instrument=pekppp).exists()


def test_one_that_was_submitted_stays(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    Assessment.objects.filter(instrument=pekppp).update(state=State.SUBMITTED)

    with pytest.raises(Refused, match=Refusal.FURTHER_HAS_LEFT_DRAFT):
        removed(cycle, pekppp, coordinator, now)


def test_one_with_a_report_stays(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    about = Assessment.objects.get(instrument=pekppp)
    Report.objects.create(
        government=cycle.government, unit=about.unit, cycle=cycle, assessment=about, number="1", ordered_at=now,
        sent_at=now, ordered_by=coordinator, order_key="00000000-0000-4000-8000-000000000001",
    )  # fmt: skip

    with pytest.raises(Refused, match=Refusal.FURTHER_HAS_REPORT):
        removed(cycle, pekppp, coordinator, now)

    assert CycleInstrument.objects.exists()


def test_a_stale_page_removes_nothing(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)

    with pytest.raises(Conflict):
        removed(cycle, pekppp, coordinator, now, 1)


def test_a_locus_answered_in_a_further_instrument_is_not_let_go(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    fill(Assessment.objects.get(instrument=pekppp))

    with pytest.raises(Refused) as refusal:
        choose_loci(cycle=cycle, chosen={}, by=coordinator, now=now, seen_version=version_of(cycle))

    assert len(refusal.value.problems) == 1


def test_an_unused_locus_goes_with_all_its_checklists(cycle, pekppp, puskesmas, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    choose_loci(cycle=cycle, chosen={puskesmas: "locus"}, by=coordinator, now=now, seen_version=version_of(cycle))

    choose_loci(cycle=cycle, chosen={}, by=coordinator, now=now, seen_version=version_of(cycle))

    assert not Assessment.objects.exists()
    assert not Locus.objects.exists()


# Copying and changing a cycle


def test_copying_a_cycle_brings_further_instruments_still_in_force(cycle, pekppp, assessment, coordinator, now):
    skm = shipped_instrument("skm")
    added(cycle, pekppp, coordinator, now)
    added(cycle, skm, coordinator, now)
    type(skm).objects.filter(pk=skm.pk).update(status="retired")

    later = open_cycle(
        government=cycle.government,
        year=2025,
        instrument=cycle.instrument,
        phases=PHASES,
        by=coordinator,
        now=now,
        copy_from=cycle,
    )

    assert [version.code for version in instruments_of(later)] == ["kspp-2023-2024", "pekppp-f02"]
    codes = Assessment.objects.filter(locus__cycle=later).values_list("instrument__code", flat=True)
    assert sorted(codes) == ["kspp-2023-2024", "pekppp-f02"]


def test_what_is_not_copied_is_said(cycle, pekppp, assessment, client, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    type(pekppp).objects.filter(pk=pekppp.pk).update(status="retired")
    client.force_login(coordinator)
    asked = {
        "year": 2025, "instrument": cycle.instrument_id, "copy_from": cycle.pk, "phases-TOTAL_FORMS": 1,
        "phases-INITIAL_FORMS": 0, "phases-0-name": "Persiapan", "phases-0-starts_on": "2025-02-01",
        "phases-0-ends_on": "2025-04-30",
    }  # fmt: skip

    page = client.post(reverse("assessments:cycle_open", args=[cycle.government.code]), asked, follow=True)

    assert "Instrumen tambahan PEKPPP" in page.content.decode()


def test_a_further_instrument_does_not_become_the_cycles_own_as_well(cycle, pekppp, coordinator, now):
    added(cycle, pekppp, coordinator, now)

    with pytest.raises(Refused, match=Refusal.IS_FURTHER):
        change_cycle(
            cycle=cycle, year=cycle.year, instrument=pekppp, standing="assessed", standing_reason="",
            phases=plans_of(cycle), by=coordinator, now=now, seen_version=version_of(cycle),
            oversight_received=None, oversight_completed=None,
        )  # fmt: skip


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_instrument_and_a_locus_at_once_leave_no_checklist_out(cycle, pekppp, puskesmas, coordinator, now):
    def adding():
        return add_instrument(cycle=cycle, instrument=pekppp, by=coordinator, now=now, seen_version=1)

    def choosing():
        return choose_loci(cycle=cycle, chosen={puskesmas: "locus"}, by=coordinator, now=now, seen_version=1)

    results = at_once(adding, choosing, adding, choosing)

    assert any(isinstance(result, Conflict) for result in results)
    loci, instruments = Locus.objects.count(), 1 + CycleInstrument.objects.count()
    assert Assessment.objects.count() == loci * instruments
