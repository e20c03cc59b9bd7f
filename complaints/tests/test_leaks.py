"""No address, document, mail, log line, history entry or stored row tells who complained, but for the few that are to.

A complainant with unmistakable words lives in the world of the access test. Every route of its table is asked for by
every role, so a new route is covered the day it is listed. What may tell a person is named in TOLD_BY.
"""

import io
import logging
import re
import uuid
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import structlog
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pypdf import PdfReader

from accounts.models import User
from accounts.permissions import UNIT_ROLES, Role
from complaints.codes import code_hash
from complaints.models import Complaint, Identity
from complaints.services.messages import note, write
from complaints.services.persons import seal_identity
from complaints.tests.cases import complain, step, with_clocks
from complaints.workflow import COMPLAINANT, Move
from conftest import NOW, person
from history.models import Event
from kspp import logs
from kspp.celery import app as celery_app
from kspp.tests.test_access import (
    BODIES,
    OPEN,
    ROUTES,
    SIGNED_IN,
    World,
    body,
    build,
    expected,
)
from kspp.tests.test_hostile_input import fields_of
from reports.documents.rendering import work
from reports.documents.services.orders import order_complaint_report
from reports.models import Report
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
MARKED = {
    "name": "Zulmarkanama Qwertypenanda",
    "address": "Jalan Zulmarkajalan 7719",
    "phone": "0899 7654 3210",
    "email": "zulmarkasurel@warga.example",
}
MARKS = re.compile(r"zulmarka|qwertypenanda|899[\s.-]?7654[\s.-]?3210", re.IGNORECASE)
TOLD_BY = {"complaints:identity", "complaints:identity_correct", "complaints:person_export"}
"""Routes that may tell the person, to whoever may use them."""
CODE = "0123-4567-89AB-CDEF"
LONGEST_WALK = 12
"""Variants of one page (tabs, pages, orders) that are followed."""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What a production process would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    formatter = logs.logging_settings("json", "INFO")["formatters"]["structured"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=formatter["foreign_pre_chain"], processors=formatter["processors"]
        )
    )
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def mark_everybody(secrecy: Complaint.Secrecy = Complaint.Secrecy.NAMED) -> None:
    """Whoever is in the world already becomes the marked person, whatever other tests put there."""
    Identity.objects.all().delete()
    Complaint.objects.exclude(secrecy=Complaint.Secrecy.ANONYMOUS).update(secrecy=secrecy)
    for complaint in Complaint.objects.all():
        seal_identity(complaint, MARKED)


def crowd(government: Government, unit: ServiceUnit) -> None:
    """One complaint of every secrecy, at the unit and at no unit yet."""
    for place in (unit, None):
        for secrecy in Complaint.Secrecy:
            complain(government, place, person=MARKED, secrecy=secrecy)


def text_of(content: bytes) -> str:
    """What a person would read in a page, a spreadsheet or a PDF."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF") and len(content) > 100:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return unescape(content.decode("utf-8", "replace"))


def told(response: Any) -> str:
    """Body, headers and cookies, as they read and as addresses read."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    around = f"{list(response.items())} {response.cookies.output()}"
    return f"{text_of(content)}\n{around}\n{unquote(around)}"


def leaks(text: str) -> list[str]:
    return [text[max(found.start() - 60, 0) : found.end() + 20] for found in MARKS.finditer(text)]


