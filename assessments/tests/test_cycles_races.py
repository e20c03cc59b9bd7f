"""Two people at the same moment. SQLite lets one write at a time and would hide what these show."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, AssessmentCycle, Locus
from assessments.services.cycles import AlreadyOpen, PhasePlan, change_cycle, open_cycle
from assessments.services.errors import Conflict
from assessments.services.loci import choose_loci
from assessments.services.samples import choose_sample
from conftest import make_assessment
from history.models import Event

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PHASES = [PhasePlan("Persiapan", date(2024, 2, 1), date(2024, 4, 30))]


def at_once(*tasks):
    """What each task returned or raised; all of them start together, each on a connection of its own."""
    gate = threading.Barrier(len(tasks), timeout=20)

    def run(task):
        try:
            gate.wait()
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_the_same_year_opened_four_times_at_once_is_one_cycle(kaur, instrument, coordinator, now):
    def task():
        return open_cycle(
            government=kaur, year=2024, instrument=instrument, phases=PHASES, by=coordinator, now=now
        )

    results = at_once(*[task] * 4)

    assert sorted(type(result).__name__ for result in results) == ["AlreadyOpen"] * 3 + ["AssessmentCycle"]
    cycle = AssessmentCycle.objects.get()
    assert all(result.cycle == cycle for result in results if isinstance(result, AlreadyOpen))
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
        return lambda: choose_loci(cycle=cycle, chosen={unit: "locus"}, by=coordinator, now=now, version=1)

    results = at_once(choosing(dukcapil), choosing(puskesmas))

    assert [isinstance(result, Conflict) for result in results].count(True) == 1
    assert Locus.objects.count() == Assessment.objects.count() == 1


def test_the_same_choice_twice_at_once_is_made_once(cycle, coordinator, dukcapil, now):
    def task():
        return choose_loci(cycle=cycle, chosen={dukcapil: "locus"}, by=coordinator, now=now, version=1)

    results = at_once(task, task)

    assert all(isinstance(result, AssessmentCycle) for result in results)
    assert Locus.objects.count() == 1
    assert Event.objects.filter(action="locus.added").count() == 1


def test_two_cycles_moved_to_the_same_year_at_once_keep_one_year_each(kaur, instrument, coordinator, now):
    cycles = [AssessmentCycle.objects.create(government=kaur, year=year, instrument=instrument) for year in (2021, 2022)]

    def moving(cycle):
        return lambda: change_cycle(
            cycle=cycle,
            year=2024,
            instrument=instrument,
            standing="assessed",
            standing_reason="",
            phases=PHASES,
            by=coordinator,
            now=now,
            version=1,
        )

    results = at_once(*map(moving, cycles))

    assert [isinstance(result, AlreadyOpen) for result in results].count(True) == 1
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
            locus=assessment.locus, products=chosen, **people, by=coordinator, now=now, version=1
        )

    results = at_once(choosing(products[::-1]), choosing(products[:1]))

    assert [isinstance(result, Conflict) for result in results].count(True) == 1
    assessment.refresh_from_db()
    assert assessment.result["products"] == assessment.locus.subjects.filter(scope="product").count()
