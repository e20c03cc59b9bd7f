"""Snapshots of scores handed over before the portal kept any."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from assessments.services.snapshots import backfill_snapshots


class Command(BaseCommand):
    help = (
        "Write the snapshots of scores that were submitted, verified or approved before snapshots were kept, from the "
        "history: the unit's figure only, without indicators. Safe to repeat. --dry-run only counts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        done = backfill_snapshots(dry_run=dry_run)
        made = "dapat dibuat" if dry_run else "dibuat"
        self.stdout.write(
            f"{done.made} potret nilai {made}, {done.known} sudah ada, {done.unreadable} catatan tanpa nilai dilewati."
        )
