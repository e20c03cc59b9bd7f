"""The editor: every section keeps what it shows, changes what is typed, and says what is wrong, stale or missing."""

import pytest
from django.test import Client

from accounts.models import User
from assessments.tests.filled import fields, send
from conftest import NOW, shipped_instrument
from history.models import Event
from instruments.models import InstrumentVersion
from instruments.services import drafts
from instruments.tests.drafted import CODE, content, first, row, stored, url
from instruments.versions import editing, shipped
from instruments.versions.comparing import RowSort
from units.models import Government

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(instrument: InstrumentVersion, kaur: Government, coordinator: User) -> InstrumentVersion:
    return drafts.clone_instrument(source=instrument, owner=kaur, code=CODE, title="2027", by=coordinator, now=NOW)


@pytest.fixture
def browser(client: Client, coordinator: User, draft: InstrumentVersion) -> Client:
    client.force_login(coordinator)
    return client


def sections(source: editing.Content) -> list[str]:
    lists = ["draft_head", "draft_parts", "draft_samples", "draft_outcomes", "draft_bands", "draft_weights"]
    rows = [("draft_dimension", RowSort.DIMENSION), ("draft_indicator_weights", RowSort.DIMENSION)]
    rows += [("draft_variable", RowSort.VARIABLE), ("draft_indicator", RowSort.INDICATOR)]
    return [url(name) for name in lists] + [url(n, ref) for n, sort in rows for ref in editing.places(source, sort)]


@pytest.mark.parametrize("code", [path.stem for path in shipped()])
def test_a_section_sent_as_it_was_shown_changes_nothing(
    client: Client, coordinator: User, kaur: Government, code: str
) -> None:
    source = shipped_instrument(code)
    drafts.clone_instrument(source=source, owner=kaur, code=CODE, title=source.title, by=None, now=NOW)
    client.force_login(coordinator)
    every = sections(content())
    for address in every[:10] + every[10::7]:
        answer = send(client, address)
        assert answer.status_code == 302, f"{address}: {answer.context and answer.context['form'].errors}"
    assert not Event.objects.filter(action="instrument.edited").values_list("changes", flat=True)


def test_the_outline_shows_everything_and_nothing_wrong(browser: Client) -> None:
    page = browser.get(url("draft"))
    text = page.content.decode()
    assert page.context["mistakes"] == []
    assert all(f'id="indicator-{ref}"' in text for ref in editing.places(content(), RowSort.INDICATOR))


def test_a_mistake_leads_to_the_field_that_mends_it(browser: Client) -> None:
    ref = first(RowSort.INDICATOR)
    answer = send(
        browser, url("draft_indicator", ref), level_1="", level_2="", level_3="", level_4="", level_0="Hanya satu."
    )
    assert answer.status_code == 302
    (mistake,) = browser.get(url("draft")).context["mistakes"]
    assert (mistake.where, mistake.sentence) == (f"Indikator {ref}, tingkat", "Paling sedikit dua tingkat.")
    address, _, field = mistake.url.partition("#")
    assert f'id="{field}"' in browser.get(address).content.decode()


def test_every_kind_of_mistake_has_an_address_that_opens(browser: Client) -> None:
    broken = content()
    broken["parts"] = [
        {"code": code, "name": code, "weight": 1, "weight_provenance": "official"} for code in ("P", "P")
    ]
    broken["samples"].append(dict(broken["samples"][0]))
    broken["outcome_factors"].pop()
    broken["bands"].reverse()
    for dimension in broken["dimensions"]:
        dimension["weight"] = 0
    dimension = broken["dimensions"][0]
    dimension["weight_total"] = 1
    for variable in dimension["variables"]:
        for each in variable["indicators"]:
            each["weight"] = 0
    second = broken["dimensions"][1]["variables"][0]
    second["code"] = dimension["variables"][0]["code"]
    second["indicators"][0] |= {"code": dimension["variables"][0]["indicators"][0]["code"], "figure_maximum": 5}
    drafts.save_draft(version=stored(), content=broken, by=None, now=NOW, seen_version=1)
    mistakes = browser.get(url("draft")).context["mistakes"]
    assert len({mistake.where.split(",")[0] for mistake in mistakes}) >= 8
    for mistake in mistakes:
        address, _, field = mistake.url.partition("#")
        text = browser.get(address).content.decode()
        assert not field or f'id="{field}"' in text, mistake


