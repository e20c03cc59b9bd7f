"""Official results brought in by two people at the same moment. SQLite lets one write at a time and would hide it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from conftest import NOW
from history.models import Event
from kspp.lib.errors import Conflict, Refused
from kspp.testing.racing import at_once, during
from official_results.models import OfficialImport, OfficialResult
from official_results.sentences.refusals import PROBLEMS, Refusal
from official_results.services.imports import check, drop, take
from official_results.services.results import import_results
from official_results.services.unit_names import link_name
from units.models import UnitAlias

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

HEAD = "tingkat;pemerintah daerah;tahun;instrumen;unit;nilai;zona;sumber"
KAUR = "kabupaten;Kaur;2023;kspp-2023-2024;;95,94;hijau;press: Uji"
PASER = "kabupaten;Paser;2023;kspp-2023-2024;;81,22;hijau;press: Uji"
UNIT = "kabupaten;Kaur;2023;kspp-2023-2024;{};90,10;hijau;press: Uji"


def content(*lines) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def checked(by, *lines, government=None, key=None) -> OfficialImport:
    return check(
        government=government, name="hasil.csv", content=content(*lines), order_key=key or uuid.uuid4(), by=by, now=NOW
    )


def taking(batch, by):
    return lambda: take(batch=batch, partial=False, seen_version=1, by=by, now=NOW)


def dropping(batch, by):
    return lambda: drop(batch=batch, seen_version=1, by=by, now=NOW)


def test_an_import_taken_by_four_at_once_is_brought_in_once(coordinator, kaur) -> None:
    batch = checked(coordinator, KAUR, government=kaur)

    results = at_once(*[taking(batch, coordinator)] * 4)

    assert [result.state for result in results] == ["taken"] * 4
    assert OfficialResult.objects.count() == 1
    assert Event.objects.filter(action="official_result.imported").count() == 1


def test_two_people_who_confirm_at_once_both_land_on_the_import(coordinator, platform_admin, kaur) -> None:
    batch = checked(platform_admin, KAUR)
    clients = [Client() for _ in range(3)]
    for client in clients:
        client.force_login(platform_admin)
    address = reverse("official_results:official_take", args=[batch.pk])

    answers = at_once(*[lambda client=client: client.post(address, {"version": 1}) for client in clients])

    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, reverse("official_results:official_import", args=[batch.pk]))
    ] * 3
    assert OfficialResult.objects.count() == 1


def test_an_import_is_taken_or_dropped_never_both(coordinator, kaur) -> None:
    batch = checked(coordinator, KAUR, government=kaur)

    taken, dropped = at_once(taking(batch, coordinator), dropping(batch, coordinator))

    batch.refresh_from_db()
    if isinstance(taken, Refused):
        assert (batch.state, bytes(batch.content), OfficialResult.objects.count()) == ("dropped", b"", 0)
    else:
        assert isinstance(dropped, Refused)
        assert (batch.state, bytes(batch.content)) == ("taken", content(KAUR))
        assert OfficialResult.objects.count() == 1
    assert Event.objects.exclude(action="official_import.checked").count() == 1


def test_one_form_sent_four_times_at_once_is_one_upload(coordinator, kaur) -> None:
    key = uuid.uuid4()

    results = at_once(*[lambda: checked(coordinator, KAUR, government=kaur, key=key)] * 4)

    assert {result.pk for result in results} == {OfficialImport.objects.get().pk}
    assert Event.objects.filter(action="official_import.checked").count() == 1


def test_two_imports_of_the_same_figures_at_once_bring_them_in_once(platform_admin, kaur, paser) -> None:
    """In another order, too: each would wait for the other's row."""
    batches = [checked(platform_admin, *lines) for lines in ((KAUR, PASER), (PASER, KAUR))]

    results = at_once(*[taking(batch, platform_admin) for batch in batches])

    assert sorted(type(result).__name__ for result in results) == ["OfficialImport", "Refused"]
    assert [result.code for result in results if isinstance(result, Refused)] == [Refusal.NOTHING_NEW]
    assert OfficialResult.objects.count() == 2
    assert sorted(OfficialImport.objects.values_list("state", flat=True)) == ["checked", "taken"]


