"""Rows of a table as complaints, and what is wrong with the others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from complaints.importing import values
from complaints.importing.columns import Headings, ImportField, find_headings, plain
from complaints.importing.sheets import MAX_ROWS, Row, SheetError, SheetFault, SheetNote, Table
from complaints.workflow import OPEN, SETTLED, State

SUBJECT = 160
SHOWN = 60


class Source(StrEnum):
    LAPOR = "lapor"
    REGISTER = "register"


REQUIRED = {
    Source.LAPOR: (ImportField.NUMBER, ImportField.RECEIVED, ImportField.STORY, ImportField.STATE),
    Source.REGISTER: (ImportField.NUMBER, ImportField.RECEIVED, ImportField.CHANNEL, ImportField.STORY),
}
LONGEST = {
    ImportField.NUMBER: 60,
    ImportField.STORY: 6000,
    ImportField.ANSWER: 6000,
    ImportField.PLACE: 200,
    ImportField.UNIT: 160,
    ImportField.PRODUCT: 160,
    ImportField.NAME: 120,
    ImportField.ADDRESS: 300,
    ImportField.PHONE: 40,
    ImportField.EMAIL: 254,
}
PERSON = (ImportField.NAME, ImportField.ADDRESS, ImportField.PHONE, ImportField.EMAIL)


class EntryFlawCode(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_DATE = "not_a_date"
    FUTURE = "future"
    TOO_EARLY = "too_early"
    UNKNOWN_WORD = "unknown_word"
    TWICE = "twice"
    DAY_NEEDED = "day_needed"
    CLASS_NEEDED = "class_needed"
    UNIT_UNKNOWN = "unit_unknown"
    PRODUCT_UNKNOWN = "product_unknown"
    BACK_TO_RECEIVED = "back_to_received"
    BACK_TO_VERIFIED = "back_to_verified"


WARNINGS = frozenset(
    {
        EntryFlawCode.UNIT_UNKNOWN,
        EntryFlawCode.PRODUCT_UNKNOWN,
        EntryFlawCode.BACK_TO_RECEIVED,
        EntryFlawCode.BACK_TO_VERIFIED,
    }
)
"""The row is taken all the same."""


@dataclass(frozen=True, slots=True)
class EntryFlaw:
    """`column` as it is headed in the file; `shown` is what stands there, or what the sentence needs instead."""

    row: int
    column: str
    code: EntryFlawCode
    shown: str = ""

    @property
    def is_error(self) -> bool:
        return self.code not in WARNINGS


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One readable row. `received` is local time without zone; unit and product are still words."""

    row: int
    number: str
    channel: str
    received: datetime
    subject: str
    story: str
    place: str
    unit: str
    product: str
    classification: str
    state: str
    verified: date | None
    answered: date | None
    ended: date | None
    answer: str
    outcome: str
    secrecy: str
    person: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        days = {name: getattr(self, name) for name in ("received", "verified", "answered", "ended")}
        return {**asdict(self), **{name: day.isoformat() if day else None for name, day in days.items()}}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        days = {name: content[name] and date.fromisoformat(content[name]) for name in ("verified", "answered", "ended")}
        return cls(**{**content, **days, "received": datetime.fromisoformat(content["received"])})


@dataclass(frozen=True, slots=True)
class FileReading:
    """`count` rows below the headings; `words` are the headings read, `unused` those that were not understood."""

    entries: Sequence[ImportEntry]
    flaws: Sequence[EntryFlaw]
    notes: Sequence[SheetNote]
    words: Mapping[ImportField, str]
    unused: Sequence[str]
    count: int