def everything_stored() -> str:
    """Every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(rows)


def sessions_and_cache() -> str:
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*kept, str(getattr(cache, "_cache", ""))])


def mails() -> str:
    return "\n".join(str(letter.message().as_bytes().decode()) + str(letter.body) for letter in mail.outbox)


@pytest.fixture
def world(db: None, media: Path) -> World:
    return build()


@pytest.fixture
def marked(world: World) -> World:
    crowd(world.government, world.unit)
    mark_everybody()
    return world


def asked(client: Client, method: str, url: str, data: dict[str, str]) -> tuple[Any, str]:
    """The response and all it told, also to history and mail; whatever was written is taken back."""
    mail.outbox.clear()
    with transaction.atomic():
        last = Event.objects.latest("pk").pk
        response = getattr(client, method)(url, data)
        text = told(response)
        beside = "\n".join(str(event.__dict__) for event in Event.objects.filter(pk__gt=last)) + mails()
        transaction.set_rollback(True)
    assert not leaks(beside), f"{method} {url} tells history or mail"
    return response, text


def variants(url: str, page: str) -> list[str]:
    """The same page with another query: tabs, orders, pages."""
    path = url.partition("?")[0]
    found = dict.fromkeys(re.findall(r'href="([^"#]*\?[^"#]*)"', page))
    queries = [link for link in found if link.startswith(("?", f"{path}?"))][:LONGEST_WALK]
    return [link if link.startswith("/") else f"{path}{link}" for link in queries]


def address(world: World, name: str) -> str:
    url = reverse(name, args=world.arguments[ROUTES[name].argument])
    return f"{url}?indikator=S1&sampel=" if ROUTES[name].argument == "assessment_row" else url


def everything_said(client: Client, world: World, name: str) -> Iterator[tuple[str, str]]:
    """What one route answers the person signed in: read, read in its variants, and sent to."""
    url = address(world, name)
    response, text = asked(client, "get", url, {})
    yield url, text
    for other in variants(url, text):
        yield other, asked(client, "get", other, {})[1]
    form = fields_of(text) if response.status_code == 200 and not response.streaming else {}
    yield f"POST {url}", asked(client, "post", url, form | body(world, name))[1]


def walk(client: Client, world: World, user: User, told_by: set[str]) -> dict[str, list[str]]:
    client.force_login(user)
    found = {}
    for name in ROUTES:
        for url, text in everything_said(client, world, name):
            if leaks(text) and not (name in told_by and expected(world, ROUTES[name], user) == "yes"):
                found[f"{name} {url}"] = leaks(text)
    return found


def member(world: World, role: Role) -> User:
    return world.platform if role is Role.PLATFORM_ADMIN else User.objects.get(email=f"{role}@ours.example")


@pytest.mark.parametrize("role", list(Role))
def test_no_route_tells_a_role_who_complained(client: Client, marked: World, role: Role, written: io.StringIO) -> None:
    assert walk(client, marked, member(marked, role), TOLD_BY) == {}
    assert '"event": "request"' in written.getvalue()
    assert not leaks(written.getvalue())
    assert not leaks(sessions_and_cache())


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_no_route_at_all_tells_the_unit_who_complained_in_secret(client: Client, marked: World, role: Role) -> None:
    mark_everybody(Complaint.Secrecy.SECRET)
    assert walk(client, marked, member(marked, role), set()) == {}


def test_nobody_of_another_government_and_no_stranger_is_told(client: Client, marked: World) -> None:
    for email in ("complaint_admin@theirs.example", "nobody@example.org"):
        assert walk(client, marked, User.objects.get(email=email), set()) == {}


def test_the_walk_would_find_a_leak(client: Client, marked: World) -> None:
    """The routes that may tell do tell: the marks are there to be found."""
    found = walk(client, marked, member(marked, Role.COMPLAINT_ADMIN), set())
    assert {key.partition(" ")[0] for key in found} == {"complaints:identity", "complaints:person_export"}
    assert BODIES


def open_addresses(world: World, complaint: Complaint) -> Iterator[str]:
    """Every address of every route that needs no permission, for whichever arguments it takes."""
    code, attachment = world.government.code, complaint.attachments.first()
    candidates: list[list[object]] = [[], [code], [code, world.unit.pk], [CODE], [complaint.pk]]
    candidates += [[attachment.pk]] if attachment else []
    candidates += [[slug] for slug in ("pesan", "nilai", "cabut", "lengkapi", "buka-kembali", "tutup")]
    for name in sorted(OPEN | SIGNED_IN):
        addresses = []
        for arguments in candidates:
            try:
                addresses.append(reverse(name, args=arguments))
            except NoReverseMatch:
                continue
        assert addresses, name
        yield from addresses


def test_no_public_page_tells_anybody_not_even_with_the_code(client: Client, marked: World) -> None:
    complaint = Complaint.objects.get(pk=marked.arguments["complaint"][0])
    Complaint.objects.filter(pk=complaint.pk).update(code_hash=code_hash(CODE))
    with_code = Client()
    assert with_code.post(reverse("complaints:follow_enter"), {"code": CODE}).status_code == 302
    assert complaint.number in with_code.get(reverse("complaints:follow")).content.decode()
    found = {}
    for visitor in (client, with_code):
        for url in open_addresses(marked, complaint):
            for method in ("get", "post"):
                _, text = asked(visitor, method, url, {})
                if leaks(text):
                    found[f"{method} {url}"] = leaks(text)
    assert found == {}


def test_what_citizens_and_officers_type_into_forms_is_nowhere_but_under_the_seal(
    client: Client, marked: World, written: io.StringIO
) -> None:
    """Through the desk's own form: the answer, the receipt, the case, the register and every table."""
    client.force_login(member(marked, Role.COMPLAINT_ADMIN))
    url = reverse("complaints:record", args=[marked.government.code])
    before = Complaint.objects.count()
    for secrecy in Complaint.Secrecy:
        form = fields_of(client.get(url).content.decode()) | MARKED | {"secrecy": secrecy.value}
        form |= {"channel": "face", "subject": "Antrean", "story": "Menunggu lama.", "unit": str(marked.unit.pk)}
        response = client.post(url, form, follow=True)
        assert not leaks(told(response)), secrecy
    assert Complaint.objects.count() == before + 3
    assert Identity.objects.filter(complaint__recorded_by__isnull=False).count() == 2, "the anonymous one has none"
    assert not leaks(everything_stored())
    assert not leaks(written.getvalue())


