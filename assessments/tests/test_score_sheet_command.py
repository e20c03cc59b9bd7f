import io
import json
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from assessments.management.commands import score_sheet
from instruments import versions as instruments
from scoring.sheet_json import ScoreSheet, read_score_sheet, score_sheet_json
from scoring.strict_json import MAX_BYTES
from scoring.tests.examples import dinas_contoh, kspp
from scoring.unit import score_unit

EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "dinas-contoh.json"

pytestmark = pytest.mark.django_db


def run(*args):
    out = io.StringIO()
    call_command("score_sheet", *map(str, args), stdout=out)
    return out.getvalue()


def refused(*args):
    with pytest.raises(CommandError) as refusal:
        run(*args)
    return str(refusal.value)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "lembar.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return write


def test_the_documented_example_is_the_worked_example():
    assert read_score_sheet(EXAMPLE.read_bytes()).sheet == dinas_contoh()
    score = score_unit(instruments.find("kspp-2023-2024"), dinas_contoh())
    assert score.readings == score_unit(kspp(), dinas_contoh()).readings


def test_it_prints_dimensions_score_zone_grade_and_three_readings():
    printed = run(EXAMPLE)
    assert "Unit: Dinas Contoh" in printed
    assert "Terisi: 69 dari 69 butir, lengkap" in printed
    assert "Nilai saat ini: 78,72 (zona hijau, kategori B, Kualitas Tinggi)" in printed
    rows = {line.split("  ")[0].strip(): line.split() for line in printed.splitlines()}
    assert rows["Nilai unit"][-3:] == ["78,72"] * 3
    figures = [line.split()[-4:-2] for line in printed.splitlines() if "%" in line]
    assert figures == [["21,85%", "72,19"], ["32,37%", "82,95"], ["24,24%", "91,53"], ["21,54%", "64,58"]]
    assert printed.rstrip().endswith("perkiraan penilaian mandiri, bukan hasil resmi Ombudsman.")


def test_columns_are_aligned():
    table = [line for line in run(EXAMPLE).splitlines() if "%" in line or line.startswith(("Dimensi", "Nilai unit"))]
    assert len({len(line) for line in table}) == 1


def test_json_carries_the_same_figures():
    result = json.loads(run(EXAMPLE, "--json"))
    assert result["instrument"] == "kspp-2023-2024"
    assert [d["floor"] for d in result["dimensions"]] == ["72.19", "82.95", "91.53", "64.58"]
    assert {name: graded["score"] for name, graded in result["score"].items()} == dict.fromkeys(
        ("floor", "answered_only", "ceiling"), "78.72"
    )
    assert result["estimate"] is True


def test_a_sheet_may_come_through_a_pipe(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(EXAMPLE.read_bytes())))
    assert "78,72" in run("-")


def test_another_instrument_can_be_asked_for(file):
    content = score_sheet_json(ScoreSheet("tidak-ada", dinas_contoh()))
    assert "Instrumen tidak-ada tidak ditemukan" in refused(file(content))
    assert "78,72" in run(file(content), "--instrument", "kspp-2023-2024")


def test_an_instrument_kept_in_the_database_is_used_when_no_file_carries_its_code(monkeypatch, instrument):
    def no_file(code):
        raise instruments.UnknownInstrument(code)

    monkeypatch.setattr(instruments, "find", no_file)
    assert score_sheet.instrument_for(instrument.code) == instrument.spec()
    assert "78,72" in run(EXAMPLE)


def test_a_missing_file_is_a_sentence(tmp_path):
    assert refused(tmp_path / "tiada.json").endswith("tiada.json tidak ditemukan.")


def test_a_folder_or_an_impossible_name_is_a_sentence(tmp_path):
    assert "tidak dapat dibaca" in refused(tmp_path)
    assert "tidak dapat dibaca" in refused("a\0b")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"bukan json", "Berkas bukan JSON yang sah"),
        (b"\xff\xfe", "bukan teks UTF-8"),
        (b"[" * 200_000, "terlalu dalam"),
        (b'{"year": 1e9999999999999999999}', "terlalu besar"),
        (b'{"year": NaN}', "NaN bukan bilangan yang sah"),
        (b"0" * (MAX_BYTES + 2), "lebih besar dari 5 MB"),
        (b"[1, 2]", "Harus berupa objek JSON"),
    ],
)
def test_a_broken_file_is_a_sentence(file, content, sentence):
    assert sentence in refused(file(content))


def test_an_impossible_answer_is_a_sentence(file):
    content = json.loads(EXAMPLE.read_text("utf-8"))
    content["answers"][0]["points"] = 9
    found = refused(file(content))
    assert found.splitlines() == [
        "Lembar isian tidak dapat dihitung:",
        "  - Tingkat K1 (official-1) di luar pilihan yang ada. Pilih tingkat yang tersedia.",
    ]


def test_a_long_list_of_problems_is_cut(file):
    content = json.loads(EXAMPLE.read_text("utf-8"))
    content["answers"] = [{"indicator": f"X{n}"} for n in range(30)]
    found = refused(file(content)).splitlines()
    assert (len(found), found[-1]) == (22, "  - dan 10 lagi.")
