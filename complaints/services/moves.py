"""Moving a complaint from one state to the next: the only way a state ever changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from complaints.models import Complaint, MaladministrationForm, Message
from complaints.scope import powers
from complaints.selectors.desk_settings import last_day_to_reopen, settings_of
from complaints.sentences import cases as sentences
from complaints.sentences.problems import Code
from complaints.services import running
from complaints.services.files import Written, attach, written_files
from complaints.timing import ClockEvent
from complaints.workflow import COMPLAINANT, ENDED, Move, State, Transition, exists, find
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.uploads import CheckedFile
from kspp.lib.writing import compare
from units.models import ServiceProduct, ServiceUnit


@dataclass(frozen=True, slots=True)
class MoveDetails:
    """What comes with a move. `text` is read by the complainant, `reason` by officers and in the history."""

    text: str = ""
    reason: str = ""
    unit: ServiceUnit | None = None
    product: ServiceProduct | None = None
    officer: User | None = None
    classification: str = ""
    severity: str = ""
    standard: str = ""
    maladministration: Sequence[MaladministrationForm] = field(default_factory=tuple)
    referred_to: str = ""
    duplicate_of: Complaint | None = None
    outcome: str = ""
    improvement: str = ""
    decided_on: date | None = None
    delay_reason: str = ""
    files: Sequence[CheckedFile] = field(default_factory=tuple)


@dataclass(slots=True)
class _MoveInProgress:
    """One move being made: the locked case, the day where its unit is, and the files written so far."""

    complaint: Complaint
    transition: Transition
    details: MoveDetails
    by: User | None
    actor: str
    now: datetime
    today: date
    form_key: UUID
    written: Written

    @property
    def is_complainant(self) -> bool:
        return self.by is None and self.actor == COMPLAINANT

    def say(self, kind: Message.Kind, text: str) -> Message:
        return Message.objects.create(
            complaint=self.complaint,
            is_from_complainant=self.is_complainant,
            kind=kind,
            text=text,
            written_at=self.now,
            written_by=self.by,
        )


def move(
    *,
    complaint: Complaint,
    move: Move,
    details: MoveDetails,
    form_key: UUID,
    seen_version: int | None,
    by: User | None,
    actor: str = "",
    now: datetime,
) -> Complaint:
    """One step of the flow. `by` None: `actor` is COMPLAINANT or SYSTEM. The same form sent twice moves once.

    `seen_version` None skips the comparison (the portal's own clock). Raises Conflict, Refused.
    """
    with written_files() as written, transaction.atomic():
        twin = details.duplicate_of
        current = locked(complaint.pk, *([twin.pk] if twin else []))
        if current.last_form == form_key:
            return current
        actors = powers(by, current) if by else frozenset({actor})
        if seen_version is not None:
            compare(current, seen_version)
        transition = _transition(current, move, actors)
        today = running.today_of(current, now)
        _make(_MoveInProgress(current, transition, details, by, actor, now, today, form_key, written))
    return current


def locked(pk: int, *others: int) -> Complaint:
    """The case, and with it `others` that it is about to be bound to; always in one order, so that no two wait."""
    rows = Complaint.objects.select_for_update(no_key=True, of=("self",)).select_related("government", "unit")
    found = {row.pk: row for row in rows.filter(pk__in=[pk, *others]).order_by("pk")}
    return found[pk]


def _transition(current: Complaint, move: Move, actors: frozenset[str]) -> Transition:
    """Raises Refused, which tells whether it is the state that forbids it or the right."""
    state = State(current.state)
    transition = find(move, state, actors)
    if transition is None:
        raise Refused(Code.NOT_YOURS if exists(move, state) else Code.MOVE_NOT_POSSIBLE)
    return transition


def _make(step: _MoveInProgress) -> None:
    complaint, before = step.complaint, step.complaint.state
    if step.transition.needs_reason and not step.details.reason.strip():
        raise Refused(Problem(Code.REASON_NEEDED, "reason"))
    complaint.state = step.transition.target or complaint.state_before or State.RECEIVED
    message = WORK[step.transition.move](step)
    if step.details.files:
        attach(complaint, step.details.files, step.written, message=message, by=step.by, now=step.now)
    _settle(step)
    complaint.save()
    _record(step, before)


def _settle(step: _MoveInProgress) -> None:
    complaint = step.complaint
    complaint.last_form, complaint.version = step.form_key, complaint.version + 1
    if step.by or step.is_complainant:
        complaint.is_unread = step.is_complainant
    if complaint.state in ENDED:
        complaint.ended_at = step.now
        if complaint.state != State.CLOSED:
            running.fall_away(complaint, step.today)
    else:
        complaint.ended_at = None


def _record(step: _MoveInProgress, before: str) -> None:
    complaint = step.complaint
    changes: dict[str, object] = {"state": [before, complaint.state]}
    if step.transition.move in (Move.DISPOSE, Move.TRANSFER, Move.VERIFY):
        changes |= {"unit": ["", str(complaint.unit or "")], "class": ["", complaint.classification]}
    record(
        action=f"complaint.{step.transition.move.value}",
        subject=complaint,
        by=step.by,
        now=step.now,
        speaking_as=sentences.COMPLAINANT if step.is_complainant else "",
        reason="" if step.is_complainant else step.details.reason,
        changes=changes,
    )


def _needed(value: str, field_name: str, code: Code) -> str:
    if not value.strip():
        raise Refused(Problem(code, field_name))
    return value


def _ask(step: _MoveInProgress) -> Message:
    text = _needed(step.details.text, "text", Code.TEXT_NEEDED)
    complaint = step.complaint
    complaint.state_before = State.RECEIVED if State.RECEIVED in step.transition.sources else State.IN_PROGRESS
    running.rest(complaint, step.today)
    running.happened(complaint, ClockEvent.ASKED, step.today)
    return step.say(Message.Kind.REQUEST, text)


def _complete(step: _MoveInProgress) -> Message | None:
    running.resume(step.complaint, step.today)
    running.happened(step.complaint, ClockEvent.COMPLETED, step.today)
    step.complaint.state_before = ""
    return step.say(Message.Kind.COMPLETION, step.details.text) if step.details.text.strip() else None


def _lapse(step: _MoveInProgress) -> Message:
    return step.say(Message.Kind.WITHDRAWAL, sentences.LAPSED)


def _verify(step: _MoveInProgress) -> None:
    complaint, details = step.complaint, step.details
    complaint.classification = _needed(details.classification, "classification", Code.CLASS_NEEDED)
    complaint.severity = details.severity or complaint.severity
    complaint.standard = details.standard or complaint.standard
    complaint.maladministration.set(details.maladministration)
    complaint.verified_at = step.now
    if details.unit:
        _hand_over(step, details.unit)
        complaint.state = State.ASSIGNED
    running.happened(complaint, ClockEvent.VERIFIED, step.today)
    running.happened(complaint, ClockEvent.FILE_COMPLETE, step.today)


def _refer(step: _MoveInProgress) -> Message:
    address = _needed(step.details.referred_to, "referred_to", Code.RIGHT_ADDRESS_NEEDED)
    step.complaint.referred_to = address
    running.happened(step.complaint, ClockEvent.VERIFIED, step.today)
    return step.say(Message.Kind.REFERRAL, step.details.text.strip() or step.details.reason)


def _archive(step: _MoveInProgress) -> None:
    twin = step.details.duplicate_of
    if twin is not None:
        refuse_circle(step.complaint, twin, "duplicate_of")
    step.complaint.duplicate_of = twin or step.complaint.duplicate_of
    running.happened(step.complaint, ClockEvent.VERIFIED, step.today)


def refuse_circle(complaint: Complaint, original: Complaint, field_name: str) -> None:
    """Only an original that is no duplicate itself can be named, so there are never chains. Raises Refused."""
    original = Complaint.objects.get(pk=original.pk)
    is_foreign = original.government_id != complaint.government_id or original.pk == complaint.pk
    if is_foreign or original.duplicate_of_id is not None or complaint.duplicates.exists():
        raise Refused(Problem(Code.FOREIGN_CHOICE if is_foreign else Code.DOUBLE_OF_DOUBLE, field_name))


def _dispose(step: _MoveInProgress) -> None:
    _hand_over(step, step.details.unit)
    running.recount(step.complaint)


def _transfer(step: _MoveInProgress) -> None:
    if step.details.unit is not None and step.details.unit.pk == step.complaint.unit_id:
        raise Refused(Problem(Code.UNIT_SAME, "unit"))
    _dispose(step)


def _hand_over(step: _MoveInProgress, unit: ServiceUnit | None) -> None:
    """A product stays only with its own unit. Days are counted in the week of the new unit from now on."""
    if unit is None:
        raise Refused(Problem(Code.UNIT_NEEDED, "unit"))
    product = step.details.product
    if unit.government_id != step.complaint.government_id or (product is not None and product.unit_id != unit.pk):
        raise Refused(Problem(Code.FOREIGN_CHOICE, "unit"))
    officer = step.details.officer
    if officer is not None and not may(officer, Permission.COMPLAINT_HANDLE, unit):
        raise Refused(Problem(Code.NOT_AN_OFFICER, "officer"))
    if product is not None or unit.pk != step.complaint.unit_id:
        step.complaint.product = product
    step.complaint.unit = unit
    step.complaint.officer = officer


def _return(step: _MoveInProgress) -> None:
    step.complaint.unit = step.complaint.product = step.complaint.officer = None
    running.recount(step.complaint)


def _start(step: _MoveInProgress) -> None:
    step.complaint.officer = step.complaint.officer or step.by


def _answer(step: _MoveInProgress) -> Message:
    complaint, details = step.complaint, step.details
    text = _needed(details.text, "text", Code.TEXT_NEEDED)
    complaint.outcome = _needed(details.outcome, "outcome", Code.OUTCOME_NEEDED)
    decided = details.decided_on or step.today
    if not running.today_of(complaint, complaint.received_at) <= decided <= step.today:
        raise Refused(Problem(Code.DECISION_DAY, "decided_on"))
    if complaint.due_on and step.today > complaint.due_on:
        complaint.delay_reason = _needed(details.delay_reason, "delay_reason", Code.DELAY_REASON_NEEDED)
    complaint.improvement, complaint.decided_on, complaint.answered_at = details.improvement, decided, step.now
    complaint.officer = complaint.officer or step.by
    running.happened(complaint, ClockEvent.DECIDED, decided)
    running.happened(complaint, ClockEvent.ANSWERED, step.today)
    return step.say(Message.Kind.ANSWER, text)


def _close(step: _MoveInProgress) -> None:
    return None


def _reopen(step: _MoveInProgress) -> Message | None:
    complaint = step.complaint
    if step.is_complainant and step.today > last_day_to_reopen(complaint, settings_of(complaint.government)):
        raise Refused(Code.REOPEN_TOO_LATE)
    complaint.reopenings += 1
    complaint.answered_at = complaint.decided_on = None
    complaint.outcome = ""
    running.reopened(complaint, step.today)
    return step.say(Message.Kind.REOPENING, step.details.reason) if step.is_complainant else None


def _withdraw(step: _MoveInProgress) -> Message | None:
    return step.say(Message.Kind.WITHDRAWAL, step.details.reason) if step.is_complainant else None


def _escalate(step: _MoveInProgress) -> None:
    return None


WORK: dict[Move, Callable[[_MoveInProgress], Message | None]] = {
    Move.ASK: _ask,
    Move.COMPLETE: _complete,
    Move.LAPSE: _lapse,
    Move.VERIFY: _verify,
    Move.REFER: _refer,
    Move.ARCHIVE: _archive,
    Move.DISPOSE: _dispose,
    Move.TRANSFER: _transfer,
    Move.RETURN: _return,
    Move.START: _start,
    Move.ANSWER: _answer,
    Move.CLOSE: _close,
    Move.REOPEN: _reopen,
    Move.WITHDRAW: _withdraw,
    Move.ESCALATE: _escalate,
}
