"""Oversight products of the Ombudsman: typed on the cycle, told in the history, deciding award and clause."""

import pytest
from django.urls import reverse

from assessments.models import AssessmentCycle
from assessments.selectors.recognising import recognition_of
from assessments.selectors.scoring import cycle_assessments, government_score
from assessments.services.cycles import oversight_problems
from assessments.tests.test_cycles_forms import changed
from conftest import fill
from history.models import Event
from instruments.models import InstrumentVersion
from reports.documents.content import ReportContent
from reports.documents.frozen import from_json, to_json
from reports.documents.selectors.content import content_of
from reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BOTH = "Isi kedua jumlah produk pengawasan"


def send(client, user, url, cycle, received, completed, **more):
    client.force_login(user)
    return client.post(url, changed(cycle, oversight_received=received, oversight_completed=completed, **more))


def numbers(cycle):
    cycle.refresh_from_db()
    return cycle.oversight_received, cycle.oversight_completed


def test_they_are_typed_on_the_cycle_and_told_in_the_history(client, coordinator, editing, cycle):
    assert send(client, coordinator, editing, cycle, "3", "2").status_code == 302
    assert numbers(cycle) == (3, 2)
    changes = Event.objects.about(cycle).first().changes
    assert (changes["oversight_received"], changes["oversight_completed"]) == ([None, 3], [None, 2])
    page = client.get(cycle.get_absolute_url()).content.decode()
    assert "Produk pengawasan Ombudsman: 3 diterima, 2 selesai." in page
    assert 'value="3"' in client.get(editing).content.decode()


def test_none_is_not_unknown(client, coordinator, editing, cycle):
    assert "belum dicatat" in _page(client, coordinator, cycle)
    send(client, coordinator, editing, cycle, "0", "0")
    assert numbers(cycle) == (0, 0)
    assert "0 diterima, 0 selesai" in _page(client, coordinator, cycle)
    send(client, coordinator, editing, cycle, "", "", version=2)
    assert numbers(cycle) == (None, None)


def _page(client, user, cycle):
    client.force_login(user)
    return client.get(cycle.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("received", "completed", "words"),
    [
        ("3", "", BOTH),
        ("", "0", BOTH),
        ("2", "3", "tidak dapat melebihi yang diterima"),
        ("-1", "0", "lebih besar dari atau sama dengan 0"),
        ("9" * 40, "0", "9999"),
        ("NaN", "0", "Masukkan keseluruhan angka"),
        ("1", "=1+1", "Masukkan keseluruhan angka"),
    ],
)
def test_what_cannot_be_is_answered_at_the_field(client, coordinator, editing, cycle, received, completed, words):
    answer = send(client, coordinator, editing, cycle, received, completed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert numbers(cycle) == (None, None)


def test_the_service_refuses_what_a_form_would_refuse():
    assert oversight_problems(None, None) == []
    assert oversight_problems(3, 3) == []
    assert oversight_problems(0, 0) == []
    assert [len(oversight_problems(*pair)) for pair in ((3, None), (None, 0), (0, None), (2, 3))] == [1, 1, 1, 1]


def test_a_stale_page_shows_both_numbers(client, coordinator, editing, cycle):
    send(client, coordinator, editing, cycle, "3", "3")
    answer = send(client, coordinator, editing, cycle, "4", "1")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "3 diterima, 3 selesai" in page
    assert "4 diterima, 1 selesai" in page
    assert numbers(cycle) == (3, 3)


def test_outsiders_and_those_who_only_read_change_nothing(client, outsider, head, editing, cycle):
    assert send(client, outsider, editing, cycle, "1", "1").status_code == 404
    assert send(client, head, editing, cycle, "1", "1").status_code == 403
    assert numbers(cycle) == (None, None)


# What follows from them


def said(client, user, cycle, page):
    client.force_login(user)
    return client.get(reverse(page, args=[cycle.pk])).content.decode()


PAGES = ["reports:dashboard", "assessments:total"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("oversight", "words"),
    [
        ((2, 2), "Memenuhi syarat: zona hijau dan seluruh 2 produk pengawasan Ombudsman selesai ditindaklanjuti."),
        ((2, 1), "Ditahan: zona hijau, tetapi 1 dari 2 produk pengawasan Ombudsman belum selesai"),
        ((None, None), "syaratnya belum dapat dipastikan: jumlah produk pengawasan Ombudsman belum dicatat"),
    ],
)
def test_the_award_is_told_on_dashboard_and_explanation(client, head, assessment, cycle, page, oversight, words):
    fill(assessment, 4)
    AssessmentCycle.objects.update(oversight_received=oversight[0], oversight_completed=oversight[1])
    shown = said(client, head, cycle, page)
    assert "Penghargaan (perkiraan)" in shown
    assert words in shown
    assert "Klausul" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_an_instrument_with_a_clause_has_opinion_and_clause(client, head, assessment, cycle, page):
    """The same checklist under a version that says so: no code knows its name."""
    InstrumentVersion.objects.update(clause="Tanpa Cela", award_zone="none", certificate_from="80.00", digest="lain")
    fill(assessment, 4)
    AssessmentCycle.objects.update(oversight_received=0, oversight_completed=0)
    shown = said(client, head, cycle, page)
    for words in ("Kualitas Tertinggi", "Tanpa Cela: tidak ada produk pengawasan", "Mencapai 80,00 ke atas."):
        assert words in shown
    assert "Penghargaan" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_told_while_nothing_is_answered(client, head, assessment, cycle, page):
    assert "Yang menyertai nilai" not in said(client, head, cycle, page)


def test_the_governments_report_tells_it_and_a_units_does_not(assessment, cycle, kaur, now):
    fill(assessment, 4)
    AssessmentCycle.objects.update(oversight_received=2, oversight_completed=1)
    whole = Report(government=kaur, cycle=AssessmentCycle.objects.get())
    [(name, words)] = content_of(whole, now.date()).recognition
    assert name == "Penghargaan (perkiraan)"
    assert words.startswith("Ditahan: zona hijau, tetapi 1 dari 2")
    content = content_of(whole, now.date())
    assert from_json(ReportContent, to_json(content)) == content
    own = Report(government=kaur, cycle=cycle, assessment=assessment, unit=assessment.unit)
    assert content_of(own, now.date()).recognition == ()


def test_it_costs_no_query_once_the_instrument_is_known(assessment, cycle, django_assert_num_queries):
    fill(assessment, 4)
    total = government_score(cycle, cycle_assessments(cycle))
    with django_assert_num_queries(0):
        assert recognition_of(cycle, total).award_units == ("Disdukcapil",)
