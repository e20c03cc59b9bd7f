"""Who may read who complained, who may find it, and what a reading leaves behind."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, Identity, IdentityWord
from complaints.scope import identities_open_to, may_read_identity
from complaints.selectors.persons import Person, identity_panel, is_of, opened, words_sought
from complaints.sentences.problems import Code
from complaints.services.intake import Intake
from complaints.services.linking import change_facts
from complaints.services.persons import correct_identity, read_identity
from complaints.tests.cases import PERSON, complain
from conftest import NOW, make_unit, person
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SECRET, ANONYMOUS = Complaint.Secrecy.SECRET, Complaint.Secrecy.ANONYMOUS


@pytest.fixture
def named(kaur: Government, dukcapil: ServiceUnit) -> Complaint:
    return complain(kaur, dukcapil, person=PERSON)


@pytest.fixture
def secret(kaur: Government, dukcapil: ServiceUnit) -> Complaint:
    return complain(kaur, dukcapil, person=PERSON, secrecy=SECRET)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def desk_admin(kaur: Government) -> User:
    return person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def supervisor(kaur: Government) -> User:
    return person("pengawas@kaur.example", Role.COMPLAINT_SUPERVISOR, kaur)


def ask(client: Client, user: User, complaint: Complaint, name: str = "identity", **more: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(f"complaints:{name}", args=[complaint.pk]), **more)


def readings() -> int:
    return Event.objects.filter(action="identity.read").count()


def test_the_officer_of_the_case_reads_it_and_the_history_says_so(
    client: Client, named: Complaint, officer: User
) -> None:
    answer = ask(client, officer, named)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert [value for value in PERSON.values() if value not in answer.content.decode()] == []
    event = Event.objects.get(action="identity.read")
    assert (event.actor, event.subject_type, event.subject_id) == (officer, "complaints.complaint", str(named.pk))
    assert event.changes == {}
    assert not [value for value in PERSON.values() if value in f"{event.subject_name}{event.reason}"]


def test_every_reading_is_told(client: Client, named: Complaint, officer: User) -> None:
    ask(client, officer, named)
    ask(client, officer, named)
    assert readings() == 2


def test_a_script_gets_a_fragment(client: Client, named: Complaint, officer: User) -> None:
    answer = ask(client, officer, named, headers={"HX-Request": "true"})
    assert answer["Cache-Control"] == "no-store, private"
    assert "<html" not in answer.content.decode()
    assert PERSON["name"] in answer.content.decode()


def test_asking_writes_and_shows_nothing(client: Client, named: Complaint, officer: User) -> None:
    client.force_login(officer)
    assert client.get(reverse("complaints:identity", args=[named.pk])).status_code == 405
    assert readings() == 0


def test_the_case_itself_names_nobody(client: Client, named: Complaint, officer: User) -> None:
    client.force_login(officer)
    shown = client.get(named.get_absolute_url()).content.decode()
    assert "Tampilkan identitas" in shown
    assert not [value for value in PERSON.values() if value in shown]


@pytest.mark.parametrize("role", [Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON])
def test_a_secret_identity_stays_secret_to_the_unit_complained_about(
    client: Client, secret: Complaint, role: Role, desk_admin: User
) -> None:
    inside = person("dalam@kaur.example", role, secret.government, secret.unit)
    assert ask(client, inside, secret).status_code == 403
    assert ask(client, inside, secret, "identity_correct", data=PERSON).status_code == 403
    assert readings() == 0
    client.force_login(inside)
    assert "Tampilkan identitas" not in client.get(secret.get_absolute_url()).content.decode()
    assert PERSON["name"] in ask(client, desk_admin, secret).content.decode()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.UNIT_OPERATOR, Role.REVIEWER, Role.SECRETARY, Role.HEAD])
def test_colleagues_who_do_not_handle_complaints_may_not(client: Client, named: Complaint, role: Role) -> None:
    unit = named.unit if role is Role.UNIT_OPERATOR else None
    assert ask(client, person("rekan@kaur.example", role, named.government, unit), named).status_code == 403


def test_another_unit_may_not_and_another_government_learns_nothing(
    client: Client, named: Complaint, kaur: Government, paser: Government
) -> None:
    other_unit = make_unit(kaur, "Puskesmas Tetap", ServiceUnit.Kind.PUSKESMAS)
    assert ask(client, person("a@kaur.example", Role.COMPLAINT_OFFICER, kaur, other_unit), named).status_code == 403
    assert ask(client, person("a@paser.example", Role.COMPLAINT_ADMIN, paser), named).status_code == 404
    assert readings() == 0


def test_an_anonymous_case_has_none_whatever_was_filled_in(
    client: Client, kaur: Government, dukcapil: ServiceUnit, officer: User
) -> None:
    complaint = complain(kaur, dukcapil, person=PERSON, secrecy=ANONYMOUS)
    assert not Identity.objects.exists()
    assert not IdentityWord.objects.exists()
    answer = ask(client, officer, complaint)
    assert "tanpa nama" in answer.content.decode()
    assert readings() == 0
    with pytest.raises(Refused) as refusal:
        correct_identity(complaint=complaint, person=PERSON, seen_version=0, by=officer, now=NOW)
    assert refusal.value.code is Code.ANONYMOUS


def test_a_tampered_seal_is_a_sentence_and_no_reading(client: Client, named: Complaint, officer: User) -> None:
    Identity.objects.update(sealed="gAAAAA-nonsense")
    answer = ask(client, officer, named)
    assert answer.status_code == 200
    assert "tidak dapat dibuka" in answer.content.decode()
    assert readings() == 0


def test_who_read_is_told_to_supervisors_and_those_who_erase(
    client: Client, named: Complaint, officer: User, desk_admin: User, supervisor: User
) -> None:
    read_identity(complaint=named, by=officer, now=NOW)
    for user in (desk_admin, supervisor):
        (reading,) = identity_panel(named, user).readings or ()
        assert (reading.actor, reading.at) == (str(officer), NOW)
        client.force_login(user)
        assert "Siapa yang membuka identitas (1)" in client.get(named.get_absolute_url()).content.decode()
    assert identity_panel(named, officer).readings is None
    client.force_login(officer)
    assert "membaca identitas" not in client.get(named.get_absolute_url()).content.decode()


def test_the_filter_of_lists_agrees_with_the_rule_for_one_case(
    kaur: Government, paser: Government, dukcapil: ServiceUnit
) -> None:
    other_unit = make_unit(kaur, "Puskesmas Tetap", ServiceUnit.Kind.PUSKESMAS)
    for place in (dukcapil, other_unit, None):
        for secrecy in Complaint.Secrecy:
            complain(kaur, place, person=PERSON, secrecy=secrecy)
    for role in Role:
        for place in (kaur, paser):
            unit = dukcapil if place == kaur else make_unit(paser, f"Unit {role}", ServiceUnit.Kind.OTHER)
            of_unit = role in ("complaint_officer", "complaint_liaison", "unit_operator")
            government = None if role is Role.PLATFORM_ADMIN else place
            user = person(f"{role}@{place.code}.example", role, government, unit if of_unit else None)
            allowed = {c.pk for c in Complaint.objects.all() if may_read_identity(user, c)}
            found = set(Complaint.objects.filter(identities_open_to(user)).values_list("pk", flat=True))
            assert found == allowed, user


@pytest.mark.parametrize(
    "typed", ["sari", "SARI contoh", "contoh, Sari", "0812 0000 0001", "+62 812-0000-0001", " Sari@Warga.example "]
)
def test_a_person_is_found_by_whole_words_a_number_or_a_mail_address(named: Complaint, typed: str) -> None:
    assert list(Complaint.objects.filter(is_of(typed))) == [named]


@pytest.mark.parametrize("typed", ["", "  ", "a", "Sar", "Sari Lain", "0812", "warga.example", "@", "%", "\x00", "²"])
def test_nothing_less_finds_anybody(named: Complaint, typed: str) -> None:
    assert list(Complaint.objects.filter(is_of(typed))) == []


def test_what_a_searcher_means() -> None:
    assert words_sought("Siti Aminah") == {"siti", "aminah"}
    assert words_sought("(0812) 345-678") == {"812345678"}
    assert words_sought("a@b.example") == {"a@b.example"}
    assert words_sought("---") == set()


def test_the_desks_search_finds_a_secret_person_only_for_those_above_the_unit(
    client: Client, secret: Complaint, officer: User, desk_admin: User
) -> None:
    url = reverse("complaints:complaints", args=[secret.government.code])
    for user, is_found in ((officer, False), (desk_admin, True)):
        client.force_login(user)
        assert (secret.number in client.get(url, {"q": PERSON["name"]}).content.decode()) is is_found


def test_a_search_takes_the_same_queries_for_one_case_and_many(
    kaur: Government, dukcapil: ServiceUnit, django_assert_num_queries: Any
) -> None:
    for _ in range(12):
        complain(kaur, dukcapil, person=PERSON)
    with django_assert_num_queries(1):
        assert len(Complaint.objects.filter(is_of("sari contoh"))) == 12


def corrected(client: Client, user: User, complaint: Complaint, **typed: object) -> Any:
    return ask(client, user, complaint, "identity_correct", data={**PERSON, "version": 1, **typed})


def test_a_misspelt_name_is_corrected_and_found_anew(client: Client, named: Complaint, officer: User) -> None:
    answer = corrected(client, officer, named, name="Sari Benar")
    assert answer.headers["Location"] == named.get_absolute_url()
    identity = Identity.objects.get()
    assert opened(identity) == Person("Sari Benar", *list(PERSON.values())[1:], version=2)
    assert [Complaint.objects.filter(is_of(name)).count() for name in ("benar", "contoh")] == [1, 0]
    event = Event.objects.get(action="identity.corrected")
    assert event.changes == {"fields": [[], ["name"]]}
    assert "Benar" not in str(event.__dict__)


def test_the_same_correction_twice_is_one(named: Complaint, officer: User) -> None:
    for _ in range(2):
        correct_identity(complaint=named, person={**PERSON, "phone": "0899 1"}, seen_version=1, by=officer, now=NOW)
    assert Identity.objects.get().version == 2
    assert Event.objects.filter(action="identity.corrected").count() == 1


def test_a_stale_correction_is_shown_beside_what_is_stored(client: Client, named: Complaint, officer: User) -> None:
    corrected(client, officer, named, name="Sari Pertama")
    answer = corrected(client, officer, named, name="Sari Kedua")
    assert answer.status_code == 409
    assert answer["Cache-Control"] == "no-store, private"
    assert "Sari Pertama" in answer.content.decode()
    assert "Sari Kedua" in answer.content.decode()
    assert readings() == 1, "whoever sees the stored one has read it"
    assert opened(Identity.objects.get()).name == "Sari Pertama"
    with pytest.raises(Conflict):
        correct_identity(complaint=named, person={"name": "Lain"}, seen_version=1, by=officer, now=NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "bukan surel"), ("phone", "delapan"), ("name", "a\x00b"), ("name", "x" * 121), ("address", "x" * 301)],
)
def test_what_cannot_be_right_is_refused_at_its_field(
    client: Client, named: Complaint, officer: User, field: str, value: str
) -> None:
    answer = corrected(client, officer, named, **{field: value})
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()
    assert Identity.objects.get().version == 1


def test_an_identity_is_not_emptied_by_correcting(client: Client, named: Complaint, officer: User) -> None:
    answer = corrected(client, officer, named, **dict.fromkeys(PERSON, ""))
    assert answer.status_code == 422
    assert opened(Identity.objects.get()).name == PERSON["name"]


def test_a_supervisor_reads_and_corrects_nothing(client: Client, named: Complaint, supervisor: User) -> None:
    answer = ask(client, supervisor, named)
    assert PERSON["name"] in answer.content.decode()
    assert "Simpan identitas" not in answer.content.decode()
    assert corrected(client, supervisor, named, name="Lain").status_code == 403


def test_an_identity_that_was_missing_can_be_added_and_an_erased_one_cannot(
    client: Client, kaur: Government, dukcapil: ServiceUnit, officer: User
) -> None:
    complaint = complain(kaur, dukcapil, secrecy=Complaint.Secrecy.NAMED)
    assert "Catat identitas" in ask(client, officer, complaint).content.decode()
    assert corrected(client, officer, complaint, version=0).status_code == 302
    assert opened(Identity.objects.get()).version == 1
    Identity.objects.all().delete()
    Complaint.objects.update(anonymised_at=NOW)
    assert "sudah dihapus" in ask(client, officer, complaint).content.decode()
    answer = corrected(client, officer, complaint, version=0)
    assert answer.status_code == 422
    assert not Identity.objects.exists()


def test_no_one_reads_cases_or_persons_in_the_admin() -> None:
    models = [m for m in apps.get_app_config("complaints").get_models() if admin.site.is_registered(m)]
    assert {m.__name__ for m in models} <= {"ClockRule", "DayOff", "MaladministrationForm"}


def test_what_holds_a_person_says_nothing_of_it(kaur: Government, named: Complaint) -> None:
    identity = Identity.objects.get()
    told = [Intake(kaur, {"story": "Sari"}, identity=PERSON), opened(identity), identity, named]
    for said in (form(thing) for thing in told for form in (repr, str)):
        assert not [value for value in (*PERSON.values(), "Sari") if value in said]


def test_an_error_while_storing_leaves_no_person_in_the_log(
    client: Client, named: Complaint, officer: User, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(**kwargs: object) -> None:
        raise ValueError(f"column too short for {kwargs['person']}")

    monkeypatch.setattr("complaints.services.persons.correct_identity", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        assert corrected(client, officer, named, name="Zulmarkanama").status_code == 500
    assert "request failed" in caplog.text
    assert "Zulmarkanama" not in " ".join(str(record.msg) for record in caplog.records)


def test_a_corrected_place_is_told_without_the_place(named: Complaint, desk_admin: User) -> None:
    """A place may be somebody's home, and the history forgets nothing."""
    change_facts(
        complaint=named,
        values={"place": "Rumah Zulmarkajalan", "severity": "high"},
        seen_version=named.version,
        by=desk_admin,
        now=NOW,
    )
    event = Event.objects.get(action="complaint.facts")
    assert event.changes == {"place": [None, None], "severity": ["medium", "high"]}
