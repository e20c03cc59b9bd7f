"""What an import is compared with, and what its page shows."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from django.db.models import QuerySet

from complaints.importing import EntryFlaw, EntryFlawCode, ImportEntry, SheetNote
from complaints.models import Complaint, ImportBatch
from complaints.selectors.persons import sealer
from complaints.sentences import imports as sentences
from kspp.lib.names import name_key
from units.models import Government, ServiceProduct, ServiceUnit

AT_ONCE = 500
"""Numbers asked for in one query."""
MOST_SHOWN = 200
LATEST = 30


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """What a checked file says: rows to take, what is wrong or doubtful, and how many rows there were."""

    entries: Sequence[ImportEntry]
    flaws: Sequence[EntryFlaw]
    notes: Sequence[SheetNote]
    unused: Sequence[str]
    count: int
    known: int

    def to_texts(self) -> dict[str, str]:
        """For the seal: flaws quote cells, which may hold anything."""
        return {
            "entries": json.dumps([entry.to_json() for entry in self.entries], ensure_ascii=False),
            "flaws": json.dumps([asdict(flaw) for flaw in self.flaws], ensure_ascii=False),
            "notes": json.dumps(self.notes),
            "unused": json.dumps(self.unused, ensure_ascii=False),
        }

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], count: int, known: int) -> Self:
        flaws = [EntryFlaw(**{**told, "code": EntryFlawCode(told["code"])}) for told in json.loads(texts["flaws"])]
        entries = [ImportEntry.from_json(told) for told in json.loads(texts["entries"])]
        notes = [SheetNote(note) for note in json.loads(texts["notes"])]
        return cls(entries, flaws, notes, json.loads(texts["unused"]), count, known)


def checked_of(batch: ImportBatch) -> CheckedBatch:
    """Of a batch that waits. Raises kspp.lib.sealing.Unreadable."""
    return CheckedBatch.from_texts(sealer().open(batch.sealed_rows), batch.count, batch.known)


def known_numbers(government: Government, entries: Sequence[ImportEntry]) -> set[tuple[str, str]]:
    """Channel and number of those that are recorded already."""
    found: set[tuple[str, str]] = set()
    numbers = sorted({entry.number for entry in entries})
    for start in range(0, len(numbers), AT_ONCE):
        rows = Complaint.objects.filter(government=government, external_number__in=numbers[start : start + AT_ONCE])
        found.update(rows.values_list("channel", "external_number"))
    return found


@dataclass(frozen=True, slots=True)
class UnitDirectory:
    """Units and products of one government by their name, however it is spaced or hyphenated."""

    units: Mapping[str, ServiceUnit]
    products: Mapping[tuple[int, str], ServiceProduct]

    def unit(self, name: str) -> ServiceUnit | None:
        return self.units.get(name_key(name)) if name else None

    def product(self, unit: ServiceUnit | None, name: str) -> ServiceProduct | None:
        return self.products.get((unit.pk, name_key(name))) if unit and name else None


def places_of(government: Government) -> UnitDirectory:
    """Two queries. Of two units that share a key the active one is meant."""
    units = ServiceUnit.objects.filter(government=government).order_by("is_active", "-pk")
    products = ServiceProduct.objects.filter(unit__government=government).order_by("is_active", "-pk")
    return UnitDirectory(
        {name_key(unit.name): unit for unit in units},
        {(product.unit_id, name_key(product.name)): product for product in products},
    )


def latest_batches(government: Government) -> QuerySet[ImportBatch]:
    """The sealed rows are not read."""
    rows = ImportBatch.objects.filter(government=government)
    return rows.defer("sealed_rows").select_related("checked_by")[:LATEST]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """`errors` and `warnings` are sentences, at most so many as can be read; `more_…` counts those left out."""

    batch: ImportBatch
    errors: Sequence[str]
    more_errors: int
    warnings: Sequence[str]
    more_warnings: int
    notes: Sequence[str]
    unused: Sequence[str]
    rows_left_out: str

    @property
    def waits(self) -> bool:
        return self.batch.state == ImportBatch.State.CHECKED


def batch_page(batch: ImportBatch) -> BatchPage:
    """Raises kspp.lib.sealing.Unreadable."""
    waits = batch.state == ImportBatch.State.CHECKED
    checked = checked_of(batch) if waits else CheckedBatch((), (), (), (), batch.count, batch.known)
    errors = [sentences.flaw(flaw) for flaw in checked.flaws if flaw.is_error]
    warnings = [sentences.flaw(flaw) for flaw in checked.flaws if not flaw.is_error]
    return BatchPage(
        batch=batch,
        errors=errors[:MOST_SHOWN],
        more_errors=max(len(errors) - MOST_SHOWN, 0),
        warnings=warnings[:MOST_SHOWN],
        more_warnings=max(len(warnings) - MOST_SHOWN, 0),
        notes=[sentences.NOTES[note] for note in checked.notes],
        unused=checked.unused,
        rows_left_out="" if waits else _listed(batch.problems),
    )


def _listed(rows: Collection[int]) -> str:
    shown = ", ".join(map(str, list(rows)[:MOST_SHOWN]))
    return f"{shown}, …" if len(rows) > MOST_SHOWN else shown
