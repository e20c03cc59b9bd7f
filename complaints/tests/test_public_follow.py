"""Following a complaint with its code: what is read, what may be done, and what stays inside."""

import uuid
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Complaint, DeskSettings, Message, RunningClock
from complaints.services import messages
from complaints.services.running import extend
from complaints.tests.cases import step, with_clocks
from complaints.tests.citizens import CODE_COOKIE, FOLLOW_COOKIE, STORY, complained, do, enter, read
from complaints.views import public, public_follow
from complaints.views.public_page import Gate
from complaints.workflow import Move, State
from conftest import person
from history.models import Event
from kspp.lib.uploads import CheckedFile
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db
FOLLOW, ENTER = "/lacak/pengaduan/", "/lacak/"


@pytest.fixture(autouse=True)
def empty_street(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(public, "gate", Gate())
    monkeypatch.setattr(public_follow, "gate", Gate())
    settings.MEDIA_ROOT = tmp_path
    with_clocks()


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("Budi.Rahasia@kaur.example", Role.COMPLAINT_ADMIN, kaur)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("Ayu.Tersembunyi@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def followed(client: Client, dukcapil: ServiceUnit) -> Complaint:
    """An anonymous complaint, and the browser inside its page."""
    complaint, code = complained(client, dukcapil, event_date="2024-05-17")
    assert enter(client, code).status_code == 302
    return complaint


def photo() -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(target, "JPEG")
    return SimpleUploadedFile("Kartu Sari.jpg", target.getvalue(), "image/jpeg")


def checked(content: bytes, name: str = "jawaban.pdf") -> CheckedFile:
    return CheckedFile(content, name, "application/pdf", len(content), uuid.uuid5(uuid.NAMESPACE_URL, str(content)).hex)


def verified(complaint: Complaint, admin: User) -> None:
    now = timezone.now()
    step(complaint, Move.VERIFY, admin, now=now, classification="non_supervisory", unit=complaint.unit)


def answered(complaint: Complaint, admin: User, officer: User, *, now: datetime | None = None) -> None:
    verified(complaint, admin)
    moment = now or timezone.now()
    step(complaint, Move.START, officer, now=moment)
    step(complaint, Move.ANSWER, officer, now=moment, text="Loket kini dijaga penuh.", outcome="proven")


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}  "])
def test_the_code_opens_however_it_is_typed(client: Client, dukcapil: ServiceUnit, typed: Any) -> None:
    complaint, code = complained(client, dukcapil)
    assert enter(client, typed(code))["Location"] == FOLLOW
    assert complaint.number in read(client)


def test_letters_that_are_easily_misread_open_too(client: Client, dukcapil: ServiceUnit) -> None:
    _, code = complained(client, dukcapil)
    assert enter(client, code.replace("0", "O").replace("1", "l").replace("V", "u")).status_code == 302


@pytest.mark.parametrize("wrong", ["", "7K2M", "0000-0000-0000-0000", "x" * 60, "a\x00b", "💥" * 16, "9" * 500])
def test_a_wrong_code_opens_nothing_and_says_what_to_do(client: Client, dukcapil: ServiceUnit, wrong: str) -> None:
    complained(client, dukcapil)
    refused = enter(client, wrong)
    assert refused.status_code == 422
    assert FOLLOW_COOKIE not in refused.cookies
    assert 'aria-invalid="true"' in refused.content.decode()


def test_without_the_code_nothing_is_read_or_done(client: Client, dukcapil: ServiceUnit) -> None:
    complaint, _ = complained(client, dukcapil)
    assert client.get(FOLLOW)["Location"] == ENTER
    assert client.get(f"{FOLLOW}lampiran/1/")["Location"] == ENTER
    refused = do(client, "pesan", complaint, text="Halo, kapan selesai?")
    assert refused.status_code == 403
    assert "Halo, kapan selesai?" in refused.content.decode()
    assert "30 menit" in refused.content.decode()
    assert not Message.objects.exists()


def test_the_cookie_carries_no_code_and_cannot_be_forged_or_used_elsewhere(
    client: Client, dukcapil: ServiceUnit, puskesmas: ServiceUnit, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    other, _ = complained(client, puskesmas)
    mine, code = complained(client, dukcapil)
    cookie = enter(client, code).cookies[FOLLOW_COOKIE]
    assert code not in cookie.value
    assert cookie["httponly"]
    assert cookie["secure"]
    assert (cookie["samesite"], cookie["max-age"], cookie["path"]) == ("Lax", 1800, ENTER)
    for forged in (cookie.value.replace(f"{mine.pk}.", f"{other.pk}.", 1), f"{other.pk}.{'0' * 16}", "x"):
        stranger = Client()
        stranger.cookies[FOLLOW_COOKIE] = forged
        assert stranger.get(FOLLOW).status_code == 302


def test_half_an_hour_later_the_code_is_asked_for_again(
    client: Client, followed: Complaint, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = client.cookies[FOLLOW_COOKIE].value
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 1801)
    late = Client()
    late.cookies[FOLLOW_COOKIE] = cookie
    assert late.get(FOLLOW)["Location"] == ENTER


def test_closing_the_page_forgets_everything(client: Client, followed: Complaint) -> None:
    assert client.post(f"{FOLLOW}tutup/")["Location"] == ENTER
    assert client.get(FOLLOW).status_code == 302


def test_the_printed_code_leads_to_one_button_and_asking_for_it_writes_nothing(
    client: Client, dukcapil: ServiceUnit
) -> None:
    _, code = complained(client, dukcapil)
    before = Event.objects.count()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("complaints:follow_link", args=[code]))
    assert len(queries) == 0
    assert code in page.content.decode()
    assert FOLLOW_COOKIE not in page.cookies
    assert page["Referrer-Policy"] == "strict-origin"
    assert Event.objects.count() == before


def test_no_page_of_somebody_elses_words_is_kept_or_listed(client: Client, followed: Complaint) -> None:
    for address in (FOLLOW, ENTER):
        page = client.get(address)
        assert page["Cache-Control"] == "no-store"
        assert "noindex" in page["X-Robots-Tag"]


def test_a_received_complaint_says_what_comes_next_by_when_and_why(client: Client, followed: Complaint) -> None:
    text = read(client)
    for words in (
        "sudah kami terima",
        "Berikutnya kami memeriksa",
        "Memeriksa pengaduan Anda paling lambat",
        "3 hari kerja, dihitung mulai hari berikutnya",
        "PermenPANRB 62/2018",
        "Pengaduan diterima",
        STORY,
    ):
        assert words in text


def test_of_the_desk_only_the_office_is_seen(
    client: Client, followed: Complaint, admin: User, officer: User, dukcapil: ServiceUnit
) -> None:
    now = timezone.now()
    verified(followed, admin)
    messages.note(complaint=followed, text="Pelapor sering marah", form_key=uuid.uuid4(), by=officer, now=now)
    step(
        followed,
        Move.TRANSFER,
        admin,
        now=now,
        unit=other_unit(dukcapil),
        reason="Salah alamat internal",
        files=[checked(b"dalam", "dalam.pdf")],
    )
    text = read(client)
    assert "Dialihkan ke unit lain" in text
    assert "(Unit Lain)" in text
    for inside in (admin.name, officer.name, "Pelapor sering marah", "Salah alamat internal", "dalam.pdf"):
        assert inside not in text
    inside_file = followed.attachments.get(name="dalam.pdf")
    assert client.get(f"{FOLLOW}lampiran/{inside_file.pk}/").status_code == 404


def other_unit(unit: ServiceUnit) -> ServiceUnit:
    return ServiceUnit.objects.create(government=unit.government, name="Unit Lain", kind="lainnya")


def test_messages_go_both_ways_with_their_files(
    client: Client, followed: Complaint, officer: User, admin: User
) -> None:
    verified(followed, admin)
    messages.write(
        complaint=followed,
        text="Loket mana?",
        files=[checked(b"%PDF-1.4 peta", "denah.pdf")],
        form_key=uuid.uuid4(),
        by=officer,
        now=timezone.now(),
    )
    sent = do(client, "pesan", followed, text="Loket tiga.\r\nSebelah kiri.", files=[photo()])
    assert sent["Location"] == f"{FOLLOW}?berhasil=pesan"
    text = client.get(sent["Location"]).content.decode()
    for words in (
        "Pesan Anda sudah terkirim",
        "Loket mana?",
        "denah.pdf",
        "Loket tiga.<br>Sebelah kiri.",
        "lampiran-1.jpg",
    ):
        assert words in text
    assert "Kartu Sari" not in text
    followed.refresh_from_db()
    assert followed.is_unread
    file = followed.attachments.get(name="denah.pdf")
    download = client.get(f"{FOLLOW}lampiran/{file.pk}/")
    assert b"".join(download.streaming_content) == b"%PDF-1.4 peta"
    assert download["Content-Disposition"] == 'attachment; filename="denah.pdf"'
    assert download["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in download["Content-Security-Policy"]
    assert download["Cache-Control"] == "no-store"


def test_files_of_another_complaint_erased_or_lost_are_not_there(
    client: Client, followed: Complaint, puskesmas: ServiceUnit
) -> None:
    other, _ = complained(client, puskesmas, files=[photo()])
    foreign = other.attachments.get()
    assert client.get(f"{FOLLOW}lampiran/{foreign.pk}/").status_code == 404
    do(client, "pesan", followed, files=[photo()])
    mine = followed.attachments.get()
    assert client.get(f"{FOLLOW}lampiran/{mine.pk}/").status_code == 200
    mine.file.storage.delete(mine.file.name)
    assert client.get(f"{FOLLOW}lampiran/{mine.pk}/").status_code == 404
    mine.erased_at = timezone.now()
    mine.save()
    assert "lampiran-1.jpg" not in read(client)


def test_a_message_needs_words_or_a_file_and_keeps_what_was_typed(client: Client, followed: Complaint) -> None:
    assert do(client, "pesan", followed, text="  ").status_code == 422
    wrong = SimpleUploadedFile("x.exe", b"MZ program", "application/pdf")
    refused = do(client, "pesan", followed, text="Mohon dibaca", files=[wrong])
    assert refused.status_code == 422
    for words in ("Mohon dibaca", "x.exe: Berkas ini sebuah program", "tidak ikut tersimpan"):
        assert words in refused.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("slug", ["pesan", "cabut", "lengkapi", "selesai", "buka"])
def test_the_same_form_twice_has_one_effect(
    client: Client, followed: Complaint, admin: User, officer: User, slug: str
) -> None:
    if slug == "lengkapi":
        step(followed, Move.ASK, admin, now=timezone.now(), text="Mohon nomor antrean.", reason="kurang")
    elif slug in ("selesai", "buka"):
        answered(followed, admin, officer)
    followed.refresh_from_db()
    form = {
        "form_key": str(uuid.uuid4()),
        "version": str(followed.version),
        "text": "A",
        "reason": "B",
        "is_sure": "on",
    }
    before = Message.objects.count(), Event.objects.count()
    for _ in range(2):
        assert client.post(reverse("complaints:follow_act", args=[slug]), form).status_code == 302
    written = Message.objects.count() - before[0], Event.objects.count() - before[1]
    assert written == ((0 if slug == "selesai" else 1), 1)


def test_a_requested_file_is_completed_and_the_clocks_go_on(client: Client, followed: Complaint, admin: User) -> None:
    step(followed, Move.ASK, admin, now=timezone.now(), text="Mohon nomor antrean.", reason="kurang")
    text = read(client)
    for words in (
        "Mohon nomor antrean.",
        "Lengkapi pengaduan",
        "Anda melengkapi pengaduan paling lambat",
        "berhenti sementara",
    ):
        assert words in text
    assert do(client, "lengkapi", followed).status_code == 422
    assert do(client, "lengkapi", followed, text="Nomor 14.").status_code == 302
    followed.refresh_from_db()
    assert followed.state == State.RECEIVED
    assert followed.due_on is not None
    assert "Lengkapi pengaduan" not in read(client)


def test_withdrawing_asks_once_more_and_needs_no_reason(client: Client, followed: Complaint) -> None:
    refused = do(client, "cabut", followed, reason="Sudah beres")
    assert refused.status_code == 422
    assert "Beri tanda centang" in refused.content.decode()
    assert "Sudah beres" in refused.content.decode()
    assert do(client, "cabut", followed, is_sure="on").status_code == 302
    followed.refresh_from_db()
    assert followed.state == State.WITHDRAWN
    text = read(client)
    assert "sudah dicabut" in text
    assert "<form" not in text.split("Perjalanan pengaduan")[0]


def test_an_answer_is_rated_and_rated_again(client: Client, followed: Complaint, admin: User, officer: User) -> None:
    answered(followed, admin, officer)
    assert "Loket kini dijaga penuh." in read(client)
    assert do(client, "nilai", followed).status_code == 422
    assert do(client, "nilai", followed, rating="5").status_code == 422
    assert do(client, "nilai", followed, rating="2", note="Lambat").status_code == 302
    assert "Kurang puas" in read(client)
    assert do(client, "nilai", followed, rating="4").status_code == 302
    followed.refresh_from_db()
    assert (followed.rating, followed.rating_note) == (4, "")


def test_who_is_content_closes(client: Client, followed: Complaint, admin: User, officer: User) -> None:
    answered(followed, admin, officer)
    assert do(client, "selesai", followed).status_code == 302
    followed.refresh_from_db()
    assert followed.state == State.CLOSED


def test_who_is_not_content_reopens_with_a_reason(
    client: Client, followed: Complaint, admin: User, officer: User
) -> None:
    answered(followed, admin, officer)
    assert do(client, "buka", followed, reason=" ").status_code == 422
    assert do(client, "buka", followed, reason="Loket masih kosong.").status_code == 302
    followed.refresh_from_db()
    assert (followed.state, followed.reopenings) == (State.REOPENED, 1)
    assert "Loket masih kosong." in read(client)


def test_after_the_time_set_reopening_is_no_longer_offered(
    client: Client, followed: Complaint, admin: User, officer: User, kaur: Government
) -> None:
    DeskSettings.objects.create(government=kaur, reopen_days=5, close_after_days=5)
    Complaint.objects.filter(pk=followed.pk).update(received_at=timezone.now() - timedelta(days=20))
    answered(followed, admin, officer, now=timezone.now() - timedelta(days=6))
    text = read(client)
    assert "Minta dibuka kembali" not in text
    assert "Masa untuk meminta dibuka kembali berakhir" in text
    refused = do(client, "buka", followed, reason="Masih")
    assert refused.status_code == 409
    assert "membuat pengaduan baru" in refused.content.decode()


def test_a_move_of_the_desk_in_between_is_a_readable_conflict(
    client: Client, followed: Complaint, admin: User, officer: User
) -> None:
    seen = followed.version
    answered(followed, admin, officer)
    conflict = do(client, "cabut", followed, version=str(seen), reason="Tidak perlu lagi", is_sure="on")
    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "baru saja berubah" in text
    assert "Loket kini dijaga penuh." in text
    assert "Tidak perlu lagi" in text
    followed.refresh_from_db()
    assert followed.state == State.ANSWERED


def test_after_a_conflict_the_form_can_be_sent_again_as_it_stands(
    client: Client, followed: Complaint, admin: User
) -> None:
    seen = followed.version
    verified(followed, admin)
    conflict = do(client, "cabut", followed, version=str(seen), reason="Tidak perlu lagi", is_sure="on")
    assert conflict.status_code == 409
    followed.refresh_from_db()
    assert f'name="version" value="{followed.version}"' in conflict.content.decode()
    assert do(client, "cabut", followed, is_sure="on").status_code == 302


@pytest.mark.parametrize("slug", ["lengkapi", "nilai", "selesai", "buka"])
def test_what_the_state_does_not_allow_is_refused_with_a_sentence(
    client: Client, followed: Complaint, slug: str
) -> None:
    refused = do(client, slug, followed, text="A", rating="4", reason="B")
    assert refused.status_code in (409, 422)
    assert "langkah ini tidak dapat dilakukan" in refused.content.decode()


@pytest.mark.parametrize("value", ["a\x00b", "²", "9" * 30, "-1", "💥" * 7000, ""])
@pytest.mark.parametrize("slug", ["pesan", "cabut", "nilai", "buka", "lengkapi", "selesai"])
def test_no_text_makes_an_act_fail(client: Client, followed: Complaint, slug: str, value: str) -> None:
    for field in ("form_key", "version", "text", "reason", "rating", "note", "is_sure"):
        whole = {"text": "A", "reason": "B", "rating": "4", "note": "C", "is_sure": ""}
        assert do(client, slug, followed, **{**whole, field: value}).status_code < 500


def test_acts_that_do_not_exist_and_reading_an_act_are_refused(client: Client, followed: Complaint) -> None:
    assert do(client, "hapus", followed).status_code == 404
    assert client.get(f"{FOLLOW}pesan/").status_code == 405
    assert client.post(FOLLOW).status_code == 405


def test_a_referral_shows_the_right_address(client: Client, followed: Complaint, admin: User) -> None:
    step(followed, Move.REFER, admin, now=timezone.now(), reason="bukan kami", referred_to="BPN Kaur, Jalan Contoh 2")
    text = read(client)
    assert "BPN Kaur, Jalan Contoh 2" in text
    assert "Ombudsman Republik Indonesia" in text
    assert "Tulis pesan kepada kami" not in text


def test_an_extension_tells_its_reason(client: Client, followed: Complaint, admin: User) -> None:
    verified(followed, admin)
    clock = followed.clocks.get(code="sp4n-non-supervisory")
    RunningClock.objects.filter(pk=clock.pk).update(ceiling=10)
    followed.refresh_from_db()
    extend(
        clock=clock,
        days=5,
        reason="Menunggu hasil pemeriksaan lapangan",
        form_key=uuid.uuid4(),
        seen_version=followed.version,
        by=admin,
        now=timezone.now(),
    )
    text = read(client)
    assert "Menunggu hasil pemeriksaan lapangan" in text
    assert "Batas waktu diperpanjang" in text


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (date(2024, 5, 17), "melaporlah paling lambat"),
        (date(2019, 1, 2), "batas dua tahun sejak peristiwa berakhir pada Sabtu, 2 Januari 2021"),
        (None, "tidak boleh lebih lama dari dua tahun."),
    ],
)
def test_the_way_to_the_ombudsman_counts_two_years_from_the_event_and_no_waiting(
    client: Client, followed: Complaint, admin: User, officer: User, happened: date | None, words: str
) -> None:
    assert "Ombudsman Republik Indonesia" not in read(client)
    answered(followed, admin, officer)
    if happened and happened.year == 2024:
        happened = timezone.localdate() - timedelta(days=30)
    Complaint.objects.filter(pk=followed.pk).update(event_date=happened)
    text = read(client)
    assert words in text
    assert "Tidak ada masa tunggu" in text


