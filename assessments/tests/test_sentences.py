import json
from dataclasses import replace
from decimal import Decimal
from importlib import resources

import pytest

from assessments.sentences.arithmetic import arithmetic, explained, figure, node_name
from assessments.sentences.table import result_table
from instruments.sentences.problems import _FORMAT_PROBLEMS, _TYPE_NAMES, format_problem, sheet_problem
from instruments.sentences.words import band_words
from scoring.checking import SheetProblem
from scoring.codes import SheetCode
from scoring.explanation import explain_government, explain_indicator, explain_unit
from scoring.government import LocusScore, score_government
from scoring.instrument import Band, Scope
from scoring.readings import ReadingName
from scoring.sheet import Answer, Sheet, Subject
from scoring.sheet_json import SheetMeta, read_score_sheet
from scoring.strict_json import FormatError, FormatProblem
from scoring.tests.examples import BANDS, dinas_contoh, figures_instrument, figures_sheet, kspp
from scoring.unit import score_unit

FLOOR, ANSWERED, CEILING = ReadingName


def lines(sheet, reading=FLOOR):
    return explained(explain_unit(score_unit(kspp(), sheet), reading, label="Dinas Contoh"))


def line_about(start, sheet, reading=FLOOR):
    return next(line.strip() for line in lines(sheet, reading) if line.strip().startswith(start))


def test_the_units_line_is_the_weighted_sum_with_zone_and_grade():
    assert lines(dinas_contoh())[:2] == [
        "Nilai saat ini (isian kosong dihitung 0)",
        (
            "Dinas Contoh: 21,85% × 72,19 + 32,37% × 82,95 + 24,24% × 91,53 + 21,54% × 64,58 = 78,72"
            " (zona hijau, kategori B, Kualitas Tinggi)"
        ),
    ]


def test_the_last_line_says_that_shown_figures_are_rounded():
    assert lines(dinas_contoh())[-1].startswith("Angka pada uraian dibulatkan")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("K1", "K1 Indikator K1: (100,00 + 75,00 + 56,25 + 100,00) ÷ 4 = 82,81"),
        ("Staf Pengaduan", "Staf Pengaduan: 3/4 × 100 × 0,75 (responden pengganti) = 56,25"),
        ("pengguna", "pengguna layanan: (3 × 4 + 1 × 3 + 1 × 2) ÷ 5 responden ÷ 4 × 100 = 85,00"),
        ("data sekunder", "data sekunder: 84,17/100 × 100 = 84,17"),
        ("S1", "S1 Indikator S1: 75,00"),
        ("unit", "unit: 3/4 × 100 = 75,00"),
    ],
)
def test_each_kind_of_figure_shows_its_own_arithmetic(start, expected):
    assert line_about(start, dinas_contoh()) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (FLOOR, "unit: belum terisi, dihitung 0,00"),
        (ANSWERED, "unit: belum terisi, dilewati"),
        (CEILING, "unit: belum terisi, dihitung 100,00"),
    ],
)
def test_a_blank_says_what_the_reading_makes_of_it(reading, expected):
    found = lines(dinas_contoh(blank=["S6"]), reading)
    index = next(n for n, line in enumerate(found) if line.strip().startswith("S6"))
    assert found[index + 1].strip() == expected


def test_a_refusal_is_named():
    assert line_about("Staf", dinas_contoh("refused")) == "Staf Pengaduan: menolak diwawancarai = 0,00"


def test_an_outcome_without_a_name_is_shown_as_it_is_written():
    instrument = replace(kspp(), outcome_factors={"main": Decimal(1), "daring": Decimal("0.5")})
    node = explain_unit(score_unit(instrument, dinas_contoh("daring")), FLOOR)
    assert any("× 0,50 (daring)" in line for line in explained(node))


def test_indented_lines_follow_their_parent():
    found = lines(dinas_contoh())
    assert [len(line) - len(line.lstrip()) for line in found[1:5]] == [0, 2, 4, 6]


def test_who_is_still_to_be_named_is_said():
    sheet = Sheet((Subject("p1", Scope.PRODUCT, ""),), (Answer("P01", "p1", points=4),))
    score = next(each for each in score_unit(kspp(), sheet).indicators() if each.code == "P01")
    node = explain_indicator(score, FLOOR)
    assert [node_name(child) for child in node.children] == ["p1", "produk layanan yang belum ditetapkan"]


def test_an_indicator_that_does_not_apply_is_passed_over():
    sheet = dinas_contoh(blank=["S6"])
    sheet = Sheet(sheet.subjects, (*sheet.answers, Answer("S6", not_applicable=True)))
    assert line_about("S6", sheet) == "S6 Indikator S6: tidak berlaku, dilewati"


