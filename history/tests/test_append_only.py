import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from history.management.commands.verify_history import first_break
from history.models import Chain, Event
from history.services import chained_hash, content_of, record
from units.models import Officer

pytestmark = pytest.mark.both_databases


@pytest.fixture
def told(kaur, paser, coordinator, dukcapil, now):
    """Three events in Kaur's chain, one in Paser's and one of the platform."""
    for n in range(3):
        record(action="unit.changed", subject=dukcapil, by=coordinator, now=now, changes={"n": [n, "é"]})
    record(action="government.changed", subject=paser, by=coordinator, now=now, reason="uji")
    record(action="user.created", subject=coordinator, by=None, now=now)
    return list(Event.objects.filter(government=kaur).order_by("sequence"))


@pytest.fixture
def unguarded(told):
    """The database without the triggers that keep history, as somebody with its password could have it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER history_event_append_only ON history_event")
        else:
            cursor.execute("DROP TRIGGER history_event_no_update")
            cursor.execute("DROP TRIGGER history_event_no_delete")
    return told


def verdict():
    with pytest.raises(CommandError) as refusal:
        call_command("verify_history")
    return str(refusal.value)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(reason="lain"),
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.bulk_update([event], ["reason"]),
    ],
    ids=["update", "save", "delete", "delete all", "bulk update"],
)
def test_the_database_refuses_to_change_or_delete_an_event(told, attempt):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt(told[0])
    assert Event.objects.count() == 5


def test_a_whole_history_is_called_whole(told, capsys):
    call_command("verify_history")
    assert capsys.readouterr().out.strip() == "History is whole: 3 chains, 5 events."


def test_an_empty_history_is_whole(db, capsys):
    call_command("verify_history")
    assert "0 events" in capsys.readouterr().out


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "lain"},
        {"actor_name": "Orang lain"},
        {"actor": None},
        {"action": "unit.created"},
        {"changes": {"n": [1, "e"]}},
        {"subject_id": "0"},
        {"subject_name": "Lain"},
        {"unit": None},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_changed_event_is_found_and_named(unguarded, kaur, fields):
    Event.objects.filter(pk=unguarded[1].pk).update(**fields)
    assert verdict() == f"Chain {kaur.pk}: event 2 (id {unguarded[1].pk}) was changed after it was written."


def test_an_event_taken_out_of_the_middle_is_found(unguarded, kaur):
    Event.objects.filter(pk=unguarded[1].pk).delete()
    assert verdict() == f"Chain {kaur.pk}: event 2 is missing."


def test_an_event_cut_off_the_end_is_found(unguarded, kaur):
    Event.objects.filter(pk=unguarded[2].pk).delete()
    assert verdict() == f"Chain {kaur.pk}: the end is missing: 2 of 3 events are left."


def test_a_forged_event_with_a_right_hash_of_its_own_does_not_fit_the_next(unguarded, kaur):
    event = Event.objects.get(pk=unguarded[1].pk)
    event.reason = "lain"
    Event.objects.filter(pk=event.pk).update(reason="lain", hash=chained_hash(event.previous_hash, content_of(event)))
    assert verdict() == f"Chain {kaur.pk}: event 3 (id {unguarded[2].pk}) does not follow event 2."


def test_every_broken_chain_is_named(unguarded, kaur, paser):
    Event.objects.filter(sequence=1).update(reason="lain")
    assert set(re.findall(r"Chain (\w+):", verdict())) == {str(kaur.pk), str(paser.pk), Chain.PLATFORM}


def test_what_is_appended_while_the_chain_is_read_does_not_look_like_a_break(told, kaur, dukcapil, now):
    chain = Chain.objects.get(pk=str(kaur.pk))
    record(action="unit.changed", subject=dukcapil, by=None, now=now, unit=dukcapil)
    assert first_break(chain) is None


def test_an_event_belongs_where_its_subject_does(kaur, dukcapil, coordinator, now):
    officer = Officer.objects.create(unit=dukcapil, duty=Officer.Duty.OFFICIAL, name="Ana")
    membership = coordinator.memberships.get()
    for subject, place in (
        (officer, (kaur.pk, dukcapil.pk)),
        (dukcapil, (kaur.pk, dukcapil.pk)),
        (membership, (kaur.pk, None)),
        (kaur, (kaur.pk, None)),
        (coordinator, (None, None)),
    ):
        event = record(action="unit.changed", subject=subject, by=None, now=now)
        assert (event.government_id, event.unit_id) == place
    told = record(action="unit.changed", subject=coordinator, by=None, now=now, unit=dukcapil)
    assert (told.government_id, told.unit_id) == (kaur.pk, dukcapil.pk)
