"""Two at the same moment: one effect, or a readable conflict."""

from datetime import UTC, datetime

import pytest

from accounts.permissions import Role
from complaints.models import Complaint, Identity
from complaints.selectors.persons import opened
from complaints.services.persons import correct_identity
from complaints.services.resealing import ResealCount, reseal_identities
from complaints.services.retention import RetentionKind, anonymise, erase
from complaints.tests.cases import PERSON, complain
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Conflict
from kspp.testing.racing import at_once
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_two_officers_correct_one_identity(kaur: Government, dukcapil: ServiceUnit) -> None:
    complaint = complain(kaur, dukcapil, person=PERSON)
    officers = [person(f"petugas{n}@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil) for n in (1, 2)]

    def correcting(number: int) -> object:
        wanted = {**PERSON, "name": f"Sari Nomor{number}"}
        return correct_identity(complaint=complaint, person=wanted, seen_version=1, by=officers[number], now=NOW)

    answers = at_once(lambda: correcting(0), lambda: correcting(1))
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "Identity"]
    identity = Identity.objects.get()
    winner = [isinstance(answer, Identity) for answer in answers].index(True)
    assert (opened(identity).name, identity.version) == (f"Sari Nomor{winner}", 2)
    assert identity.words.count() == 4
    assert Event.objects.filter(action="identity.corrected").count() == 1


def test_two_nights_forget_a_case_once(kaur: Government) -> None:
    ended = datetime(2020, 1, 1, tzinfo=UTC)
    complain(kaur, person=PERSON, now=ended)
    Complaint.objects.update(ended_at=ended)
    assert sorted(at_once(lambda: anonymise(now=NOW), lambda: anonymise(now=NOW))) == [0, 1]
    assert Event.objects.filter(action="complaint.anonymised").count() == 1


def test_an_identity_is_erased_while_it_is_corrected(kaur: Government, dukcapil: ServiceUnit) -> None:
    """Whichever comes first, nothing of the person is left or comes back."""
    complaint = complain(kaur, dukcapil, person=PERSON)
    admin = person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur)
    asked = {"complaint": complaint, "by": admin, "now": NOW, "seen_version": 1}
    erased, corrected = at_once(
        lambda: erase(kinds={RetentionKind.IDENTITY}, reason="Diminta.", **asked),
        lambda: correct_identity(person={**PERSON, "name": "Sari Lain"}, **asked),
    )
    assert isinstance(erased, Complaint)
    assert type(corrected).__name__ in ("Identity", "Refused")
    assert not isinstance(corrected, Conflict)
    assert not Identity.objects.exists()


def test_keys_are_exchanged_twice_at_once(kaur: Government) -> None:
    for _ in range(3):
        complain(kaur, person=PERSON)
    tallies = at_once(lambda: reseal_identities(dry_run=False), lambda: reseal_identities(dry_run=False))
    assert [tally for tally in tallies if not isinstance(tally, ResealCount)] == []
    assert sum(identity.words.count() for identity in Identity.objects.all()) == 12