def test_what_is_changed_without_a_source_becomes_an_estimate(browser: Client) -> None:
    made = {
        **row(RowSort.INDICATOR, first(RowSort.INDICATOR)),
        "weight_provenance": "official",
        "name_provenance": "press",
    }
    whole = editing.with_row(content(), (0, 0, 0), made)
    drafts.save_draft(version=stored(), content=whole, by=None, now=NOW, seen_version=1)
    ref = first(RowSort.INDICATOR)
    answer = send(browser, url("draft_indicator", ref), weight="3,25")
    assert answer.headers["Location"] == f"{url('draft')}#indicator-{ref}"
    now = row(RowSort.INDICATOR, ref)
    assert (str(now["weight"]), now["weight_provenance"], now["name_provenance"]) == ("3.25", "estimated", "press")
    shown = browser.get(url("draft")).content.decode()
    assert f"Kini bertanda perkiraan, karena diubah tanpa menyebut sumber: Indikator {ref}" in shown


def test_a_source_keeps_the_origin_and_is_named_in_the_instrument_and_in_the_history(browser: Client) -> None:
    ref, basis = first(RowSort.INDICATOR), "Kisi-kisi 2027 halaman 4"
    answer = send(browser, url("draft_indicator", ref), weight="3,5", weight_provenance="official", basis=basis)
    assert answer.status_code == 302
    assert row(RowSort.INDICATOR, ref)["weight_provenance"] == "official"
    assert content()["source"].endswith(f"\n{basis}")
    event = Event.objects.get(action="instrument.edited")
    assert event.reason == basis
    assert event.changes[f"Indikator {ref}: bobot"][1] == "3,5"


def test_claiming_more_than_an_estimate_without_a_source_is_refused(browser: Client) -> None:
    made = editing.with_row(content(), (0, 0, 0), {"weight_provenance": "estimated"})
    drafts.save_draft(version=stored(), content=made, by=None, now=NOW, seen_version=1)
    ref = first(RowSort.INDICATOR)
    answer = send(browser, url("draft_indicator", ref), weight="4", weight_provenance="official")
    assert answer.status_code == 422
    assert "Sebutkan sumber" in answer.context["form"].errors["weight_provenance"][0]
    answer = send(browser, url("draft_weights"), **{f"origin_{first(RowSort.DIMENSION)}": "press", "basis": ""})
    stands = row(RowSort.DIMENSION, first(RowSort.DIMENSION))["weight_provenance"]
    assert answer.status_code == (302 if stands == "press" else 422)


def test_the_second_to_save_sees_both_and_decides(browser: Client, coordinator: User) -> None:
    ref = first(RowSort.INDICATOR)
    opened = fields(browser, url("draft_indicator", ref))
    send(browser, url("draft_indicator", ref), name="Nama dari rekan", legal_ref="UU 25/2009 Pasal 21")
    mine = {**opened, "name": "Nama saya"}
    answer = browser.post(url("draft_indicator", ref), mine)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert (f"Indikator {ref}: nama", "Nama dari rekan", "Nama saya") in form.differences
    assert "Nama saya" in answer.content.decode()
    assert row(RowSort.INDICATOR, ref)["name"] == "Nama dari rekan"
    again = browser.post(url("draft_indicator", ref), form.data.dict())
    assert again.status_code == 302
    assert row(RowSort.INDICATOR, ref)["name"] == "Nama saya"


