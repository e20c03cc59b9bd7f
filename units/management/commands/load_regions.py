import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from units.services import load_regions

DATA = Path(__file__).resolve().parents[2] / "data"
COLUMNS = {"governments.csv": {"code", "level", "name", "province_code"}, "aliases.csv": {"code", "alias", "note"}}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = COLUMNS[name] - set(reader.fieldnames or ())
        if missing:
            raise CommandError(f"{name}: missing column {', '.join(sorted(missing))}")
        return list(reader)


class Command(BaseCommand):
    help = "Load all provinces, kabupaten and kota with their other names; safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load_regions(governments=rows_of("governments.csv"), aliases=rows_of("aliases.csv"))
        except KeyError as error:
            raise CommandError(f"aliases.csv: no government has the code {error}") from error
        self.stdout.write(f"Regions: {loaded.created} created, {loaded.changed} changed.")
