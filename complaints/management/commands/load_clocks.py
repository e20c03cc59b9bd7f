"""Bring the clocks in line with the reviewed file."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from complaints.clocks import SHIPPED, ClockFileError, read_clocks
from complaints.services import load_clocks


class Command(BaseCommand):
    help = "Load the legal clocks from a reviewed YAML file (default: the shipped one). Edited rows stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            loaded = load_clocks(rows=read_clocks(file), by=None, now=timezone.now())
        except (ClockFileError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Aturan tenggat: {loaded.created} baru, {loaded.changed} diperbarui, {loaded.kept} disunting."
        )
