import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from assessments.workflow import Move
from complaints.workflow import Move as ComplaintMove
from history.admin import RecordedAdmin
from history.models import Event
from history.selectors import Change, timeline
from history.sentences import ACTIONS, told
from history.services import record

pytestmark = pytest.mark.both_databases

APPS = tuple(config.name for config in apps.get_app_configs() if (Path(settings.BASE_DIR) / config.name).is_dir())
CODE = re.compile(r"""action=["']([a-z_]+\.[a-z_]+)["']""")
FORMULA = re.compile(r"""action=f["']([a-z_]+)\.\{""")


def sources():
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            if "tests" not in path.parts:
                yield path.read_text(encoding="utf-8")


def recorded_in_admin():
    for model_admin in admin.site._registry.values():
        if isinstance(model_admin, RecordedAdmin):
            yield model_admin.noun, ("created", "changed")
            for inline in model_admin.inlines:
                noun = model_admin.inline_nouns[inline.model._meta.model_name]
                yield noun, ("created", "changed", "removed") if inline.can_delete else ("created",)


def test_every_action_in_the_code_has_a_sentence():
    found = {action for source in sources() for action in CODE.findall(source)}
    assert {"unit.created", "membership.deactivated"} <= found
    assert found - set(ACTIONS) == set()


def test_every_move_of_an_assessment_has_a_sentence():
    assert {f"assessment.{move}" for move in Move} <= set(ACTIONS)


def test_every_action_of_the_admin_has_a_sentence():
    found = {f"{noun}.{verb}" for noun, verbs in recorded_in_admin() for verb in verbs}
    assert {"user.created", "alias.removed"} <= found
    assert found - set(ACTIONS) == set()


def test_actions_put_together_in_code_are_known_to_these_tests():
    """An f-string escapes the search above: add the place here and a test of its own."""
    found = {prefix for source in sources() for prefix in FORMULA.findall(source)}
    assert found <= {"assessment", "complaint"}


def test_every_move_of_a_complaint_has_a_sentence():
    assert {f"complaint.{move}" for move in ComplaintMove} <= set(ACTIONS)


def test_an_action_of_an_older_release_is_told_by_its_code():
    assert told("unit.renamed") == "unit.renamed"


@pytest.fixture
def events(coordinator, dukcapil, puskesmas, now):
    for n in range(3):
        changes = {"name": [f"Unit {n}", f"Unit {n + 1}"]}
        record(action="unit.changed", subject=dukcapil, by=coordinator, now=now, unit=dukcapil, changes=changes)
    record(action="unit.created", subject=puskesmas, by=None, now=now, unit=puskesmas, changes={"pages": 3, "x": None})
    return Event.objects.about(dukcapil)


def test_a_timeline_tells_newest_first_who_did_what(events, dukcapil):
    told_first = timeline(events).entries[0]
    assert (told_first.actor, told_first.text) == ("Koordinator", "mengubah data unit: Disdukcapil")
    assert told_first.changes == (Change("nama unit", "Unit 2", "Unit 3"),)
    assert len(timeline(events).entries) == 3


def test_facts_without_a_before_are_shown_too(events, puskesmas):
    (entry,) = timeline(Event.objects.about(puskesmas)).entries
    assert entry.actor == "Sistem"
    assert set(entry.changes) == {Change("pages", None, 3), Change("x", None, None)}


def test_a_timeline_is_paginated_with_two_queries(events, django_assert_num_queries):
    with django_assert_num_queries(2):
        first = timeline(events, size=2)
    with django_assert_num_queries(2):
        second = timeline(events, number="2", size=2)
    assert [len(first.entries), len(second.entries)] == [2, 1]
    assert second.page_obj.paginator.num_pages == 2
    assert timeline(events, number="x", size=2).page_obj.number == 1


def test_the_admin_shows_events_and_changes_none(client, platform_admin, events):
    User.objects.filter(pk=platform_admin.pk).update(is_superuser=False)
    client.force_login(platform_admin)
    page = client.get(reverse("admin:history_event_changelist"), {"q": "Disdukcapil"})
    assert "mengubah data unit" in page.content.decode()
    event = Event.objects.first()
    change = reverse("admin:history_event_change", args=[event.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"reason": "lain"}).status_code == 403
    assert client.get(reverse("admin:history_event_add")).status_code == 403
    assert client.post(reverse("admin:history_event_delete", args=[event.pk])).status_code == 403


def test_the_list_of_events_takes_the_same_number_of_queries_for_any_number(
    client, platform_admin, events, dukcapil, now, django_assert_max_num_queries
):
    client.force_login(platform_admin)
    address = reverse("admin:history_event_changelist")
    client.get(address)
    with django_assert_max_num_queries(10) as for_few:
        client.get(address)
    for _ in range(30):
        record(action="unit.changed", subject=dukcapil, by=None, now=now, unit=dukcapil)
    with django_assert_max_num_queries(len(for_few)):
        client.get(address)
