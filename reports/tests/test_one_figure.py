"""Page, paper, workbook, JSON, dashboard and command line print one figure, in all three readings."""

import json
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from pypdf import PdfReader

import scoring
from accounts.models import User
from assessments.models import Assessment, AssessmentCycle
from assessments.selectors.scoring import cycle_assessments, government_score, score_sheet_of
from assessments.tests.judged import CODES, cycle_by, judged
from instruments.sentences.words import NOT_YET
from kspp.lib.numbers import decimal_id
from reports.documents.rendering import document
from reports.documents.selectors.content import content_of
from reports.models import Report
from scoring.readings import ReadingName
from units.models import Government, ServiceUnit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STAMP = document.Stamp("001/KSPP/17.04/2024", "3 Juni 2024 pukul 10.00 WIB", "Rina")
TODAY = date(2024, 6, 3)
SCHEMA = json.loads(Path(scoring.__path__[0], "explanation.schema.json").read_text(encoding="utf-8"))
Figures = dict[str, str | None]
"""By reading, with a decimal point; None where there is none."""


@pytest.fixture(params=CODES)
def cycle(request: pytest.FixtureRequest, kaur: Government) -> AssessmentCycle:
    return cycle_by(request.param, kaur)


@pytest.fixture
def assessment(cycle: AssessmentCycle, dukcapil: ServiceUnit) -> Assessment:
    return judged(cycle, dukcapil)


def by_command(assessment: Assessment, tmp_path: Path) -> Figures:
    sheet = tmp_path / "lembar.json"
    sheet.write_text(json.dumps(score_sheet_of(assessment)), encoding="utf-8")
    out = StringIO()
    call_command("score_sheet", str(sheet), "--json", stdout=out)
    return {name: figures["score"] for name, figures in json.loads(out.getvalue())["score"].items()}


def by_json(client: Client, address: str) -> Figures:
    data = json.loads(client.get(f"{address}penjelasan.json").content)
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    return {name: data["figure"][name]["score"] for name in map(str, ReadingName)}


def by_workbook(client: Client, address: str) -> Figures:
    book = load_workbook(BytesIO(client.get(f"{address}penjelasan.xlsx").content))
    assert book.sheetnames == ["Nilai", "Penjelasan", "Jawaban", "Keterangan"]
    of_figures = [cell.value for cell in book["Nilai"][2]][3::2]
    assert [cell.value for cell in book["Penjelasan"][2]][3:15:4] == of_figures
    return {str(n): None if v is None else f"{v:.2f}" for n, v in zip(ReadingName, of_figures, strict=True)}


def by_page(client: Client, address: str) -> Figures:
    """Each reading at the top of its own page."""
    found = {}
    for name in map(str, ReadingName):
        html = client.get(f"{address}penjelasan/?bacaan={name}").content.decode()
        match = re.search(r'class="why-total"><span class="figure">([^<]+)<', html)
        assert match
        found[name] = pointed(match[1])
    return found


def by_paper(report: Report) -> Figures:
    """From the annex; the cover must say the same three."""
    html = document.html_of(content_of(report, TODAY), STAMP)
    cover = html[html.index('<table class="readings">') :]
    on_cover = [pointed(figure) for figure in re.findall(r'<td class="num">([^<]+)<', cover)[:3]]
    annex = strip_tags(html[html.index('<section class="annex why">') :])
    match = re.search(r"Nilai saat ini (\S+).*?Hanya yang sudah terisi (\S+).*?masih mungkin (\S+)", annex, re.DOTALL)
    assert match
    found = {str(n): pointed(shown.rstrip(";")) for n, shown in zip(ReadingName, match.groups(), strict=True)}
    assert list(found.values()) == on_cover
    return found


def by_dashboard(client: Client, cycle: AssessmentCycle) -> Figures:
    html = client.get(f"/siklus/{cycle.pk}/dasbor/").content.decode()
    hero = html[html.index('class="cockpit-readings"') :]
    shown = re.findall(r'class="figure">(?:<a[^>]*>)?([^<]+)<', hero)[:3]
    return {str(name): pointed(figure) for name, figure in zip(ReadingName, shown, strict=True)}


def pointed(shown: str) -> str | None:
    return None if shown.strip() in ("–", NOT_YET) else shown.strip().replace(".", "").replace(",", ".")


def two(figures: Figures) -> Figures:
    """With two decimals, as pages write them."""
    return {name: None if figure is None else f"{float(figure):.2f}" for name, figure in figures.items()}


def test_of_a_unit_everything_prints_one_figure(
    client: Client, assessment: Assessment, coordinator: User, tmp_path: Path
) -> None:
    client.force_login(coordinator)
    address, cycle = f"/penilaian/{assessment.pk}/", assessment.locus.cycle
    expected = two(by_command(assessment, tmp_path))
    assert expected["answered_only"]
    assert expected == two(
        {name: str(v) if (v := getattr(assessment, name)) is not None else None for name in map(str, ReadingName)}
    )
    assert by_page(client, address) == expected
    assert by_workbook(client, address) == expected
    assert two(by_json(client, address)) == expected
    report = Report(cycle=cycle, assessment=assessment, government=cycle.government)
    assert by_paper(report) == expected
    assert by_dashboard(client, cycle) == expected, "one locus: the government's figure is the unit's"


def test_of_a_government_everything_prints_one_figure(
    client: Client, assessment: Assessment, puskesmas: ServiceUnit, coordinator: User
) -> None:
    client.force_login(coordinator)
    cycle = assessment.locus.cycle
    judged(cycle, puskesmas, step=2, is_whole=True)
    address = f"/siklus/{cycle.pk}/"
    total = government_score(cycle, cycle_assessments(cycle)).readings
    expected: Figures = {str(n): None if (v := total.named(n).rounded) is None else f"{v:.2f}" for n in ReadingName}
    assert expected["ceiling"]
    assert by_dashboard(client, cycle) == expected
    assert by_page(client, address) == expected
    assert by_workbook(client, address) == expected
    assert two(by_json(client, address)) == expected
    assert by_paper(Report(cycle=cycle, government=cycle.government)) == expected


@pytest.mark.parametrize("cycle", ["kspp-2023-2024", "pekppp-f02"], indirect=True)
def test_the_finished_pdf_prints_it_too(assessment: Assessment) -> None:
    cycle = assessment.locus.cycle
    made = content_of(Report(cycle=cycle, assessment=assessment, government=cycle.government), TODAY)
    pdf = document.write(document.lay_out(document.html_of(made, STAMP)))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.data)).pages).split())
    annex = text[text.rindex("Penjelasan nilai") :]
    readings = (assessment.floor, assessment.answered_only, assessment.ceiling)
    names = ("Nilai saat ini", "Hanya yang sudah terisi", "Nilai tertinggi yang masih mungkin")
    for name, figure in zip(names, readings, strict=True):
        shown = "–" if figure is None else decimal_id(figure)
        assert f"{name} {shown}" in annex
        assert shown in text[: text.index("halaman 2 dari")]
