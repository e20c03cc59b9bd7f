"""Every route against every role, another government and another unit. A route that is not listed here fails the test.

The expectation is derived from the one permission table: whoever may, gets an answer; whoever belongs to the same
government but may not, gets 403; everybody else learns nothing (404); whoever is not signed in, is asked to sign in.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership, User
from accounts.permissions import ROLE_PERMISSIONS, UNIT_ROLES, Permission, Role
from accounts.scope import may
from assessments.models import Answer, Assessment, AssessmentCycle, Evidence
from complaints.models import Attachment, ClockRule, Coaching, Complaint, Contact, DayOff
from complaints.tests.cases import PERSON, complain, with_clocks
from complaints.tests.files import checked, own_template, register_row
from conftest import NOW, fill, make_assessment, make_kaur, make_paser, make_unit, person, shipped_instrument
from kspp.tests.access import ROUTES, exchange, improving, library, official
from kspp.tests.access.route import Route
from reports.models import Report
from units.models import Government, ServiceUnit

P = Permission
CITIZENS = {f"complaints:public_{name}" for name in ("government", "unit")} | {"complaints:sent", "complaints:follow"}
CITIZENS |= {f"complaints:follow_{name}" for name in ("enter", "link", "leave", "attachment", "act")}
"""Routes of citizens, who have no account; an officer gets what everybody gets."""

OPEN = {"healthz", "reports:standard"} | CITIZENS
"""Routes anybody may ask for."""

SIGNED_IN = {"home", "directory:governments", "complaints:notices", "complaints:notices_read"}
"""Routes for whoever is signed in; what they show depends on the person."""

ELSEWHERE = ("admin:", "account_", "mfa_")
"""Routes of Django's admin and of allauth, which guard themselves; see the tests at the end."""


BODIES = {
    "assessments:answers": {"S1..seen": "0:", "S1..points": "3"},
    "assessments:outcome": {"subject": "official-1", "outcome": "main", "version": "1"},
    "assessments:move": {"move": "submit", "version": "1"},
    "assessments:review": {"answer": "{answer}", "version": "1", "review": "confirmed"},
    **library.BODIES,
}


