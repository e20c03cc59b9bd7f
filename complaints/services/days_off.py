"""Writes about the calendar. Rows of one government (or the national ones) are written one after another."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from accounts.scope import may
from complaints.calendars import NamedDay, named_days
from complaints.models import DayOff
from complaints.sentences.calendar import NO_LONGER_IN_SOURCE
from complaints.sentences.problems import Code
from complaints.tasks import recount_later
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Loaded, Values, change, insert, says
from units.models import Government

KNOWN = Problem(Code.DAY_KNOWN, "name")


@transaction.atomic
def create_day_off(*, government: Government, values: Values, by: User, now: datetime) -> DayOff:
    """The same form sent twice makes one row. A kind other than local makes it national. Raises Refused."""
    owner = government if values["kind"] == DayOff.Kind.LOCAL else None
    refuse_stranger(owner, by, government)
    _lock(government)
    same = {"date": values["date"], "name__iexact": values["name"]}
    twin = DayOff.objects.filter(government=owner, **same).first()
    if twin is not None:
        if says(twin, {**values, "is_active": True}):
            return twin
        raise Refused(KNOWN)
    row = DayOff(government=owner)
    changes = insert(row, values, KNOWN)
    record(action="day_off.created", subject=row, by=by, now=now, changes=changes)
    _recount(owner)
    return row


@transaction.atomic
def change_day_off(
    *, day_off: DayOff, government: Government, values: Values, seen_version: int, by: User, now: datetime
) -> DayOff:
    """Rename it, settle an estimate, or set it inactive with a reason and active again. Raises Conflict, Refused."""
    refuse_stranger(day_off.government, by, government)
    _lock(government)
    current = DayOff.objects.select_for_update(no_key=True).get(pk=day_off.pk)
    if not values["is_active"] and not values["reason"]:
        raise Refused(Problem(Code.REASON_NEEDED, "reason"))
    same = DayOff.objects.filter(government=current.government_id, date=current.date, name__iexact=values["name"])
    if same.exclude(pk=current.pk).exists():
        raise Refused(KNOWN)
    changes = change(current, values, seen_version, KNOWN)
    if changes:
        reason = str(values["reason"])
        record(action="day_off.changed", subject=current, by=by, now=now, reason=reason, changes=changes)
        _recount(current.government)
    return current


@transaction.atomic
def load_days_off(*, year: int, by: User | None, now: datetime) -> Loaded:
    """Bring the national days of a year in line with the library, except rows that people touched.

    A day that the library has moved or dropped is set inactive. A second run writes nothing. Raises UnknownYear.
    """
    wanted = {(day.day, day.name): day for day in named_days(year)}
    rows = list(DayOff.objects.national().filter(date__year=year).select_for_update())
    stored = {(row.date, row.name): row for row in rows}
    edited_days = {row.date for row in rows if row.is_edited}
    new = [day for key, day in wanted.items() if key not in stored and day.day not in edited_days]
    DayOff.objects.bulk_create([_row(day) for day in new], ignore_conflicts=True)
    changed = [row for key, row in stored.items() if not row.is_edited and _brought_in_line(row, wanted.get(key))]
    DayOff.objects.bulk_update(changed, ["kind", "is_estimate", "is_active", "reason"])
    loaded = Loaded(len(new), len(changed), sum(row.is_edited for row in rows))
    if new or changed:
        changes = {
            "added": [[], [f"{day.day.isoformat()} {day.name}" for day in new]],
            "changed": [[], [f"{row.date.isoformat()} {row.name}" for row in changed]],
        }
        subject = DayOff.objects.national().filter(date__year=year).order_by("pk")[0]
        name = f"Hari libur {year}"
        record(action="days_off.loaded", subject=subject, name=name, by=by, now=now, changes=changes)
        _recount(None)
    return loaded


def refuse_stranger(owner: Government | None, by: User, government: Government) -> None:
    """National rows are the platform's; a government's are those of whoever manages its calendar."""
    if owner is None and not by.has(Permission.PLATFORM_MANAGE):
        raise PermissionDenied
    if owner is not None and (owner != government or not may(by, Permission.CALENDAR_MANAGE, owner)):
        raise PermissionDenied


def _recount(owner: Government | None) -> None:
    """Deadlines that lie across the changed day move with it; of all governments when the day is national."""
    pk = owner.pk if owner else None
    transaction.on_commit(lambda: recount_later(pk))


def _lock(government: Government) -> None:
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)


def _row(day: NamedDay) -> DayOff:
    return DayOff(date=day.day, name=day.name, kind=day.kind, is_estimate=day.is_estimate, source=DayOff.Source.LIBRARY)


def _brought_in_line(row: DayOff, day: NamedDay | None) -> bool:
    """Whether anything had to change. Without `day` the library knows it no longer."""
    before = (row.kind, row.is_estimate, row.is_active, row.reason)
    row.is_active, row.reason = day is not None, "" if day else NO_LONGER_IN_SOURCE
    if day is not None:
        row.kind, row.is_estimate = day.kind, day.is_estimate
    return before != (row.kind, row.is_estimate, row.is_active, row.reason)