def test_the_same_form_sent_twice_is_stored_once(browser: Client) -> None:
    sent = {**fields(browser, url("draft_head")), "title": "Dua kali"}
    for _ in range(2):
        assert browser.post(url("draft_head"), sent).status_code == 302
    assert stored().version == 2
    assert Event.objects.filter(action="instrument.edited").count() == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "7"])
def test_a_wrong_version_never_stores(browser: Client, version: str) -> None:
    assert send(browser, url("draft_head"), title="Tanpa versi", version=version).status_code in (409, 422)
    assert stored().title == "2027"


def test_what_would_be_wrong_is_told_while_typing_and_nothing_is_stored(browser: Client) -> None:
    sent = fields(browser, url("draft_bands"))
    sent["rows-0-lower"] = "900"
    answer = browser.post(url("draft_bands"), sent, headers=HTMX)
    assert "Tidak boleh melebihi skala" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    sent["rows-0-lower"] = "sembilan"
    assert "belum dapat dibaca" in browser.post(url("draft_bands"), sent, headers=HTMX).content.decode()
    assert stored().version == 1


def move(browser: Client, what: str, version: int | str = 1):
    return browser.post(url("draft_arrange"), {"move": what, "version": str(version)})


def test_a_row_is_moved_up_and_down_once_however_often_it_is_sent(browser: Client) -> None:
    before = editing.codes(content(), RowSort.DIMENSION)
    for status in (302, 409):
        assert move(browser, f"down dimension {before[0]}").status_code == status
    assert editing.codes(content(), RowSort.DIMENSION)[:2] == [before[1], before[0]]
    assert move(browser, f"up dimension {before[0]}", 2).status_code == 302
    assert editing.codes(content(), RowSort.DIMENSION) == before


def test_a_row_is_removed_with_what_is_in_it(browser: Client) -> None:
    ref = first(RowSort.DIMENSION)
    text = browser.get(url("draft_dimension", ref)).content.decode()
    assert "indikator di dalamnya ikut terhapus" in text
    assert move(browser, f"remove dimension {ref}").status_code == 302
    assert ref not in editing.codes(content(), RowSort.DIMENSION)
    told = Event.objects.get(action="instrument.edited").changes
    assert told[f"Dimensi {ref}"][1] == "kosong"


@pytest.mark.parametrize("what", ["", "up", "fly indicator S1", "up planet S1", "up indicator tidak-ada", "up part X"])
def test_what_is_no_move_moves_nothing(browser: Client, what: str) -> None:
    assert move(browser, what).status_code == 409
    assert stored().version == 1


def test_the_only_row_of_its_parent_stays(browser: Client) -> None:
    place = (0, 0)
    whole = content()
    while len(editing.row_at(whole, place)["indicators"]) > 1:
        whole = editing.without(whole, (*place, 0))
    drafts.save_draft(version=stored(), content=whole, by=None, now=NOW, seen_version=1)
    ref = first(RowSort.INDICATOR)
    assert move(browser, f"remove indicator {ref}", 2).status_code == 422
    other = next(ref for ref, at in editing.places(content(), RowSort.VARIABLE).items() if at != place)
    answer = send(browser, url("draft_indicator", ref), variable=other)
    assert answer.status_code == 422
    assert "satu-satunya" in answer.content.decode()