def named(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"
        else:
            yield f"{namespace}{pattern.pattern}"


def test_every_route_is_in_the_table() -> None:
    routes = {name for name in named(get_resolver().url_patterns) if not name.startswith(ELSEWHERE)}
    assert routes - OPEN - SIGNED_IN - {"akun/"} == set(ROUTES)


def test_every_permission_is_asked_for_somewhere() -> None:
    asked = {route.permission for route in ROUTES.values()}
    by_services = {P.ASSESSMENT_APPROVE, P.ASSESSMENT_REOPEN}
    by_services |= {P.COMPLAINT_HANDLE, P.COMPLAINT_SUPERVISE}
    by_services |= library.COMING | official.COMING | improving.COMING
    assert set(Permission) - asked == by_services


@dataclass
class World:
    """Our government with one filled assessment, and one person for every role in it and around it."""

    government: Government
    unit: ServiceUnit
    assessment: Assessment
    arguments: dict[str, list[object]]
    insiders: list[User]
    outsiders: list[User]
    platform: User

    def people(self) -> list[User]:
        return [*self.outsiders, *self.insiders, self.platform]


def make_evidence(assessment: Assessment, by: User) -> Evidence:
    answer = Answer.objects.get(assessment=assessment, indicator__code="S1")
    evidence = Evidence(answer=answer, name="foto.pdf", uploaded_at=NOW, uploaded_by=by)
    evidence.file.save("x", ContentFile(b"%PDF-1.4"))
    return evidence


def make_report(assessment: Assessment, by: User) -> Report:
    report = Report(
        government=assessment.government,
        unit=assessment.unit,
        cycle=assessment.locus.cycle,
        assessment=assessment,
        number="001/KSPP/17.04/2024",
        order_key=uuid.uuid4(),
        state=Report.State.READY,
        ordered_by=by,
        ordered_at=NOW,
        sent_at=NOW,
        finished_at=NOW,
    )
    report.file.save("x", ContentFile(b"%PDF-1.4"))
    return report


def make_complaint(government: Government, unit: ServiceUnit) -> Complaint:
    with_clocks()
    complaint = complain(government, unit, person=PERSON)
    attachment = Attachment(complaint=complaint, name="foto.pdf", media_type="application/pdf", size=8, added_at=NOW)
    attachment.file.save("x", ContentFile(b"%PDF-1.4"))
    return complaint


def make_coaching(unit: ServiceUnit) -> Coaching:
    coaching = Coaching(unit=unit, held_on=NOW.date(), topic="Alur", given_by="Inspektorat", file_name="a.pdf")
    coaching.media_type = "application/pdf"
    coaching.file.save("x", ContentFile(b"%PDF-1.4"))
    return coaching


def make_local_clock(government: Government) -> ClockRule:
    return ClockRule.objects.create(
        government=government,
        code="decide",
        name="Memutus",
        length=10,
        unit="working",
        starts_at="receipt",
        basis="Perbup",
        decree_number="1/2024",
        valid_from=NOW.date(),
    )


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for a file: what each test writes is undone on its own, the whole after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


def make_filled(government: Government, unit: ServiceUnit) -> Assessment:
    instrument = shipped_instrument("kspp-2023-2024")
    cycle = AssessmentCycle.objects.create(government=government, year=2024, instrument=instrument)
    assessment = make_assessment(cycle, unit)
    fill(assessment, 3)
    return assessment


def everybody_of(place: str, government: Government, unit: ServiceUnit) -> list[User]:
    roles = [role for role in Role if role is not Role.PLATFORM_ADMIN]
    return [person(f"{r}@{place}.example", r, government, unit if r in UNIT_ROLES else None) for r in roles]


def build() -> World:
    kaur, paser = make_kaur(), make_paser()
    dukcapil = make_unit(kaur, "Disdukcapil", ServiceUnit.Kind.DUKCAPIL)
    assessment = make_filled(kaur, dukcapil)
    other_unit = make_unit(kaur, "Puskesmas Tetap", ServiceUnit.Kind.PUSKESMAS)
    ours = everybody_of("ours", kaur, dukcapil)
    ours += [person(f"{r}@other-unit.example", r, kaur, other_unit) for r in sorted(UNIT_ROLES)]
    theirs = everybody_of("theirs", paser, make_unit(paser, "Puskesmas Kuaro", ServiceUnit.Kind.PUSKESMAS))
    nobody = User.objects.create_user("nobody@example.org", "sandi-tanpa-peran", name="Nobody")
    platform = person("platform@example.org", Role.PLATFORM_ADMIN, None)
    member = Membership.objects.get(user__email="sekda@ours.example")
    complaint = make_complaint(kaur, dukcapil)
    day_off = DayOff.objects.create(government=kaur, date=NOW.date(), name="Hari Jadi", kind="local")
    arguments = {
        "none": [],
        "code": [kaur.code],
        "unit": [dukcapil.pk],
        "product": [dukcapil.products.first().pk],
        "officer": [dukcapil.officers.first().pk],
        "membership": [member.pk],
        "cycle": [assessment.locus.cycle_id],
        "locus": [assessment.locus_id],
        "assessment": [assessment.pk],
        "assessment_row": [assessment.pk],
        "evidence": [make_evidence(assessment, ours[1]).pk],
        "report": [make_report(assessment, ours[0]).pk],
        "contact": [Contact.objects.create(government=kaur, kind="phone", value="0812 0000 0000").pk],
        "coaching": [make_coaching(dukcapil).pk],
        "complaint": [complaint.pk],
        "complaint_move": [complaint.pk, "verify"],
        "complaint_file": [complaint.pk, complaint.attachments.get().pk],
        "running_clock": [complaint.pk, complaint.clocks.first().pk],
        "day_off": [kaur.code, day_off.pk],
        "clock": [kaur.code, make_local_clock(kaur).pk],
        "import": [checked(kaur, ours[0], register_row()).pk],
        "reply_template": [kaur.code, own_template(kaur).pk],
    }
    for table in (library, exchange, official, improving):
        arguments |= table.arguments(assessment, ours[0])
    return World(kaur, dukcapil, assessment, arguments, ours, [*theirs, nobody], platform)


def expected(world: World, route: Route, user: User) -> str:
    if route.place == "platform":
        return "yes" if user.has(route.permission) else "no"
    belongs = any(m.government_id in (None, world.government.pk) for m in user.active_memberships())
    if route.place == "anywhere":
        is_allowed = belongs and user.has(route.permission)
        is_allowed &= not route.also or any(user.has(permission) for permission in route.also)
    else:
        place = world.unit if route.place == "unit" else world.government
        is_allowed = may(user, route.permission, place)
        is_allowed &= not route.also or any(may(user, permission, place) for permission in route.also)
    return "yes" if is_allowed else "no" if belongs else "unknown"


def body(world: World, name: str) -> dict[str, str]:
    answer = Answer.objects.filter(assessment=world.assessment).first()
    return {field: value.format(answer=answer.pk) for field, value in BODIES.get(name, {}).items()}


STATUS = {"no": {403}, "unknown": {404}}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_the_route_answers_those_who_may_and_nobody_else(client: Client, world: World, name: str) -> None:
    route = ROUTES[name]
    url = reverse(name, args=world.arguments[route.argument])
    if route.argument == "assessment_row":
        url += "?indikator=S1&sampel="
    send = getattr(client, route.method)
    signed_out = send(url)
    assert signed_out.status_code == 302
    assert signed_out.headers["Location"].startswith("/akun/login/")
    for user in world.people():
        client.force_login(user)
        with transaction.atomic():
            status = send(url, body(world, name)).status_code
            transaction.set_rollback(True)
        wanted = expected(world, route, user)
        allowed = STATUS.get(wanted, {200, 302, 400, 409, 422})
        assert status in allowed, f"{name} for {user.email}: {status}, expected {wanted}"


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.method == "post"))
def test_nothing_is_written_by_asking(client: Client, world: World, name: str) -> None:
    client.force_login(world.insiders[0])
    assert client.get(reverse(name, args=world.arguments[ROUTES[name].argument])).status_code == 405


