"""Pages about a cycle: who sees them, what they say, what they do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import AssessmentCycle, Phase
from assessments.services.loci import choose_loci
from conftest import fill, make_assessment, make_unit, person

ROWS = [
    ("Persiapan", "2024-02-01", "2024-04-30"),
    ("Pengisian mandiri", "2024-04-15", "2024-05-31"),
]


# Access


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200),
        ("reviewer", 200),
        ("assistant", 200),
        ("secretary", 200),
        ("head", 200),
        ("platform_admin", 200),
        ("operator", 403),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("name", ["cycles", "cycle"])
def test_who_reads_about_cycles(request, signed_in, cycle, kaur, role, status, name):
    user = request.getfixturevalue(role)
    address = reverse(f"assessments:{name}", args=[kaur.code if name == "cycles" else cycle.pk])

    assert signed_in(user).get(address).status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("coordinator", 200),
        ("reviewer", 403),
        ("head", 403),
        ("operator", 403),
        ("platform_admin", 403),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("name", ["cycle_open", "cycle_edit"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_coordinator_opens_and_changes(request, signed_in, cycle, kaur, role, status, name, method):
    user = request.getfixturevalue(role)
    address = reverse(f"assessments:{name}", args=[kaur.code if name == "cycle_open" else cycle.pk])

    answer = getattr(signed_in(user), method)(address, {})

    assert answer.status_code == (422 if method == "post" and status == 200 else status)
    assert AssessmentCycle.objects.count() == 1


def test_buttons_are_shown_to_those_who_may_press_them(signed_in, cycle, coordinator, head):
    address = cycle.get_absolute_url()

    assert "Pilih lokus" in signed_in(coordinator).get(address).content.decode()
    assert "Pilih lokus" not in signed_in(head).get(address).content.decode()


def test_reading_pages_refuse_to_write(signed_in, cycle, kaur, coordinator):
    client = signed_in(coordinator)

    assert client.post(reverse("assessments:cycles", args=[kaur.code])).status_code == 405
    assert client.post(cycle.get_absolute_url()).status_code == 405


# Reading


def test_the_cycle_page_says_where_the_year_stands(signed_in, cycle, coordinator, time_machine):
    time_machine.move_to("2024-05-10T10:00:00+07:00")
    for place, (name, starts_on, ends_on) in enumerate([*ROWS, ("Hasil", "2024-11-01", "2024-12-31")], 1):
        Phase.objects.create(cycle=cycle, position=place, name=name, starts_on=starts_on, ends_on=ends_on)

    states = {
        row.label: str(row.state)
        for row in signed_in(coordinator).get(cycle.get_absolute_url()).context["content"].phases
    }

    assert states == {"Persiapan": "done", "Pengisian mandiri": "current", "Hasil": "upcoming"}


def test_the_cycle_page_leads_to_checklist_and_sample(signed_in, assessment, cycle, coordinator):
    page = signed_in(coordinator).get(cycle.get_absolute_url()).content.decode()

    assert assessment.get_absolute_url() in page
    assert reverse("assessments:sample", args=[assessment.locus_id]) in page
    assert "lengkap" in page


def test_the_link_of_the_headline_is_named_by_what_it_opens(signed_in, assessment, cycle, coordinator):
    fill(assessment, points=3)
    page = signed_in(coordinator).get(cycle.get_absolute_url()).content.decode()
    named = re.search(r'<a class="figure-link"[^>]*>[^<]+<span class="visually-hidden">([^<]*)</span></a>', page)
    assert named
    assert named[1] == f": penjelasan {cycle}"


def test_the_total_of_the_list_is_the_mean_of_the_loci(signed_in, cycle, kaur, dukcapil, puskesmas, coordinator):
    first, second = make_assessment(cycle, dukcapil), make_assessment(cycle, puskesmas)
    fill(first, points=4)
    client, address = signed_in(coordinator), reverse("assessments:cycles", args=[kaur.code])
    half = client.get(address).context["rows"][0].headline
    fill(second, points=4)
    whole = client.get(address).context["rows"][0].headline

    assert (half.is_complete, whole.is_complete) == (False, True)
    first.refresh_from_db()
    assert whole.result.score == first.floor
    assert half.result.score < whole.result.score


def test_a_government_without_cycles_is_told_how_to_begin(signed_in, kaur, coordinator, head):
    address = reverse("assessments:cycles", args=[kaur.code])

    assert "Mulai dengan membuka siklus" in signed_in(coordinator).get(address).content.decode()
    assert "Koordinator belum membuka siklus" in signed_in(head).get(address).content.decode()


def test_a_liaison_sees_the_cycle_but_no_way_into_the_checklists(signed_in, assessment, cycle, kaur):
    liaison = person("narahubung@kaur.example", "ombudsman_liaison", kaur)

    page = signed_in(liaison).get(cycle.get_absolute_url()).content.decode()

    assert "Disdukcapil" in page
    assert assessment.get_absolute_url() not in page


# Cost


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_cycle_page_costs_the_same_for_any_number_of_loci(signed_in, cycle, kaur, coordinator, now):
    client, address = signed_in(coordinator), cycle.get_absolute_url()
    units = [make_unit(kaur, f"Dinas {n}", "dinas-lain") for n in range(12)]
    choose_loci(cycle=cycle, chosen={units[0]: "locus"}, by=coordinator, now=now, seen_version=1)
    one = queries(client, address)

    choose_loci(cycle=cycle, chosen=dict.fromkeys(units, "locus"), by=coordinator, now=now, seen_version=2)

    assert cycle.loci.count() == 12
    assert queries(client, address) == one <= 10


def test_the_list_costs_the_same_for_any_number_of_cycles(signed_in, kaur, instrument, dukcapil, coordinator):
    client, address = signed_in(coordinator), reverse("assessments:cycles", args=[kaur.code])

    def open_years(years):
        for year in years:
            made = AssessmentCycle.objects.create(government=kaur, year=year, instrument=instrument)
            make_assessment(made, dukcapil)

    open_years([2015])
    one = queries(client, address)
    open_years(range(2016, 2025))

    assert queries(client, address) == one <= 8
