"""Days off and clocks on their pages: who changes what, once, and against which version."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from complaints.clocks import read_clocks
from complaints.models import ClockRule, DayOff
from complaints.services import change_day_off, create_day_off, create_local_clock, load_clocks, load_days_off
from conftest import NOW
from history.models import Event
from history.sentences import ACTIONS


def url(name, *args):
    return reverse(f"complaints:{name}", args=["17.04", *args])


def day_data(**fields):
    return {"date": "2024-05-16", "name": "Hari Jadi Kaur", "kind": "local", **fields}


def clock_data(**fields):
    return {
        "code": "sp4n-non-supervisory",
        "name": "Tujuh hari kerja",
        "length": "7",
        "unit": "working",
        "starts_at": "receipt",
        "decree_number": "100.3.3.2/145/2024",
        "basis": "Keputusan Bupati",
        "valid_from": "2024-02-01",
        **fields,
    }


@pytest.fixture
def days(kaur):
    for year in range(2024, 2028):
        load_days_off(year=year, by=None, now=NOW)
    return DayOff.objects.national()


@pytest.fixture
def rules(kaur):
    load_clocks(rows=read_clocks(), by=None, now=NOW)
    return ClockRule.objects.national()


@pytest.fixture
def local(kaur):
    return DayOff.objects.create(government=kaur, date="2024-05-16", name="Hari Jadi Kaur", kind="local")


def change_data(**fields):
    return {"name": "Hari Jadi Kaur", "is_active": "on", "reason": "", "version": "1", **fields}


# The calendar


def test_the_calendar_of_a_year_shows_national_and_own_days_only(client, head, days, local, paser):
    DayOff.objects.create(government=paser, date="2024-06-01", name="Hari Jadi Paser", kind="local")
    client.force_login(head)
    page = client.get(url("calendar"), {"tahun": "2024"})
    text = page.content.decode()
    assert "Hari Jadi Kaur" in text
    assert "Cuti Bersama Hari Raya Idul Fitri" in text
    assert "Hari Jadi Paser" not in text
    assert "Hari Suci Nyepi" in text
    assert url("day_off_create") not in text
    assert page.context["content"].years == [2024, 2025, 2026, 2027]
    assert all(line.row.date.year == 2024 for line in page.context["content"].days)


@pytest.mark.parametrize("year", ["", "abc", "99999", "0001", "²²²²", "1999"])
def test_a_year_that_cannot_be_read_is_this_one(client, head, days, year):
    client.force_login(head)
    assert client.get(url("calendar"), {"tahun": year}).context["content"].year >= 2024


@pytest.mark.parametrize(
    ("year", "words"),
    [("2024", ""), ("2027", "masih dapat berubah"), ("2031", "belum dimuat")],
)
def test_the_page_says_how_settled_a_year_is(client, head, days, year, words):
    client.force_login(head)
    text = client.get(url("calendar"), {"tahun": year}).content.decode()
    found = [phrase for phrase in ("masih dapat berubah.", "Kalender ini masih", "belum dimuat") if phrase in text]
    assert bool(words) == any(phrase in ("Kalender ini masih", "belum dimuat") for phrase in found)
    assert words in text


def test_the_lists_take_as_many_queries_for_many_rows(client, coordinator, kaur, django_assert_max_num_queries):
    client.force_login(coordinator)
    for page in ("calendar", "clocks"):
        client.get(url(page))
        with django_assert_max_num_queries(12) as few:
            client.get(url(page), {"tahun": "2024"})
        load_days_off(year=2024, by=None, now=NOW)
        load_clocks(rows=read_clocks(), by=None, now=NOW)
        DayOff.objects.bulk_create(
            DayOff(government=kaur, date=date(2024, 1, 1 + n), name=f"{page} {n}", kind="local") for n in range(30)
        )
        with django_assert_max_num_queries(len(few)):
            client.get(url(page), {"tahun": "2024"})


def test_a_coordinator_adds_a_local_day_once(client, coordinator, kaur):
    client.force_login(coordinator)
    for _ in range(2):
        answer = client.post(url("day_off_create"), day_data())
        assert answer.status_code == 302
    row = DayOff.objects.get()
    assert (row.government, row.kind, row.source, row.is_active) == (kaur, "local", "people", True)
    event = Event.objects.get(action="day_off.created")
    assert (event.actor, event.government) == (coordinator, kaur)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": ""}, "date"),
        ({"date": "kemarin"}, "date"),
        ({"date": "1999-12-31"}, "date"),
        ({"name": " "}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"kind": "public"}, "kind"),
    ],
)
def test_a_day_that_cannot_be_stored_is_answered_at_the_field(client, coordinator, wrong, field):
    client.force_login(coordinator)
    answer = client.post(url("day_off_create"), day_data(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not DayOff.objects.exists()


def test_a_day_known_under_another_guise_is_refused(client, coordinator, local):
    client.force_login(coordinator)
    answer = client.post(url("day_off_create"), day_data(name="hari jadi kaur", is_estimate="on"))
    assert answer.status_code == 422
    assert "sudah ada" in answer.content.decode()


def test_the_platform_adds_a_day_for_everybody(client, platform_admin, kaur, paser):
    client.force_login(platform_admin)
    data = day_data(name="Cuti Bersama Tambahan", kind="collective_leave")
    assert client.post(url("day_off_create"), data).status_code == 302
    assert DayOff.objects.get().government is None
    assert Event.objects.get(action="day_off.created").government is None


def test_a_national_day_is_out_of_a_coordinators_reach(client, coordinator, kaur, days):
    row = days.first()
    client.force_login(coordinator)
    assert client.get(url("day_off_edit", row.pk)).status_code == 403
    assert client.post(url("day_off_edit", row.pk), change_data()).status_code == 403
    for write, more in (
        (create_day_off, {"values": {"kind": "public", "date": date(2024, 5, 5), "name": "x"}}),
        (change_day_off, {"values": {"is_active": True}, "day_off": row, "seen_version": 1}),
    ):
        with pytest.raises(PermissionDenied):
            write(government=kaur, by=coordinator, now=NOW, **more)


def test_a_neighbours_day_is_not_found_and_not_written(client, coordinator, kaur, paser):
    row = DayOff.objects.create(government=paser, date="2024-06-01", name="Hari Jadi Paser", kind="local")
    client.force_login(coordinator)
    assert client.get(url("day_off_edit", row.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        change_day_off(
            day_off=row, government=kaur, values={"is_active": True}, seen_version=1, by=coordinator, now=NOW
        )


def test_setting_a_day_inactive_needs_a_reason(client, coordinator, local):
    client.force_login(coordinator)
    address = url("day_off_edit", local.pk)
    refused = client.post(address, change_data(is_active=""))
    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors
    assert client.post(address, change_data(is_active="", reason="Dipindahkan")).status_code == 302
    local.refresh_from_db()
    assert (local.is_active, local.reason, local.version) == (False, "Dipindahkan", 2)
    event = Event.objects.get(action="day_off.changed")
    assert (event.reason, event.changes["is_active"]) == ("Dipindahkan", [True, False])
    assert "tidak berlaku: Dipindahkan" in client.get(url("calendar"), {"tahun": "2024"}).content.decode()


def test_the_same_change_sent_twice_is_one(client, coordinator, local):
    client.force_login(coordinator)
    for _ in range(2):
        assert client.post(url("day_off_edit", local.pk), change_data(name="HUT Kaur")).status_code == 302
    assert Event.objects.filter(action="day_off.changed").count() == 1


def test_a_stale_change_is_a_conflict_that_keeps_what_was_typed(client, coordinator, local):
    DayOff.objects.filter(pk=local.pk).update(name="Hari Jadi", version=2)
    client.force_login(coordinator)
    answer = client.post(url("day_off_edit", local.pk), change_data(name="HUT Kaur"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "HUT Kaur" in text
    assert "Sudah diubah orang lain" in text
    local.refresh_from_db()
    assert local.name == "Hari Jadi"
    again = client.post(url("day_off_edit", local.pk), change_data(name="HUT Kaur", version="2"))
    assert again.status_code == 302


def test_a_day_cannot_take_the_name_of_another_on_that_date(client, coordinator, kaur, local):
    other = DayOff.objects.create(government=kaur, date="2024-05-16", name="Lain", kind="local")
    client.force_login(coordinator)
    assert client.post(url("day_off_edit", other.pk), change_data()).status_code == 422


def test_the_platform_settles_an_estimate(client, platform_admin, days):
    row = days.get(name="Hari Raya Idul Fitri", date__year=2027)
    client.force_login(platform_admin)
    assert client.post(url("day_off_edit", row.pk), change_data(name=row.name)).status_code == 302
    row.refresh_from_db()
    assert (row.is_estimate, row.is_edited) == (False, True)


# The clocks


def test_the_clocks_show_basis_and_what_is_to_be_checked(client, head, rules):
    client.force_login(head)
    page = client.get(url("clocks"))
    text = page.content.decode()
    assert text.count('<span class="badge">perlu diperiksa</span>') == 4
    assert "UU 37/2008 Pasal 24 ayat (3)" in text
    assert "ditetapkan daerah" in text
    assert url("clock_create") not in text
    assert len(page.context["lines"]) == 13


def test_before_loading_the_page_says_so(client, coordinator):
    client.force_login(coordinator)
    assert "belum dimuat" in client.get(url("clocks")).content.decode()


def test_a_government_replaces_a_rule_by_decree_once(client, coordinator, kaur, rules):
    client.force_login(coordinator)
    for _ in range(2):
        assert client.post(url("clock_create"), clock_data()).status_code == 302
    rule = ClockRule.objects.get(government=kaur)
    assert (rule.length, rule.valid_from, rule.decree_number) == (7, date(2024, 2, 1), "100.3.3.2/145/2024")
    assert Event.objects.filter(action="clock.created").count() == 1
    page = client.get(url("clocks"))
    lines = page.context["lines"]
    place = next(n for n, line in enumerate(lines) if line.rule == rule)
    assert lines[place - 1].rule.code == rule.code
    assert lines[place - 1].is_replaced
    assert lines[place].replaces == lines[place - 1].rule
    assert "100.3.3.2/145/2024" in page.content.decode()
    assert [line.can_edit for line in lines].count(True) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"length": ""}, "length"),
        ({"length": "0"}, "length"),
        ({"length": "1001"}, "length"),
        ({"length": "-1"}, "length"),
        ({"extension": "2000"}, "extension"),
        ({"decree_number": ""}, "decree_number"),
        ({"valid_from": ""}, "valid_from"),
        ({"valid_until": "2024-01-31"}, "valid_until"),
        ({"code": "unknown"}, "code"),
        ({"code": ""}, "code"),
        ({"unit": "weeks"}, "unit"),
    ],
)
def test_a_rule_that_cannot_be_stored_is_answered_at_the_field(client, coordinator, rules, wrong, field):
    client.force_login(coordinator)
    answer = client.post(url("clock_create"), clock_data(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ClockRule.objects.exclude(government=None).exists()


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        ("2024-07-01", "", 422),
        ("2024-01-01", "", 422),
        ("2024-01-01", "2024-02-01", 422),
        ("2024-06-30", "2024-06-30", 422),
        ("2024-01-01", "2024-01-31", 302),
    ],
)
def test_two_rules_for_one_clock_do_not_overlap(client, coordinator, rules, since, until, status):
    client.force_login(coordinator)
    client.post(url("clock_create"), clock_data())
    answer = client.post(url("clock_create"), clock_data(name="Lain", valid_from=since, valid_until=until))
    assert answer.status_code == status


def test_a_new_decree_follows_once_the_old_one_ends(client, coordinator, kaur, rules):
    client.force_login(coordinator)
    client.post(url("clock_create"), clock_data())
    old = ClockRule.objects.get(government=kaur)
    ended = clock_data(valid_until="2024-12-31", version="1")
    assert client.post(url("clock_edit", old.pk), ended).status_code == 302
    new = clock_data(valid_from="2025-01-01", length="10", extension="7", decree_number="2/2025")
    assert client.post(url("clock_create"), new).status_code == 302
    assert ClockRule.objects.filter(government=kaur).count() == 2
    assert Event.objects.get(action="clock.changed").changes["valid_until"] == [None, "2024-12-31"]


def test_a_stale_rule_is_a_conflict(client, coordinator, kaur, rules):
    client.force_login(coordinator)
    client.post(url("clock_create"), clock_data())
    rule = ClockRule.objects.get(government=kaur)
    ClockRule.objects.filter(pk=rule.pk).update(length=8, version=2)
    answer = client.post(url("clock_edit", rule.pk), clock_data(length="9", version="1"))
    assert answer.status_code == 409
    assert 'value="9"' in answer.content.decode()
    rule.refresh_from_db()
    assert rule.length == 8


def test_a_national_rule_is_the_platforms(client, coordinator, platform_admin, rules):
    rule = rules.get(code="decide")
    data = {
        "name": rule.name,
        "length": "60",
        "unit": "calendar",
        "starts_at": "file_complete",
        "basis": "UU 25/2009 Pasal 50 ayat (7)",
        "confidence": "H",
        "version": "1",
    }
    client.force_login(coordinator)
    assert client.post(url("clock_edit", rule.pk), data).status_code == 403
    client.force_login(platform_admin)
    assert client.get(url("clock_edit", rule.pk)).status_code == 200
    assert client.post(url("clock_edit", rule.pk), data).status_code == 302
    rule.refresh_from_db()
    assert (rule.needs_checking, rule.version) == (False, 2)
    assert Event.objects.get(action="clock.changed").government is None


def test_a_local_rule_belongs_to_whoever_manages_that_government(kaur, outsider, head, rules):
    values = {"code": "decide", "unit": "working", "length": 3, "valid_from": date(2024, 1, 1), "name": "x"}
    for stranger in (outsider, head):
        with pytest.raises(PermissionDenied):
            create_local_clock(government=kaur, values=values, by=stranger, now=NOW)


def test_every_action_has_its_words():
    wanted = {
        "day_off.created",
        "day_off.changed",
        "days_off.loaded",
        "clock.created",
        "clock.changed",
        "clocks.loaded",
    }
    assert wanted <= set(ACTIONS)
