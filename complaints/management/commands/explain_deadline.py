"""`manage.py explain_deadline START LENGTH {calendar|working}`: the due date, and every day skipped with its reason."""

import json
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from complaints.deadlines import (
    FIRST_START,
    LAST_START,
    Calendar,
    Clock,
    ClockUnit,
    Deadline,
    DeadlineError,
    DeadlineFault,
    due_date,
)
from complaints.selectors.calendar import calendar_for, library_calendar, years_touched
from complaints.sentences import calendar as sentences
from units.models import Government

MOST_DIGITS = 9


class Command(BaseCommand):
    help = "Menghitung jatuh tempo dan menyebut setiap hari yang tidak dihitung beserta alasannya, tanpa pengaduan."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("start", metavar="START", help="tanggal mulai, TTTT-BB-HH; hari pertama adalah esoknya")
        parser.add_argument("length", metavar="LENGTH", help="lama tenggat dalam hari")
        parser.add_argument("unit", choices=[ClockUnit.CALENDAR.value, ClockUnit.WORKING.value])
        parser.add_argument("--week", type=int, choices=[5, 6], default=5, help="hari kerja seminggu")
        parser.add_argument("--government", metavar="CODE", help="hitung juga hari libur pemerintah daerah ini")
        parser.add_argument("--json", action="store_true", help="tampilkan hasil sebagai JSON")

    def handle(
        self, *args: object, start: str, length: str, unit: str, week: int, government: str | None, **options: object
    ) -> None:
        try:
            first = _start(start)
            clock = Clock(_length(length), ClockUnit(unit))
            deadline = due_date(first, clock, _calendar(first, clock, week, government))
        except DeadlineError as error:
            raise CommandError(sentences.FAULTS[error.fault]) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(deadline, week), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(sentences.explanation(deadline)))


def _start(text: str) -> date:
    try:
        start = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(sentences.NOT_A_DAY.format(repr(text))) from error
    if not FIRST_START <= start <= LAST_START:
        raise DeadlineError(DeadlineFault.START)
    return start


def _length(text: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdecimal()):
        raise CommandError(sentences.NOT_A_LENGTH.format(repr(text)))
    if len(text) > MOST_DIGITS:
        raise DeadlineError(DeadlineFault.LENGTH)
    return int(text)


def _calendar(start: date, clock: Clock, week: int, code: str | None) -> Calendar:
    """The stored calendar; the library's when there is no database to read."""
    years = years_touched(start, clock)
    try:
        return calendar_for(_government(code), years, week)
    except DatabaseError as error:
        if code:
            raise CommandError(sentences.NO_DATABASE.format(code)) from error
        return library_calendar(years, week)


def _government(code: str | None) -> Government | None:
    if code is None:
        return None
    government = Government.objects.filter(code=code).first()
    if government is None:
        raise CommandError(sentences.NO_GOVERNMENT.format(code))
    return government


def _as_json(deadline: Deadline, week: int) -> dict[str, object]:
    """Dates in ISO form; `counted` are day 1, 2, … in order."""
    return {
        "start": deadline.start.isoformat(),
        "length": deadline.clock.length,
        "unit": deadline.clock.unit.value,
        "week": week,
        "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
        "due_day_off": sentences.reasons(deadline.due_day_off),
        "counted_days": len(deadline.counted),
        "counted": [day.isoformat() for day in deadline.counted],
        "skipped": [
            {"date": skipped.day.isoformat(), "reason": sentences.reasons(skipped.reasons)}
            for skipped in deadline.skipped
        ],
        "warnings": sentences.warnings(deadline),
    }