def test_the_second_of_two_that_overlap_brings_in_the_rest(platform_admin, coordinator, kaur, paser) -> None:
    own, all_of_them = checked(coordinator, KAUR, government=kaur), checked(platform_admin, KAUR, PASER)

    results = during(taking(own, coordinator), taking(all_of_them, platform_admin))

    assert [result.state for result in results] == ["taken"] * 2
    assert [result.summary["new"] for result in results] == [1, 1]
    assert OfficialResult.objects.count() == 2


def test_a_unit_written_in_two_ways_by_two_at_once_is_one_figure(coordinator, kaur) -> None:
    """The database would take both: it compares the names letter by letter."""
    batches = [checked(coordinator, UNIT.format(name), government=kaur) for name in ("Dinas Sosial", "DINAS SOSIAL")]

    _, late = during(*[taking(batch, coordinator) for batch in batches])

    assert late.code == Refusal.NOTHING_NEW
    assert OfficialResult.objects.count() == 1


def test_a_figure_typed_in_elsewhere_at_the_same_moment_is_no_fault_of_the_page(client, coordinator, kaur) -> None:
    batch = checked(coordinator, KAUR, government=kaur)
    client.force_login(coordinator)
    told = {"year": 2023, "instrument_code": "kspp-2023-2024", "score": "95.94", "source": "press: Uji"}

    client.get(
        reverse("official_results:official_import", args=[batch.pk])
    )  # so that the page is ready when it is timed

    def type_in():
        return OfficialResult.objects.create(government=kaur, **told)

    def confirm():
        return client.post(reverse("official_results:official_take", args=[batch.pk]), {"version": 1})

    _, answer = during(type_in, confirm)

    assert answer.status_code == 422
    assert PROBLEMS[Refusal.AT_THE_SAME_TIME] in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_the_command_twice_at_once_loads_everything_once(kaur, paser) -> None:
    def run():
        return import_results(content=content(KAUR, PASER), name="hasil.csv", by=None, now=NOW)

    results = at_once(run, run)

    assert sorted(result.written for result in results) == [False, True]
    assert OfficialResult.objects.count() == 2


@pytest.fixture
def printed(kaur, puskesmas, dukcapil) -> str:
    """A name that nobody goes by, with a figure."""
    told = {"year": 2022, "instrument_code": "kspp-2022", "score": "80.00", "source": "press: Uji"}
    OfficialResult.objects.create(government=kaur, unit_name="PKM Mentiring", **told)
    return "PKM Mentiring"


def linking(government, name, unit, by):
    return lambda: link_name(government=government, name=name, unit=unit, seen=None, by=by, now=NOW)


def test_a_name_given_to_two_units_at_once_goes_to_one_and_the_other_is_told(
    coordinator, platform_admin, kaur, printed, puskesmas, dukcapil
) -> None:
    results = at_once(linking(kaur, printed, puskesmas, coordinator), linking(kaur, printed, dukcapil, platform_admin))

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "int"]
    alias = UnitAlias.objects.get()
    assert OfficialResult.objects.get().unit == alias.unit
    [conflict] = [result for result in results if isinstance(result, Conflict)]
    assert conflict.row == alias


def test_a_link_sent_four_times_at_once_is_one(coordinator, kaur, printed, puskesmas) -> None:
    results = at_once(*[linking(kaur, printed, puskesmas, coordinator)] * 4)

    assert sorted(results) == [0, 0, 0, 1]
    assert Event.objects.filter(action="official_result.linked").count() == 1


@pytest.mark.parametrize("link_first", [True, False])
def test_an_import_beside_a_link_leaves_no_figure_without_it(coordinator, kaur, printed, puskesmas, link_first) -> None:
    batch = checked(coordinator, UNIT.format(printed), government=kaur)
    acts = [linking(kaur, printed, puskesmas, coordinator), taking(batch, coordinator)]

    during(*(acts if link_first else acts[::-1]))

    assert list(OfficialResult.objects.values_list("unit", flat=True)) == [puskesmas.pk] * 2
