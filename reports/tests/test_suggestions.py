"""Levels that the register suggests: each rule at its edges, and the operator's decision on the page."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Answer, Assessment, Evidence
from complaints.models import Coaching, Contact, ContactTest
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import Move
from conftest import NOW, person
from history.models import Event
from kspp.lib.forms import VERSION_MISSING
from reports.suggestions.selectors import suggestions_of
from reports.suggestions.sentences import CONFIRM, FACTS, PROBLEMS, SuggestionRefusal
from reports.suggestions.suggesting import (
    OF_OFFICER,
    OF_UNIT,
    OfficerFacts,
    RegisterFact,
    RegisterFacts,
    ToConfirm,
    coaching,
    evaluation,
    means,
    obligations,
    procedure,
    settlement,
)

TODAY = date(2024, 6, 3)
GOOD = RegisterFacts(
    officers=2,
    decrees=2,
    decrees_in_force=2,
    decrees_this_year=2,
    kinds=frozenset({"address", "phone", "lapor"}),
    working_kinds=frozenset({"address", "phone", "lapor"}),
    last_test=TODAY,
    today=TODAY,
    received=10,
    on_time=Decimal(95),
    answered=8,
    told=8,
    complete_files=8,
    is_published=True,
    reports=1,
    quarters_reported=1,
    quarters=1,
    improvements=1,
)
CASES = [
    (obligations, {}, 4),
    (obligations, {"decrees_this_year": 0}, 3),
    (obligations, {"kinds": frozenset()}, 3),
    (obligations, {"decrees_in_force": 0}, 2),
    (obligations, {"decrees": 0}, 1),
    (obligations, {"officers": 0}, 0),
    (procedure, {}, 4),
    (procedure, {"complete_files": 7}, 3),
    (procedure, {"answered": 0, "complete_files": 0}, 3),
    (procedure, {"received": 0}, 2),
    (means, {}, 4),
    (means, {"last_test": TODAY - timedelta(days=36)}, 3),
    (means, {"working_kinds": frozenset({"address", "phone"})}, 3),
    (means, {"working_kinds": frozenset({"phone", "lapor"})}, 2),
    (means, {"working_kinds": frozenset({"address"})}, 2),
    (means, {"working_kinds": frozenset()}, 1),
    (means, {"kinds": frozenset(), "working_kinds": frozenset()}, 0),
    (settlement, {}, 4),
    (settlement, {"is_published": False}, 3),
    (settlement, {"on_time": Decimal("94.99")}, 3),
    (settlement, {"on_time": Decimal("79.99")}, 2),
    (settlement, {"told": 7}, 2),
    (settlement, {"on_time": Decimal("49.99")}, 1),
    (settlement, {"on_time": None}, 1),
    (settlement, {"received": 0}, 2),
    (settlement, {"received": 0, "last_test": None}, 1),
    (evaluation, {}, 4),
    (evaluation, {"improvements": 0}, 3),
    (evaluation, {"quarters": 2}, 2),
    (evaluation, {"quarters": 3, "reports": 2, "quarters_reported": 2}, 3),
    (evaluation, {"reports": 0}, 1),
    (evaluation, {"reports": 0, "received": 0}, 0),
]


@pytest.mark.parametrize(("rule", "change", "points"), CASES)
def test_each_rule_at_its_edges(rule, change, points) -> None:
    suggested = rule(replace(GOOD, **change))
    assert suggested.points == points
    assert suggested.facts


@pytest.mark.parametrize(
    ("coached", "ever", "points"), [(0, False, 0), (0, True, 1), (1, True, 2), (3, True, 3), (4, True, 4)]
)
def test_coaching_counts_for_each_officer(coached, ever, points) -> None:
    assert coaching(OfficerFacts(coached, ever)).points == points


def test_an_empty_register_is_a_risk_never_a_success() -> None:
    nothing = replace(GOOD, received=0, on_time=None, answered=0, told=0, complete_files=0, reports=0)
    for rule in (procedure, settlement, evaluation):
        suggested = rule(nothing)
        assert suggested.is_risk
        assert suggested.points <= 2


def test_every_fact_and_problem_has_its_sentence() -> None:
    assert set(FACTS) == set(RegisterFact)
    assert set(CONFIRM) == set(ToConfirm)
    assert set(PROBLEMS) == set(SuggestionRefusal)


@pytest.fixture
def handled(assessment: Assessment, kaur, dukcapil) -> Assessment:
    """One complaint answered in time, contacts tried, one officer coached."""
    with_clocks()
    admin = person("admin.pengaduan@kaur.example", "complaint_admin", kaur)
    officer = person("petugas@kaur.example", "complaint_officer", kaur, dukcapil)
    complaint = complain(kaur, dukcapil, person=PERSON)
    step(complaint, Move.VERIFY, admin, classification="non_supervisory", unit=dukcapil)
    step(complaint, Move.START, officer)
    step(complaint, Move.ANSWER, officer, text="Sudah.", outcome="proven")
    for kind in ("address", "phone"):
        contact = Contact.objects.create(government=kaur, unit=dukcapil, kind=kind, value=f"{kind} 1")
        ContactTest.objects.create(contact=contact, tested_on=TODAY, result="answered", tested_by=admin)
    held = Coaching.objects.create(unit=dukcapil, held_on=TODAY, topic="Alur", given_by="Inspektorat")
    held.officers.add(dukcapil.officers.get(name="Petugas 1"))
    return assessment


def points(assessment: Assessment) -> dict[str, int]:
    return {s.place: s.suggested.points for s in suggestions_of(assessment, TODAY)}


def test_the_register_is_read_into_levels(handled: Assessment, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        found = suggestions_of(handled, TODAY)
    assert {s.indicator.code for s in found} == set(OF_UNIT) | set(OF_OFFICER)
    by_place = {(s.indicator.code, s.subject.name if s.subject else ""): s.suggested.points for s in found}
    assert by_place["G3", ""] == 3
    assert by_place["G4", ""] == 3, "on time, told, not published"
    assert (by_place["G5", "Petugas 1"], by_place["G5", "Petugas 2"]) == (2, 0)
    assert by_place["G6", ""] == 1


def send(client: Client, assessment: Assessment, **values: object):
    return client.post(reverse("reports:suggestion", args=[assessment.pk]), values)


def test_taking_a_suggestion_answers_and_attaches_the_recap_once(client: Client, handled, operator) -> None:
    client.force_login(operator)
    page = client.get(reverse("reports:suggestions", args=[handled.pk]))
    (row,) = [r["suggestion"] for r in page.context["rows"] if r["suggestion"].place == "G4"]
    level = row.suggested.points
    form = {"place": "G4", "points": level, "suggested": level, "version": 0, "note": ""}
    for _ in range(2):
        assert send(client, handled, **form).status_code == 302
    answer = Answer.objects.get(assessment=handled, indicator__code="G4")
    assert answer.points == level
    (evidence,) = Evidence.objects.filter(answer=answer)
    with evidence.file.open("rb") as file:
        cells = [str(cell) for sheet in load_workbook(BytesIO(file.read())) for row in sheet.values for cell in row]
    assert "Ya" in cells or "Tidak" in cells
    for secret in PERSON.values():
        assert secret not in cells
    assert Event.objects.filter(action="suggestion.accepted").count() == 1


def test_differing_needs_a_note_and_keeps_it(client: Client, handled, operator) -> None:
    client.force_login(operator)
    suggested = points(handled)["G6"]
    form = {"place": "G6", "points": 3, "suggested": suggested, "version": 0}
    refused = send(client, handled, **form, note=" ")
    assert refused.status_code == 422
    assert PROBLEMS[SuggestionRefusal.NOTE_NEEDED] in refused.content.decode()
    assert send(client, handled, **form, note="Laporan manual ada.").status_code == 302
    assert Answer.objects.get(assessment=handled, indicator__code="G6").note == "Laporan manual ada."


def test_an_outdated_suggestion_or_answer_is_not_taken(client: Client, handled, operator) -> None:
    client.force_login(operator)
    level = points(handled)["G6"]
    outdated = {"place": "G6", "points": level, "suggested": level + 1, "version": 0}
    assert send(client, handled, **outdated).status_code == 409
    send(client, handled, place="G6", points=level, suggested=level, version=0)
    again = {"place": "G6", "points": 3, "suggested": level, "version": 0, "note": "Lain"}
    assert send(client, handled, **again).status_code == 409


@pytest.mark.parametrize("wrong", [{"points": "x"}, {"points": "9"}, {"place": "G99"}, {"version": "9" * 30}])
def test_what_cannot_be_is_refused_without_a_trace(client: Client, handled, operator, wrong) -> None:
    client.force_login(operator)
    level = points(handled)["G6"]
    form = {"place": "G6", "points": str(level), "suggested": str(level), "version": "0", "note": "x"}
    assert send(client, handled, **(form | wrong)).status_code in (409, 422)
    assert not Answer.objects.filter(assessment=handled, indicator__code="G6").exists()


def test_a_reviewer_reads_and_decides_nothing(client: Client, handled, reviewer) -> None:
    client.force_login(reviewer)
    page = client.get(reverse("reports:suggestions", args=[handled.pk]))
    assert page.status_code == 200
    assert "Simpan dan lampirkan" not in page.content.decode()
    assert send(client, handled, place="G6").status_code == 403


def test_today_is_the_day_the_register_is_looked_at(handled: Assessment) -> None:
    assert NOW.date() == TODAY
    later = {s.place: s.suggested.points for s in suggestions_of(handled, TODAY + timedelta(days=60))}
    assert later["G3"] <= points(handled)["G3"]


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_a_decision_without_the_version_that_was_seen_is_not_taken(client: Client, handled, operator, version) -> None:
    client.force_login(operator)
    level = points(handled)["G6"]
    refused = send(client, handled, place="G6", points=level, suggested=level, version=version)
    assert refused.status_code == 422
    assert VERSION_MISSING in refused.content.decode()
    assert not Answer.objects.filter(assessment=handled, indicator__code="G6").exists()
