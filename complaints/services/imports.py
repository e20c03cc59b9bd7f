"""Complaints from elsewhere: a file is checked, its readable rows wait under seal, and are taken once.

Everything of one batch is written in one transaction by bulk inserts: all of it or nothing. The history gets one event
for the batch, with counts and numbers but no words of the file; the complaints themselves say who recorded them when.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from accounts.models import User
from complaints.importing import (
    EntryFlaw,
    EntryFlawCode,
    FileReading,
    ImportEntry,
    ImportField,
    SheetError,
    Source,
    read,
    settled_state,
    table_of,
    timeline,
)
from complaints.models import Complaint, Identity, IdentityWord, ImportBatch, Message, RunningClock
from complaints.selectors.imports import CheckedBatch, UnitDirectory, checked_of, known_numbers, places_of
from complaints.selectors.persons import sealer, searchable_words
from complaints.sentences.problems import Code
from complaints.services.imported_clocks import ImportedClocks
from complaints.services.intake import locked_series, next_numbers
from complaints.workflow import ENDED, SETTLED, State
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.sealing import Unreadable
from units.models import Government, ServiceUnit

CHUNK = 1000
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Upload:
    """What came with the form. `default_class` stands in for an empty class; may be empty."""

    name: str
    content: bytes
    source: Source
    default_class: str = ""


def check(*, government: Government, upload: Upload, today: date, by: User, now: datetime) -> ImportBatch:
    """Read a file and keep what can be taken. A file that still waits is checked anew. Raises Refused with a Fault."""
    try:
        reading = read(table_of(upload.content), upload.source, upload.default_class, today)
    except SheetError as error:
        raise Refused(Problem(error.fault, "file", {"error": error})) from error
    with transaction.atomic():
        Government.objects.select_for_update(no_key=True).get(pk=government.pk)
        return _store(government, upload, _against_register(government, reading), by, now)


def _against_register(government: Government, reading: FileReading) -> CheckedBatch:
    """Without what is recorded already; with what whoever imports should know about the rest."""
    known = known_numbers(government, reading.entries)
    new = [entry for entry in reading.entries if (entry.channel, entry.number) not in known]
    places = places_of(government)
    warnings = [warning for entry in new for warning in _doubts(entry, places, reading.words)]
    flaws = sorted([*reading.flaws, *warnings], key=lambda flaw: flaw.row)
    return CheckedBatch(new, flaws, reading.notes, reading.unused, reading.count, len(reading.entries) - len(new))


def _doubts(entry: ImportEntry, places: UnitDirectory, words: Mapping[ImportField, str]) -> Iterator[EntryFlaw]:
    """What will be taken otherwise than the file says."""
    unit = places.unit(entry.unit)
    if entry.unit and unit is None:
        yield EntryFlaw(entry.row, words[ImportField.UNIT], EntryFlawCode.UNIT_UNKNOWN, entry.unit)
    if entry.product and places.product(unit, entry.product) is None:
        yield EntryFlaw(entry.row, words[ImportField.PRODUCT], EntryFlawCode.PRODUCT_UNKNOWN, entry.product)
    state = settled_state(entry, has_unit=unit is not None)
    if state != entry.state:
        code = EntryFlawCode.BACK_TO_RECEIVED if state is State.RECEIVED else EntryFlawCode.BACK_TO_VERIFIED
        yield EntryFlaw(entry.row, words.get(ImportField.STATE, "Status"), code)


def _store(government: Government, upload: Upload, checked: CheckedBatch, by: User, now: datetime) -> ImportBatch:
    digest = hashlib.sha256(upload.content).hexdigest()
    waiting = ImportBatch.objects.filter(
        government=government, sha256=digest, source=upload.source.value, state=ImportBatch.State.CHECKED
    )
    batch = waiting.first() or ImportBatch(government=government, sha256=digest, source=upload.source.value)
    batch.name = upload.name
    batch.sealed_rows = sealer().seal(checked.to_texts())
    batch.count, batch.known = checked.count, checked.known
    batch.problems = sorted({flaw.row for flaw in checked.flaws if flaw.is_error})
    batch.checked_at, batch.checked_by = now, by
    batch.save()
    _record("complaint_import.checked", batch, by, now, {"rows": [0, batch.count], "known": [0, batch.known]})
    return batch


@transaction.atomic
def take(*, batch: ImportBatch, by: User, now: datetime) -> ImportBatch:
    """The rows become complaints, all of them or none; confirming twice takes them once. Raises Refused."""
    current = _locked(batch)
    if current.state == ImportBatch.State.TAKEN:
        return current
    if current.state == ImportBatch.State.DROPPED:
        raise Refused(Code.IMPORT_DROPPED)
    entries = _entries(current)
    series = locked_series(current.government, now)
    known = known_numbers(current.government, entries)
    new = [entry for entry in entries if (entry.channel, entry.number) not in known]
    numbers = next_numbers(series, len(new))
    try:
        with transaction.atomic():
            _BatchTaking(current.government, by, now).take(new, numbers)
    except IntegrityError as error:  # somebody corrected a number in the meantime
        raise Refused(Code.IMPORT_AGAIN) from error
    current.known += len(entries) - len(new)
    current.state, current.taken_at, current.sealed_rows = ImportBatch.State.TAKEN, now, ""
    current.save(update_fields=["known", "state", "taken_at", "sealed_rows"])
    span = f"{numbers[0]} – {numbers[-1]}" if numbers else ""
    _record("complaints.imported", current, by, now, {"complaints": [0, len(new)], "numbers": ["", span]})
    return current


@transaction.atomic
def drop(*, batch: ImportBatch, by: User, now: datetime) -> ImportBatch:
    """Nothing of it is kept but counts. Raises Refused."""
    current = _locked(batch)
    if current.state == ImportBatch.State.TAKEN:
        raise Refused(Code.IMPORT_TAKEN)
    if current.state == ImportBatch.State.CHECKED:
        current.state, current.sealed_rows = ImportBatch.State.DROPPED, ""
        current.save(update_fields=["state", "sealed_rows"])
        _record("complaint_import.dropped", current, by, now, {"rows": [current.count, 0]})
    return current


def _locked(batch: ImportBatch) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(no_key=True, of=("self",)).select_related("government")
    return rows.get(pk=batch.pk)


def _entries(batch: ImportBatch) -> Sequence[ImportEntry]:
    try:
        return checked_of(batch).entries
    except Unreadable as error:
        raise Refused(Code.IMPORT_AGAIN) from error


def _record(action: str, batch: ImportBatch, by: User, now: datetime, changes: dict[str, object]) -> None:
    """Neither the file's name nor a word of it: both may name persons."""
    record(
        action=action,
        subject=batch,
        name=batch.get_source_display(),
        by=by,
        now=now,
        changes={**changes, "sha256": ["", batch.sha256]},
    )


