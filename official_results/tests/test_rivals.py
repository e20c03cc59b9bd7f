"""What published figures of others say about a rank: which of them compare, which count, and at what cost."""

from decimal import Decimal

import pytest

from instruments.models import InstrumentVersion
from official_results.selectors.rivals import newest_rivals, rank_words, rivals_of, yardstick_of
from official_results.sentences import ranking as sentences
from official_results.tests.past import official
from units.models import Government

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
D = Decimal


@pytest.fixture
def opini(instrument):
    return InstrumentVersion.objects.create(code="opini-2025", family="opini", title="Opini 2025")


def neighbour(kaur, n, level="kabupaten"):
    return Government.objects.create(code=f"17.{n:02}", level=level, name=f"Contoh {n}", province=kaur.province)


def test_of_conflicting_figures_the_one_loaded_first_counts_be_it_the_higher_or_the_lower(kaur, instrument):
    low, high = neighbour(kaur, 11), neighbour(kaur, 12)
    official(low, 2024, "70.00")
    official(low, 2024, "95.00", source="Koran")
    official(high, 2024, "90.00")
    official(high, 2024, "60.00", source="Koran")
    official(high, 2024, "90.00", source="Situs")
    found = newest_rivals(yardstick_of(kaur, instrument))
    assert found.scores == (D("90.00"), D("70.00"))
    assert found.disputed == 2
    assert [found.rank(D(score)) for score in ("95", "90.01", "90", "89.99", "70", "69.99")] == [1, 1, 1, 2, 2, 3]


def test_who_has_the_score_of_a_rank_shares_it_and_a_hundredth_less_loses_it(kaur, instrument):
    for n, score in ((11, "96"), (12, "96"), (13, "90")):
        official(neighbour(kaur, n), 2024, score)
    found = newest_rivals(yardstick_of(kaur, instrument))
    assert [found.score_for(rank) for rank in (1, 2, 3, 4)] == [D(96), D(96), D(90), None]
    for rank in (1, 2, 3):
        score = found.score_for(rank)
        assert found.rank(score) <= rank < found.rank(score - D("0.01"))
    assert found.rank(None) is None


def test_figures_of_another_family_of_another_level_of_units_and_the_own_ones_do_not_count(kaur, instrument, opini):
    official(neighbour(kaur, 11), 2024, "80")
    both = neighbour(kaur, 12)
    official(both, 2024, "99", instrument_code="opini-2025", source="Situs")
    official(both, 2024, "75")
    official(neighbour(kaur, 13), 2024, "98", instrument_code="opini-2025")
    official(neighbour(kaur, 14), 2024, "97", instrument_code="tidak-ada")
    official(neighbour(kaur, 71, "kota"), 2024, "96")
    official(neighbour(kaur, 15), 2024, "95", name="Dinas Sosial")
    official(kaur, 2024, "94")
    found = newest_rivals(yardstick_of(kaur, instrument))
    assert found.scores == (D(80), D(75))
    assert (found.unlike, found.disputed, found.count) == (2, 0, 3)


def test_only_years_with_a_comparable_figure_are_offered_and_the_others_say_what_measured_them(kaur, instrument, opini):
    other = neighbour(kaur, 11)
    for year, code in ((2023, "kspp-2023-2024"), (2024, "kspp-2023-2024"), (2024, "opini-2025"), (2025, "opini-2025")):
        official(other, year, "80", instrument_code=code, source=code)
    official(neighbour(kaur, 12), 2024, "81")
    official(other, 2019, "70", instrument_code="lama")
    official(other, 2021, "70", instrument_code="lama")
    official(kaur, 2022, "70")
    found = yardstick_of(kaur, instrument)
    assert list(found.years.items()) == [(2024, 2), (2023, 1)]
    assert list(found.unlike.items()) == [("Opini 2025", (2025,)), ("lama", (2021, 2019))]
    assert found.newer == {"Opini 2025": (2025,)}
    assert (found.newest, newest_rivals(found).year) == (2024, 2024)


def test_another_version_of_the_family_counts_and_is_named(kaur, instrument):
    InstrumentVersion.objects.create(code="kspp-2022", family="kspp", title="KSPP 2022")
    official(neighbour(kaur, 11), 2022, "80", instrument_code="kspp-2022")
    found = yardstick_of(kaur, instrument)
    assert newest_rivals(found).versions == ("KSPP 2022",)
    words = rank_words(found, newest_rivals(found), D(70), D(85))
    assert words == (
        sentences.estimated(2, 1, 2, "kabupaten", 2022),
        "Hasil 2022 dinilai dengan versi lain instrumen ini (KSPP 2022): bandingkan dengan hati-hati.",
    )


