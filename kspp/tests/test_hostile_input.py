"""No text a person or a program can send makes a page fail, on SQLite or on PostgreSQL (which stores no NUL)."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment
from assessments.workflow import State
from kspp.tests.test_access import BODIES, ROUTES, World, body, built, world  # noqa: F401  (fixtures)

pytestmark = pytest.mark.both_databases

TOLD_APART = ("a\x00b", "9" * 30, "💥" * 600)
"""What databases answer differently: the NUL, and what fits no column."""
HOSTILE = TOLD_APART if settings.TEST_SERVICES else (*TOLD_APART, "²", "-1")
QUERY = ("q", "halaman", "jenis", "tingkat", "urut", "bacaan", "indikator", "sampel", "penilaian", "next")
NOT_TYPED = {"csrfmiddlewaretoken"}
FORM = {"form_key": "2b0c3d6e-0f43-4f57-9c85-0d5b3a4a2f13"}
MORE = {
    "assessments:move": {"reason": "Bukti belum lengkap."},
    "assessments:review": {"review_note": "Bukti belum lengkap."},
    "assessments:answers": {"S1..note": "Catatan.", "section": "S1", "S1..reason": ""},
    "assessments:evidence_add": {"indicator": "S1", "subject": "", "link": "https://a.example/", "name": "Tautan"},
    "directory:membership_deactivate": {"reason": "Pindah tugas."},
    "complaints:identity_correct": {"name": "Sari", "address": "", "phone": "", "email": "", "version": "1"},
    "complaints:person_erase": {"reason": "Diminta.", "sure": "on", "files": "", "texts": "", "version": "1"},
    "complaints:person_export": {"format": "json"},
    "complaints:bulk": {"act": "archive", "reason": "Ganda.", "unit": "", "officer": "", "complaints": "1", **FORM},
    "complaints:message": {"pesan-text": "Halo.", "pesan-version": "1", "pesan-form_key": FORM["form_key"]},
    "complaints:note": {"catatan-text": "Halo.", "catatan-version": "1", "catatan-form_key": FORM["form_key"]},
    "complaints:new_code": {"version": "1", **FORM},
    "reports:order_complaint_report": {
        "order_key": FORM["form_key"],
        "kind": "register",
        "unit": "",
        "span": "own",
        "first": "2024-01-01",
        "last": "2024-02-01",
    },
    "reports:suggestion": {"place": "G4", "points": "3", "suggested": "3", "version": "0", "note": "Lain."},
    "reports:order": {"order_key": "2b0c3d6e-0f43-4f57-9c85-0d5b3a4a2f11", "about": "seluruh"},
    "planning:action_move": {"state": "dropped", "note": "Diganti.", "version": "1", "back": "/"},
    "assessments:evidence_reuse": {"indicator": "S1", "subject": "", "evidence": "1"},
    "assessments:further_add": {"instrument": "kspp-2022", "version": "1"},
    "assessments:further_remove": {"instrument": "kspp-2022", "version": "1"},
    "official_results:official_drop": {"version": "1"},
    "official_results:official_take": {"version": "1", "partial": "on"},
    "planning:planner_keep": {"name": "Menuju B", "note": "", "order_key": FORM["form_key"]},
    "planning:cycle_planner_keep": {"name": "Menuju B", "note": "", "order_key": FORM["form_key"]},
    "planning:whatif_keep": {"name": "Naik", "note": "", "order_key": FORM["form_key"], "instrumen": ""},
    "planning:cycle_whatif_keep": {"name": "Naik", "note": "", "order_key": FORM["form_key"], "instrumen": ""},
    "assessments:proposals_take": {"one": "S1", "chosen": "S1", "version-S1": "1", "value-S1": "3", "evidence-S1": "1"},
    "reports:reprint": {"order_key": "2b0c3d6e-0f43-4f57-9c85-0d5b3a4a2f12"},
}


class Fields(HTMLParser):
    """Names and values of the controls on a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag in ("input", "select", "textarea") and name and given.get("type") != "file":
            self.values.setdefault(name, given.get("value") or "")
            self.open = name
        elif tag == "option" and "selected" in given:
            self.values[self.open] = given.get("value") or ""


def fields_of(html: str) -> dict[str, str]:
    found = Fields()
    found.feed(html)
    return {name: value for name, value in found.values.items() if name not in NOT_TYPED}


def address(world: World, name: str) -> str:  # noqa: F811
    return reverse(name, args=world.arguments[ROUTES[name].argument])


def able(world: World) -> Iterator[User]:  # noqa: F811
    """Between them these may do everything there is to do in a government."""
    roles = ("coordinator", "reviewer", "assistant", "complaint_admin")
    yield from (u for u in world.insiders if u.email.split("@")[0] in roles)
    yield world.platform


