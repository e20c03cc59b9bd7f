"""Bring in the published results that come with the portal."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from official_results.services.results import load_published


class Command(BaseCommand):
    help = "Load the shipped published results once; again, or after somebody corrected a row, nothing changes."

    def handle(self, *args: object, **options: object) -> None:
        found = load_published(now=timezone.now())
        self.stdout.write("sudah dimuat, tidak berubah" if found is None else found.summary)
