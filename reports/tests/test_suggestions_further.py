"""What the register suggests for Opini 2026 and PEKPPP: each rule at its edges, and silence where it cannot know."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Answer, Assessment, Evidence
from assessments.services.further import add_instrument
from conftest import shipped_instrument
from instruments.selectors.tree import tree_of
from reports.suggestions.selectors import suggestions_of
from reports.suggestions.sentences import CONFIRM, FACTS, fact
from reports.suggestions.suggesting import UNIT_RULES
from reports.suggestions.suggesting.further import OPINI, PEKPPP
from reports.tests.test_suggestions import GOOD, TODAY, handled

__all__ = ["handled"]

BEST = replace(GOOD, lapor_received=4, lapor_answered=4, coached=2)
NOTHING = frozenset()
CASES = [
    ("PG-01.1", {}, 1),
    ("PG-01.1", {"decrees": 0}, 0),
    ("PG-02.1", {}, 1),
    ("PG-02.1", {"decrees_this_year": 0}, 1),
    ("PG-02.1", {"decrees_in_force": 0}, 0),
    ("PG-02.1", {"decrees_in_force": 0, "decrees": 0}, 0),
    ("PG-03.1", {}, 1),
    ("PG-03.1", {"received": 0}, 1),
    ("PG-03.1", {"received": 0, "last_test": TODAY - timedelta(days=36)}, 0),
    ("PG-03.1", {"received": 0, "working_kinds": NOTHING}, 0),
    ("PG-03.2", {}, 1),
    ("PG-03.2", {"told": 7}, 0),
    ("PG-03.2", {"answered": 0, "told": 0}, 0),
    ("PG-03.2", {"received": 0}, None),
    ("PG-05.1", {}, 1),
    ("PG-05.1", {"received": 0}, None),
    ("PG-06.1", {}, 1),
    ("PG-06.1", {"on_time": None}, None),
    ("PG-07.1", {}, 1),
    ("PG-07.1", {"quarters": 2}, 0),
    ("PG-07.1", {"quarters": 2, "reports": 2}, 1),
    ("PG-07.1", {"reports": 0}, 0),
    ("PG-08.1", {}, 1),
    ("PG-08.1", {"working_kinds": frozenset({"address"})}, None),
    ("PG-08.6", {}, 1),
    ("PG-08.6", {"working_kinds": frozenset({"lapor"})}, None),
    ("PG-08.6", {"working_kinds": NOTHING, "kinds": NOTHING}, 0),
    ("PG-09.1", {}, 1),
    ("PG-09.1", {"coached": 0}, 0),
    ("F25", {}, 2),
    ("F25", {"decrees_in_force": 0}, 1),
    ("F25", {"working_kinds": frozenset({"phone"})}, None),
    ("F26", {}, 3),
    ("F26", {"working_kinds": frozenset({"address"})}, 1),
    ("F26", {"working_kinds": frozenset({"phone"})}, None),
    ("F26", {"working_kinds": NOTHING, "kinds": NOTHING, "officers": 0}, 0),
    ("F27", {}, 5),
    ("F27", {"is_published": False}, 4),
    ("F27", {"improvements": 0}, 3),
    ("F27", {"quarters": 2}, 2),
    ("F27", {"reports": 0}, 1),
    ("F27", {"received": 0}, None),
    ("F28", {}, 5),
    ("F28", {"lapor_received": 10, "lapor_answered": 9}, 5),
    ("F28", {"lapor_received": 100, "lapor_answered": 89}, 4),
    ("F28", {"lapor_received": 2, "lapor_answered": 1}, 4),
    ("F28", {"lapor_received": 100, "lapor_answered": 49}, 3),
    ("F28", {"lapor_received": 0}, 2),
    ("F28", {"lapor_received": 0, "answered": 5}, 2),
    ("F28", {"lapor_received": 0, "answered": 4}, 1),
    ("F28", {"answered": 0}, 0),
    ("F28", {"received": 0}, None),
]


@pytest.mark.parametrize(("code", "more", "level"), CASES)
def test_each_rule_at_its_edge(code, more, level):
    suggested = (OPINI | PEKPPP)[code](replace(BEST, **more))

    assert (suggested.points if suggested else None) == level


@pytest.mark.parametrize(("code", "more"), [(code, more) for code, more, level in CASES if level is not None])
def test_each_suggestion_says_why_in_whole_sentences(code, more):
    suggested = (OPINI | PEKPPP)[code](replace(BEST, **more))

    said = [fact(found, values) for found, values in suggested.facts]
    assert said
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in said)
    assert all(confirm in CONFIRM for confirm in suggested.to_confirm)
    assert all(found in FACTS for found, _ in suggested.facts)


def test_what_is_missing_on_a_requirement_is_a_risk():
    empty = replace(BEST, decrees=0, decrees_in_force=0, reports=0, coached=0)

    for code in ("PG-01.1", "PG-02.1", "PG-07.1", "PG-09.1"):
        assert OPINI[code](empty).is_risk


@pytest.mark.parametrize(
    ("family", "code"), [("kspp", "kspp-2023-2024"), ("opini", "opini-2026"), ("pekppp", "pekppp-f02")]
)
def test_every_rule_is_about_an_indicator_with_such_levels(db, family, code):
    nodes = tree_of(shipped_instrument(code)).by_code

    for indicator in UNIT_RULES[family]:
        levels = [level.points for level in nodes[indicator].levels]
        assert max(levels) == {"kspp": 4, "opini": 1, "pekppp": 5}[family]


@pytest.fixture
def further(handled, coordinator, now):
    def add(code):
        cycle = handled.locus.cycle
        cycle.refresh_from_db()
        version = shipped_instrument(code)
        add_instrument(cycle=cycle, instrument=version, by=coordinator, now=now, seen_version=cycle.version)
        return Assessment.objects.with_place().get(locus=handled.locus, instrument=version)

    return add


def test_the_register_is_read_into_requirements(further, django_assert_max_num_queries):
    assessment = further("opini-2026")
    with django_assert_max_num_queries(21):
        found = {s.place: s.suggested for s in suggestions_of(assessment, TODAY)}

    assert {place: suggested.points for place, suggested in found.items()} == {
        "PG-01.1": 0, "PG-02.1": 0, "PG-03.1": 1, "PG-03.2": 1, "PG-05.1": 1, "PG-06.1": 1, "PG-07.1": 0,
        "PG-08.6": 1, "PG-09.1": 1,
    }  # fmt: skip
    assert found["PG-06.1"].facts[0][1] == {"percent": Decimal(100)}


def test_the_register_is_read_into_levels_of_pekppp(further):
    found = suggestions_of(further("pekppp-f02"), TODAY)

    assert {s.place: s.suggested.points for s in found} == {"F25": 1, "F26": 3, "F27": 1, "F28": 2}


def test_an_instrument_without_rules_gets_none(further):
    assert suggestions_of(further("skm"), TODAY) == []


def test_taking_one_answers_the_requirement_and_attaches_the_recap(client, further, operator):
    assessment = further("opini-2026")
    client.force_login(operator)
    address = reverse("reports:suggestions", args=[assessment.pk])
    assert "PG-05.1" in client.get(address).content.decode()
    asked = {"place": "PG-05.1", "points": 1, "suggested": 1, "version": 0, "note": ""}

    assert client.post(reverse("reports:suggestion", args=[assessment.pk]), asked).status_code == 302

    answer = Answer.objects.get(assessment=assessment)
    assert (answer.points, answer.review) == (1, "")
    assert Evidence.objects.get(answer=answer).name.endswith(".xlsx")
