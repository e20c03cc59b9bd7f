"""Published results of the country, a province and a government."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from official_results.models import OfficialResult
from official_results.sentences import ranking as sentences
from official_results.tests.published import place, result
from units.models import Government

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(kaur, paser, instrument):
    """Three kabupaten and a city; Kaur and Seluma share a score."""
    call_command("load_instruments", stdout=StringIO())
    seluma, kota = place("17.05", "Seluma"), place("17.71", "Bengkulu", "kota")
    result(kaur, score="95.94", zone="hijau", grade="A", rank_national=16, source="press: Radar Bengkulu, 2024-05-21")
    result(seluma, score="95.94")
    result(paser, score="81.22", zone="hijau", grade="B")
    result(kota, score="96", decimals=0)
    return seluma, kota


def page(client, user, name="official", *args, **query):
    client.force_login(user)
    return client.get(reverse(f"official_results:{name}", args=args), query)


def ranked(answer):
    return [(row.rank, row.place.name) for row in answer.context["rows"]]


def test_equal_scores_share_a_rank_and_the_page_says_among_how_many(client, coordinator, known):
    answer = page(client, coordinator)
    assert ranked(answer) == [(1, "Bengkulu"), (2, "Kaur"), (2, "Seluma"), (4, "Paser")]
    html = answer.content.decode()
    assert "Peringkat dihitung portal di antara 4 pemerintah daerah yang nilainya diketahui." in html
    assert "Hasil resmi tahun 2024 diketahui untuk 4 dari 4 pemerintah daerah." in html
    assert "Kabupaten Kaur: 95,94, peringkat 2 dari 4 pemerintah daerah yang diketahui." in html
    assert html.count("official-own-row") == 1


def test_a_level_has_its_own_ranks_and_filters_change_none(client, coordinator, known):
    assert ranked(page(client, coordinator, tingkat="kabupaten")) == [(1, "Kaur"), (1, "Seluma"), (3, "Paser")]
    assert ranked(page(client, coordinator, provinsi="64")) == [(4, "Paser")]
    assert ranked(page(client, coordinator, kategori="A")) == [(2, "Kaur")]
    assert ranked(page(client, coordinator, zona="hijau", urut="nama")) == [(2, "Kaur"), (4, "Paser")]


def test_what_is_printed_stays_as_printed(client, coordinator, known):
    html = page(client, coordinator).content.decode()
    assert "<strong>96</strong>" in html
    assert "96,00" not in html
    assert "Radar Bengkulu, 21 Mei 2024" in html
    [kaur] = [row for row in page(client, coordinator).context["rows"] if row.place.name == "Kaur"]
    assert kaur.ranks_printed == "16"
    assert kaur.rank == 2


def test_searching_tells_twins_apart_and_forgives_the_spelling(client, coordinator, known):
    result(place("33.71", "Magelang", "kota", "Jawa Tengah"), score="80")
    result(place("33.08", "Magelang", "kabupaten", "Jawa Tengah"), score="70")
    assert [r.place.full_name for r in page(client, coordinator, q="kota magelang").context["rows"]] == [
        "Kota Magelang"
    ]
    both = [row.place.full_name for row in page(client, coordinator, q="MAGE LANG").context["rows"]]
    assert both == ["Kota Magelang", "Kabupaten Magelang"]
    answer = page(client, coordinator, q="Selumaa")
    assert answer.context["meant"] == ["Kabupaten Seluma"]
    assert "Mungkin maksud Anda" in answer.content.decode()


def test_conflicting_sources_stand_side_by_side_and_the_first_ranks(client, coordinator, known, kaur):
    result(kaur, score="99.99", source="press: Harian Lain, 2024-06-01")
    result(kaur, score="95.94", source="https://setuju.example/")
    [row] = [row for row in page(client, coordinator).context["rows"] if row.place.name == "Kaur"]
    assert (row.rank, str(row.known.main.score), [str(o.figure.score) for o in row.others]) == (2, "95.94", ["99.99"])
    assert [source.text for source in row.sources] == ["Radar Bengkulu, 21 Mei 2024", "setuju.example"]
    html = page(client, coordinator).content.decode()
    assert "99,99: Harian Lain, 1 Juni 2024" in html
    story = page(client, coordinator, "official_government", kaur.code)
    assert "Sumber menyebut nilai yang berbeda" in story.content.decode()


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((2023, "95.00"), (2024, "96.14"), "naik 1,14"),
        ((2022, "95.00"), (2023, "94.00"), "turun 1,00"),
        ((2023, "95.00"), (2024, "95.00"), "tetap"),
        ((2021, "95.00"), (2022, "96.00"), sentences.NOT_COMPARABLE),
        ((2024, "95.00"), (2025, "96.00"), sentences.NOT_COMPARABLE),
        ((2022, "95.00"), (2024, "96.00"), ""),
    ],
)
def test_movement_is_told_only_where_instruments_compare(client, coordinator, instrument, kaur, before, now, words):
    call_command("load_instruments", stdout=StringIO())
    for year, score in (before, now):
        result(kaur, year, score)
    [row] = page(client, coordinator, tahun=now[0]).context["rows"]
    assert row.moved == words


def test_figures_of_another_family_are_another_table(client, coordinator, known, kaur):
    result(kaur, score="4.51", instrument_code="pekppp-f02", source="press: KemenPANRB")
    assert ranked(page(client, coordinator))[1] == (2, "Kaur")
    other = page(client, coordinator, instrumen="pekppp")
    assert ranked(other) == [(1, "Kaur")]
    assert str(other.context["rows"][0].known.main.score) == "4.51"


def test_nothing_of_ours_is_in_these_tables(client, coordinator, assessment):
    answer = page(client, coordinator)
    assert "Belum ada hasil resmi" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"tahun": "9" * 40},
        {"tahun": "abc", "halaman": "0"},
        {"tingkat": "desa", "provinsi": "xx", "zona": "\x00", "kategori": "'", "instrumen": "?", "urut": "x"},
        {"q": "\x00"},
        {"q": "a" * 5000, "halaman": "9" * 30},
    ],
)
def test_an_address_that_means_nothing_narrows_nothing(client, coordinator, known, query):
    answer = page(client, coordinator, **query)
    assert answer.status_code == 200
    assert len(answer.context["rows"]) == 4


def test_the_files_have_one_line_a_figure_with_its_source(client, coordinator, known, kaur):
    result(kaur, score="99.99", source="press: Lain")
    text = page(client, coordinator, "official_csv", provinsi="17").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [(r["Peringkat (dihitung portal)"], r["Pemerintah daerah"], r["Nilai"]) for r in rows] == [
        ("1", "Kota Bengkulu", "96"),
        ("2", "Kabupaten Kaur", "95,94"),
        ("", "Kabupaten Kaur", "99,99"),
        ("2", "Kabupaten Seluma", "95,94"),
    ]
    assert [r["Dipakai untuk peringkat"] for r in rows] == ["ya", "ya", "tidak", "ya"]
    book = load_workbook(BytesIO(page(client, coordinator, "official_xlsx").content))
    assert book.worksheets[0].max_row == 6


def test_no_cell_of_a_file_is_a_formula(client, coordinator, known, kaur):
    OfficialResult.objects.filter(government=kaur).update(label="=1+1", source="@SUM(A1)", province="-1")
    text = page(client, coordinator, "official_csv").content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert ";=1+1" not in text
    assert "'@SUM(A1)" in text
    book = load_workbook(BytesIO(page(client, coordinator, "official_xlsx").content))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_a_province_shows_everybody_known_or_not_with_two_ranks(client, coordinator, known):
    place("17.01", "Bengkulu Selatan")
    answer = page(client, coordinator, "official_province", "17", tingkat="kabupaten")
    rows = [(row.rank_here, row.rank, row.place.name) for row in answer.context["rows"]]
    assert rows == [(1, 1, "Kaur"), (1, 1, "Seluma"), (None, None, "Bengkulu Selatan")]
    html = answer.content.decode()
    assert "di antara 2 kabupaten di Provinsi Bengkulu dan 3 se-Indonesia yang nilainya diketahui" in html
    assert page(client, coordinator, "official_province", "99").status_code == 404


def test_a_government_s_page_tells_its_years_place_neighbours_peers_and_units(client, coordinator, known, kaur):
    result(kaur, 2023, "94.00", grade="A")
    result(kaur, 2021, "89.21", zone="hijau", label="kepatuhan tinggi")
    result(kaur, score="91.00", unit_name="Puskesmas Tetap")
    result(kaur, 2023, "90.00", unit_name="PUSKESMAS TETAP", source="press: Uji")
    answer = page(client, coordinator, "official_government", kaur.code)
    story, html = answer.context["story"], answer.content.decode()
    assert [(line.year, line.moved, line.breaks) for line in story.lines] == [
        (2021, "", False),
        (2023, "", True),
        (2024, "naik 1,94", False),
    ]
    assert [(unit.name, unit.moved) for unit in story.units] == [("Puskesmas Tetap", "naik 1,00")]
    assert (story.standing.rank, story.standing.count, story.standing.alike) == (1, 3, 1)
    assert [row.place.name for row in story.standing.neighbours] == ["Kaur", "Seluma", "Paser"]
    assert [(peer.row.place.name, peer.words) for peer in story.standing.peers] == [("Seluma", "sama")]
    assert "Hasil resmi 2024: 95,94, peringkat 1 dari 3 kabupaten yang diketahui." in html
    assert "instrumen berganti" in html
    assert html.count("<svg") >= 2


@pytest.fixture
def measured_twice(instrument, kaur):
    """One source prints the government and a unit by two instruments, the second also the year before."""
    call_command("load_instruments", stdout=StringIO())
    pekppp = {"instrument_code": "pekppp-f02", "decimals": 2}
    result(kaur, 2023, "4.20", **pekppp)
    result(kaur, 2024, "95.94")
    result(kaur, 2024, "4.51", **pekppp)
    result(kaur, 2024, "4.10", unit_name="Disdukcapil", **pekppp)
    result(kaur, 2024, "91.00", unit_name="Disdukcapil")


def test_two_instruments_of_one_year_stand_beside_each_other_and_are_no_conflict(
    client, coordinator, measured_twice, kaur
):
    answer = page(client, coordinator, "official_government", kaur.code)
    story, html = answer.context["story"], answer.content.decode()
    assert [(line.year, line.measure.family, line.moved) for line in story.lines] == [
        (2023, "pekppp", ""),
        (2024, "kspp", sentences.NOT_COMPARABLE),
    ]
    assert [(each.measure.family, str(each.known.main.score)) for each in story.line.beside] == [("pekppp", "4.51")]
    assert "Sumber menyebut nilai yang berbeda" not in html
    assert [(unit.name, unit.measure.family, str(unit.known.main.score)) for unit in story.units] == [
        ("Disdukcapil", "kspp", "91.00"),
        ("Disdukcapil", "pekppp", "4.10"),
    ]
    assert 'data-label="Instrumen"' in html
    assert "?tahun=2024&amp;instrumen=pekppp" in html


@pytest.mark.parametrize(("year", "drawn"), [(2024, "2024 95,94"), (2023, "2023 4,20; 2024 4,51")])
def test_the_trend_is_drawn_on_one_scale_that_of_the_year_looked_at(
    client, coordinator, measured_twice, kaur, year, drawn
):
    answer = page(client, coordinator, "official_government", kaur.code, tahun=year)
    assert answer.context["trend"].title == f"Hasil resmi per tahun: {drawn}"


def test_one_instrument_alone_tells_its_own_years(client, coordinator, measured_twice, kaur):
    answer = page(client, coordinator, "official_government", kaur.code, instrumen="pekppp")
    story, html = answer.context["story"], answer.content.decode()
    assert [(line.year, line.moved, line.beside) for line in story.lines] == [(2023, "", ()), (2024, "naik 0,31", ())]
    assert [(unit.name, str(unit.known.main.score)) for unit in story.units] == [("Disdukcapil", "4.10")]
    assert 'data-label="Instrumen"' not in html
    assert "Hanya hasil menurut" in html
    assert (story.standing.rank, story.standing.count) == (1, 1)
    for nothing in ("opini", "\x00", "9" * 300):
        shown = page(client, coordinator, "official_government", kaur.code, instrumen=nothing).context["story"]
        assert (shown.only, len(shown.units)) == (None, 2)


def test_anybody_s_published_figures_may_be_read_by_a_stranger_to_that_government(client, outsider, known, kaur):
    answer = page(client, outsider, "official_government", kaur.code)
    assert answer.status_code == 200
    assert "official-mark" not in answer.content.decode().split("Kabupaten Kaur</a>")[1][:60]


def test_a_government_of_which_nothing_is_known_says_so(client, coordinator, kaur):
    answer = page(client, coordinator, "official_government", kaur.code, tahun="2024")
    assert "Portal belum memuat hasil resmi pemerintah daerah ini." in answer.content.decode()


def test_a_year_of_units_alone_is_shown_without_a_standing(client, coordinator, instrument, kaur):
    result(kaur, score="91.00", unit_name="Puskesmas Tetap")
    answer = page(client, coordinator, "official_government", kaur.code)
    assert answer.context["story"].standing is None
    assert "Puskesmas Tetap" in answer.content.decode()


def test_the_government_page_and_the_dashboard_lead_here(client, coordinator, assessment, kaur):
    result(kaur, 2023, "95.94", source="press: Radar Bengkulu, 2024-05-21")
    client.force_login(coordinator)
    there = reverse("official_results:official_government", args=[kaur.code])
    assert f'href="{there}"' in client.get(kaur.get_absolute_url()).content.decode()
    html = client.get(reverse("reports:dashboard", args=[assessment.locus.cycle_id])).content.decode()
    assert f'href="{there}?tahun=2023"' in html
    assert "Radar Bengkulu, 21 Mei 2024" in html


def test_the_number_of_queries_is_the_same_with_552_governments_12_years_and_10_units(
    client, coordinator, instrument, kaur, django_assert_num_queries
):
    result(kaur, 2024, "95.94")
    result(kaur, 2024, "90.00", unit_name="Unit 0", source="press: Uji")
    pages = (
        (reverse("official_results:official"), 7),
        (reverse("official_results:official") + "?q=Kaur", 8),
        (reverse("official_results:official_csv"), 7),
        (reverse("official_results:official_province", args=["17"]), 8),
        (reverse("official_results:official_government", args=[kaur.code]), 11),
    )
    client.force_login(coordinator)

    def all_cost_what_they_should():
        for url, number in pages:
            client.get(url)
            with django_assert_num_queries(number, info=url):
                assert client.get(url).status_code == 200

    all_cost_what_they_should()
    country()
    all_cost_what_they_should()
    assert OfficialResult.objects.count() > 552 * 12 * 11


def country() -> None:
    call_command("load_regions", stdout=StringIO())
    units = ["", *(f"Unit {n}" for n in range(10))]
    governments = list(Government.objects.all())
    OfficialResult.objects.bulk_create(
        (
            OfficialResult(
                government=government,
                unit_name=unit,
                year=year,
                instrument_code="kspp-2023-2024",
                score=40 + (place * 7 + year) % 60,
                source="https://negeri.example/",
            )
            for year in range(2015, 2027)
            for place, government in enumerate(governments)
            for unit in units
        ),
        batch_size=10_000,
    )
