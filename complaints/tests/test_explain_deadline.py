import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from complaints.deadlines import Clock, ClockUnit, Extension, Pause, due_date
from complaints.models import ClockRule, DayOff
from complaints.selectors.calendar import calendar_for, library_calendar, rules_in_force, week_of, years_touched
from complaints.sentences import calendar as sentences
from complaints.sentences.problems import PROBLEMS, Code
from complaints.services import load_days_off
from conftest import NOW


def say(*args):
    out = StringIO()
    call_command("explain_deadline", *args, stdout=out)
    return out.getvalue()


def tell(*args):
    return json.loads(say(*args, "--json"))


@pytest.mark.django_db
def test_it_prints_the_due_date_and_every_skipped_day_with_its_reason():
    text = say("2024-12-23", "3", "working")
    assert text.splitlines() == [
        "Mulai: Senin, 23 Desember 2024 (tidak dihitung)",
        "Lama: 3 hari kerja",
        "Jatuh tempo: Senin, 30 Desember 2024",
        "Tidak dihitung (4 hari):",
        "  Rabu, 25 Desember 2024: Hari Raya Natal (libur nasional)",
        "  Kamis, 26 Desember 2024: Cuti Bersama Hari Raya Natal (cuti bersama)",
        "  Sabtu, 28 Desember 2024: Sabtu",
        "  Minggu, 29 Desember 2024: Minggu",
    ]


@pytest.mark.django_db
def test_the_json_names_the_same():
    told = tell("2024-12-23", "3", "working")
    assert told["due_on"] == "2024-12-30"
    assert [row["date"] for row in told["skipped"]] == ["2024-12-25", "2024-12-26", "2024-12-28", "2024-12-29"]
    assert told["skipped"][0]["reason"] == "Hari Raya Natal (libur nasional)"
    assert told["counted"] == ["2024-12-24", "2024-12-27", "2024-12-30"]
    assert (told["counted_days"], told["warnings"]) == (3, [])
    assert tell("2024-12-23", "3", "working", "--week", "6")["due_on"] == "2024-12-28"


@pytest.mark.django_db
def test_a_calendar_deadline_on_a_day_off_says_that_it_stays():
    assert "Hari Raya Idul Fitri (libur nasional); tenggat kalender tidak bergeser" in say(
        "2024-03-11", "30", "calendar"
    )
    told = tell("2024-03-11", "30", "calendar")
    assert (told["due_on"], told["due_day_off"]) == ("2024-04-10", "Hari Raya Idul Fitri (libur nasional)")
    assert told["skipped"] == []


@pytest.mark.django_db
def test_uncertain_calendars_are_told():
    assert "2028" in tell("2027-12-30", "14", "working")["warnings"][0]
    assert "perkiraan" in tell("2027-03-05", "3", "working")["warnings"][0]
    assert "libur nasional, perkiraan" in say("2027-03-05", "3", "working")


