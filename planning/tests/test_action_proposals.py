"""From a scenario to actions: proposed on one page, made once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assessments.models import Phase
from complaints.models import DayOff
from conftest import NOW
from history.models import Event
from kspp.lib.errors import Refused
from kspp.lib.workdays import working_dates
from planning.models import Action
from planning.selectors.proposals import usual_until
from planning.services.actions import PlannedAction, plan_actions
from planning.services.scenarios import remove_scenario
from planning.tests.plans import answer_to, keep, page, proposal, text, wanted

pytestmark = pytest.mark.django_db


def test_each_rising_step_is_proposed_with_everything_it_needs(as_coordinator, scenario, operator):
    response, _ = proposal(as_coordinator, scenario)
    rows = {row.where.code: row for row in response.context["proposals"].rows}
    assert set(rows) == {"S1", "S3"}
    assert response.context["proposals"].unusable == 1
    third = rows["S3"]
    assert third.what.startswith("S3 ")
    assert third.what.endswith("dari tingkat 2 ke tingkat 4")
    assert third.target
    assert third.points > 0
    assert third.owner == operator.name
    days = set(working_dates(timezone.localdate(), timezone.localdate() + timedelta(days=61)))
    assert {row.due_on for row in rows.values()} <= days
    assert "1 langkah tidak diusulkan" in text(response)


def test_sending_the_page_makes_them_once(as_coordinator, scenario, operator):
    _, data = proposal(as_coordinator, scenario)
    first = as_coordinator.post(page("scenario_actions", scenario.pk), data)
    assert first.status_code == 302
    again = as_coordinator.post(page("scenario_actions", scenario.pk), data, follow=True)
    assert "tidak ada yang ganda" in text(again)
    assert Action.objects.count() == 2
    action = Action.objects.get(indicator_code="S3")
    assert (action.scenario, action.unit, action.owner, action.state) == (scenario, scenario.unit, operator, "planned")
    assert action.expected_points is not None
    assert Event.objects.filter(action="action.planned").count() == 2


def test_what_is_left_out_is_not_made_and_what_was_changed_is(as_coordinator, scenario):
    response, data = proposal(as_coordinator, scenario)
    rows = {form.proposal.where.code: form.prefix for form in response.context["forms"]}
    del data[f"{rows['S1']}-take"]
    data |= {f"{rows['S3']}-owner_name": "Ibu Sari", f"{rows['S3']}-what": "Tulis ulang standar"}
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    action = Action.objects.get()
    assert (action.what, action.owner, action.owner_name) == ("Tulis ulang standar", None, "Ibu Sari")
    later, _ = proposal(as_coordinator, scenario)
    assert [row.where.code for row in later.context["proposals"].rows] == ["S1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("what", ""),
        ("what", "a\x00"),
        ("owner_name", ""),
        ("due_on", ""),
        ("due_on", "9999-99-99"),
        ("due_on", "1900-01-01"),
    ],
)
def test_one_wrong_row_keeps_all_of_them_from_being_made(as_coordinator, scenario, field, value):
    response, data = proposal(as_coordinator, scenario)
    data[f"{response.context['forms'][0].prefix}-{field}"] = value
    answer = as_coordinator.post(page("scenario_actions", scenario.pk), data)
    assert answer.status_code == 422
    assert "Belum ada yang tersimpan" in text(answer)
    assert not Action.objects.exists()


def test_choosing_none_is_said(as_coordinator, scenario):
    _, data = proposal(as_coordinator, scenario)
    data = {name: value for name, value in data.items() if not name.endswith("-take")}
    response = as_coordinator.post(page("scenario_actions", scenario.pk), data)
    assert response.status_code == 422
    assert "Pilih paling sedikit satu langkah" in text(response)


@pytest.mark.parametrize("until", ["1999-01-01", "9999-12-31", "x", "2024-13-01"])
def test_a_last_day_that_cannot_be_is_said_and_the_usual_one_is_used(as_coordinator, scenario, until):
    response = as_coordinator.get(f"{page('scenario_actions', scenario.pk)}?sampai={until}")
    assert response.status_code == 200
    assert response.context["until"].errors
    assert response.context["proposals"].rows


def test_due_dates_end_on_the_last_working_day_that_was_asked(as_coordinator, scenario):
    until = timezone.localdate() + timedelta(days=30)
    response = as_coordinator.get(f"{page('scenario_actions', scenario.pk)}?sampai={until}")
    last = working_dates(timezone.localdate(), until)[-1]
    assert max(row.due_on for row in response.context["proposals"].rows) == last


def test_a_local_day_off_that_the_complaint_desk_keeps_is_no_day_to_finish_work(as_coordinator, scenario, paser):
    last = timezone.localdate() + timedelta(days=30)
    while last.weekday() != 2 or last not in working_dates(last, last):
        last += timedelta(days=1)
    government = scenario.government
    DayOff.objects.create(government=government, date=last, name="Hari jadi", kind=DayOff.Kind.LOCAL)
    assert working_dates(last, last, paser.pk) == [last]
    assert working_dates(last, last, government.pk) == []
    response = as_coordinator.get(f"{page('scenario_actions', scenario.pk)}?sampai={last}")
    due = max(row.due_on for row in response.context["proposals"].rows)
    assert due == working_dates(last - timedelta(days=9), last, government.pk)[-1] < last


def test_work_that_does_not_fit_the_days_left_is_said_unit_by_unit(as_coordinator, filled, coordinator):
    long = keep(filled, coordinator, [(filled.pk, "S3", "4"), (filled.pk, "S1", "3")], days=21)
    last = timezone.localdate() + timedelta(days=21)
    left = len(working_dates(timezone.localdate() + timedelta(days=1), last, long.government_id))
    response = as_coordinator.get(f"{page('scenario_actions', long.pk)}?sampai={last}")
    assert f"memerlukan 42 hari kerja, padahal sisa {left}. Tenggat di bawah dirapatkan" in text(response)
    response = as_coordinator.get(f"{page('scenario_actions', long.pk)}?sampai={last + timedelta(days=90)}")
    assert "padahal sisa" not in text(response)


def test_the_usual_last_day_is_the_one_before_the_assessors_come(cycle):
    today = date(2024, 6, 3)
    assert usual_until(cycle, today) == today + timedelta(days=60)
    phase = Phase.objects.create(
        cycle=cycle,
        position=1,
        name="Masa penilaian lapangan Ombudsman",
        starts_on=date(2024, 8, 1),
        ends_on=date(2024, 9, 1),
    )
    assert usual_until(cycle, today) == date(2024, 7, 31)
    Phase.objects.filter(pk=phase.pk).update(starts_on=date(2024, 6, 1))
    assert usual_until(cycle, today) == today + timedelta(days=60)


def test_a_step_another_scenario_made_an_action_of_is_not_taken_by_itself(
    as_coordinator, scenario, filled, coordinator
):
    _, data = proposal(as_coordinator, scenario)
    as_coordinator.post(page("scenario_actions", scenario.pk), data)
    second = keep(filled, coordinator, [(filled.pk, "S3", "3")], name="Lain")
    response, data = proposal(as_coordinator, second)
    assert response.context["proposals"].rows[0].twin
    assert not any(name.endswith("-take") for name in data)


def test_steps_that_were_reached_are_not_proposed(as_coordinator, scenario, filled):
    for code in ("S3", "S1"):
        answer_to(filled, code, 4)
    assert "Tidak ada langkah yang dapat dijadikan tindakan" in text(
        as_coordinator.get(page("scenario_actions", scenario.pk))
    )


def test_a_removed_scenario_and_a_foreign_unit_make_no_action(scenario, coordinator, filled, puskesmas, paser):
    row = PlannedAction("k", puskesmas, "S3", wanted())
    with pytest.raises(Refused):
        plan_actions(scenario=scenario, planned=[row], by=coordinator, now=NOW)
    remove_scenario(scenario=scenario, by=coordinator, now=NOW)
    with pytest.raises(Refused):
        plan_actions(scenario=scenario, planned=[], by=coordinator, now=NOW)
    assert not Action.objects.exists()
