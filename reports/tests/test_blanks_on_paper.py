"""What nobody has answered is not zero on paper, and nothing is printed twice."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest

from assessments.models import Assessment, AssessmentCycle
from conftest import fill, make_assessment, shipped_instrument
from official_results.models import OfficialResult
from reports.documents import charts, sentences
from reports.documents.content import IndicatorLine, ReportContent
from reports.documents.rendering import document
from reports.documents.selectors.content import content_of
from reports.models import Report
from reports.tests.test_document import SAME, STAMP, content
from scoring.graded import Graded, Trio
from scoring.instrument import Band
from units.models import ServiceUnit

TODAY = date(2024, 6, 10)
COMPLAINTS = tuple(f"G{n}" for n in range(1, 7))
LINE = IndicatorLine("G1", "Petugas", "Pengaduan", Decimal(50), Graded(Decimal(0), "merah", "E"), 0, 1, True)


def of_unit(assessment: Assessment) -> ReportContent:
    cycle = AssessmentCycle.objects.select_related("government", "instrument").get(pk=assessment.locus.cycle_id)
    return content_of(Report(cycle=cycle, assessment=assessment, government=cycle.government), TODAY)


def of_government(cycle: AssessmentCycle) -> ReportContent:
    return content_of(Report(cycle=cycle, government=cycle.government), TODAY)


def said(shown: ReportContent) -> str:
    """The words of the paper, with the titles of the charts."""
    body = document.html_of(shown, STAMP).partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def judged_by(cycle: AssessmentCycle, code: str) -> AssessmentCycle:
    cycle.instrument = shipped_instrument(code)
    cycle.save()
    return cycle


@pytest.mark.django_db
def test_a_dimension_without_answers_is_not_yet_filled_in(assessment: Assessment) -> None:
    fill(assessment, 3, leave_blank=COMPLAINTS)
    shown = of_unit(assessment)
    last = shown.dimensions[-1]
    assert (last.answered, last.readings.floor, last.readings.ceiling.score) == (0, Graded(), 100)
    assert "Pengaduan 21,54 – belum diisi" in said(shown)
    assert "terlemah Pengaduan" not in said(shown)
    annex = {line.name: line for line in shown.explanation}
    assert (annex["Pengaduan"].words, annex["Pengaduan"].readings) == ("belum diisi", None)
    assert [line.words for name, line in annex.items() if name.startswith("G")] == ["belum diisi"] * 6
    html = document.html_of(shown, STAMP)
    assert re.findall(r"<(?:td|span)[^>]*>0,00<", html) == ['<td class="num">0,00<'], "the lowest band's bound alone"


@pytest.mark.django_db
def test_a_unit_without_any_answer_has_no_figure(assessment: Assessment) -> None:
    shown = of_unit(assessment)
    assert shown.readings.floor == Graded()
    text = said(shown)
    assert "belum diisi, sehingga perkiraannya belum ada" in text
    assert "0,00 sudah tepat" not in text
    assert "Zona merah" not in text


@pytest.mark.django_db
def test_a_government_without_any_answer_has_no_figure(cycle: AssessmentCycle, assessment: Assessment) -> None:
    shown = of_government(cycle)
    assert (shown.readings.floor, shown.dimensions[0].readings.floor) == (Graded(), Graded())
    assert "belum diisi, sehingga perkiraannya belum ada" in said(shown)


@pytest.mark.django_db
def test_what_must_not_count_as_zero_has_no_mean_either(
    cycle: AssessmentCycle, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    judged_by(cycle, "pekppp-f02")
    fill(make_assessment(cycle, dukcapil), 4)
    fill(make_assessment(cycle, puskesmas), 3, leave_blank=("F03-U",))
    shown = of_government(cycle)
    means = {line.code: line.readings.floor.score for line in shown.dimensions}
    assert means["A"] == Decimal("3.50")
    assert means[shown.dimensions[-1].code] is None
    assert "Perkiraan belum dapat dihitung: instrumen ini menunggu" in said(shown)
    assert "Belum ada yang dapat dinilai" not in said(shown)
    assert f"belum dapat dihitung: {puskesmas.name} belum lengkap" in said(shown), "named, without the key of its row"


@pytest.mark.django_db
def test_without_zones_nobody_stands_in_the_green_one(
    cycle: AssessmentCycle, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    judged_by(cycle, "pekppp-f02")
    fill(make_assessment(cycle, dukcapil), 4)
    untouched = make_assessment(cycle, puskesmas)
    assert f"1 dari 2 lokus belum diisi: {puskesmas.name}." in said(of_government(cycle))
    fill(untouched, 2)
    text = said(of_government(cycle))
    assert f"Lokus dengan nilai terendah: {puskesmas.name} (2,75)" in text
    assert "zona hijau" not in text


@pytest.mark.django_db
def test_a_report_by_another_institutions_instrument_says_whose_result_it_prepares_for(
    cycle: AssessmentCycle, dukcapil: ServiceUnit
) -> None:
    judged_by(cycle, "pekppp-f02")
    assessment = make_assessment(cycle, dukcapil)
    fill(assessment, 4)
    text = said(of_unit(assessment))
    assert "Laporan Kesiapan PEKPPP: formulir F-02" in text
    assert "Hasil resmi Kementerian PANRB" in text
    assert "kewenangan Kementerian PANRB" in text
    assert "skala 0–5" in text


@pytest.mark.django_db
def test_the_grading_table_of_a_unit_has_the_words_for_a_unit(cycle: AssessmentCycle, dukcapil: ServiceUnit) -> None:
    judged_by(cycle, "opini-2025")
    assessment = make_assessment(cycle, dukcapil)
    fill(assessment, 3)
    unit, whole = of_unit(assessment), of_government(cycle)
    assert unit.readings.floor.label in {band.label for band in unit.bands}
    assert whole.readings.floor.label in {band.label for band in whole.bands}
    assert {band.label for band in unit.bands} != {band.label for band in whole.bands}


@pytest.mark.django_db
def test_a_part_of_one_dimension_is_explained_once(cycle: AssessmentCycle, dukcapil: ServiceUnit) -> None:
    judged_by(cycle, "opini-2025")
    assessment = make_assessment(cycle, dukcapil)
    fill(assessment, 3)
    lines = [line for line in of_unit(assessment).explanation if line.name.casefold() == "kepercayaan masyarakat"]
    assert [(line.kind, line.weight, line.arithmetic) for line in lines] == [
        ("dimension", Decimal("30.00"), "(75,00 + 75,00) ÷ 2 = 75,00")
    ]


@pytest.mark.django_db
def test_an_official_figure_is_printed_as_its_source_printed_it(cycle: AssessmentCycle, assessment: Assessment) -> None:
    fill(assessment, 3)
    OfficialResult.objects.create(
        government=cycle.government, year=2024, instrument_code=cycle.instrument.code, score="96", decimals=0,
        zone="hijau", source="https://a.example/x",
    )  # fmt: skip
    shown = of_government(cycle)
    text = said(shown)
    assert "96,00" not in text
    assert "Hasil resmi Ombudsman 2024 96 hijau" in text
    assert "hasil resmi 2024 96." in text.casefold()
    assert cycle.instrument.title in shown.past[0].instrument
    assert [dot.text for dot in charts.trend(shown).dots if dot.is_official] == ["96 resmi"]  # type: ignore[union-attr]


@pytest.mark.django_db
def test_indicators_that_are_all_alike_are_neither_strong_nor_weak(assessment: Assessment) -> None:
    fill(assessment, 4, leave_blank=(*(f"M{n}" for n in range(1, 6)), "O6"))
    shown = of_unit(assessment)
    assert (shown.strongest, shown.weakest) == ((), ())
    assert "nilainya sama semua" in said(shown)


@pytest.mark.django_db
def test_indicators_stand_in_one_annex(assessment: Assessment) -> None:
    fill(assessment, 3)
    shown = of_unit(assessment)
    html = document.html_of(shown, STAMP)
    assert shown.indicators == ()
    assert html.count("Lampiran") == 1
    assert html.count("K1 Pengetahuan tentang komponen standar pelayanan") == 1


def test_a_report_of_an_earlier_release_reprints_its_own_annex_and_its_zeros() -> None:
    zero = Trio(Graded(Decimal(0), "merah", "E"), Graded(), SAME.ceiling)
    dimension = replace(content().dimensions[0], readings=zero, answered=0)
    old = content(indicators=(LINE,), dimensions=(dimension,))
    text = said(old)
    assert "Nilai seluruh indikator" in text
    assert "G1 Petugas* Pengaduan 50,00 0 dari 1 0,00" in text
    assert "Input 21,85 0,00 merah · E" in text
    assert "Penilaian Kepatuhan Standar Pelayanan Publik" in text
    assert "menghadapi penilaian Ombudsman Republik Indonesia" in text


LABELS = ("Kualitas Terendah", "Kualitas Rendah", "Kualitas Sedang", "Kualitas Tinggi", "Kualitas Tertinggi")
UNGRADED = tuple(Band(Decimal(lower), "", "", label) for lower, label in zip((0, 32, 54, 78, 88), LABELS, strict=True))[
    ::-1
]


def test_names_of_bands_stand_where_all_of_them_fit_and_never_over_each_other() -> None:
    shown: Any = content(bands=UNGRADED)
    assert [stripe.name for stripe in charts.strip(shown).stripes] == [label.split()[1] for label in LABELS]
    assert {stripe.name for stripe in charts.dimension_chart(shown).stripes} == {""}
    assert sentences.graded_by(shown) == "Sebutan"
    assert "Huruf di atas bidang" not in document.html_of(shown, STAMP)


def test_a_star_is_explained_only_where_there_is_one() -> None:
    plain = replace(content(), dimensions=content().dimensions[:1])
    assert "Tanda *" not in document.html_of(plain, STAMP)
    assert "Tanda *" in document.html_of(content(), STAMP)
