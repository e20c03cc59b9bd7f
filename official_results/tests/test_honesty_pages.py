"""Own figures beside the reviewed and the official ones: who sees them, and what they say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment, AssessmentCycle, Locus, ScoreSnapshot
from conftest import NOW, make_unit
from instruments.models import InstrumentVersion
from instruments.selectors.tree import tree_of
from official_results.selectors.honesty import honesty_of_government, honesty_of_unit
from official_results.tests.past import keep, official, year_of
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_years(
    kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> AssessmentCycle:
    """2023: claims 84 and 90, reviewed 80 and 91, official 82 and 86. 2024: claims 88 and 92, not reviewed."""
    last, this = year_of(kaur, instrument, 2023), year_of(kaur, instrument, 2024)
    keep(last, dukcapil, "84.00", "80.00", ({"S1": "75", "K1": "50"}, {"S1": "50", "K1": "50"}))
    keep(last, puskesmas, "90.00", "91.00", ({"S1": "100", "K1": "50"}, {"S1": "75", "K1": "75"}))
    keep(this, dukcapil, "88.00")
    keep(this, puskesmas, "92.00")
    official(kaur, 2023, "82.00", "Disdukcapil")
    official(kaur, 2023, "86.00", "PUSKESMAS MENTIRING")
    official(kaur, 2023, "84.00")
    return this


def shown(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    return client.get(url).content.decode()


def rows_of(government: Government) -> dict[int, tuple[object, ...]]:
    page = honesty_of_government(government)
    return {r.record.year: (r.record.claimed, r.record.reviewed, r.record.official) for r in page.years}


# Figures


def test_a_total_is_the_mean_of_its_loci_and_unknown_while_one_is_missing(
    kaur: Government, two_years: AssessmentCycle
) -> None:
    assert rows_of(kaur) == {
        2024: (Decimal("90.00"), None, None),
        2023: (Decimal("87.00"), Decimal("85.50"), Decimal("84.00")),
    }
    Locus.objects.create(cycle=two_years, unit=make_unit(kaur, "RSUD", ServiceUnit.Kind.HOSPITAL))
    assert rows_of(kaur)[2024] == (None, None, None)


def test_a_unit_that_only_prepares_does_not_count_in_the_total(kaur: Government, two_years: AssessmentCycle) -> None:
    Locus.objects.filter(cycle=two_years, unit__name="Disdukcapil").update(standing=Locus.Standing.PREPARING)
    assert rows_of(kaur)[2024][0] == Decimal("92.00")


def test_the_first_claim_and_the_last_review_count(
    kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit
) -> None:
    again = Assessment.objects.get(locus__cycle__year=2023, locus__unit=dukcapil)
    for days, moment, floor in ((5, "submitted", "70.00"), (6, "verified", "71.00"), (7, "approved", "72.00")):
        ScoreSnapshot.objects.create(
            assessment=again, moment=moment, floor=Decimal(floor), digest="a", taken_at=NOW + timedelta(days=days)
        )
    record = next(r.record for r in honesty_of_unit(dukcapil).years if r.record.year == 2023)
    assert (record.claimed, record.reviewed) == (Decimal("84.00"), Decimal("71.00"))


def test_a_claim_by_another_version_is_shown_but_not_compared(
    kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit
) -> None:
    keep(year_of(kaur, instrument, 2023), dukcapil, "84.00", "80.00", ({"S1": "75"}, {"S1": "50"}), ("a", "b"))
    page = honesty_of_unit(dukcapil)
    assert page.years[0].record.correction is None
    assert (page.measure.count, page.indicators) == (0, ())


def test_a_checklist_that_went_on_in_a_corrected_version_keeps_its_claim(
    kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit
) -> None:
    cycle = year_of(kaur, instrument, 2023)
    before = keep(cycle, dukcapil, "84.00")
    corrected = InstrumentVersion.objects.create(
        code="kspp-2023-b", family="kspp", title="Perbaikan", status="published"
    )
    cycle.instrument = corrected
    cycle.save()
    before.superseded_by = Assessment.objects.create(locus=before.locus, instrument=corrected)
    before.save()
    assert honesty_of_unit(dukcapil).years[0].record.claimed == Decimal("84.00")


def test_a_further_instrument_of_the_cycle_is_another_matter(
    kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit
) -> None:
    cycle = year_of(kaur, instrument, 2023)
    keep(cycle, dukcapil)
    other = InstrumentVersion.objects.create(code="pekppp", family="pekppp", title="PEKPPP", status="published")
    beside = Assessment.objects.create(locus=cycle.loci.get(), instrument=other)
    ScoreSnapshot.objects.create(assessment=beside, moment="submitted", floor=4, digest="a", taken_at=NOW)
    assert honesty_of_unit(dukcapil).years[0].record.claimed is None


def test_an_official_unit_is_found_by_its_key_or_by_its_name(
    kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit, puskesmas: ServiceUnit
) -> None:
    official(kaur, 2022, "70.00", "Dinas Kependudukan", unit=dukcapil)
    official(kaur, 2022, "71.00", "Dinas yang tidak kita kenal")
    assert {r.record.year: r.record.official for r in honesty_of_unit(dukcapil).years}[2022] == Decimal("70.00")
    assert 2022 not in {r.record.year for r in honesty_of_unit(puskesmas).years}
    assert 2022 not in rows_of(kaur), "a unit's figure is no total"


def test_of_several_sources_the_first_counts_and_the_others_stand_beside(
    kaur: Government, two_years: AssessmentCycle
) -> None:
    official(kaur, 2023, "84.10", source="Antara")
    official(kaur, 2023, "84.00", source="Tribun")
    row = next(r for r in honesty_of_government(kaur).years if r.record.year == 2023)
    assert (row.record.official, row.others) == (Decimal("84.00"), (Decimal("84.10"),))


def test_figures_of_unlike_instruments_are_never_compared(kaur: Government, two_years: AssessmentCycle) -> None:
    official(kaur, 2024, "70.00", instrument_code="kepatuhan-2015-2021")
    rows = honesty_of_government(kaur).years
    assert rows[0].record.gap is None
    assert rows[0].record.official == Decimal("70.00")


def test_a_break_stands_between_years_of_unlike_instruments(kaur: Government, two_years: AssessmentCycle) -> None:
    InstrumentVersion.objects.create(code="kepatuhan-2015-2021", family="kepatuhan", title="Lama", status="published")
    InstrumentVersion.objects.create(code="kspp-2022", family="kspp", title="2022", status="published")
    official(kaur, 2021, "60.00", instrument_code="kepatuhan-2015-2021")
    official(kaur, 2022, "70.00", instrument_code="kspp-2022")
    rows = honesty_of_government(kaur).years
    assert [(r.record.year, r.is_break) for r in rows] == [
        (2024, False), (2023, False), (2022, True), (2021, False),
    ]  # fmt: skip
    assert [r.instrument for r in rows][2:] == ["2022", "Lama"], "where there was no cycle: the official one's title"


# What follows


def test_two_units_of_one_year_are_too_few_for_a_forecast(kaur: Government, two_years: AssessmentCycle) -> None:
    outlook = honesty_of_government(kaur).outlook
    assert outlook is not None
    assert (outlook.year, outlook.forecast.count, outlook.forecast.figure) == (2024, 2, None)


def test_a_third_pair_makes_a_forecast_for_unit_and_government(
    kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit, instrument: InstrumentVersion
) -> None:
    """Differences -2, -4 and, of 2022's total alone, 0: mean -2, reach 1.886 x 2 x sqrt(4/3) = 4.36."""
    keep(year_of(kaur, instrument, 2022), dukcapil, "80.00")
    official(kaur, 2022, "80.00")
    whole, unit = honesty_of_government(kaur).outlook, honesty_of_unit(dukcapil).outlook
    assert whole is not None
    assert unit is not None
    assert (whole.forecast.figure, whole.forecast.low, whole.forecast.high) == (
        Decimal("88.00"), Decimal("83.64"), Decimal("92.36"),
    )  # fmt: skip
    assert (unit.forecast.count, unit.forecast.figure) == (3, Decimal("86.00"))


