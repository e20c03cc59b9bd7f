"""What a file of complaints says, whatever program wrote it. No database."""

from datetime import date

import pytest

from complaints.importing import (
    EntryFlawCode,
    SheetFault,
    SheetNote,
    Source,
    settled_state,
    timeline,
)
from complaints.importing.columns import HEADINGS, MEANINGS, plain
from complaints.importing.values import CHANNELS, CLASSES, OUTCOMES, SECRECIES, STATES, moment_of, text_of
from complaints.models import Complaint, ImportBatch
from complaints.sentences import imports as sentences
from complaints.tests.files import REGISTER, csv_of, local, reading, register_row
from complaints.timing import ClockEvent
from complaints.workflow import State


def only(**cells):
    found = reading(csv_of(REGISTER, register_row(**cells)))
    assert found.flaws == []
    return found.entries[0]


def flaws(**cells):
    found = reading(csv_of(REGISTER, register_row(**cells)))
    assert found.entries == []
    return [(flaw.row, flaw.column, flaw.code) for flaw in found.flaws]


# Words and dates


@pytest.mark.parametrize(
    "written",
    [
        "21/11/2023", "21-11-2023", "21.11.2023", "2023-11-21", "2023/11/21", "21 November 2023", "21 Nov 2023",
        "Selasa, 21 November 2023", "21-Nov-2023", "21 Nopember 2023", local(2023, 11, 21), date(2023, 11, 21),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_indonesian_form_and_is_noon(written):
    assert moment_of(written) == local(2023, 11, 21, 12)


@pytest.mark.parametrize(
    "written",
    ["21/11/2023 14:30", "21/11/2023 14.30", "2023-11-21T14:30:00", "21 November 2023 pukul 14.30 WIB",
     "21-11-2023, 14:30", local(2023, 11, 21, 14, 30)],
)  # fmt: skip
def test_a_time_is_kept(written):
    assert moment_of(written) == local(2023, 11, 21, 14, 30)


@pytest.mark.parametrize(
    "written",
    ["31-02-2023", "21/13/2023", "21/11/23", "45617", 45617, 45617.5, "besok", "", None, "21/11/1999", "٢١/١١/٢٠٢٣",
     "21/11/2023 25:00", True, "2023"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(written):
    assert moment_of(written) is None


def test_cells_are_read_as_they_are_seen():
    assert text_of(812.0) == "812"
    assert text_of(15) == "15"
    assert text_of(" a\r\nb\x00\u202e ") == "a\nb"
    assert text_of("baris_x000D_\nkedua") == "baris\nkedua"
    assert text_of("_xD83D_") == ""
    assert text_of("=1+1") == "=1+1"


def test_the_words_lead_to_values_the_register_knows():
    assert set(STATES.values()) < set(Complaint.State.values)
    assert set(CLASSES.values()) == set(Complaint.Class.values)
    assert set(CHANNELS.values()) == set(Complaint.Channel.values)
    assert set(OUTCOMES.values()) == set(Complaint.Outcome.values)
    assert set(SECRECIES.values()) == set(Complaint.Secrecy.values)
    assert {source.value for source in Source} == set(ImportBatch.Source.values)


@pytest.mark.parametrize(
    ("choices", "known"),
    [
        (Complaint.Class, CLASSES),
        (Complaint.Channel, CHANNELS),
        (Complaint.Outcome, OUTCOMES),
        (Complaint.Secrecy, SECRECIES),
    ],
)
def test_the_words_the_portal_shows_are_read_back(choices, known):
    assert {known[plain(label)]: value for value, label in choices.choices} == {v: v for v in choices.values}


def test_no_heading_means_two_things():
    assert len(MEANINGS) == sum(len(known) for known in HEADINGS.values())
    assert all(plain(heading) == heading for heading in MEANINGS)


def test_every_fault_flaw_and_note_has_its_sentence():
    assert set(sentences.FAULTS) == set(SheetFault)
    assert set(sentences.FLAWS) == set(EntryFlawCode)
    assert set(sentences.NOTES) == set(SheetNote)


# Rows


def test_a_row_of_a_register_is_a_complaint():
    entry = only()
    assert (entry.row, entry.number, entry.channel, entry.state) == (2, "001/2024", "face", "closed")
    assert (entry.received, entry.answered, entry.ended) == (
        local(2024, 5, 2, 12),
        date(2024, 5, 10),
        date(2024, 5, 10),
    )
    assert (entry.classification, entry.secrecy, entry.unit) == ("non_supervisory", "named", "Disdukcapil")
    assert entry.person == {"name": "Sari Contoh", "phone": "081200000001"}
    assert entry.subject == entry.story == "Saya menunggu empat jam."


def test_an_export_of_lapor_is_read_by_its_own_headings_below_a_title():
    content = csv_of(
        ("Laporan Instansi Kabupaten Kaur",),
        (),
        ("No", "Tracking ID", "Tanggal Laporan", "Judul", "Isi Laporan", "Instansi Terdisposisi", "Status Laporan",
         "Klasifikasi", "Nama Pelapor", "No. Telp", "Anonim", "Tindak Lanjut", "Tanggal Selesai", "Kategori"),
        ("1", "#9911223", "2024-05-02 08:15:00", "KTP lama", "Belum jadi", "DISDUKCAPIL", "Selesai",
         "Pengaduan", "Sari", "0812", "Tidak", "Sudah jadi", "2024-05-20", "Kependudukan"),
    )  # fmt: skip
    found = reading(content, Source.LAPOR)
    entry = found.entries[0]
    assert (entry.row, entry.number, entry.channel) == (4, "9911223", "lapor")
    assert (entry.received, entry.answered, entry.ended) == (
        local(2024, 5, 2, 8, 15),
        date(2024, 5, 20),
        date(2024, 5, 20),
    )
    assert (entry.subject, entry.answer, entry.unit) == ("KTP lama", "Sudah jadi", "DISDUKCAPIL")
    assert found.unused == ("No", "Kategori")
    assert set(found.notes) == {SheetNote.PLAIN_CLASS, SheetNote.NO_VERIFICATION_DAY}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"tanggal": "31-02-2026"}, ("Tanggal", EntryFlawCode.NOT_A_DATE)),
        ({"tanggal": "04/06/2024"}, ("Tanggal", EntryFlawCode.FUTURE)),
        ({"tanggal": ""}, ("Tanggal", EntryFlawCode.MISSING)),
        ({"nomor": " # "}, ("Nomor", EntryFlawCode.MISSING)),
        ({"nomor": "9" * 61}, ("Nomor", EntryFlawCode.TOO_LONG)),
        ({"kanal": "Merpati"}, ("Kanal", EntryFlawCode.UNKNOWN_WORD)),
        ({"kanal": ""}, ("Kanal", EntryFlawCode.MISSING)),
        ({"uraian": " "}, ("Uraian", EntryFlawCode.MISSING)),
        ({"uraian": "x" * 6001}, ("Uraian", EntryFlawCode.TOO_LONG)),
        ({"status": "Entah"}, ("Status", EntryFlawCode.UNKNOWN_WORD)),
        ({"kelas": "Gawat"}, ("Kelas", EntryFlawCode.UNKNOWN_WORD)),
        ({"kelas": ""}, ("Kelas", EntryFlawCode.CLASS_NEEDED)),
        ({"tanggal_dijawab": "01/05/2024"}, ("Tanggal dijawab", EntryFlawCode.TOO_EARLY)),
        ({"tanggal_dijawab": ""}, ("Tanggal dijawab", EntryFlawCode.DAY_NEEDED)),
        ({"nama": "N" * 121}, ("Nama", EntryFlawCode.TOO_LONG)),
    ],
)
def test_a_wrong_cell_is_named_and_its_row_left_out(cells, expected):
    assert flaws(**cells) == [(2, *expected)]