def read(table: Table, source: Source, default_class: str, today: date) -> FileReading:
    """`default_class` is taken where the class is empty; may be empty itself. Raises SheetError."""
    headings = find_headings(table.rows)
    if headings is None:
        raise SheetError(SheetFault.NO_HEADINGS)
    missing = [name for name in REQUIRED[source] if name not in headings.places]
    if missing:
        raise SheetError(SheetFault.COLUMNS_MISSING, ",".join(missing))
    rows = [row for row in table.rows if row[0] > headings.row]
    if not rows:
        raise SheetError(SheetFault.EMPTY)
    if len(rows) > MAX_ROWS:
        raise SheetError(SheetFault.TOO_MANY_ROWS)
    reader = _Reader(headings, source, default_class, today)
    entries = [entry for row in rows if (entry := reader.entry(row)) is not None]
    notes = dict.fromkeys([*table.notes, *reader.notes])
    return FileReading(entries, reader.flaws, tuple(notes), headings.words, headings.unused, len(rows))


class _Reader:
    def __init__(self, headings: Headings, source: Source, default_class: str, today: date) -> None:
        self.headings, self.source, self.default_class, self.today = headings, source, default_class, today
        self.flaws: list[EntryFlaw] = []
        self.notes: list[SheetNote] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.row: Row = (0, ())

    def entry(self, row: Row) -> ImportEntry | None:
        """None when a cell of the row is wrong; `flaws` then say which."""
        self.row = row
        before = len(self.flaws)
        received = self.moment(ImportField.RECEIVED, is_required=True)
        days = self.days(received)
        state = self.state(days[ImportField.ANSWERED])
        secrecy, person = self.person()
        subject, story = self.texts()
        found = {
            "number": self.number(),
            "channel": self.channel(),
            "place": self.text(ImportField.PLACE),
            "unit": self.text(ImportField.UNIT),
            "product": self.text(ImportField.PRODUCT),
            "classification": self.classification(state),
            "answer": self.text(ImportField.ANSWER, is_line=False),
            "outcome": self.word(ImportField.OUTCOME, values.OUTCOMES),
            **self.settled(state, days),
        }
        self.refuse_twice(str(found["channel"]), str(found["number"]))
        if len(self.flaws) > before or received is None:
            return None
        return ImportEntry(
            row=row[0], received=received, state=state, secrecy=secrecy, person=person,
            subject=subject, story=story, **found,  # type: ignore[arg-type]
        )  # fmt: skip

    def cell(self, name: ImportField) -> object:
        place = self.headings.places.get(name)
        return self.row[1][place] if place is not None and place < len(self.row[1]) else None

    def flaw(self, name: ImportField, code: EntryFlawCode, shown: str = "") -> None:
        column = self.headings.words.get(name, "")
        cut = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
        self.flaws.append(EntryFlaw(self.row[0], column or name.value, code, cut))

    def text(self, name: ImportField, *, is_line: bool = True, is_required: bool = False) -> str:
        text = values.line_of(self.cell(name)) if is_line else values.text_of(self.cell(name))
        if not text and is_required:
            self.flaw(name, EntryFlawCode.MISSING)
        if len(text) > LONGEST.get(name, len(text)):
            self.flaw(name, EntryFlawCode.TOO_LONG, str(LONGEST[name]))
        return text

    def number(self) -> str:
        number = self.text(ImportField.NUMBER).removeprefix("#").strip()
        if not number:
            self.flaw(ImportField.NUMBER, EntryFlawCode.MISSING)
        return number

    def word(self, name: ImportField, known: Mapping[str, str], *, is_required: bool = False) -> str:
        text = self.text(name, is_required=is_required)
        if text and plain(text) not in known:
            self.flaw(name, EntryFlawCode.UNKNOWN_WORD, text)
        return known.get(plain(text), "")

    def channel(self) -> str:
        if self.source is Source.LAPOR:
            return Source.LAPOR.value
        return self.word(ImportField.CHANNEL, values.CHANNELS, is_required=True)

    def is_told(self, name: ImportField) -> bool:
        return self.text(name) not in ("", "-")

    def moment(self, name: ImportField, *, is_required: bool = False) -> datetime | None:
        if not self.is_told(name):
            if is_required:
                self.flaw(name, EntryFlawCode.MISSING)
            return None
        found = values.moment_of(self.cell(name))
        if found is None:
            self.flaw(name, EntryFlawCode.NOT_A_DATE, self.text(name))
        elif found.date() > self.today:
            self.flaw(name, EntryFlawCode.FUTURE, self.text(name))
            return None
        return found

    def days(self, received: datetime | None) -> dict[ImportField, date | None]:
        """Verified, answered, ended: none before the one that must come first."""
        found: dict[ImportField, date | None] = {}
        earliest = received.date() if received else date.min
        for name in (ImportField.VERIFIED, ImportField.ANSWERED, ImportField.ENDED):
            moment = self.moment(name)
            found[name] = day = moment.date() if moment else None
            if day and day < earliest:
                self.flaw(name, EntryFlawCode.TOO_EARLY, self.text(name))
            earliest = max(day or earliest, earliest)
        return found

    def state(self, answered: date | None) -> str:
        """Without a word: answered when a day of the answer is told."""
        if not self.text(ImportField.STATE) and self.source is Source.REGISTER:
            return State.ANSWERED if answered else State.RECEIVED
        return self.word(ImportField.STATE, values.STATES, is_required=True)

    def classification(self, state: str) -> str:
        text = self.text(ImportField.CLASS)
        if plain(text) == values.PLAIN_CLASS:
            self.notes.append(SheetNote.PLAIN_CLASS)
        found = self.word(ImportField.CLASS, values.CLASSES) if text else self.default_class
        if not text and not found and state in SETTLED:
            self.flaw(ImportField.CLASS, EntryFlawCode.CLASS_NEEDED)
        return found

    def settled(self, state: str, days: Mapping[ImportField, date | None]) -> dict[str, date | None]:
        """The days of verification, answer and end as they are stored: an answered case has its day."""
        verified, answered, ended = days[ImportField.VERIFIED], days[ImportField.ANSWERED], days[ImportField.ENDED]
        if verified is None and state in (OPEN | SETTLED) - {State.RECEIVED}:
            self.notes.append(SheetNote.NO_VERIFICATION_DAY)
        if state in SETTLED and not self.is_told(ImportField.ANSWERED) and not self.is_told(ImportField.ENDED):
            self.flaw(ImportField.ANSWERED, EntryFlawCode.DAY_NEEDED)
        if state in SETTLED:
            answered, ended = answered or ended, ended or answered
        return {"verified": verified, "answered": answered, "ended": ended}

    def texts(self) -> tuple[str, str]:
        """Subject and story; a title too long for the subject stands above the story whole."""
        title, story = self.text(ImportField.SUBJECT), self.text(ImportField.STORY, is_line=False, is_required=True)
        subject = title or " ".join(story.split())
        if len(subject) <= SUBJECT:
            return subject, story
        if title:
            story = f"{title}\n\n{story}"
            if len(story) > LONGEST[ImportField.STORY]:
                self.flaw(ImportField.STORY, EntryFlawCode.TOO_LONG, str(LONGEST[ImportField.STORY]))
        return f"{subject[: SUBJECT - 1].rstrip()}…", story

    def person(self) -> tuple[str, dict[str, str]]:
        """What an anonymous report says of a person is not even kept for the check."""
        told = {name.value: self.text(name) for name in PERSON}
        secrecy = self.word(ImportField.SECRECY, values.SECRECIES)
        name = plain(told[ImportField.NAME])
        if name in values.NAMELESS or name in values.HIDDEN:
            told[ImportField.NAME] = ""
        kept = {key: text for key, text in told.items() if text and text != "-"}
        if (
            secrecy == "anonymous"
            or self.says_yes(ImportField.IS_ANONYMOUS)
            or (not kept and name not in values.HIDDEN)
        ):
            return "anonymous", {}
        is_secret = secrecy == "secret" or self.says_yes(ImportField.IS_SECRET) or name in values.HIDDEN
        return ("secret" if is_secret else "named"), kept

    def says_yes(self, name: ImportField) -> bool:
        return plain(self.text(name)) in values.YES

    def refuse_twice(self, channel: str, number: str) -> None:
        first = self.seen.setdefault((channel, number), self.row[0])
        if number and channel and first != self.row[0]:
            self.flaw(ImportField.NUMBER, EntryFlawCode.TWICE, str(first))
