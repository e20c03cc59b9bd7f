"""Forgetting in time: what goes, what stays, and what happens when a run is cut off."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from accounts.models import User
from accounts.permissions import Role
from complaints.models import Attachment, Complaint, DeskSettings, Identity, IdentityWord, ImportBatch, Message, Note
from complaints.schedule import SCHEDULE, forget_persons
from complaints.selectors.figures import cases
from complaints.sentences.persons import ERASED_FILE, ERASED_TEXT
from complaints.services import retention
from complaints.services.retention import RetentionKind, anonymise, months_before
from complaints.tests.cases import PERSON, complain
from conftest import NOW, person
from history.models import Event
from kspp.tests.upload_files import files_in
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media"), pytest.mark.both_databases]
ENDED = datetime(2022, 1, 15, 3, 0, tzinfo=UTC)
BEFORE_ALL = ENDED + timedelta(days=300)
AFTER_IDENTITY = datetime(2024, 1, 15, 3, 0, tzinfo=UTC)
AFTER_TEXTS = datetime(2027, 1, 15, 3, 0, tzinfo=UTC)


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    return person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


def attach_to(complaint: Complaint, name: str = "KTP Sari.pdf") -> Attachment:
    row = Attachment(complaint=complaint, name=name, media_type="application/pdf", size=8, added_at=ENDED)
    row.sha256 = f"{complaint.attachments.count():064d}"
    row.file.save(name, ContentFile(b"%PDF-1.4"))
    return row


@pytest.fixture
def ended(kaur: Government, dukcapil: ServiceUnit, officer: User) -> Complaint:
    """Ended on 15 January 2022, with everything in it."""
    complaint = complain(
        kaur, dukcapil, person=PERSON, now=ENDED, loss="Rugi.", wish="Diganti.", place="Loket 2", rating=3
    )
    Message.objects.create(complaint=complaint, text="Saya Sari.", written_at=ENDED, is_from_complainant=True)
    Note.objects.create(complaint=complaint, text="Sudah ditelepon.", written_at=ENDED, written_by=officer)
    attach_to(complaint)
    Complaint.objects.filter(pk=complaint.pk).update(
        state=Complaint.State.CLOSED, ended_at=ENDED, rating_note="Baik.", outcome="proven", improvement="Loket tambah."
    )
    complaint.refresh_from_db()
    return complaint


Capture = Callable[..., Any]


def test_nothing_goes_before_its_time(ended: Complaint) -> None:
    assert anonymise(now=BEFORE_ALL) == 0
    assert anonymise(now=AFTER_IDENTITY - timedelta(seconds=1)) == 0
    ended.refresh_from_db()
    assert (ended.anonymised_at, Identity.objects.count(), Attachment.objects.get().name) == (None, 1, "KTP Sari.pdf")
    assert not Event.objects.filter(action="complaint.anonymised").exists()


def test_identity_and_files_go_after_their_months_and_texts_stay(
    ended: Complaint, media: Path, django_capture_on_commit_callbacks: Capture
) -> None:
    assert len(files_in(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert anonymise(now=AFTER_IDENTITY) == 1
    assert not Identity.objects.exists()
    assert not IdentityWord.objects.exists()
    row = Attachment.objects.get()
    assert (row.name, row.erased_at, row.file.name, row.size) == (ERASED_FILE, AFTER_IDENTITY, "", 8)
    assert files_in(media) == []
    ended.refresh_from_db()
    assert ended.story.startswith("Saya menunggu")
    assert ended.anonymised_at == AFTER_IDENTITY
    event = Event.objects.get(action="complaint.anonymised")
    assert (event.actor, event.changes) == (None, {"erased": [[], ["identity", "files"]]})


def test_texts_go_last_and_every_figure_stays(ended: Complaint, kaur: Government) -> None:
    since, until = ENDED.date() - timedelta(days=5), ENDED.date() + timedelta(days=5)
    figures = cases(kaur, None, since, until, NOW.date())
    kept = {f.attname for f in Complaint._meta.concrete_fields} - {
        *("subject", "story", "loss", "wish", "place", "rating_note", "anonymised_at", "version")
    }
    before = {name: getattr(ended, name) for name in kept}
    anonymise(now=AFTER_TEXTS)
    ended.refresh_from_db()
    texts = (ended.subject, ended.story, ended.loss, ended.wish, ended.place, ended.rating_note)
    assert texts == (ERASED_TEXT,) * 6
    assert (Message.objects.get().text, Note.objects.get().text) == (ERASED_TEXT, ERASED_TEXT)
    assert {name: getattr(ended, name) for name in kept} == before
    assert cases(kaur, None, since, until, NOW.date()) == figures
    assert len(figures) == 1


def test_what_was_empty_stays_empty(kaur: Government, dukcapil: ServiceUnit) -> None:
    complaint = complain(kaur, dukcapil, now=ENDED)
    Complaint.objects.update(ended_at=ENDED)
    anonymise(now=AFTER_TEXTS)
    complaint.refresh_from_db()
    assert (complaint.loss, complaint.wish, complaint.place, complaint.rating_note) == ("", "", "", "")


def test_a_second_run_writes_nothing(ended: Complaint) -> None:
    assert anonymise(now=AFTER_TEXTS) == 1
    version, events = Complaint.objects.get().version, Event.objects.count()
    assert anonymise(now=AFTER_TEXTS) == 0
    assert (Complaint.objects.get().version, Event.objects.count()) == (version, events)


def test_the_first_erasing_is_the_day_that_is_told(ended: Complaint) -> None:
    anonymise(now=AFTER_IDENTITY)
    anonymise(now=AFTER_TEXTS)
    assert Complaint.objects.get().anonymised_at == AFTER_IDENTITY
    erased = [
        event.changes["erased"][1] for event in Event.objects.filter(action="complaint.anonymised").order_by("pk")
    ]
    assert erased == [["identity", "files"], ["texts"]]


def test_what_is_said_after_the_texts_went_goes_with_the_next_run(ended: Complaint, officer: User) -> None:
    anonymise(now=AFTER_TEXTS)
    Note.objects.create(complaint=ended, text="Sari menelepon lagi.", written_at=AFTER_TEXTS, written_by=officer)
    assert anonymise(now=AFTER_TEXTS) == 1
    assert not Note.objects.exclude(text=ERASED_TEXT).exists()


def test_open_and_reopened_cases_are_left_alone(ended: Complaint) -> None:
    Complaint.objects.update(state=Complaint.State.REOPENED, ended_at=None)
    assert anonymise(now=AFTER_TEXTS) == 0
    assert Identity.objects.exists()


def test_a_case_reopened_since_it_was_found_is_left_alone(ended: Complaint, kaur: Government) -> None:
    Complaint.objects.update(state=Complaint.State.REOPENED, ended_at=None)
    assert not retention._anonymise(ended.pk, DeskSettings(government=kaur), AFTER_TEXTS)
    assert Identity.objects.exists()


def test_every_government_decides_for_itself(ended: Complaint, kaur: Government, paser: Government) -> None:
    DeskSettings.objects.create(government=kaur, keep_identity_months=6, keep_files_months=600, keep_text_months=600)
    theirs = complain(paser, person=PERSON, now=ENDED)
    Complaint.objects.filter(pk=theirs.pk).update(ended_at=ENDED)
    assert anonymise(now=datetime(2022, 7, 15, 3, 0, tzinfo=UTC)) == 1
    assert Identity.objects.get().complaint == theirs
    assert Attachment.objects.get().erased_at is None


def test_a_run_stops_at_its_limit_and_the_next_goes_on(kaur: Government, paser: Government) -> None:
    for government in (kaur, kaur, paser):
        complain(government, person=PERSON, now=ENDED)
    Complaint.objects.update(ended_at=ENDED)
    assert [anonymise(now=AFTER_TEXTS, limit=2) for _ in range(3)] == [2, 1, 0]


def test_a_run_cut_off_between_two_cases_is_finished_by_the_next(
    ended: Complaint, kaur: Government, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = complain(kaur, person=PERSON, now=ENDED)
    Complaint.objects.filter(pk=second.pk).update(ended_at=ENDED)
    tell, told = retention.record, []

    def cut_off(*, subject: Complaint, **rest: Any) -> None:
        told.append(subject.pk)
        if len(told) == 2:
            raise KeyboardInterrupt
        tell(subject=subject, **rest)

    monkeypatch.setattr(retention, "record", cut_off)
    with pytest.raises(KeyboardInterrupt):
        anonymise(now=AFTER_TEXTS)
    assert Identity.objects.count() == 1, "the second case was taken back as a whole"
    monkeypatch.setattr(retention, "record", tell)
    assert anonymise(now=AFTER_TEXTS) == 1
    assert Event.objects.filter(action="complaint.anonymised").count() == 2


def test_bytes_left_by_a_crash_after_the_commit_go_with_the_next_run(ended: Complaint, media: Path) -> None:
    """Nobody calls what was to run on commit: as if the process had died there."""
    anonymise(now=AFTER_IDENTITY)
    row = Attachment.objects.get()
    assert (row.name, bool(row.erased_at), bool(row.file)) == (ERASED_FILE, True, True)
    assert len(files_in(media)) == 1
    assert anonymise(now=AFTER_IDENTITY) == 0
    assert files_in(media) == []
    assert Attachment.objects.get().file.name == ""


def test_a_file_that_cannot_be_deleted_now_is_tried_again(
    ended: Complaint, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anonymise(now=AFTER_IDENTITY)

    def refuse(storage: FileSystemStorage, name: str) -> None:
        raise PermissionError(name)

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "delete", refuse)
        assert retention.delete_erased_bytes() == 0
    assert retention.delete_erased_bytes() == 1
    assert files_in(media) == []


def test_a_rolled_back_erasing_keeps_the_file(
    ended: Complaint, media: Path, officer: User, django_capture_on_commit_callbacks: Capture
) -> None:
    given = {"complaint": ended, "kinds": set(RetentionKind), "reason": "Diminta.", "seen_version": ended.version}
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        retention.erase(**given, by=officer, now=AFTER_IDENTITY)
        transaction.set_rollback(True)
    assert len(files_in(media)) == 1
    assert Attachment.objects.get().erased_at is None


def test_rows_of_imports_are_kept_for_taking_them_only(kaur: Government, officer: User) -> None:
    def batch(state: str, days_ago: int) -> None:
        ImportBatch.objects.create(
            government=kaur,
            source="register",
            name=f"{state}-{days_ago}",
            sha256="0" * 64,
            sealed_rows="tersegel",
            state=state,
            checked_at=NOW - timedelta(days=days_ago),
            checked_by=officer,
        )

    for state, days_ago in (("taken", 0), ("dropped", 0), ("checked", 29), ("checked", 31)):
        batch(state, days_ago)
    anonymise(now=NOW)
    left = {row.name: (row.sealed_rows, row.state) for row in ImportBatch.objects.all()}
    assert left == {
        "taken-0": ("", "taken"),
        "dropped-0": ("", "dropped"),
        "checked-29": ("tersegel", "checked"),
        "checked-31": ("", "dropped"),
    }


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        ((2024, 6, 3), 24, (2022, 6, 3)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2023, 3, 31), 1, (2023, 2, 28)),
        ((2024, 1, 10), 1, (2023, 12, 10)),
        ((2024, 12, 31), 12, (2023, 12, 31)),
        ((2024, 2, 29), 600, (1974, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(moment: Any, months: int, before: Any) -> None:
    assert months_before(datetime(*moment, 9, tzinfo=UTC), months) == datetime(*before, 9, tzinfo=UTC)


def test_finding_what_is_due_takes_one_query_a_government(ended: Complaint, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        anonymise(now=BEFORE_ALL)


def test_the_clock_calls_it_every_night() -> None:
    assert forget_persons.name in [entry["task"] for entry in SCHEDULE.values()]
