"""The instrument files that come with the portal are complete and say where each part comes from."""

from decimal import Decimal

import pytest

from instruments import versions as instruments
from instruments.versions import UnknownInstrument
from scoring.instrument import RollUp, Scope


@pytest.fixture(scope="module")
def shipped():
    [path] = [path for path in instruments.shipped() if path.stem == "kspp-2023-2024"]
    return instruments.read(path)


def test_every_shipped_file_reads_well_and_is_named_after_its_code():
    assert [instruments.read(path).code for path in instruments.shipped()] == [p.stem for p in instruments.shipped()]


def test_the_shipped_file_counts_38_indicators_as_published(shipped):
    counts = {v.name: len(v.indicators) for dimension in shipped.dimensions for v in dimension.variables}
    assert counts == {
        "Kompetensi Pelaksana": 6,
        "Sarana Prasarana": 9,
        "Standar Pelayanan": 11,
        "Persepsi Maladministrasi": 5,
        "Indeks Kepuasan Masyarakat": 1,
        "Pengelolaan Pengaduan": 6,
    }
    assert len(shipped.indicators()) == 38


def test_the_shipped_weights_are_the_published_ones(shipped):
    assert {d.name: (str(d.weight), d.weight_provenance.value) for d in shipped.dimensions} == {
        "Input": ("21.85", "official"),
        "Proses": ("32.37", "official"),
        "Output": ("24.24", "official"),
        "Pengaduan": ("21.54", "official"),
    }
    assert {indicator.weight for indicator in shipped.indicators()} == {Decimal(1)}


def test_every_shipped_indicator_has_five_levels_with_text_except_the_index(shipped):
    for indicator in shipped.indicators():
        if indicator.code == "O6":
            assert indicator.scope is Scope.SECONDARY
            assert indicator.levels == ()
        else:
            assert [level.points for level in indicator.levels] == [0, 1, 2, 3, 4]
            assert len({level.text for level in indicator.levels}) == 5
            assert all(level.text.strip().endswith(".") for level in indicator.levels)


def test_every_shipped_indicator_has_evidence_and_a_legal_basis(shipped):
    for indicator in shipped.indicators():
        assert indicator.evidence, indicator.code
        assert indicator.legal_ref, indicator.code


def test_shipped_topics_keep_their_provenance_and_all_else_is_estimated(shipped):
    topics = {"official": set(), "press": set(), "estimated": set()}
    for indicator in shipped.indicators():
        topics[indicator.name_provenance].add(indicator.code)
        assert indicator.weight_provenance == "estimated"
        assert indicator.levels_provenance == (None if indicator.code == "O6" else "estimated")
    assert topics["official"] == set("K1 K2 K3 K4 K5 K6 S1 S2 S3 S4 S5".split())
    assert topics["press"] == set("S6 S7 S8 P01 P11 M1 M2 M3 M4 M5 O6 G1 G2 G3 G4 G5".split())
    assert topics["estimated"] == {"S9", "G6", *(f"P{number:02}" for number in range(2, 11))}


def test_shipped_scopes_follow_the_kind_of_observation(shipped):
    scopes = {}
    for indicator in shipped.indicators():
        scopes.setdefault(indicator.scope.value, []).append(indicator.code)
    assert {scope: len(codes) for scope, codes in scopes.items()} == {
        "official": 6,
        "unit": 13,
        "product": 11,
        "user": 5,
        "secondary": 1,
        "complaint_officer": 2,
    }
    assert scopes["complaint_officer"] == ["G2", "G5"]


def test_shipped_samples_factors_and_bands(shipped):
    assert [(s.scope.value, s.number, s.per.value) for s in shipped.samples] == [
        ("product", 2, "unit"),
        ("official", 4, "unit"),
        ("complaint_officer", 2, "unit"),
        ("user", 5, "unit"),
        ("user", 30, "government"),
    ]
    assert [(row.outcome, str(row.factor), row.provenance.value) for row in shipped.outcome_factors] == [
        ("main", "1.00", "estimated"),
        ("substitute", "0.75", "estimated"),
        ("refused", "0", "estimated"),
        ("absent", "0", "estimated"),
    ]
    assert [(str(band.lower), band.zone, band.grade, band.label) for band in shipped.bands] == [
        ("88.00", "hijau", "A", "Kualitas Tertinggi"),
        ("78.00", "hijau", "B", "Kualitas Tinggi"),
        ("54.00", "kuning", "C", "Kualitas Sedang"),
        ("32.00", "merah", "D", "Kualitas Rendah"),
        ("0.00", "merah", "E", "Kualitas Terendah"),
    ]
    assert (shipped.years, shipped.family, shipped.not_applicable_allowed) == ((2023, 2024), "kspp", False)


def test_the_scoring_part_carries_tree_samples_factors_and_bands(shipped):
    spec = shipped.spec()
    assert (spec.code, spec.roll_up, spec.scale, spec.decimals) == (
        "kspp-2023-2024", RollUp.MEAN_OF_LOCI, Decimal(100), 2,
    )  # fmt: skip
    assert [i.code for i in spec.indicators()] == [i.code for i in shipped.indicators()]
    assert {i.code: i.maximum for i in spec.indicators() if i.code in ("K1", "O6")} == {"K1": Decimal(4), "O6": None}
    assert spec.samples == {Scope.PRODUCT: 2, Scope.OFFICIAL: 4, Scope.COMPLAINT_OFFICER: 2, Scope.USER: 5}
    assert spec.outcome_factors["substitute"] == Decimal("0.75")
    assert [band.grade for band in spec.bands] == ["A", "B", "C", "D", "E"]


def test_an_instrument_is_found_by_its_code():
    assert instruments.find("kspp-2023-2024").name == "Penilaian Kepatuhan Standar Pelayanan Publik (KSPP) 2023–2024"


@pytest.mark.parametrize("code", ["kspp-1999", "", "../instruments/kspp-2023-2024", "kspp-2023-2024.yaml", "*"])
def test_an_unknown_code_is_refused_with_the_known_ones(code):
    with pytest.raises(UnknownInstrument, match="kspp-2023-2024") as caught:
        instruments.find(code)
    assert caught.value.code == code
