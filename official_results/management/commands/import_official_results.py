"""Bring in results the Ombudsman published, from a CSV or XLSX file."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kspp.lib.errors import Refused
from kspp.lib.tables import MAX_BYTES
from official_results.sentences.refusals import PROBLEMS
from official_results.services.results import ImportLook, import_results


class Command(BaseCommand):
    help = (
        "Import published results; columns in assessments/data/README.md. Figures that are here already stay as they "
        "are, sources that disagree are kept side by side. With a refused row nothing is stored unless --partial."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--partial", action="store_true", help="store the good rows beside refused ones")
        parser.add_argument("--json", action="store_true", help="say it for machines")

    def handle(self, *args: object, file: Path, dry_run: bool, partial: bool, **options: object) -> None:
        found = _imported(file, dry_run=dry_run, partial=partial)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join([*found.refused, *found.notes, found.summary]))
        if found.refused and not partial:
            raise CommandError(f"{len(found.refused)} baris ditolak; tidak ada yang dimuat.")


def _imported(file: Path, *, dry_run: bool, partial: bool) -> ImportLook:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        return import_results(
            content=content, name=file.name, by=None, now=timezone.now(), dry_run=dry_run, partial=partial
        )
    except OSError as error:
        raise CommandError(f"Berkas {str(file)!r} tidak dapat dibaca.") from error
    except Refused as refusal:
        raise CommandError(" ".join(refusal.said_by(PROBLEMS))) from refusal


def _plain(found: ImportLook) -> dict[str, object]:
    return {
        "new": len(found.new),
        "known": found.known,
        "refused": found.refused,
        "notes": found.notes,
        "written": found.written,
    }