def test_pairs_of_other_instruments_do_not_enter_the_forecast(
    kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit
) -> None:
    old = InstrumentVersion.objects.create(code="opini-x", family="opini", title="Opini", status="published")
    keep(year_of(kaur, old, 2022), dukcapil, "80.00")
    official(kaur, 2022, "80.00", instrument_code="opini-x")
    outlook = honesty_of_government(kaur).outlook
    assert outlook is not None
    assert outlook.forecast.count == 2


def test_indicators_are_ranked_by_how_often_the_review_lowered_them(
    kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit
) -> None:
    [row] = honesty_of_government(kaur).indicators
    assert (row.code, row.measure.lowered, row.measure.count) == ("S1", 2, 2)
    assert row.name == tree_of(two_years.instrument).by_code["S1"].name
    [own] = honesty_of_unit(dukcapil).indicators
    assert (own.code, own.measure.count) == ("S1", 1)


def test_another_governments_figures_stay_out(kaur: Government, paser: Government, two_years: AssessmentCycle) -> None:
    official(paser, 2023, "10.00")
    page = honesty_of_government(paser)
    assert (page.outlook, page.measure.count, page.units) == (None, 0, ())
    assert rows_of(kaur)[2023][2] == Decimal("84.00")


def test_it_takes_the_same_number_of_queries_for_one_year_and_for_many(
    kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit, django_assert_num_queries
) -> None:
    keep(year_of(kaur, instrument, 2015), dukcapil, "80.00", "79.00", ({"S1": "75"}, {"S1": "50"}))
    honesty_of_government(kaur)
    with django_assert_num_queries(9):
        honesty_of_government(kaur)
    units = [make_unit(kaur, f"Puskesmas {n}", ServiceUnit.Kind.PUSKESMAS) for n in range(9)]
    for year in range(2016, 2025):
        cycle = year_of(kaur, instrument, year)
        official(kaur, year, "80.00")
        for unit in units:
            keep(cycle, unit, "80.00", "79.00", ({"S1": "75"}, {"S1": "50"}))
            official(kaur, year, "78.00", unit.name)
    with django_assert_num_queries(9):
        page = honesty_of_government(kaur)
    assert (len(page.years), len(page.units), page.measure.count) == (10, 10, 82)
    with django_assert_num_queries(9):
        honesty_of_unit(units[0])