def test_rows_are_added_at_every_height(browser: Client) -> None:
    dimension, variable = first(RowSort.DIMENSION), first(RowSort.VARIABLE)
    assert send(browser, url("draft_indicator_create", variable), code="X9", name="Baru").status_code == 302
    named = {"code": "V9", "name": "Variabel baru", "indicator_code": "X8", "indicator_name": "Pertama"}
    assert send(browser, url("draft_variable_create", dimension), **named).status_code == 302
    named = {"code": "D9", "name": "Dimensi baru", "weight": "5", "variable_code": "V8", "variable_name": "Isi"}
    named |= {"indicator_code": "X7", "indicator_name": "Pertama"}
    assert send(browser, url("draft_dimension_create"), **named).status_code == 302
    assert row(RowSort.INDICATOR, "X9")["levels"] == {"0": "Belum terpenuhi.", "1": "Terpenuhi."}
    assert row(RowSort.VARIABLE, "V9")["indicators"][0]["code"] == "X8"
    assert row(RowSort.DIMENSION, "D9")["variables"][0]["indicators"][0]["code"] == "X7"
    assert all(row(RowSort.INDICATOR, ref)["name_provenance"] == "estimated" for ref in ("X9", "X8", "X7"))


@pytest.mark.parametrize("name", ["draft_indicator_create", "draft_variable_create"])
def test_a_code_is_free(browser: Client, name: str) -> None:
    parent = first(RowSort.VARIABLE if "indicator" in name else RowSort.DIMENSION)
    taken = {"code": first(RowSort.INDICATOR if "indicator" in name else RowSort.VARIABLE).lower(), "name": "X"}
    answer = send(browser, url(name, parent), **taken, indicator_name="Y")
    assert answer.status_code == 422
    assert "sudah dipakai" in answer.context["form"].errors["code"][0]


def test_levels_are_added_taken_away_and_begin_at_zero_or_one(browser: Client) -> None:
    ref = first(RowSort.INDICATOR)
    levels = {f"level_{n}": text for n, text in enumerate(["Satu.", "", "Dua.\nBaris kedua.", "Tiga.", ""])}
    assert send(browser, url("draft_indicator", ref), lowest="1", **levels).status_code == 302
    assert row(RowSort.INDICATOR, ref)["levels"] == {"1": "Satu.", "2": "Dua.\nBaris kedua.", "3": "Tiga."}


def test_a_figure_has_no_levels_and_its_own_maximum(browser: Client) -> None:
    ref = first(RowSort.INDICATOR)
    assert send(browser, url("draft_indicator", ref), scope="secondary", figure_maximum="4").status_code == 302
    now = row(RowSort.INDICATOR, ref)
    assert "levels" not in now
    assert "levels_provenance" not in now
    assert now["figure_maximum"] == 4


WRONG = [
    ("draft_head", "scale", "0", "lebih besar"),
    ("draft_head", "scale", "1.000,5", "angka saja"),
    ("draft_head", "years", "2027 dan 20x8", "tahun empat angka"),
    ("draft_head", "family", "Huruf Besar", "huruf kecil"),
    ("draft_head", "title", "", "tidak boleh kosong"),
    ("draft_head", "description", "a\x00b", "karakter"),
    ("draft_head", "formula", "lain", "pilihan"),
    ("draft_bands", "rows-0-lower", "NaN", "angka saja"),
    ("draft_bands", "rows-0-zone", "biru", "pilihan"),
    ("draft_samples", "rows-0-number", "0", "lebih besar"),
    ("draft_samples", "rows-TOTAL_FORMS", "1000000", ""),
    ("draft_samples", "rows-INITIAL_FORMS", "x", ""),
    ("draft_outcomes", "number_main", "1,5", "Paling besar 1"),
    ("draft_weights", "number_{dimension}", "", "tidak boleh kosong"),
    ("draft_weights", "number_{dimension}", "1e5", "angka saja"),
    ("draft_weights", "number_{dimension}", "0,33333", "angka saja"),
    ("draft_weights", "number_{dimension}", "1001", "Paling besar 1.000"),
]


