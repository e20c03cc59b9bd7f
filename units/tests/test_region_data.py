"""The reviewed region files are complete, consistent and unambiguous."""

import csv
import itertools
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kspp.lib.names import name_key

DATA = Path(__file__).resolve().parents[1] / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


GOVERNMENTS = rows("governments.csv")
ALIASES = rows("aliases.csv")
BY_CODE = {row["code"]: row for row in GOVERNMENTS}


def test_there_are_38_provinces_416_kabupaten_and_98_kota():
    assert Counter(row["level"] for row in GOVERNMENTS) == {"provinsi": 38, "kabupaten": 416, "kota": 98}


def test_codes_are_unique_and_sorted():
    codes = [row["code"] for row in GOVERNMENTS]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("level, length", [("provinsi", 2), ("kabupaten", 5), ("kota", 5)])
def test_every_code_lies_in_its_province(level, length):
    provinces = {row["code"] for row in GOVERNMENTS if row["level"] == "provinsi"}
    for row in GOVERNMENTS:
        if row["level"] == level:
            assert len(row["code"]) == length, row
            assert row["province_code"] in provinces, row
            assert row["code"][:2] == row["province_code"], row


def test_kota_codes_begin_at_71_and_kabupaten_codes_end_before():
    for row in GOVERNMENTS:
        if row["level"] != "provinsi":
            assert (int(row["code"][3:]) >= 71) == (row["level"] == "kota"), row


def test_names_are_clean_and_carry_no_level_word():
    for row in GOVERNMENTS:
        assert row["name"] == " ".join(row["name"].split()), row
        assert not row["name"].casefold().startswith(("kab", "kota ", "provinsi")), row
        assert "(" not in row["name"], row


def test_a_name_occurs_once_per_level():
    keys = Counter((row["level"], name_key(row["name"])) for row in GOVERNMENTS)
    assert [key for key, count in keys.items() if count > 1] == []


def test_26_names_are_both_kabupaten_and_kota():
    levels = defaultdict(set)
    for row in GOVERNMENTS:
        levels[row["name"]].add(row["level"])
    twins = {name for name, found in levels.items() if {"kabupaten", "kota"} <= found}
    assert len(twins) == 26
    named = ["Bandung", "Bima", "Gorontalo", "Jayapura", "Kupang", "Magelang", "Malang", "Solok", "Sorong", "Tegal"]
    assert twins > set(named)


def test_bengkulu_jambi_and_gorontalo_are_provinces_too():
    for name in ("Bengkulu", "Jambi", "Gorontalo"):
        assert {"provinsi", "kota"} <= {row["level"] for row in GOVERNMENTS if row["name"] == name}


@pytest.mark.parametrize(
    "code, level, name",
    [
        ("14.07", "kabupaten", "Rokan Hilir"),
        ("17.04", "kabupaten", "Kaur"),
        ("14.04", "kabupaten", "Indragiri Hilir"),
        ("14.71", "kota", "Pekanbaru"),
        ("64.01", "kabupaten", "Paser"),
        ("96.01", "kabupaten", "Sorong"),
        ("96.02", "kabupaten", "Sorong Selatan"),
        ("96.03", "kabupaten", "Raja Ampat"),
        ("96.04", "kabupaten", "Tambrauw"),
        ("96.05", "kabupaten", "Maybrat"),
        ("96.71", "kota", "Sorong"),
    ],
)
def test_these_governments_have_these_codes(code, level, name):
    assert (BY_CODE[code]["level"], BY_CODE[code]["name"]) == (level, name)


def test_aliases_point_at_existing_governments():
    assert [row for row in ALIASES if row["code"] not in BY_CODE] == []


def test_an_alias_never_means_another_government_of_the_same_level():
    owners = {(row["level"], name_key(row["name"])): row["code"] for row in GOVERNMENTS}
    for row in ALIASES:
        key = BY_CODE[row["code"]]["level"], name_key(row["alias"])
        assert owners.setdefault(key, row["code"]) == row["code"], row


def test_an_alias_key_occurs_once_per_government():
    keys = Counter((row["code"], name_key(row["alias"])) for row in ALIASES)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize(
    "written, level, code",
    [
        ("Tanjung Pinang", "kota", "21.72"),
        ("PANGKAL PINANG", "kota", "19.71"),
        ("Toli-Toli", "kabupaten", "72.04"),
        ("Fak Fak", "kabupaten", "92.03"),
        ("Bau-Bau", "kota", "74.72"),
        ("Tojo Una Una", "kabupaten", "72.09"),
        ("Batanghari", "kabupaten", "15.04"),
        ("Tanjung Balai", "kota", "12.74"),
        ("Toba Samosir", "kabupaten", "12.12"),
        ("Inhil", "kabupaten", "14.04"),
        ("Rohil", "kabupaten", "14.07"),
        ("DI Yogyakarta", "provinsi", "34"),
        ("D.I. Yogyakarta", "provinsi", "34"),
        ("DKI Jakarta", "provinsi", "31"),
        ("Daerah Khusus Ibukota Jakarta", "provinsi", "31"),
    ],
)
def test_other_spellings_find_their_government(written, level, code):
    named = {(row["level"], name_key(row["name"]), row["code"]) for row in GOVERNMENTS}
    known = {(BY_CODE[row["code"]]["level"], name_key(row["alias"]), row["code"]) for row in ALIASES}
    assert [found for kind, key, found in named | known if (kind, key) == (level, name_key(written))] == [code]


def test_the_key_of_a_name_ignores_case_blanks_hyphens_dots_and_apostrophes():
    written = ["Tojo Una-Una", "TOJO UNA UNA", "tojo  una‑una", "Tojo. Una'Una", "Tojo’Una Una"]
    for one, other in itertools.pairwise(written):
        assert name_key(one) == name_key(other)


def test_the_key_of_a_name_keeps_digits_and_letters():
    assert name_key("50 Kota") == "50kota"
    assert name_key("Nias") != name_key("Nias 2")