def whole_life(complaint: Complaint, admin: User, officer: User) -> None:
    """Every kind of step, each of which writes history and may send mail."""
    unit = complaint.unit
    step(complaint, Move.ASK, admin, text="Mohon dilengkapi.", reason="Tanggal belum ada.")
    step(complaint, Move.COMPLETE, None, actor=COMPLAINANT, text="Sudah.")
    step(complaint, Move.VERIFY, admin, classification="non_supervisory")
    step(complaint, Move.DISPOSE, admin, unit=unit)
    step(complaint, Move.START, officer)
    write(complaint=complaint, text="Kapan?", form_key=uuid.uuid4(), by=None, now=NOW)
    note(complaint=complaint, text="Dicek.", form_key=uuid.uuid4(), by=officer, now=NOW)


def run_by_the_clock() -> None:
    """Every task of the desk, as beat would call it."""
    celery_app.loader.import_default_modules()
    celery_app.finalize()
    names = [e["task"] for e in celery_app.conf.beat_schedule.values() if e["task"].startswith("complaints.")]
    assert names
    for name in sorted(names):
        celery_app.tasks[name]()


def test_mails_tasks_history_and_tables_of_a_whole_life_name_nobody(
    client: Client, kaur: Government, dukcapil: ServiceUnit, written: io.StringIO, media: Path
) -> None:
    admin = person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur)
    officer = person("petugas@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)
    person("pengawas@kaur.example", Role.COMPLAINT_SUPERVISOR, kaur)
    with_clocks()
    for secrecy in Complaint.Secrecy:
        whole_life(complain(kaur, dukcapil, person=MARKED, secrecy=secrecy), admin, officer)
    run_by_the_clock()
    assert mail.outbox, "what is overdue was mailed"
    assert not leaks(mails())
    stored = everything_stored()
    assert "Tanggal belum ada." in stored, "the tables are really read"
    assert not leaks(stored)
    assert not leaks("\n".join(str(event.__dict__) for event in Event.objects.all()))
    assert not leaks(written.getvalue())
    assert not leaks(
        "".join(path.read_bytes().decode("utf-8", "replace") for path in media.rglob("*") if path.is_file())
    )


@pytest.mark.parametrize("kind", [kind for kind in Report.Kind if kind is not Report.Kind.READINESS])
def test_no_document_about_complaints_names_anybody(kaur: Government, dukcapil: ServiceUnit, kind: Report.Kind) -> None:
    crowd(kaur, dukcapil)
    period = None if kind is Report.Kind.POSTER else (NOW.date().replace(day=1), NOW.date())
    unit = dukcapil if kind is Report.Kind.POSTER else None
    report = order_complaint_report(
        kind=kind,
        government=kaur,
        unit=unit,
        period=period,
        order_key=uuid.uuid4(),
        by=person("admin@kaur.example", Role.COMPLAINT_ADMIN, kaur),
        now=NOW,
    )
    work.render(report.pk)
    report.refresh_from_db()
    assert report.is_ready
    assert not leaks(str(report.content))
    shown = text_of(report.file.read())
    assert len(shown) > 100
    assert not leaks(shown)


def test_an_attachment_opens_only_with_its_own_case(client: Client, marked: World) -> None:
    case, attachment = (int(str(value)) for value in marked.arguments["complaint_file"])
    other = complain(marked.government, marked.unit)
    client.force_login(member(marked, Role.COMPLAINT_OFFICER))
    assert client.get(reverse("complaints:attachment", args=[case, attachment])).status_code == 200
    for pk, number in ((other.pk, attachment), (case, attachment + 1), (other.pk + 99, attachment)):
        assert client.get(reverse("complaints:attachment", args=[pk, number])).status_code == 404


def test_counting_through_numbers_shows_a_stranger_no_difference(client: Client, marked: World) -> None:
    """A case that exists and one that does not are answered alike, on every route about one case."""
    client.force_login(User.objects.get(email="complaint_admin@theirs.example"))
    for name, route in ROUTES.items():
        arguments = marked.arguments[route.argument]
        if name.startswith("complaints:") and route.argument.startswith(("complaint", "running_clock")):
            there = reverse(name, args=arguments)
            nowhere = reverse(name, args=[987_654, *arguments[1:]])
            answers = [getattr(client, route.method)(url) for url in (there, nowhere)]
            assert [a.status_code for a in answers] == [404, 404], name
            assert len(answers[0].content) == len(answers[1].content)
