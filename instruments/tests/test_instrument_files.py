"""Instrument files are read exactly, and every mistake is named by file, line and field."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from instruments import versions as instruments
from instruments.versions import InstrumentFileError, shape
from instruments.versions.writing import as_yaml, content_of
from scoring.instrument import RollUp

SMALL = """\
code: contoh-2030
family: contoh
title: Instrumen Contoh
years: []
description: Dikarang untuk pengujian.
source: Tidak ada.
roll_up: mean_by_products
scale: 5
decimals: 2
not_applicable_allowed: true
samples: [{scope: official, number: 3, per: unit, provenance: press}]
outcome_factors:
  - {outcome: main, factor: 1, provenance: press}
  - {outcome: substitute, factor: 0.5, provenance: press}
  - {outcome: refused, factor: 0, provenance: press}
  - {outcome: absent, factor: 0, provenance: press}
bands:
  - {lower: 4.51, zone: "", grade: A, label: Prima, provenance: press}
  - {lower: 4.01, zone: "", grade: A−, label: Sangat Baik, provenance: press}
  - {lower: 0, zone: "", grade: "", label: Lainnya, provenance: press}
dimensions:
  - code: A
    name: Pertama
    weight: 0.1
    weight_provenance: estimated
    variables:
      - code: A1
        name: Satu
        indicators:
          - code: A1.1
            name: Ada atau tidak
            scope: official
            weight: 0.3
            name_provenance: press
            weight_provenance: press
            levels_provenance: press
            levels: {0: Tidak ada., 1: Ada.}
  - code: B
    name: Kedua
    weight: 0.2
    weight_provenance: estimated
    variables:
      - code: B1
        name: Dua
        indicators:
          - code: B1.1
            name: Angka dari luar
            scope: secondary
            weight: 1
            name_provenance: official
            weight_provenance: official
