"""Calendar and clocks in the browser: no barrier, nothing wider than a small phone, also with mistakes."""

import pytest

from accounts.models import User
from accounts.permissions import Role
from complaints.clocks import read_clocks
from complaints.models import ClockRule, DayOff
from complaints.services import load_clocks, load_days_off
from conftest import NOW, person
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import Stop, judge, send_empty, to
from units.models import Government

pytestmark = pytest.mark.browser
LEGAL = {"length": 7, "unit": "working", "starts_at": "receipt", "basis": "Keputusan Bupati"}


@pytest.fixture
def stops(kaur: Government) -> list[Stop]:
    load_days_off(year=2027, by=None, now=NOW)
    load_clocks(rows=read_clocks(), by=None, now=NOW)
    day = DayOff.objects.create(government=kaur, date="2027-05-16", name="Hari Jadi Kaur", kind="local")
    rule = ClockRule.objects.create(
        government=kaur, code="decide", name="Memutus", decree_number="1/2024", valid_from="2024-01-01", **LEGAL
    )
    code = kaur.code
    return [
        Stop(f"{to('complaints:calendar', code)}?tahun=2027", is_main=True),
        Stop(f"{to('complaints:calendar', code)}?tahun=2031"),
        Stop(to("complaints:day_off_create", code), act=send_empty),
        Stop(to("complaints:day_off_edit", code, day.pk)),
        Stop(to("complaints:clocks", code), is_main=True),
        Stop(to("complaints:clock_create", code), act=send_empty),
        Stop(to("complaints:clock_edit", code, rule.pk)),
    ]


def test_the_coordinators_pages(site: Site, coordinator: User, stops: list[Stop]) -> None:
    judge(site, coordinator, stops)


def test_the_readers_pages(site: Site, kaur: Government, stops: list[Stop]) -> None:
    reader = person("sekda@kaur.example", Role.SECRETARY, kaur)
    judge(site, reader, [stop for stop in stops if stop.is_main])
