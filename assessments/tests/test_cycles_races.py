"""Two people at the same moment. SQLite lets one write at a time and would hide what these show."""

import threading
import time
from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment, AssessmentCycle, Locus
from assessments.sentences.refusals import Refusal
from assessments.services.cycles import PhasePlan, change_cycle, open_cycle
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from conftest import make_assessment
from history.models import Event
from history.services import record
from instruments.selectors.tree import tree_of
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once
from reports.models import Report

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PHASES = [PhasePlan("Persiapan", date(2024, 2, 1), date(2024, 4, 30))]


def test_the_same_year_opened_four_times_at_once_is_one_cycle(kaur, instrument, coordinator, now):
    def task():
        return open_cycle(government=kaur, year=2024, instrument=instrument, phases=PHASES, by=coordinator, now=now)

    results = at_once(*[task] * 4)

    assert sorted(type(result).__name__ for result in results) == ["AssessmentCycle"] + ["Refused"] * 3
    cycle = AssessmentCycle.objects.get()
    assert all(result.code == Refusal.ALREADY_OPEN for result in results if isinstance(result, Refused))
    assert cycle.phases.count() == 1
    assert Event.objects.filter(action="cycle.opened").count() == 1


def test_a_double_click_on_open_lands_twice_on_the_same_cycle(kaur, instrument, coordinator):
    asked = {
        "year": 2024,
        "instrument": instrument.pk,
        "phases-TOTAL_FORMS": 1,
        "phases-INITIAL_FORMS": 0,
        "phases-0-name": "Persiapan",
        "phases-0-starts_on": "2024-02-01",
        "phases-0-ends_on": "2024-04-30",
    }
    address = reverse("assessments:cycle_open", args=[kaur.code])
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(coordinator)

    answers = at_once(*[lambda client=client: client.post(address, asked) for client in clients])

    cycle = AssessmentCycle.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, cycle.get_absolute_url())] * 4


def test_two_different_choices_at_once_do_not_mix(cycle, coordinator, dukcapil, puskesmas, now):
    def choosing(unit):
        return lambda: choose_loci(cycle=cycle, chosen={unit: "locus"}, by=coordinator, now=now, seen_version=1)

    results = at_once(choosing(dukcapil), choosing(puskesmas))

    assert [isinstance(result, Conflict) for result in results].count(True) == 1
    assert Locus.objects.count() == Assessment.objects.count() == 1


def test_the_same_choice_twice_at_once_is_made_once(cycle, coordinator, dukcapil, now):
    def task():
        return choose_loci(cycle=cycle, chosen={dukcapil: "locus"}, by=coordinator, now=now, seen_version=1)

    results = at_once(task, task)

    assert all(isinstance(result, AssessmentCycle) for result in results)
    assert Locus.objects.count() == 1
    assert Event.objects.filter(action="locus.added").count() == 1


def test_two_cycles_moved_to_the_same_year_at_once_keep_one_year_each(kaur, instrument, coordinator, now):
    cycles = [
        AssessmentCycle.objects.create(government=kaur, year=year, instrument=instrument) for year in (2021, 2022)
    ]

    def moving(cycle):
        return lambda: change_cycle(
            cycle=cycle,
            year=2024,
            instrument=instrument,
            standing="assessed",
            standing_reason="",
            oversight_received=None,
            oversight_completed=None,
            phases=PHASES,
            by=coordinator,
            now=now,
            seen_version=1,
        )

    results = at_once(*map(moving, cycles))

    assert [isinstance(result, Refused) for result in results].count(True) == 1
    assert AssessmentCycle.objects.filter(year=2024).count() == 1


def test_two_samples_at_once_do_not_mix_and_the_result_fits_the_winner(cycle, dukcapil, coordinator, now):
    assessment = make_assessment(cycle, dukcapil)
    products = list(dukcapil.products.all())
    people = {
        "officials": list(dukcapil.officers.filter(duty="official")),
        "complaint_officers": list(dukcapil.officers.filter(duty="complaint_officer")),
    }

    def choosing(chosen):
        return lambda: choose_sample(
            locus=assessment.locus, products=chosen, **people, by=coordinator, now=now, seen_version=1
        )

    results = at_once(choosing(products[::-1]), choosing(products[:1]))

    assert [isinstance(result, Conflict) for result in results].count(True) == 1
    assessment.refresh_from_db()
    assert assessment.result["products"] == assessment.locus.subjects.filter(scope="product").count()


def test_a_locus_answered_while_it_is_being_released_stays(cycle, dukcapil, coordinator, now):
    assessment = make_assessment(cycle, dukcapil)
    indicator = next(tree_of(cycle.instrument).indicators())
    written = threading.Event()

    def answer():
        with transaction.atomic():
            Assessment.objects.select_for_update().get(pk=assessment.pk)
            Answer.objects.create(assessment=assessment, indicator_id=indicator.pk, points=3)
            written.set()
            time.sleep(0.5)

    def release():
        written.wait(20)
        return choose_loci(cycle=cycle, chosen={}, by=coordinator, now=now, seen_version=1)

    _, released = at_once(answer, release)

    assert isinstance(released, Refused)
    assert Answer.objects.filter(assessment=assessment).exists()


def test_choosing_loci_does_not_lock_up_with_somebody_who_orders_a_report(cycle, dukcapil, coordinator, now):
    """The order holds the history's chain and, at its commit, has its reference to the cycle checked."""
    ordered = threading.Event()

    def order():
        with transaction.atomic():
            report = Report.objects.create(
                government=cycle.government,
                cycle=cycle,
                number="1",
                order_key=uuid4(),
                ordered_by=coordinator,
                ordered_at=now,
                sent_at=now,
            )
            record(action="report.ordered", subject=report, government=cycle.government, by=coordinator, now=now)
            ordered.set()
            time.sleep(0.5)
        return report

    def choose():
        ordered.wait(20)
        return choose_loci(cycle=cycle, chosen={dukcapil: "locus"}, by=coordinator, now=now, seen_version=1)

    results = at_once(order, choose)

    assert [type(result) for result in results] == [Report, AssessmentCycle]
    assert Locus.objects.count() == 1
