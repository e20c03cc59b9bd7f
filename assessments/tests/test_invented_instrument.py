"""An instrument of a shape none of the shipped ones has is data from its file to the total: no code knows it."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessments.models import Answer, Assessment, AssessmentCycle, Locus
from assessments.selectors.checklist import checklist_of
from assessments.selectors.explaining import explanation_of, explanation_of_total
from assessments.selectors.proof import differences
from assessments.selectors.scoring import cycle_assessments, government_score, score_of
from assessments.services.results import refresh
from conftest import NOW
from instruments.models import InstrumentVersion
from instruments.selectors.documents import document_of, has_drifted
from instruments.services.loading import load_instrument
from instruments.versions import InstrumentFileError, read
from scoring.result_json import result_json

pytestmark = pytest.mark.django_db

INVENTED = """
code: opini-2027-karangan
family: opini-karangan
title: Instrumen karangan 2027
years: [2027]
description: Hanya untuk pengujian.
source: Karangan.
formula: weighted_dimensions
roll_up: mean_by_products
scale: 10
decimals: 1
not_applicable_allowed: true
clause: Tanpa Catatan
samples: []
outcome_factors: []
parts:
  - {code: mutu, name: Mutu, weight: 50, weight_provenance: official}
  - {code: bukti, name: Bukti, weight: 30, weight_provenance: official}
  - {code: luar, name: Penilaian luar, weight: 20, weight_provenance: official}
bands:
  - {lower: 7.5, zone: "", grade: "", label: Unggul, unit_label: Teladan, provenance: official}
  - {lower: 0, zone: merah, grade: X, label: Tertinggal, provenance: official}
dimensions:
  - code: M
    name: Layanan
    part: mutu
    weight: 0.3330
    weight_provenance: press
    weight_total: 1
    variables:
      - code: M1
        name: Tangga
        indicators:
          - {code: T1, name: Tangga tujuh, scope: product, weight: 0.6, name_provenance: official,
             weight_provenance: official, levels_provenance: official,
             levels: {1: a, 2: b, 3: c, 4: d, 5: e, 6: f, 7: g}}
          - {code: T2, name: Ya atau tidak, scope: unit, weight: 0.39, name_provenance: official,
             weight_provenance: official, levels_provenance: official, levels: {0: tidak, 1: ya}}
  - code: B
    name: Berkas
    part: bukti
    weight: 7
    weight_provenance: press
    variables:
      - code: B1
        name: Berkas
        indicators:
          - {code: F1, name: Berkas lengkap, scope: government, weight: 1, name_provenance: official,
             weight_provenance: official, levels_provenance: official, levels: {0: tidak, 1: ya}}
          - {code: F2, name: Khusus kementerian, scope: unit, weight: 9, name_provenance: official,
             applies_to: ministry, weight_provenance: official, levels_provenance: official, levels: {0: tidak, 1: ya}}
  - code: L
    name: Lembaga luar
    part: luar
    weight: 100
    weight_provenance: official
    when_blank: withheld
    variables:
      - code: L1
        name: Angka
        indicators:
          - {code: N1, name: Angka lembaga, scope: secondary, weight: 1, figure_maximum: 4, name_provenance: official,
             weight_provenance: official}
