"""Writes about the clocks: the reviewed file, and a government's own rules by decree."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from complaints.clocks import ClockFileRow
from complaints.deadlines import LONGEST, ClockUnit
from complaints.models import ClockRule
from complaints.sentences.problems import Code
from complaints.services.days_off import refuse_stranger
from history.services import record
from kspp.lib.errors import Problem, Refused
from kspp.lib.writing import Loaded, Values, change, insert, says
from units.models import Government


@transaction.atomic
def load_clocks(*, rows: Iterable[ClockFileRow], by: User | None, now: datetime) -> Loaded:
    """Insert and mend national rules; one that somebody edited stays. A second run writes nothing."""
    stored = {rule.code: rule for rule in ClockRule.objects.national().filter(valid_from=None).select_for_update()}
    created = changed = kept = 0
    for row in rows:
        rule = stored.get(row.code)
        if rule is not None and (rule.version > 1 or says(rule, asdict(row))):
            kept += rule.version > 1
            continue
        created, changed = created + (rule is None), changed + (rule is not None)
        _bring_in_line(rule or ClockRule(), row, by=by, now=now)
    return Loaded(created, changed, kept)


@transaction.atomic
def create_local_clock(*, government: Government, values: Values, by: User, now: datetime) -> ClockRule:
    """A rule of this government in the place of the national one with the same code. Raises Refused."""
    refuse_stranger(government, by, government)
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    same = {"code": values["code"], "valid_from": values["valid_from"]}
    twin = ClockRule.objects.filter(government=government, **same).first()
    if twin is not None and says(twin, values):
        return twin
    rule = ClockRule(government=government)
    _check(rule, values)
    changes = insert(rule, values)
    record(action="clock.created", subject=rule, by=by, now=now, changes=changes)
    return rule


@transaction.atomic
def change_clock(
    *, rule: ClockRule, government: Government, values: Values, seen_version: int, by: User, now: datetime
) -> ClockRule:
    """Raises Conflict, Refused."""
    owner = rule.government
    refuse_stranger(owner, by, government)
    Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    current = ClockRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    _check(current, values)
    changes = change(current, values, seen_version)
    if changes:
        record(action="clock.changed", subject=current, by=by, now=now, changes=changes)
    return current


def _bring_in_line(rule: ClockRule, row: ClockFileRow, *, by: User | None, now: datetime) -> None:
    values = asdict(row)
    changes = {name: [getattr(rule, name), value] for name, value in values.items() if getattr(rule, name) != value}
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()
    record(action="clocks.loaded", subject=rule, by=by, now=now, changes=changes)


def shape_problems(values: Values) -> dict[str, Code]:
    """What is wrong at which field: a period, and lengths that the unit allows."""
    problems = {}
    since, until = values.get("valid_from"), values.get("valid_until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        problems["valid_until"] = Code.DATES_REVERSED
    longest = LONGEST[ClockUnit(str(values["unit"]))]
    for field in ("length", "extension"):
        length = values.get(field)
        if isinstance(length, int) and not 1 <= length <= longest:
            problems[field] = Code.LENGTH_OUT_OF_BOUNDS
    return problems


def _check(rule: ClockRule, values: Values) -> None:
    problems = [Problem(code, field) for field, code in shape_problems(values).items()]
    if problems:
        raise Refused(*problems)
    since, until = values.get("valid_from"), values.get("valid_until")
    code = values.get("code", rule.code)
    others = ClockRule.objects.filter(government=rule.government_id, code=code).exclude(pk=rule.pk)
    if isinstance(until, date):
        others = others.filter(Q(valid_from=None) | Q(valid_from__lte=until))
    if isinstance(since, date):
        others = others.filter(Q(valid_until=None) | Q(valid_until__gte=since))
    if others.exists():
        raise Refused(Problem(Code.PERIOD_OVERLAPS, "valid_from"))
