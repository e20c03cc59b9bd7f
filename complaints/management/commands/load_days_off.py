"""Bring the national calendar of some years in line with the library."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from complaints.calendars import UnknownYear
from complaints.services import load_days_off

FIRST_SHIPPED, LAST_SHIPPED = 2024, 2027


class Command(BaseCommand):
    help = (
        "Load national holidays and collective leave of the years named "
        f"(default: {FIRST_SHIPPED} to {LAST_SHIPPED}). Days that people added or edited stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", metavar="YEAR", nargs="*", type=int)

    def handle(self, *args: object, years: list[int], **options: object) -> None:
        try:
            with transaction.atomic():
                lines = [self._load(year) for year in years or range(FIRST_SHIPPED, LAST_SHIPPED + 1)]
        except UnknownYear as error:
            raise CommandError(str(error)) from error
        self.stdout.write("\n".join(lines))

    def _load(self, year: int) -> str:
        loaded = load_days_off(year=year, by=None, now=timezone.now())
        return (
            f"{year}: {loaded.created} baru, {loaded.changed} diperbarui, {loaded.kept} disunting atau dicatat orang."
        )