"""


@pytest.fixture
def invented(tmp_path: Path) -> InstrumentVersion:
    path = tmp_path / "karangan.yaml"
    path.write_text(INVENTED, encoding="utf-8")
    assert load_instrument(file=read(path), by=None, now=NOW)
    return InstrumentVersion.objects.get(code="opini-2027-karangan")


@pytest.fixture
def judged(invented: InstrumentVersion, assessment: Assessment) -> Assessment:
    """The same unit, judged by the invented instrument."""
    cycle = AssessmentCycle.objects.create(government=assessment.government, year=2027, instrument=invented)
    locus = Locus.objects.create(cycle=cycle, unit=assessment.unit)
    product = assessment.locus.subjects.filter(scope="product").first()
    subject = locus.subjects.create(scope="product", position=1, product=product.product, name=product.name)
    made = Assessment.objects.create(locus=locus, instrument=invented)
    rows = {row.code: row for v in invented.dimensions.all() for w in v.variables.all() for row in w.indicators.all()}
    Answer.objects.create(assessment=made, indicator=rows["T1"], subject=subject, points=5)
    for code in ("T2", "F1"):
        Answer.objects.create(assessment=made, indicator=rows[code], points=1)
    refresh(made, NOW)
    return made


def test_the_file_becomes_rows_that_say_the_same(invented: InstrumentVersion) -> None:
    assert not has_drifted(invented)
    assert document_of(invented).spec() == invented.spec()


def test_the_headline_waits_for_the_outside_figure_and_then_follows_the_formula(judged: Assessment) -> None:
    """Mutu (5/7 × 0.6 + 0.39) × 10, Bukti 10, Luar 3/4 × 10; of these 50, 30 and 20 percent: 8.592857…"""
    assert judged.floor is None
    assert government_score(judged.locus.cycle, [judged]).readings.floor.value is None
    assert "tidak boleh dianggap nol" in explanation_of(judged, "floor").top.arithmetic
    answer = Answer.objects.create(
        assessment=judged,
        indicator=judged.instrument.dimensions.get(code="L").variables.get().indicators.get(),
        figure=3,
    )
    refresh(judged, NOW)
    assert answer.figure == 3
    exact = (Decimal(5) / 7 * Decimal("0.6") + Decimal("0.39")) * 5 + 3 + Decimal("1.5")
    assert score_of(judged).readings.floor.rounded == exact.quantize(Decimal("0.1")) == Decimal("8.6")
    assert (judged.zone, judged.grade, judged.label) == ("", "", "Teladan")
    total = government_score(judged.locus.cycle, cycle_assessments(judged.locus.cycle))
    assert total.readings.floor.rounded == Decimal("8.6")
    assert total.readings.floor.band.label == "Unggul"
    assert total.complete


def test_pages_and_machines_show_its_parts_and_leave_out_what_is_for_ministries(judged: Assessment) -> None:
    top = explanation_of(judged, "ceiling").top
    assert [line.name for line in top.children] == ["Mutu", "Bukti", "Penilaian luar"]
    assert explanation_of_total(judged.locus.cycle, "ceiling").top.children[0].figure == top.figure
    codes = [row.indicator.code for row in checklist_of(judged).rows()]
    assert codes == ["T1", "T2", "F1", "N1"]
    parts = result_json(judged.instrument.spec(), score_of(judged))["parts"]
    assert [part["weight"] for part in parts] == ["50.0", "30.0", "20.0"]
    assert differences(judged) == {}


@pytest.mark.parametrize(
    ("old", "new", "phrase"),
    [
        ("part: luar", "part: lain", "tidak ada dalam daftar komponen"),
        ("    part: luar\n", "", "wajib diisi apabila instrumen mempunyai komponen"),
        ("weight: 30,", "weight: 31,", "seluruh komponen harus 100,00"),
        ("formula: weighted_dimensions", "formula: pooled_indicators", "komponen tidak dapat dipakai"),
        ("figure_maximum: 4, ", "figure_maximum: 0, ", "lebih besar dari 0"),
        (
            "scope: unit, weight: 0.39,",
            "scope: unit, figure_maximum: 5, weight: 0.39,",
            "hanya diisi pada data sekunder",
        ),
        ("weight_total: 1", "weight_total: 0.98", "tidak boleh kurang dari jumlah bobot"),
        ("when_blank: withheld", "when_blank: besok", "harus salah satu dari"),
        ("{1: a, 2: b,", "{1: a, 9: b,", "tingkat harus berurutan"),
    ],
)
def test_a_contradiction_in_the_shape_is_named(tmp_path: Path, old: str, new: str, phrase: str) -> None:
    assert old in INVENTED
    path = tmp_path / "karangan.yaml"
    path.write_text(INVENTED.replace(old, new), encoding="utf-8")
    with pytest.raises(InstrumentFileError) as caught:
        read(path)
    assert any(phrase in problem.sentence for problem in caught.value.problems)
