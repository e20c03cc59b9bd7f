"""How a complaint comes in: from a citizen, or recorded by an officer. One form makes one complaint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from complaints.codes import code_hash
from complaints.models import Complaint, NumberSeries
from complaints.sentences.cases import COMPLAINANT
from complaints.sentences.problems import Code
from complaints.services.files import attach, written_files
from complaints.services.persons import seal_identity
from complaints.services.running import happened, today_of
from complaints.timing import ClockEvent
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.uploads import CheckedFile
from units.models import Government, ServiceUnit


@dataclass(frozen=True, slots=True, repr=False)
class Intake:
    """`values` are fields of Complaint (unit, product, channel, subject, story, …); `identity` those of a person.

    Has no repr of its own: a person is in it.
    """

    government: Government
    values: Mapping[str, object]
    identity: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[CheckedFile] = ()


def receive(*, intake: Intake, code: str | None, by: User | None, now: datetime) -> Complaint:
    """The new case, or the one that the same code already made. `by` None: the citizen. Raises Refused.

    `values["received_at"]` may say that it came in earlier than it is recorded; clocks count from then.
    """
    with written_files() as written, transaction.atomic():
        series = locked_series(intake.government, now)
        same = Complaint.objects.filter(code_hash=code_hash(code)).first() if code else None
        if same is not None:
            return same
        complaint = _create(intake, series, code, by, now)
        attach(complaint, intake.files, written, by=by, now=now)
        seal_identity(complaint, intake.identity)
        happened(complaint, ClockEvent.RECEIVED, today_of(complaint, complaint.received_at))
        complaint.save(update_fields=["due_on"])
        _record(complaint, by, now)
    return complaint


def _create(intake: Intake, series: NumberSeries, code: str | None, by: User | None, now: datetime) -> Complaint:
    _refuse_foreign(intake)
    values = {"received_at": now, **intake.values}
    complaint = Complaint(
        government=intake.government,
        number=next_numbers(series, 1)[0],
        recorded_at=now,
        recorded_by=by,
        code_hash=code_hash(code) if code else "",
        **values,
    )
    try:
        with transaction.atomic():
            complaint.save(force_insert=True)
    except IntegrityError as error:
        if not complaint.external_number:
            raise
        raise Refused(Problem(Code.EXTERNAL_NUMBER_KNOWN, "external_number")) from error
    return complaint


def locked_series(government: Government, now: datetime) -> NumberSeries:
    """Whoever holds it is the only one to whom complaints of this government come in."""
    NumberSeries.objects.bulk_create([NumberSeries(government=government, year=now.year)], ignore_conflicts=True)
    return NumberSeries.objects.select_for_update(no_key=True, of=("self",)).get(government=government, year=now.year)


def next_numbers(series: NumberSeries, count: int) -> list[str]:
    """The next `count` numbers of a locked series."""
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [f"ADU/{series.year}/{number:05d}" for number in range(first, series.last + 1)]


def _refuse_foreign(intake: Intake) -> None:
    unit, product = intake.values.get("unit"), intake.values.get("product")
    if isinstance(unit, ServiceUnit) and unit.government_id != intake.government.pk:
        raise Refused(Problem(Code.FOREIGN_CHOICE, "unit"))
    if product is not None and (unit is None or product.unit_id != unit.pk):  # type: ignore[attr-defined]
        raise Refused(Problem(Code.FOREIGN_CHOICE, "product"))


def _record(complaint: Complaint, by: User | None, now: datetime) -> None:
    """What came in, never who: neither names nor the story are in the history."""
    changes = {"channel": ["", complaint.channel], "secrecy": ["", complaint.secrecy]}
    speaking_as = "" if by else COMPLAINANT
    record(action="complaint.received", subject=complaint, by=by, now=now, speaking_as=speaking_as, changes=changes)
