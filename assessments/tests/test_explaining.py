"""What stands in an explanation, for every shape of instrument, and who may take it along."""

import json
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import User
from accounts.permissions import Role
from assessments.content import Explanation, ExplanationLine
from assessments.frozen import explanation_json
from assessments.models import Answer, Assessment, Subject
from assessments.selectors.explaining import explanation_of, explanation_of_total, explanation_url
from assessments.sentences.explaining import facts, plain, position, rounding_step
from assessments.services.results import refresh
from assessments.tests.judged import CODES, cycle_by, judged
from conftest import NOW, fill, make_assessment, make_unit, person
from instruments.models import Level
from scoring.explanation import NodeKind
from scoring.readings import ReadingName
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db


def find(explanation: Explanation, kind: NodeKind, code: str) -> ExplanationLine:
    return next(line for _, line in explanation.top.walk() if line.kind is kind and line.code == code)


def ready(code: str, government: Government, unit: ServiceUnit, **options: Any) -> Explanation:
    return explanation_of(judged(cycle_by(code, government), unit, **options))


def said(explanation: Explanation) -> str:
    return " ".join(text for _, text in facts(explanation))


@pytest.mark.parametrize("code", CODES)
def test_what_the_observations_bring_adds_up_to_the_figure(
    code: str, kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    cycle = cycle_by(code, kaur)
    of_unit = explanation_of(judged(cycle, dukcapil))
    judged(cycle, puskesmas, step=2, is_whole=True)
    for explained in (of_unit, explanation_of_total(cycle)):
        leaves = [line for _, line in explained.top.walk() if not line.children]
        for place in range(len(ReadingName)):
            top = explained.top.figures[place].value
            if top is None:
                continue
            figures = [line.figures[place] for line in leaves]
            total = sum(Fraction(f.value) * Fraction(f.share) / 100 for f in figures if f.value is not None)
            assert abs(total - Fraction(top)) < Fraction(1, 10**8), (code, place)


@pytest.mark.parametrize("code", CODES)
def test_every_line_has_its_words_and_every_indicator_its_provenance(
    code: str, kaur: Government, dukcapil: ServiceUnit
) -> None:
    explained = ready(code, kaur, dukcapil)
    anchors = [line.anchor for _, line in explained.top.walk() if line.anchor]
    assert len(anchors) == len(set(anchors))
    for _, line in explained.top.walk():
        assert line.name
        assert all(figure.arithmetic and figure.words for figure in line.figures)
        assert bool(line.provenance) is (line.kind in (NodeKind.PART, NodeKind.DIMENSION, NodeKind.INDICATOR))
    assert explained.instrument.source
    assert explained.instrument.source in said(explained)


@pytest.mark.parametrize("code", CODES)
def test_the_same_figure_is_graded_with_bounds_and_distance(code: str, kaur: Government, dukcapil: ServiceUnit) -> None:
    explained = ready(code, kaur, dukcapil)
    for standing, figure in zip(explained.standings, explained.top.figures, strict=True):
        if figure.score is None:
            assert (standing.rounding, standing.position) == ("", "")
        elif explained.bands:
            assert "Kurang" in standing.position or "rentang tertinggi" in standing.position
        else:
            assert standing.position == ""
            assert "dibulatkan" in standing.rounding
    uppers = [band.upper for band in explained.bands]
    assert uppers[1:] == [band.lower for band in explained.bands][:-1]


def test_an_observation_says_who_was_seen_what_was_answered_and_what_that_level_means(
    assessment: Assessment,
) -> None:
    fill(assessment, 3, leave_blank=("S6",))
    Subject.objects.filter(locus=assessment.locus, scope="official", position=2).update(outcome="substitute")
    Subject.objects.filter(locus=assessment.locus, scope="official", position=3).update(outcome="refused")
    refresh(assessment, NOW)
    explained = explanation_of(assessment)
    text = Level.objects.get(indicator__code="K1", points=3).text.rstrip(".")
    main, substitute, refused, _ = find(explained, NodeKind.INDICATOR, "K1").children
    assert (main.name, main.about) == ("Pejabat 1", "pejabat atau pelaksana")
    assert main.answer == f"tingkat 3 dari 4 ({text})"
    assert main.arithmetic == "3/4 × 100 = 75,00"
    assert substitute.arithmetic == "3/4 × 100 × 0,75 (responden pengganti) = 56,25"
    assert (refused.answer, refused.arithmetic) == ("", "menolak diwawancarai = 0,00")
    (blank,) = find(explained, NodeKind.INDICATOR, "S6").children
    assert [f.arithmetic for f in blank.figures] == [
        "belum terisi, dihitung 0,00",
        "belum terisi, dilewati",
        "belum terisi, dihitung 100,00",
    ]
    (survey,) = find(explained, NodeKind.INDICATOR, "M1").children
    assert survey.answer.startswith("5 responden: 5 memilih tingkat 3 (")
    (figure,) = find(explained, NodeKind.INDICATOR, "O6").children
    assert figure.answer == "angka 80,00 dari 100,00"
    assert "responden pengganti 0,75 (perkiraan)" in said(explained)


def test_parts_keep_their_weight_while_one_of_them_is_withheld(kaur: Government, dukcapil: ServiceUnit) -> None:
    made = judged(cycle_by("pekppp-f02", kaur), dukcapil, is_whole=True)
    Answer.objects.filter(assessment=made, indicator__scope="secondary").delete()
    refresh(made, NOW)
    explained = explanation_of(made)
    first, second = explained.top.children
    assert [line.figures[0].weight for line in (first, second)] == [75, 25]
    assert explained.top.arithmetic == f"belum dapat dihitung: {second.name} belum lengkap dan tidak boleh dianggap nol"
    below = [line for _, line in second.walk()]
    assert {line.figures[0].score for line in below} == {None}, "nothing in it is ever shown as zero"
    assert below[-1].arithmetic == "masih kosong dan tidak boleh dianggap nol"
    assert first.figures[0].score is not None
    assert "tidak pernah dianggap nol" in said(explained)
    assert explained.top.figures[2].arithmetic.startswith("75,00% × ")


def test_printed_weights_that_do_not_make_a_hundred_are_named(kaur: Government, dukcapil: ServiceUnit) -> None:
    explained = ready("skm-0111", kaur, dukcapil, is_whole=True)
    (dimension,) = explained.top.children
    assert {line.said.weight for line in dimension.children} == {Decimal("11.1")}
    assert "berjumlah 0,999 dari 1, sehingga nilainya paling tinggi 99,90% dari skala" in said(explained)


def test_what_does_not_apply_says_why_and_what_is_for_ministries_says_so(
    kaur: Government, dukcapil: ServiceUnit
) -> None:
    explained = ready("opini-2026", kaur, dukcapil)
    lines = [line for _, line in explained.top.walk() if line.kind is NodeKind.INDICATOR]
    left_out = [line for line in lines if "tidak berlaku: Tidak ada." in line.remarks]
    ministry = [line for line in lines if line.is_for_ministries]
    assert left_out
    assert len(ministry) == 2
    assert all(line.remarks == ("hanya ditanyakan kepada kementerian",) for line in ministry)
    assert all(line.arithmetic == "tidak berlaku, dilewati" for line in left_out + ministry)
    assert all(line.said.weight == 0 for line in left_out + ministry)
    assert "berbobot langsung dalam nilai unit" in said(explained)


def test_a_roll_up_by_products_weighs_the_loci_and_says_so(
    kaur: Government, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    cycle = cycle_by("kepatuhan-2015-2021", kaur)
    judged(cycle, dukcapil)
    judged(cycle, puskesmas, step=3)
    explained = explanation_of_total(cycle)
    weights = {line.name: round(line.said.weight, 2) for line in explained.top.children}
    assert weights == {"Disdukcapil": Decimal("33.33"), "Puskesmas Mentiring": Decimal("66.67")}
    assert "tertimbang menurut jumlah produk layanan" in said(explained)
    assert "setiap lokus berbobot sama" not in said(explained)


def test_the_rounding_is_told_once_and_never_beforehand() -> None:
    assert rounding_step(Decimal("87.9949999"), Decimal("87.99"), 2) == (
        "87,994999… dibulatkan sekali, setengah ke atas, ke dua desimal menjadi 87,99."
    )
    assert rounding_step(Decimal("87.995"), Decimal("88.00"), 2).startswith("87,995 dibulatkan sekali")
    assert rounding_step(Decimal("75"), Decimal("75.00"), 2) == "75,00 sudah tepat, tidak perlu dibulatkan."
    assert rounding_step(None, None, 2) == ""
    assert plain(Decimal("1234.5")) == "1.234,50"


def test_a_figure_below_every_band_says_where_they_begin(assessment: Assessment) -> None:
    bands = [band for band in assessment.instrument.spec().bands if band.lower >= 54]
    assert position(Decimal("12"), bands, Decimal(100)) == "Di bawah rentang terendah (mulai 54,00)."
    assert position(Decimal("78.00"), bands, Decimal(100)).startswith("Zona hijau, kategori B")
    assert position(Decimal("100"), bands, Decimal(100)).endswith(
        "(88,00 sampai 100,00). Sudah pada rentang tertinggi."
    )


def test_a_unit_takes_two_queries_and_a_government_the_same_however_many_loci(
    kaur: Government, assessment: Assessment, django_assert_num_queries: Any
) -> None:
    fill(assessment, 3)
    cycle = assessment.locus.cycle
    explanation_of(assessment)
    with django_assert_num_queries(2):
        explanation_of(assessment)
    with django_assert_num_queries(3):
        explanation_of_total(cycle)
    for n in range(5):
        fill(make_assessment(cycle, make_unit(kaur, f"Dinas {n}", ServiceUnit.Kind.OTHER)), 2)
    with django_assert_num_queries(3):
        assert len(explanation_of_total(cycle).top.children) == 6


@pytest.fixture
def taken(client: Client, assessment: Assessment) -> Assessment:
    fill(assessment, 3, leave_blank=("S6",))
    return assessment


def test_cells_that_look_like_formulas_are_letters(client: Client, taken: Assessment, coordinator: User) -> None:
    Subject.objects.filter(locus=taken.locus, position=1).update(name='=HYPERLINK("https://x.example")')
    client.force_login(coordinator)
    for address in (f"/penilaian/{taken.pk}/penjelasan.xlsx", f"/siklus/{taken.locus.cycle_id}/penjelasan.xlsx"):
        answer = client.get(address)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "private, no-store"
        book = load_workbook(BytesIO(answer.content))
        cells = [cell for sheet in book for row in sheet for cell in row]
        assert any("=HYPERLINK" in str(cell.value) for cell in cells)
        assert "f" not in {cell.data_type for cell in cells}
        text = " ".join(str(cell.value) for cell in cells)
        assert "perkiraan penilaian mandiri, bukan hasil resmi Ombudsman" in text
        assert "S6" in text


def test_the_figures_of_the_workbook_are_numbers_with_their_decimals(
    client: Client, taken: Assessment, coordinator: User
) -> None:
    client.force_login(coordinator)
    book = load_workbook(BytesIO(client.get(f"/penilaian/{taken.pk}/penjelasan.xlsx").content))
    cell = book["Nilai"]["D2"]
    assert (Decimal(str(cell.value)), cell.number_format) == (taken.floor.normalize(), "0.00")
    answers = list(book["Jawaban"].iter_rows(min_row=2, values_only=True))
    assert len(answers) == taken.expected
    assert [row[5] for row in answers if row[2] == "S6"] == [None]


def test_who_may_see_no_answers_takes_none_along(client: Client, taken: Assessment, kaur: Government) -> None:
    client.force_login(person("penghubung@kaur.example", Role.LIAISON, kaur))
    address = f"/siklus/{taken.locus.cycle_id}/penjelasan"
    data = client.get(f"{address}.json").content.decode()
    assert '"kind": "dimension"' in data
    assert '"kind": "indicator"' not in data
    book = load_workbook(BytesIO(client.get(f"{address}.xlsx").content))
    assert book["Jawaban"].max_row == 1
    assert client.get(f"/penilaian/{taken.pk}/penjelasan.json").status_code == 403
    page = client.get(f"{address}/").content.decode()
    assert "Disdukcapil" in page
    assert f"/penilaian/{taken.pk}/" not in page


def test_an_address_opens_the_place_it_names() -> None:
    assert explanation_url(7) == "/penilaian/7/penjelasan/"
    assert explanation_url(7, "ceiling", NodeKind.DIMENSION, "input") == (
        "/penilaian/7/penjelasan/?bacaan=ceiling#dimensi-input"
    )
    assert explanation_url(7, kind=NodeKind.INDICATOR, code="K1") == "/penilaian/7/penjelasan/?buka=K1#indikator-K1"


@pytest.mark.parametrize("asked", ["?buka=%00", "?bacaan=%00&buka=" + "9" * 400, "?buka=<script>", "?instrumen=%00"])
def test_hostile_questions_get_an_ordinary_page(
    client: Client, taken: Assessment, coordinator: User, asked: str
) -> None:
    client.force_login(coordinator)
    for address in (f"/penilaian/{taken.pk}/penjelasan/", f"/siklus/{taken.locus.cycle_id}/penjelasan/"):
        answer = client.get(address + asked)
        assert answer.status_code == 200
        assert b'<script>"' not in answer.content


def test_the_json_carries_unrounded_values_and_leaves_out_what_is_empty(taken: Assessment) -> None:
    data = explanation_json(explanation_of(taken))
    assert data == json.loads(json.dumps(data))
    assert data["unit"] == {"name": "Disdukcapil"}
    top = data["figure"]
    assert "code" not in top
    assert (top["floor"]["score"], top["floor"]["value"]) == ("74.11", "74.1095")
    assert sum(Decimal(child["floor"]["weight"]) for child in top["children"]) == 100
