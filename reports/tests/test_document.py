"""The paper: what it says, in which letters, and what it refuses to fetch."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest
from pypdf import PdfReader

from reports.documents import charts, frozen, sentences
from reports.documents.content import (
    GOVERNMENT,
    UNIT,
    AdvisedStep,
    DimensionLine,
    ExplainedLine,
    InstrumentNote,
    Letterhead,
    PastFigure,
    ReportContent,
    Signatory,
    UnitLine,
)
from reports.documents.rendering import document
from scoring.graded import Graded, Trio
from scoring.instrument import Band

BANDS = (
    Band(Decimal(88), "hijau", "A", "Kualitas Tertinggi"),
    Band(Decimal(78), "hijau", "B", "Kualitas Tinggi"),
    Band(Decimal(54), "kuning", "C", "Kualitas Sedang"),
    Band(Decimal(32), "merah", "D", "Kualitas Rendah"),
    Band(Decimal(0), "merah", "E", "Kualitas Terendah"),
)
GREEN = Graded(Decimal("78.72"), "hijau", "B", "Kualitas Tinggi")
SAME = Trio(GREEN, GREEN, GREEN)
STAMP = document.Stamp("001/KSPP/17.04/2024", "3 Juni 2024 pukul 10.00 WIB", "Rina")
LONG = (
    "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"
    " Kabupaten Indragiri Hilir"
)


def content(**changes: Any) -> ReportContent:
    made = ReportContent(
        kind=UNIT,
        title_subject="Disdukcapil",
        government="Kabupaten Kaur",
        year=2024,
        made_on=date(2024, 6, 3),
        letterhead=Letterhead("Kabupaten Kaur", "Jalan Merdeka 1", "Telepon (0739) 1"),
        signatory=Signatory("Bintuhan", "Sekretaris Daerah", "Nama Contoh", "Pembina", "1969"),
        instrument=InstrumentNote("kspp-2023-2024", "KSPP 2023–2024", "a" * 64, "sumber"),
        standing="draf",
        readings=SAME,
        complete=True,
        answered=69,
        expected=69,
        bands=BANDS,
        dimensions=(
            DimensionLine("input", "Input", Decimal("21.85"), False, SAME, 33, 33, Decimal("77.48")),
            DimensionLine("proses", "Proses", Decimal("32.37"), True, SAME, 22, 22),
        ),
    )
    return replace(made, **changes)


PREVIOUS = PastFigure(2023, False, Graded(Decimal("77.48"), "kuning", "C", "Kualitas Sedang"), "KSPP", True)
OFFICIAL = PastFigure(2023, True, Graded(Decimal("95.94"), "hijau", "A"), "KSPP", True, "https://a.example/x")


PAGE = "\n\f"
"""Between two pages of a text."""


def text_of(shown: ReportContent, stamp: document.Stamp = STAMP) -> str:
    import io

    pdf = document.write(document.lay_out(document.html_of(shown, stamp)))
    return PAGE.join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.data)).pages)


@pytest.mark.parametrize("rules", range(12, 27, 2))
def test_the_statement_is_never_alone_on_a_page(rules: int) -> None:
    """Whatever the length of what stands before it; the annexes begin on a page of their own."""
    shown = content(rules=tuple(f"Aturan {n}" for n in range(rules)), past=(PREVIOUS,))
    [page] = [page for page in text_of(shown).split(PAGE) if "Keterangan pembuatan" in page]
    assert "Rentang nilai; batas bawah termasuk." in page
    assert "Pernyataan" in page


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "https://example.com/a.ttf",
        "ftp://example.com/a",
        "data:text/plain,x",
        "font:../../settings.py",
        "font:SourceSansPro-Nothing.ttf",
        "font:SourceSansPro-Regular.ttf/../../x",
    ],
)
def test_it_fetches_nothing_but_its_own_fonts(url: str) -> None:
    with pytest.raises(document.RefusedResource):
        document.own_asset(url)
    with pytest.raises(ValueError):
        document.fetcher().fetch(url)


def test_its_own_fonts_are_there() -> None:
    assert document.own_asset("font:SourceSerifPro-Semibold.ttf").startswith(b"\x00\x01\x00\x00")


def test_a_file_named_in_the_html_does_not_reach_the_paper(tmp_path: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("rahasia-negara")
    html = f'<link rel="attachment" href="{secret.as_uri()}"><img alt="x" src="{secret.as_uri()}"><p>isi</p>'
    pdf = document.write(document.lay_out(html))
    assert b"EmbeddedFile" not in pdf.data
    assert b"rahasia-negara" not in pdf.data


def test_markup_typed_by_people_is_printed_as_letters() -> None:
    html = document.html_of(content(title_subject='<img src="http://x.example/y">'), STAMP)
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_same_content_gives_the_same_bytes_apart_from_the_stamp() -> None:
    def made(stamp: document.Stamp) -> bytes:
        return document.write(document.lay_out(document.html_of(content(past=(PREVIOUS,)), stamp))).data

    assert made(STAMP) == made(STAMP)
    later = replace(STAMP, made_at="4 Juni 2024 pukul 10.00 WIB")
    assert made(STAMP) != made(later)
    html, later_html = (document.html_of(content(), stamp) for stamp in (STAMP, later))
    assert html.replace(STAMP.made_at, "") == later_html.replace(later.made_at, "")


def test_it_uses_no_font_of_the_machine() -> None:
    import io

    shown = content(past=(PREVIOUS, OFFICIAL), units=(UnitLine("Unit", "draf", SAME, 1, 2, (GREEN, GREEN)),))
    pdf = document.write(document.lay_out(document.html_of(shown, STAMP)))
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in PdfReader(io.BytesIO(pdf.data)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(name.startswith("Source-S") for name in fonts), fonts


def test_page_one_says_the_score_the_zone_the_change_and_who_signs() -> None:
    text = text_of(content(past=(PREVIOUS, OFFICIAL)))
    first = text[: text.index("halaman 2 dari")]
    said = ("78,72", "Zona hijau", "Kategori B", "naik 1,24", "95,94", "17,22 di bawah", "a.example", "Nama Contoh")
    assert [words for words in said if words not in first] == []
    assert "PEMERINTAH KABUPATEN KAUR" in first.upper()
    assert "Bintuhan, 3 Juni 2024" in first


@pytest.mark.parametrize("kind", [UNIT, GOVERNMENT])
def test_a_long_name_a_missing_signatory_and_no_past_fit_page_one(kind: str) -> None:
    shown = content(
        kind=kind,
        title_subject=LONG,
        signatory=Signatory("", "Bupati Indragiri Hilir"),
        complete=False,
        answered=60,
        units=tuple(UnitLine(LONG, "draf", SAME, 1, 2, (GREEN, GREEN)) for _ in range(8)) if kind == GOVERNMENT else (),
        steps=(AdvisedStep("S1", "Frekuensi pengawasan", LONG, True, Decimal("4.04")),),
        past=(PREVIOUS, replace(OFFICIAL, source="https://" + "a" * 60 + ".example/x")),
    )
    text = text_of(shown, replace(STAMP, reprint="001/KSPP/17.04/2024-CU1"))
    first = text[: text.index("halaman 2 dari")]
    assert "NIP" in first
    assert "belum lengkap" in first
    assert "Ringkasan" in text[text.index("halaman 1 dari") :]


def test_a_cycle_without_loci_says_so() -> None:
    nothing = content(
        kind=GOVERNMENT, readings=Trio(), complete=False, answered=0, expected=0, dimensions=(), bands=BANDS
    )
    text = text_of(nothing)
    assert "Belum ada lokus" in text
    assert "belum ada" in text


def test_an_instrument_without_zones_or_bands_is_no_obstacle() -> None:
    plain = Graded(Decimal("3.74"), "", "", "")
    text = text_of(content(bands=(), readings=Trio(plain, plain, plain), dimensions=(), scale=Decimal(5)))
    assert "3,74" in text


def test_what_accompanies_the_score_is_printed_where_there_is_any() -> None:
    told = content(kind=GOVERNMENT, recognition=(("Penghargaan (perkiraan)", "Ditahan: 1 dari 2 belum selesai."),))
    printed = document.html_of(told, STAMP)
    assert "Ditahan: 1 dari 2 belum selesai." in printed
    assert "Yang menyertai nilai perkiraan" not in document.html_of(content(), STAMP)


def test_content_survives_the_row_unchanged() -> None:
    shown = content(past=(PREVIOUS, OFFICIAL), steps=(AdvisedStep("S1", "x", "", True, Decimal("0.90"), ("a",)),))
    row = json.loads(json.dumps(frozen.to_json(shown)))
    assert frozen.from_json(ReportContent, row) == shown


def test_content_of_an_older_release_is_still_readable() -> None:
    row = frozen.to_json(content())
    del row["steps"]
    row["forgotten"] = 1
    assert frozen.from_json(ReportContent, row).steps == ()


def test_prints_of_one_content_share_a_fingerprint() -> None:
    assert document.fingerprint(content()) == document.fingerprint(content())
    assert document.fingerprint(content()) != document.fingerprint(content(answered=1))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [("78.72", "77.48", "naik 1,24"), ("77.48", "78.72", "turun 1,24"), ("78.72", "78.72", "tetap"), (None, "1", "")],
)
def test_a_change_is_told_in_words(now: str | None, before: str, words: str) -> None:
    assert sentences.changed_by(Decimal(now) if now else None, Decimal(before)) == words


def test_other_instruments_are_not_compared() -> None:
    other = replace(PREVIOUS, is_comparable=False)
    assert "instrumennya berbeda" in sentences.against(content(), other)
    assert charts.strip(content(past=(other,))).others == ()


def test_a_unit_without_answers_is_not_said_to_have_fallen() -> None:
    blank = content(answered=0, complete=False, readings=Trio(Graded(Decimal(0), "merah", "E"), Graded(), GREEN))
    assert "belum diisi" in sentences.headline(blank)
    assert "turun" not in " ".join(sentences.five_lines(replace(blank, past=(PREVIOUS,))))


def test_there_are_never_more_than_five_lines() -> None:
    full = content(past=(PREVIOUS, OFFICIAL), steps=(AdvisedStep("S1", "x", "", False, Decimal(1)),))
    assert len(sentences.five_lines(full)) == 5


@pytest.mark.parametrize(
    ("subject", "place", "copy", "name"),
    [
        ("Disdukcapil", "Kaur", "", "Laporan-Kesiapan-Disdukcapil-Kaur-2024.pdf"),
        ("Kabupaten Kaur", "Kaur", "", "Laporan-Kesiapan-Kabupaten-Kaur-2024.pdf"),
        ('Dinas "A"/B\r\nC é', "Kaur", "cetak ulang 1", "Laporan-Kesiapan-Dinas-A-B-C-e-Kaur-2024-cetak-ulang-1.pdf"),
    ],
)
def test_the_file_name_is_plain(subject: str, place: str, copy: str, name: str) -> None:
    assert sentences.filename("Laporan Kesiapan", subject, place, "2024", copy) == name


def test_bars_start_at_zero_and_end_at_the_score() -> None:
    chart = charts.dimension_chart(content())
    bar = chart.bars[0]
    width = Decimal(charts.PLOT_RIGHT - charts.PLOT_LEFT)
    assert abs(Decimal(bar.length) - width * Decimal("0.7872")) < Decimal("0.1")
    assert bar.value == "78,72 B"
    assert [stripe.name for stripe in chart.stripes] == ["E", "D", "C", "B", "A"]
    assert "Input 78,72 B" in chart.title


def test_a_line_breaks_where_the_instrument_changes() -> None:
    years = [
        PastFigure(year, True, GREEN, instrument, comparable)
        for year, instrument, comparable in (
            (2020, "lama", False),
            (2021, "lama", False),
            (2022, "baru", True),
            (2023, "baru", True),
        )
    ]
    drawn = charts.trend(content(past=tuple(years)))
    assert drawn is not None
    assert [official for _, official in drawn.lines] == [True, True]
    assert [points.count("L") for points, _ in drawn.lines] == [1, 1]


def test_nothing_to_compare_is_no_trend() -> None:
    assert charts.trend(content()) is None


LINE = ExplainedLine(
    0, "unit", "", "Disdukcapil", Decimal(100), Decimal("78.72"), "78,72", "21,85% × 72,19 + … = 78,72", SAME
)
BELOW = ExplainedLine(
    2,
    "indicator",
    "K1",
    "K1 Pengetahuan",
    Decimal("6.67"),
    None,
    "belum ada",
    "masih kosong",
    observed=("Pejabat 1: tingkat 3 dari 4 (sebagian); 3/4 × 100 = 75,00",),
    provenance="rumusan: resmi",
)


def test_the_annex_takes_the_figure_apart_on_paper() -> None:
    text = " ".join(text_of(content(explanation=(LINE, BELOW), rules=("Aturan dari data.",))).split())
    annex = text[text.rindex("Penjelasan nilai") :]
    for words in ("21,85% × 72,19", "Hanya yang sudah terisi 78,72", "K1 Pengetahuan", "3/4 × 100 = 75,00", "resmi"):
        assert words in annex
    assert "Aturan dari data." in text
    assert "rata-rata lokus dengan ketelitian penuh" not in text, "the rules are those of the instrument"


def test_a_report_made_before_the_annex_reads_and_prints_as_it_did() -> None:
    old = frozen.to_json(content(past=(PREVIOUS,)))
    assert {"explanation", "rules", "recognition"} & set(old) == set()
    assert "instrument_code" not in old["past"][0]
    read = frozen.from_json(ReportContent, json.loads(json.dumps(old)))
    assert read == content(past=(PREVIOUS,))
    assert document.fingerprint(read) == sha256(json.dumps(old, sort_keys=True).encode()).hexdigest()[:16]
    html = document.html_of(read, STAMP)
    assert "Penjelasan nilai" not in html
    assert "rata-rata lokus dengan ketelitian penuh" in html


def test_a_report_with_the_annex_is_frozen_and_read_back() -> None:
    made = content(explanation=(LINE, BELOW), rules=("Aturan.",))
    assert frozen.from_json(ReportContent, json.loads(json.dumps(frozen.to_json(made)))) == made
    assert document.fingerprint(made) != document.fingerprint(content())
