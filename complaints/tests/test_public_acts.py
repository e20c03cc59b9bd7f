"""What may be done with the code: each act once, with what was typed kept when it cannot be done."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from complaints.models import Complaint, DeskSettings, Message
from complaints.tests.cases import step
from complaints.tests.citizens import answered, do, read, verified
from complaints.workflow import Move, State
from history.models import Event
from units.models import Government

pytestmark = pytest.mark.usefixtures("street")
FOLLOW, ENTER = "/lacak/pengaduan/", "/lacak/"


@pytest.mark.parametrize("slug", ["pesan", "cabut", "lengkapi", "selesai", "buka"])
def test_the_same_form_twice_has_one_effect(
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User, slug: str
) -> None:
    if slug == "lengkapi":
        step(followed, Move.ASK, desk_admin, now=timezone.now(), text="Mohon nomor antrean.", reason="kurang")
    elif slug in ("selesai", "buka"):
        answered(followed, desk_admin, desk_officer)
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


def test_a_requested_file_is_completed_and_the_clocks_go_on(
    client: Client, followed: Complaint, desk_admin: User
) -> None:
    step(followed, Move.ASK, desk_admin, now=timezone.now(), text="Mohon nomor antrean.", reason="kurang")
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


def test_an_answer_is_rated_and_rated_again(
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User
) -> None:
    answered(followed, desk_admin, desk_officer)
    assert "Loket kini dijaga penuh." in read(client)
    assert do(client, "nilai", followed).status_code == 422
    assert do(client, "nilai", followed, rating="5").status_code == 422
    assert do(client, "nilai", followed, rating="2", note="Lambat").status_code == 302
    assert "Kurang puas" in read(client)
    assert do(client, "nilai", followed, rating="4").status_code == 302
    followed.refresh_from_db()
    assert (followed.rating, followed.rating_note) == (4, "")


def test_who_is_content_closes(client: Client, followed: Complaint, desk_admin: User, desk_officer: User) -> None:
    answered(followed, desk_admin, desk_officer)
    assert do(client, "selesai", followed).status_code == 302
    followed.refresh_from_db()
    assert followed.state == State.CLOSED


def test_who_is_not_content_reopens_with_a_reason(
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User
) -> None:
    answered(followed, desk_admin, desk_officer)
    assert do(client, "buka", followed, reason=" ").status_code == 422
    assert do(client, "buka", followed, reason="Loket masih kosong.").status_code == 302
    followed.refresh_from_db()
    assert (followed.state, followed.reopenings) == (State.REOPENED, 1)
    assert "Loket masih kosong." in read(client)


def test_after_the_time_set_reopening_is_no_longer_offered(
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User, kaur: Government
) -> None:
    DeskSettings.objects.create(government=kaur, reopen_days=5, close_after_days=5)
    Complaint.objects.filter(pk=followed.pk).update(received_at=timezone.now() - timedelta(days=20))
    answered(followed, desk_admin, desk_officer, now=timezone.now() - timedelta(days=6))
    text = read(client)
    assert "Minta dibuka kembali" not in text
    assert "Masa untuk meminta dibuka kembali berakhir" in text
    refused = do(client, "buka", followed, reason="Masih")
    assert refused.status_code == 409
    assert "membuat pengaduan baru" in refused.content.decode()


def test_a_move_of_the_desk_in_between_is_a_readable_conflict(
    client: Client, followed: Complaint, desk_admin: User, desk_officer: User
) -> None:
    seen = followed.version
    answered(followed, desk_admin, desk_officer)
    conflict = do(client, "cabut", followed, version=str(seen), reason="Tidak perlu lagi", is_sure="on")
    text = conflict.content.decode()
    assert conflict.status_code == 409
    assert "baru saja berubah" in text
    assert "Loket kini dijaga penuh." in text
    assert "Tidak perlu lagi" in text
    followed.refresh_from_db()
    assert followed.state == State.ANSWERED


def test_after_a_conflict_the_form_can_be_sent_again_as_it_stands(
    client: Client, followed: Complaint, desk_admin: User
) -> None:
    seen = followed.version
    verified(followed, desk_admin)
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