def test_the_sentence_names_row_column_and_what_stands_there():
    found = reading(
        csv_of(REGISTER, *[register_row(nomor=f"{n}/2024") for n in range(5)], register_row(tanggal="31-02-2026"))
    )
    assert len(found.entries) == 5
    assert sentences.flaw(found.flaws[0]) == (
        "Baris 7, kolom Tanggal: “31-02-2026” bukan tanggal sejak tahun 2000. Tulis seperti 21/11/2026."
    )


def test_an_end_before_its_answer_is_refused():
    content = csv_of((*REGISTER, "Tanggal selesai"), (*register_row(), "09/05/2024"))
    assert [flaw.code for flaw in reading(content).flaws] == [EntryFlawCode.TOO_EARLY]


def test_the_same_number_of_one_channel_stands_once():
    found = reading(csv_of(REGISTER, register_row(), register_row(), register_row(kanal="Surat")))
    assert [entry.row for entry in found.entries] == [2, 4]
    assert [(flaw.row, flaw.code, flaw.shown) for flaw in found.flaws] == [(3, EntryFlawCode.TWICE, "2")]


@pytest.mark.parametrize("name", ["", "Anonim", "tanpa nama", "N.N."])
def test_without_a_person_it_is_anonymous(name):
    entry = only(nama=name, telepon="")
    assert (entry.secrecy, entry.person) == ("anonymous", {})


