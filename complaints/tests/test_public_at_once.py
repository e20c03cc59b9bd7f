"""The same form, and the same act, in the same moment, on the database that really lets them."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from complaints.codes import code_for
from complaints.models import Complaint, Message
from complaints.services.intake import Intake, receive
from complaints.services.moves import MoveDetails, move
from complaints.tests.cases import complain, with_clocks
from complaints.workflow import COMPLAINANT, Move, State
from conftest import person
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_form_at_once_is_one_complaint_with_one_number(kaur: Government, dukcapil: ServiceUnit) -> None:
    with_clocks()
    code = code_for(uuid.uuid4(), settings.SECRET_KEY)
    values: dict[str, Any] = {
        "unit": dukcapil,
        "channel": "web",
        "subject": "Loket kosong",
        "story": "Loket kosong sejak pagi.",
        "secrecy": "anonymous",
    }
    intake = Intake(kaur, values)
    ended = at_once(*[lambda: receive(intake=intake, code=code, by=None, now=timezone.now()) for _ in range(4)])
    assert {type(one) for one in ended} == {Complaint}
    assert len({one.pk for one in ended}) == Complaint.objects.count() == 1
    assert Event.objects.filter(action="complaint.received").count() == 1


def test_withdrawing_while_the_desk_verifies_ends_in_one_of_both(kaur: Government, dukcapil: ServiceUnit) -> None:
    with_clocks()
    admin = person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur)
    complaint = complain(kaur, dukcapil)

    def act(what: Move, by: User | None, details: MoveDetails) -> Complaint:
        return move(
            complaint=complaint,
            move=what,
            details=details,
            form_key=uuid.uuid4(),
            seen_version=complaint.version,
            by=by,
            actor="" if by else COMPLAINANT,
            now=timezone.now(),
        )

    ended = at_once(
        lambda: act(Move.WITHDRAW, None, MoveDetails(reason="Sudah beres")),
        lambda: act(
            Move.VERIFY, User.objects.get(pk=admin.pk), MoveDetails(classification="non_supervisory", unit=dukcapil)
        ),
    )
    assert sorted(type(one).__name__ for one in ended) == [Complaint.__name__, Conflict.__name__]
    complaint.refresh_from_db()
    assert complaint.state in (State.WITHDRAWN, State.ASSIGNED)
    assert complaint.version == 2


def test_a_withdrawal_sent_twice_at_once_is_one_message(kaur: Government, dukcapil: ServiceUnit) -> None:
    complaint = complain(kaur, dukcapil)
    key = uuid.uuid4()

    def withdraw() -> Complaint:
        return move(
            complaint=complaint,
            move=Move.WITHDRAW,
            details=MoveDetails(reason="Sudah beres"),
            form_key=key,
            seen_version=1,
            by=None,
            actor=COMPLAINANT,
            now=timezone.now(),
        )

    ended = at_once(withdraw, withdraw, withdraw)
    assert not [one for one in ended if isinstance(one, Conflict | Refused)]
    assert Message.objects.count() == 1
