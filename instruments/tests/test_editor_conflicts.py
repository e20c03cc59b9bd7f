"""A section sent after a colleague changed the draft: what was typed is kept, whatever became of it."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from assessments.tests.filled import fields, fields_of, send
from conftest import NOW, person
from history.models import Event
from instruments.forms.editor_lists import BandsForm, DimensionWeightsForm
from instruments.forms.editor_tree import IndicatorForm
from instruments.forms.editor_typed import typed_words
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.tests.drafted import CODE, content, first, remove, row, stored, url
from instruments.versions import editing
from instruments.versions.comparing import RowSort
from kspp.lib.forms import VERSION_MISSING
from units.models import Government

pytestmark = pytest.mark.both_databases

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government, coordinator: User) -> InstrumentVersion:
    return drafts.clone_instrument(source=instrument, owner=kaur, code=CODE, title="2027", by=coordinator, now=NOW)


@pytest.fixture
def browser(client: Client, coordinator: User, draft: InstrumentVersion) -> Client:
    client.force_login(coordinator)
    return client


@pytest.fixture
def rina(kaur: Government, draft: InstrumentVersion) -> Client:
    """A colleague with the same right."""
    client = Client()
    client.force_login(person("rina.sari@kaur.example", Role.COORDINATOR, kaur))
    return client


def test_the_page_of_a_conflict_is_stored_by_the_next_press(browser: Client, rina: Client) -> None:
    ref = first(RowSort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    send(rina, url("draft_indicator", ref), name="Nama dari rekan")

    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Nama saya"})

    assert answer.status_code == 409
    assert (f"Indikator {ref}: nama", "Nama dari rekan", "Nama saya") in answer.context["form"].differences
    assert row(RowSort.INDICATOR, ref)["name"] == "Nama dari rekan"
    assert browser.post(answer.context["address"], fields_of(answer)).status_code == 302
    assert row(RowSort.INDICATOR, ref)["name"] == "Nama saya"


@pytest.mark.parametrize("deed", ["recoded", "removed"])
def test_what_was_typed_for_a_row_that_went_is_shown_to_be_copied(browser: Client, rina: Client, deed: str) -> None:
    ref = first(RowSort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    if deed == "removed":
        remove(rina, RowSort.INDICATOR, ref)
    else:
        assert send(rina, url("draft_indicator", ref), code="LAIN").status_code == 302
    now = stored().draft

    tried = browser.post(url("draft_indicator", ref), opened, headers=HTMX)
    answer = browser.post(url("draft_indicator", ref), opened | {"level_0": "Yang saya ketik"})

    assert (tried.status_code, answer.status_code) == (200, 409)
    assert all(f"Indikator {ref} tidak ada lagi" in page.content.decode() for page in (tried, answer))
    assert ("Tingkat, kotak ke-1", "Yang saya ketik") in answer.context["typed"]
    assert url("draft") in answer.content.decode()
    assert stored().draft == now
    assert browser.get(url("draft_indicator", ref)).status_code == 404


def test_a_new_row_whose_parent_went_is_shown_to_be_copied(browser: Client, rina: Client) -> None:
    parent = first(RowSort.DIMENSION)
    opened = fields(browser, url("draft_variable_create", parent))
    remove(rina, RowSort.DIMENSION, parent)

    answer = browser.post(url("draft_variable_create", parent), opened | {"name": "Punya saya"})

    assert answer.status_code == 409
    assert ("Nama variabel", "Punya saya") in answer.context["typed"]


def test_a_row_whose_parent_was_recoded_asks_where_it_belongs(browser: Client, rina: Client) -> None:
    ref, parent = first(RowSort.INDICATOR), first(RowSort.VARIABLE)
    opened = fields(browser, url("draft_indicator", ref))
    assert send(rina, url("draft_variable", parent), code="V99").status_code == 302

    answer = browser.post(url("draft_indicator", ref), opened | {"note": "Catatan saya"})

    assert answer.status_code == 422
    assert "Pilih letak lain" in answer.context["form"].errors["variable"][0]
    assert "Catatan saya" in answer.content.decode()


def test_a_weight_of_a_removed_row_is_told_and_not_dropped_in_silence(browser: Client, rina: Client) -> None:
    dimension, ref = first(RowSort.DIMENSION), first(RowSort.INDICATOR)
    opened = fields(browser, url("draft_indicator_weights", dimension))
    remove(rina, RowSort.INDICATOR, ref)

    answer = browser.post(url("draft_indicator_weights", dimension), opened | {f"number_{ref}": "7,5"})

    assert answer.status_code == 422
    assert answer.content.decode().count(f"Bobot yang Anda isi untuk {ref} (7,5) tidak ikut") == 1
    assert browser.post(url("draft_indicator_weights", dimension), fields_of(answer)).status_code == 302


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [("draft_head", "title", "Terlambat"), ("draft_bands", "rows-0-label", "Terlambat")],
)
def test_what_was_typed_into_a_draft_that_was_published_meanwhile_is_shown(
    browser: Client, rina: Client, name: str, field: str, typed: str
) -> None:
    sent = fields(browser, url(name)) | {field: typed}
    assert rina.post(url("instrument_publish"), {"version": 1}).status_code == 302

    assert "bukan rancangan lagi" in browser.post(url(name), sent, headers=HTMX).content.decode()
    answer = browser.post(url(name), sent)

    assert answer.status_code == 409
    assert typed in dict(answer.context["typed"]).values()
    assert url("instrument_clone") in answer.content.decode()
    assert stored().title == "2027"
    assert "bukan rancangan lagi" in browser.get(url(name), follow=True).content.decode()


def test_what_was_typed_into_a_draft_that_was_discarded_meanwhile_is_shown(
    browser: Client, rina: Client, outsider: User
) -> None:
    sent = fields(browser, url("draft_head")) | {"title": "Terlambat"}
    before = Client()
    before.force_login(outsider)
    unknown = before.post(url("draft_head"), sent)
    assert rina.post(url("instrument_discard"), {"version": 1}).status_code == 302

    answer = browser.post(url("draft_head"), sent)

    assert answer.status_code == 404
    assert ("Judul", "Terlambat") in answer.context["typed"]
    assert (unknown.status_code, unknown.context["note"]) == (404, answer.context["note"])
    assert browser.get(url("draft_head")).status_code == 404


def test_a_colleague_without_the_right_learns_nothing(client: Client, draft, rina: Client, head: User) -> None:
    opened = fields(rina, url("draft_head"))
    client.force_login(head)
    assert client.post(url("draft_head"), opened).status_code == 403


NEW = {"code": "X9", "name": "Baru", "indicator_code": "X8", "indicator_name": "Isi"}


@pytest.mark.parametrize(
    ("name", "sort", "typed"),
    [
        ("draft_indicator_create", RowSort.VARIABLE, {"code": "X9", "name": "Baru", "basis": "Kisi-kisi halaman 4"}),
        ("draft_variable_create", RowSort.DIMENSION, NEW),
        ("draft_dimension_create", None, {**NEW, "variable_code": "X7", "variable_name": "Tengah"}),
        ("draft_indicator", RowSort.INDICATOR, {"name": "Nama baru"}),
    ],
)
def test_what_is_sent_twice_is_stored_once(browser: Client, name: str, sort: RowSort | None, typed) -> None:
    address = url(name, *([first(sort)] if sort else []))
    sent = fields(browser, address) | typed
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    assert stored().version == 2
    assert Event.objects.filter(action="instrument.edited").count() == 1


def test_a_code_that_a_colleague_gave_away_meanwhile_is_no_row_of_mine(browser: Client, rina: Client) -> None:
    address = url("draft_indicator_create", first(RowSort.VARIABLE))
    sent = fields(browser, address) | {"code": "X9", "name": "Punya saya"}
    assert send(rina, address, code="X9", name="Punya rekan").status_code == 302

    answer = browser.post(address, sent)

    assert answer.status_code == 422
    assert "sudah dipakai" in answer.context["form"].errors["code"][0]
    assert "Punya saya" in answer.content.decode()
    assert row(RowSort.INDICATOR, "X9")["name"] == "Punya rekan"


@pytest.mark.parametrize("version", ["", "x"])
def test_nothing_is_written_without_the_version_that_was_seen(browser: Client, version: str) -> None:
    before = content()
    typed = send(browser, url("draft_head"), title="Tanpa versi", version=version)
    move = {"move": f"down dimension {editing.codes(before, RowSort.DIMENSION)[0]}", "version": version}
    moved = browser.post(url("draft_arrange"), move)
    for answer in (typed, moved):
        assert answer.status_code == 422
        assert VERSION_MISSING in answer.content.decode()
    assert content() == before


def test_the_history_tells_a_new_code_as_the_same_row(browser: Client) -> None:
    ref = first(RowSort.VARIABLE)
    assert send(browser, url("draft_variable", ref), code="V99").status_code == 302
    assert Event.objects.get(action="instrument.edited").changes == {"Variabel V99: kode": [ref, "V99"]}


def test_what_was_typed_is_told_in_words_and_only_what_a_form_has() -> None:
    sent = {"version": "1", "csrfmiddlewaretoken": "x", "rows-TOTAL_FORMS": "4", "rows-0-zone": "hijau", "q": "y"}
    assert typed_words(BandsForm, sent | {"rows-0-lower": "88", "rows-x-lower": "1"}) == [
        ("Baris 1: Zona", "Hijau"),
        ("Baris 1: Mulai dari", "88"),
    ]
    assert typed_words(DimensionWeightsForm, {"number_A": " 3 ", "number_B": ""}) == [("Bobot A", "3")]
    assert typed_words(IndicatorForm, {"level_0": "Nol", "name_provenance": "press"}) == [
        ("Tingkat, kotak ke-1", "Nol"),
        ("Asal nama", "pemberitaan"),
    ]
