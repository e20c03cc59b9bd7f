"""A unit's name as printed that nobody here goes by is linked once, and from then on everywhere."""

import pytest

from conftest import NOW, make_unit
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from official_results.models import OfficialResult
from official_results.selectors.honesty import honesty_of_unit
from official_results.selectors.unit_names import unit_links, unknown_units
from official_results.sentences.refusals import Refusal
from official_results.services.results import import_results
from official_results.tests.past import official
from official_results.tests.printed import PRINTED, link, links
from units.models import ServiceUnit, UnitAlias

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEAD = "level,government,year,instrument,unit,score,source"


def imported(*lines):
    content = "\n".join([HEAD, *lines]).encode()
    return import_results(content=content, name="uji.csv", by=None, now=NOW)


# What a link does


def test_every_year_and_spelling_is_linked_at_once_and_nothing_published_changes(printed, coordinator, puskesmas):
    before = list(OfficialResult.objects.order_by("pk").values())
    assert link(printed, coordinator, puskesmas) == 2
    assert links() == {PRINTED: puskesmas.pk, "PKM  MENTIRING": puskesmas.pk, "Disdukcapil": None}
    after = list(OfficialResult.objects.order_by("pk").values())
    assert [row | {"unit_id": None} for row in after] == before


def test_later_imports_and_other_years_link_by_themselves(printed, coordinator, puskesmas, instrument):
    link(printed, coordinator, puskesmas)
    found = imported(
        "kabupaten,Kaur,2024,kspp-2023-2024,pkm mentiring,88.00,press: Uji",
        "kabupaten,Kaur,2024,kspp-2023-2024,PKM Mentirin,70.00,press: Uji",
    )
    [note] = [note for note in found.notes if "tidak ada unit" in note]
    assert "PKM Mentirin di portal" in note
    assert "Apakah yang dimaksud Puskesmas Mentiring?" in note, "the remembered name is a name it goes by"
    assert "Setelah dimuat, unitnya dapat dipilih" in note
    assert OfficialResult.objects.get(unit_name="pkm mentiring").unit == puskesmas
    assert OfficialResult.objects.get(unit_name="PKM Mentirin").unit is None


def test_a_linked_figure_stands_beside_our_own(printed, coordinator, puskesmas):
    assert {row.record.year: row.record.official for row in honesty_of_unit(puskesmas).years} == {}
    link(printed, coordinator, puskesmas)
    assert [str(row.record.official) for row in honesty_of_unit(puskesmas).years] == ["86.00", "80.10"]


def test_a_link_is_told_in_the_history_of_the_unit(printed, coordinator, puskesmas):
    link(printed, coordinator, puskesmas)
    event = Event.objects.get()
    assert (event.action, event.subject_name, event.unit, event.government, event.actor) == (
        "official_result.linked", PRINTED, puskesmas, printed, coordinator,
    )  # fmt: skip
    assert event.changes == {"unit": [None, "Puskesmas Mentiring"], "rows": [0, 2]}


def test_the_same_twice_is_one_link_and_one_line_of_history(printed, coordinator, puskesmas):
    assert link(printed, coordinator, puskesmas) == 2
    assert link(printed, coordinator, puskesmas) == 0
    assert UnitAlias.objects.count() == Event.objects.count() == 1


def test_a_wrong_link_is_moved_and_let_go_of(printed, coordinator, puskesmas, dukcapil):
    link(printed, coordinator, dukcapil)
    assert link(printed, coordinator, puskesmas, seen=dukcapil.pk) == 2
    assert links()[PRINTED] == puskesmas.pk
    assert link(printed, coordinator, None, seen=puskesmas.pk) == 2
    assert link(printed, coordinator, None, seen=puskesmas.pk) == 0
    assert set(links().values()) == {None}
    assert not UnitAlias.objects.exists()
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["official_result.linked", "official_result.linked", "official_result.unlinked"]


def test_what_somebody_else_chose_meanwhile_is_a_conflict(printed, coordinator, puskesmas, dukcapil):
    link(printed, coordinator, dukcapil)
    with pytest.raises(Conflict) as conflict:
        link(printed, coordinator, puskesmas)
    assert conflict.value.row.unit == dukcapil
    with pytest.raises(Conflict):
        link(printed, coordinator, None, seen=puskesmas.pk)
    assert links()[PRINTED] == dukcapil.pk


def test_only_a_printed_name_that_is_no_unit_s_own_and_a_unit_of_the_government_are_taken(
    printed, paser, coordinator, puskesmas
):
    foreign = make_unit(paser, "Puskesmas Paser", ServiceUnit.Kind.OTHER)
    for name, unit, words in (
        ("Entah", puskesmas, Refusal.NOT_PRINTED),
        ("\x00", puskesmas, Refusal.NOT_PRINTED),
        ("DISDUKCAPIL", puskesmas, Refusal.OWN_NAME),
        (PRINTED, foreign, Refusal.ELSEWHERE),
    ):
        with pytest.raises(Refused, match=words):
            link(printed, coordinator, unit, name=name)
    assert not UnitAlias.objects.exists()
    assert set(links().values()) == {None}


def test_another_government_s_figures_of_the_same_name_stay_as_they_are(printed, paser, coordinator, puskesmas):
    theirs = official(paser, 2023, "70.00", PRINTED)
    link(printed, coordinator, puskesmas)
    theirs.refresh_from_db()
    assert theirs.unit is None


def test_a_name_that_two_units_share_can_be_given_to_one_of_them(kaur, coordinator):
    first, second = (make_unit(kaur, name, ServiceUnit.Kind.OTHER) for name in ("Dinas Kembar", "DINAS KEMBAR"))
    official(kaur, 2023, "80.00", "Dinas Kembar")
    assert [each.name for each in unit_links(kaur).unknown] == ["Dinas Kembar"]
    link(kaur, coordinator, second, name="Dinas Kembar")
    assert unit_links(kaur).unknown == ()
    assert OfficialResult.objects.get().unit == second != first


# What is offered


def test_names_are_listed_with_their_figures_and_what_may_be_meant(printed, puskesmas):
    found = unit_links(printed)
    [name] = found.unknown
    assert (name.name, name.years, found.chosen) == (PRINTED, [2022, 2023], ())
    assert [unit.name for unit in found.likely(name, printed.pk)] == ["Puskesmas Mentiring"]


def test_a_unit_that_once_went_by_the_name_is_likeliest(kaur, coordinator, puskesmas, dukcapil):
    official(kaur, 2022, "80.00", "Puskesmas Lama", unit=dukcapil)
    official(kaur, 2023, "81.00", "Puskesmas Lama")
    found = unit_links(kaur)
    [name] = found.unknown
    assert [unit.name for unit in found.likely(name, kaur.pk)] == ["Disdukcapil", "Puskesmas Mentiring"]
    assert name.years == [2023]


def test_places_where_names_wait_are_counted_and_those_without_units_left_out(printed, paser, coordinator, puskesmas):
    official(paser, 2023, "70.00", "Disdukcapil")
    assert [(each.government, each.names) for each in unknown_units(None)] == [(printed, 1)]
    make_unit(paser, "Dinas Sosial", ServiceUnit.Kind.OTHER)
    assert [(each.government.name, each.names) for each in unknown_units(None)] == [("Kaur", 1), ("Paser", 1)]
    assert [each.government for each in unknown_units({paser.pk})] == [paser]
    link(printed, coordinator, puskesmas)
    assert [each.government for each in unknown_units(None)] == [paser]
