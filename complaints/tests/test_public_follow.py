"""Following a complaint with its code: what is read, what may be done, and what stays inside."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from complaints.models import Complaint, Message, RunningClock
from complaints.services import messages
from complaints.services.running import extend
from complaints.tests.cases import step
from complaints.tests.citizens import (
    CODE_COOKIE,
    FOLLOW_COOKIE,
    STORY,
    answered,
    checked,
    complained,
    do,
    enter,
    photo,
    read,
    verified,
)
from complaints.workflow import Move
from history.models import Event
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.usefixtures("street")
FOLLOW, ENTER = "/lacak/pengaduan/", "/lacak/"


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
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User, dukcapil: ServiceUnit
) -> None:
    now = timezone.now()
    verified(followed, desk_admin)
    messages.note(complaint=followed, text="Pelapor sering marah", form_key=uuid.uuid4(), by=desk_officer, now=now)
    step(
        followed,
        Move.TRANSFER,
        desk_admin,
        now=now,
        unit=other_unit(dukcapil),
        reason="Salah alamat internal",
        files=[checked(b"dalam", "dalam.pdf")],
    )
    text = read(client)
    assert "Dialihkan ke unit lain" in text
    assert "(Unit Lain)" in text
    for inside in (desk_admin.name, desk_officer.name, "Pelapor sering marah", "Salah alamat internal", "dalam.pdf"):
        assert inside not in text
    inside_file = followed.attachments.get(name="dalam.pdf")
    assert client.get(f"{FOLLOW}lampiran/{inside_file.pk}/").status_code == 404


def other_unit(unit: ServiceUnit) -> ServiceUnit:
    return ServiceUnit.objects.create(government=unit.government, name="Unit Lain", kind="lainnya")


def test_messages_go_both_ways_with_their_files(
    client: Client, followed: Complaint, desk_officer: User, desk_admin: User
) -> None:
    verified(followed, desk_admin)
    messages.write(
        complaint=followed,
        text="Loket mana?",
        files=[checked(b"%PDF-1.4 peta", "denah.pdf")],
        form_key=uuid.uuid4(),
        by=desk_officer,
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


def test_a_referral_shows_the_right_address(client: Client, followed: Complaint, desk_admin: User) -> None:
    step(
        followed,
        Move.REFER,
        desk_admin,
        now=timezone.now(),
        reason="bukan kami",
        referred_to="BPN Kaur, Jalan Contoh 2",
    )
    text = read(client)
    assert "BPN Kaur, Jalan Contoh 2" in text
    assert "Ombudsman Republik Indonesia" in text
    assert "Tulis pesan kepada kami" not in text


def test_an_extension_tells_its_reason(client: Client, followed: Complaint, desk_admin: User) -> None:
    verified(followed, desk_admin)
    clock = followed.clocks.get(code="sp4n-non-supervisory")
    RunningClock.objects.filter(pk=clock.pk).update(ceiling=10)
    followed.refresh_from_db()
    extend(
        clock=clock,
        days=5,
        reason="Menunggu hasil pemeriksaan lapangan",
        form_key=uuid.uuid4(),
        seen_version=followed.version,
        by=desk_admin,
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
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User, happened: date | None, words: str
) -> None:
    assert "Ombudsman Republik Indonesia" not in read(client)
    answered(followed, desk_admin, desk_officer)
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
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User
) -> None:
    verified(followed, desk_admin)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    few = count()
    for number in range(15):
        files = [checked(f"%PDF {number}".encode(), f"{number}.pdf")]
        by = desk_officer if number % 2 else None
        messages.write(complaint=followed, text="A", files=files, form_key=uuid.uuid4(), by=by, now=timezone.now())
    assert count() == few <= 9


def test_a_slip_leads_straight_to_the_page(client: Client, dukcapil: ServiceUnit) -> None:
    _, code = complained(client, dukcapil)
    assert CODE_COOKIE in client.cookies
    assert code in client.get("/adu/terkirim/").content.decode()
    assert enter(client, code)["Location"] == FOLLOW
