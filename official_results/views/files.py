"""The table of published results as a file: one line for each figure, with its source."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse

from kspp.lib.csv_text import MEDIA_TYPE as CSV
from kspp.lib.csv_text import csv_text
from kspp.lib.http import page
from kspp.lib.workbooks import MEDIA_TYPE, Sheet, Value, workbook
from official_results.selectors import tables as selectors
from official_results.selectors.figures import PublishedFigure, known_years
from official_results.selectors.tables import ResultsRow, YearResults
from official_results.sentences import ranking as sentences
from official_results.views.tables import asked_of, asked_year, viewer

HEADS = (
    ("Peringkat (dihitung portal)", 12),
    ("Di antara", 10),
    ("Peringkat tercetak", 10),
    ("Kode wilayah", 10),
    ("Pemerintah daerah", 34),
    ("Provinsi", 26),
    ("Tahun", 8),
    ("Instrumen", 22),
    ("Nilai", 10),
    ("Zona", 10),
    ("Kategori", 10),
    ("Sebutan", 30),
    ("Dibanding tahun sebelumnya", 22),
    ("Dipakai untuk peringkat", 12),
    ("Sumber", 60),
)


@page
def official_file(request: HttpRequest, kind: str) -> HttpResponse:
    viewer(request)
    chosen = asked_year(request.GET, known_years())
    rows, name = [], "hasil-resmi"
    if chosen is not None:
        year, _, asked = asked_of(request.GET, chosen)
        found = selectors.matching(year, asked)
        rows = [line for row in selectors.rows_of(year, found, ()) for line in _file_lines(year, row)]
        name = f"hasil-resmi-{year.year}"
    heads = [head for head, _ in HEADS]
    if kind == "csv":
        content, media_type = csv_text(heads, [[_cell(value) for value in row] for row in rows]), CSV
    else:
        sheet = Sheet("Hasil resmi", heads, [width for _, width in HEADS], rows)
        content, media_type = workbook([sheet]), MEDIA_TYPE
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _file_lines(year: YearResults, row: ResultsRow) -> list[list[Value]]:
    """One line for each figure; only the one that ranks has a rank."""
    assert row.known is not None
    lines: list[list[Value]] = []
    for figure in row.known.figures:
        is_main = figure is row.known.main
        place = row.place
        lines.append(
            [
                row.rank if is_main else None,
                len(year.known) if is_main else None,
                figure.rank,
                place.code,
                place.full_name,
                figure.province or place.province_name,
                figure.year,
                figure.instrument,
                _exact(figure),
                figure.zone,
                figure.grade,
                figure.label,
                row.moved if is_main else "",
                "ya" if is_main else "tidak",
                sentences.in_words(figure.source),
            ]
        )
    return lines


def _exact(figure: PublishedFigure) -> Decimal:
    """With the decimals that were printed, so that a spreadsheet shows them."""
    return figure.score.quantize(Decimal(1).scaleb(-figure.decimals))


def _cell(value: Value) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)