def test_a_government_shows_the_mean_of_its_loci():
    loci = [
        LocusScore("a", "Dinas A", *[Decimal("90.5")] * 3),
        LocusScore("b", "Dinas B", None, None, None),
    ]
    found = explained(explain_government(score_government(loci, BANDS), FLOOR))
    assert found[1:4] == [
        "Pemerintah daerah: (90,50 + 0,00) ÷ 2 = 45,25 (zona merah, kategori D, Kualitas Rendah)",
        "  a Dinas A: 90,50 (zona hijau, kategori A, Kualitas Tertinggi)",
        "  b Dinas B: belum terisi, dihitung 0,00 (zona merah, kategori E, Kualitas Terendah)",
    ]


def test_a_scale_of_five_and_more_decimals_are_shown_as_they_are():
    instrument = figures_instrument([("A", "1")], (), scale="2.5", decimals=4)
    node = explain_unit(score_unit(instrument, figures_sheet({"A": "76.625"})), FLOOR)
    assert explained(node)[-2].strip() == "data sekunder: 76,625/100 × 2,50 = 1,92"
    assert arithmetic(node) == "1,9156"


def test_a_figure_that_is_unknown_is_called_belum_ada():
    assert figure(explain_unit(score_unit(kspp(), Sheet()), ANSWERED)) == "belum ada"


def test_bands_without_a_zone_show_what_they_have():
    assert band_words(Band(Decimal(88), "", "", "Sangat Baik")) == "Sangat Baik"


@pytest.mark.parametrize("code", SheetCode)
def test_every_problem_of_a_sheet_has_a_sentence(code):
    sentence = sheet_problem(SheetProblem(code, "K1", "official-1"))
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "K1" in sentence or "official-1" in sentence


def test_a_sentence_names_the_subject_when_there_is_one():
    sentence = sheet_problem(SheetProblem(SheetCode.POINTS_OUT_OF_RANGE, "K1", "official-1"))
    assert sentence == "Tingkat K1 (official-1) di luar pilihan yang ada. Pilih tingkat yang tersedia."


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (FormatProblem("answers[3].points", "type", "integer"), "answers[3].points: harus berupa bilangan bulat."),
        (FormatProblem("", "required", "format"), "Isian format wajib ada."),
        (FormatProblem("", "json", "1:2"), "Berkas bukan JSON yang sah (baris:kolom 1:2)."),
        (FormatProblem("a\u001b[2J", "additionalProperties", "\u0007"), "a?[2J: isian ? tidak dikenal."),
    ],
)
def test_a_problem_of_a_file_is_a_sentence_with_its_place(problem, expected):
    assert format_problem(problem) == expected


@pytest.mark.parametrize(
    "content",
    [b"\xff", b"{", b'{"a": NaN}', b"[" * 9999, b'{"year": 1e99999999999999999999}', b" " * 5_000_001, b"[]", b"{}",
     b'{"a": 1, "a": 2}', b'{"format": 1, "instrument": "", "year": 1, "subjects": {}, "answers": [{"figure": []}]}',
     b'{"format": "", "instrument": "x", "year": 9999, "subjects": [{"scope": "x"}], "answers": []}'],
)  # fmt: skip
def test_every_rule_a_file_can_break_has_a_sentence(content):
    with pytest.raises(FormatError) as refusal:
        read_score_sheet(content)
    assert all(format_problem(problem).endswith(".") for problem in refusal.value.problems)


def test_every_rule_of_the_schema_has_a_sentence():
    schema = json.loads(resources.files("scoring").joinpath("score-sheet.schema.json").read_text("utf-8"))
    structure = {"$schema", "$id", "$ref", "$defs", "title", "description", "properties", "items", "propertyNames"}
    rules, types = set(), set()

    def walk(node):
        rules.update(node.keys() - structure)
        kind = node.get("type")
        types.add(", ".join(kind) if isinstance(kind, list) else kind)
        for group in ("properties", "$defs"):
            for child in node.get(group, {}).values():
                walk(child)
        for key in ("items", "propertyNames", "additionalProperties"):
            if isinstance(node.get(key), dict):
                walk(node[key])

    walk(schema)
    assert rules <= _FORMAT_PROBLEMS.keys()
    assert types - {None} <= _TYPE_NAMES.keys()


def test_the_table_of_an_untouched_unit_says_belum_ada():
    table = result_table(kspp(), score_unit(kspp(), Sheet()), SheetMeta())
    assert any(
        line.startswith("Nilai unit") and line.split()[2:] == ["0,00", "belum", "ada", "100,00"] for line in table
    )
    assert table[-1] == "Angka ini perkiraan penilaian mandiri, bukan hasil resmi Ombudsman."
    assert not any(line.startswith(("Unit:", "Tahun:", "Pemerintah daerah:")) for line in table)


def test_the_table_of_an_instrument_without_bands_has_no_verdict():
    table = result_table(
        figures_instrument([("A", "1")], ()),
        score_unit(figures_instrument([("A", "1")], ()), figures_sheet({"A": "5"})),
        SheetMeta(2026),
    )
    assert "Tahun: 2026" in table
    assert not any(line.startswith("Nilai saat ini") for line in table)
