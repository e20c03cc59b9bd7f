"""What the documents about complaints say. Pure values, frozen when a document is made; no person is in them."""

from dataclasses import dataclass
from datetime import date

from complaints.figures import Figures
from reports.documents.content import Letterhead, Signatory


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One complaint whose answer came late or is late. `answered_on` None: still open."""

    number: str
    unit: str
    received_on: date
    due_on: date | None
    answered_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class ImprovementLine:
    number: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """How one time limit was kept in the complaints of the period."""

    name: str
    met: int
    late: int
    running: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ComplaintsContent:
    """`unit` empty: the whole government. `before` are the figures of the period of the same length just before."""

    government: str
    unit: str
    letterhead: Letterhead
    signatory: Signatory
    first: date
    last: date
    made_on: date
    figures: Figures
    before: Figures
    clocks: tuple[ClockLine, ...] = ()
    overdue: tuple[OverdueLine, ...] = ()
    improvements: tuple[ImprovementLine, ...] = ()

    @property
    def subject(self) -> str:
        return self.unit or f"Pemerintah {self.government}"


@dataclass(frozen=True, slots=True)
class RegisterLine:
    number: str
    external_number: str
    received_on: date
    channel: str
    unit: str
    product: str
    subject: str
    classification: str
    state: str
    answered_on: date | None
    outcome: str
    on_time: str


@dataclass(frozen=True, slots=True)
class RegisterContent:
    government: str
    unit: str
    letterhead: Letterhead
    signatory: Signatory
    first: date
    last: date
    made_on: date
    lines: tuple[RegisterLine, ...]

    @property
    def subject(self) -> str:
        return self.unit or f"Pemerintah {self.government}"


@dataclass(frozen=True, slots=True)
class ContactLine:
    kind: str
    value: str
    hours: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    name: str
    limit: str


@dataclass(frozen=True, slots=True)
class PosterContent:
    """`officers`: name and post of those in duty. `url` is what the QR code holds."""

    government: str
    unit: str
    address: str
    promise: str
    contacts: tuple[ContactLine, ...]
    officers: tuple[str, ...]
    limits: tuple[LimitLine, ...]
    url: str
    made_on: date
