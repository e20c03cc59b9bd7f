"""Writes about what a unit offers and who works in it."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from directory.sentences.places import PlaceRefusal
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Values, change, insert, says
from units.models import Officer, ServiceProduct, ServiceUnit


@transaction.atomic
def create_product(*, unit: ServiceUnit, values: Values, by: User, now: datetime) -> ServiceProduct:
    """The same form sent twice makes one product. Raises Refused."""
    _lock(unit)
    twin = ServiceProduct.objects.filter(unit=unit, name__iexact=values["name"]).first()
    if twin is not None and says(twin, values):
        return twin
    product = ServiceProduct(unit=unit)
    _refuse_twin(product, twin, Problem(PlaceRefusal.PRODUCT_NAME_TAKEN, "name"))
    changes = insert(product, values, Problem(PlaceRefusal.PRODUCT_NAME_TAKEN, "name"))
    record(action="product.created", subject=product, by=by, now=now, changes=changes)
    return product


@transaction.atomic
def change_product(
    *, product: ServiceProduct, values: Values, seen_version: int, by: User, now: datetime
) -> ServiceProduct:
    """Raises Conflict, Refused."""
    unit = product.unit
    _lock(unit)
    current = ServiceProduct.objects.select_for_update(no_key=True).get(pk=product.pk)
    twin = ServiceProduct.objects.filter(unit=unit, name__iexact=values["name"]).exclude(pk=current.pk).first()
    _refuse_twin(current, twin, Problem(PlaceRefusal.PRODUCT_NAME_TAKEN, "name"))
    changes = change(current, values, seen_version, Problem(PlaceRefusal.PRODUCT_NAME_TAKEN, "name"))
    if changes:
        record(action="product.changed", subject=current, by=by, now=now, changes=changes)
    return current


@transaction.atomic
def create_officer(*, unit: ServiceUnit, values: Values, by: User, now: datetime) -> Officer:
    """The same form sent twice makes one officer. Raises Refused."""
    _lock(unit)
    twin = _same_officer(unit, values)
    if twin is not None and says(twin, values):
        return twin
    officer = Officer(unit=unit)
    _refuse_twin(officer, twin, Problem(PlaceRefusal.OFFICER_KNOWN, "name"))
    changes = insert(officer, values)
    record(action="officer.created", subject=officer, by=by, now=now, changes=changes)
    return officer


@transaction.atomic
def change_officer(*, officer: Officer, values: Values, seen_version: int, by: User, now: datetime) -> Officer:
    """Raises Conflict, Refused."""
    unit = officer.unit
    _lock(unit)
    current = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
    _refuse_twin(current, _same_officer(unit, values, but=current), Problem(PlaceRefusal.OFFICER_KNOWN, "name"))
    changes = change(current, values, seen_version)
    if changes:
        record(action="officer.changed", subject=current, by=by, now=now, changes=changes)
    return current


def _lock(unit: ServiceUnit) -> None:
    ServiceUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _same_officer(unit: ServiceUnit, values: Values, but: Officer | None = None) -> Officer | None:
    same = Officer.objects.filter(
        unit=unit, duty=values["duty"], name__iexact=values["name"], post__iexact=values["post"]
    )
    return same.exclude(pk=but.pk).first() if but else same.first()


def _refuse_twin(row: ServiceProduct | Officer, twin: ServiceProduct | Officer | None, problem: Problem) -> None:
    if twin is not None and twin.pk != row.pk:
        raise Refused(problem)
