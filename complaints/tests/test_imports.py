"""Complaints from elsewhere: looked at first, taken once, whole or not at all."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError
from django.urls import reverse

from complaints.models import Complaint, Identity, ImportBatch, Message, RunningClock
from complaints.selectors.figures import figures
from complaints.selectors.imports import batch_page
from complaints.selectors.persons import is_of, opened
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import Refused
from complaints.services.imports import drop, take
from complaints.services.messages import write
from complaints.services.running import happened
from complaints.tests.cases import complain, step
from complaints.tests.files import REGISTER, TODAY, checked, register_row
from complaints.timing import ClockEvent as Occasion
from complaints.workflow import Move, State
from conftest import NOW
from history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def taken(kaur, clerk, *rows, **options):
    take(batch=checked(kaur, clerk, *rows, **options), by=clerk, now=NOW)
    return list(Complaint.objects.order_by("pk"))


def clocks_of(complaint):
    return {
        clock.code: (clock.state, clock.starts_on, clock.due_on, clock.ended_on) for clock in complaint.clocks.all()
    }


# Checking


def test_checking_counts_and_takes_nothing(kaur, clerk):
    batch = checked(kaur, clerk, register_row(), register_row(nomor="2", tanggal="kapan"))
    page = batch_page(batch)
    assert (batch.count, batch.known, batch.problems, page.batch.fitting) == (2, 0, [3], 1)
    assert not Complaint.objects.exists()
    assert page.errors[0].startswith("Baris 3, kolom Tanggal: “kapan”")


def test_what_waits_is_sealed_and_blanked_when_taken(kaur, clerk):
    batch = checked(kaur, clerk, register_row(), register_row(nomor="2", tanggal="Sari Contoh"))
    stored = str(ImportBatch.objects.values())
    assert "Sari" not in stored
    assert "081200000001" not in stored
    assert batch.sealed_rows
    assert take(batch=batch, by=clerk, now=NOW).sealed_rows == ""
    assert ImportBatch.objects.get().sealed_rows == ""


def test_what_is_dropped_is_blanked_and_cannot_be_taken(kaur, clerk):
    batch = checked(kaur, clerk, register_row())
    drop(batch=batch, by=clerk, now=NOW)
    assert drop(batch=batch, by=clerk, now=NOW).sealed_rows == ""
    with pytest.raises(Refused) as refused:
        take(batch=batch, by=clerk, now=NOW)
    assert refused.value.code is Code.IMPORT_DROPPED
    assert not Complaint.objects.exists()
    assert Event.objects.filter(action="complaint_import.dropped").count() == 1


def test_the_same_file_that_still_waits_is_checked_anew(kaur, clerk):
    first = checked(kaur, clerk, register_row(unit="Puskesmas Baru"))
    assert "Puskesmas Baru" in batch_page(first).warnings[0]
    kaur.units.create(name="Puskesmas Baru", kind="puskesmas")
    again = checked(kaur, clerk, register_row(unit="Puskesmas Baru"))
    assert again.pk == first.pk
    assert batch_page(again).warnings == []


def test_no_person_is_in_the_history(kaur, clerk):
    taken(kaur, clerk, register_row(), register_row(nomor="2", tanggal="Sari Contoh"))
    events = Event.objects.filter(action__in=["complaint_import.checked", "complaints.imported"])
    assert events.count() == 2
    told = " ".join(f"{event.subject_name} {event.changes} {event.reason}" for event in events)
    assert "ADU/2024/00001" in told
    for secret in ("Sari", "0812", "empat jam", "register.csv"):
        assert secret not in told


# Taking


def test_a_closed_complaint_is_closed_with_its_answer_and_its_clocks(kaur, dukcapil, clerk):
    complaint = taken(kaur, clerk, register_row())[0]
    assert (complaint.number, complaint.external_number, complaint.channel) == ("ADU/2024/00001", "001/2024", "face")
    assert (complaint.state, complaint.unit, complaint.recorded_by) == (State.CLOSED, dukcapil, clerk)
    assert complaint.received_at == datetime(2024, 5, 2, 5, 0, tzinfo=UTC)
    assert complaint.answered_at == complaint.ended_at == datetime(2024, 5, 10, 5, 0, tzinfo=UTC)
    assert (complaint.decided_on, complaint.due_on, complaint.verified_at) == (date(2024, 5, 10), None, None)
    message = complaint.messages.get()
    assert (message.kind, message.text, message.is_from_complainant) == ("answer", "Loket ditambah.", False)
    clocks = clocks_of(complaint)
    assert set(clocks) == {"sp4n-non-supervisory", "decide", "tell-complainant"}
    assert clocks["sp4n-non-supervisory"] == ("met", date(2024, 5, 2), date(2024, 5, 28), date(2024, 5, 10))
    assert not any(clock.is_late for clock in complaint.clocks.all())


def test_figures_count_what_was_imported_on_time_and_late(kaur, clerk):
    taken(kaur, clerk, register_row(), register_row(nomor="2", tanggal="01/02/2024"))
    found = figures(kaur, None, date(2024, 1, 1), TODAY, TODAY)
    assert (found.received, found.answered, found.settled) == (2, 2, 2)
    assert (found.on_time.part, found.on_time.whole) == (1, 2)
    assert found.verified.number == 0


def test_imported_clocks_are_those_that_the_services_would_have_run(kaur, dukcapil, clerk):
    """The same events, one by one through `running` and all at once by the import."""
    headings = (*REGISTER, "Tanggal diverifikasi")
    imported = taken(kaur, clerk, (*register_row(), "03/05/2024"), headings=headings)[0]
    twin = complain(kaur, dukcapil, now=imported.received_at)
    twin.classification = "non_supervisory"
    for occasion, day in (
        (Occasion.VERIFIED, date(2024, 5, 3)),
        (Occasion.FILE_COMPLETE, date(2024, 5, 3)),
        (Occasion.DECIDED, date(2024, 5, 10)),
        (Occasion.ANSWERED, date(2024, 5, 10)),
    ):
        happened(twin, occasion, day)
    same = [field.name for field in RunningClock._meta.concrete_fields if field.name not in ("id", "complaint")]
    rows = [list(c.clocks.order_by("code").values_list(*same)) for c in (imported, twin)]
    assert rows[0] == rows[1]
    assert len(rows[0]) == 5


def test_an_open_case_runs_from_the_days_of_the_file(kaur, dukcapil, clerk):
    complaint = taken(kaur, clerk, register_row(status="Diproses", tanggal_dijawab="", jawaban=""))[0]
    assert (complaint.state, complaint.unit) == (State.IN_PROGRESS, dukcapil)
    assert clocks_of(complaint)["sp4n-non-supervisory"] == ("running", date(2024, 5, 2), date(2024, 5, 28), None)
    assert complaint.due_on == date(2024, 5, 28)


def test_an_open_case_can_be_worked_on_and_comes_back_to_where_it_was(kaur, dukcapil, clerk):
    complaint = taken(kaur, clerk, register_row(status="Diproses"))[0]
    step(complaint, Move.ASK, clerk, text="Mohon foto.", reason="Bukti")
    assert step(complaint, Move.COMPLETE, clerk).state == State.IN_PROGRESS
    step(complaint, Move.ANSWER, clerk, text="Sudah.", outcome="proven", delay_reason="Data lama")
    complaint.refresh_from_db()
    assert complaint.state == State.ANSWERED


def test_an_answer_of_an_open_case_is_a_message(kaur, clerk):
    complaint = taken(kaur, clerk, register_row(status="Diproses"))[0]
    assert [m.kind for m in complaint.messages.all()] == [Message.Kind.MESSAGE]
    assert complaint.answered_at is None
    write(complaint=complaint, text="Terima kasih.", form_key=uuid.uuid4(), by=clerk, now=NOW)


def test_without_unit_or_class_an_open_case_waits_where_somebody_must_act(kaur, clerk):
    rows = [
        register_row(nomor="1", status="Diproses", unit="Dinas Entah"),
        register_row(nomor="2", status="Diproses", kelas="", tanggal_dijawab=""),
    ]
    batch = checked(kaur, clerk, *rows)
    warnings = batch_page(batch).warnings
    assert [warning.partition(":")[0] for warning in warnings] == [
        "Baris 2, kolom Unit",
        "Baris 2, kolom Status",
        "Baris 3, kolom Status",
    ]
    take(batch=batch, by=clerk, now=NOW)
    found = list(Complaint.objects.order_by("external_number"))
    assert [(c.state, c.unit_id is None) for c in found] == [("verified", True), ("received", False)]
    assert "sp4n-verification" in clocks_of(found[1])


@pytest.mark.parametrize("word", ["Dicabut", "Bukan kewenangan", "Arsip", "Diteruskan ke Ombudsman"])
def test_a_case_that_ended_without_answer_owes_nothing(kaur, clerk, word):
    complaint = taken(kaur, clerk, register_row(status=word, kelas="", tanggal_dijawab="", jawaban=""))[0]
    assert complaint.ended_at == complaint.received_at
    assert not complaint.clocks.exists()
    assert complaint.answered_at is None


def test_units_are_found_however_their_name_is_written_and_never_elsewhere(kaur, paser, dukcapil, clerk):
    paser.units.create(name="Puskesmas Kuaro", kind="puskesmas")
    rows = [register_row(nomor="1", unit="DIS-DUKCAPIL "), register_row(nomor="2", unit="Puskesmas Kuaro")]
    assert [c.unit for c in taken(kaur, clerk, *rows)] == [dukcapil, None]


def test_products_are_found_within_their_unit(kaur, puskesmas, dukcapil, clerk):
    headings = (*REGISTER, "Produk layanan")
    dukcapil.products.create(name="KTP-el")
    rows = [(*register_row(nomor="1"), "ktp el"), (*register_row(nomor="2", unit="Puskesmas Mentiring"), "KTP-el")]
    batch = checked(kaur, clerk, *rows, headings=headings)
    assert [w.partition(":")[0] for w in batch_page(batch).warnings] == ["Baris 3, kolom Produk layanan"]
    take(batch=batch, by=clerk, now=NOW)
    assert [c.product and c.product.name for c in Complaint.objects.order_by("number")] == ["KTP-el", None]


def test_noon_is_that_of_the_units_zone(kaur, dukcapil, clerk):
    dukcapil.time_zone = "Asia/Jayapura"
    dukcapil.save()
    assert taken(kaur, clerk, register_row())[0].received_at == datetime(2024, 5, 2, 3, 0, tzinfo=UTC)


def test_persons_are_sealed_found_by_search_and_absent_when_anonymous(kaur, clerk):
    rows = [register_row(nomor="1"), register_row(nomor="2", nama="Anonim", telepon="")]
    complaints = taken(kaur, clerk, *rows)
    identity = Identity.objects.get()
    assert identity.complaint == complaints[0]
    assert "Sari" not in identity.sealed
    assert opened(identity).name == "Sari Contoh"
    assert [c.pk for c in Complaint.objects.filter(is_of("sari contoh"))] == [complaints[0].pk]
    assert [c.pk for c in Complaint.objects.filter(is_of("0812 0000 0001"))] == [complaints[0].pk]
    assert [c.secrecy for c in complaints] == ["named", "anonymous"]


# No duplicates


def test_what_is_known_is_left_out_and_counted(kaur, clerk):
    taken(kaur, clerk, register_row())
    batch = checked(kaur, clerk, register_row(), register_row(nomor="2"), register_row(kanal="Surat"))
    assert (batch.count, batch.known) == (3, 1)
    take(batch=batch, by=clerk, now=NOW)
    assert Complaint.objects.count() == 3


def test_what_became_known_since_the_check_is_left_out_too(kaur, dukcapil, clerk):
    batch = checked(kaur, clerk, register_row(), register_row(nomor="2"))
    complain(kaur, dukcapil, channel="face", external_number="001/2024", by=clerk)
    assert take(batch=batch, by=clerk, now=NOW).known == 1
    assert Complaint.objects.filter(external_number="001/2024").count() == 1
    assert Complaint.objects.count() == 2


def test_the_number_of_another_government_is_not_known_here(kaur, paser, clerk):
    complain(paser, channel="face", external_number="001/2024")
    assert checked(kaur, clerk, register_row()).known == 0


def test_confirming_twice_takes_once(kaur, clerk):
    batch = checked(kaur, clerk, register_row())
    first = take(batch=batch, by=clerk, now=NOW)
    assert take(batch=batch, by=clerk, now=NOW).taken_at == first.taken_at
    assert Complaint.objects.count() == 1
    assert Event.objects.filter(action="complaints.imported").count() == 1
    with pytest.raises(Refused) as refused:
        drop(batch=batch, by=clerk, now=NOW)
    assert refused.value.code is Code.IMPORT_TAKEN


def test_numbers_go_on_after_those_given_already(kaur, dukcapil, clerk):
    complain(kaur, dukcapil)
    assert [c.number for c in taken(kaur, clerk, register_row(), register_row(nomor="2"))][1:] == [
        "ADU/2024/00002",
        "ADU/2024/00003",
    ]
    assert complain(kaur, dukcapil).number == "ADU/2024/00004"


@pytest.mark.parametrize("model", [Complaint, RunningClock, Message, Identity])
def test_a_failure_half_way_saves_nothing(kaur, clerk, monkeypatch, model):
    batch = checked(kaur, clerk, register_row(), register_row(nomor="2"))

    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(model.objects, "bulk_create", fail)
    with pytest.raises(DatabaseError):
        take(batch=batch, by=clerk, now=NOW)
    monkeypatch.undo()
    assert not Complaint.objects.exists()
    assert not Event.objects.filter(action="complaints.imported").exists()
    batch.refresh_from_db()
    assert (batch.state, bool(batch.sealed_rows)) == ("checked", True)
    take(batch=batch, by=clerk, now=NOW)
    assert [c.number for c in Complaint.objects.order_by("pk")] == ["ADU/2024/00001", "ADU/2024/00002"]


def test_taking_needs_the_same_number_of_queries_for_few_and_many(kaur, clerk, django_assert_max_num_queries):
    few = checked(kaur, clerk, register_row())
    many = checked(kaur, clerk, *[register_row(nomor=f"{n}/2023", tanggal="02/05/2023") for n in range(60)])
    for batch in (few, many):
        with django_assert_max_num_queries(32):
            take(batch=batch, by=clerk, now=NOW)
    assert Complaint.objects.count() == 61


def test_rows_sealed_with_a_lost_key_must_be_uploaded_again(kaur, clerk, settings, client):
    batch = checked(kaur, clerk, register_row())
    settings.IDENTITY_KEYS = ["YWJjZGVmMDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU="]
    with pytest.raises(Refused) as refused:
        take(batch=batch, by=clerk, now=NOW)
    assert refused.value.code is Code.IMPORT_AGAIN
    client.force_login(clerk)
    answer = client.get(reverse("complaints:import_batch", args=[batch.pk]), follow=True)
    assert PROBLEMS[Code.IMPORT_AGAIN] in answer.content.decode()
