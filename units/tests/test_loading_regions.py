import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from units.management.commands import load_regions as command
from units.models import Government, GovernmentAlias, Province
from units.services import Loaded, load_regions

pytestmark = pytest.mark.both_databases

GOVERNMENTS = [
    {"code": "32", "level": "provinsi", "name": "Jawa Barat", "province_code": "32"},
    {"code": "32.04", "level": "kabupaten", "name": "Bandung", "province_code": "32"},
    {"code": "32.73", "level": "kota", "name": "Bandung", "province_code": "32", "capital": "Bandung"},
    {"code": "72", "level": "provinsi", "name": "Sulawesi Tengah", "province_code": "72"},
    {"code": "72.09", "level": "kabupaten", "name": "Tojo Una-Una", "province_code": "72"},
]
ALIASES = [{"code": "72.09", "alias": "Touna", "note": "short form"}]


def load(governments=GOVERNMENTS, aliases=ALIASES):
    return load_regions(governments=governments, aliases=aliases)


def changed(code, **fields):
    return [{**row, **fields} if row["code"] == code else row for row in GOVERNMENTS]


def test_the_command_loads_every_reviewed_row(db, capsys):
    call_command("load_regions")
    assert (Province.objects.count(), Government.objects.count()) == (38, 552)
    assert GovernmentAlias.objects.count() == len(command.rows_of("aliases.csv"))
    assert Government.objects.get(code="17.04").full_name == "Kabupaten Kaur"
    assert Government.objects.get(code="17.04").province.name == "Bengkulu"


def test_the_command_writes_nothing_the_second_time(db, capsys):
    call_command("load_regions")
    with CaptureQueriesContext(connection) as queries:
        call_command("load_regions")
    written = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []
    assert "0 created, 0 changed" in capsys.readouterr().out


def test_a_file_without_its_columns_is_named(db, tmp_path, monkeypatch):
    (tmp_path / "governments.csv").write_text("code,name\n17,Bengkulu\n")
    monkeypatch.setattr(command, "DATA", tmp_path)
    with pytest.raises(CommandError, match=r"governments\.csv: missing column level, province_code"):
        call_command("load_regions")


def test_an_alias_of_an_unknown_code_is_refused_and_nothing_is_kept(db):
    with pytest.raises(KeyError):
        load(aliases=[{"code": "99.99", "alias": "Antah Berantah", "note": ""}])
    assert not Government.objects.exists()


def test_keys_for_comparing_names_are_filled(db):
    load()
    assert Government.objects.get(code="72.09").name_key == "tojounauna"
    assert GovernmentAlias.objects.get().key == "touna"


def test_twin_names_are_told_apart_by_level(db):
    load()
    assert Government.objects.named("Bandung").count() == 2
    assert Government.objects.named("bandung", "kota").get().code == "32.73"
    assert Government.objects.named("BANDUNG", "kabupaten").get().code == "32.04"


def test_a_government_is_found_by_its_other_name(db):
    load()
    assert Government.objects.named("TOUNA").get().code == "72.09"


def test_the_seat_comes_from_the_file_only_where_nobody_typed_one(db):
    load()
    assert Government.objects.get(code="32.73").seat == "Bandung"
    Government.objects.filter(code="32.73").update(seat="Bandung Kulon")
    assert load() == Loaded(0, 0)
    assert Government.objects.get(code="32.73").seat == "Bandung Kulon"


def test_a_corrected_name_arrives_and_what_a_coordinator_typed_stays(db):
    load()
    Government.objects.filter(code="32.04").update(address="Jl. Raya 1", signatory_name="Ani", seat="Soreang")
    assert load(changed("32.04", name="Bandung Raya")) == Loaded(0, 1)
    government = Government.objects.get(code="32.04")
    assert (government.name, government.name_key) == ("Bandung Raya", "bandungraya")
    assert (government.address, government.signatory_name, government.seat) == ("Jl. Raya 1", "Ani", "Soreang")


def test_a_corrected_province_name_and_alias_note_arrive(db):
    load()
    renamed = [{**row, "name": "Jabar"} if row["code"] == "32" else row for row in GOVERNMENTS]
    assert load(renamed, [{**ALIASES[0], "note": "short"}]) == Loaded(0, 3)
    assert Province.objects.get(code="32").name == "Jabar"
    assert GovernmentAlias.objects.get().note == "short"


def test_an_alias_added_by_hand_stays(db):
    load()
    GovernmentAlias.objects.create(government=Government.objects.get(code="32.73"), name="Kota Kembang")
    load()
    assert Government.objects.named("kota kembang").get().code == "32.73"