def test_an_overdue_complaint_says_so_and_shows_the_way(client: Client, followed: Complaint) -> None:
    start = timezone.localdate() - timedelta(days=40)
    RunningClock.objects.filter(complaint=followed).update(starts_on=start, due_on=start + timedelta(days=5))
    Complaint.objects.filter(pk=followed.pk).update(due_on=start + timedelta(days=5))
    text = read(client)
    assert "sudah lewat" in text
    assert "Ombudsman Republik Indonesia" in text


def test_times_are_those_of_the_unit(client: Client, kaur: Government, dukcapil: ServiceUnit) -> None:
    east = ServiceUnit.objects.create(government=kaur, name="Unit WIT", kind="lainnya", time_zone="Asia/Jayapura")
    complaint, code = complained(client, east)
    moment = datetime.fromisoformat("2024-06-03T20:00:00+00:00")
    Event.objects.filter(action="complaint.received")
    enter(client, code)
    messages.write(complaint=complaint, text="Halo", form_key=uuid.uuid4(), by=None, now=moment)
    assert "4 Juni 2024 pukul 05.00" in read(client)


def test_the_page_takes_as_many_queries_however_much_was_said(
    client: Client, followed: Complaint, admin: User, officer: User
) -> None:
    verified(followed, admin)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    few = count()
    for number in range(15):
        files = [checked(f"%PDF {number}".encode(), f"{number}.pdf")]
        by = officer if number % 2 else None
        messages.write(complaint=followed, text="A", files=files, form_key=uuid.uuid4(), by=by, now=timezone.now())
    assert count() == few <= 9


def test_a_slip_leads_straight_to_the_page(client: Client, dukcapil: ServiceUnit) -> None:
    _, code = complained(client, dukcapil)
    assert CODE_COOKIE in client.cookies
    assert code in client.get("/adu/terkirim/").content.decode()
    assert enter(client, code)["Location"] == FOLLOW
