"""Contacts, coaching and the officers' page on a small phone: no barrier, and the monthly test in one go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from complaints.models import Coaching, Contact, ContactTest
from kspp.tests.browser.conftest import Site
from kspp.tests.browser.test_every_page import SMALLEST, Stop, judge, send_empty, to
from units.models import Government, Officer, ServiceUnit

pytestmark = pytest.mark.browser
LONG = "https://pengaduan.dinas-pemberdayaan-perempuan-dan-perlindungan-anak.kaurkab.go.id/kanal/pengaduan/masyarakat"


@pytest.fixture
def contacts(kaur: Government, dukcapil: ServiceUnit, coordinator: User) -> list[Contact]:
    told = [(None, "phone", "0736-61234"), (None, "web", LONG), (dukcapil, "whatsapp", "0812-0000-0000")]
    rows = [Contact.objects.create(government=kaur, unit=unit, kind=kind, value=text) for unit, kind, text in told]
    before = timezone.localdate() - timedelta(days=40)
    ContactTest.objects.create(contact=rows[0], tested_on=before, result="silent", tested_by=coordinator)
    return rows


@pytest.fixture
def coaching(dukcapil: ServiceUnit) -> Coaching:
    today = timezone.localdate()
    officers = dukcapil.officers.filter(duty=Officer.Duty.COMPLAINT_OFFICER).order_by("name")
    first, second = officers
    Officer.objects.filter(pk=first.pk).update(
        serves_from=today - timedelta(days=200), serves_until=today - timedelta(days=31), decree_number="188/1/2026"
    )
    Officer.objects.filter(pk=second.pk).update(serves_from=today - timedelta(days=30))
    row = Coaching.objects.create(
        unit=dukcapil, held_on=today, topic="Alur, register, dan batas waktu pengaduan", given_by="Inspektorat"
    )
    row.officers.set(officers)
    return row


def test_the_pages_have_no_barrier(
    site: Site, kaur: Government, dukcapil: ServiceUnit, coordinator: User, contacts: list[Contact], coaching: Coaching
) -> None:
    judge(
        site,
        coordinator,
        [
            Stop(to("complaints:contacts", kaur.code), is_main=True),
            Stop(to("complaints:contact_create", kaur.code), send_empty),
            Stop(to("complaints:contact_edit", contacts[1].pk), send_empty),
            Stop(to("complaints:contact_tests", kaur.code), send_empty, is_main=True),
            Stop(to("complaints:complaint_officers", dukcapil.pk), is_main=True),
            Stop(to("complaints:officers_of_government", kaur.code)),
            Stop(to("complaints:coaching_create", dukcapil.pk), send_empty),
            Stop(to("complaints:coaching_edit", coaching.pk)),
            Stop(to("directory:unit", dukcapil.pk)),
            Stop(to("directory:government", kaur.code)),
        ],
    )


def test_the_contacts_are_tested_on_a_phone_without_scripts(
    site: Site, kaur: Government, coordinator: User, contacts: list[Contact]
) -> None:
    page = site.visit(coordinator, viewport=SMALLEST, java_script_enabled=False)
    page.goto(to("complaints:contacts", kaur.code))
    page.get_by_role("link", name="Uji kanal bulan ini").click()
    row = page.get_by_role("group", name="0736-61234")
    row.get_by_label("Salah atau tidak aktif").check()
    row.get_by_label("Catatan").fill("Nomor orang lain")
    page.get_by_role("group", name="0812-0000-0000").get_by_label("Dijawab", exact=True).check()
    page.get_by_role("button", name="Simpan hasil uji").click()
    expect(page.get_by_text("Hasil uji 2 kanal tersimpan.")).to_be_visible()
    expect(page.get_by_role("heading", name="Perlu perhatian (2)")).to_be_visible()
    assert set(ContactTest.objects.values_list("result", flat=True)) == {"silent", "wrong", "answered"}