class _BatchTaking:
    def __init__(self, government: Government, by: User, now: datetime) -> None:
        self.government, self.by, self.now = government, by, now
        self.places = places_of(government)

    def take(self, entries: Sequence[ImportEntry], numbers: Sequence[str]) -> None:
        complaints: list[Complaint] = []
        clocks: list[RunningClock] = []
        units = [self.places.unit(entry.unit) for entry in entries]
        states = [settled_state(entry, has_unit=unit is not None) for entry, unit in zip(entries, units, strict=True)]
        events = [timeline(entry, state) for entry, state in zip(entries, states, strict=True)]
        clockmaker = ImportedClocks(self.government, [day for each in events for _, day in each])
        for place, entry in enumerate(entries):
            complaint = self.complaint(entry, units[place], states[place], numbers[place])
            clocks += clockmaker.clocks(complaint, events[place])
            complaints.append(complaint)
        Complaint.objects.bulk_create(complaints, CHUNK)
        RunningClock.objects.bulk_create(clocks, CHUNK)
        Message.objects.bulk_create(
            [self.message(c, entry) for c, entry in zip(complaints, entries, strict=True) if entry.answer], CHUNK
        )
        self.seal([(c, entry.person) for c, entry in zip(complaints, entries, strict=True) if entry.person])

    def complaint(self, entry: ImportEntry, unit: ServiceUnit | None, state: State, number: str) -> Complaint:
        zone = ZoneInfo(unit.time_zone if unit else ServiceUnit.Zone.WIB.value)
        is_settled = state in SETTLED
        ended = entry.ended or entry.answered or entry.received.date()
        return Complaint(
            government=self.government,
            unit=unit,
            product=self.places.product(unit, entry.product),
            number=number,
            channel=entry.channel,
            external_number=entry.number,
            subject=entry.subject,
            story=entry.story,
            place=entry.place,
            secrecy=entry.secrecy,
            classification=entry.classification,
            state=state.value,
            received_at=entry.received.replace(tzinfo=zone),
            recorded_at=self.now,
            recorded_by=self.by,
            verified_at=None if state is State.RECEIVED else _at(entry.verified, entry, zone),
            decided_on=entry.answered if is_settled else None,
            answered_at=_at(entry.answered, entry, zone) if is_settled else None,
            ended_at=_at(ended, entry, zone) if state in ENDED else None,
            outcome=entry.outcome if is_settled else "",
        )

    def message(self, complaint: Complaint, entry: ImportEntry) -> Message:
        """Of a case that is still open it is no answer yet."""
        is_answer = complaint.state in SETTLED
        zone = ZoneInfo(complaint.zone)
        return Message(
            complaint=complaint,
            kind=Message.Kind.ANSWER if is_answer else Message.Kind.MESSAGE,
            text=entry.answer,
            written_at=_at(entry.answered, entry, zone) or complaint.received_at,
        )

    def seal(self, people: Sequence[tuple[Complaint, Any]]) -> None:
        identities = [Identity(complaint=complaint, sealed=sealer().seal(person)) for complaint, person in people]
        Identity.objects.bulk_create(identities, CHUNK)
        IdentityWord.objects.bulk_create(
            [
                IdentityWord(identity=identity, digest=digest)
                for identity, (_, person) in zip(identities, people, strict=True)
                for digest in sorted({sealer().digest(word) for word in searchable_words(person)})
            ],
            CHUNK,
        )


def _at(day: date | None, entry: ImportEntry, zone: ZoneInfo) -> datetime | None:
    """Noon of a day, but never before the complaint came in."""
    return max(datetime.combine(day, NOON), entry.received).replace(tzinfo=zone) if day else None
