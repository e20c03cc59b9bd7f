"""Writes about governments and their service units. Nothing is ever deleted: it is set inactive.

Units of one government are written one after another (its row is locked), so that two edits can neither make a
circle of parents nor two units of one name.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.sentences.places import PlaceRefusal
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Values, change, insert, says
from units.models import Government, ServiceUnit


@transaction.atomic
def change_government(
    *, government: Government, values: Values, seen_version: int, by: User, now: datetime
) -> Government:
    """Letterhead and signatory. Raises Conflict."""
    current = _locked(government.pk)
    changes = change(current, values, seen_version)
    if changes:
        record(action="government.changed", subject=current, by=by, now=now, changes=changes)
    return current


@transaction.atomic
def create_unit(*, government: Government, values: Values, by: User, now: datetime) -> ServiceUnit:
    """The same form sent twice makes one unit. Raises Refused."""
    _locked(government.pk)
    twin = _twin(government.pk, values)
    if twin is not None and says(twin, values):
        return twin
    unit = ServiceUnit(government=government)
    _check(unit, values, twin)
    changes = insert(unit, values, Problem(PlaceRefusal.UNIT_NAME_TAKEN, "name"))
    record(action="unit.created", subject=unit, by=by, now=now, changes=changes)
    return unit


@transaction.atomic
def change_unit(*, unit: ServiceUnit, values: Values, seen_version: int, by: User, now: datetime) -> ServiceUnit:
    """Raises Conflict, Refused."""
    _locked(unit.government_id)
    current = ServiceUnit.objects.select_for_update(of=("self",), no_key=True).select_related("parent").get(pk=unit.pk)
    _check(current, values, _twin(unit.government_id, values))
    changes = change(current, values, seen_version, Problem(PlaceRefusal.UNIT_NAME_TAKEN, "name"))
    if changes:
        record(action="unit.changed", subject=current, by=by, now=now, changes=changes)
    return current


def _locked(government_id: int) -> Government:
    return Government.objects.select_for_update(no_key=True).get(pk=government_id)


def _twin(government_id: int, values: Values) -> ServiceUnit | None:
    return (
        ServiceUnit.objects.filter(government=government_id, name__iexact=values["name"])
        .select_related("parent")
        .first()
    )


def _check(unit: ServiceUnit, values: Values, twin: ServiceUnit | None) -> None:
    if twin is not None and twin.pk != unit.pk:
        raise Refused(Problem(PlaceRefusal.UNIT_NAME_TAKEN, "name"))
    parent = values.get("parent")
    if not isinstance(parent, ServiceUnit):
        return
    if parent.government_id != unit.government_id:
        raise Refused(Problem(PlaceRefusal.PARENT_ELSEWHERE, "parent"))
    if unit.pk in _chain_of(parent):
        raise Refused(Problem(PlaceRefusal.PARENT_CIRCLE, "parent"))


def _chain_of(unit: ServiceUnit) -> set[int]:
    """The unit and everything above it, as stored now."""
    parents = dict(ServiceUnit.objects.filter(government=unit.government_id).values_list("pk", "parent"))
    seen: set[int] = set()
    place: int | None = unit.pk
    while place is not None and place not in seen:
        seen.add(place)
        place = parents.get(place)
    return seen
