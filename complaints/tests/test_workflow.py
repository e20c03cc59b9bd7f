"""Every state, every move, everybody who might make it: either exactly the table's step, or nothing at all."""

import uuid
from dataclasses import dataclass, replace
from itertools import product

import pytest

from accounts.models import User
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from complaints.models import Complaint, MaladministrationForm, RunningClock
from complaints.scope import OF_COMPLAINTS, powers
from complaints.sentences.problems import Code
from complaints.services.moves import MoveDetails, move
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
def details(dukcapil: ServiceUnit, puskesmas: ServiceUnit) -> MoveDetails:
    return MoveDetails(
        text="Yang dibaca pengadu.",
        reason="Alasannya.",
        unit=puskesmas,
        classification="non_supervisory",
        referred_to="Instansi lain, Jalan Contoh 2",
        outcome="proven",
        delay_reason="Menunggu.",
    )


WHO_MAY = """
ask       received     admin
ask       assigned     officer liaison admin
ask       in_progress  officer liaison admin
complete  incomplete   officer liaison admin complainant
lapse     incomplete   system
verify    received     admin
refer     received     admin
refer     verified     admin
archive   received     admin
archive   verified     admin
dispose   verified     admin
dispose   reopened     admin
transfer  assigned     admin
transfer  in_progress  admin
return    assigned     officer liaison admin
return    in_progress  officer liaison admin
start     assigned     officer liaison admin
start     reopened     officer liaison admin
answer    in_progress  officer liaison admin
close     answered     liaison admin complainant system
reopen    answered     supervisor complainant
reopen    closed       supervisor complainant
withdraw  received     officer liaison admin complainant
withdraw  incomplete   officer liaison admin complainant
withdraw  verified     officer liaison admin complainant
withdraw  assigned     officer liaison admin complainant
withdraw  in_progress  officer liaison admin complainant
withdraw  reopened     officer liaison admin complainant
escalate  incomplete   admin supervisor
escalate  verified     admin supervisor
escalate  assigned     admin supervisor
escalate  in_progress  admin supervisor
escalate  answered     admin supervisor
escalate  closed       admin supervisor
escalate  reopened     admin supervisor
"""
SHORT = {"complaint_" + role: role for role in ("officer", "liaison", "admin", "supervisor")}
ALLOWED = {
    (Move(what), State(state)): tuple(actor for actor in ACTORS if SHORT.get(actor, actor) in who)
    for what, state, *who in (line.split() for line in WHO_MAY.strip().splitlines())
}
EVERY = list(product(Move, State, ACTORS))
MADE = [(what, state, who[n % len(who)]) for n, ((what, state), who) in enumerate(ALLOWED.items())]
"""Every transition from every state it leaves, by those who may make it in turn."""
NOT_THEIRS = [
    next(
        (move, state, actor)
        for move, state, actor in EVERY
        if move is what and actor not in ALLOWED.get((move, state), ACTORS)
    )
    for what in Move
]
NOT_NOW = [next(asked for asked in EVERY if asked[1] is state and asked[:2] not in ALLOWED) for state in State]


def held_by(actor: str) -> frozenset[str]:
    if actor not in ROLES:
        return frozenset({actor})
    return frozenset(p.value for p in OF_COMPLAINTS if p in ROLE_PERMISSIONS[Role(actor)])


def test_every_state_every_move_and_everybody_who_might_make_it() -> None:
    for what, state, actor in EVERY:
        found = find(what, state, held_by(actor))
        assert (found is not None) == (actor in ALLOWED.get((what, state), ())), (what, state, actor)
        assert exists(what, state) == ((what, state) in ALLOWED)
        assert found is None or (found.move is what and state in found.sources)
        assert (found in moves_for(state, held_by(actor))) == (found is not None)


def test_people_hold_for_a_complaint_what_the_table_of_permissions_gives_them(everybody, kaur, dukcapil) -> None:
    complaint = complain(kaur, dukcapil)
    assert {role: powers(user, complaint) for role, user in everybody.items()} == {r: held_by(r) for r in ROLES}


@dataclass(frozen=True)
class Asked:
    complaint: Complaint
    state_before: str

    def stored(self) -> tuple[object, ...]:
        rows = (Complaint.objects.filter(pk=self.complaint.pk), self.complaint.clocks, self.complaint.messages)
        return (*(list(queryset.values()) for queryset in rows), Event.objects.count())


@pytest.fixture
def asked(kaur: Government, dukcapil: ServiceUnit, state: State) -> Asked:
    complaint = complain(kaur, dukcapil)
    before = State.IN_PROGRESS if state is State.INCOMPLETE else ""
    answered = NOW if state in SETTLED else None
    Complaint.objects.filter(pk=complaint.pk).update(state=state, state_before=before, answered_at=answered)
    complaint.refresh_from_db()
    give_clock(complaint)
    return Asked(complaint, before)


@pytest.mark.parametrize(("what", "state", "actor"), MADE)
def test_a_move_of_the_table_is_made(
    asked: Asked, everybody: dict[str, User], details: MoveDetails, what: Move, state: State, actor: str
) -> None:
    moved = make(asked.complaint, what, details, everybody.get(actor), actor)
    transition = find(what, state, held_by(actor))
    assert transition is not None
    target = transition.target or asked.state_before or State.RECEIVED
    assert moved.state == (State.ASSIGNED if what is Move.VERIFY else target)
    assert moved.version == asked.complaint.version + 1
    assert Event.objects.filter(action=f"complaint.{what}").count() == 1


@pytest.mark.parametrize(
    ("what", "state", "actor", "problem"),
    [(*case, Code.NOT_YOURS) for case in NOT_THEIRS] + [(*case, Code.MOVE_NOT_POSSIBLE) for case in NOT_NOW],
)
def test_any_other_move_changes_nothing(
    asked: Asked, everybody: dict[str, User], details: MoveDetails, what: Move, actor: str, problem: Code
) -> None:
    before = asked.stored()
    with pytest.raises(Refused) as refusal:
        make(asked.complaint, what, details, everybody.get(actor), actor)
    assert refusal.value.code == problem
    assert asked.stored() == before


def give_clock(complaint: Complaint) -> None:
    RunningClock.objects.create(
        complaint=complaint, code="decide", name="Memutus", length=60, unit="calendar", starts_on=NOW.date()
    )


def make(complaint: Complaint, what: Move, details: MoveDetails, by: User | None, actor: str) -> Complaint:
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
    everybody: dict[str, User], details: MoveDetails, kaur, dukcapil, what, state, field, problem
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
