"""Units, products, officers, letterhead and people of one government, through the services a coordinator uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.permissions import Role
from demo.accounts import Accounts
from demo.clock import DemoClock
from demo.plan import GovernmentPlan, UnitPlan, closed_days, people, seeded
from directory.services import officers, places
from units.models import Government, Officer, ServiceUnit

FIRST_DAY = date(2023, 1, 9)
SERVES_FROM = date(2022, 1, 3)
LEADERS = (
    ("peninjau", Role.REVIEWER),
    ("asisten3", Role.ASSISTANT),
    ("sekda", Role.SECRETARY),
    ("narahubung", Role.LIAISON),
    ("pengaduan", Role.COMPLAINT_ADMIN),
    ("pengawas", Role.COMPLAINT_SUPERVISOR),
)


@dataclass(slots=True)
class FurnishedGovernment:
    """A furnished government. `units` and `operators` by the plan's keys, `complaint_officers` by the unit's id."""

    plan: GovernmentPlan
    government: Government
    coordinator: User
    leaders: dict[Role, User]
    units: dict[str, ServiceUnit]
    operators: dict[str, User]
    complaint_officers: dict[int, User]
    clock: DemoClock


def furnish(plan: GovernmentPlan, accounts: Accounts, admin: User, names: Iterator[str]) -> FurnishedGovernment:
    government = Government.objects.get(code=plan.code)
    clock = DemoClock(FIRST_DAY, plan.time_zone, closed_days(), seeded(plan.code))
    coordinator = accounts.create(
        "koordinator", next(names), Role.COORDINATOR, government, domain=plan.mail, by=admin, now=clock.now
    )
    place = FurnishedGovernment(plan, government, coordinator, {}, {}, {}, {}, clock)
    _letterhead(place, next(names))
    for number, unit_plan in enumerate(sorted(plan.units, key=lambda unit: bool(unit.parent)), 1):
        clock.later((1, 2))
        _unit(place, unit_plan, number, names)
    clock.later()
    _leaders(place, accounts, names)
    _operators(place, accounts, names)
    return place


def _letterhead(place: FurnishedGovernment, signatory: str) -> None:
    plan, government = place.plan, place.government
    values = {
        "seat": plan.seat,
        "address": f"Jalan Contoh Nomor 1, {plan.seat}",
        "contact": f"Telepon 0000-000000 (contoh) · organisasi@{plan.mail}.demo",
        "signatory_post": f"Sekretaris Daerah {government.full_name}",
        "signatory_name": signatory,
        "signatory_rank": plan.signatory_rank,
        "signatory_nip": "00000000 000000 0 000",
    }
    places.change_government(
        government=government,
        values=values,
        seen_version=government.version,
        by=place.coordinator,
        now=place.clock.soon(),
    )
    government.refresh_from_db()


def _unit(place: FurnishedGovernment, plan: UnitPlan, number: int, names: Iterator[str]) -> None:
    values = {
        "kind": plan.kind,
        "name": plan.name,
        "address": f"Jalan Contoh Nomor {10 + number}, {place.plan.seat}",
        "parent": place.units.get(plan.parent),
        "six_day_week": plan.kind == ServiceUnit.Kind.PUSKESMAS,
        "time_zone": place.plan.time_zone,
        "is_active": True,
    }
    by, clock = place.coordinator, place.clock
    unit = places.create_unit(government=place.government, values=values, by=by, now=clock.soon())
    place.units[plan.key] = unit
    for name in plan.products:
        officers.create_product(unit=unit, values={"name": name, "is_active": True}, by=by, now=clock.soon())
    for duty, posts in people()["posts"][plan.staffing].items():
        for post in posts:
            officer = _officer(place, plan, duty, post, is_last=post == posts[-1]) | {"name": next(names)}
            officers.create_officer(unit=unit, values=officer, by=by, now=clock.soon())


def _officer(place: FurnishedGovernment, plan: UnitPlan, duty: str, post: str, *, is_last: bool) -> dict[str, object]:
    handles_complaints = duty == Officer.Duty.COMPLAINT_OFFICER
    left = plan.complaint_officer_left if handles_complaints and is_last else None
    number = f"SK-CONTOH/800/{len(place.units):02d}/2022"
    return {
        "duty": duty,
        "post": post,
        "decree_number": number if handles_complaints else "",
        "serves_from": SERVES_FROM,
        "serves_until": left,
        "is_active": True,
    }


def _leaders(place: FurnishedGovernment, accounts: Accounts, names: Iterator[str]) -> None:
    for mailbox, role in (*LEADERS, (place.plan.head_mailbox, Role.HEAD)):
        name = place.government.signatory_name if role is Role.SECRETARY else next(names)
        place.leaders[role] = accounts.create(
            mailbox,
            name,
            role,
            place.government,
            domain=place.plan.mail,
            by=place.coordinator,
            now=place.clock.soon(),
        )


def _operators(place: FurnishedGovernment, accounts: Accounts, names: Iterator[str]) -> None:
    domain, by = place.plan.mail, place.coordinator
    for plan in place.plan.units:
        unit = place.units[plan.key]
        place.operators[plan.key] = accounts.create(
            f"operator.{plan.key}",
            next(names),
            Role.UNIT_OPERATOR,
            place.government,
            domain=domain,
            by=by,
            now=place.clock.soon(),
            unit=unit,
        )
        _complaint_desk(place, plan.key, accounts)


def _complaint_desk(place: FurnishedGovernment, key: str, accounts: Accounts) -> None:
    """Two officers by duty: the first one also answers for the unit where the government starts its complaint desk."""
    unit = place.units[key]
    head, member = unit.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER).order_by("pk")[:2]
    roles = [("pengaduan", member, Role.COMPLAINT_OFFICER)]
    if key == place.plan.reports_complaints_from:
        roles.append(("penghubung", head, Role.COMPLAINT_LIAISON))
    for mailbox, officer, role in roles:
        user = accounts.create(
            f"{mailbox}.{key}",
            officer.name,
            role,
            place.government,
            domain=place.plan.mail,
            by=place.coordinator,
            now=place.clock.soon(),
            unit=unit,
        )
        place.complaint_officers.setdefault(unit.pk, user)
