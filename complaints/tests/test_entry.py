"""Recording a complaint at the desk, and its receipt."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from complaints.codes import code_hash
from complaints.models import Complaint, Identity
from complaints.selectors.persons import opened
from complaints.tests.cases import complain, with_clocks
from complaints.tests.citizens import enter, photo
from conftest import person
from history.models import Event
from units.models import Government, ServiceUnit

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture
def officer(kaur: Government, dukcapil: ServiceUnit) -> User:
    with_clocks()
    return person("petugas.aduan@kaur.example", Role.COMPLAINT_OFFICER, kaur, dukcapil)


@pytest.fixture
def admin(kaur: Government) -> User:
    return person("admin.aduan@kaur.example", Role.COMPLAINT_ADMIN, kaur)


def url(government: Government) -> str:
    return reverse("complaints:record", args=[government.code])


def entry(unit: ServiceUnit | None, **typed: object) -> dict[str, object]:
    return {
        "form_key": uuid.uuid4(),
        "channel": "phone",
        "received_at": (timezone.localtime() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"),
        "unit": unit.pk if unit else "",
        "subject": "Loket tutup",
        "story": "Loket tutup pada jam layanan.",
        "secrecy": "named",
        "name": "Sari Contoh",
        **typed,
    }


def test_a_complaint_is_recorded_with_its_clocks_from_the_day_it_came_in(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    response = client.post(url(kaur), entry(dukcapil, product=dukcapil.products.first().pk, is_vulnerable="on"))
    complaint = Complaint.objects.get()
    assert response.headers["Location"] == reverse("complaints:receipt", args=[complaint.pk])
    assert (complaint.channel, complaint.recorded_by, complaint.is_vulnerable) == ("phone", officer, True)
    assert complaint.clocks.first().starts_on == timezone.localdate() - timedelta(days=2)
    assert opened(Identity.objects.get()).name == "Sari Contoh"
    assert "Sari" not in str(list(Event.objects.values()))


@pytest.mark.parametrize("channel", [c for c in Complaint.Channel.values if c != "web"])
def test_every_channel_but_the_web_is_recorded(client: Client, kaur, dukcapil, officer, channel):
    client.force_login(officer)
    assert client.post(url(kaur), entry(dukcapil, channel=channel, external_number="123")).status_code == 302
    assert Complaint.objects.get().channel == channel


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"channel": "web"}, "channel"),
        ({"channel": "lapor"}, "external_number"),
        ({"received_at": "2999-01-01T08:00"}, "received_at"),
        ({"received_at": "1970-01-01T08:00"}, "received_at"),
        ({"received_at": "kemarin"}, "received_at"),
        ({"unit": ""}, "unit"),
        ({"unit": "9" * 30}, "unit"),
        ({"product": "9" * 30}, "product"),
        ({"subject": " "}, "subject"),
        ({"story": ""}, "story"),
        ({"story": "x" * 6001}, "story"),
        ({"story": "a\x00b"}, "story"),
        ({"event_date": "2999-01-01"}, "event_date"),
        ({"name": ""}, "name"),
        ({"email": "bukan"}, "email"),
        ({"secrecy": "x"}, "secrecy"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(client: Client, kaur, dukcapil, officer, typed, field):
    client.force_login(officer)
    response = client.post(url(kaur), entry(dukcapil) | typed)
    assert response.status_code == 422
    assert f'id="error_1_id_{field}"' in response.content.decode()
    assert not Complaint.objects.exists()


def test_an_officer_records_for_the_own_unit_only(client: Client, kaur, dukcapil, puskesmas, officer, admin):
    client.force_login(officer)
    assert client.post(url(kaur), entry(puskesmas)).status_code == 422
    client.force_login(admin)
    assert client.post(url(kaur), entry(puskesmas)).status_code == 302
    assert client.post(url(kaur), entry(None)).status_code == 302
    assert client.post(url(kaur), entry(None, product=puskesmas.products.first().pk)).status_code == 302
    assert list(Complaint.objects.order_by("pk").values_list("unit", flat=True)) == [puskesmas.pk, None, puskesmas.pk]
    response = client.post(url(kaur), entry(dukcapil, product=puskesmas.products.first().pk))
    assert response.status_code == 422


def test_an_anonymous_complaint_keeps_neither_person_nor_name_of_a_file(
    client: Client, kaur, dukcapil, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(officer)
    typed = entry(dukcapil, channel="box", secrecy="anonymous", email="bukan surel", files=[photo()])
    assert client.post(url(kaur), typed).status_code == 302
    assert not Identity.objects.exists()
    assert Complaint.objects.get().attachments.get().name == "lampiran-1.jpg"


def test_the_same_form_is_one_complaint_and_a_used_form_swallows_nothing(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    typed = entry(dukcapil)
    assert client.post(url(kaur), typed).headers["Location"] == client.post(url(kaur), typed).headers["Location"]
    assert Complaint.objects.count() == 1
    other = typed | {"subject": "Hal lain sama sekali", "story": "Cerita lain."}
    back = client.post(url(kaur), other)
    assert back.status_code == 422
    assert "Hal lain sama sekali" in back.content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', back.content.decode())[1]
    assert client.post(url(kaur), other | {"form_key": key}).status_code == 302
    assert Complaint.objects.count() == 2


def test_a_number_of_lapor_is_recorded_once(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    lapor = {"channel": "lapor", "external_number": "9876543"}
    assert client.post(url(kaur), entry(dukcapil, **lapor)).status_code == 302
    assert client.post(url(kaur), entry(dukcapil, **lapor)).status_code == 422


def test_the_hour_is_meant_where_the_government_is(client: Client, kaur, dukcapil, officer):
    ServiceUnit.objects.update(time_zone=ServiceUnit.Zone.WIT)
    client.force_login(officer)
    assert client.post(url(kaur), entry(dukcapil, received_at="2026-01-05T08:00")).status_code == 302
    assert Complaint.objects.get().received_at == datetime(2026, 1, 4, 23, 0, tzinfo=UTC)


# The receipt


def test_the_receipt_shows_the_code_at_first_and_never_stores_it(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    text = client.post(url(kaur), entry(dukcapil), follow=True).content.decode()
    complaint = Complaint.objects.get()
    code = CODE.search(text)[0]
    assert complaint.number in text
    assert "Memeriksa pengaduan Anda paling lambat" in text
    assert complaint.code_hash == code_hash(code)
    assert code not in str(Complaint.objects.values().get())
    later = Client()
    later.force_login(officer)
    text = later.get(reverse("complaints:receipt", args=[complaint.pk])).content.decode()
    assert complaint.number in text
    assert not CODE.search(text)
    assert enter(Client(), code).status_code == 302


def test_the_cookie_of_one_receipt_opens_no_other(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    client.post(url(kaur), entry(dukcapil))
    other = complain(kaur, dukcapil)
    assert not CODE.search(client.get(reverse("complaints:receipt", args=[other.pk])).content.decode())


def test_a_new_code_is_shown_once_and_the_old_one_opens_nothing(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    old = CODE.search(client.post(url(kaur), entry(dukcapil), follow=True).content.decode())[0]
    complaint = Complaint.objects.get()
    address = reverse("complaints:new_code", args=[complaint.pk])
    key = uuid.uuid4()
    for _ in range(2):
        text = client.post(address, {"form_key": key, "version": 1}, follow=True).content.decode()
    new = CODE.search(text)[0]
    assert new != old
    assert enter(Client(), old).status_code == 422
    assert enter(Client(), new).status_code == 302
    assert Event.objects.filter(action="complaint.new_code").count() == 1


def test_a_code_of_another_case_is_refused(client: Client, kaur, dukcapil, officer):
    client.force_login(officer)
    typed = entry(dukcapil)
    client.post(url(kaur), typed)
    other = complain(kaur, dukcapil)
    address = reverse("complaints:new_code", args=[other.pk])
    text = client.post(address, {"form_key": typed["form_key"]}, follow=True).content.decode()
    assert "Formulir ini sudah dipakai" in text
    assert client.post(address, {"form_key": "x"}).status_code == 302
    before, other.code_hash = other.code_hash, ""
    other.refresh_from_db()
    assert other.code_hash == before
