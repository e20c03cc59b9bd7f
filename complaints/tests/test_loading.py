"""What load_days_off and load_clocks bring in, and what they leave alone."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from complaints import calendars
from complaints.calendars import NamedDay, UnknownYear, named_days
from complaints.clocks import ClockFileError, read_clocks
from complaints.deadlines import SkipReason
from complaints.models import ClockRule, DayOff
from complaints.sentences.public import ENDINGS
from complaints.services import Loaded, load_clocks, load_days_off
from complaints.timing import ENDED_BY
from conftest import NOW
from history.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def say(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_the_shipped_years_are_loaded_once():
    first = say("load_days_off")
    assert [line.split(":")[0] for line in first.splitlines()] == ["2024", "2025", "2026", "2027"]
    rows = DayOff.objects.count()
    assert rows == sum(len(named_days(year)) for year in range(2024, 2028))
    assert say("load_days_off").count("0 baru, 0 diperbarui") == 4
    assert DayOff.objects.count() == rows
    assert Event.objects.filter(action="days_off.loaded").count() == 4


def test_loaded_days_carry_their_kind_and_whether_they_are_estimates():
    load_days_off(year=2027, by=None, now=NOW)
    found = {row.date: row for row in DayOff.objects.all()}
    assert (found[date(2027, 3, 10)].kind, found[date(2027, 3, 10)].is_estimate) == ("public", True)
    assert found[date(2027, 3, 10)].name == "Hari Raya Idul Fitri"
    assert (found[date(2027, 3, 9)].kind, found[date(2027, 3, 9)].is_estimate) == ("collective_leave", False)


def test_what_people_edited_or_added_stays(kaur):
    load_days_off(year=2024, by=None, now=NOW)
    DayOff.objects.filter(date="2024-04-15").update(is_active=False, reason="Tetap melayani", version=2)
    DayOff.objects.filter(date="2024-12-25").update(name="Natal", version=2)
    DayOff.objects.create(government=kaur, date="2024-05-16", name="Hari Jadi Kaur", kind="local")
    DayOff.objects.create(date="2024-06-19", name="Cuti Bersama Tambahan", kind="collective_leave")
    before = list(DayOff.objects.order_by("pk").values())
    assert load_days_off(year=2024, by=None, now=NOW) == Loaded(0, 0, 3)
    assert list(DayOff.objects.order_by("pk").values()) == before


def test_a_day_that_the_source_moves_is_set_inactive_and_comes_back_when_it_returns(monkeypatch):
    estimated = NamedDay(date(2027, 3, 10), "Hari Raya Idul Fitri", SkipReason.PUBLIC, True)
    settled = NamedDay(date(2027, 3, 9), "Hari Raya Idul Fitri", SkipReason.PUBLIC, False)
    known = [estimated]
    monkeypatch.setattr("complaints.services.days_off.named_days", lambda year: tuple(known))
    assert load_days_off(year=2027, by=None, now=NOW) == Loaded(1, 0, 0)
    known[:] = [settled]
    assert load_days_off(year=2027, by=None, now=NOW) == Loaded(1, 1, 0)
    rows = {row.date.day: row for row in DayOff.objects.all()}
    assert [rows[9].is_active, rows[10].is_active, bool(rows[10].reason)] == [True, False, True]
    known[:] = [estimated]
    assert load_days_off(year=2027, by=None, now=NOW) == Loaded(0, 2, 0)
    rows = {row.date.day: row for row in DayOff.objects.all()}
    assert [rows[9].is_active, rows[10].is_active, rows[10].reason] == [False, True, ""]


@pytest.mark.parametrize("year", ["1900", "2101"])
def test_a_year_outside_the_source_is_refused_and_nothing_is_written(year):
    with pytest.raises(CommandError, match=year):
        call_command("load_days_off", "2024", year, stdout=StringIO())
    assert not DayOff.objects.exists()


def test_the_source_knows_which_years_have_decreed_leave():
    assert [calendars.has_decreed_leave(year) for year in (2024, 2027, 2028)] == [True, True, False]
    with pytest.raises(UnknownYear):
        named_days(1945)


# Clocks


def test_all_shipped_clocks_are_loaded_once():
    assert "13 baru" in say("load_clocks")
    assert "0 baru, 0 diperbarui" in say("load_clocks")
    assert ClockRule.objects.count() == 13
    rule = ClockRule.objects.get(code="sp4n-supervisory")
    assert (rule.length, rule.unit, rule.starts_at, rule.confidence) == (60, "working", "verification", "H")


def test_every_clock_that_runs_says_what_is_due_when_it_ends():
    assert set(ENDED_BY) == set(ENDINGS)


def test_doubtful_clocks_are_marked_and_the_local_one_has_no_length():
    say("load_clocks")
    doubtful = {rule.code for rule in ClockRule.objects.all() if rule.needs_checking}
    assert doubtful == {"completeness-reply", "complainant-completes", "decide", "tell-complainant"}
    assert [rule.code for rule in ClockRule.objects.all() if rule.clock is None] == ["local-rule"]


def test_every_shipped_clock_has_a_known_unit_start_and_confidence():
    say("load_clocks")
    for rule in ClockRule.objects.all():
        rule.full_clean()


def test_a_changed_file_mends_rules_but_not_those_that_were_edited():
    rows = read_clocks()
    load_clocks(rows=rows, by=None, now=NOW)
    ClockRule.objects.filter(code="decide").update(length=50, version=2)
    ClockRule.objects.filter(code="sp4n-verification").update(length=4)
    assert load_clocks(rows=rows, by=None, now=NOW) == Loaded(0, 1, 1)
    assert ClockRule.objects.get(code="decide").length == 50
    assert ClockRule.objects.get(code="sp4n-verification").length == 3


GOOD = "- {code: a, name: A, unit: working, starts_at: receipt, basis: B, confidence: H, length: 3}\n"


@pytest.mark.parametrize(
    "text",
    [
        "code: a",
        "- a",
        "- [",
        GOOD + GOOD,
        GOOD.replace("length: 3", "length: 3, colour: red"),
        GOOD.replace("basis: B, ", ""),
        GOOD.replace("name: A", "name: ''"),
        GOOD.replace("name: A", "name: 3"),
        GOOD.replace("length: 3", "length: tiga"),
        GOOD.replace("length: 3", "length: true"),
        GOOD.replace("length: 3", "length: 0"),
        GOOD.replace("length: 3", "length: 3, extension: 99999"),
        GOOD.replace("working", "weeks"),
        GOOD.replace("confidence: H", "confidence: X"),
    ],
)
def test_a_malformed_file_of_clocks_is_refused_whole(tmp_path, text):
    file = tmp_path / "clocks.yaml"
    file.write_text(text)
    with pytest.raises(ClockFileError):
        read_clocks(file)
    with pytest.raises(CommandError, match=r"clocks\.yaml"):
        call_command("load_clocks", file)
    assert not ClockRule.objects.exists()


def test_a_missing_or_unreadable_file_is_told(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_clocks", tmp_path / "nothing.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"- {code: \xff}")
    with pytest.raises(CommandError):
        call_command("load_clocks", tmp_path / "latin.yaml")


# What the database refuses

LOCAL = {
    "code": "decide",
    "name": "Memutus",
    "length": 10,
    "unit": "working",
    "starts_at": "receipt",
    "basis": "Perbup",
    "decree_number": "1/2024",
    "valid_from": "2024-01-01",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"decree_number": ""},
        {"length": None},
        {"valid_from": None},
        {"length": 0},
        {"length": 9999},
        {"valid_until": "2023-12-31"},
    ],
)
def test_a_local_clock_without_decree_length_or_day_cannot_be_stored(kaur, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockRule.objects.create(government=kaur, **{**LOCAL, **wrong})
    ClockRule.objects.create(government=kaur, **LOCAL)


def test_days_off_are_unique_and_local_ones_belong_to_a_government(kaur, paser):
    natal = {"date": "2024-12-25", "name": "Natal", "kind": "public"}
    local = {"date": "2024-05-16", "name": "Hari Jadi", "kind": "local"}
    DayOff.objects.create(**natal)
    DayOff.objects.create(government=kaur, **local)
    DayOff.objects.create(government=paser, **local)
    for wrong in (
        natal,
        {**local, "government": kaur},
        {**natal, "government": kaur},
        local,
        {**natal, "name": "Lain", "is_active": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DayOff.objects.create(**wrong)