def test_an_instrument_on_another_scale_compares_with_nothing(kaur, instrument):
    five = InstrumentVersion.objects.create(code="kspp-lima", family="kspp", title="KSPP skala 5", scale=5)
    official(neighbour(kaur, 11), 2024, "80")
    found = yardstick_of(kaur, five)
    assert (dict(found.years), newest_rivals(found)) == ({}, None)


def test_what_is_left_out_disputed_or_newer_is_said_beside_the_rank(kaur, instrument, opini):
    other = neighbour(kaur, 11)
    official(other, 2024, "80")
    official(other, 2024, "81", source="Koran")
    official(neighbour(kaur, 12), 2024, "99", instrument_code="opini-2025")
    official(other, 2025, "99", instrument_code="opini-2025")
    found = yardstick_of(kaur, instrument)
    words = rank_words(found, newest_rivals(found), D(70), D(70))
    assert words == (
        "Perkiraan peringkat 2 di antara 2 kabupaten yang hasil resminya tahun 2024 diketahui portal, termasuk Anda.",
        "1 kabupaten lain tidak dihitung karena hasilnya tahun 2024 dinilai dengan instrumen lain.",
        sentences.disputed(1, "kabupaten"),
        "Hasil yang lebih baru tidak dipakai karena tidak sebanding: tahun 2025 dinilai dengan Opini 2025.",
    )
    assert rank_words(found, newest_rivals(found), D(90), None)[0] == (
        "Peringkat belum dapat diperkirakan di antara 2 kabupaten yang hasil resminya tahun 2024 diketahui portal,"
        " termasuk Anda."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (2, 1, "Perkiraan peringkat naik dari 2 menjadi 1 di antara 9 kota"),
        (1, 3, "Perkiraan peringkat turun dari 1 menjadi 3 di antara 9 kota"),
        (None, 3, "Perkiraan peringkat 3 di antara 9 kota"),
        (3, 3, "Perkiraan peringkat 3 di antara 9 kota"),
        (3, None, "Peringkat belum dapat diperkirakan di antara 9 kota"),
    ],
)
def test_the_sentence_names_the_year_the_level_and_how_many_are_known(before, after, words):
    said = sentences.estimated(before, after, 9, "kota", 2024)
    assert said == f"{words} yang hasil resminya tahun 2024 diketahui portal, termasuk Anda."


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (4, 2, "2 peringkat lebih tinggi"),
        (2, 3, "1 peringkat lebih rendah"),
        (5, 5, "sama"),
        (None, 1, "belum dapat dibandingkan"),
        (1, None, "belum dapat dibandingkan"),
    ],
)
def test_two_ranks_are_compared_in_words(first, second, words):
    assert sentences.rank_apart(first, second) == words


def test_without_anything_that_compares_one_sentence_says_why(kaur, instrument, opini):
    found = yardstick_of(kaur, instrument)
    assert rank_words(found, newest_rivals(found), D(70), D(80)) == (
        "Peringkat tidak diperkirakan: belum ada hasil resmi kabupaten lain yang diketahui portal.",
    )
    official(neighbour(kaur, 11), 2025, "99", instrument_code="opini-2025")
    found = yardstick_of(kaur, instrument)
    [words] = rank_words(found, newest_rivals(found), D(70), D(80))
    assert words == (
        "Peringkat tidak diperkirakan: hasil resmi kabupaten lain yang diketahui portal tidak sebanding dengan"
        f" {instrument.title} (yang terbaru, tahun 2025, dinilai dengan Opini 2025)."
    )


def test_three_statements_for_one_figure_and_for_many(kaur, instrument, opini, django_assert_num_queries):
    official(neighbour(kaur, 11), 2024, "80")
    with django_assert_num_queries(3):
        newest_rivals(yardstick_of(kaur, instrument))
    for n in range(12, 40):
        other = neighbour(kaur, n)
        for year in range(2018, 2025):
            official(other, year, "80")
            official(other, year, "70", source="Koran", instrument_code="opini-2025")
    with django_assert_num_queries(3):
        found = newest_rivals(yardstick_of(kaur, instrument))
    assert len(found.scores) == 29
    with django_assert_num_queries(2):
        yardstick = yardstick_of(kaur, instrument)
    with django_assert_num_queries(1):
        rivals_of(yardstick, 2019)
