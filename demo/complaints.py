"""Complaints of the demo, through the services of the desk and of the citizen's page."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from accounts.permissions import Role
from complaints.codes import code_for
from complaints.models import Complaint, MaladministrationForm
from complaints.services import messages
from complaints.services.intake import Intake, receive
from complaints.services.moves import MoveDetails, move
from complaints.workflow import COMPLAINANT, Move
from demo.clock import DemoClock
from demo.lives import LIVES, ComplaintCourse
from demo.places import FurnishedGovernment
from demo.plan import closed_days, people, seeded, yaml_file
from units.models import ServiceUnit

CHANNELS = ("web", "web", "web", "whatsapp", "face", "phone", "lapor", "letter", "box", "social")
SECRECIES = ("named", "named", "named", "secret", "anonymous")
BY_COMPLAINANT = frozenset({Move.COMPLETE, Move.REOPEN, Move.WITHDRAW})
BY_ADMIN = frozenset({Move.VERIFY, Move.REFER, Move.ARCHIVE, Move.ESCALATE})
MARGIN = timedelta(minutes=20)


@cache
def matters() -> dict[str, Any]:
    return yaml_file("complaints.yaml")


@dataclass(slots=True)
class _Case:
    place: FurnishedGovernment
    unit: ServiceUnit
    matter: dict[str, Any]
    life: ComplaintCourse
    random: Random
    clock: DemoClock
    loaded_at: datetime
    complaint: Complaint

    def now(self) -> datetime:
        """Never later than the load itself, however late on the day of receipt it is."""
        return min(self.clock.now, self.loaded_at - MARGIN)


def tell_complaints(place: FurnishedGovernment, loaded_at: datetime) -> None:
    """As many complaints as there are lives, spread over the units; what happened first is told first."""
    units = [place.units[plan.key] for plan in place.plan.units]
    lives = [_live(_case(place, units[n % len(units)], n, life, loaded_at)) for n, life in enumerate(LIVES)]
    waiting = [(next(life), number) for number, life in enumerate(lives)]
    heapify(waiting)
    while waiting:
        _, number = heappop(waiting)
        following = next(lives[number], None)
        if following is not None:
            heappush(waiting, (following, number))


def _case(
    place: FurnishedGovernment, unit: ServiceUnit, number: int, life: ComplaintCourse, loaded_at: datetime
) -> _Case:
    random = seeded(place.plan.code, "complaint", number)
    clock = _clock(place, unit, life, loaded_at, random)
    return _Case(place, unit, _matter(unit, number), life, random, clock, loaded_at, Complaint())


def _matter(unit: ServiceUnit, number: int) -> dict[str, Any]:
    fitting = [matter for matter in matters()["matters"] if {unit.kind, "any"} & set(matter["kinds"])]
    return dict(fitting[number % len(fitting)])


def _clock(
    place: FurnishedGovernment, unit: ServiceUnit, life: ComplaintCourse, loaded_at: datetime, random: Random
) -> DemoClock:
    first = loaded_at.astimezone(ZoneInfo(unit.time_zone)).date() - timedelta(days=life.days_ago)
    while life.days_ago and first.weekday() > 4:
        first -= timedelta(days=1)
    clock = DemoClock(first, place.plan.time_zone, closed_days(), random, six_day_week=unit.six_day_week)
    if life.days_ago == 0:
        clock.now = loaded_at - timedelta(hours=1)
    return clock


def _live(case: _Case) -> Iterator[datetime]:
    """Before each act the moment at which it happens; the act follows when the next moment is asked for."""
    yield case.now()
    case.complaint = _received(case)
    talks_after = case.life.moves.index(Move.START) if Move.START in case.life.moves else -1
    if case.life.talks and talks_after < 0:
        yield from _talk(case)
    for place, what in enumerate(case.life.moves):
        wait = case.life.waits.get(what)
        case.clock.later((wait, wait) if wait else (1, 2))
        yield case.now()
        case.complaint = _moved(case, what)
        if case.life.rating and what is Move.ANSWER:
            yield from _rate(case)
        if case.life.talks and place == talks_after:
            yield from _talk(case)


def _rate(case: _Case) -> Iterator[datetime]:
    case.clock.soon()
    yield case.now()
    note = case.random.choice(matters()["rating_notes"])
    messages.rate(complaint=case.complaint, rating=case.life.rating, note=note, now=case.now())


def _received(case: _Case) -> Complaint:
    random, matter = case.random, case.matter
    channel, secrecy = random.choice(CHANNELS), random.choice(SECRECIES)
    if channel == Complaint.Channel.BOX:
        secrecy = Complaint.Secrecy.ANONYMOUS.value
    values = {
        "unit": case.unit,
        "product": random.choice([None, *case.unit.products.all()]),
        "channel": channel,
        "external_number": f"CONTOH-{random.randint(1000000, 9999999)}" if channel == "lapor" else "",
        "subject": matter["subject"],
        "story": matter["story"],
        "loss": matter.get("loss", ""),
        "wish": matter.get("wish", ""),
        "event_date": case.clock.now.date() - timedelta(days=random.randint(0, 6)),
        "secrecy": secrecy,
        "is_vulnerable": matter.get("vulnerable", False),
        "received_at": case.now(),
    }
    by = None if channel == "web" else _officer(case)
    intake = Intake(case.place.government, values, identity=_person(random) if secrecy != "anonymous" else {})
    return receive(intake=intake, code=code_for(_key(case, "code"), "demo"), by=by, now=case.now())


def _person(random: Random) -> dict[str, str]:
    name = f"{random.choice(people()['given'])} {random.choice(people()['family'])}"
    return {
        "name": name,
        "address": f"Jalan Contoh RT {random.randint(1, 9):02d}",
        "phone": f"0812 0000 {random.randint(0, 9999):04d}",
        "email": f"{name.replace(' ', '.').lower()}@warga.example",
    }


def _moved(case: _Case, what: Move) -> Complaint:
    actor = COMPLAINANT if what in BY_COMPLAINANT else ""
    return move(
        complaint=case.complaint,
        move=what,
        details=_details(case, what),
        form_key=_key(case, what),
        seen_version=None,
        by=None if actor else _mover(case, what),
        actor=actor,
        now=case.now(),
    )


def _details(case: _Case, what: Move) -> MoveDetails:
    reason = matters()["reasons"].get(what.value, "")
    if what is Move.VERIFY:
        return MoveDetails(unit=case.unit, **_judged(case))
    if what is Move.ASK:
        return MoveDetails(text=matters()["ask"], reason=reason)
    if what is Move.COMPLETE:
        return MoveDetails(text=matters()["messages"][-1])
    if what is Move.REFER:
        return MoveDetails(text=matters()["refer"], reason=reason, referred_to=matters()["referred_to"])
    if what is Move.ARCHIVE:
        return MoveDetails(reason=reason, duplicate_of=_twin(case))
    if what is Move.ANSWER:
        return _answer(case)
    return MoveDetails(reason=reason)


def _judged(case: _Case) -> dict[str, Any]:
    matter = case.matter
    forms = MaladministrationForm.objects.filter(code=matter.get("form", ""))
    severity = "high" if matter["class"] == "supervisory" else "medium"
    return {
        "classification": matter["class"],
        "standard": matter["standard"],
        "severity": severity,
        "maladministration": tuple(forms),
    }


def _answer(case: _Case) -> MoveDetails:
    outcomes = {"information": "explained", "aspiration": "explained"}
    return MoveDetails(
        text=case.matter["answer"],
        outcome=outcomes.get(case.matter["class"], "proven"),
        improvement=case.matter.get("improvement", ""),
        delay_reason=matters()["reasons"]["delay"],
    )


def _twin(case: _Case) -> Complaint | None:
    same = Complaint.objects.filter(government=case.place.government, unit=case.unit)
    return same.exclude(pk=case.complaint.pk).order_by("pk").first()


def _talk(case: _Case) -> Iterator[datetime]:
    for text, by in _talking(case):
        case.clock.soon()
        yield case.now()
        messages.write(complaint=case.complaint, text=text, form_key=_key(case, text), by=by, now=case.now())
    if case.life.moves:
        case.clock.soon()
        yield case.now()
        note = case.random.choice(matters()["notes"])
        messages.note(
            complaint=case.complaint, text=note, form_key=_key(case, "note"), by=_officer(case), now=case.now()
        )


def _talking(case: _Case) -> Iterator[tuple[str, User | None]]:
    yield matters()["messages"][0], None
    if case.life.moves:
        yield "Pengaduan Anda sedang kami telusuri bersama unit terkait.", _officer(case)


def _officer(case: _Case) -> User:
    return case.place.complaint_officers[case.unit.pk]


def _mover(case: _Case, what: Move) -> User:
    is_admin = what in BY_ADMIN or (what is Move.ASK and not case.complaint.verified_at)
    is_admin = is_admin or what is Move.CLOSE
    return case.place.leaders[Role.COMPLAINT_ADMIN] if is_admin else _officer(case)


def _key(case: _Case, about: str) -> uuid.UUID:
    seed = f"{case.place.plan.code}/{case.life.days_ago}/{case.unit.pk}/{case.complaint.pk}/{about}"
    return uuid.uuid5(uuid.NAMESPACE_URL, seed)
