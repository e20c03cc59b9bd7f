"""Seal every identity anew with the first of IDENTITY_KEYS, so that an older key can be dropped."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from complaints.services.resealing import ResealCount, reseal_identities, reseal_imports


class Command(BaseCommand):
    help = (
        "Seal identities and waiting imports with the first of IDENTITY_KEYS and index them anew. May be stopped and "
        "run again. --dry-run only counts. Exits with 1 when there are rows that no key opens; those stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        tallies = {
            "Identitas": reseal_identities(dry_run=dry_run),
            "Impor": reseal_imports(dry_run=dry_run),
        }
        for name, tally in tallies.items():
            verb = "perlu disegel ulang" if dry_run else "disegel ulang"
            self.stdout.write(f"{name}: {tally.resealed} {verb}, {tally.current} sudah memakai kunci pertama.")
        unreadable = [_told(name, tally) for name, tally in tallies.items() if tally.unreadable]
        if unreadable:
            raise CommandError(" ".join(unreadable))


def _told(name: str, tally: ResealCount) -> str:
    return f"{name} yang tidak dibuka kunci mana pun: {', '.join(tally.unreadable)}."
