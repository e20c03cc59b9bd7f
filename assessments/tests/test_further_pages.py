"""The page of a cycle with several instruments."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, CycleInstrument
from assessments.selectors.cycles import cycle_page
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.services.loci import choose_loci
from assessments.tests.test_further import added, version_of
from conftest import fill, make_unit, shipped_instrument


def test_the_cycle_page_has_a_block_for_each_instrument_on_its_own_scale(cycle, pekppp, assessment, coordinator, now):
    fill(assessment, 3)
    added(cycle, pekppp, coordinator, now)
    fill(Assessment.objects.get(instrument=pekppp), 4)

    content = cycle_page(cycle, now.date())

    own = government_score(cycle, cycle_assessments(cycle)).readings.floor.rounded
    other = government_score(cycle, cycle_assessments(cycle, pekppp), pekppp).readings.floor.rounded
    assert content.headline.result.score == own > 50
    (block,) = content.further
    assert block.headline.result.score == other <= 5
    assert (block.scale, block.loci[0].sample, block.loci[0].assessment.instrument) == ("5", (), pekppp)


def test_the_cycle_page_asks_as_often_for_many_units_and_instruments(cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    cycle_page(cycle, now.date())
    with CaptureQueriesContext(connection) as few:
        cycle_page(cycle, now.date())
    added(cycle, shipped_instrument("skm"), coordinator, now)
    units = {make_unit(cycle.government, f"Dinas {n}", "dinas"): "locus" for n in range(4)}
    choose_loci(
        cycle=cycle, chosen={assessment.unit: "locus", **units}, by=coordinator, now=now, seen_version=version_of(cycle)
    )
    cycle_page(cycle, now.date())

    with CaptureQueriesContext(connection) as many:
        cycle_page(cycle, now.date())

    assert len(many) == len(few)


def send(client, name, cycle, instrument, version=None):
    asked = {"instrument": instrument, "version": version_of(cycle) if version is None else version}
    return client.post(reverse(f"assessments:{name}", args=[cycle.pk]), asked)


def test_a_coordinator_adds_and_removes_on_the_page(cycle, pekppp, assessment, client, coordinator):
    client.force_login(coordinator)
    address = cycle.get_absolute_url()
    assert "Tambah instrumen" in client.get(address).content.decode()

    assert send(client, "further_add", cycle, "pekppp-f02").url == address
    page = client.get(address).content.decode()
    assert "Instrumen tambahan" in page
    assert "dari 0 sampai 5" in page
    assert "?instrumen=pekppp-f02" in page

    assert send(client, "further_remove", cycle, "pekppp-f02").status_code == 302
    assert not Assessment.objects.filter(instrument=pekppp).exists()


@pytest.mark.parametrize("code", ["", "tidak-ada", "x\0y", "9" * 400])
def test_an_unknown_instrument_is_asked_for_again(cycle, pekppp, client, coordinator, code):
    client.force_login(coordinator)

    for name in ("further_add", "further_remove"):
        answer = send(client, name, cycle, code)
        assert answer.status_code == 422
        assert "Pilih instrumen" in answer.content.decode()


@pytest.mark.parametrize("version", ["", "x", "9" * 40])
def test_a_form_without_a_version_changes_nothing(cycle, pekppp, client, coordinator, version):
    client.force_login(coordinator)

    assert send(client, "further_add", cycle, "pekppp-f02", version).status_code == 422
    assert not CycleInstrument.objects.exists()


def test_a_stale_page_is_told_so(cycle, pekppp, client, coordinator):
    client.force_login(coordinator)

    answer = send(client, "further_add", cycle, "pekppp-f02", 77)

    assert answer.status_code == 409
    assert "berubah sejak halaman dibuka" in answer.content.decode()


def test_an_answered_instrument_stays_and_the_page_says_why(cycle, pekppp, assessment, client, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    fill(Assessment.objects.get(instrument=pekppp))
    client.force_login(coordinator)

    answer = send(client, "further_remove", cycle, "pekppp-f02")

    assert answer.status_code == 422
    assert "Kosongkan dahulu isian" in answer.content.decode()
    assert "Lepas instrumen ini" not in client.get(cycle.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "status"), [("reviewer", 403), ("operator", 403), ("outsider", 404)])
def test_nobody_else_changes_the_instruments(request, cycle, pekppp, client, who, status):
    client.force_login(request.getfixturevalue(who))

    for name in ("further_add", "further_remove"):
        assert send(client, name, cycle, "pekppp-f02").status_code == status


def test_a_band_that_is_a_word_alone_is_said_where_others_show_zone_and_grade(
    client, cycle, assessment, coordinator, now
):
    fill(assessment, 3)
    opinion = shipped_instrument("opini-2025")
    added(cycle, opinion, coordinator, now)
    made = Assessment.objects.get(instrument=opinion)
    fill(made, 4, leave_blank=("OU1",))
    made.refresh_from_db()
    client.force_login(coordinator)

    pages = [client.get(url).content.decode() for url in (made.get_absolute_url(), cycle.get_absolute_url())]

    assert (made.zone, made.grade, bool(made.label)) == ("", "", True)
    assert all(f'<span class="zone-label">{made.label}</span>' in page for page in pages)
    assert not any("Belum ada zona" in page for page in pages)
    assert '<span class="small"> Sangat Baik</span>' in pages[0]


def test_where_there_is_no_score_yet_none_is_said_to_lack_a_zone(client, cycle, pekppp, assessment, coordinator, now):
    added(cycle, pekppp, coordinator, now)
    client.force_login(coordinator)

    page = client.get(reverse("reports:dashboard", args=[cycle.pk]) + "?instrumen=pekppp-f02").content.decode()

    assert "Belum ada nilai" in page
    assert "Belum ada zona" not in page
