"""A section sent after a colleague changed, moved or removed its row: nothing typed is lost, and there is a way on."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.permissions import Role
from assessments.tests.filled import fields, fields_of, send
from conftest import NOW, person
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.tests.drafted import CODE, content, first, note, remove, row, stored, url
from instruments.versions import editing
from instruments.versions.comparing import Sort
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


def recode(client: Client, name: str, ref: str, code: str) -> None:
    assert send(client, url(name, ref), code=code).status_code == 302


def with_siblings() -> tuple[str, str]:
    """A variable that is not the only one of its dimension, and its first indicator."""
    place = next((n, 0) for n, dimension in enumerate(content()["dimensions"]) if len(dimension["variables"]) > 1)
    return editing.ref_at(content(), place), editing.ref_at(content(), (*place, 0))


def resend(client: Client, answer, **changed: str):
    """The page that was answered, sent as a browser would."""
    return client.post(answer.context["address"], fields_of(answer) | changed)


def test_a_row_with_another_code_is_found_under_it(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    recode(rina, "draft_indicator", ref, "LAIN")

    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Yang saya ketik"})

    assert f"Indikator {ref} kini berkode LAIN, diubah oleh Rina Sari pada " in note(answer)
    assert answer.context["address"] == url("draft_indicator", "LAIN")
    told = [label for label, _, _ in answer.context["form"].differences]
    assert told == ["Indikator LAIN: nama", "Indikator LAIN: asal nama"]
    assert "Yang saya ketik" in answer.content.decode()
    assert row(Sort.INDICATOR, "LAIN")["name"] != "Yang saya ketik"
    assert resend(browser, answer).status_code == 302
    assert row(Sort.INDICATOR, "LAIN")["name"] == "Yang saya ketik"


def test_a_recoded_row_is_told_in_one_notice(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    recode(rina, "draft_indicator", ref, "LAIN")
    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Yang saya ketik"})
    page = answer.content.decode()
    assert page.count("notice-warning") == page.count(f"Indikator {ref} kini berkode LAIN") == 1
    assert note(answer).endswith("Simpan menggantikannya dengan isian Anda.")
    assert "Tersimpan sekarang" in page


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("draft_indicator", Sort.INDICATOR),
        ("draft_variable", Sort.VARIABLE),
        ("draft_dimension", Sort.DIMENSION),
    ],
)
def test_a_page_opened_by_an_old_code_leads_to_the_new_one(browser: Client, rina: Client, name: str, sort: Sort):
    ref = first(sort)
    recode(rina, name, ref, "LAIN")
    recode(rina, name, "LAIN", "LAIN2")
    answer = browser.get(url(name, ref), follow=True)
    assert answer.redirect_chain == [(url(name, "LAIN2"), 302)]
    assert f"{ref} kini berkode LAIN2, diubah oleh Rina Sari pada " in answer.content.decode()
    if sort is Sort.VARIABLE:
        new = browser.get(url("draft_indicator_create", ref))
        assert (new.status_code, new.headers["Location"]) == (302, url("draft_indicator_create", "LAIN2"))


def test_a_page_of_a_removed_row_says_who_removed_it_and_leads_on(
    browser: Client, rina: Client, outsider: User, head: User
) -> None:
    ref = first(Sort.INDICATOR)
    remove(rina, Sort.INDICATOR, ref)
    answer = browser.get(url("draft_indicator", ref))
    page = answer.content.decode()
    assert answer.status_code == 410
    assert f"Indikator {ref} dihapus oleh Rina Sari pada " in page
    assert f'href="{url("draft")}"' in page
    assert "tidak dapat disimpan" not in page
    for user, status in ((outsider, 404), (head, 403)):
        browser.force_login(user)
        assert browser.get(url("draft_indicator", ref)).status_code == status


def test_a_row_that_changed_its_code_twice_is_found_under_the_last(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    recode(rina, "draft_indicator", ref, "LAIN")
    recode(rina, "draft_indicator", "LAIN", "AKHIR")

    answer = browser.post(url("draft_indicator", ref), opened | {"note": "Catatan saya"})

    assert "kini berkode AKHIR" in note(answer)
    assert resend(browser, answer).status_code == 302
    assert row(Sort.INDICATOR, "AKHIR")["note"] == "Catatan saya"


def test_a_code_of_my_own_stands_against_the_colleague_s(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    recode(rina, "draft_indicator", ref, "LAIN")

    answer = browser.post(url("draft_indicator", ref), opened | {"code": "SAYA"})

    assert "kini berkode LAIN" in note(answer)
    assert answer.context["form"].differences == [("Indikator SAYA: kode", "LAIN", "SAYA")]
    assert resend(browser, answer).status_code == 302
    assert row(Sort.INDICATOR, "SAYA")


def test_a_new_code_sent_twice_is_stored_once(browser: Client) -> None:
    ref = first(Sort.INDICATOR)
    sent = fields(browser, url("draft_indicator", ref)) | {"code": "BARU"}
    for _ in range(2):
        assert browser.post(url("draft_indicator", ref), sent).status_code == 302
    assert stored().version == 2
    assert Event.objects.filter(action="instrument.edited").count() == 1


NEW = {"code": "X9", "name": "Baru", "indicator_code": "X8", "indicator_name": "Isi"}


@pytest.mark.parametrize(
    ("name", "sort", "typed"),
    [
        ("draft_indicator_create", Sort.VARIABLE, {"code": "X9", "name": "Baru"}),
        ("draft_indicator_create", Sort.VARIABLE, {"code": "X9", "name": "Baru", "basis": "Kisi-kisi halaman 4"}),
        ("draft_variable_create", Sort.DIMENSION, NEW),
        ("draft_dimension_create", None, {**NEW, "variable_code": "X7", "variable_name": "Tengah"}),
    ],
)
def test_a_new_row_sent_twice_is_made_once(browser: Client, name: str, sort: Sort | None, typed) -> None:
    address = url(name, *([first(sort)] if sort else []))
    sent = fields(browser, address) | typed
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    assert stored().version == 2
    assert Event.objects.filter(action="instrument.edited").count() == 1


def test_a_code_that_a_colleague_gave_away_meanwhile_is_no_row_of_mine(browser: Client, rina: Client) -> None:
    address = url("draft_indicator_create", first(Sort.VARIABLE))
    sent = fields(browser, address) | {"code": "X9", "name": "Punya saya"}
    assert send(rina, address, code="X9", name="Punya rekan").status_code == 302

    answer = browser.post(address, sent)

    assert answer.status_code == 409
    assert "sudah dipakai" in answer.context["form"].errors["code"][0]
    assert "Punya saya" in answer.content.decode()
    assert row(Sort.INDICATOR, "X9")["name"] == "Punya rekan"


def test_the_history_tells_a_new_code_as_the_same_row(browser: Client) -> None:
    ref = first(Sort.VARIABLE)
    recode(browser, "draft_variable", ref, "V99")
    changes = Event.objects.get(action="instrument.edited").changes
    assert changes == {"Variabel V99: kode": [ref, "V99"]}


def test_a_removed_row_can_be_made_again_with_what_was_typed(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    remove(rina, Sort.INDICATOR, ref)

    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Yang saya ketik", "weight": "2,5"})

    assert f"Indikator {ref} dihapus oleh Rina Sari pada " in note(answer)
    assert "belum tersimpan" in note(answer)
    assert ref not in editing.places(content(), Sort.INDICATOR)
    assert answer.context["address"] == url("draft_indicator_create", opened["variable"])
    assert resend(browser, answer).status_code == 302
    made = row(Sort.INDICATOR, ref)
    assert (made["name"], str(made["weight"]), made["name_provenance"]) == ("Yang saya ketik", "2.5", "estimated")
    assert made["levels"] == {
        name.removeprefix("level_"): text for name, text in opened.items() if name.startswith("level_") and text
    }


def test_a_row_removed_with_its_parent_is_made_again_elsewhere(browser: Client, rina: Client) -> None:
    gone, ref = with_siblings()
    opened = fields(browser, url("draft_indicator", ref))
    assert opened["variable"] == gone
    remove(rina, Sort.VARIABLE, gone)

    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Yang saya ketik"})

    assert f"Indikator {ref} dihapus oleh Rina Sari" in note(answer)
    assert "Pilih letak lain" in answer.context["form"].errors["variable"][0]
    assert "Yang saya ketik" in answer.content.decode()
    target = list(editing.places(content(), Sort.VARIABLE))[-1]
    assert resend(browser, answer, variable=target).status_code == 302
    assert editing.place_of(content(), Sort.INDICATOR, ref)[:2] == editing.place_of(content(), Sort.VARIABLE, target)


def test_a_removed_variable_and_dimension_are_made_again(browser: Client, rina: Client) -> None:
    variable, _ = with_siblings()
    opened = fields(browser, url("draft_variable", variable))
    remove(rina, Sort.VARIABLE, variable)
    answer = browser.post(url("draft_variable", variable), opened | {"name": "Variabel saya"})
    assert f"Variabel {variable} dihapus oleh Rina Sari" in note(answer)
    assert resend(browser, answer, indicator_name="Pertama").status_code == 302
    assert row(Sort.VARIABLE, variable)["name"] == "Variabel saya"

    dimension = first(Sort.DIMENSION)
    opened = fields(browser, url("draft_dimension", dimension))
    remove(rina, Sort.DIMENSION, dimension)
    answer = browser.post(url("draft_dimension", dimension), opened | {"name": "Dimensi saya"})
    assert f"Dimensi {dimension} dihapus oleh Rina Sari" in note(answer)
    named = {"variable_name": "Isi", "indicator_name": "Pertama"}
    assert resend(browser, answer, **named).status_code == 302
    assert row(Sort.DIMENSION, dimension)["name"] == "Dimensi saya"


def test_a_new_row_goes_into_its_parent_under_the_new_code(browser: Client, rina: Client) -> None:
    parent = first(Sort.VARIABLE)
    opened = fields(browser, url("draft_indicator_create", parent))
    recode(rina, "draft_variable", parent, "V99")

    answer = browser.post(url("draft_indicator_create", parent), opened | {"code": "X9", "name": "Punya saya"})

    assert f"Variabel {parent} kini berkode V99" in note(answer)
    assert resend(browser, answer).status_code == 302
    assert editing.place_of(content(), Sort.INDICATOR, "X9")[:2] == editing.place_of(content(), Sort.VARIABLE, "V99")


@pytest.mark.parametrize(
    ("name", "sort", "field"),
    [("draft_indicator_create", Sort.VARIABLE, "variable"), ("draft_variable_create", Sort.DIMENSION, "dimension")],
)
def test_a_new_row_whose_parent_went_asks_for_another(browser: Client, rina: Client, name, sort, field) -> None:
    parent = with_siblings()[0] if sort is Sort.VARIABLE else first(sort)
    opened = fields(browser, url(name, parent))
    remove(rina, sort, parent)

    sent = opened | {"code": "X9", "name": "Punya saya"} | ({"indicator_name": "Isi"} if sort is Sort.DIMENSION else {})
    answer = browser.post(url(name, parent), sent)

    assert f"{parent} dihapus oleh Rina Sari" in note(answer)
    assert "Pilih letak lain" in answer.context["form"].errors[field][0]
    assert "Punya saya" in answer.content.decode()
    target = list(editing.places(content(), sort))[-1]
    assert resend(browser, answer, **{field: target}).status_code == 302


def test_a_row_follows_its_parent_to_the_new_code(browser: Client, rina: Client) -> None:
    ref, parent = first(Sort.INDICATOR), first(Sort.VARIABLE)
    opened = fields(browser, url("draft_indicator", ref))
    recode(rina, "draft_variable", parent, "V99")

    answer = browser.post(url("draft_indicator", ref), opened | {"note": "Catatan saya"})

    assert answer.status_code == 409
    assert not answer.context["form"].errors
    assert [label for label, _, _ in answer.context["form"].differences] == [f"Indikator {ref}: catatan"]
    assert resend(browser, answer).status_code == 302


def test_a_weight_follows_its_row_to_the_new_code(browser: Client, rina: Client) -> None:
    dimension, ref = first(Sort.DIMENSION), first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator_weights", dimension))
    recode(rina, "draft_indicator", ref, "LAIN")

    answer = browser.post(url("draft_indicator_weights", dimension), opened | {f"number_{ref}": "7,5"})

    assert "Indikator LAIN: bobot" in [label for label, _, _ in answer.context["form"].differences]
    assert resend(browser, answer).status_code == 302
    assert str(row(Sort.INDICATOR, "LAIN")["weight"]) == "7.5"


def test_a_weight_of_a_removed_row_is_told_and_not_dropped_in_silence(browser: Client, rina: Client) -> None:
    dimension, ref = first(Sort.DIMENSION), first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator_weights", dimension))
    remove(rina, Sort.INDICATOR, ref)

    answer = browser.post(url("draft_indicator_weights", dimension), opened | {f"number_{ref}": "7,5"})

    assert f"Bobot yang Anda isi untuk {ref} (7,5) tidak ikut" in note(answer)
    assert resend(browser, answer).status_code == 302


def test_a_row_that_a_whole_file_replaced_says_who_changed_the_draft_last(
    browser: Client, rina: Client, coordinator: User
) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    changed = editing.without(content(), (0, 0, 0))
    told = {"digest": ["a", "b"]}
    drafts.save_draft(version=stored(), content=changed, by=coordinator, now=NOW, seen_version=1, changes=told)

    answer = browser.post(url("draft_indicator", ref), opened | {"name": "Yang saya ketik"})

    assert f"Indikator {ref} tidak ada lagi dalam rancangan, yang terakhir diubah oleh {coordinator}" in note(answer)
    assert resend(browser, answer).status_code == 302
    assert row(Sort.INDICATOR, ref)["name"] == "Yang saya ketik"


def test_while_typing_it_is_told_that_the_row_went_and_nothing_is_stored(browser: Client, rina: Client) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    remove(rina, Sort.INDICATOR, ref)

    answer = browser.post(url("draft_indicator", ref), opened, headers=HTMX)

    assert answer.status_code == 200
    assert f"Indikator {ref} dihapus oleh Rina Sari" in answer.content.decode()
    assert "tidak saling bertentangan" not in answer.content.decode()
    assert stored().version == 2


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_a_row_that_never_was_is_not_found(browser: Client, version: str) -> None:
    sent = fields(browser, url("draft_indicator", first(Sort.INDICATOR))) | {"version": version}
    for headers in ({}, HTMX):
        assert browser.post(url("draft_indicator", "tidak-ada"), sent, headers=headers).status_code == 404
    assert browser.get(url("draft_indicator", "tidak-ada")).status_code == 404


@pytest.mark.parametrize("ref", ["tidak-ada", "K1~9", "9" * 40, "%", "Indikator K1"])
def test_a_name_that_nothing_ever_had_is_answered_calmly_from_a_late_page(browser: Client, rina, ref: str) -> None:
    opened = fields(browser, url("draft_indicator", first(Sort.INDICATOR)))
    send(rina, url("draft_head"), title="Dari rekan")
    answer = browser.post(url("draft_indicator", ref), opened | {"version": "1"})
    assert "tidak ada lagi dalam rancangan" in note(answer)
    assert stored().title == "Dari rekan"


def test_a_stranger_learns_nothing_from_a_late_page(
    client: Client, draft, rina: Client, outsider: User, head: User
) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(rina, url("draft_indicator", ref))
    remove(rina, Sort.INDICATOR, ref)
    for user, status in ((outsider, 404), (head, 403)):
        client.force_login(user)
        assert client.post(url("draft_indicator", ref), opened).status_code == status


def test_being_late_asks_as_many_questions_after_one_edit_as_after_many(
    browser: Client, rina: Client, django_assert_num_queries
) -> None:
    ref = first(Sort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref)) | {"name": "Yang saya ketik"}
    remove(rina, Sort.INDICATOR, ref)
    browser.post(url("draft_indicator", ref), opened)
    with django_assert_num_queries(5):
        browser.post(url("draft_indicator", ref), opened)
    for number in range(20):
        send(rina, url("draft_head"), title=f"Judul {number}")
    with django_assert_num_queries(5):
        browser.post(url("draft_indicator", ref), opened)