@pytest.mark.parametrize("address", ["sqlite:///{}/empty.sqlite3", "sqlite:///{}/no/such/folder.sqlite3"])
def test_it_works_without_a_database(tmp_path, address):
    """As somebody would from a fresh clone: no tables, or no database at all."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        "ENV_FILE": os.devnull,
        "DEMO": "true",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": address.format(tmp_path),
    }
    command = [sys.executable, "manage.py", "explain_deadline", "2024-04-01", "14", "working", "--json"]
    ran = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["due_on"] == "2024-04-29"


@pytest.mark.django_db
def test_stored_days_take_the_place_of_the_librarys(kaur, paser):
    load_days_off(year=2024, by=None, now=NOW)
    DayOff.objects.filter(date="2024-04-15").update(is_active=False, reason="Tetap melayani")
    DayOff.objects.create(government=kaur, date="2024-04-02", name="Hari Jadi Kaur", kind="local")
    assert tell("2024-04-01", "5", "working")["due_on"] == "2024-04-15"
    told = tell("2024-04-01", "5", "working", "--government", "17.04")
    assert told["due_on"] == "2024-04-16"
    assert told["skipped"][0] == {"date": "2024-04-02", "reason": "Hari Jadi Kaur (libur daerah)"}
    assert tell("2024-04-01", "5", "working", "--government", "64.01")["due_on"] == "2024-04-15"


@pytest.mark.django_db
def test_a_local_day_alone_does_not_hide_the_librarys_days(kaur):
    DayOff.objects.create(government=kaur, date="2024-04-02", name="Hari Jadi Kaur", kind="local")
    assert tell("2024-04-01", "5", "working", "--government", "17.04")["due_on"] == "2024-04-17"


@pytest.mark.django_db
def test_a_year_stored_without_leave_is_provisional():
    DayOff.objects.create(date="2028-01-01", name="Tahun Baru", kind="public")
    assert "2028" in tell("2028-02-01", "3", "working")["warnings"][0]
    DayOff.objects.create(date="2028-12-26", name="Cuti Bersama Natal", kind="collective_leave")
    assert tell("2028-02-01", "3", "working")["warnings"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2024-13-01", "3", "working"), "bukan tanggal"),
        (("besok", "3", "working"), "bukan tanggal"),
        (("2024-01-01", "tiga", "working"), "bukan bilangan bulat"),
        (("2024-01-01", "3.5", "working"), "bukan bilangan bulat"),
        (("2024-01-01", "³", "working"), "bukan bilangan bulat"),
        (("2024-01-01", "0", "working"), "Lama tenggat"),
        (("2024-01-01", "-3", "working"), "Lama tenggat"),
        (("2024-01-01", "9" * 5000, "working"), "Lama tenggat"),
        (("2024-01-01", "1001", "working"), "Lama tenggat"),
        (("1900-01-01", "3", "working"), "Tanggal mulai"),
        (("9999-12-31", "3", "working"), "Tanggal mulai"),
        (("2024-01-01", "3", "weeks"), "weeks"),
        (("2024-01-01", "3", "working", "--week", "7"), "7"),
        (("2024-01-01", "3", "working", "--government", "99.99"), "99.99"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        say(*arguments)


@pytest.mark.django_db
def test_a_government_cannot_be_asked_for_without_a_database(kaur, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr("complaints.management.commands.explain_deadline.calendar_for", fail)
    with pytest.raises(CommandError, match=r"17\.04"):
        say("2024-01-01", "3", "working", "--government", "17.04")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "length", "unit"), [("2190-01-01", "1000", "working"), ("1945-08-17", "9", "working")]
)
def test_the_edges_of_the_years_are_answered(start, length, unit):
    assert tell(start, length, unit)["due_on"] > start


# The sentences


def test_progress_tells_the_day_what_was_left_out_and_how_late_it_is():
    found = due_date(date(2024, 12, 20), Clock(14, ClockUnit.WORKING), library_calendar([2024, 2025]))
    assert sentences.progress(found, date(2024, 12, 31)) == (
        "hari kerja ke-5 dari 14; Hari Raya Natal, Cuti Bersama Hari Raya Natal, Tahun Baru Masehi tidak dihitung"
    )
    plain = due_date(date(2024, 7, 1), Clock(3, ClockUnit.CALENDAR), library_calendar([2024]))
    assert sentences.progress(plain, date(2024, 7, 2)) == "hari ke-1 dari 3"
    assert sentences.progress(plain, date(2024, 7, 6)) == "lewat 2 hari kalender dari jatuh tempo"


def test_pauses_and_extensions_are_explained():
    pauses = [Pause(date(2024, 7, 2))]
    found = due_date(date(2024, 7, 1), Clock(3, ClockUnit.CALENDAR), library_calendar([2024]), pauses)
    assert "Jatuh tempo: belum ada, karena tenggat terhenti" in sentences.explanation(found)
    closed = due_date(
        date(2024, 7, 1),
        Clock(3, ClockUnit.CALENDAR),
        library_calendar([2024]),
        [Pause(date(2024, 7, 2), date(2024, 7, 3))],
        [Extension(7, "menunggu keterangan ahli")],
    )
    assert "Lama: 3 hari kalender, diperpanjang 7 menjadi 10 hari" in sentences.explanation(closed)
    assert "  Rabu, 3 Juli 2024: terhenti: menunggu kelengkapan dari pengadu" in sentences.explanation(closed)


def test_there_is_a_sentence_for_every_fault_problem_and_reason():
    assert set(sentences.FAULTS) == set(sentences.DeadlineFault)
    assert set(PROBLEMS) == set(Code)
    assert set(sentences.WHY_WORDS) | set(sentences.KIND_WORDS) == set(sentences.SkipReason)


# What the desk will ask


@pytest.mark.django_db
def test_the_week_of_a_unit_decides(dukcapil, puskesmas, django_assert_num_queries):
    puskesmas.six_day_week = True
    clock = Clock(3, ClockUnit.WORKING)
    with django_assert_num_queries(1):
        five = calendar_for(dukcapil.government, [2024], week_of(dukcapil))
    six = calendar_for(puskesmas.government, [2024], week_of(puskesmas))
    start = date(2024, 12, 23)
    assert due_date(start, clock, five).due_on == date(2024, 12, 30)
    assert due_date(start, clock, six).due_on == date(2024, 12, 28)


@pytest.mark.django_db
def test_a_local_rule_replaces_the_national_one_while_it_holds(kaur, paser):
    call_command("load_clocks", stdout=StringIO())
    national = ClockRule.objects.get(code="sp4n-non-supervisory")
    local = ClockRule.objects.create(
        government=kaur,
        code=national.code,
        name="Tujuh hari",
        length=7,
        unit="working",
        starts_at="receipt",
        basis="Perbup",
        decree_number="1/2024",
        valid_from=date(2024, 2, 1),
        valid_until=date(2024, 12, 31),
    )

    def in_force(government, day):
        return {rule.code: rule for rule in rules_in_force(government, day)}[national.code]

    assert in_force(kaur, date(2024, 1, 31)) == national
    assert in_force(kaur, date(2024, 2, 1)) == in_force(kaur, date(2024, 12, 31)) == local
    assert in_force(kaur, date(2025, 1, 1)) == national
    assert in_force(paser, date(2024, 6, 1)) == in_force(None, date(2024, 6, 1)) == national
    assert len(rules_in_force(kaur, date(2024, 6, 1))) == 13


@pytest.mark.django_db
@pytest.mark.parametrize("unit", list(ClockUnit))
@pytest.mark.parametrize("length", [1, 10])
def test_the_years_read_reach_as_far_as_the_deadline(unit, length):
    for start in (date(2024, 1, 1), date(2024, 12, 31)):
        clock = Clock(length, unit)
        years = years_touched(start, clock)
        assert due_date(start, clock, calendar_for(None, years)).due_on.year in years
