"""Every state, every move, everybody who might make it: either exactly the table's step, or nothing at all."""

import uuid
from dataclasses import replace

import pytest

from accounts.models import User
from accounts.permissions import Permission, Role
from complaints.models import Complaint, MaladministrationForm, RunningClock
from complaints.scope import powers
from complaints.sentences.problems import Code
from complaints.services.moves import Details, move
from complaints.tests.cases import complain
from complaints.workflow import (
    COMPLAINANT,
    ENDED,
    OPEN,
    SETTLED,
    SYSTEM,
    TRANSITIONS,
    Move,
    State,
    exists,
    find,
    moves_for,
)
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Refused
from units.models import Government, ServiceUnit

ROLES = (Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON, Role.COMPLAINT_ADMIN, Role.COMPLAINT_SUPERVISOR, Role.REVIEWER)
ACTORS = (*ROLES, COMPLAINANT, SYSTEM)


def test_every_state_can_be_reached_and_left_or_is_an_end() -> None:
    reached = {State.RECEIVED} | {t.target for t in TRANSITIONS if t.target}
    assert reached == set(State)
    left = {source for t in TRANSITIONS for source in t.sources}
    assert set(State) - left == {State.WITHDRAWN, State.NOT_OURS, State.ARCHIVED, State.OMBUDSMAN}


def test_states_are_sorted_into_open_settled_and_ended() -> None:
    assert not OPEN & ENDED
    assert set(State) == OPEN | ENDED | SETTLED


def test_whoever_moves_is_a_permission_the_complainant_or_the_clock() -> None:
    known = {permission.value for permission in Permission} | {COMPLAINANT, SYSTEM}
    assert all(t.by <= known for t in TRANSITIONS)


def test_no_two_rows_of_the_table_answer_the_same_question() -> None:
    asked = [(t.move, source) for t in TRANSITIONS for source in t.sources]
    assert len(asked) == len(set(asked))


@pytest.fixture
def everybody(kaur: Government, dukcapil: ServiceUnit) -> dict[str, User]:
    in_unit = {Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON}
    return {r: person(f"{r}@kaur.example", r, kaur, dukcapil if r in in_unit else None) for r in ROLES}


@pytest.fixture
def details(dukcapil: ServiceUnit, puskesmas: ServiceUnit) -> Details:
    return Details(
        text="Yang dibaca pengadu.",
        reason="Alasannya.",
        unit=puskesmas,
        classification="non_supervisory",
        referred_to="Instansi lain, Jalan Contoh 2",
        outcome="proven",
        delay_reason="Menunggu.",
    )


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("what", list(Move))
def test_a_move_is_the_tables_or_nothing(
    kaur: Government,
    dukcapil: ServiceUnit,
    everybody: dict[str, User],
    details: Details,
    what: Move,
    state: State,
    actor: str,
) -> None:
    complaint = complain(kaur, dukcapil)
    before_state = State.IN_PROGRESS if state is State.INCOMPLETE else ""
    Complaint.objects.filter(pk=complaint.pk).update(
        state=state, state_before=before_state, answered_at=NOW if state in SETTLED else None
    )
    complaint.refresh_from_db()
    by = everybody.get(actor)
    held = powers(by, complaint) if by else frozenset({actor})
    expected = find(what, state, held)
    give_clock(complaint)
    events, before = Event.objects.count(), stored_of(complaint)
    try:
        moved = make(complaint, what, details, by, actor)
    except Refused as refusal:
        assert expected is None
        told = refusal.code
        assert told == (Code.NOT_YOURS if exists(what, state) else Code.MOVE_NOT_POSSIBLE)
        assert stored_of(complaint) == before
        assert Event.objects.count() == events
    else:
        assert expected is not None
        target = expected.target or before_state or State.RECEIVED
        assert moved.state == (State.ASSIGNED if what is Move.VERIFY else target)
        assert moved.version == complaint.version + 1
        assert Event.objects.filter(action=f"complaint.{what}").count() == 1


def give_clock(complaint: Complaint) -> None:
    RunningClock.objects.create(
        complaint=complaint, code="decide", name="Memutus", length=60, unit="calendar", starts_on=NOW.date()
    )


def stored_of(complaint: Complaint) -> tuple[object, ...]:
    rows = (Complaint.objects.filter(pk=complaint.pk), complaint.clocks, complaint.messages)
    return tuple(list(queryset.values()) for queryset in rows)


def make(complaint: Complaint, what: Move, details: Details, by: User | None, actor: str) -> Complaint:
    return move(
        complaint=complaint,
        move=what,
        details=details,
        form_key=uuid.uuid4(),
        seen_version=complaint.version,
        by=by,
        actor="" if by else actor,
        now=NOW,
    )


def test_the_page_offers_what_the_service_would_do(everybody: dict[str, User], kaur, dukcapil) -> None:
    complaint = complain(kaur, dukcapil)
    for user in everybody.values():
        held = powers(user, complaint)
        offered = {t.move for t in moves_for(State.RECEIVED, held)}
        assert offered == {what for what in Move if find(what, State.RECEIVED, held)}


NEEDED = [
    (Move.ASK, State.RECEIVED, "text", Code.TEXT_NEEDED),
    (Move.ASK, State.RECEIVED, "reason", Code.REASON_NEEDED),
    (Move.VERIFY, State.RECEIVED, "classification", Code.CLASS_NEEDED),
    (Move.REFER, State.RECEIVED, "referred_to", Code.RIGHT_ADDRESS_NEEDED),
    (Move.REFER, State.RECEIVED, "reason", Code.REASON_NEEDED),
    (Move.ARCHIVE, State.RECEIVED, "reason", Code.REASON_NEEDED),
    (Move.DISPOSE, State.VERIFIED, "unit", Code.UNIT_NEEDED),
    (Move.TRANSFER, State.ASSIGNED, "reason", Code.REASON_NEEDED),
    (Move.ANSWER, State.IN_PROGRESS, "text", Code.TEXT_NEEDED),
    (Move.ANSWER, State.IN_PROGRESS, "outcome", Code.OUTCOME_NEEDED),
    (Move.WITHDRAW, State.RECEIVED, "reason", Code.REASON_NEEDED),
    (Move.ESCALATE, State.ASSIGNED, "reason", Code.REASON_NEEDED),
]


@pytest.mark.parametrize(("what", "state", "field", "problem"), NEEDED)
def test_a_move_without_what_it_needs_is_refused_at_the_field(
    everybody: dict[str, User], details: Details, kaur, dukcapil, what, state, field, problem
) -> None:
    complaint = complain(kaur, dukcapil)
    Complaint.objects.filter(pk=complaint.pk).update(state=state)
    complaint.refresh_from_db()
    lacking = replace(details, **{field: None if field == "unit" else " " if field != "classification" else ""})
    with pytest.raises(Refused) as refusal:
        make(complaint, what, lacking, everybody[Role.COMPLAINT_ADMIN], "")
    assert (refusal.value.field, refusal.value.code) == (field, problem)
    assert Complaint.objects.get(pk=complaint.pk).state == state
    assert not complaint.messages.exists()


def test_forms_of_maladministration_are_kept_with_the_verification(everybody, details, kaur, dukcapil) -> None:
    form = MaladministrationForm.objects.create(
        code="x", name="Penundaan berlarut", basis="UU 37/2008", since_year=2008
    )
    complaint = complain(kaur, dukcapil)
    make(complaint, Move.VERIFY, replace(details, maladministration=(form,)), everybody[Role.COMPLAINT_ADMIN], "")
    assert list(complaint.maladministration.all()) == [form]
