"""Which unit of ours a printed name stands for. What was published stays as it is: only the link changes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from history.services import record
from kspp.lib.errors import Conflict, Problem, Refused
from kspp.lib.names import name_key
from official_results.models import OfficialResult
from official_results.sentences.refusals import Refusal
from units.models import Government, ServiceUnit, UnitAlias
from units.selectors import UnitNames

LINKED, UNLINKED = "official_result.linked", "official_result.unlinked"


@transaction.atomic
def link_name(
    *, government: Government, name: str, unit: ServiceUnit | None, seen: int | None, by: User, now: datetime
) -> int:
    """Let a printed name stand for `unit`, in every year and every later import; None lets go of it.

    How many figures changed their link; the same sent twice changes none. `seen`: the id of the unit it stood for when
    the page was opened. Raises Conflict with the alias as it is now (None: it stands for nothing), Refused where nobody
    printed such a name for this government, or a unit itself is called so.
    """
    # Like every import into this government, so that none that is under way misses the name.
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    aliases = UnitAlias.objects.filter(government=government).select_related("unit")
    alias = next((each for each in aliases if each.key == name_key(name)), None)
    before = alias.unit if alias else None
    if before == unit:
        return 0
    if (before.pk if before else None) != seen:
        raise Conflict(alias)
    printed = _printed(government, name)
    if unit is not None:
        _check(government, name, unit, printed)
    remembered = _remember(alias, printed[0].unit_name if printed else name, unit)
    moved = [row.pk for row in printed if row.unit_id in (None, before.pk if before else None)]
    OfficialResult.objects.filter(pk__in=moved).update(unit=unit)
    record(
        action=LINKED if unit else UNLINKED,
        subject=remembered,
        by=by,
        now=now,
        changes={"unit": [before and str(before), unit and str(unit)], "rows": [0, len(moved)]},
    )
    return len(moved)


def _printed(government: Government, name: str) -> list[OfficialResult]:
    rows = OfficialResult.objects.filter(government=government).exclude(unit_name="").order_by("pk")
    return [row for row in rows.only("unit_name", "unit") if name_key(row.unit_name) == name_key(name)]


def _check(government: Government, name: str, unit: ServiceUnit, printed: Sequence[OfficialResult]) -> None:
    own = UnitNames([government.pk]).named(government.pk, name)
    if unit.government_id != government.pk:
        raise Refused(Refusal.ELSEWHERE)
    if not printed:
        raise Refused(Refusal.NOT_PRINTED)
    if own is not None:
        raise Refused(Problem(Refusal.OWN_NAME, facts={"unit": own.name}))


def _remember(alias: UnitAlias | None, name: str, unit: ServiceUnit | None) -> UnitAlias:
    """The row that holds the name; without a unit it goes, and keeps its id for the history."""
    if alias is None:
        assert unit is not None
        return UnitAlias.objects.create(name=name, unit=unit)
    if unit is None:
        pk = alias.pk
        alias.delete()
        alias.pk = pk
        return alias
    alias.unit = unit
    alias.save(update_fields=["unit"])
    return alias