def answered(client: Client, method: str, url: str, data: dict[str, str]) -> int:
    """The status; whatever was written is taken back."""
    with transaction.atomic():
        status = getattr(client, method)(url, data).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if route.method == "get"))
def test_no_query_makes_a_page_fail(client: Client, world: World, name: str) -> None:  # noqa: F811
    url = address(world, name)
    may_enter(client, world, "get", url, {"indikator": "S1", "sampel": ""})
    for value in HOSTILE:
        assert answered(client, "get", url, dict.fromkeys(QUERY, value)) < 500


def may_enter(client: Client, world: World, method: str, url: str, data: dict[str, str]) -> None:  # noqa: F811
    """Sign in the first who is neither unknown nor forbidden here."""
    for user in able(world):
        client.force_login(user)
        if answered(client, method, url, data) not in (403, 404):
            return
    raise AssertionError(url)


def posted(client: Client, world: World, name: str) -> dict[str, str]:  # noqa: F811
    if ROUTES[name].method == "get":
        page = client.get(address(world, name))
        return fields_of(page.content.decode()) if page.status_code == 200 else {}
    return body(world, name) | MORE.get(name, {})


def one_of_each(fields: Iterable[str]) -> list[str]:
    """Of fields that differ in their numbers alone, as the rows of a list do, the first two."""
    kinds: dict[str, list[str]] = {}
    for name in fields:
        kinds.setdefault(re.sub(r"\d+", "#", name), []).append(name)
    return [name for names in kinds.values() for name in names[:2]]


WITHOUT_FIELDS = {
    "directory:membership_reactivate",
    "directory:membership_resend",
    "assessments:evidence_remove",
    "planning:scenario_remove",
    "complaints:identity",
    "complaints:import_drop",
    "complaints:import_take",
    "complaints:read",
    "reports:retry",
}
IS_FORM = ("edit", "create", "open", "loci", "sample", "invite", "person_search", "record", "complaints:move")
IS_FORM += ("facts", "split", "complaints:link", "assign", "extend", "tests", "desk_settings")
IS_FORM += (
    "_head",
    "_parts",
    "_samples",
    "_outcomes",
    "_bands",
    "_weights",
    "_clone",
    "_retire",
    "_publish",
    "_discard",
)
IS_FORM += ("draft_dimension", "draft_variable", "draft_indicator")
IN_USE = ((name, route) for name, route in ROUTES.items() if name not in WITHOUT_FIELDS)
FORMS = sorted(name for name, route in IN_USE if route.method == "post" or name.endswith(IS_FORM))


@pytest.mark.parametrize("name", FORMS)
def test_no_field_makes_a_form_fail(client: Client, world: World, name: str) -> None:  # noqa: F811
    """The reviewer's form is open after submission, all others before."""
    if name == "assessments:review":
        Assessment.objects.update(state=State.SUBMITTED)
    url = address(world, name)
    may_enter(client, world, ROUTES[name].method, url, {})
    valid = posted(client, world, name)
    assert valid
    for field in one_of_each(valid):
        for value in HOSTILE:
            assert answered(client, "post", url, {**valid, field: value}) < 500, (field, value)


ADMIN = (
    "/admin/units/serviceunit/?q=a%00b",
    "/admin/units/serviceunit/?kind__exact=%00",
    "/admin/history/event/?action=%00&p=99999999999999999999",
    "/admin/autocomplete/?app_label=units&model_name=serviceunit&field_name=parent&term=%00",
    "/admin/accounts/user/_00/change/",
)


@pytest.mark.parametrize("asked", ADMIN)
def test_the_admin_answers_too(client: Client, platform_admin: User, asked: str) -> None:
    client.force_login(platform_admin)
    assert client.get(asked).status_code < 500


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("charset", ["utf-16", "raw_unicode_escape", "latin-1", "unknown"])
def test_a_form_that_is_not_utf_8_is_refused(client: Client, kind: str, charset: str) -> None:
    answer = client.generic("POST", "/akun/login/", b"--x--", content_type=f"{kind}; charset={charset}")
    assert answer.status_code == 400
    assert "Permintaan tidak dapat dibaca" in answer.content.decode()


def test_a_form_that_says_it_is_utf_8_is_read(db: None, client: Client) -> None:
    kind = "application/x-www-form-urlencoded; charset=UTF-8"
    answer = client.generic("POST", "/akun/login/", b"login=a%40b.example&password=x", content_type=kind)
    assert answer.status_code == 200


def test_a_government_with_a_thousand_schools_can_choose_its_loci(
    client: Client,
    world: World,  # noqa: F811
) -> None:
    """Django's own limit is 1000 fields a form."""
    units = {f"unit-{10_000 + number}": "" for number in range(1500)}
    client.force_login(next(able(world)))
    answer = client.post(address(world, "assessments:loci"), {"version": "1", **units})
    assert answer.status_code in (302, 422)
