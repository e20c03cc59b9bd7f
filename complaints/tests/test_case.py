"""The page of one complaint and the forms of its moves: what they show, to whom, and what they refuse."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, MaladministrationForm, ReplyTemplate, RunningClock
from complaints.services.files import attach_to
from complaints.services.messages import note, write
from complaints.tests.cases import PERSON, complain, step, with_clocks
from complaints.tests.citizens import checked
from complaints.workflow import COMPLAINANT, Move, State
from conftest import person
from history.models import Event
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("petugas.aduan@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def supervisor(kaur: Government) -> User:
    return person("pengawas@kaur.example", Role.COMPLAINT_SUPERVISOR, kaur)


@pytest.fixture
def case(kaur: Government, dukcapil: ServiceUnit, admin: User, officer: User) -> Complaint:
    """In progress since yesterday."""
    with_clocks()
    yesterday = timezone.now() - timedelta(days=1)
    complaint = complain(kaur, dukcapil, person=PERSON, secrecy="secret", now=yesterday)
    step(complaint, Move.VERIFY, admin, classification="non_supervisory", unit=dukcapil, now=yesterday)
    return step(complaint, Move.START, officer, now=yesterday)


def page(client: Client, complaint: Complaint, user: User) -> str:
    client.force_login(user)
    response = client.get(complaint.get_absolute_url())
    assert response.status_code == 200
    return str(response.content.decode())


def send(client: Client, name: str, complaint: Complaint, *more: object, **typed: object):
    """The form as it stands now, unless the version is given."""
    complaint.refresh_from_db()
    given = {"form_key": uuid.uuid4(), "version": complaint.version, **typed}
    return client.post(reverse(f"complaints:{name}", args=[complaint.pk, *more]), given)


def offered(text: str) -> set[str]:
    return set(re.findall(r"/langkah/(\w+)/", text))


# What the page shows


def test_every_clock_says_when_it_is_due_and_why(client: Client, case: Complaint, officer: User) -> None:
    text = page(client, case, officer)
    assert text.count('<li class="clock') == case.clocks.count()
    assert "Hari kerja ke-" in text
    assert "Cara menghitung" in text
    assert "perlu diperiksa" in text, "a rule of low confidence says so"
    assert "PermenPANRB 62/2018" in text


def test_a_pause_and_a_late_end_are_told(client: Client, case: Complaint, officer: User) -> None:
    step(case, Move.ASK, officer, text="Kapan?", reason="Belum jelas.", now=timezone.now())
    assert "Menunggu kelengkapan dari pengadu." in page(client, case, officer)
    step(case, Move.COMPLETE, None, actor=COMPLAINANT, text="Senin.", now=timezone.now())
    RunningClock.objects.filter(complaint=case, code="decide").update(due_on="2020-01-01")
    case.clocks.filter(code="decide").update(state="met", ended_on=timezone.localdate())
    assert "terlambat" in page(client, case, officer)


def test_the_moves_offered_are_those_of_the_table(client: Client, case: Complaint, admin, officer, supervisor) -> None:
    assert offered(page(client, case, officer)) == {"answer", "ask", "return", "withdraw"}
    assert offered(page(client, case, admin)) == {"answer", "ask", "transfer", "return", "withdraw", "escalate"}
    assert offered(page(client, case, supervisor)) == {"escalate"}


def test_the_secret_identity_is_not_offered_to_the_unit(client: Client, case: Complaint, admin, officer) -> None:
    for user, is_offered in ((officer, False), (admin, True)):
        text = page(client, case, user)
        assert PERSON["name"] not in text
        assert (reverse("complaints:identity", args=[case.pk]) in text) is is_offered


def test_a_supervisor_writes_notes_and_nothing_else(client: Client, case: Complaint, supervisor: User) -> None:
    text = page(client, case, supervisor)
    assert reverse("complaints:note", args=[case.pk]) in text
    assert f'action="{reverse("complaints:message", args=[case.pk])}"' not in text
    assert (
        send(client, "note", case, **{"catatan-text": "Percepat.", "catatan-form_key": uuid.uuid4()}).status_code == 302
    )
    assert case.notes.get().text == "Percepat."
    assert send(client, "message", case, **{"pesan-text": "x", "pesan-form_key": uuid.uuid4()}).status_code == 403


def test_notes_never_stand_in_the_conversation(client: Client, case: Complaint, officer: User) -> None:
    note(complaint=case, text="Rahasia kantor.", form_key=uuid.uuid4(), by=officer, now=timezone.now())
    write(complaint=case, text="Kepada pengadu.", form_key=uuid.uuid4(), by=officer, now=timezone.now())
    text = page(client, case, officer)
    conversation = text.split('id="percakapan"')[1].split("</section>")[0]
    assert "Kepada pengadu." in conversation
    assert "Rahasia kantor." not in conversation


def test_the_same_message_or_note_sent_twice_is_the_first(case: Complaint, officer: User, now) -> None:
    for writing, rows in ((write, case.messages), (note, case.notes)):
        key = uuid.uuid4()
        first, again = [writing(complaint=case, text="Sama.", form_key=key, by=officer, now=now) for _ in range(2)]
        assert again == first
        assert rows.count() == 1


def test_an_ended_case_offers_no_message_no_officer_and_no_split(client: Client, case: Complaint, officer) -> None:
    step(case, Move.WITHDRAW, officer, reason="Diminta pengadu.", now=timezone.now())
    text = page(client, case, officer)
    for name in ("split", "assign"):
        assert reverse(f"complaints:{name}", args=[case.pk]) not in text
    assert f'action="{reverse("complaints:message", args=[case.pk])}"' not in text
    assert send(client, "message", case, **{"pesan-text": "x", "pesan-form_key": uuid.uuid4()}).status_code == 422
    assert send(client, "split", case, subject="Lain", story="Hal lain").status_code == 422
    assert not case.parts.exists()


def test_times_are_told_in_the_zone_of_the_unit(client: Client, case: Complaint, officer: User) -> None:
    Complaint.objects.filter(pk=case.pk).update(received_at="2026-11-02T01:30:00+00:00")
    assert "2 November 2026 pukul 08.30" in page(client, case, officer)
    ServiceUnit.objects.update(time_zone=ServiceUnit.Zone.WIT)
    assert "2 November 2026 pukul 10.30" in page(client, case, officer)


def test_a_new_message_is_marked_until_it_is_read(client: Client, case: Complaint, officer: User) -> None:
    write(complaint=case, text="Bagaimana?", form_key=uuid.uuid4(), by=None, now=timezone.now())
    assert "pesan baru dari pengadu" in page(client, case, officer)
    for _ in range(2):
        assert client.post(reverse("complaints:read", args=[case.pk])).status_code == 302
    assert "pesan baru dari pengadu" not in page(client, case, officer)
    assert Event.objects.filter(action="complaint.read").count() == 1


def test_the_history_has_pages(client: Client, case: Complaint, officer: User) -> None:
    for n in range(25):
        note(complaint=case, text=str(n), form_key=uuid.uuid4(), by=officer, now=timezone.now())
    assert "?halaman=2" in page(client, case, officer)
    assert "menyampaikan pengaduan" not in page(client, case, officer)
    assert "menyampaikan pengaduan" in client.get(case.get_absolute_url() + "?halaman=2").content.decode()
    assert client.get(case.get_absolute_url() + "?halaman=x%00").status_code == 200


# Forms of moves


def test_a_move_nobody_of_this_duty_makes_is_forbidden(client: Client, case: Complaint, officer, supervisor) -> None:
    client.force_login(supervisor)
    url = reverse("complaints:move", args=[case.pk, "answer"])
    assert client.get(url).status_code == 403
    assert send(client, "move", case, "answer", text="x", outcome="proven").status_code == 403
    client.force_login(officer)
    assert client.get(reverse("complaints:move", args=[case.pk, "transfer"])).status_code == 403


def test_a_move_of_another_duty_in_this_state_is_forbidden(client: Client, kaur, dukcapil, officer) -> None:
    received = complain(kaur, dukcapil)
    client.force_login(officer)
    assert client.get(reverse("complaints:move", args=[received.pk, "ask"])).status_code == 403
    assert send(client, "move", received, "ask", text="x", reason="y").status_code == 403
    received.refresh_from_db()
    assert received.state == State.RECEIVED


@pytest.mark.parametrize("slug", ["lapse", "tidak-ada", "ANSWER"])
def test_an_unknown_move_is_not_found(client: Client, case: Complaint, officer: User, slug: str) -> None:
    client.force_login(officer)
    assert client.get(reverse("complaints:move", args=[case.pk, slug])).status_code == 404


def test_a_conflict_names_who_did_what_and_keeps_what_was_typed(
    client: Client, case, admin, officer, puskesmas
) -> None:
    client.force_login(officer)
    seen = case.version
    step(case, Move.ASK, admin, text="Kapan?", reason="Belum jelas.", now=timezone.now())
    typed = {"text": "Jawaban panjang saya.", "outcome": "proven", "version": seen}
    response = send(client, "move", case, "answer", **typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Jawaban panjang saya." in text
    assert "Perlu dilengkapi" in text
    assert "meminta pengaduan dilengkapi" in text
    assert admin.name in text
    assert send(client, "move", case, "answer", **typed | {"version": ""}).status_code == 422, "no version saw nothing"
    again = send(client, "move", case, "answer", text="Jawaban panjang saya.", outcome="proven")
    assert again.status_code == 422
    assert "Jawaban panjang saya." in again.content.decode()
    assert not case.messages.filter(kind="answer").exists()


def test_only_a_late_answer_is_asked_for_the_reason(client: Client, case: Complaint, officer: User) -> None:
    client.force_login(officer)
    url = reverse("complaints:move", args=[case.pk, "answer"])
    assert "delay_reason" not in client.get(url).content.decode()
    Complaint.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    assert "delay_reason" in client.get(url).content.decode()
    assert send(client, "move", case, "answer", text="Sudah.", outcome="proven").status_code == 422
    sent = send(client, "move", case, "answer", text="Sudah.", outcome="proven", delay_reason="Alat rusak.")
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.delay_reason) == (State.ANSWERED, "Alat rusak.")


def test_a_reply_template_fills_the_answer_and_its_gaps_are_not_sent(
    client: Client, case, kaur, paser, officer
) -> None:
    made = {"purpose": "answer", "title": "Jawaban"}
    ours = ReplyTemplate.objects.create(government=kaur, text="Pengaduan {nomor} selesai {jatuh_tempo}.", **made)
    theirs = ReplyTemplate.objects.create(government=paser, text="Milik Paser", **made)
    Complaint.objects.filter(pk=case.pk).update(due_on=None)
    client.force_login(officer)
    url = reverse("complaints:move", args=[case.pk, "answer"])
    assert (
        f"Pengaduan {case.number} selesai {{jatuh_tempo}}." in client.get(f"{url}?templat={ours.pk}").content.decode()
    )
    for odd in (theirs.pk, "9" * 30, "x"):
        text = client.get(f"{url}?templat={odd}").content.decode()
        assert "Milik Paser" not in text
    refused = send(client, "move", case, "answer", text="Selesai {jatuh_tempo}.", outcome="proven")
    assert refused.status_code == 422
    assert "kurung kurawal" in refused.content.decode()


def test_a_message_may_start_from_a_template_too(client: Client, case: Complaint, kaur, officer) -> None:
    row = ReplyTemplate.objects.create(government=kaur, purpose="message", title="Kabar", text="Tentang {nomor}.")
    client.force_login(officer)
    text = client.get(f"{case.get_absolute_url()}?templat={row.pk}").content.decode()
    assert f"Tentang {case.number}." in text


def test_verification_disposes_at_once_to_a_service_and_an_officer_of_the_unit(
    client: Client, kaur, dukcapil, puskesmas, admin, officer
) -> None:
    complaint = complain(kaur)
    MaladministrationForm.objects.create(code="lama", name="Lama", basis="-", since_year=2000, until_year=2010)
    form = MaladministrationForm.objects.create(code="baru", name="Baru", basis="-", since_year=2010)
    client.force_login(admin)
    url = reverse("complaints:move", args=[complaint.pk, "verify"])
    assert "Lama" not in client.get(url).content.decode(), "the list of the year of receipt"
    product = dukcapil.products.first()
    typed = {"classification": "supervisory", "severity": "high", "unit": dukcapil.pk, "officer": officer.pk}
    elsewhere = send(client, "move", complaint, "verify", **typed | {"unit": puskesmas.pk})
    assert elsewhere.status_code == 422
    assert "tidak menangani pengaduan di unit tersebut" in elsewhere.content.decode()
    foreign = send(client, "move", complaint, "verify", **typed | {"product": puskesmas.products.first().pk})
    assert foreign.status_code == 422
    done = send(client, "move", complaint, "verify", **typed, product=product.pk, maladministration=[form.pk])
    assert done.status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.unit, complaint.product) == (State.ASSIGNED, dukcapil, product)
    assert (complaint.officer, complaint.severity) == (officer, "high")
    assert list(complaint.maladministration.all()) == [form]


def test_a_referral_needs_the_right_address_and_tells_it(client: Client, kaur, dukcapil, admin) -> None:
    complaint = complain(kaur, dukcapil)
    client.force_login(admin)
    assert send(client, "move", complaint, "refer", reason="Jalan provinsi.").status_code == 422
    done = send(client, "move", complaint, "refer", reason="Jalan provinsi.", referred_to="Dinas PU Provinsi")
    assert done.status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.referred_to) == (State.NOT_OURS, "Dinas PU Provinsi")
    assert "Dinas PU Provinsi" in page(client, complaint, admin)


def test_completion_by_another_channel_is_kept_with_its_files(
    client: Client, case, officer, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    step(case, Move.ASK, officer, text="Kapan?", reason="Belum jelas.", now=timezone.now())
    client.force_login(officer)
    assert send(client, "move", case, "complete", reason="Datang membawa resi.").status_code == 302
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert Event.objects.get(action="complaint.complete").reason == "Datang membawa resi."


def test_a_unit_that_returns_a_file_loses_sight_of_it(client: Client, case: Complaint, officer, admin) -> None:
    client.force_login(officer)
    response = send(client, "move", case, "return", reason="Bukan layanan kami.")
    assert response.headers["Location"] == reverse("complaints:complaints", args=[case.government.code])
    assert client.get(case.get_absolute_url()).status_code == 403
    assert "dispose" in offered(page(client, case, admin))


def test_a_clock_is_extended_on_its_page(client: Client, case: Complaint, admin: User) -> None:
    row = case.clocks.get(code="sp4n-non-supervisory")
    client.force_login(admin)
    assert send(client, "extend", case, row.pk, days=3, reason="Menunggu.").status_code == 422
    RunningClock.objects.filter(pk=row.pk).update(ceiling=5)
    assert reverse("complaints:extend", args=[case.pk, row.pk]) in page(client, case, admin)
    for days, status in ((6, 422), ("9" * 30, 422), ("x", 422), (3, 302)):
        assert send(client, "extend", case, row.pk, days=days, reason="Menunggu.").status_code == status
    assert "Diperpanjang 3 hari: Menunggu." in page(client, case, admin)
    assert client.get(reverse("complaints:extend", args=[case.pk, 999_999])).status_code == 404


# Hostile input


@pytest.mark.parametrize("value", ["x" * 6001, "satu\x00dua", b"\xff\xfe", "9" * 400])
def test_odd_input_is_refused_or_kept_but_never_breaks(client: Client, case: Complaint, officer: User, value) -> None:
    client.force_login(officer)
    for field in ("text", "outcome", "decided_on", "version", "form_key", "improvement"):
        typed = {"text": "Sudah.", "outcome": "proven", field: value}
        assert send(client, "move", case, "answer", **typed).status_code in (302, 400, 409, 422)
    for field in ("product", "event_date", "severity", "maladministration", "version", "place"):
        typed = {"severity": "low", field: value}
        assert send(client, "facts", case, **typed).status_code in (302, 400, 409, 422)


# Attachments


def test_an_attachment_opens_for_whoever_sees_its_own_case(
    client: Client, case, kaur, puskesmas, officer, outsider, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    [row] = attach_to(
        complaint=case, files=[checked(b"%PDF-1.4 isi")], is_internal=True, by=officer, now=timezone.now()
    )
    url = reverse("complaints:attachment", args=[case.pk, row.pk])
    client.force_login(officer)
    response = client.get(url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 isi"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    other = complain(kaur, case.unit)
    assert client.get(reverse("complaints:attachment", args=[other.pk, row.pk])).status_code == 404
    client.force_login(person("petugas.lain@kaur.example", Role.COMPLAINT_OFFICER, kaur, puskesmas))
    assert client.get(url).status_code == 403
    client.force_login(outsider)
    assert client.get(url).status_code == 404


def test_a_file_that_lies_in_the_case_goes_along_with_a_message(case, officer, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    file, now = checked(b"%PDF-1.4 isi"), timezone.now()
    [row] = attach_to(complaint=case, files=[file], is_internal=True, by=officer, now=now)
    message = write(complaint=case, text="Terlampir.", files=[file], form_key=uuid.uuid4(), by=officer, now=now)
    row.refresh_from_db()
    assert (row.message, row.is_internal, case.attachments.count()) == (message, False, 1)


def test_files_that_are_too_much_together_are_refused_aloud(client: Client, case, officer, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 1000
    client.force_login(officer)
    long = "x" * 300_000
    response = send(client, "move", case, "answer", text="Sudah.", outcome="proven", improvement=long)
    assert response.status_code == 413
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
