"""Own figures beside official ones in the browser: no barrier, nothing wider than a small phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from assessments.models import AssessmentCycle
from conftest import make_unit
from instruments.models import InstrumentVersion
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, send_empty, to
from official_results.tests.past import keep, official, year_of
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.browser
LONG = "Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana"


@pytest.fixture
def years(kaur: Government, instrument: InstrumentVersion, dukcapil: ServiceUnit) -> AssessmentCycle:
    """Three pairs of 2023, claims of 2024, official figures of 2021 by another instrument, two sources for 2023."""
    units = [dukcapil, make_unit(kaur, LONG, ServiceUnit.Kind.OTHER_OFFICE), make_unit(kaur, "RSUD", "rsud")]
    last, this = year_of(kaur, instrument, 2023), year_of(kaur, instrument, 2024)
    floors: tuple[dict[str, str | None], dict[str, str | None]] = ({"S1": "75", "K1": "50"}, {"S1": "50", "K1": "75"})
    for unit, score in zip(units, ("78.00", "80.00", "82.00"), strict=True):
        keep(last, unit, "82.00", "81.00", floors)
        keep(this, unit, "86.00")
        official(kaur, 2023, score, unit.name)
    official(kaur, 2021, "60.00", instrument_code="kepatuhan-2015-2021")
    official(kaur, 2023, "80.00")
    official(kaur, 2023, "80.10", source="Antara")
    this.oversight_received, this.oversight_completed = 2, 1
    this.save()
    return this


def test_pages_about_own_and_official_figures(
    site: Site, coordinator: User, kaur: Government, dukcapil: ServiceUnit, years: AssessmentCycle
) -> None:
    stops = [
        Stop(to("official_results:honesty", kaur.code), is_main=True),
        Stop(to("official_results:honesty", kaur.code) + "?tahun=2023"),
        Stop(to("official_results:unit_honesty", dukcapil.pk), is_main=True),
        Stop(to("assessments:cycle", years.pk)),
        Stop(to("assessments:cycle_edit", years.pk), act=send_empty),
    ]
    judge(site, coordinator, stops)


def test_a_page_without_any_figure(site: Site, coordinator: User, kaur: Government, dukcapil: ServiceUnit) -> None:
    judge(
        site,
        coordinator,
        [Stop(to("official_results:honesty", kaur.code)), Stop(to("official_results:unit_honesty", dukcapil.pk))],
    )


def test_from_the_dashboard_to_the_forecast_and_on_to_a_unit(
    site: Site, coordinator: User, kaur: Government, years: AssessmentCycle
) -> None:
    """Differences -4, -2, 0 from a claim of 86,00: 84,00 with 4,36 to each side."""
    page = site.visit(coordinator, reverse("reports:dashboard", args=[years.pk]))
    page.get_by_role("link", name="Nilai sendiri dan nilai resmi").click()
    lead = "Perkiraan hasil resmi 2024: 84,00, kira-kira antara 79,64 dan 88,36, dari 3 pasangan"
    expect(page.get_by_text(lead)).to_be_visible()
    expect(page.get_by_text("Instrumen berganti di sini")).to_be_visible()
    page.get_by_role("link", name="2023", exact=True).click()
    page.get_by_role("link", name="RSUD").click()
    expect(page.get_by_text("Perkiraan hasil resmi 2024: 84,00")).to_be_visible()
    expect(page.get_by_text("sama", exact=True)).to_be_visible()


def test_oversight_products_are_recorded_and_the_award_follows(
    site: Site, coordinator: User, years: AssessmentCycle
) -> None:
    page = site.visit(coordinator, reverse("assessments:cycle", args=[years.pk]))
    expect(page.get_by_text("Produk pengawasan Ombudsman: 2 diterima, 1 selesai.")).to_be_visible()
    page.get_by_role("link", name="Ubah siklus").click()
    page.get_by_label("Di antaranya selesai ditindaklanjuti").fill("2")
    page.locator("[name=phases-0-name]").fill("Persiapan")
    page.locator("[name=phases-0-starts_on]").fill("2024-02-01")
    page.locator("[name=phases-0-ends_on]").fill("2024-04-30")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Produk pengawasan Ombudsman: 2 diterima, 2 selesai.")).to_be_visible()
