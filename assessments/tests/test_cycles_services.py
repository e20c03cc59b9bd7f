"""Opening, copying and changing a cycle."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from assessments.models import Assessment, AssessmentCycle, Locus, Subject
from assessments.selectors.samples import carried_over
from assessments.sentences.refusals import PROBLEMS, Refusal
from assessments.services.cycles import PhasePlan, change_cycle, open_cycle, phase_problems, plans_of
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from conftest import shipped_instrument
from history.models import Event
from instruments.models import InstrumentVersion
from kspp.lib.errors import Conflict, Refused
from scoring.instrument import Scope
from units.models import Officer

pytestmark = pytest.mark.both_databases

PHASES = (
    PhasePlan("Persiapan", date(2024, 2, 1), date(2024, 4, 30)),
    PhasePlan("Pengisian mandiri", date(2024, 4, 15), date(2024, 5, 31)),
)


def opened(government, instrument, by, now, **more):
    asked = {"year": 2024, "phases": PHASES, **more}
    return open_cycle(government=government, instrument=instrument, by=by, now=now, **asked)


def changed(cycle, by, now, **more):
    asked = {
        "year": cycle.year,
        "instrument": cycle.instrument,
        "standing": cycle.standing,
        "standing_reason": cycle.standing_reason,
        "oversight_received": cycle.oversight_received,
        "oversight_completed": cycle.oversight_completed,
        "phases": plans_of(cycle),
        "seen_version": cycle.version,
        **more,
    }
    return change_cycle(cycle=cycle, by=by, now=now, **asked)


def sampled(locus, scope):
    return list(locus.subjects.filter(scope=scope).values_list("name", flat=True))


def test_a_cycle_opens_with_its_phases_in_order_and_a_line_in_the_history(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)

    assert plans_of(cycle) == list(PHASES)
    event = Event.objects.about(cycle).get()
    assert (event.action, event.actor, event.government) == ("cycle.opened", coordinator, kaur)
    assert event.changes["instrument"] == [None, instrument.code]


def test_the_same_year_opens_once(kaur, instrument, coordinator, now):
    first = opened(kaur, instrument, coordinator, now)

    with pytest.raises(Refused) as refusal:
        opened(kaur, instrument, coordinator, now)

    assert refusal.value.said_by(PROBLEMS) == ["Siklus 2024 sudah dibuka. Lanjutkan dari siklus itu."]
    assert AssessmentCycle.objects.get() == first
    assert Event.objects.filter(action="cycle.opened").count() == 1


def test_two_governments_open_the_same_year(kaur, paser, instrument, coordinator, now):
    assert opened(kaur, instrument, coordinator, now) != opened(paser, instrument, coordinator, now)


@pytest.mark.parametrize("status", [InstrumentVersion.Status.DRAFT, InstrumentVersion.Status.RETIRED])
def test_an_instrument_not_in_force_is_refused(kaur, instrument, coordinator, now, status):
    InstrumentVersion.objects.update(status=status)

    with pytest.raises(Refused, match=Refusal.INSTRUMENT_NOT_IN_FORCE):
        opened(kaur, instrument, coordinator, now)
    assert not AssessmentCycle.objects.exists()


def test_another_governments_own_instrument_is_refused(kaur, paser, instrument, coordinator, now):
    InstrumentVersion.objects.update(owner=paser)

    with pytest.raises(Refused, match=Refusal.INSTRUMENT_NOT_IN_FORCE):
        opened(kaur, instrument, coordinator, now)
    assert opened(paser, instrument, coordinator, now).instrument == instrument


def test_phases_may_overlap_but_not_run_backwards():
    backwards = PhasePlan("Hasil", date(2024, 3, 1), date(2024, 2, 1))

    assert phase_problems(PHASES) == []
    assert [(place, p.field) for place, p in phase_problems([*PHASES, backwards])] == [(2, "ends_on"), (2, "starts_on")]


def test_a_cycle_with_phases_out_of_order_is_refused(kaur, instrument, coordinator, now):
    with pytest.raises(Refused, match=Refusal.PHASE_OUT_OF_ORDER):
        opened(kaur, instrument, coordinator, now, phases=PHASES[::-1])


@pytest.fixture
def last_year(kaur, instrument, coordinator, dukcapil, puskesmas, now):
    """2023: Disdukcapil with its full sample in reverse order, Puskesmas Mentiring preparing, without a sample."""
    cycle = opened(kaur, instrument, coordinator, now, year=2023)
    chosen = {dukcapil: Locus.Standing.LOCUS, puskesmas: Locus.Standing.PREPARING}
    choose_loci(cycle=cycle, chosen=chosen, by=coordinator, now=now, seen_version=1)
    locus = cycle.loci.get(unit=dukcapil)
    choose_sample(
        locus=locus,
        products=dukcapil.products.order_by("-name"),
        officials=dukcapil.officers.filter(duty="official").order_by("-name"),
        complaint_officers=dukcapil.officers.filter(duty="complaint_officer"),
        by=coordinator,
        now=now,
        seen_version=1,
    )
    return AssessmentCycle.objects.get(pk=cycle.pk)


def test_last_years_loci_and_samples_are_copied_in_order(kaur, instrument, coordinator, dukcapil, last_year, now):
    cycle = opened(kaur, instrument, coordinator, now, copy_from=last_year)

    assert set(cycle.loci.values_list("unit__name", "standing")) == {
        ("Disdukcapil", "locus"),
        ("Puskesmas Mentiring", "preparing"),
    }
    locus = cycle.loci.get(unit=dukcapil)
    assert sampled(locus, "product") == ["Layanan B", "Layanan A"]
    assert sampled(locus, "official") == ["Pejabat 4", "Pejabat 3", "Pejabat 2", "Pejabat 1"]
    assert carried_over(last_year, [instrument], now.date()).left_out == ()


def test_a_copied_locus_has_a_stored_result_that_counts_its_sample(
    kaur, instrument, coordinator, dukcapil, last_year, now
):
    cycle = opened(kaur, instrument, coordinator, now, copy_from=last_year)

    copied = Assessment.objects.get(locus__cycle=cycle, locus__unit=dukcapil)
    original = Assessment.objects.get(locus__cycle=last_year, locus__unit=dukcapil)
    assert (copied.state, copied.answered, copied.expected) == ("draft", 0, original.expected)
    assert copied.result["products"] == 2


def test_copying_is_told_in_the_history(kaur, instrument, coordinator, dukcapil, last_year, now):
    cycle = opened(kaur, instrument, coordinator, now, copy_from=last_year)

    assert Event.objects.about(cycle).get().changes["copied_from"] == [None, 2023]
    added = Event.objects.about(cycle.loci.get(unit=dukcapil)).get()
    assert added.changes["sample"][1]["product"] == ["Layanan B", "Layanan A"]


def test_what_is_no_longer_active_stays_behind_and_is_named(
    kaur, instrument, coordinator, dukcapil, puskesmas, last_year, now
):
    puskesmas.is_active = False
    puskesmas.save()
    dukcapil.products.filter(name="Layanan B").update(is_active=False)
    yesterday = now.date() - timedelta(days=1)
    Officer.objects.filter(unit=dukcapil, name="Pejabat 4").update(serves_until=yesterday)

    left_out = carried_over(last_year, [instrument], now.date()).left_out
    cycle = opened(kaur, instrument, coordinator, now, copy_from=last_year)

    assert set(left_out) == {
        "Puskesmas Mentiring: tidak aktif lagi.",
        "Disdukcapil: produk layanan Layanan B tidak aktif lagi.",
        "Disdukcapil: pejabat atau pelaksana Pejabat 4 tidak aktif lagi.",
    }
    locus = cycle.loci.get()
    assert sampled(locus, "product") == ["Layanan A"]
    assert list(locus.subjects.filter(scope="official").values_list("name", "position")) == [
        ("Pejabat 3", 1),
        ("Pejabat 2", 2),
        ("Pejabat 1", 3),
    ]


def test_what_another_instrument_does_not_ask_about_is_told_once(coordinator, last_year, now):
    requirements = shipped_instrument("opini-2026")

    left_out = carried_over(last_year, [requirements], now.date()).left_out

    (sentence,) = left_out
    assert sentence.startswith("Sampel produk layanan, pejabat atau pelaksana, petugas pengaduan semua unit,")


def test_what_an_instrument_with_a_smaller_sample_leaves_behind_is_named_by_unit(instrument, last_year, now):
    spec = instrument.spec()
    smaller = SimpleNamespace(spec=lambda: replace(spec, samples={**spec.samples, Scope.OFFICIAL: 2}))

    left_out = carried_over(last_year, [smaller], now.date()).left_out

    assert left_out == (
        "Disdukcapil: pejabat atau pelaksana Pejabat 2, Pejabat 1, karena instrumen ini hanya meminta 2.",
    )


def test_another_governments_cycle_cannot_be_copied(kaur, paser, instrument, coordinator, last_year, now):
    with pytest.raises(Refused, match=Refusal.SOURCE_OF_OTHERS):
        opened(paser, instrument, coordinator, now, copy_from=last_year)
    assert not AssessmentCycle.objects.filter(government=paser).exists()


def test_a_government_that_was_not_assessed_gives_the_reason(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)

    with pytest.raises(Refused, match=Refusal.STANDING_UNREASONED):
        changed(cycle, coordinator, now, standing="not_assessed", standing_reason="  ")
    cycle = changed(cycle, coordinator, now, standing="not_assessed", standing_reason=" Keamanan ")

    assert (cycle.standing, cycle.standing_reason, cycle.version) == ("not_assessed", "Keamanan", 2)
    assert Event.objects.about(cycle).first().changes == {
        "standing": ["assessed", "not_assessed"],
        "standing_reason": ["", "Keamanan"],
    }


def test_a_reason_without_its_standing_is_dropped(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)

    cycle = changed(cycle, coordinator, now, standing="not_locus", standing_reason="Keamanan")

    assert (cycle.standing, cycle.standing_reason) == ("not_locus", "")


def test_phases_are_replaced_as_a_whole(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)

    cycle = changed(cycle, coordinator, now, phases=PHASES[1:])

    assert plans_of(cycle) == list(PHASES[1:])
    before, after = Event.objects.about(cycle).first().changes["phases"]
    assert (len(before), len(after)) == (2, 1)


def test_saving_the_same_again_changes_nothing_even_with_the_old_version(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)
    changed(cycle, coordinator, now, standing="not_locus")

    again = changed(cycle, coordinator, now, standing="not_locus", seen_version=1)

    assert again.version == 2
    assert Event.objects.filter(action="cycle.changed").count() == 1


def test_a_stale_version_is_a_conflict_that_carries_what_is_stored(kaur, instrument, coordinator, now):
    cycle = opened(kaur, instrument, coordinator, now)
    changed(cycle, coordinator, now, standing="not_locus")

    with pytest.raises(Conflict) as conflict:
        changed(cycle, coordinator, now, phases=PHASES[:1], seen_version=1)

    assert conflict.value.row.standing == "not_locus"
    assert plans_of(cycle) == list(PHASES)


def test_the_year_is_fixed_once_a_locus_is_chosen(kaur, instrument, coordinator, dukcapil, now):
    cycle = opened(kaur, instrument, coordinator, now)
    cycle = changed(cycle, coordinator, now, year=2025)
    choose_loci(cycle=cycle, chosen={dukcapil: "locus"}, by=coordinator, now=now, seen_version=cycle.version)
    cycle.refresh_from_db()

    with pytest.raises(Refused, match=Refusal.LOCI_FIX_INSTRUMENT):
        changed(cycle, coordinator, now, year=2026)
    cycle.refresh_from_db()
    assert cycle.year == 2025


def test_a_cycle_cannot_move_to_a_year_that_is_taken(kaur, instrument, coordinator, now):
    opened(kaur, instrument, coordinator, now, year=2023)
    cycle = opened(kaur, instrument, coordinator, now)

    with pytest.raises(Refused, match=Refusal.ALREADY_OPEN):
        changed(cycle, coordinator, now, year=2023)

    cycle.refresh_from_db()
    assert (cycle.year, cycle.version) == (2024, 1)


def test_the_sample_survives_a_later_change_of_the_unit(kaur, instrument, dukcapil, last_year):
    dukcapil.officers.filter(name="Pejabat 1").update(name="Pejabat Lain")

    assert Subject.objects.filter(locus__cycle=last_year, name="Pejabat 1").exists()


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2102, 1, 1), date.max])
def test_a_mistyped_year_of_a_phase_is_refused(kaur, instrument, coordinator, now, day):
    """It would be moved on to the next cycle, and past the end of the calendar."""
    phases = (PhasePlan("Persiapan", day, day),)
    assert {problem.field for _, problem in phase_problems(phases)} == {"starts_on", "ends_on"}
    with pytest.raises(Refused):
        opened(kaur, instrument, coordinator, now, phases=phases)
