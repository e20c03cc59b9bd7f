"""`manage.py score_sheet FILE`: the score of an exported checklist, recomputed outside the portal."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from assessments.sentences.table import result_table
from instruments import versions as instruments
from instruments.sentences.problems import format_problem, sheet_problem
from scoring.checking import SheetError
from scoring.instrument import Instrument
from scoring.result_json import result_json
from scoring.sheet_json import ScoreSheet, read_score_sheet
from scoring.strict_json import MAX_BYTES, FormatError
from scoring.unit import score_unit

MOST_PROBLEMS_SHOWN = 20


class Command(BaseCommand):
    help = "Menghitung nilai dari lembar isian yang diekspor dari portal (JSON siap-kspp/score-sheet/1)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="berkas lembar isian, atau - untuk masukan standar")
        parser.add_argument("--instrument", metavar="CODE", help="kode instrumen pengganti yang tertulis dalam berkas")
        parser.add_argument("--json", action="store_true", help="tampilkan hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        content = _score_sheet(_bytes_of(options["file"]))
        instrument = instrument_for(options["instrument"] or content.instrument)
        try:
            score = score_unit(instrument, content.sheet)
        except SheetError as error:
            raise _refusal("Lembar isian tidak dapat dihitung", map(sheet_problem, error.problems)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result_json(instrument, score), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(result_table(instrument, score, content.meta)))


def instrument_for(code: str) -> Instrument:
    """A shipped instrument file first, then a version kept in the database."""
    try:
        return instruments.find(code)
    except instruments.UnknownInstrument:
        stored = _stored_instrument(code)
    if stored is None:
        raise CommandError(f"Instrumen {code} tidak ditemukan. Periksa kodenya atau pilih dengan --instrument.")
    return stored


def _stored_instrument(code: str) -> Instrument | None:
    try:
        version = apps.get_model("instruments", "InstrumentVersion")
        return version.objects.get(code=code).spec()
    except (LookupError, ObjectDoesNotExist, DatabaseError):
        return None


def _bytes_of(name: str) -> bytes:
    """At most one byte more than a score sheet may have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise CommandError(f"Berkas {name} tidak ditemukan.") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"Berkas {name!r} tidak dapat dibaca.") from error


def _score_sheet(content: bytes) -> ScoreSheet:
    try:
        return read_score_sheet(content)
    except FormatError as error:
        raise _refusal("Berkas bukan lembar isian yang sah", map(format_problem, error.problems)) from error


def _refusal(heading: str, sentences: Iterable[str]) -> CommandError:
    lines = list(sentences)
    more = len(lines) - MOST_PROBLEMS_SHOWN
    shown = lines[:MOST_PROBLEMS_SHOWN] + ([f"dan {more} lagi."] if more > 0 else [])
    return CommandError("\n  - ".join([f"{heading}:", *shown]))