def test_pages_that_only_read_refuse_to_be_posted_to(client: Client, world: World) -> None:
    client.force_login(world.insiders[0])
    readers = (
        "directory:unit",
        "directory:unit_list",
        "assessments:checklist",
        "reports:dashboard",
        "reports:download",
    )
    for name in readers:
        assert client.post(reverse(name, args=world.arguments[ROUTES[name].argument])).status_code == 405


@pytest.mark.parametrize("role", list(Role))
def test_a_deactivated_membership_opens_nothing(client: Client, world: World, role: Role) -> None:
    Membership.objects.filter(role=role).update(is_active=False)
    for user in User.objects.filter(memberships__role=role):
        client.force_login(user)
        assert client.get(reverse("assessments:checklist", args=[world.assessment.pk])).status_code in (404, 403)


@pytest.mark.parametrize("path", ["/admin/", "/admin/units/government/", "/admin/history/event/"])
def test_the_admin_is_for_platform_staff_alone(client: Client, world: World, path: str) -> None:
    for user in [*world.insiders, *world.outsiders]:
        client.force_login(user)
        assert client.get(path).status_code in (302, 403)


def test_nobody_can_sign_up(client: Client, db: None) -> None:
    response = client.post("/akun/signup/", {"email": "baru@example.org", "password1": "x" * 12, "password2": "x" * 12})
    assert response.status_code in (200, 302, 403, 404)
    assert not User.objects.filter(email="baru@example.org").exists()


def test_the_table_gives_no_role_everything_and_every_role_something() -> None:
    for role in Role:
        assert ROLE_PERMISSIONS[role]
        assert ROLE_PERMISSIONS[role] != set(Permission)


def test_the_admin_shows_no_second_factors(client: Client, platform_admin: User) -> None:
    client.force_login(platform_admin)
    assert "authenticator" not in client.get("/admin/").content.decode()
    assert client.get("/admin/mfa/authenticator/").status_code == 404