@pytest.mark.parametrize(("name", "field", "value", "said"), WRONG)
def test_what_cannot_be_is_refused_in_words_at_the_field(
    browser: Client, name: str, field: str, value: str, said: str
) -> None:
    field = field.format(dimension=first(RowSort.DIMENSION))
    answer = send(browser, url(name), **{field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert stored().version == 1


def test_a_list_gains_and_loses_rows_and_bands_stand_in_order(browser: Client) -> None:
    before = content()["bands"]
    more = {"rows-{}-lower": "95,5", "rows-{}-label": "Istimewa", "rows-{}-zone": "hijau", "rows-{}-grade": "S"}
    sent = {name.format(len(before)): value for name, value in more.items()}
    assert send(browser, url("draft_bands"), **sent, **{"rows-1-DELETE": "on"}).status_code == 302
    now = content()["bands"]
    assert [str(band["lower"]) for band in now][:1] == ["95.5"]
    assert (len(now), now[0]["provenance"], before[1] in now) == (len(before), "estimated", False)


def test_parts_are_none_or_at_least_two(browser: Client) -> None:
    one = {"rows-0-code": "P1", "rows-0-name": "Satu", "rows-0-weight": "60"}
    answer = send(browser, url("draft_parts"), **one)
    assert answer.status_code == 422
    assert "paling sedikit dua" in answer.content.decode()
    two = {"rows-1-code": "P2", "rows-1-name": "Dua", "rows-1-weight": "40"}
    assert send(browser, url("draft_parts"), **one, **two).status_code == 302
    assert {mistake.where for mistake in browser.get(url("draft")).context["mistakes"]} >= {"Komponen baris 1, kode"}
    ref = first(RowSort.DIMENSION)
    assert send(browser, url("draft_dimension", ref), part="P1").status_code == 302
    assert row(RowSort.DIMENSION, ref)["part"] == "P1"


def test_a_row_added_meanwhile_keeps_its_weight(browser: Client) -> None:
    dimension = first(RowSort.DIMENSION)
    opened = fields(browser, url("draft_indicator_weights", dimension))
    send(browser, url("draft_indicator_create", first(RowSort.VARIABLE)), code="X9", name="Baru", weight="7")
    answer = browser.post(url("draft_indicator_weights", dimension), opened)
    assert answer.status_code == 302, answer.context["form"].errors
    assert row(RowSort.INDICATOR, "X9")["weight"] == 7


def test_a_variable_moves_to_another_dimension(browser: Client) -> None:
    ref = first(RowSort.VARIABLE)
    target = list(editing.places(content(), RowSort.DIMENSION))[-1]
    answer = send(browser, url("draft_variable", ref), dimension=target)
    if answer.status_code == 302:
        assert editing.place_of(content(), RowSort.VARIABLE, ref)[0] == len(content()["dimensions"]) - 1
    else:
        assert "satu-satunya" in answer.content.decode()


def test_what_was_published_is_not_arranged_any_more(browser: Client) -> None:
    ref = first(RowSort.DIMENSION)
    drafts.publish_draft(version=stored(), by=None, now=NOW, seen_version=1)
    assert move(browser, f"down dimension {ref}").status_code == 302
    assert stored().dimensions.first().code == ref


def test_editing_takes_the_same_number_of_questions_whatever_the_size(
    browser: Client, django_assert_num_queries
) -> None:
    browser.get(url("draft"))
    with django_assert_num_queries(3):
        browser.get(url("draft"))
    whole = content()
    for number in range(40):
        made = {**editing.row_at(whole, (0, 0, 0)), "code": f"Z{number}"}
        whole = editing.with_child(whole, (0, 0), made)
    drafts.save_draft(version=stored(), content=whole, by=None, now=NOW, seen_version=1)
    with django_assert_num_queries(3):
        browser.get(url("draft"))
    with django_assert_num_queries(3):
        browser.get(url("draft_indicator", "Z39"))


def test_a_new_indicator_has_room_for_as_many_levels_as_the_others(browser: Client) -> None:
    form = browser.get(url("draft_indicator_create", first(RowSort.VARIABLE))).context["form"]
    assert [field.name for field in form.level_fields()] == [f"level_{n}" for n in range(5)]