"""
FIRST = "dimensions[0].variables[0].indicators[0]"
SECOND = "dimensions[1].variables[0].indicators[0]"


@pytest.fixture
def write(tmp_path):
    def _write(text, name="contoh.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def problems(path):
    with pytest.raises(InstrumentFileError) as caught:
        instruments.read(path)
    return caught.value.problems


# Reading


def test_an_instrument_of_another_shape_reads_well(write):
    file = instruments.read(write(SMALL))
    spec = file.spec()
    assert (spec.scale, spec.roll_up, file.years, file.not_applicable_allowed) == (5, RollUp.MEAN_BY_PRODUCTS, (), True)
    assert [indicator.maximum for indicator in spec.indicators()] == [Decimal(1), None]
    assert [(band.zone, band.grade) for band in spec.bands] == [("", "A"), ("", "A−"), ("", "")]


def test_an_instrument_without_bands_samples_or_interviews_reads_well(write):
    lines = SMALL.replace("scope: official\n", "scope: government\n").splitlines()
    bare = [*lines[:10], "samples: []", "outcome_factors: []", "bands: []", *lines[20:]]
    assert instruments.read(write("\n".join(bare))).spec().bands == ()


def test_weights_are_read_exactly(write):
    first, second = instruments.read(write(SMALL)).dimensions
    assert first.weight + second.weight == Decimal("0.3")
    assert str(instruments.read(write(SMALL.replace("0.1\n", "21.8500\n"))).dimensions[0].weight) == "21.8500"


def test_words_that_yaml_likes_to_guess_stay_text(write):
    text = SMALL.replace("{0: Tidak ada., 1: Ada.}", "{0: no, 1: yes}").replace("name: Satu", "name: 2030-01-01")
    variable = instruments.read(write(text)).dimensions[0].variables[0]
    assert variable.name == "2030-01-01"
    assert [level.text for level in variable.indicators[0].levels] == ["no", "yes"]


# Awards and certificates


def test_the_award_is_for_green_and_there_is_no_certificate_unless_the_file_says_otherwise(write):
    spec = instruments.read(write(SMALL)).spec()
    assert (spec.award_zone, spec.certificate_from) == ("hijau", None)
    other = instruments.read(write(SMALL + "award_zone: none\ncertificate_from: 4.50\n"))
    assert (other.spec().award_zone, other.spec().certificate_from) == ("none", Decimal("4.50"))
    assert as_yaml(content_of(other)).count("award_zone: none") == 1
    assert "award_zone" not in as_yaml(content_of(instruments.read(write(SMALL))))


def test_saying_what_goes_without_saying_keeps_the_digest(write):
    assert instruments.read(write(SMALL)).digest() == instruments.read(write(SMALL + "award_zone: hijau\n")).digest()
    assert instruments.read(write(SMALL)).digest() != instruments.read(write(SMALL + "award_zone: none\n")).digest()


def test_a_certificate_lies_on_the_scale(write):
    [problem] = problems(write(SMALL + "certificate_from: 5.01\n"))
    assert (problem.field, problem.sentence) == ("certificate_from", "tidak boleh melebihi skala 5.")


# The digest


def test_the_digest_ignores_layout_comments_and_trailing_zeros(write):
    lines = SMALL.splitlines()
    other = "\n".join(["# catatan", lines[1], lines[0], *lines[2:]]).replace("factor: 0.5", "factor: 0.50")
    assert instruments.read(write(SMALL)).digest() == instruments.read(write(other, "lain.yaml")).digest()


@pytest.mark.parametrize(
    "old, new",
    [
        ("Tidak ada.,", "Belum ada.,"),
        ("factor: 0.5", "factor: 0.6"),
        ("weight: 0.1\n    weight_provenance: estimated", "weight: 0.1\n    weight_provenance: press"),
        ("source: Tidak ada.", "source: Ada."),
        ("grade: A−", "grade: A-"),
        ("number: 3", "number: 4"),
        ("not_applicable_allowed: true", "not_applicable_allowed: false"),
    ],
)
def test_the_digest_changes_with_any_content(write, old, new):
    assert old in SMALL
    changed = instruments.read(write(SMALL.replace(old, new, 1), "lain.yaml"))
    assert instruments.read(write(SMALL)).digest() != changed.digest()


# Mistakes


@pytest.mark.parametrize(
    "old, new, line, field, phrase",
    [
        ("family: contoh\n", "", 1, "family", "wajib diisi"),
        ("family: contoh", "family: contoh\nfamili: contoh", 3, "famili", "tidak dikenal"),
        ("    weight: 0.1\n", "", 22, "dimensions[0].weight", "wajib diisi"),
        ("weight: 0.3", "weight: 0.3, 0.4", 33, f"{FIRST}.weight", "harus berupa angka"),
        ("title: Instrumen Contoh", "title:", 3, "title", "masih kosong; harus berupa teks"),
        ("title: Instrumen Contoh", 'title: "  "', 3, "title", "tidak boleh kosong"),
        pytest.param("Instrumen Contoh", "x" * 201, 3, "title", "paling panjang 200 huruf", id="a title too long"),
        ("code: contoh-2030", "code: Contoh 2030", 1, "code", "huruf kecil, angka"),
        ("code: contoh-2030", 'code: "contoh-2030\\n"', 1, "code", "huruf kecil, angka"),
        ("code: A1.1", "code: 1.1", 30, f"{FIRST}.code", "apitlah dengan tanda kutip"),
        ("code: A1.1", "code: A1/1", 30, f"{FIRST}.code", "hanya boleh berisi huruf, angka, titik"),
        ("years: []", "years: 2030", 4, "years", "harus berupa daftar"),
        ("years: []", "years: [2030, 2030]", 4, "years", "lebih dari sekali"),
        ("years: []", "years: [1930]", 4, "years[0]", "paling kecil 2000"),
        ("years: []", "years: [2030, 20300]", 4, "years[1]", "paling besar 2100"),
        ("decimals: 2", "decimals: 1.5", 9, "decimals", "harus berupa bilangan bulat"),
        ("scale: 5", "scale: 0", 8, "scale", "harus lebih besar dari 0"),
        ("_allowed: true", "_allowed: yes", 10, "not_applicable_allowed", "harus berupa true atau false"),
        ("mean_by_products", "median", 7, "roll_up", "mean_of_loci, mean_by_products"),
        ("scope: official\n", "scope: office\n", 32, f"{FIRST}.scope", "harus salah satu dari: unit, product"),
        ("name_provenance: press", "name_provenance: rumour", 34, f"{FIRST}.name_provenance", "official, press"),
        ("weight: 0.1\n", "weight: .nan\n", 24, "dimensions[0].weight", "harus berupa angka"),
        ("weight: 0.1\n", "weight: .inf\n", 24, "dimensions[0].weight", "harus berupa angka"),
        ("weight: 0.1\n", "weight: Infinity\n", 24, "dimensions[0].weight", "harus berupa angka"),
        ("weight: 0.1\n", "weight: 1e3\n", 24, "dimensions[0].weight", "harus berupa angka"),
        pytest.param("0.1\n", f"{'9' * 5000}\n", 24, "dimensions[0].weight", "harus berupa angka", id="endless number"),
        ("weight: 0.1\n", 'weight: "0.1"\n', 24, "dimensions[0].weight", "harus berupa angka"),
        ("weight: 0.1\n", "weight: 0,1\n", 24, "dimensions[0].weight", "harus berupa angka"),
        ("weight: 0.1\n", "weight: -0.1\n", 24, "dimensions[0].weight", "paling kecil 0"),
        ("weight: 0.1\n", "weight: 0.12345\n", 24, "dimensions[0].weight", "paling banyak 4 angka"),
        ("factor: 0.5", "factor: 1.5", 14, "outcome_factors[1].factor", "paling besar 1"),
        ('lower: 4.51, zone: ""', "lower: 4.51, zone: hitam", 18, "bands[0].zone", 'merah, ""'),
        ("number: 3", "number: 0", 11, "samples[0].number", "paling kecil 1"),
        ("levels: {0: Tidak ada., 1: Ada.}", "levels: [a, b]", 37, f"{FIRST}.levels", "harus berupa kumpulan isian"),
        ("1: Ada.", "satu: Ada.", 37, f"{FIRST}.levels.satu", "tidak dikenal"),
        ("1: Ada.", "1: 7", 37, f"{FIRST}.levels.1", "harus berupa teks"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(write, old, new, line, field, phrase):
    assert old in SMALL
    [problem] = problems(write(SMALL.replace(old, new, 1)))
    assert (problem.file, problem.line, problem.field) == ("contoh.yaml", line, field)
    assert phrase in problem.sentence


@pytest.mark.parametrize(
    "old, new, line, field, phrase",
    [
        ("1: Ada.", "2: Ada.", 37, f"{FIRST}.levels", "berurutan dari 0"),
        ("{0: Tidak ada., 1: Ada.}", "{2: Ada., 3: Ada sekali.}", 37, f"{FIRST}.levels", "berurutan dari 0"),
        (", 1: Ada.", "", 37, f"{FIRST}.levels", "paling sedikit dua tingkat"),
        ("            levels_provenance: press\n", "", 30, f"{FIRST}.levels_provenance", "wajib diisi apabila"),
        ("  scope: secondary\n", "  scope: unit\n", 46, f"{SECOND}.levels", "paling sedikit dua tingkat"),
        ("code: B1.1", "code: a1.1", 46, f"{SECOND}.code", "kode a1.1 sudah dipakai"),
        ("code: B1\n", "code: A1\n", 43, "dimensions[1].variables[0].code", "kode A1 sudah dipakai"),
        ("code: B\n", "code: A\n", 38, "dimensions[1].code", "kode A sudah dipakai"),
        ("lower: 4.01", "lower: 4.51", 19, "bands[1].lower", "lebih kecil dari 4,51"),
        ("lower: 4.51", "lower: 5.01", 18, "bands[0].lower", "melebihi skala 5"),
        ("lower: 0,", "lower: 0.01,", 20, "bands[2].lower", "mulai dari 0"),
        ("  - {outcome: absent, factor: 0, provenance: press}\n", "", 12, "outcome_factors", "tidak hadir"),
        ("outcome: absent", "outcome: Absent", 16, "outcome_factors[3].outcome", "harus salah satu dari"),
        ("weight: 0.3", "weight: 0", 26, "dimensions[0].variables", "lebih dari 0"),
        ("weight: 1\n", "weight: 0\n", 42, "dimensions[1].variables", "lebih dari 0"),
    ],
)
def test_a_contradiction_is_named_with_its_line(write, old, new, line, field, phrase):
    assert old in SMALL
    [problem] = problems(write(SMALL.replace(old, new, 1)))
    assert (problem.line, problem.field) == (line, field)
    assert phrase in problem.sentence


def test_secondary_figures_have_no_levels(write):
    levels = "            levels_provenance: press\n            levels: {0: Buruk., 1: Baik.}\n"
    [problem] = problems(write(SMALL + levels))
    assert (problem.line, problem.field) == (53, f"{SECOND}.levels")
    [problem] = problems(write(SMALL + "            levels_provenance: press\n"))
    assert (problem.line, problem.field) == (52, f"{SECOND}.levels_provenance")


def test_official_dimension_weights_make_exactly_100(write):
    official = SMALL.replace("weight_provenance: estimated", "weight_provenance: official")
    [problem] = problems(write(official))
    assert (problem.line, problem.field) == (21, "dimensions")
    assert "100,00, sekarang 0,3" in problem.sentence
    right = official.replace("weight: 0.1\n", "weight: 67.63\n").replace("weight: 0.2\n", "weight: 32.37\n")
    assert instruments.read(write(right)).dimensions[0].weight == Decimal("67.63")


def test_a_sample_or_outcome_given_twice_is_refused(write):
    sample = "{scope: official, number: 3, per: unit, provenance: press}"
    [problem] = problems(write(SMALL.replace(sample, f"{sample}, {sample}")))
    assert (problem.line, problem.field) == (11, "samples[1].scope")
    row = "  - {outcome: main, factor: 1, provenance: press}\n"
    [problem] = problems(write(SMALL.replace(row, row * 2)))
    assert (problem.line, problem.field) == (14, "outcome_factors[1].outcome")


def test_no_weight_at_all_is_refused(write):
    text = SMALL.replace("weight: 0.1\n", "weight: 0\n").replace("weight: 0.2\n", "weight: 0\n")
    [problem] = problems(write(text))
    assert (problem.line, problem.field) == (21, "dimensions")


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(write):
    text = SMALL.replace("decimals: 2", "decimals: dua").replace("family: contoh", "famili: contoh")
    found = problems(write(text.replace("scope: secondary", "scope: rumour")))
    assert [(problem.line, problem.field) for problem in found] == [
        (1, "family"), (2, "famili"), (9, "decimals"), (48, f"{SECOND}.scope"),
    ]  # fmt: skip


def test_a_problem_reads_as_one_line_with_file_line_and_field(write):
    with pytest.raises(InstrumentFileError) as caught:
        instruments.read(write(SMALL.replace("scale: 5", "scale: lima")))
    assert str(caught.value) == "contoh.yaml, baris 8, scale: harus berupa angka dengan titik desimal."


# Files that are not what they should be


@pytest.mark.parametrize(
    "text, line, field, phrase",
    [
        ("", 1, "", "berkas kosong"),
        ("# hanya catatan\n", 1, "", "berkas kosong"),
        ("- satu\n", 1, "", "harus berupa kumpulan isian"),
        ("code: a\nfamily: [b\ntitle: c\n", 3, "", "penulisan YAML tidak sah"),
        ("code: a\n\tfamily: b\n", 2, "", "penulisan YAML tidak sah"),
        ("code: a\x00b\n", 1, "", "penulisan YAML tidak sah"),
        (b"code: a\nfamily: \xff\n", 2, "", "UTF-8"),
        (b"#" * 2_000_001, 1, "", "lebih besar dari 2 MB"),
        (SMALL + "---\ncode: lain\n", 52, "", "hanya boleh berisi satu dokumen"),
        (SMALL.replace("family: contoh", "family: contoh\nfamily: lain"), 3, "family", "pertama pada baris 2"),
        (SMALL.replace("{0: Tidak ada.,", "{0: Ada., 0: Tidak ada.,"), 37, f"{FIRST}.levels.0", "ditulis dua kali"),
        (SMALL.replace("title: I", "title: &judul I"), 3, "title", "jangkar"),
        (SMALL.replace("title: Instrumen Contoh", "title: !!str Contoh"), 3, "title", "tag:yaml.org,2002:str"),
        (SMALL.replace("years: []", "years: !!python/object/apply:os.getcwd []"), 4, "years", "python/object"),
        (SMALL.replace("years: []", "years: {[1, [2]]: 3}"), 4, "years", "nama isian harus berupa teks"),
    ],
    ids=[
        "empty",
        "only a comment",
        "a list",
        "an open bracket",
        "a tab",
        "a null byte",
        "not UTF-8",
        "too large",
        "two documents",
        "a field twice",
        "a level twice",
        "an anchor",
        "a tag",
        "a Python object",
        "a list as a key",
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_its_line(write, text, line, field, phrase):
    [problem] = problems(write(text))
    assert (problem.file, problem.line, problem.field) == ("contoh.yaml", line, field)
    assert phrase in problem.sentence


def test_a_bomb_of_aliases_is_refused_before_it_grows(write):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    found = problems(write(bomb))
    assert {problem.line for problem in found} == set(range(1, 13))
    assert all("jangkar" in problem.sentence for problem in found)


def test_endless_nesting_is_refused(write):
    [problem] = problems(write(SMALL.replace("years: []", f"years: {'[' * 200}{']' * 200}")))
    assert problem.line == 4
    assert "bersarang terlalu dalam" in problem.sentence


def test_a_file_with_a_byte_order_mark_reads_well(write):
    assert instruments.read(write(b"\xef\xbb\xbf" + SMALL.encode())).code == "contoh-2030"


# The schema itself


def schema_nodes(node):
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from schema_nodes(value)


SCHEMA = json.loads((Path(shape.__file__).parent / "schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_valid_and_allows_nothing_it_does_not_name():
    Draft202012Validator.check_schema(SCHEMA)
    for node in schema_nodes(SCHEMA):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False


def test_every_rule_of_the_schema_has_a_sentence():
    silent = {"$schema", "$ref", "$defs", "title", "description", "properties", "patternProperties", "items"}
    silent |= {"required", "additionalProperties", "x-problem"}
    names = {name for node in schema_nodes(SCHEMA) for name in node.get("properties", {})}
    rules = {key for node in schema_nodes(SCHEMA) for key in node} - names - set(SCHEMA["$defs"]) - silent
    assert {rule for rule in rules if not rule.startswith("^")} == set(shape.SENTENCES)
