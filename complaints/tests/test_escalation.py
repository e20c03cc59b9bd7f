"""Warnings before and at the end of a time limit, once each; and what the portal's clock does by itself."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from complaints import schedule
from complaints.mailing import send_notices
from complaints.models import Complaint, DayOff, DeskSettings, Notice
from complaints.services import escalation, housekeeping
from complaints.services.days_off import create_day_off
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import Move, State
from conftest import NOW, person
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def people(kaur, dukcapil) -> dict[str, User]:
    in_unit = (Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON)
    roles = (*in_unit, Role.COMPLAINT_ADMIN, Role.COMPLAINT_SUPERVISOR)
    return {r: person(f"{r}@kaur.example", r, kaur, dukcapil if r in in_unit else None) for r in roles}


@pytest.fixture
def running(kaur, dukcapil, people) -> Complaint:
    """Due on 25 June; `decide` on 2 August."""
    with_clocks()
    complaint = complain(kaur, dukcapil, person=PERSON)
    step(complaint, Move.VERIFY, people[Role.COMPLAINT_ADMIN], classification="non_supervisory", unit=dukcapil)
    return step(complaint, Move.START, people[Role.COMPLAINT_OFFICER])


def told(kind: str) -> set[str]:
    return {notice.user.email.split("@")[0] for notice in Notice.objects.filter(kind=kind).select_related("user")}


def test_near_the_end_the_officer_and_the_liaison_are_told_once(running) -> None:
    assert escalation.write_notices(now=NOW + timedelta(days=17)) == 0, "20 June: three working days left"
    soon = NOW + timedelta(days=18)
    assert escalation.write_notices(now=soon) == 2
    assert escalation.write_notices(now=soon + timedelta(hours=3)) == 0
    assert told(Notice.Kind.DUE_SOON) == {Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON}


def test_at_a_breach_admin_and_supervisor_are_told_too(running) -> None:
    assert escalation.write_notices(now=NOW + timedelta(days=23)) == 4
    assert told(Notice.Kind.BREACHED) == {
        Role.COMPLAINT_OFFICER,
        Role.COMPLAINT_LIAISON,
        Role.COMPLAINT_ADMIN,
        Role.COMPLAINT_SUPERVISOR,
    }


def test_a_case_without_unit_and_officer_is_the_admins(kaur, people) -> None:
    with_clocks()
    complain(kaur)
    escalation.write_notices(now=NOW + timedelta(days=2))
    assert told(Notice.Kind.DUE_SOON) == {Role.COMPLAINT_ADMIN}


def test_a_clock_at_rest_and_an_ended_case_warn_nobody(running, people) -> None:
    step(running, Move.ASK, people[Role.COMPLAINT_OFFICER], text="Kapan?", reason="Belum jelas")
    assert escalation.write_notices(now=NOW + timedelta(days=70)) == 0


def test_the_governments_own_number_of_days_holds(running, kaur) -> None:
    DeskSettings.objects.create(government=kaur, warn_days=5)
    assert escalation.write_notices(now=NOW + timedelta(days=11)) == 2, "14 June: five working days left"


def test_a_letter_goes_to_each_once_without_persons_or_stories(running, settings) -> None:
    escalation.write_notices(now=NOW + timedelta(days=23))
    for _ in range(2):
        for user, notices in escalation.claim_mails(now=NOW):
            send_notices(user, notices)
    assert len(mail.outbox) == 4
    for letter in mail.outbox:
        text = f"{letter.subject} {letter.body}"
        assert running.number in letter.body
        assert running.number not in letter.subject
        for secret in (*PERSON.values(), running.subject, running.story):
            assert secret not in text


def test_a_mail_server_that_is_away_loses_no_letter(running, monkeypatch) -> None:
    escalation.write_notices(now=NOW + timedelta(days=23))
    monkeypatch.setattr(schedule.mailing, "send_notices", lambda *args: (_ for _ in ()).throw(OSError()))
    schedule.warn()
    assert not Notice.objects.exclude(mailed_at=None).exists()
    monkeypatch.undo()
    schedule.warn()
    assert Notice.objects.filter(mailed_at=None).count() == 0
    assert mail.outbox


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_notice_once(running) -> None:
    then = NOW + timedelta(days=23)
    at_once(lambda: escalation.write_notices(now=then), lambda: escalation.write_notices(now=then))
    assert Notice.objects.count() == 4


def test_notices_are_ones_own_and_can_be_marked_read(client: Client, running, people) -> None:
    escalation.write_notices(now=NOW + timedelta(days=23))
    client.force_login(people[Role.COMPLAINT_OFFICER])
    page = client.get(reverse("complaints:notices"))
    assert [n.user for n in page.context["page_obj"]] == [people[Role.COMPLAINT_OFFICER]]
    client.post(reverse("complaints:notices_read"), {"until": str(Notice.objects.latest("pk").pk)})
    assert Notice.objects.exclude(read_at=None).count() == 1


def test_a_file_not_completed_in_time_counts_as_withdrawn(running, people) -> None:
    asked = step(running, Move.ASK, people[Role.COMPLAINT_OFFICER], text="Kapan?", reason="Belum jelas")
    assert housekeeping.lapse(now=NOW + timedelta(days=30)) == 0
    assert housekeeping.lapse(now=NOW + timedelta(days=31)) == 1
    assert housekeeping.lapse(now=NOW + timedelta(days=31)) == 0
    asked.refresh_from_db()
    assert asked.state == State.WITHDRAWN
    assert "dianggap" in asked.messages.latest("pk").text


def test_an_answer_nobody_contradicts_closes_after_the_days_set(running, people, kaur) -> None:
    DeskSettings.objects.create(government=kaur, close_after_days=10)
    step(running, Move.ANSWER, people[Role.COMPLAINT_OFFICER], text="Sudah.", outcome="proven")
    assert housekeeping.close(now=NOW + timedelta(days=10)) == 0
    assert housekeeping.close(now=NOW + timedelta(days=10, minutes=1)) == 1
    assert Complaint.objects.get().state == State.CLOSED


def test_a_new_day_off_moves_deadlines_that_lie_across_it(running, kaur, coordinator) -> None:
    day = NOW.date() + timedelta(days=2)
    values = {"date": day, "name": "Hari Jadi", "kind": DayOff.Kind.LOCAL, "is_estimate": False}
    create_day_off(government=kaur, values=values, by=coordinator, now=NOW)
    assert housekeeping.recount_all(government=kaur.pk) == 1
    assert housekeeping.recount_all() == 0
    assert Complaint.objects.get().due_on == NOW.date() + timedelta(days=23)
