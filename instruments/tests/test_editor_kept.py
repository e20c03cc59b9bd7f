"""Where nothing can be saved any more, what was typed is shown in words, to be copied."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from assessments.tests.filled import fields
from conftest import NOW, person
from instruments.forms.editor_lists import BandsForm, DimensionWeightsForm
from instruments.forms.editor_tree import IndicatorForm
from instruments.forms.editor_typed import typed_words
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.tests.drafted import CODE, first, note, remove, stored, url
from instruments.versions.comparing import Sort
from units.models import Government

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


def test_weights_of_a_removed_dimension_are_kept_to_be_copied(browser: Client, rina: Client) -> None:
    dimension, ref = first(Sort.DIMENSION), first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator_weights", dimension))
    remove(rina, Sort.DIMENSION, dimension)

    answer = browser.post(url("draft_indicator_weights", dimension), opened | {f"number_{ref}": "7,5"})

    assert f"Dimensi {dimension} dihapus oleh Rina Sari" in note(answer)
    assert (f"Bobot {ref}", "7,5") in answer.context["typed"]
    assert url("draft") in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("draft_head", "title", "Terlambat"),
        ("draft_bands", "rows-0-label", "Terlambat"),
        ("draft_outcomes", "number_main", "0,77"),
        ("draft_indicator", "level_0", "Terlambat\nbaris kedua"),
        ("draft_variable_create", "indicator_name", "Terlambat"),
    ],
)
def test_what_was_typed_into_a_draft_that_was_published_meanwhile_is_kept(
    browser: Client, rina: Client, name: str, field: str, typed: str
) -> None:
    args = {"draft_indicator": [first(Sort.INDICATOR)], "draft_variable_create": [first(Sort.DIMENSION)]}.get(name, [])
    sent = fields(browser, url(name, *args)) | {field: typed}
    assert rina.post(url("instrument_publish"), {"version": 1}).status_code == 302

    assert "bukan rancangan lagi" in browser.post(url(name, *args), sent, headers=HTMX).content.decode()
    answer = browser.post(url(name, *args), sent)

    assert "diterbitkan oleh Rina Sari" in note(answer)
    assert typed in dict(answer.context["typed"]).values()
    assert url("instrument_clone") in answer.content.decode()
    assert stored().title == "2027"
    page = browser.get(url(name, *args), follow=True)
    assert "bukan rancangan lagi" in page.content.decode()


def test_what_was_typed_into_a_draft_that_was_discarded_meanwhile_is_kept(
    browser: Client, rina: Client, outsider: User, head: User
) -> None:
    sent = fields(browser, url("draft_head")) | {"title": "Terlambat"}
    assert rina.post(url("instrument_discard"), {"version": 1}).status_code == 302

    answer = browser.post(url("draft_head"), sent)

    assert f"Rancangan {CODE} dibuang oleh Rina Sari" in note(answer)
    assert ("Judul", "Terlambat") in answer.context["typed"]
    assert browser.get(url("draft_head")).status_code == 404
    assert browser.post(url("draft_head"), sent, headers=HTMX).status_code == 404
    for user in (outsider, head):
        browser.force_login(user)
        assert browser.post(url("draft_head"), sent).status_code == 404


def test_what_is_kept_is_told_in_words_and_only_what_a_form_has() -> None:
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
