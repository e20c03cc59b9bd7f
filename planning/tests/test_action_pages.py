"""The action plan: listed by what is due, moved with one tap, changed by who saw how it stood."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.permissions import Role
from assessments.selectors.owners import owners_of
from conftest import NOW, fill, make_assessment, person
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.lib.forms import VERSION_MISSING
from planning.models import Action
from planning.services.actions import add_action, change_action, move_action
from planning.tests.plans import answer_to, hand_made, page, proposal, text, wanted

pytestmark = pytest.mark.django_db


def test_the_board_begins_with_what_is_late_in_words(as_coordinator, filled, coordinator):
    today = timezone.localdate()
    for n, days in enumerate((5, -3, 0, 1, 40)):
        hand_made(filled, coordinator, str(n), what=f"Tugas {n}", due_on=today + timedelta(days=days))
    response = as_coordinator.get(page("cycle_actions", filled.locus.cycle_id))
    shown = text(response)
    assert "5 tindakan masih terbuka: 1 sudah terlambat, 3 jatuh tempo dalam tujuh hari." in shown
    words = ["Terlambat 3 hari", "Jatuh tempo hari ini", "Jatuh tempo besok", "Sisa 5 hari", "Sisa 40 hari"]
    assert [shown.index(each) for each in words] == sorted(shown.index(each) for each in words)


def test_points_are_added_up_by_state(as_coordinator, filled, coordinator, puskesmas, cycle):
    fill(make_assessment(cycle, puskesmas), 2)
    for n, points in enumerate(("0.50", "0.25", None)):
        hand_made(filled, coordinator, str(n), expected_points=points)
    done = hand_made(filled, coordinator, "9", expected_points="1.00")
    move_action(action=done, state="done", note="", seen_version=1, by=coordinator, now=NOW)
    board = as_coordinator.get(page("unit_actions", filled.locus_id)).context["board"]
    totals = {total.state: total for total in board.totals}
    assert (totals["planned"].number, str(totals["planned"].points)) == (3, "0.75")
    assert (totals["done"].number, totals["done"].points) == (1, 1)
    whole = as_coordinator.get(page("cycle_actions", cycle.pk)).context["board"]
    assert {total.state: total.government for total in whole.totals}["planned"] * 2 == totals["planned"].points


def test_the_board_is_narrowed_by_state_unit_and_owner(as_coordinator, filled, coordinator, cycle, puskesmas):
    other = make_assessment(cycle, puskesmas)
    fill(other, 2)
    mine = hand_made(filled, coordinator, "1", what="Punya saya", owner_name=coordinator.name, owner=coordinator)
    theirs = hand_made(other, coordinator, "2", what="Punya lain", owner_name="Bidan Rani")
    dropped = hand_made(filled, coordinator, "3", what="Batal saja")
    move_action(action=dropped, state="dropped", note="Ganti", seen_version=1, by=coordinator, now=NOW)
    here = page("cycle_actions", cycle.pk)

    def found(query):
        return {row.action.pk for row in as_coordinator.get(f"{here}?{query}").context["board"].rows}

    assert found("") == {mine.pk, theirs.pk}
    assert found("keadaan=semua") == {mine.pk, theirs.pk, dropped.pk}
    assert found("keadaan=dropped") == {dropped.pk}
    assert found("keadaan=terlambat") == {mine.pk, theirs.pk}
    assert found(f"unit={puskesmas.pk}") == {theirs.pk}
    assert found("pemilik=saya") == {mine.pk}
    assert found("pemilik=Bidan+Rani") == {theirs.pk}
    for odd in ("unit=" + "9" * 40, "keadaan=%00", "pemilik=%00", "halaman=x"):
        assert as_coordinator.get(f"{here}?{odd}").status_code == 200


def test_it_says_when_the_level_has_been_reached(as_coordinator, scenario, filled):
    _, data = proposal(as_coordinator, scenario)
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    here = page("unit_actions", filled.locus_id)
    assert "Tingkat sudah tercapai" not in text(as_coordinator.get(here))
    answer_to(filled, "S3", 4)
    rows = {row.action.indicator_code: row for row in as_coordinator.get(here).context["board"].rows}
    assert (rows["S3"].is_reached, rows["S1"].is_reached) == (True, False)
    assert "Tingkat sudah tercapai" in text(as_coordinator.get(here))
    assert "Tingkat sudah tercapai" in text(as_coordinator.get(page("action", rows["S3"].action.pk)))


def test_what_is_done_before_its_answer_says_where_to_answer_and_what_is_reached_is_added_up_once(
    as_coordinator, scenario, filled
):
    _, data = proposal(as_coordinator, scenario)
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    here = page("unit_actions", filled.locus_id)
    [planned, *_] = as_coordinator.get(here).context["board"].totals
    third = next(action for action in Action.objects.all() if action.indicator_code == "S3")
    as_coordinator.post(page("action_move", third.pk), {"state": "done", "version": third.version})
    shown = as_coordinator.get(page("action", third.pk))
    assert "jawaban di daftar periksa belum sampai ke tingkat ini" in text(shown)
    assert f"{filled.get_absolute_url()}#S3" in text(shown)
    assert "belum sampai ke tingkat ini" in text(as_coordinator.get(f"{here}?keadaan=done"))
    answer_to(filled, "S3", 4)
    assert "belum sampai ke tingkat ini" not in text(as_coordinator.get(page("action", third.pk)))
    [left, *_] = as_coordinator.get(here).context["board"].totals
    assert left.points == planned.points - third.expected_points
    answer_to(filled, "S1", 4)
    [reached, *_] = as_coordinator.get(here).context["board"].totals
    assert (reached.number, reached.points, reached.reached) == (1, 0, 1)
    assert "1 sudah tercapai" in text(as_coordinator.get(here))


def test_the_same_queries_for_one_action_and_for_two_hundred(as_coordinator, scenario, filled, coordinator, cycle):
    _, data = proposal(as_coordinator, scenario)
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    here = page("cycle_actions", cycle.pk)
    as_coordinator.get(here)
    with CaptureQueriesContext(connection) as few:
        as_coordinator.get(here)
    template = Action.objects.first()
    Action.objects.bulk_create(
        [
            Action(
                government=template.government, cycle=cycle, unit=template.unit, scenario=scenario, step_key=f"x{n}",
                what=f"Tugas {n}", owner_name=f"Orang {n}", due_on=template.due_on, created_at=NOW,
                created_by=coordinator,
            )
            for n in range(200)
        ]
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        response = as_coordinator.get(here)
    assert len(many) == len(few)
    assert response.context["board"].page_obj.paginator.num_pages == 5


def test_one_tap_moves_it_and_leads_back_to_the_list(as_operator, filled, coordinator):
    action = hand_made(filled, coordinator)
    back = f"{page('unit_actions', filled.locus_id)}?keadaan=semua"
    url = page("action_move", action.pk)
    response = as_operator.post(url, {"state": "doing", "version": "1", "back": back})
    assert (response.status_code, response.url) == (302, back)
    action.refresh_from_db()
    assert (action.state, action.version) == ("doing", 2)
    assert as_operator.post(url, {"state": "doing", "version": "1"}).status_code == 302
    assert Event.objects.filter(action="action.moved").count() == 1


@pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)", "\\\\jahat"])
def test_it_never_leads_elsewhere(as_operator, filled, coordinator, back):
    action = hand_made(filled, coordinator)
    response = as_operator.post(page("action_move", action.pk), {"state": "doing", "version": "1", "back": back})
    assert response.url == page("action", action.pk)


def test_a_stale_move_is_answered_readably_and_not_made(as_operator, filled, coordinator):
    action = hand_made(filled, coordinator)
    move_action(action=action, state="done", note="", seen_version=1, by=coordinator, now=NOW)
    response = as_operator.post(page("action_move", action.pk), {"state": "doing", "version": "1"})
    assert response.status_code == 409
    assert f"baru saja diubah oleh {coordinator.name}; keadaannya sekarang: selesai" in text(response)
    action.refresh_from_db()
    assert action.state == "done"


@pytest.mark.parametrize(
    "data",
    [{"state": "dropped"}, {"state": "dropped", "note": "  "}, {"state": "lain"}, {}, {"state": "\x00"}],
)
def test_dropping_needs_a_reason_and_a_state_must_exist(as_operator, filled, coordinator, data):
    action = hand_made(filled, coordinator)
    response = as_operator.post(page("action_move", action.pk), {"version": "1", **data})
    assert response.status_code == 422
    action.refresh_from_db()
    assert action.state == "planned"


def test_the_reason_for_dropping_is_kept_and_told(as_operator, filled, coordinator):
    action = hand_made(filled, coordinator)
    as_operator.post(page("action_move", action.pk), {"version": "1", "state": "dropped", "note": "Anggaran dialihkan"})
    shown = text(as_operator.get(page("action", action.pk)))
    assert shown.count("Anggaran dialihkan") == 2
    again = as_operator.post(page("action_move", action.pk), {"version": "2", "state": "planned"})
    assert again.status_code == 302
    action.refresh_from_db()
    assert (action.state, action.state_note) == ("planned", "")


@pytest.mark.parametrize("version", ["", "x", "9" * 40])
def test_a_move_without_the_version_that_was_seen_is_not_made(as_operator, filled, coordinator, version):
    action = hand_made(filled, coordinator)
    response = as_operator.post(page("action_move", action.pk), {"version": version, "state": "doing"})
    assert response.status_code == 422
    assert VERSION_MISSING in text(response)
    action.refresh_from_db()
    assert action.state == "planned"


def test_an_action_is_written_by_hand_once(as_operator, filled, operator):
    here = page("unit_action_add", filled.locus_id)
    form = as_operator.get(here).context["form"]
    data = {
        "unit": filled.unit.pk,
        "what": "Latih petugas loket",
        "target": "Semua petugas hafal alur",
        "owner_name": operator.name,
        "due_on": "2026-12-24",
        "expected_points": "0,84",
        "order_key": str(form.initial["order_key"]),
    }
    for _ in range(2):
        assert as_operator.post(here, data).status_code == 302
    action = Action.objects.get()
    assert (action.owner, str(action.expected_points), action.scenario) == (operator, "0.84", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("what", ""), ("owner_name", " "), ("due_on", "x"), ("due_on", "2200-01-01"), ("expected_points", "banyak"),
     ("expected_points", "9" * 40), ("expected_points", "NaN"), ("unit", ""), ("unit", "9" * 40), ("order_key", "x")],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_nothing_is_kept(as_coordinator, filled, field, value):
    here = page("cycle_action_add", filled.locus.cycle_id)
    data = {
        "unit": filled.unit.pk, "what": "Latih", "owner_name": "Ani", "due_on": "2026-12-24",
        "order_key": str(uuid.uuid4()), field: value,
    }  # fmt: skip
    assert as_coordinator.post(here, data).status_code == 422
    assert not Action.objects.exists()


def test_a_unit_outside_the_cycle_gets_no_action(filled, coordinator, puskesmas):
    with pytest.raises(Refused):
        add_action(cycle=filled.locus.cycle, unit=puskesmas, values=wanted(), order_key="1", by=coordinator, now=NOW)


def test_changing_it_stale_twice_and_wrong(as_operator, filled, coordinator):
    action = hand_made(filled, coordinator)
    here = page("action_edit", action.pk)
    data = {
        "version": "1",
        "what": "Pasang maklumat di loket",
        "target": "",
        "owner_name": "Pejabat 2",
        "due_on": "2024-07-02",
    }
    assert as_operator.post(here, data).status_code == 302
    assert as_operator.post(here, data).status_code == 302
    assert Event.objects.filter(action="action.changed").count() == 1
    stale = as_operator.post(here, {**data, "what": "Lain lagi"})
    assert stale.status_code == 409
    assert "Lain lagi" in text(stale)
    assert "Pasang maklumat di loket" in text(stale)
    assert as_operator.post(here, {**data, "what": ""}).status_code == 422
    assert as_operator.post(here, {**data, "version": "2", "what": "Lain lagi"}).status_code == 302


def test_the_points_of_a_step_are_computed_and_stay(as_coordinator, scenario, coordinator):
    _, data = proposal(as_coordinator, scenario)
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    action = Action.objects.get(indicator_code="S3")
    points = action.expected_points
    assert "expected_points" not in as_coordinator.get(page("action_edit", action.pk)).context["form"].fields
    changed = change_action(action=action, values=wanted(expected_points=None), seen_version=1, by=coordinator, now=NOW)
    assert changed.expected_points == points
    with pytest.raises(Conflict):
        change_action(action=action, values=wanted(what="x"), seen_version=1, by=coordinator, now=NOW)


def test_an_operator_moves_the_actions_of_the_own_unit_only(client, filled, coordinator, operator, puskesmas, cycle):
    other = make_assessment(cycle, puskesmas)
    foreign = hand_made(other, coordinator)
    own = hand_made(filled, coordinator, "2")
    client.force_login(operator)
    assert client.get(page("cycle_actions", cycle.pk)).status_code == 403
    assert client.get(page("unit_actions", other.locus_id)).status_code == 403
    assert client.post(page("action_move", foreign.pk), {"state": "done", "version": "1"}).status_code == 403
    assert client.post(page("action_move", own.pk), {"state": "done", "version": "1"}).status_code == 302


def test_who_may_only_look_sees_no_button(client, filled, coordinator, reviewer):
    action = hand_made(filled, coordinator)
    client.force_login(reviewer)
    for url in (page("cycle_actions", filled.locus.cycle_id), page("action", action.pk)):
        shown = text(client.get(url))
        assert "Tandai selesai" not in shown
        assert "Tambah tindakan" not in shown
    assert client.post(page("action_move", action.pk), {"state": "done", "version": "1"}).status_code == 403


def test_owners_are_named_apart_where_names_are_twins(kaur, dukcapil, operator):
    twin = person("lain@kaur.example", Role.COORDINATOR, kaur)
    type(twin).objects.filter(pk=twin.pk).update(name=operator.name)
    owners = owners_of(kaur, [dukcapil.pk], NOW.date())
    assert owners.named(operator.name) is None
    assert owners.named(f"{operator.name} ({operator.email})") == operator
    assert owners.usual(dukcapil.pk) == f"{operator.name} ({operator.email})"
    assert owners.named("PEJABAT 1") is None
    assert {row.text for row in owners.of_unit(dukcapil.pk)} >= {"Pejabat 1", "Petugas 2"}
    assert owners_of(kaur, [], NOW.date()).usual(0) == operator.name


def test_no_page_of_the_plan_misses_the_word_estimate(as_coordinator, scenario, filled):
    for name, pk in (
        ("scenario", scenario.pk),
        ("scenario_actions", scenario.pk),
        ("cycle_scenarios", scenario.cycle_id),
    ):
        assert re.search("perkiraan", text(as_coordinator.get(page(name, pk))))
