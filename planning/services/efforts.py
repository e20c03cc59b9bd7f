"""A government's own working days for the steps of an instrument."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from history.services import record
from instruments.models import InstrumentVersion
from kspp.lib.errors import Conflict, Refused
from planning.models import LONGEST_STEP, StepEffort
from planning.selectors.efforts import Steps, ladders_of, stored_efforts
from planning.sentences import efforts as sentences
from planning.sentences.problems import Code
from units.models import Government


@transaction.atomic
def save_efforts(
    *,
    government: Government,
    instrument: InstrumentVersion,
    days: Steps,
    seen: str,
    by: User | None,
    now: datetime,
) -> bool:
    """The whole table anew. A step that is left out, or as long as the default, has no row: it follows the default.

    False when nothing changed. Raises Refused, and Conflict with what is stored where that is not what `seen` names.
    """
    government = Government.objects.select_for_update(of=("self",), no_key=True).get(pk=government.pk)
    usual = _usual(instrument)
    if any(step not in usual or not 1 <= length <= LONGEST_STEP for step, length in days.items()):
        raise Refused(Code.DAYS_OUT_OF_RANGE)
    stored = stored_efforts(government, instrument)
    wanted = {step: length for step, length in days.items() if length != usual[step]}
    if wanted == stored.own:
        return False
    if stored.seen != seen:
        raise Conflict(stored)
    _write(government, instrument, stored.own, wanted)
    changed = sorted(step for step in {*stored.own, *wanted} if stored.own.get(step) != wanted.get(step))
    record(
        action="efforts.changed",
        subject=government,
        name=instrument.title,
        by=by,
        now=now,
        changes={
            sentences.step(code, level): [stored.own.get((code, level)), wanted.get((code, level))]
            for code, level in changed
        },
    )
    return True


def _usual(instrument: InstrumentVersion) -> Steps:
    ladders = ladders_of(instrument)
    return {(code, level): steps.usual.step(level) for code, steps in ladders.items() for level in steps.steps()}


def _write(
    government: Government, instrument: InstrumentVersion, before: Steps, wanted: Mapping[tuple[str, int], int]
) -> None:
    rows = StepEffort.objects.filter(government=government, instrument=instrument)
    kept = []
    for row in rows:
        step = (row.indicator_code, row.points)
        if step not in wanted:
            row.delete()
        elif row.days != wanted[step]:
            row.days, row.version = wanted[step], row.version + 1
            kept.append(row)
    StepEffort.objects.bulk_update(kept, ["days", "version"])
    StepEffort.objects.bulk_create(
        StepEffort(government=government, instrument=instrument, indicator_code=code, points=level, days=length)
        for (code, level), length in wanted.items()
        if (code, level) not in before
    )
