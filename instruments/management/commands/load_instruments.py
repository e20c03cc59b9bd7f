"""Publish the instrument versions that come with the portal, or those in the files named."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.sentences.refusals import REFUSALS
from instruments.services.loading import load_instrument
from instruments.versions import InstrumentFileError, read, shipped
from kspp.lib.errors import Refused


class Command(BaseCommand):
    help = "Load instrument versions from reviewed YAML files (default: the shipped ones). Again: nothing changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: object, files: list[Path], **options: object) -> None:
        try:
            documents = [read(path) for path in files or shipped()]
            for file in documents:
                is_new = load_instrument(file=file, by=None, now=timezone.now())
                self.stdout.write(f"{file.code}: {'dimuat' if is_new else 'sudah ada, tidak berubah'}")
        except Refused as refusal:
            raise CommandError(" ".join(refusal.said_by(REFUSALS))) from refusal
        except (InstrumentFileError, OSError) as error:
            raise CommandError(str(error)) from error
