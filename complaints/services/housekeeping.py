"""What the portal's clock does by itself: lapsing, closing, and recounting when the calendar changed."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from complaints.deadlines import local_date
from complaints.models import Complaint, DeskSettings, RunningClock
from complaints.services.moves import MoveDetails, locked, move
from complaints.services.running import GOING, recount
from complaints.timing import COMPLETES
from complaints.workflow import SYSTEM, Move, State
from kspp.lib.errors import Conflict, Refused

BATCH = 200
LAPSED = "Tidak dilengkapi sampai batas waktu."


def lapse(*, now: datetime) -> int:
    """Files that were not completed in time are withdrawn, as the law says. Twice is once."""
    overdue = RunningClock.objects.filter(
        code=COMPLETES,
        state=RunningClock.State.RUNNING,
        due_on__lt=now.date() + timedelta(days=1),
        complaint__state=State.INCOMPLETE,
    ).select_related("complaint__unit", "complaint__government")
    late = [clock for clock in overdue if clock.due_on and clock.due_on < local_date(now, clock.complaint.zone)]
    return sum(_moved(clock.complaint, Move.LAPSE, LAPSED, now) for clock in late)


def close(*, now: datetime) -> int:
    """Answers that nobody contradicted for the days the government set. Twice is once."""
    done = 0
    for days, governments in _by_days():
        answered = Complaint.objects.filter(state=State.ANSWERED, answered_at__lt=now - timedelta(days=days))
        for complaint in answered.filter(governments).select_related("unit", "government")[: BATCH * 5]:
            done += _moved(complaint, Move.CLOSE, "", now)
    return done


def _by_days() -> Iterator[tuple[int, Q]]:
    """Each number of days with the governments it holds for; the default for all without settings."""
    settings = list(DeskSettings.objects.all())
    for row in settings:
        yield row.close_after_days, Q(government=row.government_id)
    default = DeskSettings._meta.get_field("close_after_days").get_default()
    yield default, ~Q(government__in=[row.government_id for row in settings])


def _moved(complaint: Complaint, what: Move, reason: str, now: datetime) -> int:
    """1, or 0 when somebody was faster."""
    try:
        move(
            complaint=complaint,
            move=what,
            details=MoveDetails(reason=reason),
            form_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{what}/{complaint.pk}/{complaint.version}"),
            seen_version=complaint.version,
            by=None,
            actor=SYSTEM,
            now=now,
        )
    except (Refused, Conflict):
        return 0
    return 1


def recount_all(*, government: int | None = None) -> int:
    """Due days of every running clock by the calendar as it is now. In small transactions, one complaint each."""
    going = Complaint.objects.filter(clocks__state__in=GOING)
    rows = going.filter(government=government) if government else going
    changed = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True).distinct().iterator(chunk_size=BATCH):
        changed += _recounted(pk)
    return changed


@transaction.atomic
def _recounted(pk: int) -> int:
    complaint = locked(pk)
    before = complaint.due_on
    recount(complaint)
    if complaint.due_on == before:
        return 0
    complaint.save(update_fields=["due_on"])
    return 1
