"""The record of coaching: who took part, with its proof, once and against the version that was seen."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Role
from complaints.models import Coaching
from complaints.services.coachings import change_coaching, record_coaching
from conftest import NOW, person
from history.models import Event
from kspp.lib.errors import Conflict
from kspp.tests.upload_files import looked_at, pdf, sent
from units.models import Officer

pytestmark = pytest.mark.both_databases


def url(name, *args):
    return reverse(f"complaints:{name}", args=args)


def two_pages():
    return pdf(lambda document: document.add_blank_page())


@pytest.fixture
def officers(dukcapil):
    return list(dukcapil.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER).order_by("name"))


@pytest.fixture
def keeper(kaur, dukcapil):
    return person("penghubung@kaur.example", Role.COMPLAINT_LIAISON, kaur, dukcapil)


@pytest.fixture
def coaching(dukcapil, officers, keeper):
    return record_coaching(
        unit=dukcapil,
        values={"held_on": NOW.date(), "topic": "Alur pengaduan", "given_by": "Inspektorat", "note": ""},
        officers=officers[:1],
        file=looked_at(pdf(), "daftar hadir.pdf"),
        form_key=uuid.uuid4(),
        by=keeper,
        now=NOW,
    )


def typed(officers, **fields):
    return {
        "held_on": timezone.localdate().isoformat(),
        "topic": "Batas waktu",
        "given_by": "Bagian Organisasi",
        "note": "",
        "officers": [officer.pk for officer in officers],
        "form_key": str(uuid.uuid4()),
        **fields,
    }


def same(coaching, officers, **fields):
    """The form of a stored coaching as it was opened."""
    data = typed(officers, held_on="2024-06-03", topic=coaching.topic, given_by=coaching.given_by, version="1")
    return data | fields


def test_a_coaching_is_recorded_with_its_proof_once(client, keeper, dukcapil, officers):
    client.force_login(keeper)
    data = typed(officers)
    for _ in range(2):
        answer = client.post(url("coaching_create", dukcapil.pk), data | {"proof": sent(pdf(), "hadir.pdf")})
        assert answer.headers["Location"] == url("complaint_officers", dukcapil.pk)
    row = Coaching.objects.get()
    assert (row.unit, row.topic, row.file_name, row.media_type) == (
        dukcapil,
        "Batas waktu",
        "hadir.pdf",
        "application/pdf",
    )
    assert set(row.officers.all()) == set(officers)
    event = Event.objects.get(action="coaching.created")
    assert event.changes["officers"] == [[], ["Petugas 1", "Petugas 2"]]
    assert event.changes["file_name"] == ["", "hadir.pdf"]


def test_a_used_form_with_other_words_is_refused(client, keeper, dukcapil, officers):
    client.force_login(keeper)
    data = typed(officers)
    client.post(url("coaching_create", dukcapil.pk), data)
    answer = client.post(url("coaching_create", dukcapil.pk), data | {"topic": "Lain"})
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.content.decode()
    assert Coaching.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"held_on": ""}, "held_on"),
        ({"held_on": "2999-01-01"}, "held_on"),
        ({"held_on": "1990-01-01"}, "held_on"),
        ({"topic": ""}, "topic"),
        ({"topic": "x" * 201}, "topic"),
        ({"given_by": "\x00"}, "given_by"),
        ({"note": "x" * 501}, "note"),
        ({"officers": []}, "officers"),
        ({"officers": ["abc"]}, "officers"),
        ({"officers": ["99999999999999999999"]}, "officers"),
        ({"form_key": "x"}, "form_key"),
        ({"form_key": ""}, "form_key"),
    ],
)
def test_what_cannot_be_stored_is_answered_where_it_is_seen(client, keeper, dukcapil, officers, wrong, field):
    client.force_login(keeper)
    answer = client.post(url("coaching_create", dukcapil.pk), typed(officers) | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ([field, "__all__"] if field == "form_key" else [field])
    assert not Coaching.objects.exists()


def test_a_proof_is_judged_by_its_content(client, keeper, dukcapil, officers):
    client.force_login(keeper)
    for content in (b"", b"MZ program", b"<html></html>"):
        data = typed(officers, proof=sent(content, "daftar.pdf", "application/pdf"))
        answer = client.post(url("coaching_create", dukcapil.pk), data)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["proof"]
    assert not Coaching.objects.exists()


def test_a_proof_that_is_too_large_is_answered_in_words(client, keeper, dukcapil, officers, settings):
    settings.EVIDENCE_MAX_BYTES = 1000
    client.force_login(keeper)
    data = typed(officers, proof=sent(b"%PDF-" + b"x" * 400_000, "besar.pdf"))
    answer = client.post(url("coaching_create", dukcapil.pk), data)
    assert answer.status_code == 413
    assert "lebih besar" in answer.context["form"].errors["proof"][0]
    assert not Coaching.objects.exists()


def test_only_complaint_officers_of_the_unit_took_part(client, keeper, dukcapil, puskesmas):
    foreign = puskesmas.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER)[:1]
    official = dukcapil.officers.filter(duty=Officer.Duty.OFFICIAL)[:1]
    client.force_login(keeper)
    for chosen in (foreign, official):
        answer = client.post(url("coaching_create", dukcapil.pk), typed(chosen))
        assert answer.status_code == 422
        assert "bukan petugas pengaduan unit ini" in answer.context["form"].errors["officers"][0]


def test_an_unchanged_coaching_stays_as_it_is(client, keeper, coaching, officers):
    client.force_login(keeper)
    assert client.post(url("coaching_edit", coaching.pk), same(coaching, officers[:1])).status_code == 302
    coaching.refresh_from_db()
    assert coaching.version == 1
    assert not Event.objects.filter(action="coaching.changed").exists()


def test_a_changed_party_is_a_change_with_history(client, keeper, coaching, officers):
    client.force_login(keeper)
    for _ in range(2):
        assert client.post(url("coaching_edit", coaching.pk), same(coaching, officers)).status_code == 302
    coaching.refresh_from_db()
    assert (coaching.version, coaching.officers.count()) == (2, 2)
    event = Event.objects.get(action="coaching.changed")
    assert event.changes == {"officers": [["Petugas 1"], ["Petugas 1", "Petugas 2"]]}


@pytest.mark.django_db(transaction=True)
def test_another_proof_takes_the_place_of_the_first(client, keeper, coaching, officers):
    first = str(coaching.file)
    client.force_login(keeper)
    data = same(coaching, officers[:1], proof=sent(two_pages(), "notula.pdf"))
    assert client.post(url("coaching_edit", coaching.pk), data).status_code == 302
    coaching.refresh_from_db()
    assert (coaching.file_name, coaching.version) == ("notula.pdf", 2)
    assert default_storage.exists(str(coaching.file))
    assert not default_storage.exists(first)
    assert Event.objects.get(action="coaching.changed").changes == {"file_name": ["daftar hadir.pdf", "notula.pdf"]}


@pytest.mark.parametrize("what", ["words", "officers", "proof"])
def test_a_stale_change_is_a_conflict_that_shows_both(client, keeper, coaching, officers, what):
    values = {"held_on": NOW.date(), "topic": "Register", "given_by": "Inspektorat", "note": ""}
    stored = {"coaching": coaching, "officers": officers[:1], "file": None, "by": keeper, "now": NOW}
    change_coaching(values=values, seen_version=1, **stored)
    client.force_login(keeper)
    more = {"words": {"topic": "Sikap"}, "officers": {"officers": [officers[1].pk]}, "proof": {}}[what]
    data = same(coaching, officers[:1], topic="Register") | more
    if what == "proof":
        data["proof"] = sent(two_pages(), "notula.pdf")
    answer = client.post(url("coaching_edit", coaching.pk), data)
    assert answer.status_code == 409
    assert len(answer.context["form"].differences) == 1
    assert "Sudah diubah orang lain" in answer.content.decode()
    coaching.refresh_from_db()
    assert (coaching.topic, coaching.version, coaching.file_name) == ("Register", 2, "daftar hadir.pdf")
    with pytest.raises(Conflict):
        change_coaching(values=values | {"topic": "Lain"}, seen_version=1, **stored)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.UNIT_OPERATOR, 200),
        (Role.COMPLAINT_OFFICER, 200),
        (Role.COMPLAINT_LIAISON, 200),
        (Role.COMPLAINT_ADMIN, 200),
        (Role.COORDINATOR, 200),
        (Role.REVIEWER, 403),
        (Role.COMPLAINT_SUPERVISOR, 403),
    ],
)
def test_who_keeps_the_record(client, kaur, dukcapil, coaching, role, status):
    unit = dukcapil if role in (Role.UNIT_OPERATOR, Role.COMPLAINT_OFFICER, Role.COMPLAINT_LIAISON) else None
    client.force_login(person("orang@kaur.example", role, kaur, unit))
    for address in (url("coaching_create", dukcapil.pk), url("coaching_edit", coaching.pk)):
        assert client.get(address).status_code == status
    assert client.get(url("coaching_file", coaching.pk)).status_code == 200


def test_another_unit_and_another_government_stay_outside(client, kaur, puskesmas, outsider, coaching):
    elsewhere = person("lain@kaur.example", Role.UNIT_OPERATOR, kaur, puskesmas)
    for user, status in ((elsewhere, 403), (outsider, 404)):
        client.force_login(user)
        for name in ("coaching_edit", "coaching_file"):
            assert client.get(url(name, coaching.pk)).status_code == status


def test_the_proof_is_a_download_that_no_browser_runs(client, keeper, coaching):
    client.force_login(keeper)
    answer = client.get(url("coaching_file", coaching.pk))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_lost_proof_is_answered_in_words(client, keeper, coaching):
    default_storage.delete(str(coaching.file))
    client.force_login(keeper)
    answer = client.get(url("coaching_file", coaching.pk))
    assert answer.status_code == 404
    assert "tidak ada lagi di penyimpanan" in answer.content.decode()
    Coaching.objects.update(file="")
    assert client.get(url("coaching_file", coaching.pk)).status_code == 404


def test_a_coaching_of_last_year_is_history_only(client, keeper, dukcapil, officers):
    client.force_login(keeper)
    day = timezone.localdate() - timedelta(days=400)
    client.post(url("coaching_create", dukcapil.pk), typed(officers, held_on=day.isoformat()))
    page = client.get(url("complaint_officers", dukcapil.pk))
    assert page.context["standing"].coachings == 0
    assert "Batas waktu" in page.content.decode()
