"""What each move does to clocks, messages and history; twice, late, and two people at once."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, Message
from complaints.services import running
from complaints.services.linking import assign, change_facts, issue_code, link_duplicate, split
from complaints.services.messages import note, write
from complaints.services.moves import MoveDetails, move
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.workflow import COMPLAINANT, Move, State
from conftest import NOW, person
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def admin(kaur) -> User:
    return person("admin.pengaduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur, dukcapil) -> User:
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def liaison(kaur, dukcapil) -> User:
    return person("penghubung@kaur.example", Role.COMPLAINT_LIAISON, kaur, dukcapil)


@pytest.fixture
def in_progress(kaur, dukcapil, admin, officer) -> Complaint:
    with_clocks()
    complaint = complain(kaur, dukcapil, person=PERSON)
    step(complaint, Move.VERIFY, admin, classification="non_supervisory", unit=dukcapil)
    return step(complaint, Move.START, officer)


def clock(complaint: Complaint, code: str):
    return complaint.clocks.filter(code=code).latest("run")


def test_receipt_verification_and_answer_start_and_end_the_right_clocks(in_progress, officer) -> None:
    assert clock(in_progress, "sp4n-verification").state == "met"
    assert clock(in_progress, "sp4n-non-supervisory").due_on == date(2024, 6, 25)
    assert clock(in_progress, "decide").due_on == date(2024, 8, 2)
    assert in_progress.due_on == date(2024, 6, 25)
    answered = step(in_progress, Move.ANSWER, officer, text="Sudah.", outcome="proven")
    assert {c.state for c in answered.clocks.all()} == {"met"}
    assert clock(answered, "tell-complainant").ended_on == NOW.date()
    assert answered.due_on is None


def test_while_the_complainant_completes_the_file_our_clocks_stand_still(in_progress, officer) -> None:
    asked = step(in_progress, Move.ASK, officer, text="Kapan?", reason="Belum jelas.")
    assert asked.due_on is None
    assert clock(asked, "sp4n-non-supervisory").state == "paused"
    assert clock(asked, "complainant-completes").due_on == date(2024, 7, 3)
    later = NOW + timedelta(days=7)
    back = step(asked, Move.COMPLETE, None, actor=COMPLAINANT, now=later, text="Hari Senin.")
    assert back.state == State.IN_PROGRESS
    assert back.due_on == date(2024, 7, 2), "five working days (4 to 10 June) did not count"
    assert back.is_unread
    assert back.messages.get(kind=Message.Kind.COMPLETION).is_from_complainant


def test_a_file_in_six_day_week_is_counted_anew_when_it_is_handed_over(in_progress, admin, puskesmas) -> None:
    puskesmas.six_day_week = True
    puskesmas.save()
    moved = step(in_progress, Move.TRANSFER, admin, unit=puskesmas, reason="Layanan puskesmas.")
    assert moved.due_on == date(2024, 6, 21)
    assert moved.officer is None


def test_reopening_counts_anew_and_has_its_last_day(in_progress, officer) -> None:
    answered = step(in_progress, Move.ANSWER, officer, text="Sudah.", outcome="proven")
    with pytest.raises(Refused):
        step(answered, Move.REOPEN, None, actor=COMPLAINANT, reason="Lagi.", now=NOW + timedelta(days=31))
    reopened = step(answered, Move.REOPEN, None, actor=COMPLAINANT, reason="Lagi.", now=NOW + timedelta(days=30))
    assert clock(reopened, "sp4n-non-supervisory").run == 2
    assert reopened.answered_at is None
    assert reopened.due_on == date(2024, 7, 23)


def test_a_late_answer_needs_its_reason(in_progress, officer) -> None:
    late = NOW + timedelta(days=40)
    with pytest.raises(Refused) as refusal:
        step(in_progress, Move.ANSWER, officer, text="Sudah.", outcome="proven", now=late)
    assert refusal.value.field == "delay_reason"
    answered = step(in_progress, Move.ANSWER, officer, text="Sudah.", outcome="proven", delay_reason="Alat.", now=late)
    assert clock(answered, "sp4n-non-supervisory").is_late


def test_a_decision_lies_between_receipt_and_today(in_progress, officer) -> None:
    for day in (NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=1)):
        with pytest.raises(Refused) as refusal:
            step(in_progress, Move.ANSWER, officer, text="Sudah.", outcome="proven", decided_on=day)
        assert refusal.value.field == "decided_on"


def test_the_same_form_moves_once(in_progress, officer) -> None:
    key = uuid.uuid4()
    details = MoveDetails(text="Sudah.", outcome="proven")
    common = {"move": Move.ANSWER, "details": details, "form_key": key, "by": officer, "now": NOW}
    first = move(complaint=in_progress, seen_version=in_progress.version, **common)
    again = move(complaint=in_progress, seen_version=in_progress.version, **common)
    assert again.version == first.version
    assert in_progress.messages.filter(kind=Message.Kind.ANSWER).count() == 1


def test_who_acts_on_an_old_page_meets_a_conflict(in_progress, officer) -> None:
    write(complaint=in_progress, text="Pesan tidak mengubah versi.", form_key=uuid.uuid4(), by=officer, now=NOW)
    details = MoveDetails(text="Sudah.", outcome="proven")
    with pytest.raises(Conflict):
        move(
            complaint=in_progress,
            move=Move.ANSWER,
            details=details,
            form_key=uuid.uuid4(),
            seen_version=in_progress.version - 1,
            by=officer,
            now=NOW,
        )


def test_an_extension_stays_under_its_ceiling_and_counts_once(in_progress, liaison, officer) -> None:
    row = clock(in_progress, "sp4n-non-supervisory")
    given = {"reason": "Menunggu laboratorium.", "by": liaison, "now": NOW, "seen_version": in_progress.version}
    with pytest.raises(Refused):
        running.extend(clock=row, days=1, form_key=uuid.uuid4(), **given)
    row.ceiling = 7
    row.save()
    with pytest.raises(Refused):
        running.extend(clock=row, days=8, form_key=uuid.uuid4(), **given)
    key = uuid.uuid4()
    extended = running.extend(clock=row, days=7, form_key=key, **given)
    assert running.extend(clock=row, days=7, form_key=key, **given).due_on == extended.due_on == date(2024, 7, 4)
    assert Complaint.objects.get(pk=in_progress.pk).due_on == date(2024, 7, 4)


def test_messages_and_notes_are_kept_once_and_apart(in_progress, officer, kaur) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        write(complaint=in_progress, text="Halo", form_key=key, by=None, now=NOW)
    assert in_progress.messages.count() == 1
    assert Complaint.objects.get(pk=in_progress.pk).is_unread
    note(complaint=in_progress, text="Internal", form_key=uuid.uuid4(), by=officer, now=NOW)
    assert "Internal" not in [m.text for m in in_progress.messages.all()]
    other = complain(kaur)
    with pytest.raises(Refused):
        write(complaint=other, text="Halo", form_key=key, by=None, now=NOW)


def test_a_part_has_the_same_day_secrecy_and_person(in_progress, admin) -> None:
    key = uuid.uuid4()
    values = {"subject": "Hal kedua", "story": "Parkir."}
    part = split(complaint=in_progress, values=values, form_key=key, by=admin, now=NOW + timedelta(days=3))
    assert split(complaint=in_progress, values=values, form_key=key, by=admin, now=NOW).pk == part.pk
    assert (part.received_at, part.secrecy, part.split_from) == (NOW, in_progress.secrecy, in_progress)
    assert part.identity.sealed == in_progress.identity.sealed
    assert part.identity.words.count() == in_progress.identity.words.count()
    assert clock(part, "sp4n-verification").starts_on == NOW.date()


def test_doubles_never_form_a_chain(in_progress, kaur, paser, admin) -> None:
    other, third, foreign = complain(kaur), complain(kaur), complain(paser)
    seen = {"by": admin, "now": NOW}
    linked = link_duplicate(complaint=other, original=in_progress, seen_version=other.version, **seen)
    assert linked.duplicate_of == in_progress
    for complaint, original in ((third, other), (in_progress, third), (third, foreign), (third, third)):
        with pytest.raises(Refused):
            link_duplicate(complaint=complaint, original=original, seen_version=complaint.version, **seen)


def test_only_who_handles_the_unit_is_assigned(in_progress, liaison, officer, kaur, puskesmas) -> None:
    elsewhere = person("lain@kaur.example", Role.COMPLAINT_OFFICER, kaur, puskesmas)
    with pytest.raises(Refused):
        assign(complaint=in_progress, officer=elsewhere, seen_version=in_progress.version, by=liaison, now=NOW)
    assigned = assign(complaint=in_progress, officer=liaison, seen_version=in_progress.version, by=liaison, now=NOW)
    assert assigned.officer == liaison


def test_facts_change_against_the_version_that_was_seen(in_progress, officer, puskesmas) -> None:
    seen = {"by": officer, "now": NOW}
    changed = change_facts(complaint=in_progress, values={"place": "Loket 2"}, seen_version=in_progress.version, **seen)
    assert changed.place == "Loket 2"
    with pytest.raises(Conflict):
        change_facts(complaint=in_progress, values={"place": "Loket 3"}, seen_version=in_progress.version, **seen)
    product = puskesmas.products.first()
    with pytest.raises(Refused):
        change_facts(complaint=in_progress, values={"product": product}, seen_version=changed.version, **seen)


def test_a_new_code_closes_the_old_door(in_progress, officer) -> None:
    old = in_progress.code_hash
    issued = issue_code(complaint=in_progress, code="AAAA-BBBB-CCCC-DDDD", by=officer, now=NOW)
    assert issued.code_hash not in ("", old)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_name_each_others_case_at_once_make_no_circle(in_progress, kaur, admin, officer) -> None:
    other = complain(kaur)

    def link(complaint: Complaint, original: Complaint, by: User):
        seen = {"seen_version": complaint.version, "by": by, "now": NOW}
        return lambda: link_duplicate(complaint=complaint, original=original, **seen)

    outcomes = at_once(link(in_progress, other, officer), link(other, in_progress, admin))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Complaint", "Refused"]
    assert Complaint.objects.exclude(duplicate_of=None).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_answer_at_once_and_one_meets_a_conflict(in_progress, officer, liaison) -> None:
    def answer(by: User):
        def act() -> str:
            try:
                step_seen(in_progress, by)
            except Conflict:
                return "conflict"
            return "done"

        return act

    assert sorted(at_once(answer(officer), answer(liaison))) == ["conflict", "done"]
    assert Message.objects.filter(complaint=in_progress, kind=Message.Kind.ANSWER).count() == 1


def step_seen(complaint: Complaint, by: User) -> Complaint:
    return move(
        complaint=complaint,
        move=Move.ANSWER,
        details=MoveDetails(text="Sudah.", outcome="proven"),
        form_key=uuid.uuid4(),
        seen_version=complaint.version,
        by=by,
        now=NOW,
    )


def test_the_page_of_a_move_refuses_at_the_field_and_keeps_what_was_typed(client: Client, in_progress, officer) -> None:
    client.force_login(officer)
    url = reverse("complaints:move", args=[in_progress.pk, "answer"])
    typed = {"text": "Jawaban yang panjang", "version": in_progress.version, "form_key": str(uuid.uuid4())}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert "Jawaban yang panjang" in response.content.decode()
    complete = {**typed, "outcome": "proven", "delay_reason": "Alat rusak."}
    stale = client.post(url, {**complete, "version": in_progress.version - 1})
    assert stale.status_code == 409
    assert "Jawaban yang panjang" in stale.content.decode()
    assert "Pengaduan ini berubah" in stale.content.decode()
    done = client.post(url, complete)
    assert done.status_code == 302
    assert client.get(url).status_code == 409


def test_the_page_costs_the_same_for_one_message_and_for_thirty(client: Client, in_progress, officer) -> None:

    client.force_login(officer)
    url = reverse("complaints:complaint", args=[in_progress.pk])

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    write(complaint=in_progress, text="Satu", form_key=uuid.uuid4(), by=officer, now=NOW)
    note(complaint=in_progress, text="Satu", form_key=uuid.uuid4(), by=officer, now=NOW)
    before = cost()
    for n in range(30):
        write(complaint=in_progress, text=f"Pesan {n}", form_key=uuid.uuid4(), by=officer, now=NOW)
        note(complaint=in_progress, text=f"Catatan {n}", form_key=uuid.uuid4(), by=officer, now=NOW)
    assert cost() == before <= 30
