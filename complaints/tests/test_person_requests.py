"""A person asks for a copy of what is held, or for its erasure; and for all of their cases."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Attachment, Complaint, Identity, IdentityWord, Message, Note
from complaints.sentences.persons import ERASED_FILE, ERASED_TEXT
from complaints.sentences.problems import Code
from complaints.services.messages import note, write
from complaints.services.retention import RetentionKind, erase
from complaints.tests.cases import PERSON, complain
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media"), pytest.mark.both_databases]
REASON = "Diminta pengadu dengan surat tanggal 2 Juni."


@pytest.fixture
def desk_admin(kaur: Government) -> User:
    return person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def complaint(kaur: Government, dukcapil: ServiceUnit, desk_admin: User) -> Complaint:
    """Named, with a message each way, a note between officers, a file of the citizen and one of officers."""
    found = complain(kaur, dukcapil, person=PERSON, loss="Rugi satu hari kerja.")
    write(complaint=found, text="Kapan dijawab?", form_key=uuid.uuid4(), by=None, now=NOW)
    write(complaint=found, text="Minggu depan.", form_key=uuid.uuid4(), by=desk_admin, now=NOW)
    note(complaint=found, text="Telepon kepala unit.", form_key=uuid.uuid4(), by=desk_admin, now=NOW)
    for name, is_internal in (("foto.pdf", False), ("telaah.pdf", True)):
        row = Attachment(complaint=found, name=name, media_type="application/pdf", size=8, added_at=NOW)
        row.is_internal, row.sha256 = is_internal, name.ljust(64, "0")
        row.file.save(name, ContentFile(b"%PDF-1.4"))
    found.refresh_from_db()
    return found


def ask(client: Client, user: User, name: str, complaint: Complaint, **typed: object) -> Any:
    client.force_login(user)
    return client.post(reverse(f"complaints:{name}", args=[complaint.pk]), typed)


def told(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action))


def test_a_copy_holds_everything_about_the_person_and_nothing_of_the_officers(
    client: Client, complaint: Complaint, desk_admin: User
) -> None:
    answer = ask(client, desk_admin, "person_export", complaint, format="json")
    assert set(answer["Cache-Control"].split(", ")) == {"no-store", "private"}
    assert answer["Content-Disposition"] == 'attachment; filename="data-pribadi-ADU-2024-00001.json"'
    copy = json.loads(answer.content)
    assert copy["nomor"] == complaint.number
    assert list(copy["identitas"].values()) == list(PERSON.values())
    assert (copy["pengaduan"]["uraian"], copy["pengaduan"]["kerugian"]) == (complaint.story, "Rugi satu hari kerja.")
    assert [(m["dari"], m["isi"]) for m in copy["pesan"]] == [
        ("Pengadu", "Kapan dijawab?"),
        ("Petugas", "Minggu depan."),
    ]
    assert [f["nama"] for f in copy["lampiran"]] == ["foto.pdf"]
    assert "Telepon kepala" not in answer.content.decode()
    assert str(desk_admin) not in answer.content.decode()


def test_a_copy_can_be_read_and_printed(client: Client, complaint: Complaint, desk_admin: User) -> None:
    answer = ask(client, desk_admin, "person_export", complaint)
    shown = answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    for text in (*PERSON.values(), complaint.story, "Kapan dijawab?", "foto.pdf"):
        assert text in shown
    assert "Telepon kepala" not in shown


def test_making_a_copy_is_told_without_its_content(client: Client, complaint: Complaint, desk_admin: User) -> None:
    ask(client, desk_admin, "person_export", complaint)
    (event,) = told("identity.exported")
    assert (event.actor, event.subject_id, event.changes, event.reason) == (desk_admin, str(complaint.pk), {}, "")


def test_a_copy_of_an_anonymous_case_and_of_a_lost_key(
    client: Client, kaur: Government, complaint: Complaint, desk_admin: User
) -> None:
    nobody = complain(kaur, person=None)
    assert "Tidak ada identitas" in ask(client, desk_admin, "person_export", nobody).content.decode()
    Identity.objects.update(sealed="gAAAAA-nonsense")
    assert "kuncinya tidak ada" in ask(client, desk_admin, "person_export", complaint).content.decode()
    copy = json.loads(ask(client, desk_admin, "person_export", complaint, format="json").content)
    assert (copy["identitas"], copy["identitas_tidak_dapat_dibuka"]) == (None, True)


@pytest.mark.parametrize("name", ["person", "person_export", "person_erase"])
@pytest.mark.parametrize("role", [Role.COMPLAINT_OFFICER, Role.COMPLAINT_SUPERVISOR, Role.COORDINATOR])
def test_only_those_who_may_erase_copy_and_erase(
    client: Client, complaint: Complaint, paser: Government, name: str, role: Role
) -> None:
    unit = complaint.unit if role is Role.COMPLAINT_OFFICER else None
    client.force_login(person("rekan@kaur.example", role, complaint.government, unit))
    send = client.get if name == "person" else client.post
    url = reverse(f"complaints:{name}", args=[complaint.pk])
    assert send(url).status_code == 403
    client.force_login(person("admin@paser.example", Role.COMPLAINT_ADMIN, paser))
    assert send(url).status_code == 404
    assert not told("identity.exported")
    assert not told("identity.erased")


def test_the_identity_goes_at_once_and_the_case_stays(client: Client, complaint: Complaint, desk_admin: User) -> None:
    answer = ask(client, desk_admin, "person_erase", complaint, reason=REASON, sure="on", version=complaint.version)
    assert answer.status_code == 302
    assert not Identity.objects.exists()
    assert not IdentityWord.objects.exists()
    stored = Complaint.objects.get()
    assert (stored.state, stored.story, stored.secrecy) == (complaint.state, complaint.story, "named")
    assert stored.anonymised_at is not None
    (event,) = told("identity.erased")
    assert (event.actor, event.reason, event.changes) == (desk_admin, REASON, {"erased": [[], ["identity"]]})


def test_the_page_warns_in_four_words(client: Client, complaint: Complaint, desk_admin: User) -> None:
    client.force_login(desk_admin)
    assert (
        "Data tidak dapat dikembalikan."
        in client.get(reverse("complaints:person", args=[complaint.pk])).content.decode()
    )


@pytest.mark.parametrize("missing", ["reason", "sure"])
def test_erasing_needs_a_reason_and_a_second_thought(
    client: Client, complaint: Complaint, desk_admin: User, missing: str
) -> None:
    typed = {"reason": REASON, "sure": "on", "version": complaint.version}
    typed.pop(missing)
    assert ask(client, desk_admin, "person_erase", complaint, **typed).status_code == 422
    assert Identity.objects.exists()


def test_texts_and_files_of_a_case_that_goes_on_stay(client: Client, complaint: Complaint, desk_admin: User) -> None:
    typed = {"reason": REASON, "sure": "on", "version": complaint.version}
    for kind in ("texts", "files"):
        answer = ask(client, desk_admin, "person_erase", complaint, **typed, **{kind: "on"})
        assert answer.status_code == 422
        assert "sesudah pengaduan berakhir" in answer.content.decode()
    assert Identity.objects.exists(), "refused as a whole"


def test_everything_goes_when_the_case_has_ended_and_it_is_asked_for(
    client: Client, complaint: Complaint, desk_admin: User, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    Complaint.objects.update(state=Complaint.State.CLOSED, ended_at=NOW)
    typed = {"reason": REASON, "sure": "on", "version": complaint.version, "texts": "on", "files": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(client, desk_admin, "person_erase", complaint, **typed).status_code == 302
    assert Complaint.objects.get().story == ERASED_TEXT
    assert set(Message.objects.values_list("text", flat=True)) == {ERASED_TEXT}
    assert Note.objects.get().text == ERASED_TEXT
    assert {(row.name, row.file.name) for row in Attachment.objects.all()} == {(ERASED_FILE, "")}
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert told("identity.erased")[0].changes == {"erased": [[], ["identity", "files", "texts"]]}


def test_erasing_twice_is_erasing_once(complaint: Complaint, desk_admin: User) -> None:
    seen = complaint.version
    for _ in range(2):
        erase(
            complaint=complaint,
            kinds={RetentionKind.IDENTITY},
            reason=REASON,
            seen_version=seen,
            by=desk_admin,
            now=NOW,
        )
    assert len(told("identity.erased")) == 1


def test_a_case_that_changed_meanwhile_is_looked_at_again(
    client: Client, complaint: Complaint, desk_admin: User
) -> None:
    seen = complaint.version
    Complaint.objects.update(version=seen + 1)
    answer = ask(client, desk_admin, "person_erase", complaint, reason=REASON, sure="on", version=seen)
    assert answer.status_code == 409
    assert "baru saja berubah" in answer.content.decode()
    assert f'value="{seen + 1}"' in answer.content.decode()
    with pytest.raises(Conflict):
        erase(
            complaint=complaint,
            kinds={RetentionKind.IDENTITY},
            reason=REASON,
            seen_version=seen,
            by=desk_admin,
            now=NOW,
        )
    assert Identity.objects.exists()


def test_a_reason_of_blanks_is_none(complaint: Complaint, desk_admin: User) -> None:
    with pytest.raises(Refused) as refusal:
        erase(complaint=complaint, kinds={RetentionKind.IDENTITY}, reason=" ", seen_version=1, by=desk_admin, now=NOW)
    assert (refusal.value.field, refusal.value.code) == ("reason", Code.REASON_NEEDED)


def found_by(client: Client, user: User, government: Government, typed: str) -> Any:
    client.force_login(user)
    return client.post(reverse("complaints:person_search", args=[government.code]), {"person": typed})


def test_all_cases_of_a_person_are_found_secret_ones_too(
    client: Client, kaur: Government, paser: Government, dukcapil: ServiceUnit, desk_admin: User
) -> None:
    cases = [complain(kaur, dukcapil, person=PERSON), complain(kaur, person=PERSON, secrecy=Complaint.Secrecy.SECRET)]
    other = complain(kaur, person={"name": "Orang Lain"})
    foreign = complain(paser, person=PERSON)
    answer = found_by(client, desk_admin, kaur, "0812 0000 0001")
    assert answer["Cache-Control"] == "no-store, private"
    assert {c.pk for c in answer.context["found"]} == {c.pk for c in cases}
    shown = answer.content.decode()
    assert all(reverse("complaints:person", args=[case.pk]) in shown for case in cases)
    assert not any(reverse("complaints:person", args=[case.pk]) in shown for case in (other, foreign))
    assert PERSON["name"] not in shown


def test_a_search_is_told_without_what_was_typed(
    client: Client, complaint: Complaint, kaur: Government, desk_admin: User
) -> None:
    found_by(client, desk_admin, kaur, PERSON["name"])
    (event,) = told("identity.searched")
    assert (event.subject_type, event.changes) == ("units.government", {"found": [None, 1]})
    assert "Contoh" not in f"{event.subject_name}{event.reason}{event.changes}"


def test_a_search_that_means_nobody_is_refused(client: Client, kaur: Government, desk_admin: User) -> None:
    for typed in ("", "a", "---", "a\x00b"):
        assert found_by(client, desk_admin, kaur, typed).status_code == 422
    assert "Tidak ada pengaduan yang cocok" in found_by(client, desk_admin, kaur, "Tiada Siapa").content.decode()
    client.force_login(desk_admin)
    assert client.get(reverse("complaints:person_search", args=[kaur.code])).status_code == 200
    assert len(told("identity.searched")) == 1


def test_a_search_takes_the_same_queries_for_one_case_and_many(
    client: Client, kaur: Government, dukcapil: ServiceUnit, desk_admin: User
) -> None:
    taken = []
    found_by(client, desk_admin, kaur, PERSON["email"])
    for number in (1, 30):
        for _ in range(number):
            complain(kaur, dukcapil, person=PERSON)
        with CaptureQueriesContext(connection) as queries:
            found = found_by(client, desk_admin, kaur, PERSON["email"]).context["found"]
        taken.append((len(found), len(queries)))
    assert [number for number, _ in taken] == [1, 31]
    assert taken[0][1] == taken[1][1]
