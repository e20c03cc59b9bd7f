"""What the public page of a government or a unit shows before anybody has typed anything."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.codes import code_hash
from complaints.deadlines import Clock, ClockUnit, due_date, local_date
from complaints.models import ClockRule, Complaint
from complaints.selectors.calendar import calendar_for, rules_in_force, week_of, years_touched
from complaints.selectors.desk_settings import settings_of
from complaints.sentences.public import PROMISED
from units.models import Government, ServiceProduct, ServiceUnit

MOST_PRODUCTS = 300
"""Products a government's page lists; with more, services are named in the story or on the page of their unit."""
VERIFICATION = "sp4n-verification"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PromisedLimit:
    """How long something may take."""

    name: str
    length: int
    unit: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What is kept to whoever complains today. `checked_by` is None while no rule is loaded."""

    words: str
    checking: PromisedLimit | None
    checked_by: date | None
    answers: tuple[PromisedLimit, ...]


@dataclass(frozen=True, slots=True)
class ComplaintAddressee:
    """Where a complaint is brought: a government, or one of its units."""

    government: Government
    unit: ServiceUnit | None
    units: tuple[ServiceUnit, ...]
    products: tuple[ServiceProduct, ...]
    today: date

    @property
    def place(self) -> Government | ServiceUnit:
        return self.unit or self.government


def government_with(code: str) -> Government | None:
    return Government.objects.filter(code=code).first()


def door_of(government: Government, unit_pk: int | None, now: datetime) -> ComplaintAddressee | None:
    """None when there is nobody to complain to: an unknown or inactive unit, or no unit at all. Two queries."""
    active = government.units.filter(is_active=True)
    units = tuple(active.filter(pk=unit_pk) if unit_pk else active)
    if not units:
        return None
    rows = ServiceProduct.objects.filter(is_active=True, unit__in=[unit.pk for unit in units])
    found = tuple(rows.select_related("unit").order_by("unit__name", "name")[: MOST_PRODUCTS + 1])
    unit = units[0] if unit_pk else None
    zone = unit.time_zone if unit else ServiceUnit.Zone.WIB.value
    products = found if unit or len(found) <= MOST_PRODUCTS else ()
    return ComplaintAddressee(government, unit, units, products, local_date(now, zone))


def promise_of(door: ComplaintAddressee) -> Promise:
    """Three queries."""
    rules = {rule.code: rule for rule in rules_in_force(door.government, door.today) if rule.length}
    checking = rules.get(VERIFICATION)
    return Promise(
        words=settings_of(door.government).promise,
        checking=_limit(checking, checking.name) if checking else None,
        checked_by=_due(door, checking) if checking else None,
        answers=tuple(_limit(rules[code], words) for code, words in PROMISED.items() if code in rules),
    )


def recent_complaints(government: Government, now: datetime) -> int:
    """How many came in through the page of this government within the last hour. One query."""
    since = Complaint.objects.filter(government=government, received_at__gt=now - HOUR)
    return since.filter(channel=Complaint.Channel.WEB).count()


def complaint_with(code: str) -> Complaint | None:
    """One query."""
    return Complaint.objects.filter(code_hash=code_hash(code)).select_related("government", "unit").first()


def _limit(rule: ClockRule, name: str) -> PromisedLimit:
    return PromisedLimit(name, rule.length or 0, rule.get_unit_display())


def _due(door: ComplaintAddressee, rule: ClockRule) -> date | None:
    clock = Clock(rule.length or 0, ClockUnit(rule.unit))
    calendar = calendar_for(door.government, years_touched(door.today, clock), week_of(door.unit))
    return due_date(door.today, clock, calendar).due_on
