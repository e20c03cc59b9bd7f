"""One score, one rank: the national table, the what-if page and the planner never name different ones."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from conftest import fill, make_assessment
from official_results.models import OfficialResult
from official_results.selectors.figures import measures
from official_results.selectors.rivals import newest_rivals, yardstick_of
from official_results.selectors.tables import province_rows, year_of
from official_results.tests.published import place, result

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
D = Decimal
YEAR = 2024


@pytest.fixture
def others(kaur, instrument):
    """Two sources that disagree either way, one that agrees, a tie, another family, another level, another year."""
    up, down, first, second = (place(f"18.0{n}", f"Contoh {n}", province="Lampung") for n in range(1, 5))
    result(up, score="70.00")
    result(up, score="95.00", source="Koran")
    result(down, score="88.50")
    result(down, score="61.00", source="Koran")
    result(first, score="80.25")
    result(first, score="80.25", source="Koran")
    result(second, score="80.25")
    result(second, score="99.00", source="Opini", instrument_code="opini-2025")
    result(place("18.05", "Contoh 5", province="Lampung"), score="98.00", instrument_code="opini-2025")
    result(place("18.71", "Contoh 6", "kota", province="Lampung"), score="97.00")
    result(place("17.09", "Sepi"), 2023, score="96.00")


def in_table(kaur, score):
    """The rank the table gives this score as Kaur's published one."""
    own = OfficialResult.objects.filter(government=kaur, year=YEAR)
    own.delete()
    result(kaur, YEAR, score=score)
    year = year_of(YEAR, "kabupaten", "kspp", measures())
    rank = year.ranks[kaur.pk]
    here = next(row for row in province_rows(year, kaur.province_id, ()) if row.place.pk == kaur.pk)
    assert here.rank == rank
    own.delete()
    return rank


def around(score):
    return [D(score) - D("0.01"), D(score), D(score) + D("0.01")]


@pytest.mark.parametrize("score", [each for border in ("70", "80.25", "88.50", "95", "61") for each in around(border)])
def test_a_score_has_the_rank_that_the_table_would_give_it(kaur, instrument, others, score):
    rivals = newest_rivals(yardstick_of(kaur, instrument))
    assert rivals.year == YEAR
    assert rivals.rank(score) == in_table(kaur, score)


@pytest.mark.parametrize(("rank", "score"), [(1, "88.50"), (2, "80.25"), (3, "80.25"), (4, "70.00")])
def test_the_score_a_rank_takes_gives_that_rank_in_the_table_and_a_hundredth_less_does_not(
    kaur, instrument, others, rank, score
):
    takes = newest_rivals(yardstick_of(kaur, instrument)).score_for(rank)
    assert takes == D(score)
    assert in_table(kaur, takes) <= rank < in_table(kaur, takes - D("0.01"))


def named(response):
    """The last rank that the estimate names, and over how many."""
    words = " ".join(response.content.decode().split())
    found = re.search(
        r"Perkiraan peringkat (?:(?:naik|turun) dari \d+ menjadi )?(\d+) di antara (\d+) kabupaten", words
    )
    return int(found[1]), int(found[2])


def test_the_pages_name_the_rank_of_the_table(client, coordinator, kaur, cycle, assessment, others):
    fill(assessment, 3)
    client.force_login(coordinator)
    shown = client.get(reverse("planning:cycle_whatif", args=[cycle.pk]))
    score = shown.context["view"].sights[0].after.score
    tied = place("18.07", "Sama", province="Lampung")
    result(tied, score=score)
    rank = in_table(kaur, score)
    assert named(client.get(reverse("planning:cycle_whatif", args=[cycle.pk]))) == (rank, 6)
    result(kaur, YEAR, score=score)
    table = client.get(
        reverse("official_results:official"), {"tahun": YEAR, "tingkat": "kabupaten", "instrumen": "kspp"}
    )
    rows = {row.place.pk: row.rank for row in table.context["rows"]}
    assert rows[kaur.pk] == rows[tied.pk] == rank
    assert "di antara 6 kabupaten yang nilainya diketahui" in table.content.decode()


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_plan_for_a_rank_leads_to_it_on_every_page(
    client, coordinator, kaur, cycle, assessment, puskesmas, others, rank
):
    fill(assessment, 2)
    fill(make_assessment(cycle, puskesmas), 2)
    client.force_login(coordinator)
    address = reverse("planning:cycle_planner", args=[cycle.pk])
    asked = {"jenis": "peringkat", "peringkat": rank, "tahun": YEAR}
    page = client.get(address, asked)
    after = page.context["outcome"].after.score
    assert page.context["outcome"].missing is None
    reached = in_table(kaur, after)
    assert reached <= rank
    assert named(page) == (reached, 5)
    keep = reverse("planning:cycle_planner_keep", args=[cycle.pk])
    query = page.context["query"]
    kept = client.post(f"{keep}?{query}", {"name": "Naik", "note": "", "order_key": page.context["order_key"]})
    assert named(client.get(kept["Location"])) == (reached, 5)
    pk = int(kept["Location"].rstrip("/").rsplit("/", 1)[1])
    assert named(client.get(reverse("planning:cycle_whatif", args=[cycle.pk]), {"skenario": pk})) == (reached, 5)