def test_what_an_anonymous_row_says_of_a_person_is_not_kept():
    content = csv_of((*REGISTER, "Anonim"), (*register_row(), "Ya"))
    entry = reading(content).entries[0]
    assert (entry.secrecy, entry.person) == ("anonymous", {})
    assert "Sari" not in str(entry.to_json())


def test_a_secret_identity_is_secret_however_it_is_told():
    hidden = only(nama="Dirahasiakan", telepon="0812")
    assert (hidden.secrecy, hidden.person) == ("secret", {"phone": "0812"})
    told = reading(csv_of((*REGISTER, "Rahasia"), (*register_row(), "Ya"))).entries[0]
    assert (told.secrecy, told.person["name"]) == ("secret", "Sari Contoh")


def test_a_title_too_long_for_the_subject_stands_whole_above_the_story():
    title = "Antrean " * 30
    content = csv_of((*REGISTER, "Judul"), (*register_row(), title))
    entry = reading(content).entries[0]
    assert len(entry.subject) <= 160
    assert entry.story.startswith(title.strip())


def test_an_empty_status_follows_the_day_of_the_answer():
    assert only(status="").state == "answered"
    assert only(status="", tanggal_dijawab="", kelas="").state == "received"


def test_a_class_chosen_for_empty_cells_fills_only_those():
    content = csv_of(REGISTER, register_row(kelas=""), register_row(nomor="2", kelas="Aspirasi"))
    found = reading(content, default_class="supervisory")
    assert [entry.classification for entry in found.entries] == ["supervisory", "aspiration"]


def test_entries_survive_the_way_through_json():
    entry = only()
    assert type(entry).from_json(entry.to_json()) == entry


# States and events


def test_an_open_case_without_class_waits_for_verification_and_without_unit_for_disposition():
    assert settled_state(only(status="Diproses", kelas=""), has_unit=True) is State.RECEIVED
    assert settled_state(only(status="Diproses"), has_unit=False) is State.VERIFIED
    assert settled_state(only(status="Diproses"), has_unit=True) is State.IN_PROGRESS
    assert settled_state(only(), has_unit=False) is State.CLOSED


def test_events_follow_the_days_of_the_file():
    received, answered = date(2024, 5, 2), date(2024, 5, 10)
    assert timeline(only(), State.CLOSED) == [
        (ClockEvent.VERIFIED, received),
        (ClockEvent.FILE_COMPLETE, received),
        (ClockEvent.DECIDED, answered),
        (ClockEvent.ANSWERED, answered),
    ]
    assert timeline(only(status="Diterima"), State.RECEIVED) == [(ClockEvent.RECEIVED, received)]
    assert timeline(only(status="Dicabut"), State.WITHDRAWN) == []
    content = csv_of((*REGISTER, "Tanggal diverifikasi"), (*register_row(status="Diproses"), "03/05/2024"))
    assert timeline(reading(content).entries[0], State.IN_PROGRESS)[:2] == [
        (ClockEvent.RECEIVED, received),
        (ClockEvent.VERIFIED, date(2024, 5, 3)),
    ]