# Pages


def test_the_page_begins_with_what_may_be_expected(
    client: Client, head: User, kaur: Government, two_years: AssessmentCycle
) -> None:
    page = shown(client, head, reverse("official_results:honesty", args=[kaur.code]))
    lead = "Hasil resmi 2024 belum dapat diperkirakan; data belum cukup: 2 pasangan dari paling sedikit 3."
    assert lead in page
    assert page.index(lead) < page.index("Dari tahun ke tahun")
    assert "−1,50 turun" in page
    assert "−3,00 lebih rendah" in page
    assert "diturunkan 2 dari 2 kali" in page
    assert reverse("official_results:unit_honesty", args=[two_years.loci.first().unit_id]) in page  # type: ignore[union-attr]


def test_the_units_of_another_year_are_shown_on_request_and_nonsense_shows_the_newest(
    client: Client, head: User, kaur: Government, two_years: AssessmentCycle
) -> None:
    url = reverse("official_results:honesty", args=[kaur.code])
    assert "Tiap unit, 2023" in shown(client, head, f"{url}?tahun=2023")
    assert "−4,00 turun" in shown(client, head, f"{url}?tahun=2023")
    for nonsense in ("1", "9" * 40, "x", "%00", "-1", "NaN"):
        assert "Tiap unit, 2024" in shown(client, head, f"{url}?tahun={nonsense}")


def test_a_known_official_figure_is_told_with_its_difference(
    client: Client, head: User, kaur: Government, two_years: AssessmentCycle
) -> None:
    official(kaur, 2024, "92.50")
    page = shown(client, head, reverse("official_results:honesty", args=[kaur.code]))
    assert "Hasil resmi 2024 adalah 92,50: 2,50 poin di atas nilai perkiraan yang diajukan (90,00)." in page


def test_it_says_how_claims_stood_to_what_was_published_and_whose_were_too_high(
    client: Client, head: User, kaur: Government, two_years: AssessmentCycle, dukcapil: ServiceUnit
) -> None:
    """Official against claimed: -2 and -4 of 2023, 0 of 2022. In 2023 too high for the review, for the result."""
    url = reverse("official_results:honesty", args=[kaur.code])
    assert "pasangan nilai yang diajukan dan nilai resmi)" not in shown(client, head, url)
    keep(year_of(kaur, two_years.instrument, 2022), dukcapil, "80.00")
    official(kaur, 2022, "80.00", "Disdukcapil")
    page = shown(client, head, f"{url}?tahun=2023")
    assert (
        "Hasil resmi rata-rata 2,00 poin di bawah nilai perkiraan yang diajukan; besar selisihnya rata-rata 2,00"
        in page
    )
    assert "dalam poin: Disdukcapil (4,00), Puskesmas Mentiring (4,00)." in page
    assert "dalam poin" not in shown(client, head, f"{url}?tahun=2024")
    for year, figure in ((2021, "79.00"), (2020, "82.00")):
        keep(year_of(kaur, two_years.instrument, year), dukcapil, "80.00")
        official(kaur, year, figure, "Disdukcapil")
    assert "resmi −0,25 lebih rendah (n = 4)" in shown(client, head, url)


def test_a_figure_of_the_year_s_own_family_counts_before_one_that_came_in_earlier(
    kaur: Government, two_years: AssessmentCycle
) -> None:
    InstrumentVersion.objects.create(code="pekppp-f02", family="pekppp", title="PEKPPP", status="published")
    official(kaur, 2024, "3.74", instrument_code="pekppp-f02")
    official(kaur, 2024, "91.00", source="Tribun")
    row = honesty_of_government(kaur).years[0]
    assert (row.record.official, row.record.gap, row.others) == (Decimal("91.00"), Decimal("1.00"), ())


def test_a_unit_has_its_own_page(client: Client, head: User, two_years: AssessmentCycle, dukcapil: ServiceUnit) -> None:
    page = shown(client, head, reverse("official_results:unit_honesty", args=[dukcapil.pk]))
    assert "Disdukcapil, Kabupaten Kaur" in page
    assert "−4,00 turun" in page
    assert "−2,00 lebih rendah" in page
    assert "Tiap unit" not in page


def test_nothing_yet_is_said_kindly(client: Client, head: User, kaur: Government, dukcapil: ServiceUnit) -> None:
    page = shown(client, head, reverse("official_results:honesty", args=[kaur.code]))
    assert "Belum ada penilaian mandiri yang dapat dibandingkan dengan hasil resmi." in page
    assert "Belum ada yang dapat dibandingkan" in page
    assert "data belum cukup: 0 pasangan dari paling sedikit 3" in page


def test_outsiders_learn_nothing_and_an_operator_has_no_dashboard(
    client: Client, outsider: User, operator: User, kaur: Government, dukcapil: ServiceUnit
) -> None:
    for url, own in (
        (reverse("official_results:honesty", args=[kaur.code]), 403),
        (reverse("official_results:unit_honesty", args=[dukcapil.pk]), 200),
    ):
        client.force_login(outsider)
        assert client.get(url).status_code == 404
        client.force_login(operator)
        assert client.get(url).status_code == own
        assert client.post(url).status_code == 405


def test_dashboard_and_cycle_lead_there(
    client: Client, head: User, kaur: Government, two_years: AssessmentCycle
) -> None:
    url = reverse("official_results:honesty", args=[kaur.code])
    assert f'href="{url}"' in shown(client, head, reverse("reports:dashboard", args=[two_years.pk]))
    assert f'href="{url}"' in shown(client, head, two_years.get_absolute_url())
